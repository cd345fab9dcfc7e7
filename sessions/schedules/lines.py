"""One row of a sheet as what it says of a session, or as what is wrong with it and what to do."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from kit.names import clean_name, clean_text
from kit.richtext import render_markdown, sanitise_html
from sessions.schedules import days
from sessions.schedules.columns import Column, shown
from sessions.schedules.document import language_of
from sessions.schedules.grids import Broken, Cell, Row, letter

T = TypeVar("T")

LIMITS = {"title": 400, "abstract": 20_000, "room": 200, "track": 200, "speakers": 4_000}
MAX_NAME = 200
MAX_KIND = 60
MAX_SPEAKERS = 50

_SEPARATE = re.compile(r"[;\n]")
_LANGUAGES = {"en": "en", "ан": "en", "ru": "ru", "ру": "ru"}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in one cell: the row and the column as the spreadsheet shows them, and what to do."""

    row: int
    column: str
    heading: str
    text: str


@dataclass(slots=True)
class Pair:
    """A text in both languages; either may be empty."""

    en: str = ""
    ru: str = ""

    @property
    def first(self) -> str:
        """Return the English text, else the Russian one: what a thing is known by."""
        return self.en or self.ru


@dataclass(slots=True)
class Line:
    """What a row says; a line with faults has holes where they are."""

    number: int
    id: str = ""
    title: Pair = field(default_factory=Pair)
    abstract: Pair = field(default_factory=Pair)
    room: Pair = field(default_factory=Pair)
    track: Pair = field(default_factory=Pair)
    speakers: tuple[Pair, ...] = ()
    language: str = "en"
    kind: str = ""
    day: date | None = None
    start: time | None = None
    duration: timedelta = timedelta()
    faults: list[Fault] = field(default_factory=list)

    @property
    def starts(self) -> datetime:
        """Return the wall clock at which it starts; a line without faults has one."""
        return datetime.combine(self.day or date.min, self.start or time.min)


class LineReader:
    """Reads rows one after the other: a day that is not repeated holds for the rows below it."""

    def __init__(
        self, columns: Mapping[int, str], found: tuple[Column, ...], order: str, zone: str
    ) -> None:
        self.places = {name: place for place, name in columns.items() if name}
        self.headings = {column.place: column.heading for column in found}
        self.order = order
        self.zone = ZoneInfo(zone)
        self.day: date | None = None

    def read(self, row: Row) -> Line | None:
        """Return what a row says; None for one that says nothing or only names the day below it."""
        filled = {name for name, place in self.places.items() if row.cell(place) is not None}
        if not filled or self._is_a_day_alone(row, filled):
            return None
        line = Line(row.number)
        declared = self._declared(row, line)
        line.id = self._name(row, line, "id", MAX_NAME)
        line.kind = self._name(row, line, "kind", MAX_KIND)
        for name in ("title", "room", "track", "abstract"):
            setattr(line, name, self._pair(row, line, name, declared if name != "room" else ""))
        line.speakers = self._speakers(row, line)
        if not line.title.first and not self._is_faulty(line, "title"):
            self.fault(line, "title", _("There is no title. Write one, or delete the row."))
        line.language = declared if getattr(line.title, declared, "") else _written_in(line.title)
        self._hours(row, line)
        return line

    def _is_a_day_alone(self, row: Row, filled: set[str]) -> bool:
        """Say whether a row is a heading of the day over those below it, and remember that day."""
        if len([cell for cell in row.cells if cell is not None]) != 1 or filled == {"start"}:
            return False
        day = days.read_day(row.cell(self.places[next(iter(filled))]), self.order)
        self.day = day or self.day
        return day is not None

    def _cell(self, row: Row, line: Line, name: str) -> Cell:
        cell = row.cell(self.places[name]) if name in self.places else None
        if isinstance(cell, Broken):
            text = _("The cell shows %(error)s. Mend its formula, or write what it should say.")
            self.fault(line, name, text % {"error": cell.shown})
            return None
        return cell

    def fault(self, line: Line, name: str, text: str) -> None:
        """Write down what is wrong with a line, at the column that a field was chosen for."""
        places = (self.places.get(name + ending) for ending in ("", "_en", "_ru"))
        place = next((place for place in places if place is not None), None)
        where = ("", "") if place is None else (letter(place), self.headings.get(place, ""))
        line.faults.append(Fault(line.number, *where, text))

    def _is_faulty(self, line: Line, name: str) -> bool:
        columns = {letter(place) for said, place in self.places.items() if said.startswith(name)}
        return any(fault.column in columns for fault in line.faults)

    def _name(self, row: Row, line: Line, name: str, limit: int) -> str:
        return self._bounded(line, name, _text(self._cell(row, line, name)), limit, clean_name)

    def _bounded(
        self, line: Line, name: str, text: str, limit: int, clean: Callable[[str, int], str]
    ) -> str:
        said = clean(text, limit + 1)
        if len(said) <= limit:
            return said
        fault = _("The text is longer than %(limit)d characters. Shorten it.")
        self.fault(line, name, fault % {"limit": limit})
        return ""

    def _pair(self, row: Row, line: Line, name: str, declared: str) -> Pair:
        limit = LIMITS[name]
        clean = _rich if name == "abstract" else clean_name
        en, ru = (
            self._bounded(
                line, name + ending, _text(self._cell(row, line, name + ending)), limit, clean
            )
            for ending in ("_en", "_ru")
        )
        either = self._bounded(line, name, _text(self._cell(row, line, name)), limit, clean)
        if not either:
            return Pair(en, ru)
        # An abstract of a Russian session may quote English: where nothing is declared, letters tell.
        is_russian = (declared or language_of(either)) == "ru"
        return Pair(ru=either) if is_russian else Pair(en=either)

    def _declared(self, row: Row, line: Line) -> str:
        said = _text(self._cell(row, line, "language"))
        if not said:
            return ""
        language = _LANGUAGES.get(said[:2].lower(), "")
        if not language:
            text = _("“%(said)s” is neither English nor Russian. Write en or ru.")
            self.fault(line, "language", text % {"said": shown(said, 30)})
        return language

    def _speakers(self, row: Row, line: Line) -> tuple[Pair, ...]:
        either = self._people(row, line, "speakers")
        en, ru = self._people(row, line, "speakers_en"), self._people(row, line, "speakers_ru")
        if en and ru and len(en) != len(ru):
            text = _(
                "%(en)d people are named in English and %(ru)d in Russian. Name the same people "
                "in the same order, with semicolons between them."
            )
            self.fault(line, "speakers_ru", text % {"en": len(en), "ru": len(ru)})
            return ()
        if en and ru:
            return tuple(Pair(*both) for both in zip(en, ru, strict=True))
        alone = (Pair(ru=name) if language_of(name) == "ru" else Pair(en=name) for name in either)
        return (
            tuple(Pair(en=name) for name in en)
            or tuple(Pair(ru=name) for name in ru)
            or tuple(alone)
        )

    def _people(self, row: Row, line: Line, name: str) -> tuple[str, ...]:
        text = clean_text(_text(self._cell(row, line, name)))
        parts = _SEPARATE.split(text) if _SEPARATE.search(text) else text.split(",")
        names = [clean_name(part, MAX_NAME + 1) for part in parts]
        names = list(dict.fromkeys(filter(None, names)))
        if len(names) > MAX_SPEAKERS or any(len(each) > MAX_NAME for each in names):
            fault = _(
                "More than %(count)d people, or a name of more than %(limit)d characters. Put "
                "semicolons between names."
            )
            self.fault(line, name, fault % {"count": MAX_SPEAKERS, "limit": MAX_NAME})
            return ()
        return tuple(names)

    def _hours(self, row: Row, line: Line) -> None:
        """Read when it is; of a line with a fault in its hours no more is said than the first."""
        if "start" not in self.places:
            self._moment(row, line, "date")
        elif "date" not in self.places:
            self._moment(row, line, "start")
        else:
            self._day(row, line)
            self._start(row, line)
        if line.day and line.start:
            self._refuse_skipped(line)
            self._length(row, line)

    def _moment(self, row: Row, line: Line, name: str) -> None:
        cell = self._cell(row, line, name)
        found = days.read_moment(cell, self.order, self.zone)
        if found:
            line.day, line.start = found
        elif self.day and name == "start" and cell is not None:
            line.day = self.day
            self._start(row, line)
        elif not self._is_faulty(line, name):
            text = _("“%(said)s” is no day with an hour. Write it like 2031-11-14 10:00.")
            self.fault(line, name, text % {"said": shown(cell, 40)})

    def _day(self, row: Row, line: Line) -> None:
        cell = self._cell(row, line, "date")
        line.day = days.read_day(cell, self.order) if cell is not None else self.day
        if line.day:
            self.day = line.day
        elif self._is_faulty(line, "date"):
            return
        elif cell is None:
            self.fault(line, "date", _("There is no date, and none above. Write one."))
        else:
            text = _(
                "“%(said)s” is no date between %(first)d and %(last)d. Write it like 2031-11-14 "
                "or 14.11.2031."
            )
            years = {"first": days.FIRST_YEAR, "last": days.LAST_YEAR}
            self.fault(line, "date", text % {"said": shown(cell, 40), **years})

    def _start(self, row: Row, line: Line) -> None:
        cell = self._cell(row, line, "start")
        span = days.read_span(cell)
        line.start = span[0] if span else days.read_clock(cell)
        if line.start or self._is_faulty(line, "start"):
            return
        if cell is None:
            self.fault(line, "start", _("There is no hour at which it starts. Write one."))
            return
        text = _("“%(said)s” is no hour. Write it like 10:00.")
        self.fault(line, "start", text % {"said": shown(cell, 40)})

    def _length(self, row: Row, line: Line) -> None:
        end = self._cell(row, line, "end")
        minutes = self._cell(row, line, "minutes")
        span = days.read_span(row.cell(self.places["start"])) if "start" in self.places else None
        name = "end" if end is not None else "minutes"
        if end is not None:
            self._until(line, end)
        elif minutes is not None:
            length = days.read_minutes(minutes)
            line.duration = timedelta(minutes=length or 0)
        elif span:
            self._until(line, span[1])
            name = "start"
        elif not self._is_faulty(line, "end") and not self._is_faulty(line, "minutes"):
            text = _("Neither an end nor a length is given. Write one of them.")
            self.fault(line, "end" if "end" in self.places else "minutes", text)
            return
        if not line.duration and not self._is_faulty(line, name):
            said = {"said": shown(end if end is not None else minutes, 40)}
            text = _("“%(said)s” is no length in minutes, from 1 to %(most)d.")
            self.fault(line, name, text % {**said, "most": days.MOST_MINUTES})

    def _until(self, line: Line, cell: Cell) -> None:
        """Take the time until an hour; one of a full day may be on the next, midnight always is."""
        clock = days.read_clock(cell)
        moment = days.read_moment(cell, self.order, self.zone)
        if moment:
            ends = datetime.combine(*moment)
        elif clock is not None:
            ends = datetime.combine(line.starts.date(), clock)
            ends += timedelta(days=1) if clock == time.min else timedelta()
        else:
            text = _("“%(said)s” is no hour. Write it like 10:00.")
            self.fault(line, "end", text % {"said": shown(cell, 40)})
            return
        length = (
            ends.replace(tzinfo=self.zone).timestamp()
            - line.starts.replace(tzinfo=self.zone).timestamp()
        )
        if not 0 < length <= days.MOST_MINUTES * 60:
            text = _(
                "It ends at %(end)s, which is not after its start at %(start)s. Past midnight, write "
                "its length in minutes instead."
            )
            hours = {"end": f"{ends:%H:%M}", "start": f"{line.starts:%H:%M}"}
            self.fault(line, "end" if "end" in self.places else "start", text % hours)
            return
        line.duration = timedelta(seconds=length)

    def _refuse_skipped(self, line: Line) -> None:
        instant = line.starts.replace(tzinfo=self.zone).astimezone(ZoneInfo("UTC"))
        if instant.astimezone(self.zone).replace(tzinfo=None) != line.starts:
            text = _("The clocks are put forward that night: this hour does not exist.")
            self.fault(line, "start" if "start" in self.places else "date", text)


def _written_in(title: Pair) -> str:
    return "en" if title.en else "ru"


def _text(cell: Cell) -> str:
    """Return a cell as the text that its writer sees there: whole numbers without a point."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _rich(text: str, limit: int) -> str:
    """Return an abstract as safe HTML: what has no tags is Markdown; a longer one than the limit stays so."""
    plain = clean_text(text)
    if len(plain) >= limit:
        return plain
    return sanitise_html(plain) if "</" in plain else render_markdown(plain)
