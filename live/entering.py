"""Entering rooms: tickets are taken in batches of 3 ms, each batch one transaction."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _

from kit.refusals import NotHere, Refused
from live import epochs, hub, limits, presence, rooms, tickets
from live.batches import Batch
from live.rooms import Admission
from live.streams import Room
from live.tickets import Presented, Ticket

BATCH_SECONDS = 0.003
# What is said in a room waits for the whole batch on SQLite, which has one writer.
ADMITTED_AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Entered:
    """A person inside a room: what they hear, their lease, their rights' epoch, the next ticket."""

    room: Room
    person: Any
    admission: Admission
    epoch: int
    lease: UUID
    ticket: str
    credential: str
    replaced: UUID | None
    is_over: bool


Outcome = Entered | Refused


class TooManySockets(Refused):
    """As many windows as one person may have are open; says when the oldest may be gone."""

    def __init__(self, retry_in: float) -> None:
        text = _("You are here in too many windows. Close one of them, then come in again.")
        super().__init__("sockets.too_many", text, status=429, retry_in=retry_in)


class Door:
    """Collects entries of a few milliseconds and admits them together."""

    def __init__(self) -> None:
        self._batch: Batch[Presented, Outcome] = Batch(
            admit, seconds=BATCH_SECONDS, most=ADMITTED_AT_ONCE
        )

    async def enter(self, presented: Presented) -> Entered:
        """Return who entered where, or raise the refusal of this ticket."""
        outcome = await self._batch.ask(presented)
        if isinstance(outcome, Refused):
            raise outcome
        return outcome


def admit(batch: list[Presented]) -> list[Outcome]:
    """Judge a batch of tickets in one transaction; a refused one does not hurt the others."""
    accepted = [_accepted(presented) for presented in batch]
    refused = [entry for entry in accepted if isinstance(entry, Refused)]
    if len(refused) == len(accepted):
        # Anybody may knock: who brings no ticket takes nobody's turn to write.
        return list(refused)
    return _admit_read(accepted, batch)


@hub.verb
def _admit_read(accepted: list[Ticket | Refused], batch: list[Presented]) -> list[Outcome]:
    signed_in = tickets.owners(_marks(accepted, batch))
    read = [
        _unless_foreign(entry, presented, signed_in)
        for entry, presented in zip(accepted, batch, strict=True)
    ]
    good = list({t.nonce: t for t in read if isinstance(t, Ticket)}.values())
    fresh = tickets.use(good)
    outcomes: dict[UUID, Outcome] = {}
    by_room: dict[Room, list[Ticket]] = defaultdict(list)
    now_at = epochs.epochs({ticket.person for ticket in good})
    # In one order everywhere, so that two batches can't lock each other out of people's limits.
    for ticket in sorted(good, key=lambda ticket: ticket.person):
        if ticket.nonce not in fresh:
            outcomes[ticket.nonce] = tickets.refusal("used")
        elif ticket.epoch != now_at[ticket.person] or ticket.credential not in signed_in:
            outcomes[ticket.nonce] = tickets.refusal("outdated")
        else:
            by_room[ticket.room].append(ticket)
    for room in sorted(by_room):
        outcomes |= _admit_to(room, by_room[room])
    # Taken out as it is handed out: a ticket sent twice in one batch lets one socket in.
    return [
        entry if isinstance(entry, Refused) else outcomes.pop(entry.nonce, tickets.refusal("used"))
        for entry in read
    ]


def _marks(accepted: list[Ticket | Refused], batch: list[Presented]) -> dict[str, str]:
    """Return every sign-in that matters to a batch: those tickets are bound to, those brought along."""
    marks = {entry.credential: "" for entry in accepted if isinstance(entry, Ticket)}
    for presented in batch:
        marks |= presented.brought
    return marks


def _unless_foreign(
    entry: Ticket | Refused, presented: Presented, signed_in: tickets.Owners
) -> Ticket | Refused:
    """Return the ticket, or its refusal when the handshake signs in somebody else: it stays unused."""
    if isinstance(entry, Ticket):
        for mark in presented.brought:
            if signed_in.get(mark) not in {None, entry.person}:
                return tickets.refusal("other_person")
    return entry


def _accepted(presented: Presented) -> Ticket | Refused:
    try:
        return tickets.accept(presented)
    except Refused as refused:
        return refused


def _admit_to(room: Room, asking: list[Ticket]) -> dict[UUID, Outcome]:
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
        refused: Refused | None
        if ticket.person in admissions:
            refused = _over_limit(ticket.person)
        else:
            person = people.get(ticket.person)
            refused = kind.refusal(subject, person) if person else NotHere()
        if refused is None:
            inside.append(ticket)
        else:
            outcomes[ticket.nonce] = refused
    inside, crowded = _with_a_socket_left(inside)
    kind.entered(subject, [people[pid] for pid in dict.fromkeys(t.person for t in inside)])
    counts = kind.counts(subject)
    is_over = kind.is_over(subject)
    leases = presence.begin(room, [ticket.person for ticket in inside], "ws", counts=counts)
    for ticket, lease in zip(inside, leases, strict=True):
        outcomes[ticket.nonce] = Entered(
            room,
            people[ticket.person],
            admissions[ticket.person],
            ticket.epoch,
            lease,
            _return_ticket(ticket, lease),
            ticket.credential,
            ticket.lease,
            is_over,
        )
    return outcomes | crowded


def _return_ticket(ticket: Ticket, lease: UUID) -> str:
    return tickets.issue(
        ticket.room,
        ticket.person,
        ticket.credential,
        ticket.epoch,
        lifetime=tickets.RETURN_LIFETIME,
        lease=lease,
    )


def _with_a_socket_left(asking: list[Ticket]) -> tuple[list[Ticket], dict[UUID, Outcome]]:
    """Divide those who ask: at most six sockets a person, counted over all processes and rooms.

    Whoever comes back ends the stay that they come back from, so that a drop leaves no ghost that
    counts. Each person's limit of entries is locked by now, which keeps two processes apart.
    """
    presence.end_replaced(ticket.lease for ticket in asking if ticket.lease is not None)
    taken = presence.sockets_of({ticket.person for ticket in asking})
    inside: list[Ticket] = []
    crowded: dict[UUID, Outcome] = {}
    for ticket in asking:
        mine = taken.setdefault(ticket.person, [])
        if len(mine) >= settings.LIVE_MAX_SOCKETS:
            crowded[ticket.nonce] = TooManySockets(presence.GRACE.total_seconds() - max(mine))
        else:
            mine.append(0.0)
            inside.append(ticket)
    return inside, crowded


def _over_limit(person: UUID) -> Refused | None:
    try:
        limits.take("enter", person)
    except Refused as refused:
        return refused
    return None


def _people(ids: set[UUID]) -> dict[UUID, Any]:
    found = get_user_model().objects.filter(id__in=ids, is_active=True)
    return {person.pk: person for person in found.select_related("organisation")}
