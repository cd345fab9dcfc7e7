"""The personal way into one meeting: a link in a mail that enters by itself, and gives no account away.

What it is worth, if the mail comes into other hands:
- It opens one meeting, from the invitation until an hour after the meeting's end, and no other page.
- It opens it for one browser, the first; any other is asked for a code by mail, as at the front door.
- Whoever moderates the meeting is always asked for that code: a link directs nothing, and what it
  has opened is shut to who is made a moderator afterwards.
- It ends with the membership, with signing out everywhere, and when its person is shut out.
Nothing of it is stored but that it has been used; the signature is over what ends it.
"""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from hashlib import sha256
from secrets import token_urlsafe
from uuid import UUID

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from accounts import confined
from accounts.models import Person
from kit.links import absolute
from kit.reports import keep_secret
from live import clock
from live.hub import verb
from sessions import queries
from sessions.meetings.models import Invitation
from sessions.models import IN_SESSION, Session, State

# How long after the end the link still opens the meeting's page: for who comes late, or back.
GRACE = timedelta(hours=1)
_SALT = "sessions.joining"
_ID, _SIGNATURE = 16, 20
keep_secret(r"(?<=join/)[\w-]{20,}")
# Under a meeting's address, what a link opens: the room, its log and its lists, and what is said in it.
_ROOM = "(log/|people/|say/|chat/.*|questions/.*|record/)?"
_DOOR = "(ticket/|commands/|events/|messages/|questions/|people/|agenda/|record/)?"


class Way(Enum):
    """What becomes of who follows a link."""

    OPEN = "open"
    # Used in another browser, or a moderator's: only a code lets in.
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Entry:
    """A link that holds: whose, to what, until when, and how it lets in."""

    invitation: Invitation
    person: Person
    session: Session
    until: datetime
    way: Way

    @property
    def initials(self) -> str:
        """Return what a page says of whose link it is: enough for them, and no name for anyone else."""
        return " ".join(f"{word[0]}." for word in self.person.name.split()[:3])


def address_of(invitation: Invitation) -> str:
    """Return a member's own way into a meeting; the person must be fetched with the invitation."""
    return absolute("sessions:join", key=_key(invitation))


def entry_of(key: str, browser: str) -> Entry | None:
    """Return what a link opens for a browser that brings this secret; nothing for a dead one."""
    invitation = _invitation(key)
    if invitation is None:
        return None
    session, person = invitation.session, invitation.person
    until = max(session.ends_at, session.ended_at or session.ends_at) + GRACE
    is_over = session.state not in IN_SESSION and until <= clock.now()
    if is_over or session.state == State.CANCELLED:
        return None
    if person.pk not in queries.who_may_enter(session, [person]):
        return None
    directs = person.pk in queries.who_moderates(session, [person])
    is_known = invitation.entered_with in {"", _digest(browser)}
    way = Way.OPEN if is_known and not directs else Way.CODE
    return Entry(invitation, person, session, max(until, clock.now() + GRACE), way)


@verb
def enter(*, key: str, browser: str) -> tuple[Entry | None, str]:
    """Use a link: bind it to this browser, and return what it opens with the secret to remember it by.

    There is no actor: the link says who it is, and this is where it is believed.
    """
    found = entry_of(key, browser)
    if found is None or found.way != Way.OPEN:
        return found, ""
    row = Invitation.objects.select_for_update(no_key=True).get(pk=found.invitation.pk)
    # Once more under the lock: of two browsers at the same moment one is the first.
    if row.entered_with not in {"", _digest(browser)}:
        return entry_of(key, browser), ""
    secret = browser if row.entered_with else token_urlsafe(24)
    row.entered_with = _digest(secret)
    row.save(update_fields=["entered_with"])
    return found, secret


@confined.shut_for_who_directs
def directs(person: Person, subject: str) -> bool:
    """Say whether a person moderates the session that a link has opened."""
    session = Session.objects.filter(pk=UUID(subject)).first()
    return session is not None and bool(queries.who_moderates(session, [person]))


def pages_of(entry: Entry) -> list[str]:
    """Return the paths, as regular expressions, that a sign-in by the link is for.

    To be asked what others shall see is part of entering; to change it later, for all sessions, is not.
    """
    key = re.escape(str(entry.session.pk))
    asked = [f"/s/{key}/entry/"] if entry.person.shown_chosen_at is None else []
    return [f"/s/{key}/{_ROOM}", f"/api/v1/sessions/{key}/{_DOOR}", *asked]


def _invitation(key: str) -> Invitation | None:
    try:
        octets = urlsafe_b64decode(f"{key}{'=' * (-len(key) % 4)}")
        invitation_id = UUID(bytes=octets[:_ID])
    except (Error, ValueError):
        return None
    rows = Invitation.objects.filter(pk=invitation_id, ended_at=None, person__is_active=True)
    found = rows.select_related(
        "person__organisation", "session__group", "session__conference"
    ).first()
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    if found is None or not any(
        constant_time_compare(key, _key(found, secret)) for secret in secrets
    ):
        return None
    return found


def _key(invitation: Invitation, secret: str | bytes | None = None) -> str:
    person = invitation.person
    ended = person.signed_out_at
    signed = f"{invitation.pk}|{invitation.nonce}|{person.pk}|{ended.timestamp() if ended else ''}"
    signature = salted_hmac(_SALT, signed, secret=secret, algorithm="sha256").digest()
    return urlsafe_b64encode(invitation.pk.bytes + signature[:_SIGNATURE]).decode().rstrip("=")


def _digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest() if secret else "-"
