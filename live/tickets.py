"""Tickets: the sole authority to enter a room; signed, one use, and soon too old.

A ticket is bound to the person, the room, the credential that asked for it and the person's epoch,
so that a sign-out, a ban or a change of role makes it worthless at once.
"""

from collections.abc import Callable, Mapping
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
    """What a ticket says, under its signature; `lease` is the stay that coming back with it ends."""

    nonce: UUID
    kind: str
    room_id: str
    person: UUID
    credential: str
    epoch: int
    good_until: float
    lease: UUID | None = None

    @property
    def room(self) -> Room:
        """Return the room that the ticket opens."""
        return Room(self.kind, self.room_id)


@dataclass(frozen=True, slots=True)
class Credential:
    """What a person signed in with: an API token's id, or the key of their cookie session.

    `bearer` is a token as a handshake brings it, by its text.
    """

    kind: str
    key: str

    @property
    def mark(self) -> str:
        """Return what is carried of it: of a secret, which only an API token's id is not, a digest."""
        if self.kind != "token":
            return f"{self.kind}:{sha256(self.key.encode()).hexdigest()[:32]}"
        return f"{self.kind}:{self.key}"


@dataclass(frozen=True, slots=True)
class Presented:
    """A ticket as it came in: with which sign-ins, and for which room if that was said."""

    text: str
    cookie_key: str = ""
    bearer: str = ""
    room: str = ""

    @property
    def brought(self) -> dict[str, str]:
        """Return the marks of the sign-ins that came with the handshake, with their secrets."""
        said = (Credential("cookie", self.cookie_key), Credential("bearer", self.bearer))
        return {credential.mark: credential.key for credential in said if credential.key}


# Given marks with their secrets (a cookie session's key, a token's text, else empty), says whom each
# of those that are still good signs in; None for whoever brings it.
Owners = Mapping[str, UUID | None]
Judge = Callable[[Mapping[str, str]], Owners]
_judges: dict[str, Judge] = {}


def judges_credentials(*kinds: str) -> Callable[[Judge], Judge]:
    """Register who knows whether a sign-in of these kinds is still good, and whose it is."""

    def register(judge: Judge) -> Judge:
        _judges.update(dict.fromkeys(kinds, judge))
        return judge

    return register


def owners(marks: Mapping[str, str]) -> dict[str, UUID | None]:
    """Return whom each good mark signs in; one of a kind that nobody judges is not good."""
    asked: dict[Judge, dict[str, str]] = {}
    for mark, secret in marks.items():
        judge = _judges.get(mark.partition(":")[0])
        if judge is not None:
            asked.setdefault(judge, {})[mark] = secret
    found: dict[str, UUID | None] = {}
    for judge, theirs in asked.items():
        found.update(judge(theirs))
    return found


def issue(
    room: Room,
    person: UUID,
    credential: str,
    epoch: int,
    *,
    lifetime: float = LIFETIME,
    lease: UUID | None = None,
) -> str:
    """Return a signed ticket for one entry within `lifetime` seconds."""
    good_until = clock.here().timestamp() + lifetime
    ticket = Ticket(uuid4(), room.kind, room.id, person, credential, epoch, good_until, lease)
    return signing.Signer(salt=SALT).sign_object(msgspec.json.encode(ticket).decode())


def read(text: str) -> Ticket:
    """Return what a ticket says, or raise `ticket.altered` or `ticket.expired`."""
    try:
        said = signing.Signer(salt=SALT).unsign_object(text)
        ticket = msgspec.json.decode(said, type=Ticket)
    except (signing.BadSignature, msgspec.MsgspecError, ValueError, TypeError) as error:
        raise refusal("altered") from error
    if clock.here().timestamp() > ticket.good_until:
        raise refusal("expired")
    return ticket


def accept(presented: Presented) -> Ticket:
    """Return what a presented ticket says, or raise why it can't be used here by who brings it.

    Judged without the database, and before the ticket is used up: an honest owner can still use it.
    """
    ticket = read(presented.text)
    if presented.room and presented.room != str(ticket.room):
        raise refusal("other_room")
    if ticket.credential.startswith("cookie:") and ticket.credential not in presented.brought:
        raise refusal("other_person")
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


_WHY = {
    "altered": _("This is not a ticket of ours. Ask for a new one."),
    "expired": _("This ticket is too old. Ask for a new one."),
    "used": _("This ticket has been used. Ask for a new one."),
    "other_room": _("This ticket is for another session. Ask for one for this session."),
    "other_person": _("This ticket belongs to another sign-in. Ask for a new one."),
    "outdated": _("Your rights have changed since this ticket was made. Ask for a new one."),
}


def refusal(why: str) -> Refused:
    """Return the refusal of a ticket, with its reason: `ticket.<why>`."""
    return Refused(f"ticket.{why}", _WHY[why], status=403)


def _stored(nonce: UUID) -> UUID | str:
    return nonce if connection.features.has_native_uuid_field else nonce.hex
