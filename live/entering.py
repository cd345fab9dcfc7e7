"""Entering rooms: tickets are taken in batches of 3 ms, each batch one transaction."""

import asyncio
from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model

from kit.refusals import NotHere, Refused
from live import epochs, hub, limits, presence, rooms, tickets
from live.executor import executor
from live.rooms import Admission
from live.streams import Room

BATCH_SECONDS = 0.003


@dataclass(frozen=True, slots=True)
class Entered:
    """A person inside a room: what they hear, their lease, their rights' epoch, the next ticket."""

    room: Room
    person: Any
    admission: Admission
    epoch: int
    lease: UUID | None
    ticket: str
    credential: str


Outcome = Entered | Refused


class Door:
    """Collects entries of a few milliseconds and admits them together."""

    def __init__(self) -> None:
        self._waiting: list[tuple[str, asyncio.Future[Outcome]]] = []

    async def enter(self, ticket: str) -> Entered:
        """Return who entered where, or raise the refusal of this ticket."""
        future: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self._waiting.append((ticket, future))
        if len(self._waiting) == 1:
            asyncio.get_running_loop().call_later(BATCH_SECONDS, self._open)
        outcome = await future
        if isinstance(outcome, Refused):
            raise outcome
        return outcome

    def _open(self) -> None:
        batch, self._waiting = self._waiting, []
        task = asyncio.ensure_future(self._admit(batch))
        _tasks.add(task)
        task.add_done_callback(_tasks.discard)

    async def _admit(self, batch: list[tuple[str, asyncio.Future[Outcome]]]) -> None:
        try:
            outcomes = await executor().run(admit, [ticket for ticket, _future in batch])
        except Exception as error:  # noqa: BLE001 - every waiter must hear of it
            for _ticket, future in batch:
                if not future.done():
                    future.set_exception(error)
            return
        for (_ticket, future), outcome in zip(batch, outcomes, strict=True):
            if not future.done():
                future.set_result(outcome)


_tasks: set[asyncio.Task[None]] = set()


def admit(texts: list[str]) -> list[Outcome]:
    """Judge a batch of tickets in one transaction; a refused one does not hurt the others."""
    read: list[tickets.Ticket | Refused] = [_read(text) for text in texts]
    return _admit_read(read)


@hub.verb
def _admit_read(read: list[tickets.Ticket | Refused]) -> list[Outcome]:
    good = list({t.nonce: t for t in read if isinstance(t, tickets.Ticket)}.values())
    fresh = tickets.use(good)
    now_at = epochs.epochs({ticket.person for ticket in good})
    valid = [t for t in good if t.nonce in fresh and t.epoch == now_at[t.person]]
    # In one order everywhere, so that two batches can't lock each other out of people's limits.
    valid.sort(key=lambda ticket: ticket.person)
    entered: dict[UUID, Outcome] = {}
    by_room: dict[Room, list[tickets.Ticket]] = defaultdict(list)
    for ticket in valid:
        by_room[ticket.room].append(ticket)
    for room in sorted(by_room):
        entered |= _admit_to(room, by_room[room])
    # Taken out as it is handed out: a ticket sent twice in one batch lets one socket in.
    return [
        entry if isinstance(entry, Refused) else entered.pop(entry.nonce, tickets.refusal())
        for entry in read
    ]


def _read(text: str) -> tickets.Ticket | Refused:
    try:
        return tickets.read(text)
    except Refused as refused:
        return refused


def _admit_to(room: Room, asking: list[tickets.Ticket]) -> dict[UUID, Outcome]:
    people = _people({ticket.person for ticket in asking})
    try:
        kind = rooms.kind_of(room)
        subject = kind.load(room.id)
    except NotHere as not_here:
        return {ticket.nonce: not_here for ticket in asking}
    admissions = kind.admit(subject, list(people.values()))
    outcomes: dict[UUID, Outcome] = {}
    inside = []
    for ticket in asking:
        refused = _over_limit(ticket.person) if ticket.person in admissions else NotHere()
        if refused is None:
            inside.append(ticket)
        else:
            outcomes[ticket.nonce] = refused
    kind.entered(subject, [people[pid] for pid in dict.fromkeys(t.person for t in inside)])
    counts = kind.counts(subject)
    for ticket in inside:
        outcomes[ticket.nonce] = Entered(
            room,
            people[ticket.person],
            admissions[ticket.person],
            ticket.epoch,
            presence.take(room, [ticket.person], "ws")[ticket.person] if counts else None,
            tickets.issue(
                room,
                ticket.person,
                ticket.credential,
                ticket.epoch,
                lifetime=tickets.RETURN_LIFETIME,
            ),
            ticket.credential,
        )
    return outcomes


def _over_limit(person: UUID) -> Refused | None:
    try:
        limits.take("enter", person)
    except Refused as refused:
        return refused
    return None


def _people(ids: set[UUID]) -> dict[UUID, Any]:
    found = get_user_model().objects.filter(id__in=ids, is_active=True)
    return {person.pk: person for person in found.select_related("organisation")}
