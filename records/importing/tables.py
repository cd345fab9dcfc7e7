"""Reads a table of words row by row: however long it is, a part of it is in memory at a time."""

import codecs
import csv
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from django.utils.translation import gettext as _

from kit.refusals import Refused
from records.importing import alphabets

MAX_BYTES = 256 * 2**20
# No line and no cell of a table of recommendations is longer than this, in characters.
MAX_LINE, MAX_CELL = 2**20, 100_000
SEPARATORS = (",", ";", "\t", "|")
_CHUNK = 64 * 1024
_LOOKED_AT = 20
# What stands in no table of words.
_CONTROL = re.compile("[\0-\x08\x0e-\x1f]")


class Unreadable(Refused):
    """A file that can't be read: where it breaks off, and why."""

    def __init__(self, text: str, *, line: int = 0, column: int = 0) -> None:
        place = ""
        if line and column:
            place = _("Line %(line)d, column %(column)d: ") % {"line": line, "column": column}
        elif line:
            place = _("Line %(line)d: ") % {"line": line}
        super().__init__("import.unreadable", f"{place}{text}")


@dataclass(frozen=True, slots=True)
class Row:
    """A row with the line at which it begins."""

    line: int
    cells: list[str]


@dataclass(frozen=True, slots=True)
class Table:
    """A file that can be read as often as one likes."""

    path: Path
    encoding: str
    is_guessed: bool
    separator: str
    headings: Row = field(compare=False)

    def rows(self) -> Iterator[Row]:
        """Yield the rows under the headings; those with nothing in them are passed over."""
        rows = _rows(self.path, self.encoding, self.separator)
        next(rows)
        yield from rows


def opened(path: Path, *, encoding: str = "", separator: str = "") -> Table:
    """Return a file as a table; what is not chosen of encoding and separator is recognised."""
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise Unreadable(_("This is no file."))
        if not size:
            raise Unreadable(_("The file is empty."))
        if size > MAX_BYTES:
            text = _("The file is larger than %(most)d MiB. Split it.")
            raise Unreadable(text % {"most": MAX_BYTES // 2**20})
        found, is_guessed = (encoding, False) if encoding else alphabets.recognise(path)
        _refuse_binary(path, found)
        separator = separator or _separator(path, found)
        first = next(_rows(path, found, separator), None)
    except OSError as error:
        raise Unreadable(error.strerror or str(error)) from error
    if first is None:
        raise Unreadable(_("The file has nothing but blanks in it."))
    return Table(path, found, is_guessed, separator, first)


def _rows(path: Path, encoding: str, separator: str) -> Iterator[Row]:
    csv.field_size_limit(MAX_CELL)
    with _text(path, encoding) as file:
        reader = csv.reader(_lines(file), delimiter=separator, strict=True)
        start = 1
        try:
            for cells in reader:
                if any(cell.strip() for cell in cells) and not _says_separator(start, cells):
                    yield Row(start, cells)
                start = reader.line_num + 1
        except csv.Error as error:
            raise _broken(str(error), start, reader.line_num) from error
        except UnicodeError as error:
            raise _not_so_encoded(path, encoding) from error


def _refuse_binary(path: Path, encoding: str) -> None:
    """Refuse what is no text before its bytes are taken for letters of some alphabet."""
    if encoding.startswith("utf-16"):
        return
    with path.open("rb") as file:
        head = file.read(_CHUNK).decode("latin-1")
    control = _CONTROL.search(head)
    if control:
        line, column, _last = _moved(head[: control.start()], 1, 1, "")
        raise _no_text(line, column)


def _no_text(line: int, column: int) -> Unreadable:
    text = _("This is no text. Save the table as CSV.")
    return Unreadable(text, line=line, column=column)


def _text(path: Path, encoding: str) -> TextIO:
    return path.open(encoding=alphabets.python_name(encoding), newline="")


def _lines(file: TextIO) -> Iterator[str]:
    """Yield lines that are none too long, and none of what is no text."""
    number = 0
    while line := file.readline(MAX_LINE):
        number += 1
        control = _CONTROL.search(line)
        if control:
            raise _no_text(number, control.start() + 1)
        if len(line) >= MAX_LINE:
            raise Unreadable(_("The line is too long: this is no table of words."), line=number)
        yield line


def _says_separator(line: int, cells: list[str]) -> bool:
    """Say whether it is the line by which some spreadsheets name their separator."""
    return line == 1 and len(cells) <= len("ab") and cells[0].strip().lower().startswith("sep=")


def _separator(path: Path, encoding: str) -> str:
    """Return the separator by which the first rows have the same number of cells, and the most."""
    with _text(path, encoding) as file:
        try:
            head = [line for _at, line in zip(range(_LOOKED_AT), _lines(file), strict=False)]
        except UnicodeError as error:
            raise _not_so_encoded(path, encoding) from error
    said = head[0].strip().strip('"') if head else ""
    if said.lower().startswith("sep=") and said[4:5] in SEPARATORS:
        return said[4:5]
    return max(SEPARATORS, key=lambda mark: _evenness(head, mark))


def _evenness(head: list[str], mark: str) -> int:
    widths: Counter[int] = Counter()
    try:
        for cells in csv.reader(head, delimiter=mark):
            widths[len(cells)] += 1
    except csv.Error:
        return 0
    widths.pop(1, None)
    if not widths:
        return 0
    width, count = widths.most_common(1)[0]
    return width * count


def _broken(error: str, start: int, line: int) -> Unreadable:
    if "unexpected end" in error or "field limit" in error:
        text = _(
            "A cell that begins in this row with a quotation mark is not closed by one. Is the file cut off?"
        )
        return Unreadable(text, line=start)
    return Unreadable(_("A quotation mark stands in the middle of a cell."), line=line)


def _not_so_encoded(path: Path, encoding: str) -> Unreadable:
    """Return where a file is not encoded as it was said to be, found by reading it once more."""
    decoder = codecs.getincrementaldecoder(alphabets.python_name(encoding))()
    line, column, last = 1, 1, ""
    with path.open("rb") as file:
        while True:
            chunk = file.read(_CHUNK)
            try:
                text = decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                text = bytes(error.object[: error.start]).decode(error.encoding, errors="replace")
                line, column, last = _moved(text, line, column, last)
                break
            except UnicodeError:
                break
            line, column, last = _moved(text, line, column, last)
            if not chunk:
                break
    said = _("This is not encoded as %(encoding)s. Choose another encoding.")
    return Unreadable(said % {"encoding": encoding}, line=line, column=column)


def _moved(text: str, line: int, column: int, last: str) -> tuple[int, int, str]:
    """Return where one is behind a text: line ends are CR, LF or both."""
    for letter in text:
        if letter == "\n" and last == "\r":
            pass
        elif letter in "\r\n":
            line, column = line + 1, 1
        else:
            column += 1
        last = letter
    return line, column, last
