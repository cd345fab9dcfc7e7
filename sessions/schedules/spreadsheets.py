"""Reads a programme from a sheet, XLSX or CSV, with the columns that its organiser chose.

Who is who, so that a second import of the edited sheet changes only what was edited: a session is
known by its ID where the sheet has such a column; else by its day and its title, the English one if
there is one. Of several with one title on one day the first by hour and room is the first, and so on.
A person, a room and a track are known by name. So a session whose title or day changes in a sheet
without IDs is another session, and the old one is withdrawn.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sessions.schedules import columns, days, delimited, workbooks
from sessions.schedules.columns import Column
from sessions.schedules.document import Schedule, Talk
from sessions.schedules.grids import Book, refused
from sessions.schedules.lines import MAX_NAME, Fault, Line, LineReader, Pair

_DIGEST = 12


@dataclass(frozen=True, slots=True)
class Layout:
    """How a file is laid out: which sheet or which alphabet and separator, and where its headings are."""

    sheet: str = ""
    heading: int = 0
    encoding: str = ""
    separator: str = ""


@dataclass(frozen=True, slots=True)
class Sketch:
    """What can be said of a sheet before its columns are chosen; the choices in it are guesses."""

    layout: Layout
    names: tuple[str, ...]
    hidden: tuple[str, ...]
    columns: tuple[Column, ...]
    chosen: Mapping[int, str]
    date_order: str
    has_slashes: bool
    rows: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What a sheet says: a schedule of the rows that are right, and all faults of the others."""

    schedule: Schedule
    rows: int
    faults: tuple[Fault, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class _Names:
    """Names of one kind of thing, in the order in which they came, known by their first spelling."""

    others: dict[str, str] = field(default_factory=dict)
    russian: dict[str, str] = field(default_factory=dict)
    clashes: dict[str, None] = field(default_factory=dict)

    def learn(self, name: Pair) -> None:
        """Remember which Russian name belongs to which English one."""
        if not (name.en and name.ru):
            return
        if self.others.setdefault(name.en, name.ru) != name.ru:
            self.clashes[name.en] = None
        self.russian.setdefault(name.ru, name.en)

    def key(self, name: Pair) -> str:
        """Return what a thing is known by, also where only its Russian name is said."""
        return name.en or self.russian.get(name.ru, name.ru)


def sketch(content: bytes, layout: Layout) -> Sketch:
    """Look at a sheet: which columns it has, what they most likely are, how its dates are written."""
    if workbooks.is_workbook(content) and not layout.sheet:
        book = workbooks.read(content)
        if len(book.names) > 1:
            book = workbooks.read(content, sheet=_likely_sheet(content, book.name))
    else:
        book = open_book(content, layout)
    heading = layout.heading or columns.heading_row(book.rows)
    found = columns.columns(book.rows, heading)
    if not found:
        raise refused(_("The sheet is empty."))
    chosen = columns.guess(found)
    dates = [
        row.cell(place) for place, name in chosen.items() for row in book.rows if name == "date"
    ]
    return Sketch(
        layout=Layout(book.name, heading, book.encoding, book.separator),
        names=book.names,
        hidden=book.hidden,
        columns=found,
        chosen=chosen,
        date_order=days.likely_order(dates),
        has_slashes=days.has_slashes(dates),
        rows=sum(row.number > heading for row in book.rows),
    )


def open_book(content: bytes, layout: Layout) -> Book:
    """Return the rows of a file, whichever of the two kinds it is."""
    if workbooks.is_workbook(content):
        return workbooks.read(content, sheet=layout.sheet)
    return delimited.read(content, encoding=layout.encoding, separator=layout.separator)


def read(
    content: bytes,
    layout: Layout,
    chosen: Mapping[int, str],
    *,
    title: str,
    zone: str,
    date_order: str = days.DAY_FIRST,
) -> Reading:
    """Return what a sheet says as a schedule titled as asked; every fault of every row is told."""
    faults = columns.faults(chosen)
    if faults:
        raise refused(" ".join(faults))
    book = open_book(content, layout)
    found = columns.columns(book.rows, layout.heading)
    reader = LineReader(chosen, found, date_order, zone)
    rows = [row for row in book.rows if row.number > layout.heading]
    lines = [line for row in rows if (line := reader.read(row)) is not None]
    if not lines:
        text = _("There is no session below row %(row)d, the headings.")
        raise refused(text % {"row": layout.heading})
    _refuse_doubles(lines, reader)
    sound = [line for line in lines if not line.faults]
    schedule, clashes = _schedule(sound, _keys(lines), title, zone)
    return Reading(
        schedule=schedule,
        rows=len(lines),
        faults=tuple(fault for line in lines for fault in line.faults),
        notes=(*_untaken(found, chosen), *_hidden(book), *clashes),
    )


def _likely_sheet(content: bytes, first: str) -> str:
    tops = workbooks.tops(content)
    return next((name for name, rows in tops.items() if columns.has_headings(rows)), first)


def _refuse_doubles(lines: Sequence[Line], reader: LineReader) -> None:
    """An ID stands once; of two rows with one, the lower is at fault."""
    known: dict[str, int] = {}
    for line in lines:
        first = known.setdefault(line.id, line.number)
        if line.id and first != line.number:
            text = _("Row %(row)d has the same ID. Each session needs its own.")
            reader.fault(line, "id", text % {"row": first})


def _schedule(
    lines: Sequence[Line], keys: Mapping[int, str], title: str, zone: str
) -> tuple[Schedule, list[str]]:
    rooms, tracks, people = _Names(), _Names(), _Names()
    for line in lines:
        rooms.learn(line.room)
        tracks.learn(line.track)
        for name in line.speakers:
            people.learn(name)
    talks = [_talk(line, keys[line.number], rooms, tracks, people) for line in lines]
    first, last = _span(lines)
    spoken = _distinct(people.key(name) for line in lines for name in line.speakers)
    schedule = Schedule(
        title=title,
        acronym="",
        venue="",
        zone=zone,
        is_zone_asked=True,
        starts_on=first,
        ends_on=last,
        rooms=_distinct(talk.room for talk in talks),
        tracks=_distinct(talk.track for talk in talks),
        speakers={_person(name): name for name in spoken},
        talks=tuple(talks),
        skipped=(),
        other_names={
            **{("room", key): name for key, name in rooms.others.items()},
            **{("track", key): name for key, name in tracks.others.items()},
            **{("speaker", _person(key)): name for key, name in people.others.items()},
        },
    )
    return schedule, [_clash(name) for names in (rooms, tracks, people) for name in names.clashes]


def _talk(line: Line, key: str, rooms: _Names, tracks: _Names, people: _Names) -> Talk:
    language = line.language
    other = "ru" if language == "en" else "en"
    return Talk(
        key=key,
        title=getattr(line.title, language),
        abstract=getattr(line.abstract, language),
        language=language,
        kind=line.kind,
        room=rooms.key(line.room),
        track=tracks.key(line.track),
        starts=line.starts,
        duration=line.duration,
        speakers=_distinct(_person(people.key(name)) for name in line.speakers),
        other_title=getattr(line.title, other),
        other_abstract=getattr(line.abstract, other),
    )


def _keys(lines: Iterable[Line]) -> dict[int, str]:
    """Return by row what a session is known by: see the head of this file.

    Rows with faults are counted too, or who stands beside them would be another today.
    """
    keys: dict[int, str] = {}
    alike: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        if line.id:
            keys[line.number] = line.id
        else:
            alike[f"{line.day} {line.title.first.casefold()}"].append(line)
    for name, same in alike.items():
        in_order = sorted(same, key=lambda line: (line.starts, line.room.first, line.number))
        for count, line in enumerate(in_order, start=1):
            keys[line.number] = _cut(name if count == 1 else f"{name} #{count}")
    return keys


def _cut(key: str) -> str:
    if len(key) <= MAX_NAME:
        return key
    digest = hashlib.sha256(key.encode()).hexdigest()[:_DIGEST]
    return f"{key[: MAX_NAME - _DIGEST - 1]}~{digest}"


def _person(name: str) -> str:
    # As a schedule.xml without ids knows people.
    return _cut(f"name:{name}")


def _span(lines: Sequence[Line]) -> tuple[date, date]:
    """Return the first and the last day; a night belongs to the day on which it begins."""
    dates = [line.starts.date() for line in lines] or [date.today()]  # noqa: DTZ011 - nothing is read of it
    return min(dates), max(dates)


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, names)))


def _clash(name: str) -> str:
    text = _("“%(name)s” has two Russian names in the sheet. The first one is taken.")
    return text % {"name": name}


def _untaken(found: Iterable[Column], chosen: Mapping[int, str]) -> list[str]:
    text = _("Column %(column)s, “%(heading)s”, is not taken.")
    return [
        text % {"column": column.letter, "heading": column.heading or "…"}
        for column in found
        if not chosen.get(column.place)
    ]


def _hidden(book: Book) -> list[str]:
    others = [name for name in book.names if name != book.name]
    said = []
    if others:
        text = _("Of the workbook, only the sheet “%(sheet)s” is taken.")
        said.append(text % {"sheet": book.name})
    if book.hidden:
        text = ngettext(
            "%(count)d hidden sheet is not read.",
            "%(count)d hidden sheets are not read.",
            len(book.hidden),
        )
        said.append(text % {"count": len(book.hidden)})
    return said
