"""Tickets: the sole authority to enter a room; signed, one use, sixty seconds.

A ticket is bound to the person, the room, the credential that asked for it and the person's epoch,
so that a sign-out, a ban or a change of role makes it worthless at once.
"""

from dataclasses import dataclass
from datetime import timedelta
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
LIFETIME = 60


class Ticket(msgspec.Struct, frozen=True, array_like=True):
    """What a ticket says, under its signature."""

    nonce: UUID
    kind: str
    room_id: str
    person: UUID
    credential: str
    epoch: int

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


def issue(room: Room, person: UUID, credential: str, epoch: int) -> str:
    """Return a signed ticket for one entry within the next 60 s."""
    ticket = Ticket(uuid4(), room.kind, room.id, person, credential, epoch)
    text = msgspec.json.encode(ticket).decode()
    return signing.TimestampSigner(salt=SALT).sign_object(text)


def read(text: str) -> Ticket:
    """Return what a ticket says, or raise `ticket.refused`: altered, too old, or no ticket."""
    try:
        said = signing.TimestampSigner(salt=SALT).unsign_object(text, max_age=LIFETIME)
        return msgspec.json.decode(said, type=Ticket)
    except (signing.BadSignature, msgspec.MsgspecError, ValueError, TypeError) as error:
        raise refusal() from error


def use(tickets: list[Ticket]) -> set[UUID]:
    """Mark tickets as used and return the nonces that were not used before, in one statement."""
    expires = clock.now() + timedelta(seconds=LIFETIME)
    rows = sorted({ticket.nonce for ticket in tickets})
    if not rows:
        return set()
    with connection.cursor() as cursor:
        marks = ",".join(["(%s, %s)"] * len(rows))
        values: list[Any] = []
        for nonce in rows:
            values += [_stored(nonce), expires]
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
