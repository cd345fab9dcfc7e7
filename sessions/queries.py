"""What can be read of sessions: who may enter which, what is on, and what comes next."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, F, OuterRef, Q, QuerySet, UUIDField

from accounts.models import Person
from groups.models import Group, Membership
from kit.prepared import Given, Objects, Values
from live import clock, presence, streams
from sessions import standing
from sessions.models import (
    IN_SESSION,
    AgendaItem,
    ItemRun,
    Material,
    Removal,
    Role,
    RoleName,
    Session,
    Speaking,
    State,
)
from sessions.standing import chairs_now, confirmed

Reader = Person | AnonymousUser

# What a row of a list shows; kept together, so that every list costs the same few queries.
_SHOWN = ("conference", "group", "track", "room")

# What begins and ends the time in which a session is live.
_LIFE = ("session.started", "session.ended", "session.reopened")


def who_may_enter(session: Session, people: Sequence[Person]) -> set[UUID]:
    """Return who of these people may enter, in one query whatever their number."""
    found = standing.of_some(session, people)
    return {person for person, stands in found.items() if stands.may_enter}


def who_is_removed(session: Session, people: Iterable[UUID]) -> set[UUID]:
    """Return who of these people is put out of a session."""
    rows = Removal.objects.filter(session=session, person__in=people)
    return set(rows.values_list("person", flat=True))


def kept_out_of(session: Session) -> set[UUID]:
    """Return everybody who may not be in a session because a moderator put them out."""
    rows = Removal.objects.filter(session=session).select_related("person")
    removed = {row.person_id: row.person for row in rows}
    # Who was made a moderator since then has the room in hand.
    return removed.keys() - who_moderates(session, list(removed.values()))


def is_kept_out(session: Session, person: Person) -> bool:
    """Say whether a person may not enter because a moderator put them out, and for that alone."""
    return standing.now(session, person).is_kept_out


def state_now(session: Session, person: Person) -> tuple[str, bool]:
    """Return a session's state, and whether this person is put out of it, in one query."""
    row = _STATE_NOW.row(session=session.pk, person=person.pk)
    if row is None:
        raise Session.DoesNotExist
    return row[0], bool(row[1])


def _state_now() -> "QuerySet[Session, Any]":
    person = Given("person", UUIDField())
    removal = Exists(Removal.objects.filter(session=OuterRef("pk"), person=person))
    return Session.objects.filter(pk=Given("session", UUIDField())).values_list("state", removal)


_STATE_NOW = Values(_state_now)


def who_moderates(session: Session, people: Sequence[Person]) -> set[UUID]:
    """Return who of these people moderates, in one query whatever their number."""
    found = standing.of_some(session, people)
    return {person for person, stands in found.items() if stands.moderates}


def chairs(person: Person, group: Group) -> bool:
    """Say whether the person is a co-chair of the group now."""
    return chairs_now().filter(group=group, person=person).exists()


def visible_to(person: Reader) -> QuerySet[Session]:
    """Return the sessions that a person may enter; for everyone else they do not exist."""
    return with_shown(Session.objects.filter(_may_enter(person)))


def listed_for(person: Reader) -> QuerySet[Session]:
    """Return the sessions whose title and hour a person may read: those of public conferences too."""
    return with_shown(
        Session.objects.filter(Q(conference__is_public=True) | _may_enter(person))
    )  # fmt: skip


def one(session: UUID) -> Session | None:
    """Return a session with what its page shows of it, by a query made once."""
    return _ONE.first(session=session)


_ONE = Objects(lambda: with_shown(Session.objects.filter(pk=Given("session", UUIDField()))))


def with_shown(sessions: QuerySet[Session]) -> QuerySet[Session]:
    """Fetch along what a list shows of each session."""
    return sessions.select_related(*_SHOWN)


def _may_enter(person: Reader) -> Q:
    if isinstance(person, AnonymousUser) or not person.is_active:
        return Q(pk__in=())
    # Not an empty Q: in "public or all" that would count for nothing.
    return Q(pk__isnull=False) if person.is_organiser else _belongs_to(person) & ~_is_out(person)


def _is_out(person: Person) -> Q:
    return Q(Exists(Removal.objects.filter(session=OuterRef("pk"), person=person))) & ~_moderates(
        person
    )


def _moderates(person: Person) -> Q:
    roles = Role.objects.filter(session=OuterRef("pk"), person=person, name=RoleName.MODERATOR)
    chaired = chairs_now().filter(group=OuterRef("group"), person=person)
    return Q(Exists(roles)) | Q(Exists(chaired))


def _belongs_to(person: Person) -> Q:
    # Subqueries, not joins: a person with a registration and two roles is one row all the same.
    members = Membership.objects.filter(group=OuterRef("group"), person=person, ended_at=None)
    return (
        Q(Exists(confirmed().filter(conference=OuterRef("conference"), person=person)))
        | Q(Exists(members))
        | Q(Exists(Role.objects.filter(session=OuterRef("pk"), person=person)))
    )


def moderated_by(person: Reader) -> QuerySet[Session]:
    """Return the sessions whose course a person directs."""
    if isinstance(person, AnonymousUser) or not person.is_active:
        return Session.objects.none()
    if person.is_organiser:
        return with_shown(Session.objects.all())
    return with_shown(Session.objects.filter(_moderates(person)))


def enterable(person: Reader, sessions: Iterable[Session]) -> set[UUID]:
    """Return which of these sessions a person may enter, in one query."""
    ids = [session.pk for session in sessions]
    if not ids or isinstance(person, AnonymousUser):
        return set()
    if person.is_organiser and person.is_active:
        return set(ids)
    return set(visible_to(person).filter(pk__in=ids).values_list("pk", flat=True))


@dataclass(frozen=True, slots=True)
class Slot:
    """A session in a list: a link for who may enter, a line of text for everyone else.

    `people` is how many are in it, told of what is on at this moment.
    """

    session: Session
    may_enter: bool
    people: int = 0

    @property
    def is_live(self) -> bool:
        """Say whether it has begun."""
        return self.session.state == State.LIVE


def slots(person: Reader, sessions: Iterable[Session]) -> list[Slot]:
    """Return sessions as a reader may use them, with one query more."""
    rows = list(sessions)
    inside = enterable(person, rows)
    return [Slot(row, row.pk in inside) for row in rows]


@dataclass(frozen=True, slots=True)
class OnNow:
    """What goes on at this moment, and what follows soonest."""

    now: list[Slot]
    next: list[Slot]


def on_now_and_next(
    person: Reader, *, within: QuerySet[Session] | None = None, most: int = 6
) -> OnNow:
    """Return what a person may read of the present hour, in four queries.

    Now: the doors are open; what they may enter comes first, then what has begun, then where most
    people are, then what began first. Next: scheduled and yet to come. `within` narrows to a conference or a group.
    """
    listed = listed_for(person) if within is None else with_shown(within)
    instant = clock.now()
    now = list(listed.filter(state__in=IN_SESSION).order_by("state", "-starts_at", "id")[:most])
    later = listed.filter(state=State.SCHEDULED, ends_at__gt=instant)
    coming = list(later.order_by("starts_at", "id")[:most])
    all_slots = slots(person, [*now, *coming])
    people = presence.counts([session.live_room for session in now])
    on = [replace(slot, people=people[slot.session.live_room]) for slot in all_slots[: len(now)]]
    return OnNow(sorted(on, key=_rank), all_slots[len(now) :])


def _rank(slot: Slot) -> tuple[bool, bool, int, datetime]:
    began = slot.session.started_at or slot.session.starts_at
    return (not slot.may_enter, not slot.is_live, -slot.people, began)


def coming_for(person: Person, *, most: int = 8) -> list[Session]:
    """Return a person's own sessions that are on or yet to come, the soonest first.

    For an organiser too, who may enter all, it is only what they registered for, belong to or
    have a role in.
    """
    rows = Session.objects.filter(_belongs_to(person) & ~_is_out(person) & _unfinished())
    return list(with_shown(rows).order_by("starts_at", "id")[:most])


def around_now(
    sessions: QuerySet[Session], *, most: int = 10
) -> tuple[list[Session], list[Session]]:
    """Return what is on or yet to come, the soonest first, and what is over, the latest first."""
    coming = sessions.filter(_unfinished()).order_by("starts_at", "id")
    past = sessions.exclude(_unfinished()).order_by("-starts_at", "id")
    return list(coming[:most]), list(past[:most])


def _unfinished() -> Q:
    return Q(state__in=IN_SESSION) | Q(state=State.SCHEDULED, ends_at__gt=clock.now())


def speakers_of(sessions: Iterable[Session]) -> dict[UUID, list[Speaking]]:
    """Return each session's speakers in their order, in one query."""
    found: dict[UUID, list[Speaking]] = {}
    ids = [session.pk for session in sessions]
    rows = Speaking.objects.filter(session__in=ids).select_related("speaker")
    for row in rows.order_by("position", "id"):
        found.setdefault(row.session_id, []).append(row)
    return found


def items_of(session: Session) -> list[AgendaItem]:
    """Return a session's agenda in its order, each item with its runs, in two queries."""
    rows = AgendaItem.objects.filter(session=session).order_by("position", "id")
    return list(rows.prefetch_related("runs"))


def mark_of(items: Iterable[AgendaItem]) -> str:
    """Return a mark of a plan, by which its writer can tell whether another has changed it."""
    rows = [(i.pk.hex, i.title_en, i.title_ru, i.speaker, i.minutes) for i in items]
    return blake2b(repr(rows).encode(), digest_size=8).hexdigest()


def current_run(session: Session) -> ItemRun | None:
    """Return the run of the item that is under discussion."""
    return ItemRun.objects.filter(session=session, ended_at=None).first()


def last_run(session: Session) -> ItemRun | None:
    """Return the run that began last."""
    return ItemRun.objects.filter(session=session).order_by("-started_at", "-id").first()


def materials_of(session: Session) -> list[Material]:
    """Return what belongs to a session, the first added first."""
    return list(Material.objects.filter(session=session).order_by("added_at", "id"))


def live_periods(session: Session) -> list[tuple[datetime, datetime | None]]:
    """Return when a session was live, in order, as its log has it; the period that goes on ends None.

    A session that ended too early and was reopened has two. Where the log knows nothing of the
    start (it was brought in from elsewhere), the session's own row does; what lies before that
    start belongs to an hour that the session has been moved away from.
    """
    return periods_told(session, streams.moments(str(session.live_room), _LIFE))


def moments_of_life(sessions: Iterable[Session]) -> dict[UUID, list[tuple[str, datetime]]]:
    """Return when each of some sessions was started, ended and reopened, by its log, in one query."""
    rows = {str(session.live_room): session.pk for session in sessions}
    found = streams.moments_of(_LIFE, rows)
    return {rows[room]: moments for room, moments in found.items()}


def periods_told(
    session: Session, moments: Iterable[tuple[str, datetime]]
) -> list[tuple[datetime, datetime | None]]:
    """Return when a session was live, as those moments of its log tell it."""
    told = [(name, at) for name, at in moments if session.started_at and at >= session.started_at]
    names = {name for name, _at in told}
    since = None if "session.started" in names else session.started_at
    periods: list[tuple[datetime, datetime | None]] = []
    for name, at in told:
        if name != "session.ended":
            since = since or at
        elif since:
            periods.append((since, at))
            since = None
    if since:
        periods.append((since, None if session.state == State.LIVE else session.ended_at))
    return periods


def roles_in(session: Session) -> list[Role]:
    """Return who has a role in a session, moderators first, by address."""
    rows = Role.objects.filter(session=session).select_related("person__organisation")
    order = {name: place for place, name in enumerate(RoleName.values)}
    return sorted(rows, key=lambda role: (order[role.name], role.person.email))


def roles_of(person: Person, session: Session) -> set[str]:
    """Return the names of a person's roles in a session."""
    return set(Role.objects.filter(session=session, person=person).values_list("name", flat=True))


def due_to_open(now: datetime, minutes: int) -> QuerySet[Session]:
    """Return what the clock opens: from some minutes before its start, and only until its end."""
    early = now + timedelta(minutes=minutes)
    return _by_clock().filter(state=State.SCHEDULED, starts_at__lte=early, ends_at__gt=now)


def due_to_start(now: datetime) -> QuerySet[Session]:
    """Return what the clock starts: its hour has come and its end has not."""
    return _by_clock().filter(state=State.OPEN, starts_at__lte=now, ends_at__gt=now)


def due_to_end(now: datetime) -> QuerySet[Session]:
    """Return what the clock ends: opened within its planned time, which is now over.

    What a moderator opened after its planned end goes on until a moderator ends it.
    """
    rows = _by_clock().filter(state__in=IN_SESSION, ends_at__lte=now)
    return rows.filter(opened_at__lt=F("ends_at"))


def _by_clock() -> QuerySet[Session]:
    return Session.objects.filter(is_run_by_clock=True).order_by("starts_at", "id")
