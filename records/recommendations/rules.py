"""Who may do what with a recommendation, one line a rule; what was adopted, everyone reads."""

from accounts.models import Person
from conferences.models import RegistrationState
from groups import queries as group_queries
from groups.models import Group
from kit.refusals import Forbidden, NotHere
from kit.rules import allows, rule
from records.recommendations.models import Comment, Recommendation

# The role of whoever writes down what a session says.
RAPPORTEUR = "rapporteur"


@rule("recommendations.draft")
def draft(person: Person, group: Group) -> bool:
    """Members of the group, and whoever keeps the record of one of its sessions."""
    return group_queries.membership_of(person, group) is not None or keeps_record(person, group)


@rule("recommendations.see_list")
def see_list(person: Person, group: Group) -> bool:
    """The group's working list: whoever may draft for it, and organisers."""
    return person.is_organiser or draft(person, group)


@rule("recommendations.see_draft")
def see_draft(person: Person, recommendation: Recommendation) -> bool:
    """Whoever may draft for the group, organisers; delegates, once it is open for discussion."""
    if person.is_organiser or _drafts(person, recommendation):
        return True
    return recommendation.is_open and is_delegate(person)


@rule("recommendations.edit")
def edit(person: Person, recommendation: Recommendation) -> bool:
    """Whoever may draft for its group."""
    return _drafts(person, recommendation)


@rule("recommendations.decide")
def decide(person: Person, recommendation: Recommendation) -> bool:
    """The co-chairs of its group: amendments, discussion, adoption, withdrawal."""
    return recommendation.group is not None and group_queries.is_chair(person, recommendation.group)


@rule("recommendations.discuss")
def discuss(person: Person, recommendation: Recommendation) -> bool:
    """Whoever may read a draft may comment on it and amend it."""
    return see_draft(person, recommendation)


@rule("recommendations.endorse")
def endorse(person: Person, recommendation: Recommendation) -> bool:
    """Whoever is an organisation's delegate in a working group and may read the draft."""
    sent = group_queries.memberships_of(person).exclude(organisation=None)
    return discuss(person, recommendation) and sent.exists()


@rule("recommendations.retract_comment")
def retract_comment(person: Person, comment: Comment) -> bool:
    """Whoever wrote it, and the co-chairs."""
    return comment.person_id == person.pk or decide(person, comment.recommendation)


def is_delegate(person: Person) -> bool:
    """Say whether a person belongs to a working group, or to a conference that confirmed them."""
    if group_queries.memberships_of(person).exists():
        return True
    return person.registrations.filter(state=RegistrationState.CONFIRMED).exists()


def keeps_record(person: Person, group: Group) -> bool:
    """Say whether a person is the rapporteur of one of the group's sessions."""
    return person.session_roles.filter(name=RAPPORTEUR, session__group=group).exists()


def demand(name: str, person: Person, recommendation: Recommendation) -> None:
    """Raise NotHere for who may not know the draft, Forbidden for who may only read it."""
    if allows(name, person, recommendation):
        return
    raise Forbidden if allows("recommendations.see_draft", person, recommendation) else NotHere


def _drafts(person: Person, recommendation: Recommendation) -> bool:
    return recommendation.group is not None and draft(person, recommendation.group)
