"""Who is in a session's room now, as others see them, by name: the whole list, page by page."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from uuid import UUID

from django.utils.translation import gettext as _
from django_countries import countries

from accounts import queries as account_queries
from accounts.models import ShownAs
from accounts.people import Shown, shown
from live import presence
from sessions import people, queries
from sessions.models import Session

PAGE = 100
LONGEST_SEARCH = 100


@dataclass(frozen=True, slots=True)
class Who:
    """A person as others see them, in the reader's words."""

    name: str
    organisation: str = ""

    def __str__(self) -> str:
        return f"{self.name}, {self.organisation}" if self.organisation else self.name


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody who is here: what others see of them, and what they are called."""

    id: UUID
    shown: Shown
    who: Who


def who(shown: Mapping[str, str]) -> Who:
    """Return what a person is called: by name, by pseudonym, or as a delegate of a country."""
    if shown["kind"] != ShownAs.DELEGATE:
        return Who(shown["name"], shown["organisation"])
    if not shown["country"]:
        return Who(_("a delegate"))
    country = countries.name(shown["country"]) or shown["country"]
    return Who(_("a delegate, %(country)s") % {"country": country})


def present(session: Session, reader: UUID | None = None) -> list[Present]:
    """Return everybody who is here by what they are called, in four queries for any number.

    The reader comes first, wherever their name stands. Who has not yet acted, in a room of more
    than a hundred, is shown as they wish to be shown now.
    """
    here = presence.present(session.live_room) - queries.kept_out_of(session)
    return sorted(
        (
            Present(person, seen, who(asdict(seen)))
            for person, seen in as_shown(session, here).items()
        ),
        key=lambda each: (
            each.id != reader,
            each.who.name.casefold(),
            each.who.organisation.casefold(),
            each.id,
        ),
    )


def found(everyone: Iterable[Present], asked: str) -> list[Present]:
    """Return those in whose shown name, organisation or country each of the words occurs.

    What somebody does not show is not searched, or it could be found out word by word.
    """
    words = _folded(asked[:LONGEST_SEARCH]).split()
    return [each for each in everyone if _holds(each, words)]


def _holds(each: Present, words: list[str]) -> bool:
    country = countries.name(each.shown.country) if each.shown.country else ""
    text = _folded(f"{each.who} {country}")
    return all(word in text for word in words)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().replace("ё", "е")


def as_shown(session: Session, ids: frozenset[UUID] | set[UUID]) -> dict[UUID, Shown]:
    """Return what each of these people is shown as in this session, in two queries.

    Those who have never appeared in it are shown as they wish to be shown now.
    """
    appeared = people.people_in(session)
    found = {person: appeared[person] for person in ids if person in appeared}
    others = account_queries.people().filter(pk__in=ids - found.keys())
    return found | {person.pk: shown(person) for person in others}
