"""What attendance tells beside a sheet: a person's own record, and what was held with how many."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from accounts.models import Person
from attendance.corrections import corrections_in, puts
from attendance.intervals import Attended, Put, attendance, attended, stay
from attendance.models import Correction
from attendance.periods import Periods, periods_of_all
from attendance.stays import leases_of
from conferences.models import Conference
from live.models import Lease
from live.presence import LeaseRow
from sessions.models import Session, State

_FIELDS = ("room", "person", "entered_at", "last_seen", "ended_at", "door")


@dataclass(frozen=True, slots=True)
class Held:
    """A session that is live or over, with how many people were there, as its sheet counts them."""

    session: Session
    people: int


@dataclass(frozen=True, slots=True)
class OwnRow:
    """A session that a person attended, with their time in it."""

    session: Session
    attended: Attended

    @property
    def is_corrected(self) -> bool:
        """Say whether what counts is something else than what was measured."""
        return self.attended.counted != self.attended.measured


def own_record(person: Person) -> list[OwnRow]:
    """Return the sessions that a person attended, the latest first, in four queries."""
    stays: dict[UUID, list[LeaseRow]] = defaultdict(list)
    for room, *lease in Lease.objects.filter(person=person.pk, counts=True).values_list(*_FIELDS):
        kind, _dot, key = room.partition(".")
        if kind == "session":
            stays[UUID(key)].append(LeaseRow(*lease))
    made: dict[UUID, list[Put]] = defaultdict(list)
    for row in Correction.objects.filter(person=person.pk).order_by("made_at", "id"):
        made[row.session_id] += puts([row])[person.pk]
    sessions = Session.objects.filter(id__in={*stays, *made}).select_related("conference", "group")
    periods = periods_of_all(sessions)
    found = (
        (one, attended(map(stay, stays[one.pk]), periods[one.pk], made[one.pk])) for one in sessions
    )
    rows = [OwnRow(session, there) for session, there in found if there is not None]
    return sorted(rows, key=lambda row: row.attended.first_join, reverse=True)


def held(
    *,
    conference: Conference | None = None,
    states: Collection[str] = (State.LIVE, State.ENDED),
    most: int = 8,
) -> list[Held]:
    """Return the sessions that have begun, the latest first, with their heads; in four queries."""
    begun = Session.objects.filter(started_at__isnull=False, state__in=states)
    if conference is not None:
        begun = begun.filter(conference=conference)
    rows = list(begun.select_related("conference", "group").order_by("-started_at", "id")[:most])
    counts = head_counts(rows)
    return [Held(row, counts.get(row.pk, 0)) for row in rows]


def head_counts(sessions: Iterable[Session]) -> Mapping[UUID, int]:
    """Return how many people were in each session, in three queries for all of them."""
    rows = list(sessions)
    periods, leases = periods_of_all(rows), leases_of(rows)
    made: dict[UUID, list[Correction]] = defaultdict(list)
    for row in corrections_in(rows):
        made[row.session_id].append(row)
    counts = {
        session.pk: _heads(leases.get(session.pk, []), periods[session.pk], made[session.pk])
        for session in rows
    }
    return {session: count for session, count in counts.items() if count}


def _heads(leases: list[LeaseRow], periods: Periods, made: list[Correction]) -> int:
    if not periods:
        return 0
    return sum(there.was_there for there in attendance(leases, periods, puts(made)).values())
