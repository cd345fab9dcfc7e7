"""Spreadsheets in which a text stays a text, a number a number and a time a time; never a formula."""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

# A cell holds this many characters; a sheet's name this many, and none of these.
_LONGEST_CELL = 32_767
_LONGEST_TITLE = 31
_NOT_IN_TITLES = str.maketrans("[]:*?/\\", "       ")

_WIDEST = 60
_NARROWEST = 8
_WIDTHS_LOOKED_AT = 200


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole, shown as per cent."""

    value: float


Cell = str | int | float | datetime | Share | None


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet: its name, its headings, its rows. Times are wall times: a cell knows no zone."""

    title: str
    header: Sequence[str]
    rows: Sequence[Sequence[Cell]] = field(default=())


def write(tables: Sequence[Table], made_at: datetime) -> bytes:
    """Return an XLSX file; the same tables and hour give the same bytes."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"created": made_at.replace(tzinfo=None)})
        formats = {
            "head": book.add_format({"bold": True, "text_wrap": True, "valign": "top"}),
            "time": book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
            "share": book.add_format({"num_format": "0.0%"}),
        }
        for table in tables:
            title = table.title.translate(_NOT_IN_TITLES).strip("' ")[:_LONGEST_TITLE]
            _fill(book.add_worksheet(title), table, formats)
    return out.getvalue()


def _fill(sheet: Worksheet, table: Table, formats: dict[str, Format]) -> None:
    for column, name in enumerate(table.header):
        sheet.write_string(0, column, name, formats["head"])
        sheet.set_column(column, column, _width(table, column))
    sheet.freeze_panes(1, 0)
    for place, row in enumerate(table.rows, start=1):
        for column, value in enumerate(row):
            _put(sheet, place, column, value, formats)


def _put(sheet: Worksheet, row: int, column: int, value: Cell, formats: dict[str, Format]) -> None:
    if isinstance(value, Share):
        sheet.write_number(row, column, value.value, formats["share"])
    elif isinstance(value, datetime):
        wall = value.replace(tzinfo=None, microsecond=0)
        sheet.write_datetime(row, column, wall, formats["time"])
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value)
    elif value:
        # Always as a text, whatever it begins with.
        text = "".join(c if c >= " " or c in "\n\t" else " " for c in value)
        sheet.write_string(row, column, text[:_LONGEST_CELL])


def _width(table: Table, column: int) -> int:
    """Return how wide a column is: as its longest text, within bounds."""
    times = [isinstance(row[column], datetime) for row in table.rows[:1]]
    texts = [table.header[column][:20]]
    texts += [
        cell for row in table.rows[:_WIDTHS_LOOKED_AT] if isinstance(cell := row[column], str)
    ]
    longest = max(20 if any(times) else 0, *map(len, texts))
    return max(_NARROWEST, min(_WIDEST, longest + 2))
