"""A sheet as its page shows it: who may read which, what is asked for, its order and its picture."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

from attendance.intervals import Interval, at_most, presence
from attendance.sheets import Line, Sheet
from kit.refusals import NotHere
from kit.rules import allows
from sessions.models import Session

STRICT, BRIDGED = "strict", "bridged"
_WHOLE = 100

# What the sheet can be sorted by; the first is what it is sorted by when nothing is said.
_ORDERS: dict[str, Callable[[Line], Any]] = {
    "name": lambda line: line.name.casefold(),
    "organisation": lambda line: (not line.organisation, line.organisation.casefold()),
    "country": lambda line: (not line.country, line.country_name),
    "side": lambda line: (not line.side_name, line.side_name.casefold()),
    "first": lambda line: line.first_join,
    "last": lambda line: line.last_leave,
    "time": lambda line: line.counted_seconds,
    "bridged": lambda line: line.counted_bridged_seconds,
}
# Where the most is looked for first.
_MOST_FIRST = frozenset({"time", "bridged"})


def readable(person: object, session_id: UUID) -> Session:
    """Return the session whose sheet the person may read with everybody's own names, or it is not here."""
    return _allowed("attendance.read", person, session_id)


def readable_as_shown(person: object, session_id: UUID) -> Session:
    """Return the session whose sheet the person may read at all: as people chose to be shown."""
    return _allowed("attendance.read_shown", person, session_id)


def _allowed(rule: str, person: object, session_id: UUID) -> Session:
    found = Session.objects.select_related("conference", "group").filter(id=session_id).first()
    if found is None or not allows(rule, person, found):
        raise NotHere
    return found


@dataclass(frozen=True, slots=True)
class Heading:
    """A column's way of sorting: the value of its link, and how it is sorted now."""

    link: str
    sorted: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader asks of a sheet: an order, and from which share of the session on."""

    order: str = "name"
    is_reversed: bool = False
    at_least: int = 0
    by: str = STRICT

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Asked":
        """Read an address; what makes no sense in it is as if it were not there."""
        sort = query.get("sort", "")
        order = sort.removeprefix("-")
        share = query.get("at_least", "")
        percent = int(share) if share.isascii() and share.isdigit() and len(share) <= 3 else 0  # noqa: PLR2004 - "100"
        return cls(
            order=order if order in _ORDERS else "name",
            is_reversed=order in _ORDERS and sort.startswith("-"),
            at_least=min(percent, _WHOLE),
            by=BRIDGED if query.get("by") == BRIDGED else STRICT,
        )

    def chosen(self, lines: Sequence[Line]) -> list[Line]:
        """Return the lines that reach the share, in the order asked for; equals stay by name."""
        threshold = self.at_least / _WHOLE
        reached = [line for line in lines if self.share(line) >= threshold]
        return sorted(reached, key=_ORDERS[self.order], reverse=self.is_reversed)

    def share(self, line: Line) -> float:
        """Return the share that is compared: with or without short gaps, after corrections."""
        return line.counted_bridged_share if self.by == BRIDGED else line.counted_share

    @property
    def headings(self) -> dict[str, Heading]:
        """Return each column's link: to its natural order, or turned round where it is sorted so."""
        return {order: self._heading(order) for order in _ORDERS}

    def _heading(self, order: str) -> Heading:
        if order != self.order:
            return Heading(f"-{order}" if order in _MOST_FIRST else order, "none")
        turned = order if self.is_reversed else f"-{order}"
        return Heading(turned, "descending" if self.is_reversed else "ascending")


# The picture is as many units wide as it has columns at most, and so many units high.
_WIDTH = 240
_HEIGHT = 80
_ROWS = 12


@dataclass(frozen=True, slots=True)
class Moment:
    """A row of the picture's table: how many people were there at an instant."""

    at: datetime
    people: int


@dataclass(frozen=True, slots=True)
class Picture:
    """Presence over time as a path, with what it says in numbers beside it."""

    path: str
    width: int
    height: int
    gaps: list[tuple[int, int]]
    most: int
    most_at: datetime
    start: datetime
    end: datetime
    moments: list[Moment]

    @property
    def middle(self) -> datetime:
        """Return the instant in the middle of the picture."""
        return self.start + (self.end - self.start) / 2


def picture(sheet: Sheet) -> Picture | None:
    """Return how many people were there over time, after corrections; nothing for no time at all."""
    span = sheet.span
    if span is None or not span.length or not sheet.lines:
        return None
    steps = presence(line.attended.counted for line in sheet.lines)
    columns = _cut(span, _WIDTH)
    heights = at_most(steps, columns)
    most_at, most = max(steps, key=lambda step: step[1], default=(span.start, 0))
    return Picture(
        path=_path(heights, max(most, 1)),
        width=_WIDTH,
        height=_HEIGHT,
        gaps=_gaps(sheet, span),
        most=most,
        most_at=most_at,
        start=span.start,
        end=span.end,
        moments=[_moment(steps, one.start) for one in _cut(span, _ROWS)],
    )


def _cut(span: Interval, parts: int) -> list[Interval]:
    edges = [span.start + span.length * part / parts for part in range(parts + 1)]
    return [Interval(*pair) for pair in pairwise(edges)]


def _path(heights: Sequence[int], most: int) -> str:
    """Return the outline as SVG has it: from the ground, along the tops, back to the ground."""
    tops = [_HEIGHT - round(_HEIGHT * height / most, 1) for height in heights]
    along = " ".join(f"L{place} {top}H{place + 1}" for place, top in enumerate(tops))
    return f"M0 {_HEIGHT} {along} V{_HEIGHT}Z"


def _gaps(sheet: Sheet, span: Interval) -> list[tuple[int, int]]:
    """Return where the session was over before it was reopened, as left edges and widths."""

    def place(at: datetime) -> int:
        return round((at - span.start) / span.length * _WIDTH)

    return [
        (place(one.end), max(1, place(following.start) - place(one.end)))
        for one, following in pairwise(sheet.periods)
    ]


def _moment(steps: Sequence[tuple[datetime, int]], at: datetime) -> Moment:
    # People come at the very instant of the start; what counts is who is there a moment later.
    shortly = at + timedelta(milliseconds=1)
    return Moment(at, next((people for when, people in reversed(steps) if when <= shortly), 0))
