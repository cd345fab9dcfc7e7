"""How people stand to a session: all that their rights in it hang on, read by one query."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, Expression, OuterRef, Q, QuerySet, UUIDField

from accounts.models import Person
from conferences.models import Registration, RegistrationState
from groups.models import GroupRole, Membership
from kit.prepared import Given, Row, Values
from live import hub
from sessions.models import Removal, Role, RoleName, Session


@dataclass(frozen=True, slots=True)
class Standing:
    """What lets a person in, and what keeps them out."""

    is_organiser: bool = False
    belongs: bool = False
    has_role: bool = False
    directs: bool = False
    is_removed: bool = False

    @property
    def moderates(self) -> bool:
        """An organiser, a moderator, or a co-chair of the session's group."""
        return self.is_organiser or self.directs

    @property
    def is_kept_out(self) -> bool:
        """Put out; who was made a moderator since then has the room in hand."""
        return self.is_removed and not self.moderates

    @property
    def may_enter(self) -> bool:
        """Whether they may come in."""
        lets_in = self.is_organiser or self.belongs or self.has_role
        return lets_in and not self.is_kept_out


def of_one(session: Session, person: Person) -> Standing:
    """Return how a person stands to a session, as the database has it now.

    In a verb who may enter is asked about once: their standing holds in it until it raises an epoch.
    """
    known = hub.rights_known()
    if known is None:
        # A page has read its reader for this very request; who speaks on a socket came hours ago.
        is_above = person.is_organiser and person.is_active
        return Standing(is_organiser=True) if is_above else now(session, person)
    key = ("sessions.standing", session.pk, person.pk)
    if key not in known:
        found = now(session, person)
        if not found.may_enter:
            return found
        known[key] = found
    return known[key]  # type: ignore[no-any-return]


def now(session: Session, person: Person) -> Standing:
    """Return how a person stands to a session, read afresh also within a verb."""
    name, place = _place(session)
    row = (_OF_GROUP if session.group_id else _OF_CONFERENCE).row(
        session=session.pk, person=person.pk, **{name: place}
    )
    return _read(row, person) if row else Standing()


def of_some(session: Session, people: Sequence[Person]) -> dict[UUID, Standing]:
    """Return how some people stand to a session, in one query."""
    if len(people) == 1:
        return {people[0].pk: of_one(session, people[0])}
    asking = {person.pk: person for person in people}
    if not asking:
        return {}
    _name, place = _place(session)
    rows = _rows(Q(pk__in=asking), session.pk, place, in_group=session.group_id is not None)
    return {row[0]: _read(row, asking[row[0]]) for row in rows}


def _read(row: Row, person: Person) -> Standing:
    _key, is_active, *rest = row
    *_rights, is_removed = rest
    if not (is_active and person.is_active):
        # Who is shut out of the platform has no rights, but may have been put out before.
        return Standing(is_removed=bool(is_removed))
    return Standing(*map(bool, rest))


def confirmed() -> QuerySet[Registration]:
    """Return the registrations that let their people in."""
    return Registration.objects.filter(state=RegistrationState.CONFIRMED)


def chairs_now() -> QuerySet[Membership]:
    """Return the memberships of those who co-chair a group now."""
    return Membership.objects.filter(role=GroupRole.CHAIR, ended_at=None)


def _place(session: Session) -> tuple[str, UUID | None]:
    if session.group_id:
        return "group", session.group_id
    return "conference", session.conference_id


def _rows(
    who: Q, session: UUID | Expression, place: UUID | Expression | None, *, in_group: bool
) -> "QuerySet[Person, Any]":
    me = OuterRef("pk")
    roles = Role.objects.filter(session=session, person=me)
    moderating = Exists(roles.filter(name=RoleName.MODERATOR))
    if in_group:
        belongs = Exists(Membership.objects.filter(group=place, person=me, ended_at=None))
        directs = moderating | Exists(chairs_now().filter(group=place, person=me))
    else:
        belongs = Exists(confirmed().filter(conference=place, person=me))
        directs = Q(moderating)
    removed = Exists(Removal.objects.filter(session=session, person=me))
    return Person.objects.filter(who).values_list(
        "pk",
        "is_active",
        "is_organiser",
        belongs,
        Exists(roles),
        directs,  # type: ignore[arg-type] # a Q is an expression
        removed,
    )


_ONE = Q(pk=Given("person", UUIDField()))
_SESSION = Given("session", UUIDField())
_OF_GROUP = Values(lambda: _rows(_ONE, _SESSION, Given("group", UUIDField()), in_group=True))
_OF_CONFERENCE = Values(
    lambda: _rows(_ONE, _SESSION, Given("conference", UUIDField()), in_group=False)
)
