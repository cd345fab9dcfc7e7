"""Reads CSV as spreadsheets of either country save it: in whatever alphabet, with whatever separator."""

import csv
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from io import StringIO
from itertools import pairwise

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kit.refusals import Refused
from sessions.schedules.grids import MAX_BYTES, Book, Cell, bounded, refused

# What a person may choose, with the name under which Python knows it.
ENCODINGS = {
    "utf-8": gettext_lazy("Unicode (UTF-8)"),
    "utf-16": gettext_lazy("Unicode (UTF-16)"),
    "cp1251": gettext_lazy("Cyrillic (Windows-1251)"),
    "mac_cyrillic": gettext_lazy("Cyrillic (Mac)"),
    "cp1252": gettext_lazy("Western European (Windows-1252)"),
}
SEPARATORS = {
    ",": gettext_lazy("comma"),
    ";": gettext_lazy("semicolon"),
    "\t": gettext_lazy("tab"),
}

# So much of a text is looked at to recognise its alphabet and its separator.
_LOOKED_AT = 64 * 1024
_RECORDS = 40
_MOSTLY = 0.8
_WORD = re.compile(r"[^\W\d_]+")
_SAID = re.compile(r"\Asep=(.)\r?\n", re.IGNORECASE)
_MOST_CONTROLS = 0.01


def read(content: bytes, *, encoding: str = "", separator: str = "") -> Book:
    """Return the rows of a CSV file; what is not chosen of encoding and separator is recognised."""
    if len(content) > MAX_BYTES:
        text = _("The file is larger than %(size)d MiB. A programme of words is smaller.")
        raise refused(text % {"size": MAX_BYTES // 2**20})
    encoding = encoding if encoding in ENCODINGS else recognise_encoding(content)
    if encoding != "utf-16" and b"\0" in content:
        raise _no_text()
    text = _decoded(content, encoding)
    _refuse_binary(text)
    said = _SAID.match(text)
    text = text[said.end() :] if said else text
    if separator not in SEPARATORS:
        separator = said[1] if said and said[1] in SEPARATORS else recognise_separator(text)
    return Book(rows=bounded(_records(text, separator)), encoding=encoding, separator=separator)


def recognise_encoding(content: bytes) -> str:
    """Return how a file is most likely encoded: by its mark, else by what makes words of it."""
    if content.startswith(b"\xef\xbb\xbf"):
        return "utf-8"
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or _has_wide_letters(content):
        return "utf-16"
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        sample = _from_first_high_byte(content)
        scores = {name: _likeness(sample, name) for name in ("cp1251", "mac_cyrillic", "cp1252")}
        return max(scores, key=lambda name: scores[name])
    return "utf-8"


def recognise_separator(text: str) -> str:
    """Return the separator by which most lines have the same number of parts, and more than one."""
    scores = {mark: _evenness(text[:_LOOKED_AT], mark) for mark in SEPARATORS}
    return max(scores, key=lambda mark: scores[mark])


def _has_wide_letters(content: bytes) -> bool:
    """Say whether every second byte is NUL or 4, as in UTF-16 without its mark.

    There Latin and Cyrillic letters have these as their first halves, and in no text of single
    bytes has either anything to do.
    """
    sample = content[:_LOOKED_AT]
    halves = (sample[0::2], sample[1::2])
    most = max(half.count(0) + half.count(4) for half in halves)
    return len(sample) > 1 and most > len(sample) // 2 * _MOSTLY


def _from_first_high_byte(content: bytes) -> bytes:
    first = next(place for place, byte in enumerate(content) if byte > 0x7F)  # noqa: PLR2004 - ASCII ends
    return content[max(0, first - 100) : first + _LOOKED_AT]


def _likeness(sample: bytes, encoding: str) -> int:
    """Return how much a reading looks like words: whole alphabets, capitals at the beginning only."""
    text = sample.decode(encoding, errors="replace")
    score = -2 * sum(1 for c in text if ord(c) > 0x7F and unicodedata.category(c)[0] in "SC")  # noqa: PLR2004
    for word in _WORD.findall(text):
        high = sum(1 for c in word if ord(c) > 0x7F)  # noqa: PLR2004 - beyond ASCII
        if not high:
            continue
        cyrillic = sum(1 for c in word if "\u0400" <= c <= "\u04ff")
        if encoding == "cp1252":
            # A word of nothing but letters with accents is Cyrillic, misread.
            score += high if high * 2 <= len(word) else -high
        elif cyrillic < len(word):
            score -= 3
        else:
            score += cyrillic - 3 * _capitals_inside(word)
    return score


def _capitals_inside(word: str) -> int:
    if word.isupper():
        return 0
    return sum(1 for before, c in pairwise(word) if before.islower() and c.isupper())


def _decoded(content: bytes, encoding: str) -> str:
    if encoding == "utf-16" and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        odd = content[1:_LOOKED_AT:2]
        is_little = odd.count(0) + odd.count(4) > len(odd) * _MOSTLY
        encoding = "utf-16-le" if is_little else "utf-16-be"
    try:
        return content.decode("utf-8-sig" if encoding == "utf-8" else encoding).lstrip("\ufeff")
    except UnicodeDecodeError as error:
        name = ENCODINGS.get(encoding.removesuffix("-le").removesuffix("-be"), encoding)
        text = _("The file is not encoded as %(encoding)s: see byte %(byte)d. Choose another one.")
        raise refused(text % {"encoding": name, "byte": error.start + 1}) from error


def _refuse_binary(text: str) -> None:
    sample = text[:_LOOKED_AT]
    controls = sum(1 for c in sample if c < " " and c not in "\t\r\n")
    if "\0" in text or controls > len(sample) * _MOST_CONTROLS:
        raise _no_text()


def _no_text() -> Refused:
    return refused(_("This is no text. Save the programme as XLSX or CSV."))


def _records(text: str, separator: str) -> Iterator[tuple[int, list[Cell]]]:
    try:
        for number, record in enumerate(csv.reader(StringIO(text), delimiter=separator), start=1):
            yield number, list(record)
    except csv.Error as error:
        raise refused(_("A quotation mark that opens a cell does not close it.")) from error


def _evenness(sample: str, separator: str) -> int:
    widths: Counter[int] = Counter()
    try:
        for number, record in enumerate(csv.reader(StringIO(sample), delimiter=separator)):
            if number >= _RECORDS:
                break
            widths[len(record)] += 1
    except csv.Error:
        return 0
    widths.pop(1, None)
    if not widths:
        return 0
    width, count = widths.most_common(1)[0]
    return count * width
