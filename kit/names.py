"""Names as people may carry them: no invisible letters, no text that turns its neighbours round."""

import re
import unicodedata

MAX_NAME = 80

# The twelve Bidi_Control characters (Unicode UAX 9), zero-width characters, soft hyphen; letters
# that are drawn as nothing (the Hangul fillers among them), and selectors of variants.
_INVISIBLE = re.compile(
    "[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\u00ad"
    "\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\uffa0\ufe00-\ufe0f\U000e0100-\U000e01ef]"
)
# What turns the direction of what follows, and the control characters (Cc) but for tab and line end.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
# Marks piled upon one letter reach over the lines above and below. Of those that go with any script
# (stress, diaeresis, strokes) two are enough for every language, once letters are composed; the
# vowels and accents of scripts that write them as marks are let through to this many.
_ANY_SCRIPT = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0\ufe20-\ufe2f]"
)
_MOST_OF_ANY_SCRIPT = 2
_MOST_MARKS = 8


def clean_name(text: str, limit: int = MAX_NAME) -> str:
    """Return a name in NFC with control, bidirectional and zero-width characters taken out.

    Of marks that are piled upon a letter two stay. Runs of blanks become one; what is longer than
    the limit is cut.
    """
    text = _unpiled(unicodedata.normalize("NFC", _INVISIBLE.sub("", text)))
    text = "".join(c if unicodedata.category(c)[0] != "C" else " " for c in text)
    return " ".join(text.split())[:limit].rstrip()


def clean_text(text: str) -> str:
    """Return a message in NFC with line ends as LF and control characters taken out.

    Text direction is the page's affair (`<bdi>`), but unbalanced bidirectional controls are
    removed, since they would spill over into what follows; and so would marks that are piled upon a
    letter, of which two stay.
    """
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = _TURNING.sub("", text)
    text = _CONTROLS.sub("", text)
    return _unpiled(text).strip()


def _unpiled(text: str) -> str:
    """Return a text whose letters bear no more marks than writing needs; what is unseen parts none."""
    if text.isascii():
        return text
    kept, marks, of_any_script = [], 0, 0
    for letter in text:
        kind = unicodedata.category(letter)
        if kind in {"Mn", "Me"}:
            is_of_any_script = _ANY_SCRIPT.match(letter) is not None
            if marks == _MOST_MARKS or (is_of_any_script and of_any_script == _MOST_OF_ANY_SCRIPT):
                continue
            marks, of_any_script = marks + 1, of_any_script + is_of_any_script
        elif kind != "Cf":
            marks, of_any_script = 0, 0
        kept.append(letter)
    return "".join(kept)
