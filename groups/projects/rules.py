"""Who may do what with a joint project, one line a rule."""

from accounts.models import Person
from groups import queries as groups
from groups.models import Group, GroupRole
from groups.projects import queries
from groups.projects.models import Answer, Partner, Project
from kit.refusals import Forbidden, NotHere
from kit.rules import allows, rule


@rule("groups.propose_project")
def propose_project(person: Person, group: Group) -> bool:
    """A co-chair proposes for the group; organisers speak for no group."""
    return groups.is_chair(person, group)


@rule("groups.answer_project")
def answer_project(person: Person, partner: Partner) -> bool:
    """A co-chair of the group that was asked answers for it, and nobody else."""
    return groups.is_chair(person, partner.group)


@rule("groups.run_project")
def run_project(person: Person, project: Project) -> bool:
    """Co-chairs of groups that have agreed write its texts and say where it stands; organisers too."""
    own = person.memberships.filter(role=GroupRole.CHAIR, ended_at=None).values("group")
    agreed = project.partners.filter(answer=Answer.AGREED, group__in=own)
    return person.is_organiser or agreed.exists()


@rule("groups.see_project")
def see_project(person: Person, project: Project) -> bool:
    """Everyone sees a joint project, without signing in too; a proposal is for the groups concerned."""
    return queries.may_see(person, project)


def demand(name: str, person: Person, project: Project, thing: object = None) -> None:
    """Raise NotHere for who may not see the project, Forbidden for who may only see it."""
    if not allows(name, person, thing or project):
        raise Forbidden if queries.may_see(person, project) else NotHere
