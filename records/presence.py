"""Who was there: organisations by consent, everyone else as numbers that single nobody out."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from django_countries import countries

from accounts import programmes
from accounts.models import ShownAs, Side
from accounts.people import shown
from attendance.corrections import corrections_in, puts
from attendance.intervals import attendance
from attendance.periods import Periods
from attendance.screens import confirmed_in, further_people
from kit.bilingual import Text, said
from live.presence import leases
from records.faces import Faces
from sessions.models import Session
from sessions.texts import language_of

# No number stands beside a country or a side that fewer people than this came from.
FEWEST = 3


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation some of whose people were there under its name."""

    name: Text
    country: str
    people: int


class Origin(NamedTuple):
    """How many people came from a side or country; without a name: from all that are not named."""

    name: str
    people: int


@dataclass(frozen=True, slots=True)
class Company:
    """How many people were there, which organisations, and where the others say that they come from.

    Who shows no country, as a pseudonym does, is in no group: else a name that says nothing would
    have one, where all come from one country. `split` is empty where so few others came that it would tell who they were; a last line without
    a name counts small groups, and those who did not say where they come from.
    """

    people: int = 0
    at_screens: int = 0
    organisations: tuple[Organisation, ...] = ()
    others: int = 0
    split: tuple[Origin, ...] = ()


def there(session: Session, periods: Periods) -> set[UUID]:
    """Return who was there while the session was live, as its sheet counts them, in two queries."""
    if not periods:
        return set()
    put_right = puts(corrections_in([session]))
    counted = attendance(leases(session.live_room), periods, put_right)
    return {person for person, attended in counted.items() if attended.was_there}


def company(session: Session, present: Collection[UUID], faces: Faces) -> Company:
    """Return who was there as everyone may read it, in two queries."""
    at_screens = further_people(confirmed_in(session), present)
    return told(present, faces, programmes.sides(), at_screens=at_screens)


def told(
    present: Collection[UUID], faces: Faces, sides: Sequence[Side], *, at_screens: int = 0
) -> Company:
    """Return some people as everyone may read of them: organisations by consent, others in numbers."""
    named: dict[str, list[UUID]] = {}
    for person in present:
        seen = faces.of(person)
        if seen.kind == ShownAs.NAMED and seen.organisation:
            named.setdefault(seen.organisation, []).append(person)
    organisations = [_organisation(name, people, faces) for name, people in named.items()]
    others = set(present).difference(*named.values())
    return Company(
        people=len(present),
        at_screens=at_screens,
        organisations=tuple(sorted(organisations, key=lambda each: str(each.name).casefold())),
        others=len(others),
        split=split(_origins((_country(person, faces) for person in others), sides)),
    )


def split(counts: Mapping[str, int]) -> tuple[Origin, ...]:
    """Return the groups, the largest first, with the small ones as one that has no name.

    While those told together are still too few, the smallest of the others joins them: else the
    difference from the sum would tell what was left out.
    """
    named = [Origin(name, people) for name, people in counts.items() if name]
    told = sorted(named, key=lambda origin: (-origin.people, origin.name))
    together = counts.get("", 0)
    while told and (told[-1].people < FEWEST or 0 < together < FEWEST):
        together += told.pop().people
    if not told:
        return ()
    return (*told, Origin("", together)) if together else tuple(told)


def _organisation(name: str, people: list[UUID], faces: Faces) -> Organisation:
    """Return it by both its names where it still goes by the one it had then, else by that."""
    for person in sorted(people):
        own = faces.people[person].organisation
        if own and name in {own.name_en, own.name_ru}:
            return Organisation(said(own, "name"), str(own.country.name), len(people))
    return Organisation(Text(name, language_of(name), "original"), "", len(people))


def _country(person: UUID, faces: Faces) -> str:
    """Return the country that a person shows; who never appeared in the session: shows now."""
    if person in faces.seen:
        return faces.of(person).country
    own = faces.people.get(person)
    return shown(own).country if own and own.is_active else ""


def _origins(codes: Iterable[str], sides: Iterable[Side]) -> Counter[str]:
    called = [
        (said(side, "name").value, {str(country.code) for country in side.countries})
        for side in sides
    ]
    return Counter(_origin(code, called) for code in codes)


def _origin(code: str, sides: Iterable[tuple[str, set[str]]]) -> str:
    """Return the side that a country belongs to, else the country; "" where none is shown."""
    for name, codes in sides:
        if code in codes:
            return name
    return str(countries.name(code)) if code else ""
