"""Who may do what with a working group, one line a rule."""

from accounts.models import Person
from groups import queries
from groups.models import Group, GroupRole, Membership
from kit.rules import rule


@rule("groups.see_members")
def see_members(person: Person, group: Group) -> bool:
    """Members see each other, so far as each agreed; organisers too."""
    return person.is_organiser or queries.membership_of(person, group) is not None


@rule("groups.manage")
def manage(person: Person, group: Group) -> bool:
    """Co-chairs admit and end members; organisers too."""
    return person.is_organiser or queries.is_chair(person, group)


@rule("groups.appoint")
def appoint(person: Person, group: Group) -> bool:
    """Co-chairs are appointed by organisers: one side can't fill both chairs."""
    return person.is_organiser


@rule("groups.end")
def end(person: Person, membership: Membership) -> bool:
    """Whoever is a member may leave; a member is ended by who manages, a co-chair by organisers."""
    is_chair = membership.role == GroupRole.CHAIR
    may_end = appoint if is_chair else manage
    return membership.person_id == person.pk or may_end(person, membership.group)
