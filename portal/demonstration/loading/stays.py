"""Who was in the ended sessions of the conference that goes on, so that a sheet can be looked at.

Made up like the people: delegates who came early or late, with a second device here and a lost
line there. Whoever wrote, asked or supported something was there all the time. For the live session
nothing is made up.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from uuid import UUID

from attendance import corrections
from conferences.models import Conference, Registration
from groups.models import Membership
from live.models import Lease
from portal.demonstration.agendas import ASKED, SAID
from portal.demonstration.facts import key
from portal.demonstration.groups import THEMES
from portal.demonstration.loading.people import Cast
from portal.demonstration.people import DELEGATES, address
from portal.demonstration.recommendations import ORIGIN
from sessions.models import Session, State

MINUTE = timedelta(minutes=1)

Span = tuple[timedelta, timedelta]


def write_stays(cast: Cast, conference: Conference, *, is_moved: bool) -> None:
    """Write the stays of sessions that are over; those that were moved take theirs with them.

    And with their stays what organisers have put right of them since.
    """
    ended = list(conference.sessions.filter(state=State.ENDED).order_by("starts_at", "id"))
    rows = [row for place, one in enumerate(ended) for row in _stays_in(one, place, cast)]
    mine = Lease.objects.filter(pk__in=[row.pk for row in rows])
    if is_moved:
        _move_corrections(ended, rows, mine.in_bulk())
        mine.delete()
    elif mine.exists():
        return
    Lease.objects.bulk_create(rows)


def write_past_stays(cast: Cast, conference: Conference) -> None:
    """Write who was in the one session of the past that is played: its group, and whoever was heard."""
    session = Session.objects.get(pk=key("session", f"{conference.slug}:{ORIGIN}"))
    if Lease.objects.filter(room=str(session.live_room)).exists():
        return
    group = Membership.objects.filter(group=key("group", THEMES[0].slug)).values("person")
    registered = Registration.objects.filter(conference=conference, person__in=group)
    came = set(registered.values_list("person__email", flat=True))
    heard = _heard_in(session)
    numbers = [n for n in range(1, DELEGATES + 1) if n in heard or address(n) in came]
    Lease.objects.bulk_create(
        lease for n in numbers for lease in _leases(session, cast, n, is_heard=True)
    )


def _move_corrections(
    sessions: Iterable[Session], rows: Iterable[Lease], former: Mapping[UUID, Lease]
) -> None:
    """Move corrections by as much as the stays of their session move."""
    moved = {
        row.room: row.entered_at - former[row.pk].entered_at for row in rows if row.pk in former
    }
    for session in sessions:
        by = moved.get(str(session.live_room))
        if by:
            corrections.move(session=session, by=by)


def _stays_in(session: Session, place: int, cast: Cast) -> Iterator[Lease]:
    heard = _heard_in(session)
    for number in _who_came(place, heard):
        yield from _leases(session, cast, number, is_heard=number in heard)


def _who_came(place: int, heard: frozenset[int]) -> list[int]:
    """Return the numbers of who came, six of ten: whoever was heard before those who were not."""
    numbers = range(1, DELEGATES + 1)
    others = [
        number
        for number in numbers
        if (number * 7 + place * 3) % 10 < 6 and number not in heard  # noqa: PLR2004 - as above
    ]
    return sorted([*heard, *others[: DELEGATES * 6 // 10 - len(heard)]])


def _heard_in(session: Session) -> frozenset[int]:
    """Return the numbers of the delegates who wrote, asked or supported something in a session."""
    slug = session.conference.slug if session.conference else ""
    names = [name for name in {*SAID, *ASKED} if session.pk == key("session", f"{slug}:{name}")]
    said = {number for name in names for number, _text in SAID.get(name, ())}
    asked = [one for name in names for one in ASKED.get(name, ())]
    return frozenset(said.union(*({one.delegate, *one.supporters} for one in asked)))


def _leases(session: Session, cast: Cast, number: int, *, is_heard: bool) -> Iterator[Lease]:
    length = session.ends_at - session.starts_at
    person = cast[address(number)]
    spans = [(-MINUTE, length + MINUTE)] if is_heard else _spans(number, length)
    for place, (start, end) in enumerate(spans):
        last = session.starts_at + end
        yield Lease(
            id=key("lease", f"{session.pk}:{number}:{place}"),
            room=str(session.live_room),
            person=person.pk,
            entered_at=session.starts_at + start,
            last_seen=last,
            ended_at=last,
            door="ws",
        )


def _spans(number: int, length: timedelta) -> list[Span]:
    """Return when a delegate was connected, counted from the session's start."""
    came = timedelta(minutes=number % 13 - 4, seconds=number * 7 % 60)
    left = length - timedelta(minutes=number % 9, seconds=number * 11 % 60)
    if number % 11 == 0:  # a line that was lost for three quarters of a minute
        lost = length / 2
        return [(came, lost), (lost + timedelta(seconds=45), left)]
    if number % 8 == 0:  # a telephone beside the computer
        return [(came, left), (length / 3, length / 2)]
    return [(came, left)]
