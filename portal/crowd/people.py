"""The people behind a simulated crowd: made once, let into one session, their tokens ended after."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext_lazy as _

from accounts import tokens
from accounts.models import Person, ShownAs
from kit.refusals import Refused
from live import clock
from live.hub import verb
from portal.crowd.words import ENGLISH, RUSSIAN, Phrases
from portal.demonstration.facts import key
from sessions import roles
from sessions.models import RoleName, Session

MOST = len(ENGLISH.names) + len(RUSSIAN.names)
_LANGUAGES = (("en", "US", ENGLISH), ("ru", "RU", RUSSIAN))


@dataclass(frozen=True, slots=True)
class Simulated:
    """One simulated person as the crowd runs it; whoever may judge questions moderates."""

    person: Person
    token: str
    phrases: Phrases
    moderates: bool


@verb
def enrol(session: Session, count: int, *, with_moderator: bool) -> list[Simulated]:
    """Let `count` simulated people, two languages in turn, into a session; each gets a token.

    Everyone is shown under a name that says what they are. Production settings refuse.
    """
    if not settings.DEMONSTRATION_ALLOWED:
        text = _("These are production settings (CSPP_ENV=production): nobody is simulated here.")
        raise Refused("crowd.production", text)
    organiser = (
        Person.objects.filter(is_organiser=True, is_active=True).order_by("joined_at").first()
    )
    if organiser is None:
        raise Refused("crowd.no_organiser", _("Nobody organises here yet who could let them in."))
    people = [_delegate(number) for number in range(1, min(count, MOST) + 1)]
    if with_moderator:
        people.append(
            _person("crowd-moderator@demo.example", ENGLISH.moderator, "US", "en", ENGLISH)
        )
    return [_let_in(organiser, session, person) for person in people]


def dismiss(crowd: Iterable[Simulated]) -> None:
    """End the tokens of a crowd that has left; what its people said stays, under their labels."""
    for simulated in crowd:
        tokens.revoke_all(simulated.person)


def _delegate(number: int) -> Person:
    language, country, phrases = _LANGUAGES[(number - 1) % 2]
    name = phrases.names[(number - 1) // 2]
    return _person(f"crowd{number:02d}@demo.example", name, country, language, phrases)


def _person(email: str, name: str, country: str, language: str, phrases: Phrases) -> Person:
    label = f"{name} ({phrases.label})"
    made, _is_new = Person.objects.update_or_create(
        email=email,
        defaults={
            "name": label,
            "pseudonym": label,
            "shown_as": ShownAs.PSEUDONYM,
            "shown_chosen_at": clock.now(),
            "country": country,
            "language": language,
            "is_demonstration": True,
        },
        create_defaults={
            "id": key("person", email),
            "password": make_password(None),
            "name": label,
            "pseudonym": label,
            "shown_as": ShownAs.PSEUDONYM,
            "shown_chosen_at": clock.now(),
            "country": country,
            "language": language,
            "is_demonstration": True,
        },
    )
    return made


def _let_in(organiser: Person, session: Session, person: Person) -> Simulated:
    moderates = person.email.startswith("crowd-moderator@")
    role = RoleName.MODERATOR if moderates else RoleName.PARTICIPANT
    roles.give_role(actor=organiser, session=session, person=person, name=role)
    phrases = RUSSIAN if person.language == "ru" else ENGLISH
    return Simulated(person, tokens.issue(person), phrases, moderates)
