"""Who was there: organisations by consent, everyone else as numbers that single nobody out."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from django_countries import countries

from accounts import programmes
from accounts.models import ShownAs, Side
from accounts.people import NOBODY, Shown, shown
from attendance.corrections import corrections_in, puts
from attendance.intervals import attendance
from attendance.periods import Periods
from attendance.screens import confirmed_in, further_people
from kit.bilingual import Text, said
from live.presence import leases
from records.discretion import at_least, groups
from records.faces import Faces
from sessions.models import Session
from sessions.texts import language_of


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation some of whose people were there under its name."""

    name: Text
    country: str
    people: int


class Origin(NamedTuple):
    """That at least so many people came from a side or country."""

    name: str
    people: int


@dataclass(frozen=True, slots=True)
class Company:
    """Who was there as everyone may be told, by the rule of `records.discretion`.

    `people`, `others` and `at_screens` are "at least", 0 where nothing is told; `is_open` where it is
    not known who could have come, so that others are counted at all. Who shows no country, as a
    pseudonym does, is in no group: else a name that says nothing would have one.
    """

    is_anybody: bool = False
    is_open: bool = True
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
    is_open = session.group_id is None
    return told(present, faces, programmes.sides(), at_screens=at_screens, is_open=is_open)


def told(
    present: Collection[UUID],
    faces: Faces,
    sides: Sequence[Side],
    *,
    is_open: bool,
    at_screens: int = 0,
) -> Company:
    """Return some people as everyone may read of them: organisations by consent, others in numbers.

    Who took their name back since is in neither: they were never one of the others.
    """
    named: dict[str, list[UUID]] = {}
    for person in present:
        seen = faces.of(person)
        if is_named(seen):
            named.setdefault(seen.organisation, []).append(person)
    organisations = [_organisation(name, people, faces) for name, people in named.items()]
    others = [person for person in present if not is_named(faces.then.get(person, NOBODY))]
    split = _split((_country(person, faces) for person in others), sides) if is_open else ()
    figure = at_least(len(others)) if is_open else 0
    figure = max(figure, sum(origin.people for origin in split))
    return Company(
        is_anybody=bool(present),
        is_open=is_open,
        people=sum(each.people for each in organisations) + figure,
        at_screens=at_least(at_screens) if is_open else 0,
        organisations=tuple(sorted(organisations, key=lambda each: str(each.name).casefold())),
        others=figure,
        split=split,
    )


def is_named(seen: Shown) -> bool:
    """Say whether somebody stands under their own name and that of an organisation."""
    return bool(seen.kind == ShownAs.NAMED and seen.organisation)


def _split(codes: Iterable[str], sides: Sequence[Side]) -> tuple[Origin, ...]:
    """Return from which sides and countries others came, the largest first."""
    found = groups(_origins(codes, sides))
    return tuple(
        Origin(name, people)
        for name, people in sorted(found.items(), key=lambda each: (-each[1], each[0]))
    )


def _organisation(name: str, people: list[UUID], faces: Faces) -> Organisation:
    """Return it by both its names where it still goes by the one it had then, else by that."""
    for person in sorted(people):
        own = faces.people[person].organisation
        if own and name in {own.name_en, own.name_ru}:
            return Organisation(said(own, "name"), str(own.country.name), len(people))
    return Organisation(Text(name, language_of(name), "original"), "", len(people))


def _country(person: UUID, faces: Faces) -> str:
    """Return the country that a person showed then; who never appeared in the session: shows now."""
    if person in faces.then:
        return faces.then[person].country
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
