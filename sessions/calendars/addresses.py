"""The secret addresses of a person's own feeds: signed, of one feed each, dead when they say so.

A calendar program brings no sign-in, so the address itself is the right to read. It holds the
person's id and a signature over the feed, over how often they asked for new addresses, and over
their last signing-out everywhere: both end every address at once. A group's is signed over the
membership too: who leaves and comes back gets another. Nothing of it is stored.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.db.models import F
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import Person
from groups import queries as group_queries
from groups.models import Group
from kit.links import absolute
from kit.refusals import NotHere
from kit.reports import keep_secret
from live.hub import verb

_SALT = "sessions.calendars"
_AGENDA = "agenda"
# Octets of an id, and of a signature: 160 bits, which nobody guesses.
_ID, _SIGNATURE = 16, 20
keep_secret(r"(?<=calendars/)[\w-]{20,}")

audit.name_acts({"calendar.renew": _("New addresses of calendars")})


def agenda_address(person: Person) -> str:
    """Return where a person's own agenda is read."""
    return absolute("sessions:my_calendar", key=_key(person, _AGENDA))


def group_address(person: Person, group: Group) -> str:
    """Return where this person, and nobody else, reads the meetings of a group."""
    key = _key(person, _feed_of(group, person))
    return absolute("sessions:group_calendar", key=key, slug=group.slug)


def owner_of_agenda(key: str) -> Person:
    """Return whose agenda an address opens, or the refusal that says nothing is there."""
    return _owner(key, lambda _person: _AGENDA)


def owner_of_group(key: str, group: Group) -> Person:
    """Return for whom an address opens the meetings of a group."""
    return _owner(key, lambda person: _feed_of(group, person))


def _feed_of(group: Group, person: Person) -> str:
    membership = group_queries.membership_of(person, group)
    return f"group.{group.pk}.{membership.pk if membership else ''}"


@verb
def renew(*, actor: Person) -> None:
    """Give a person new addresses; all that were given out before are dead."""
    Person.objects.filter(pk=actor.pk).update(calendar_serial=F("calendar_serial") + 1)
    audit.record(actor=actor, act="calendar.renew", person=actor.pk)


def _owner(key: str, feed_of: Callable[[Person], str]) -> Person:
    try:
        octets = urlsafe_b64decode(f"{key}{'=' * (-len(key) % 4)}")
        person_id = UUID(bytes=octets[:_ID])
    except (Error, ValueError) as error:
        raise NotHere from error
    person = Person.objects.filter(pk=person_id, is_active=True).first()
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    if person is None:
        raise NotHere
    feed = feed_of(person)
    if not any(constant_time_compare(key, _key(person, feed, secret)) for secret in secrets):
        raise NotHere
    return person


def _key(person: Person, feed: str, secret: str | bytes | None = None) -> str:
    ended = person.signed_out_at
    signed = f"{feed}|{person.pk}|{person.calendar_serial}|{ended.timestamp() if ended else ''}"
    signature = salted_hmac(_SALT, signed, secret=secret, algorithm="sha256").digest()
    return urlsafe_b64encode(person.pk.bytes + signature[:_SIGNATURE]).decode().rstrip("=")
