"""Tickets: the sole authority to enter a room; signed, one use, and soon too old.

A ticket is bound to the person, the room, the credential that asked for it and the person's epoch,
so that a sign-out, a ban or a change of role makes it worthless at once.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

import msgspec
from django.core import signing
from django.db import connection
from django.utils.translation import gettext_lazy as _

from kit.refusals import Refused
from live import clock
from live.streams import Room

SALT = "live.ticket"
# Seconds: from the page that hands a ticket out, until the socket takes it.
LIFETIME = 60
# Seconds that the ticket handed to somebody inside is good for, to come back with after a drop: a long
# session, or 500 reconnects after a restart would be 500 sign-in checks. Their epoch ends it before.
RETURN_LIFETIME = 12 * 3600


class Ticket(msgspec.Struct, frozen=True, array_like=True):
    """What a ticket says, under its signature."""

    nonce: UUID
    kind: str
    room_id: str
    person: UUID
    credential: str
    epoch: int
    good_until: float

    @property
    def room(self) -> Room:
        """Return the room that the ticket opens."""
        return Room(self.kind, self.room_id)


@dataclass(frozen=True, slots=True)
class Credential:
    """What a person signed in with: their cookie session or an API token, never its secret."""

    kind: str
    key: str

    @property
    def digest(self) -> str:
        """Return a short digest that ties a ticket to the credential without revealing it."""
        return sha256(f"{self.kind}:{self.key}".encode()).hexdigest()[:16]


def issue(
    room: Room, person: UUID, credential: str, epoch: int, *, lifetime: float = LIFETIME
) -> str:
    """Return a signed ticket for one entry within `lifetime` seconds."""
    good_until = clock.here().timestamp() + lifetime
    ticket = Ticket(uuid4(), room.kind, room.id, person, credential, epoch, good_until)
    return signing.Signer(salt=SALT).sign_object(msgspec.json.encode(ticket).decode())


def read(text: str) -> Ticket:
    """Return what a ticket says, or raise `ticket.refused`: altered, too old, or no ticket."""
    try:
        said = signing.Signer(salt=SALT).unsign_object(text)
        ticket = msgspec.json.decode(said, type=Ticket)
    except (signing.BadSignature, msgspec.MsgspecError, ValueError, TypeError) as error:
        raise refusal() from error
    if clock.here().timestamp() > ticket.good_until:
        raise refusal()
    return ticket


def use(tickets: list[Ticket]) -> set[UUID]:
    """Mark tickets as used and return the nonces that were not used before, in one statement."""
    rows = sorted({ticket.nonce: ticket.good_until for ticket in tickets}.items())
    if not rows:
        return set()
    with connection.cursor() as cursor:
        marks = ",".join(["(%s, %s)"] * len(rows))
        values: list[Any] = []
        for nonce, good_until in rows:
            values += [_stored(nonce), datetime.fromtimestamp(good_until, UTC)]
        cursor.execute(
            f"INSERT INTO live_usedticket (nonce, expires_at) VALUES {marks} "  # noqa: S608
            "ON CONFLICT DO NOTHING RETURNING nonce",
            values,
        )
        return {row if isinstance(row, UUID) else UUID(row) for (row,) in cursor.fetchall()}


def refusal() -> Refused:
    """Return the refusal of a ticket that is used, foreign or out of date."""
    text = _("This ticket is no longer good. Ask for a new one.")
    return Refused("ticket.refused", text, status=403)


def _stored(nonce: UUID) -> UUID | str:
    return nonce if connection.features.has_native_uuid_field else nonce.hex
