"""A session's sheet: who was there, for whom they came, how long, and what was put right."""

from collections.abc import Collection, Container, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from math import ceil
from uuid import UUID

from django_countries import countries

from accounts.models import Organisation, Person, Side
from attendance import screens
from attendance.corrections import corrections_in, people_of, puts
from attendance.intervals import Attended, Interval, attendance
from attendance.models import Correction
from attendance.periods import Periods, length_of, periods_of
from conferences.models import Conference, Registration, RegistrationState
from groups.models import Group, Membership
from kit.bilingual import said
from live import clock, presence
from sessions.here import as_shown, who
from sessions.models import Session

# A share is told in ten-thousandths.
_PARTS = 10_000


@dataclass(frozen=True, slots=True)
class Line:
    """One person's line on a sheet; whole seconds, rounded down.

    The plain figures are as measured, the counted ones hold what organisers put right.
    """

    person_id: UUID
    email: str
    name: str
    organisation: str
    country: str
    side: str
    attended: Attended
    length: timedelta
    side_name: str = ""
    # By a registration that an organiser confirmed, or a membership; else as the person writes it.
    is_organisation_confirmed: bool = False
    is_corrected: bool = False

    @property
    def country_name(self) -> str:
        """Return the country's name in the reader's language."""
        return country_name(self.country)

    @property
    def was_there(self) -> bool:
        """Say whether anything counts; a line that counts for nothing is read, but is no head."""
        return self.attended.was_there

    @property
    def first_join(self) -> datetime:
        """Return when the person was first there."""
        return self.attended.first_join

    @property
    def last_leave(self) -> datetime:
        """Return when the person was last there."""
        return self.attended.last_leave

    @property
    def seconds(self) -> int:
        """Return the strict total."""
        return int(self.attended.strict.total_seconds())

    @property
    def bridged_seconds(self) -> int:
        """Return the total with short gaps counted."""
        return int(self.attended.bridged.total_seconds())

    @property
    def counted_seconds(self) -> int:
        """Return the strict total after corrections."""
        return int(self.attended.counted_strict.total_seconds())

    @property
    def counted_bridged_seconds(self) -> int:
        """Return the bridged total after corrections."""
        return int(self.attended.counted_bridged.total_seconds())

    @property
    def share(self) -> float:
        """Return which part of the session the strict total is, from 0 to 1."""
        return share(self.attended.strict, self.length)

    @property
    def counted_share(self) -> float:
        """Return which part of the session counts, after corrections."""
        return share(self.attended.counted_strict, self.length)

    @property
    def counted_bridged_share(self) -> float:
        """Return which part of the session counts with short gaps, after corrections."""
        return share(self.attended.counted_bridged, self.length)

    @property
    def may_lack(self) -> int:
        """Return by how many seconds the strict total may be too low at most."""
        return ceil(self.attended.may_lack.total_seconds())

    @property
    def may_exceed(self) -> int:
        """Return by how many seconds the bridged total may be too high at most."""
        return ceil(self.attended.may_exceed.total_seconds())


@dataclass(frozen=True, slots=True)
class CorrectionLine:
    """One correction as the sheet tells it: about whom, what, by whom and why."""

    person_id: UUID
    person: str
    email: str
    was_there: bool
    starts_at: datetime
    ends_at: datetime
    author_id: UUID
    author: str
    reason: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class ScreenLine:
    """Several people at one screen, as a moderator countersigned it."""

    person_id: UUID
    person: str
    heads: int
    signed_in: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A session's attendance as of an instant: its lines by name, corrections, shared screens."""

    session: Session
    as_of: datetime
    periods: Periods
    lines: tuple[Line, ...]
    corrections: tuple[CorrectionLine, ...] = ()
    screens: tuple[ScreenLine, ...] = ()

    @property
    def length(self) -> timedelta:
        """Return how long the session was live; gaps before a reopening are no part of it."""
        return length_of(self.periods)

    @property
    def span(self) -> Interval | None:
        """Return from when until when it was live, gaps included."""
        return Interval(self.periods[0].start, self.periods[-1].end) if self.periods else None

    @property
    def people(self) -> int:
        """Return how many people were there: whoever corrections did not take out."""
        return sum(line.was_there for line in self.lines)

    @property
    def further_people(self) -> int:
        """Return how many people sat at shared screens beside those who signed in."""
        return sum(screen.heads - screen.signed_in for screen in self.screens)


def sheet(session: Session) -> Sheet:
    """Return a session's sheet for organisers, in a number of queries that does not grow.

    Each address has been proved by a sign-in. Names are as their bearers write them at this moment,
    and so are organisations that no confirmed registration gives.
    """
    now = clock.now()
    periods = periods_of(session, now)
    rows = corrections_in([session])
    there = attendance(presence.leases(session.live_room), periods, puts(rows)) if periods else {}
    known, length = Known(session.host, there), length_of(periods)
    corrected, involved = {row.person for row in rows}, people_of(rows)
    present = {person for person, attended in there.items() if attended.was_there}
    lines = [
        replace(known.line(person, attended, length), is_corrected=person in corrected)
        for person, attended in there.items()
    ]
    return Sheet(
        session=session,
        as_of=now,
        periods=periods,
        lines=tuple(sorted(lines, key=_by_name)),
        corrections=tuple(told(row, involved) for row in rows),
        screens=_screens(session, present),
    )


class Known:
    """What is known of some people for their lines: who they are, who sent them, which side is theirs."""

    def __init__(self, host: Conference | Group, ids: Collection[UUID]) -> None:
        self._people = Person.objects.select_related("organisation").in_bulk(list(ids))
        self._sent_by = _organisations(host, ids)
        self._sides = sides_by_country()

    def line(self, person_id: UUID, attended: Attended, length: timedelta) -> Line:
        """Return a person's line; somebody whose account was erased keeps a nameless one."""
        person = self._people.get(person_id)
        own = person.organisation if person else None
        country = _country(person, own)
        sent_by, side = self._sent_by.get(person_id), self._sides.get(country)
        return Line(
            person_id=person_id,
            email=person.email if person else "",
            name=person.name if person else "",
            organisation=sent_by or (_name(own) if own else ""),
            country=country,
            side=side.code if side else "",
            attended=attended,
            length=length,
            side_name=_side_name(side),
            is_organisation_confirmed=bool(sent_by),
        )


def as_chosen(whole: Sheet) -> Sheet:
    """Return the sheet as a moderator may read it: each person as they chose to be shown.

    No address, and no name that they did not choose; where somebody is shown without organisation or country, the
    sums know neither.
    """
    ids = {line.person_id for line in whole.lines}
    ids |= {screen.person_id for screen in whole.screens}
    ids |= {person for row in whole.corrections for person in (row.person_id, row.author_id)}
    shown = as_shown(whole.session, ids)
    sides = sides_by_country()
    called = {person: str(who(asdict(seen)).name) for person, seen in shown.items()}
    lines = [
        replace(
            line,
            email="",
            name=called.get(line.person_id, ""),
            organisation=seen.organisation if seen else "",
            country=seen.country if seen else "",
            side=side.code if side else "",
            side_name=_side_name(side),
            is_organisation_confirmed=False,
        )
        for line in whole.lines
        for seen in [shown.get(line.person_id)]
        for side in [sides.get(seen.country) if seen else None]
    ]
    return replace(
        whole,
        lines=tuple(sorted(lines, key=_by_name)),
        corrections=tuple(
            replace(
                row,
                person=called.get(row.person_id, ""),
                email="",
                author=called.get(row.author_id, ""),
            )
            for row in whole.corrections
        ),
        screens=tuple(replace(row, person=called.get(row.person_id, "")) for row in whole.screens),
    )


def share(time: timedelta, length: timedelta) -> float:
    """Return which part of a length a time is, from 0 to 1, rounded down: 1 is all of it."""
    return time * _PARTS // length / _PARTS if length else 0.0


def sides_by_country() -> dict[str, Side]:
    """Return the programme's side of each country that has one, in one query."""
    sides = Side.objects.order_by("-position")
    return {str(country.code): side for side in sides for country in side.countries}


def country_name(code: str) -> str:
    """Return a country's name in the reader's language."""
    return str(countries.name(code)) if code else ""


def _by_name(line: Line) -> tuple[str, str, UUID]:
    return (line.name.casefold(), line.email, line.person_id)


def _side_name(side: Side | None) -> str:
    return said(side, "name").value if side else ""


def told(row: Correction, people: Mapping[UUID, Person]) -> CorrectionLine:
    """Return a correction as the sheet tells it to organisers; an erased account has no name."""
    person, author = people.get(row.person), people.get(row.author)
    return CorrectionLine(
        person_id=row.person,
        person=(person.name or person.email) if person else "",
        email=person.email if person else "",
        was_there=row.was_there,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        author_id=row.author,
        author=(author.name or author.email) if author else "",
        reason=row.reason,
        made_at=row.made_at,
    )


def _screens(session: Session, present: Container[UUID]) -> tuple[ScreenLine, ...]:
    """Return the confirmed screens of those who were there: what counts for nobody counts for no more."""
    return tuple(
        ScreenLine(
            person_id=row.person_id,
            person=row.person.name or row.person.email,
            heads=row.heads,
            signed_in=row.signed_in,
            names=tuple(screens.names_of(row)),
        )
        for row in screens.confirmed_in(session)
        if row.person_id in present
    )


def _country(person: Person | None, organisation: Organisation | None) -> str:
    code = person.country.code if person else ""
    return str(code or (organisation.country.code if organisation else "") or "")


def _name(organisation: Organisation) -> str:
    return said(organisation, "name").value


def _organisations(host: Conference | Group, people: Collection[UUID]) -> dict[UUID, str]:
    """Return for whom people came: what their confirmed registration or their membership names."""
    if isinstance(host, Conference):
        registrations = Registration.objects.filter(
            conference=host, person__in=people, state=RegistrationState.CONFIRMED
        ).select_related("organisation")
        return {
            row.person_id: _name(row.organisation) if row.organisation else row.organisation_name
            for row in registrations
        }
    memberships = (
        Membership.objects.filter(group=host, person__in=people)
        .select_related("organisation")
        .order_by("joined_at")
    )
    return {row.person_id: _name(row.organisation) for row in memberships if row.organisation}
