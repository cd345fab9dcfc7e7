"""CSV that opens right in a spreadsheet: UTF-8 with BOM, and no cell that runs as a formula."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence

# OWASP "CSV Injection", with the full-width forms that spreadsheets read the same way. The marks
# are looked for after leading blanks and controls, which a spreadsheet skips (TAB, CR, NUL).
_MARKS = "=+\\-@\uff1d\uff0b\uff0d\uff20|%"
_STARTS_A_FORMULA = re.compile(rf"[{_MARKS}]")
# Who opens the file with another separator than it has, or with no quotes, cuts cells in two: what
# stands behind any of these then starts a cell.
_STARTS_WITHIN = re.compile(rf"([;,\t\r\n][\x00-\x20\"]*|\"+)(?=[{_MARKS}])")
_CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f]")
# How much of a file is handed on at once.
_PIECE = 64 * 1024


def safe_cell(value: object) -> str:
    """Return a cell's text that no spreadsheet takes for a formula.

    Control characters go; what would start a formula, at the beginning or behind a separator, gets an
    apostrophe in front. Numbers given as numbers stay as they are.
    """
    if isinstance(value, int | float):
        return str(value)
    text = _STARTS_WITHIN.sub(r"\1'", "" if value is None else str(value).strip())
    if _CONTROLS.search(text):
        text = _CONTROLS.sub(" ", text).strip()
    if _STARTS_A_FORMULA.match(text):
        return "'" + text
    return text


def write(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Return a CSV file (RFC 4180: CRLF, every field quoted) in UTF-8 with a byte-order mark."""
    return b"".join(pieces(header, rows))


def pieces(header: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[bytes]:
    """Return the same file piece by piece, for one that is long."""
    out = io.StringIO("\ufeff")
    out.seek(0, io.SEEK_END)
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([safe_cell(name) for name in header])
    for row in rows:
        writer.writerow([safe_cell(value) for value in row])
        if out.tell() >= _PIECE:
            yield out.getvalue().encode()
            out.seek(0)
            out.truncate()
    yield out.getvalue().encode()
