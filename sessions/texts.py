"""What somebody wrote: whether there is anything in it, and in which language it is."""

import re
import unicodedata

_CODE = re.compile(r"[a-z]{2,3}")


def language_of(text: str, given: str = "") -> str:
    """Return the language named, else Russian where Cyrillic letters prevail, else English.

    The page marks each text with it, so that a screen reader reads it out with the right voice.
    """
    if _CODE.fullmatch(given):
        return given
    names = [unicodedata.name(letter, "") for letter in text if letter.isalpha()]
    cyrillic = sum(name.startswith("CYRILLIC") for name in names)
    return "ru" if cyrillic * 2 > len(names) else "en"


def is_blank(text: str) -> bool:
    """Say whether a text shows nothing: only blanks, or letters without a shape."""
    return not any(letter.isprintable() and not letter.isspace() for letter in text)
