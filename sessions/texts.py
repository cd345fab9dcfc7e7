"""What somebody wrote: whether there is anything in it, and in which language it is."""

import re
import unicodedata
from functools import lru_cache

_CYRILLIC = re.compile("[\u0400-\u04ff]")
_LATIN = re.compile("[A-Za-z]")
_CODE = re.compile(r"[a-z]{2,3}")


def language_of(text: str, given: str = "") -> str:
    """Return the language named, else Russian where Cyrillic letters prevail, else English.

    The page marks each text with it, so that a screen reader reads it out with the right voice.
    """
    if _CODE.fullmatch(given):
        return given
    if text.isascii():
        return "en"
    letters = [letter for letter in text if letter.isalpha()]
    return "ru" if sum(map(_is_cyrillic, letters)) * 2 > len(letters) else "en"


@lru_cache(1024)
def _is_cyrillic(letter: str) -> bool:
    return unicodedata.name(letter, "").startswith("CYRILLIC")


def implied_language(text: str) -> str:
    """Return what every client makes of a text that comes without its language (docs/protocol.md).

    By code points and not by names of letters: all clients count alike, whatever their Unicode knows.
    """
    if not text:
        return ""
    return "ru" if len(_CYRILLIC.findall(text)) > len(_LATIN.findall(text)) else "en"


def told_language(text: str, lang: str) -> str:
    """Return the language that an event has to name: none where its text says it."""
    return "" if lang == implied_language(text) else lang


def is_blank(text: str) -> bool:
    """Say whether a text shows nothing: only blanks, or letters without a shape."""
    return not any(letter.isprintable() and not letter.isspace() for letter in text)
