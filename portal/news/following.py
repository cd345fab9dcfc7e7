"""What a person hears of in the weekly letter: the programme, groups, or nothing any more."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from accounts.models import Person
from groups.models import Group, Membership
from kit.links import absolute
from kit.refusals import NotHere
from kit.reports import keep_secret
from live import clock
from live.hub import verb
from portal.news.models import Digest, Following

_SALT = "news.stop"
_ID, _SIGNATURE = 16, 20
keep_secret(r"(?<=news/stop/)[\w-]{20,}")


@dataclass(frozen=True, slots=True)
class Followed:
    """What a person follows: the programme or not, and which groups by their ids."""

    programme: bool
    groups: frozenset[UUID]

    def __bool__(self) -> bool:
        return self.programme or bool(self.groups)


@verb
def choose(*, actor: Person, group: Group | None, is_on: bool) -> None:
    """Follow a group, or the programme where none is named; or don't any more."""
    Person.objects.select_for_update(no_key=True).get(pk=actor.pk)
    Following.objects.update_or_create(
        person=actor, group=group, defaults={"is_on": is_on, "chosen_at": clock.now()}
    )


@verb
def choose_letter(*, actor: Person, is_on: bool) -> None:
    """Get the weekly letter or have none, whatever one follows."""
    Digest.objects.update_or_create(person=actor, defaults={"is_stopped": not is_on})


@verb
def stop(*, key: str) -> Person:
    """Stop the weekly letter of the person whose address this is.

    There is no actor: the address says who it is, and ends nothing but their letter.
    """
    person = owner_of(key)
    Digest.objects.update_or_create(person=person, defaults={"is_stopped": True})
    return person


def followed_by(person: Person) -> Followed:
    """Return what a person follows, in two queries: members hear of their groups unless they said no."""
    rows = Following.objects.filter(person=person).values_list("group", "is_on")
    chosen: dict[UUID | None, bool] = dict(rows)
    own = Membership.objects.filter(person=person, ended_at=None)
    groups = {group for group in own.values_list("group", flat=True) if chosen.get(group, True)}
    groups |= {group for group, is_on in chosen.items() if is_on and group is not None}
    return Followed(bool(chosen.get(None)), frozenset(groups))


def follows(person: Person, group: Group | None) -> bool:
    """Say whether a person follows a group, or the programme where none is named."""
    followed = followed_by(person)
    return followed.programme if group is None else group.pk in followed.groups


def has_letter(person: Person) -> bool:
    """Say whether a person has not stopped the weekly letter."""
    return not Digest.objects.filter(person=person, is_stopped=True).exists()


def address_of(person: Person) -> str:
    """Return where one press stops a person's weekly letter, without signing in."""
    return absolute("news:stop", key=_key(person))


def owner_of(key: str) -> Person:
    """Return whose letter an address stops, or the refusal that says nothing is there."""
    try:
        octets = urlsafe_b64decode(f"{key}{'=' * (-len(key) % 4)}")
        person_id = UUID(bytes=octets[:_ID])
    except (Error, ValueError) as error:
        raise NotHere from error
    person = Person.objects.filter(pk=person_id).first()
    if person is None:
        raise NotHere
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    if not any(constant_time_compare(key, _key(person, secret)) for secret in secrets):
        raise NotHere
    return person


def _key(person: Person, secret: str | bytes | None = None) -> str:
    # It never ends: who wants no more mail must not be told that their link is too old.
    signature = salted_hmac(_SALT, str(person.pk), secret=secret, algorithm="sha256").digest()
    return urlsafe_b64encode(person.pk.bytes + signature[:_SIGNATURE]).decode().rstrip("=")
