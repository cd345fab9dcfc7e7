"""Who was in the ended sessions of the conference that goes on, so that a sheet can be looked at.

Made up like the people: delegates who came early or late, with a second device here and a lost
line there. For the live session nothing is made up.
"""

from collections.abc import Iterator
from datetime import timedelta

from conferences.models import Conference
from live.models import Lease
from portal.demonstration.facts import key
from portal.demonstration.loading.people import Cast
from portal.demonstration.people import DELEGATES, address
from sessions.models import Session, State

Span = tuple[timedelta, timedelta]


def write_stays(cast: Cast, conference: Conference, *, is_moved: bool) -> None:
    """Write the stays of sessions that are over; those that were moved take theirs with them."""
    ended = conference.sessions.filter(state=State.ENDED).order_by("starts_at", "id")
    rows = [
        lease
        for place, session in enumerate(ended)
        for number in range(1, DELEGATES + 1)
        if (number * 7 + place * 3) % 10 < 6  # noqa: PLR2004 - six of ten come
        for lease in _leases(session, cast, number)
    ]
    mine = Lease.objects.filter(pk__in=[row.pk for row in rows])
    if is_moved:
        mine.delete()
    elif mine.exists():
        return
    Lease.objects.bulk_create(rows)


def _leases(session: Session, cast: Cast, number: int) -> Iterator[Lease]:
    length = session.ends_at - session.starts_at
    person = cast[address(number)]
    for place, (start, end) in enumerate(_spans(number, length)):
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
