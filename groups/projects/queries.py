"""What can be read of joint projects: everyone reads those that are joint, those asked read proposals."""

from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from accounts.models import Person
from groups.models import Group
from groups.projects.models import Partner, Project
from groups.queries import Reader
from kit.refusals import NotHere


def visible_to(reader: Reader) -> QuerySet[Project]:
    """Return the projects that a reader may see.

    Those that are joint are for everyone; a proposal is for members of the groups it concerns.
    """
    if not isinstance(reader, Person) or not reader.is_active:
        return Project.objects.filter(joint_since__isnull=False)
    if reader.is_organiser:
        return Project.objects.all()
    own = reader.memberships.filter(ended_at=None).values("group")
    concerned = Partner.objects.filter(group__in=own).values("project")
    return Project.objects.filter(Q(joint_since__isnull=False) | Q(pk__in=concerned))


def may_see(reader: Reader, project: Project) -> bool:
    """Say whether a reader may see one project."""
    return project.is_joint or visible_to(reader).filter(pk=project.pk).exists()


def with_partners(projects: QuerySet[Project]) -> QuerySet[Project]:
    """Return projects with their groups and organisations, in a constant number of queries."""
    rows = Partner.objects.select_related("group")
    partners: Prefetch[str, QuerySet[Partner], str] = Prefetch("partners", queryset=rows)
    return projects.prefetch_related(partners, "organisations")


def project_at(reader: Reader, project_id: UUID) -> Project:
    """Return the project that a reader may see at an address."""
    found = with_partners(visible_to(reader).filter(pk=project_id)).first()
    if found is None:
        raise NotHere
    return found


def of_group(reader: Reader, group: Group) -> QuerySet[Project]:
    """Return the projects of a group that a reader may see: those it is in, and those it is asked about."""
    own = Partner.objects.filter(group=group).exclude(answer="declined").values("project")
    return with_partners(visible_to(reader).filter(pk__in=own))
