"""Reads one sheet of an XLSX workbook (ECMA-376), in bounds that hold whatever the file says of itself.

Values are those that the spreadsheet last worked out: no formula is run, no link is followed. A part
that declares a document type is refused before it is parsed: none of Office's own has one.
"""

import re
import zipfile
from codecs import BOM_UTF8
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _

from kit.refusals import Refused
from sessions.schedules.grids import (
    MAX_BYTES,
    MAX_COLUMNS,
    MAX_ROW_NUMBER,
    Book,
    Broken,
    Cell,
    Row,
    bounded,
    refused,
)

MAX_UNPACKED = 96 * 1024 * 1024
MAX_PARTS = 2_000
MAX_SHEETS = 50
# Of an element a reader keeps far more than its three letters: what is small packed is large there.
# Styles, themes and lists are kept whole; of a sheet, what stands between the ends of two rows.
MAX_SMALL_PART = 1024 * 1024
MAX_ELEMENTS = 500_000
MAX_BETWEEN_ROWS = 200_000
MAX_ALL_ELEMENTS = 10_000_000
# Rows in which headings are looked for.
TOP = 30

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_DOCTYPE = re.compile(b"<!DOCTYPE|<\0!\0D\0O\0C\0T\0Y\0P\0E|\0<\0!\0D\0O\0C\0T\0Y\0P\0E")
_MERGE = re.compile(rb"<(?:\w+:)?mergeCell\s+ref=\"([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})\"")
_ROW_ENDS = re.compile(rb"</(?:\w+:)?row\s*>")
# After these, an end of a row may be a mere text.
_HIDES_TEXT = re.compile(rb"<!|.<\?", re.DOTALL)
_XML = (".xml", ".rels")
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_STRINGS = "xl/sharedStrings.xml"
_PIECE = 1024 * 1024
_OVERLAP = 64


def is_workbook(content: bytes) -> bool:
    """Say whether a file is packed as Office packs: what is wrong inside is said when it is read."""
    return content.startswith((b"PK\x03\x04", b"PK\x05\x06", _OLE))


def read(content: bytes, *, sheet: str = "") -> Book:
    """Return a sheet of the workbook; the first that can be seen, where none or an unknown is named."""
    _refuse_other_kinds(content)
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            _look_through(package)
        return _read(content, sheet)
    except Refused:
        raise
    # A damaged workbook makes its reader fail in any way at all.
    except Exception as error:
        text = _("The workbook is damaged. Open it in a spreadsheet and save it again as XLSX.")
        raise refused(text) from error


def tops(content: bytes) -> dict[str, tuple[Row, ...]]:
    """Return the first rows of each sheet that can be seen, to find the one with the programme."""
    book = _opened(content)
    try:
        return {
            each.title: bounded(_some(_cells(each), TOP)) for each in _visible(book)[:MAX_SHEETS]
        }
    except Refused:
        raise
    except Exception:  # noqa: BLE001 - as above: whoever reads it in earnest says what is wrong
        return {}
    finally:
        book.close()


def _refuse_other_kinds(content: bytes) -> None:
    if len(content) > MAX_BYTES:
        text = _("The file is larger than %(size)d MiB. A programme of words is smaller.")
        raise refused(text % {"size": MAX_BYTES // 2**20})
    if not content.startswith(_OLE):
        return
    if _ENCRYPTED in content:
        raise refused(_("The workbook has a password. Take it away and save the file again."))
    raise refused(_("This is the old format .xls. Save the file as XLSX or CSV."))


def _look_through(package: zipfile.ZipFile) -> None:
    """Refuse a package by what it would unpack to; nothing of it is parsed yet.

    Unpacking stops at the size that a part declares, so the sum of these is a bound that holds.
    """
    parts = package.infolist()
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        text = _("Unpacked, the workbook is larger than %(size)d MiB. Leave out what is not used.")
        raise refused(text % {"size": MAX_UNPACKED // 2**20})
    if any(part.flag_bits & 1 for part in parts):
        raise refused(_("The workbook has a password. Take it away and save the file again."))
    names = {part.filename for part in parts}
    if "xl/workbook.xml" not in names:
        raise refused(_("This is no XLSX workbook. Save the programme as XLSX or CSV."))
    elements = sum(_elements(package, part) for part in parts if part.filename.endswith(_XML))
    if elements > MAX_ALL_ELEMENTS:
        raise _overgrown()


def _elements(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> int:
    """Return how many elements a part has, or refuse one that would grow beyond measure when read."""
    tail, all_of_it, since_a_row, is_plain = b"", 0, 0, bool(_SHEET.fullmatch(part.filename))
    with package.open(part) as file:
        while piece := file.read(_PIECE):
            text = (tail + piece).removeprefix(BOM_UTF8)
            if _DOCTYPE.search(text):
                said = _(
                    "The workbook declares entities or refers to other files; that is not read."
                )
                raise refused(said)
            is_plain = is_plain and not _HIDES_TEXT.search(text)
            all_of_it += piece.count(b"<")
            since_a_row, most = _between_rows(piece, since_a_row, is_plain=is_plain)
            if _is_read(part) and most > (MAX_BETWEEN_ROWS if is_plain else MAX_ELEMENTS):
                raise _overgrown()
            tail = piece[-_OVERLAP:]
    return all_of_it


def _between_rows(piece: bytes, since: int, *, is_plain: bool) -> tuple[int, int]:
    """Return how many elements stand after the last row that ends here, and the most before one.

    An end that two pieces share is not seen: the rows on both sides of it count as one.
    """
    most = start = 0
    for end in _ROW_ENDS.finditer(piece) if is_plain else ():
        most = max(most, since + piece.count(b"<", start, end.start()))
        since, start = 0, end.end()
    since += piece.count(b"<", start)
    return since, max(most, since)


def _is_read(part: zipfile.ZipInfo) -> bool:
    """Say whether so large a part may be asked for: drawings and caches of pivots never are."""
    return part.file_size <= MAX_SMALL_PART or _may_be_large(part.filename)


def _may_be_large(name: str) -> bool:
    return name == _STRINGS or _SHEET.fullmatch(name) is not None


def _overgrown() -> Refused:
    text = _("The workbook holds far more than a programme. Copy its sheet into a new one.")
    return refused(text)


class _Package(zipfile.ZipFile):
    """A workbook's package that gives out only what was looked through, and within its bounds.

    Which part is which, the workbook itself says, and may say wrong. Its reader takes sheets and the
    list of texts piece by piece, by `open`; what it takes whole must be small.
    """

    def open(self, name: str | zipfile.ZipInfo, *args: Any, **words: Any) -> Any:
        """Open a part for reading."""
        part = name if isinstance(name, zipfile.ZipInfo) else self.getinfo(name)
        if not part.filename.endswith(_XML) or not _is_read(part):
            raise _overgrown()
        return super().open(name, *args, **words)

    def read(self, name: str | zipfile.ZipInfo, pwd: bytes | None = None) -> bytes:
        """Return a part as a whole."""
        part = name if isinstance(name, zipfile.ZipInfo) else self.getinfo(name)
        if part.file_size > MAX_SMALL_PART:
            raise _overgrown()
        return super().read(name, pwd)


def _opened(content: bytes) -> Any:
    from openpyxl.reader.excel import ExcelReader  # noqa: PLC0415 - each start would wait for it

    reader = ExcelReader(BytesIO(content), read_only=True, data_only=True, keep_links=False)
    reader.archive = _Package(BytesIO(content))
    reader.read()
    return reader.wb


def _read(content: bytes, sheet: str) -> Book:
    book = _opened(content)
    try:
        visible = _visible(book)
        if not visible:
            raise refused(_("The workbook has no sheet that can be seen."))
        chosen = next((each for each in visible if each.title == sheet), visible[0])
        rows = bounded(_cells(chosen))
        names = tuple(each.title for each in visible)
        return Book(
            rows=_filled(rows, _merged(book, chosen)),
            name=chosen.title,
            names=names,
            hidden=tuple(name for name in book.sheetnames if name not in names),
        )
    finally:
        book.close()


def _visible(book: Any) -> list[Any]:
    """Return the sheets that can be seen; a part is one sheet, however many say that they are it."""
    parts: dict[str, Any] = {}
    for each in book.worksheets:
        if each.sheet_state == "visible":
            parts.setdefault(each._worksheet_path, each)  # noqa: SLF001 - as below
    return list(parts.values())


def _cells(sheet: Any) -> Iterator[tuple[int, list[Cell]]]:
    # What the sheet says of its own size may be wrong either way.
    sheet.reset_dimensions()
    rows = sheet.iter_rows(max_col=MAX_COLUMNS + 1)
    for number, row in enumerate(rows, start=1):
        yield number, [_value(cell) for cell in row]


def _some(rows: Iterator[tuple[int, list[Cell]]], count: int) -> Iterator[tuple[int, list[Cell]]]:
    for number, row in rows:
        if number > count:
            return
        yield number, row


def _value(cell: Any) -> Cell:
    value: Cell = cell.value
    return Broken(str(value)) if cell.data_type == "e" else value


# (column, row) below the first cell of a merged range, and that first cell.
Merged = dict[tuple[int, int], tuple[int, int]]


def _merged(book: Any, sheet: Any) -> Merged:
    """Return where cells merged downwards take their value from; sideways the first column has it.

    Looked for as text: a second reading of a whole sheet as XML would take as long as the first.
    """
    found: Merged = {}
    tail = b""
    with book._archive.open(sheet._worksheet_path) as source:  # noqa: SLF001 - read-only mode tells no merges
        while piece := source.read(_PIECE):
            for ref in _MERGE.findall(tail + piece):
                found |= _below(ref.decode(), MAX_ROW_NUMBER - len(found))
            tail = piece[-_OVERLAP:]
    return found


def _below(ref: str, limit: int) -> Merged:
    from openpyxl.utils.cell import range_boundaries  # noqa: PLC0415 - each start would wait for it

    column, top, _right, bottom = range_boundaries(ref)
    if column is None or top is None or bottom is None or bottom - top > limit:
        return {}
    return {(column, row): (column, top) for row in range(top + 1, bottom + 1)}


def _filled(rows: tuple[Row, ...], merged: Merged) -> tuple[Row, ...]:
    """Give merged cells the value that the reader of the sheet sees in them.

    A row of nothing but merged cells stays left out: it says nothing of its own.
    """
    if not merged:
        return rows
    by_number = {row.number: row for row in rows}

    def cell(row: Row, column: int) -> Cell:
        own = row.cell(column - 1)
        first = merged.get((column, row.number))
        above = by_number.get(first[1]) if first and own is None else None
        return above.cell(column - 1) if above else own

    width = max(column for column, _row in merged)
    return tuple(
        Row(row.number, tuple(cell(row, at) for at in range(1, max(width, len(row.cells)) + 1)))
        for row in rows
    )
