"""Presence is a lease: one a socket, renewed by heartbeats, ended at the last one and never later."""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from uuid import UUID, uuid4

from django.db.models import F

from kit.prepared import Update
from live import clock, rooms
from live.hub import verb
from live.models import Lease, UsedTicket
from live.models import Receipt as ReceiptRow
from live.protocol import Whisper
from live.streams import Room

# A socket that has not answered for this long is gone; a reconnect within it is no coming and going.
GRACE = timedelta(seconds=30)
BEAT_SECONDS = 10.0
FLUSH_SECONDS = 5.0
LISTED = 100
# A page without script comes each ten seconds, and a new stay of its begins on a step of four: with
# the second that its coming may be late, a stay lacks no more than any other.
PAGE_STEP = timedelta(seconds=10)
PAGE_BEGINS = timedelta(seconds=4)
# By how much the database's clock and ours may go apart between an answer and its being written.
CLOCKS_DIFFER = timedelta(seconds=1)


class PeoplePresent(Whisper, frozen=True, kw_only=True):
    """Who came and who left since the last such whisper, and how many are here now."""

    wire = "people.present"
    count: int
    joined: list[UUID]
    left: list[UUID]


@dataclass(frozen=True, slots=True)
class LeaseRow:
    """One stay as attendance reads it: it ended at `ended_at`, or was last seen at `last_seen`."""

    person: UUID
    entered_at: datetime
    last_seen: datetime
    ended_at: datetime | None
    door: str


@dataclass(frozen=True, slots=True)
class Renewal:
    """A heartbeat's answer waiting to be written, and when it came by this process's own clock."""

    lease: UUID
    answered: float

    def at(self, now: datetime) -> datetime:
        """Return when it came by the database's clock, which says `now`.

        The age is taken here and not when the renewal was made: it may have waited in line since.
        """
        return clock.whole_ms(now - timedelta(seconds=time.monotonic() - self.answered))


def take(room: Room, people: Iterable[UUID], door: str, *, counts: bool = True) -> dict[UUID, UUID]:
    """Begin a lease for each person; returns person -> lease id."""
    named = list(people)
    return dict(zip(named, begin(room, named, door, counts=counts), strict=True))


def begin(room: Room, people: Iterable[UUID], door: str, *, counts: bool = True) -> list[UUID]:
    """Begin leases in one statement and return their ids in order; whoever is named twice has two.

    Part of the joining transaction. One that does not count is kept all the same: it is a socket,
    but nobody's attendance.
    """
    now = clock.now()
    rows = [
        Lease(
            id=uuid4(),
            room=str(room),
            person=person,
            entered_at=now,
            last_seen=now,
            door=door,
            counts=counts,
        )
        for person in people
    ]
    Lease.objects.bulk_create(rows)
    return [row.id for row in rows]


@verb
def renew(renewals: Iterable[Renewal]) -> dict[UUID, UUID]:
    """Write each lease's own last answer: the database's now less its age, so none over-counts.

    A lease is followed by a new one where it has ended and its socket lives on, unless its person
    was put out: it was ended meanwhile; the answer comes so late that the silence is no presence;
    or the room does not count any more whom it counted, or counts again. Returns old -> new.
    """
    answers = {renewal.lease: renewal for renewal in renewals}
    now = clock.now()
    answered = {row: answers[row.id].at(now) for row in Lease.objects.filter(id__in=answers)}
    counting = _counting(answered)
    over: dict[Lease, datetime] = {}
    heard, parted = [], []
    for row, at in answered.items():
        if row.ended_at is not None:
            # Only what is later than its end by more than the clocks differ came after it.
            if at - row.last_seen > CLOCKS_DIFFER:
                over[row] = at
        elif at - row.last_seen > GRACE:
            row.ended_at = row.last_seen
            parted.append(row)
            over[row] = at
        else:
            row.last_seen = max(row.last_seen, at)
            heard.append(row)
            if row.counts != counting[row.room]:
                row.ended_at = row.last_seen
                parted.append(row)
                over[row] = row.last_seen
    _last_seen.rows(sorted(heard, key=_by_id))
    # By itself: what others end at this moment is not to be opened again.
    Lease.objects.bulk_update(parted, ["ended_at"])
    return _followed(over, counting)


# Not as `bulk_update`: of fifty it makes one statement with fifty cases, in 10 ms of a thread that others wait for.
_last_seen = Update(Lease, "last_seen")


def _by_id(lease: Lease) -> UUID:
    return lease.id


def _counting(leases: Iterable[Lease]) -> dict[str, bool]:
    """Say of each lease's room whether being there is attendance now; of one that is gone, as it was."""
    found: dict[str, bool] = {}
    for lease in leases:
        if lease.room not in found:
            found[lease.room] = rooms.counts_now(Room.named(lease.room), otherwise=lease.counts)
    return found


def _followed(ended: dict[Lease, datetime], counting: dict[str, bool]) -> dict[UUID, UUID]:
    successors = {
        old.id: Lease(
            id=uuid4(),
            room=old.room,
            person=old.person,
            entered_at=at,
            last_seen=at,
            door=old.door,
            counts=counting[old.room],
        )
        for old, at in ended.items()
        if not old.is_expelled
    }
    Lease.objects.bulk_create(successors.values())
    return {old: new.id for old, new in successors.items()}


@verb
def end(ended: Sequence[Renewal]) -> list[None]:
    """End leases at the last answer of their sockets; there is nothing to tell of any of them."""
    followed = renew(ended)
    ids = [followed.get(renewal.lease, renewal.lease) for renewal in ended]
    Lease.objects.filter(id__in=ids, ended_at=None).update(ended_at=F("last_seen"))
    return [None] * len(ended)


@verb
def end_replaced(ids: Iterable[UUID]) -> None:
    """End the stays that their people have come back from, at the last that was heard of each."""
    Lease.objects.filter(id__in=list(ids), ended_at=None).update(ended_at=F("last_seen"))


@verb
def expel(room: Room, person: UUID) -> None:
    """End a person's stays in a room so that they are not present any more, from this moment."""
    stays = Lease.objects.filter(room=str(room), person=person)
    stays.filter(ended_at=None).update(ended_at=F("last_seen"))
    stays.filter(last_seen__gt=clock.now() - GRACE).update(is_expelled=True)


@verb
def count_again(room: Room) -> None:
    """Let those who are connected to a room that goes on again be counted from now on.

    Their stays began while nobody was counted: attendance takes of them what lies within the hours
    of the room, which its own app knows. A socket whose stay was ended meanwhile, and one that
    enters at this very moment, are counted from their next answer on.
    """
    Lease.objects.filter(room=str(room), ended_at=None, counts=False).update(counts=True)


def sockets_of(people: Iterable[UUID]) -> dict[UUID, list[float]]:
    """Return, for each person with open sockets, how many seconds ago each was last heard of."""
    now = clock.now()
    rows = Lease.objects.filter(
        person__in=list(people), ended_at=None, door="ws", last_seen__gt=now - GRACE
    )
    found: dict[UUID, list[float]] = {}
    for person, last_seen in rows.values_list("person", "last_seen"):
        found.setdefault(person, []).append((now - last_seen).total_seconds())
    return found


@verb
def poll(room: Room, person: UUID) -> None:
    """Renew the lease of somebody who has no socket; a poll after a long pause begins a new one."""
    now = clock.now()
    renewed = Lease.objects.filter(
        room=str(room), person=person, door="http", ended_at=None, last_seen__gt=now - GRACE
    ).update(last_seen=now)
    if not renewed:
        take(room, [person], "http")


@verb
def poll_by_page(room: Room, person: UUID) -> int:
    """Renew the lease of a page without script; returns in how many seconds it shall come again.

    Sending a form brings such a page at once, so that an instant of its own would date an unnamed
    question by its writer's lease. So the lease moves by whole steps from where it began, the page
    comes at the beginning of each, and what comes in between moves nothing. A stay after a pause
    begins on such a step too, and never before its page came.
    """
    now = clock.now()
    stays = Lease.objects.filter(room=str(room), person=person, door="http")
    last = stays.order_by("-entered_at", "-last_seen").first()
    if last is None:
        take(room, [person], "http")
        return round(PAGE_STEP.total_seconds())
    if last.ended_at is not None or last.last_seen <= now - GRACE:
        steps = -((last.entered_at - now) // PAGE_BEGINS)
        begun = last.entered_at + steps * PAGE_BEGINS
        Lease.objects.create(
            room=str(room), person=person, entered_at=begun, last_seen=begun, door="http"
        )
        return ceil((begun + PAGE_STEP - now).total_seconds())
    seen = last.entered_at + (now - last.entered_at) // PAGE_STEP * PAGE_STEP
    stays.filter(pk=last.pk, last_seen__lt=seen).update(last_seen=seen)
    return ceil((seen + PAGE_STEP - now).total_seconds())


@verb
def sweep() -> int:
    """End leases that nobody has renewed, and forget used tickets and receipts past their time.

    Whichever process comes first ends a lease; it ends at its last heartbeat. Returns how many.
    """
    now = clock.now()
    ended = Lease.objects.filter(ended_at=None, last_seen__lt=now - GRACE).update(
        ended_at=F("last_seen")
    )
    UsedTicket.objects.filter(expires_at__lt=now - timedelta(minutes=5)).delete()
    ReceiptRow.objects.filter(created_at__lt=now - timedelta(hours=24)).delete()
    return ended


def present(room: Room) -> frozenset[UUID]:
    """Return who is in the room: seen within the last 30 s, by whatever door."""
    return everyone([room])[room]


def present_at(room: Room, instant: datetime) -> frozenset[UUID]:
    """Return who was in the room at an instant that is not to come, by the same measure as `present`.

    Who was put out afterwards was there; who had been put out before was not.
    """
    rows = Lease.objects.filter(
        room=str(room), counts=True, entered_at__lte=instant, last_seen__gt=instant - GRACE
    )
    stayed = rows.exclude(is_expelled=True, last_seen__lte=instant)
    return frozenset(stayed.values_list("person", flat=True))


def everyone(rooms: Iterable[Room]) -> dict[Room, frozenset[UUID]]:
    """Return who is in each of several rooms, in one query."""
    names = {str(room): room for room in rooms}
    found: dict[Room, set[UUID]] = {room: set() for room in names.values()}
    rows = Lease.objects.filter(
        room__in=names, counts=True, is_expelled=False, last_seen__gt=clock.now() - GRACE
    )  # fmt: skip
    for name, person in rows.values_list("room", "person"):
        found[names[name]].add(person)
    return {room: frozenset(people) for room, people in found.items()}


def counts(rooms: Iterable[Room]) -> dict[Room, int]:
    """Return how many people are in each room now."""
    return {room: len(people) for room, people in everyone(rooms).items()}


def leases(room: Room) -> list[LeaseRow]:
    """Return every stay in a room, in the order of entering: the raw record of attendance."""
    rows = Lease.objects.filter(room=str(room), counts=True).order_by("entered_at", "id")
    fields = ("person", "entered_at", "last_seen", "ended_at", "door")
    return [LeaseRow(*row) for row in rows.values_list(*fields)]
