"""How a table of words is encoded: by its mark, else by what makes words of it."""

import codecs
import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

# What can be chosen, with the name under which Python knows it; in the order in which ties are broken.
ENCODINGS = {
    "utf-8": "utf-8-sig",
    "utf-16": "utf-16",
    "windows-1252": "cp1252",
    "windows-1251": "cp1251",
    "mac-roman": "mac_roman",
    "mac-cyrillic": "mac_cyrillic",
}
_OF_ONE_BYTE = ("windows-1252", "windows-1251", "mac-roman", "mac-cyrillic")
_CHUNK = 64 * 1024
# So many places with letters beyond ASCII are looked at, with so much around each.
_PLACES, _AROUND = 2000, 16
_MOSTLY = 0.8
_HIGH = re.compile(rb"[\x80-\xff]+")
_WORD = re.compile(r"[^\W\d_]+")
_ASCII = 0x7F


def recognise(path: Path) -> tuple[str, bool]:
    """Return a file's encoding, and whether it was guessed; in memory is never more than a part of it."""
    with path.open("rb") as file:
        head = file.read(_CHUNK)
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8", False
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16", False
    if _wide(head):
        return _wide(head), True
    if _is_utf8(path):
        return "utf-8", True
    windows = list(_places(path))
    return max(_OF_ONE_BYTE, key=lambda name: sum(_likeness(each, name) for each in windows)), True


def python_name(encoding: str) -> str:
    """Return under which name Python knows an encoding."""
    return ENCODINGS.get(encoding, encoding)


def _wide(head: bytes) -> str:
    """Return which UTF-16 it is, without a mark, where every second byte is NUL or 4, or nothing."""
    if len(head) < len("ab") * 2:
        return ""
    shares = [
        (half.count(0) + half.count(4)) / max(1, len(half)) for half in (head[0::2], head[1::2])
    ]
    if max(shares) < _MOSTLY or min(shares) >= _MOSTLY:
        return ""
    return "utf-16-be" if shares[0] > shares[1] else "utf-16-le"


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _places(path: Path) -> Iterator[bytes]:
    """Yield the places where something stands that is not ASCII, with what is around it."""
    left = _PLACES
    before = b""
    with path.open("rb") as file:
        while left > 0 and (chunk := file.read(_CHUNK)):
            text = before + chunk
            for found in _HIGH.finditer(text):
                left -= 1
                yield text[max(0, found.start() - _AROUND) : found.end() + _AROUND]
                if left <= 0:
                    return
            before = text[-_AROUND:] if not _HIGH.search(text[-_AROUND:]) else b""


def _likeness(window: bytes, encoding: str) -> float:
    """Return how much a reading looks like words: whole alphabets, capitals at the beginning only."""
    text = window.decode(python_name(encoding), errors="replace")
    score = sum(_of_word(found[0]) for found in _WORD.finditer(text))
    for place, letter in enumerate(text):
        if ord(letter) > _ASCII and not letter.isalpha():
            score += _of_mark(text, place)
    return score


def _of_word(word: str) -> float:
    high = sum(ord(c) > _ASCII for c in word)
    if not high:
        return 0
    cyrillic = sum("\u0400" <= c <= "\u04ff" for c in word)
    inside = sum(a.islower() and b.isupper() for a, b in pairwise(word))
    if cyrillic == len(word):
        return cyrillic - 3 * inside - 2 * _rare(word)
    if cyrillic:
        return -3 * high
    # A word of nothing but letters with accents is of another alphabet, misread.
    return (high if high * 2 <= len(word) else -high) - 3 * inside


def _rare(word: str) -> int:
    """Return how many letters a word has that are no part of the Russian alphabet."""
    return sum(not ("а" <= c <= "я" or c == "ё") for c in word.lower())


def _of_mark(text: str, place: int) -> float:
    """Judge what is no letter: a typographic mark where it belongs speaks for a reading."""
    mark = text[place]
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    if mark == "\ufffd" or unicodedata.category(mark)[0] == "C":
        return -5
    if mark in "’”»":
        return 1 if before.isalnum() or before in {".", ",", "!", "?"} else -1
    if mark in "“‘«„":
        return 1 if after.isalnum() and not before.isalnum() else -1
    if mark in "–—":
        return 1 if before.isspace() == after.isspace() else -1
    if mark in "…№§°\u00a0":
        return 0.5
    return -2
