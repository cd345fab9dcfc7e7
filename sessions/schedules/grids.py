"""A sheet as rows of plain values, whatever file it came in, and the bounds that every sheet keeps."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext as _

from kit.refusals import Refused

MAX_BYTES = 16 * 1024 * 1024
MAX_ROWS = 5_000
MAX_COLUMNS = 60
# Rows looked at, the empty ones too: a sheet may say that its second row is the billionth.
MAX_ROW_NUMBER = 20_000
# The longest text that a cell is read with; no field takes as much.
MAX_CELL = 40_000

_ALPHABET = 26
# What spreadsheets show in place of a result that they could not work out, in either language.
_BROKEN = frozenset(
    [
        "#REF!",
        "#N/A",
        "#VALUE!",
        "#DIV/0!",
        "#NAME?",
        "#NULL!",
        "#NUM!",
        "#GETTING_DATA",
        "#SPILL!",
        "#CALC!",
        "#ССЫЛКА!",
        "#Н/Д",
        "#ЗНАЧ!",
        "#ДЕЛ/0!",
        "#ИМЯ?",
        "#ПУСТО!",
        "#ЧИСЛО!",
        "#ПЕРЕНОС!",
        "#ВЫЧИСЛ!",
    ]
)


@dataclass(frozen=True, slots=True)
class Broken:
    """A cell whose formula went wrong; `shown` is what the spreadsheet shows there."""

    shown: str


Cell = str | int | float | bool | datetime | date | time | timedelta | Broken | None


@dataclass(frozen=True, slots=True)
class Row:
    """One row as a spreadsheet numbers it, from 1; empty cells at its end are left out."""

    number: int
    cells: tuple[Cell, ...]

    def cell(self, column: int) -> Cell:
        """Return what stands in a column, counted from 0."""
        return self.cells[column] if column < len(self.cells) else None


@dataclass(frozen=True, slots=True)
class Book:
    """What a file holds: the rows of one sheet, and the names of all that could be read instead."""

    rows: tuple[Row, ...]
    name: str = ""
    names: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    encoding: str = ""
    separator: str = ""


def refused(text: str) -> Refused:
    """Return the refusal of a sheet as a whole."""
    return Refused("schedule.unreadable", text, status=400)


def letter(column: int) -> str:
    """Return the letters over a column, counted from 0: A to Z, AA and on."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, _ALPHABET)
        name = chr(ord("A") + rest) + name
    return name


def is_broken(text: str) -> bool:
    """Say whether a text is what spreadsheets show for a formula that went wrong."""
    return text.upper() in _BROKEN


def settled(value: Cell) -> Cell:
    """Return a value as it is kept: texts without blanks around them and bounded, blanks as nothing."""
    if not isinstance(value, str):
        return value
    # No database keeps a NUL in a text.
    text = value[: MAX_CELL + 1].replace("\0", "").strip()
    if is_broken(text):
        return Broken(text)
    return text or None


def bounded(rows: Iterable[tuple[int, Iterable[Cell]]]) -> tuple[Row, ...]:
    """Return the rows in which anything stands, or refuse a sheet that has more than is read."""
    kept: list[Row] = []
    for number, values in rows:
        if number > MAX_ROW_NUMBER:
            text = _("The sheet goes on below row %(row)d. Delete the empty rows in it.")
            raise refused(text % {"row": MAX_ROW_NUMBER})
        row = _row(number, values)
        if not row.cells:
            continue
        if len(kept) >= MAX_ROWS:
            text = _("The sheet has more than %(rows)d filled rows. Divide it.")
            raise refused(text % {"rows": MAX_ROWS})
        kept.append(row)
    return tuple(kept)


def _row(number: int, values: Iterable[Cell]) -> Row:
    cells: list[Cell] = []
    filled = 0
    for place, value in enumerate(values, start=1):
        cell = settled(value) if place <= MAX_COLUMNS or value not in {None, ""} else None
        if cell is None:
            cells.append(None)
            continue
        if place > MAX_COLUMNS:
            text = _("Row %(row)d goes beyond column %(column)s: more columns are not read.")
            raise refused(text % {"row": number, "column": letter(MAX_COLUMNS - 1)})
        cells.append(cell)
        filled = place
    return Row(number, tuple(cells[:filled]))
