"""What attendance tells: a session's sheet, its sums by country and side, a person's own record."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from uuid import UUID

from django.db.models import Count, Q
from django_countries import countries

from accounts.models import Organisation, Person, Side
from attendance.intervals import Attended, Interval, attendance
from conferences.models import Conference, Registration
from groups.models import Membership
from kit.bilingual import said
from live import clock, presence
from live.models import Lease
from live.presence import LeaseRow
from sessions.models import Session, State


@dataclass(frozen=True, slots=True)
class AttendanceRow:
    """One person's line on a session's sheet; durations are whole seconds, rounded down."""

    person_id: UUID
    email: str
    name: str
    organisation: str
    country: str
    first_join: datetime
    last_leave: datetime
    seconds: int
    merged_seconds: int
    share: float
    intervals: tuple[Interval, ...]
    may_lack: int
    may_exceed: int

    @property
    def country_name(self) -> str:
        """Return the country's name in the reader's language."""
        return _country_name(self.country)

    @property
    def time(self) -> timedelta:
        """Return the strict total as a duration."""
        return timedelta(seconds=self.seconds)

    @property
    def merged_time(self) -> timedelta:
        """Return the merged total as a duration."""
        return timedelta(seconds=self.merged_seconds)


@dataclass(frozen=True, slots=True)
class Sum:
    """How many people one side or country had in a session, and for how long together."""

    name: str
    people: int
    seconds: int

    @property
    def time(self) -> timedelta:
        """Return the seconds of all as a duration."""
        return timedelta(seconds=self.seconds)


@dataclass(frozen=True, slots=True)
class Held:
    """A session that is live or over, with how many lines its sheet has."""

    session: Session
    people: int


@dataclass(frozen=True, slots=True)
class OwnRow:
    """A session that a person attended, with their time in it."""

    session: Session
    attended: Attended


def live_period(session: Session) -> Interval | None:
    """Return the time that counts: from the start until the end, or now; the lobby does not."""
    if session.started_at is None:
        return None
    return Interval(session.started_at, max(session.started_at, session.ended_at or clock.now()))


def sheet(session: Session) -> list[AttendanceRow]:
    """Return a session's sheet by name, in a number of queries that does not grow with it."""
    period = live_period(session)
    if period is None:
        return []
    there = attendance(presence.leases(session.live_room), period)
    people = Person.objects.select_related("organisation").in_bulk(list(there))
    sent_by = _organisations(session, there)
    rows = [
        _row(person_id, attended, period, people.get(person_id), sent_by.get(person_id))
        for person_id, attended in there.items()
    ]
    return sorted(rows, key=lambda row: (row.name.casefold(), row.email, row.person_id))


def _row(
    person_id: UUID,
    attended: Attended,
    period: Interval,
    person: Person | None,
    organisation: str | None,
) -> AttendanceRow:
    # A person whose account was erased keeps a line without a name, so that the sums stay true.
    own = person.organisation if person else None
    return AttendanceRow(
        person_id=person_id,
        email=person.email if person else "",
        name=person.name if person else "",
        organisation=organisation or (_name(own) if own else ""),
        country=_country(person, own),
        first_join=attended.first_join,
        last_leave=attended.last_leave,
        seconds=int(attended.strict.total_seconds()),
        merged_seconds=int(attended.merged.total_seconds()),
        share=share(attended.strict, period),
        intervals=attended.intervals,
        may_lack=ceil(attended.may_lack.total_seconds()),
        may_exceed=ceil(attended.may_exceed.total_seconds()),
    )


def share(time: timedelta, period: Interval) -> float:
    """Return which part of the period a time is, from 0 to 1."""
    return round(time / period.length, 4) if period.length else 0.0


def _country(person: Person | None, organisation: Organisation | None) -> str:
    code = person.country.code if person else ""
    return str(code or (organisation.country.code if organisation else "") or "")


def _country_name(code: str) -> str:
    return str(countries.name(code)) if code else ""


def _name(organisation: Organisation) -> str:
    return said(organisation, "name").value


def _organisations(session: Session, people: Iterable[UUID]) -> dict[UUID, str]:
    """Return for whom people came: what their registration or membership names."""
    if session.conference_id is not None:
        registrations = Registration.objects.filter(
            conference_id=session.conference_id, person__in=people
        ).select_related("organisation")
        return {
            row.person_id: _name(row.organisation) if row.organisation else row.organisation_name
            for row in registrations
        }
    memberships = (
        Membership.objects.filter(group=session.group, person__in=people)
        .select_related("organisation")
        .order_by("joined_at")
    )
    return {row.person_id: _name(row.organisation) for row in memberships if row.organisation}


def sums_by_country(rows: Sequence[AttendanceRow]) -> list[Sum]:
    """Return the sheet's sums by country, the country with most people first."""
    by_country: dict[str, list[AttendanceRow]] = defaultdict(list)
    for row in rows:
        by_country[row.country].append(row)
    sums = [_sum(_country_name(code), theirs) for code, theirs in by_country.items()]
    return sorted(sums, key=lambda one: (-one.people, one.name))


def sums_by_side(rows: Sequence[AttendanceRow]) -> list[Sum]:
    """Return the sheet's sums by the programme's sides, in their order; others are left out."""
    return [
        _sum(
            said(side, "name").value,
            [row for row in rows if row.country in _codes(side)],
        )
        for side in Side.objects.order_by("position")
    ]


def _codes(side: Side) -> set[str]:
    return {str(country.code) for country in side.countries}


def _sum(name: str, rows: Sequence[AttendanceRow]) -> Sum:
    return Sum(name, len(rows), sum(row.seconds for row in rows))


def total_time(rows: Iterable[AttendanceRow]) -> timedelta:
    """Return the strict time of all people together."""
    return sum((row.time for row in rows), timedelta(0))


def own_record(person: Person) -> list[OwnRow]:
    """Return the sessions that a person attended, the latest first, in two queries."""
    stays: dict[UUID, list[LeaseRow]] = defaultdict(list)
    fields = ("room", "person", "entered_at", "last_seen", "ended_at", "door")
    for room, *lease in Lease.objects.filter(person=person.id).values_list(*fields):
        kind, _dot, key = room.partition(".")
        if kind == "session":
            stays[UUID(key)].append(LeaseRow(*lease))
    sessions = Session.objects.filter(id__in=stays).select_related("conference", "group")
    found = [(session, _own(person, stays[session.id], session)) for session in sessions]
    rows = [OwnRow(session, attended) for session, attended in found if attended is not None]
    return sorted(rows, key=lambda row: row.attended.first_join, reverse=True)


def _own(person: Person, leases: list[LeaseRow], session: Session) -> Attended | None:
    period = live_period(session)
    return attendance(leases, period).get(person.id) if period else None


def held(
    *,
    conference: Conference | None = None,
    states: Collection[str] = (State.LIVE, State.ENDED),
    most: int = 8,
) -> list[Held]:
    """Return the sessions that have begun, the latest first, with their heads; in two queries."""
    begun = Session.objects.filter(started_at__isnull=False, state__in=states)
    if conference is not None:
        begun = begun.filter(conference=conference)
    rows = list(begun.select_related("conference", "group").order_by("-started_at", "id")[:most])
    counts = head_counts(rows)
    return [Held(row, counts.get(row.pk, 0)) for row in rows]


def head_counts(sessions: Iterable[Session]) -> Mapping[UUID, int]:
    """Return how many lines each session's sheet has, in one query for all of them."""
    by_room = {str(session.live_room): session for session in sessions}
    overlapping = Q(pk__in=[])
    for name, session in by_room.items():
        period = live_period(session)
        if period is not None:
            overlapping |= Q(room=name, entered_at__lte=period.end, last_seen__gte=period.start)
    rows = Lease.objects.filter(overlapping).values_list("room")
    return {
        by_room[room].id: count for room, count in rows.annotate(Count("person", distinct=True))
    }
