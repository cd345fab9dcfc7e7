"""Attendance of a whole conference: each person over its sessions, each session, and sums of both."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import ceil
from uuid import UUID

from attendance import screens
from attendance.corrections import corrections_in, people_of, puts
from attendance.intervals import Attended, attendance, presence
from attendance.models import Correction
from attendance.periods import length_of, periods_of_all
from attendance.sheets import CorrectionLine, Known, country_name, told
from attendance.stays import leases_of
from conferences.models import Conference
from live import clock
from sessions.models import Session

Progress = Callable[[int, int], None]

# How many sessions are read at once, so that a conference of any size fits into memory.
_TOGETHER = 50


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person over all sessions of a conference; the counted figures hold corrections.

    `sessions` are those in which the person was there; `may_lack` and `may_exceed` add up by how
    many seconds each sheet's strict total may be too low, and its bridged one too high.
    """

    person_id: UUID
    email: str
    name: str
    organisation: str
    country: str
    side: str
    side_name: str
    sessions: int
    first_join: datetime
    last_leave: datetime
    seconds: int
    bridged_seconds: int
    counted_seconds: int
    disruptions: int
    may_lack: int
    may_exceed: int

    @property
    def was_there(self) -> bool:
        """Say whether the person was in any of the sessions."""
        return self.sessions > 0

    @property
    def country_name(self) -> str:
        """Return the country's name in the reader's language."""
        return country_name(self.country)


@dataclass(frozen=True, slots=True)
class SessionLine:
    """One session in numbers; `most` were there at the same time."""

    session: Session
    length: timedelta
    people: int
    most: int
    counted_seconds: int
    further_people: int


@dataclass(slots=True)
class Report:
    """A conference's attendance as of an instant; each person is one line, whatever they attended."""

    conference: Conference
    as_of: datetime
    people: list[PersonLine] = field(default_factory=list)
    sessions: list[SessionLine] = field(default_factory=list)
    corrections: list[tuple[Session, CorrectionLine]] = field(default_factory=list)

    @property
    def heads(self) -> int:
        """Return how many different people were there; a line that counts for nothing is no head."""
        return sum(line.was_there for line in self.people)


def report(conference: Conference, progress: Progress | None = None) -> Report:
    """Return a conference's attendance; `progress` is told how many sessions are done, of how many."""
    found = Report(conference, clock.now())
    begun = conference.sessions.filter(started_at__isnull=False)
    rows = list(begun.select_related("conference").order_by("started_at", "id"))
    times: dict[UUID, list[Attended]] = defaultdict(list)
    for first in range(0, len(rows), _TOGETHER):
        for line, there in _read(found, rows[first : first + _TOGETHER]):
            found.sessions.append(line)
            for person, attended in there.items():
                times[person].append(attended)
            if progress:
                progress(len(found.sessions), len(rows))
    known = Known(conference, times)
    lines = [_person(known, person, theirs) for person, theirs in times.items()]
    found.people = sorted(
        lines, key=lambda line: (line.name.casefold(), line.email, line.person_id)
    )
    return found


def _read(
    found: Report, sessions: Sequence[Session]
) -> Iterator[tuple[SessionLine, dict[UUID, Attended]]]:
    periods = periods_of_all(sessions, found.as_of)
    leases = leases_of(sessions)
    corrections: dict[UUID, list[Correction]] = defaultdict(list)
    by_id = {session.pk: session for session in sessions}
    rows = corrections_in(sessions)
    involved = people_of(rows)
    for row in rows:
        corrections[row.session_id].append(row)
        found.corrections.append((by_id[row.session_id], told(row, involved)))
    further = screens.confirmed_in_all(sessions)
    for session in sessions:
        there = dict(
            attendance(
                leases.get(session.pk, []), periods[session.pk], puts(corrections[session.pk])
            )
        )
        steps = presence(attended.counted for attended in there.values())
        line = SessionLine(
            session=session,
            length=length_of(periods[session.pk]),
            people=sum(attended.was_there for attended in there.values()),
            most=max((count for _at, count in steps), default=0),
            counted_seconds=sum(_whole(attended.counted_strict) for attended in there.values()),
            further_people=screens.further_people(
                further.get(session.pk, ()),
                {person for person, one in there.items() if one.was_there},
            ),
        )
        yield line, there


def _person(known: Known, person_id: UUID, times: Sequence[Attended]) -> PersonLine:
    one = known.line(person_id, times[0], timedelta(0))
    return PersonLine(
        person_id=person_id,
        email=one.email,
        name=one.name,
        organisation=one.organisation,
        country=one.country,
        side=one.side,
        side_name=one.side_name,
        sessions=sum(attended.was_there for attended in times),
        first_join=min(attended.first_join for attended in times),
        last_leave=max(attended.last_leave for attended in times),
        seconds=sum(_whole(attended.strict) for attended in times),
        bridged_seconds=sum(_whole(attended.bridged) for attended in times),
        counted_seconds=sum(_whole(attended.counted_strict) for attended in times),
        disruptions=sum(attended.disruptions for attended in times),
        may_lack=sum(ceil(attended.may_lack.total_seconds()) for attended in times),
        may_exceed=sum(ceil(attended.may_exceed.total_seconds()) for attended in times),
    )


def _whole(time: timedelta) -> int:
    # As on each session's sheet, so that a person's sheets add up to their line here.
    return int(time.total_seconds())
