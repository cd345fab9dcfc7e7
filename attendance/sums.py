"""Sums over lines: how many people came from where, and for how long together."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol
from uuid import UUID

from accounts.models import Side
from attendance.sheets import country_name
from kit.bilingual import said


class Counted(Protocol):
    """What can be summed: a person with a time."""

    @property
    def person_id(self) -> UUID: ...
    @property
    def organisation(self) -> str: ...
    @property
    def country(self) -> str: ...
    @property
    def side(self) -> str: ...
    @property
    def counted_seconds(self) -> int: ...
    @property
    def was_there(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Sum:
    """How many people one organisation, country or side had, and for how long together."""

    name: str
    people: int
    seconds: int

    @property
    def time(self) -> timedelta:
        """Return the seconds of all as a duration."""
        return timedelta(seconds=self.seconds)


def by_organisation(lines: Sequence[Counted]) -> list[Sum]:
    """Return the sums by organisation, the one with most people first; who has none comes last."""
    return _most_first(_sums(lines, lambda line: line.organisation))


def by_country(lines: Sequence[Counted]) -> list[Sum]:
    """Return the sums by country, the one with most people first; not stated comes last."""
    return _most_first(_sums(lines, lambda line: country_name(line.country)))


def by_side(lines: Sequence[Counted]) -> list[Sum]:
    """Return the sums by the programme's sides in their order, and last whoever is of neither.

    A programme without sides has no such sums.
    """
    sides = list(Side.objects.order_by("position"))
    if not sides:
        return []
    found = {one.name: one for one in _sums(lines, lambda line: line.side)}
    ordered = [
        Sum(said(side, "name").value, one.people, one.seconds)
        for side in sides
        for one in [found.get(side.code, Sum("", 0, 0))]
    ]
    return [*ordered, found[""]] if "" in found else ordered


def heads(lines: Iterable[Counted]) -> int:
    """Return how many different people were there, of those that have a line."""
    return len({line.person_id for line in lines if line.was_there})


def total_time(lines: Iterable[Counted]) -> timedelta:
    """Return the time that counts of all people together."""
    return timedelta(seconds=sum(line.counted_seconds for line in lines))


def _sums(lines: Sequence[Counted], name: Callable[[Counted], str]) -> list[Sum]:
    grouped: dict[str, list[Counted]] = defaultdict(list)
    for line in lines:
        if line.was_there:
            grouped[name(line)].append(line)
    return [
        Sum(named, heads(theirs), sum(line.counted_seconds for line in theirs))
        for named, theirs in grouped.items()
    ]


def _most_first(sums: list[Sum]) -> list[Sum]:
    return sorted(sums, key=lambda one: (not one.name, -one.people, one.name.casefold()))
