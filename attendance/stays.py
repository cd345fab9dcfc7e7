"""The raw record under every sheet: one stay a connection, read for one room or for many at once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from accounts.models import Person
from attendance.corrections import corrections_in, people_of
from attendance.models import Correction
from attendance.periods import Periods, periods_of_all
from live import clock
from live.models import Lease
from live.presence import LeaseRow
from sessions.models import Session

_FIELDS = ("person", "entered_at", "last_seen", "ended_at", "door")


@dataclass(frozen=True, slots=True)
class RawStay:
    """One connection as it was kept; `is_open` while it may still grow."""

    session_id: UUID
    person_id: UUID
    email: str
    name: str
    entered_at: datetime
    last_seen: datetime
    door: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class Raw:
    """All that a sheet is computed from, so that anyone can compute it a second time."""

    sessions: list[Session]
    as_of: datetime
    periods: Mapping[UUID, Periods]
    stays: list[RawStay]
    corrections: list[Correction]
    # Whom corrections are about and who made them, as far as they are still here.
    involved: Mapping[UUID, Person]


def leases_of(sessions: Iterable[Session]) -> dict[UUID, list[LeaseRow]]:
    """Return the stays in each of several sessions, in the order of entering, in one query."""
    rooms = {str(session.live_room): session.pk for session in sessions}
    rows = Lease.objects.filter(room__in=rooms, counts=True).order_by("entered_at", "id")
    found: dict[UUID, list[LeaseRow]] = defaultdict(list)
    for room, *lease in rows.values_list("room", *_FIELDS):
        found[rooms[room]].append(LeaseRow(*lease))
    return found


def raw(sessions: Iterable[Session]) -> Raw:
    """Return the record of some sessions as it was kept, in five queries for any number of them."""
    rows, now = list(sessions), clock.now()
    periods = periods_of_all(rows, now)
    leases, put_right = leases_of(rows), corrections_in(rows)
    people = Person.objects.in_bulk(
        {lease.person for theirs in leases.values() for lease in theirs}
    )
    return Raw(
        sessions=rows,
        as_of=now,
        periods=periods,
        stays=[
            _stay(session.pk, lease, people.get(lease.person))
            for session in rows
            for lease in leases.get(session.pk, ())
        ],
        corrections=put_right,
        involved=people_of(put_right),
    )


def _stay(session: UUID, lease: LeaseRow, person: Person | None) -> RawStay:
    until = lease.last_seen if lease.ended_at is None else min(lease.ended_at, lease.last_seen)
    return RawStay(
        session_id=session,
        person_id=lease.person,
        email=person.email if person else "",
        name=person.name if person else "",
        entered_at=lease.entered_at,
        last_seen=max(lease.entered_at, until),
        door=lease.door,
        is_open=lease.ended_at is None,
    )
