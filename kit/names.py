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
# Marks piled upon one letter reach over the lines above and below.
_PILED = re.compile(
    "(?<=[\u0300-\u036f\u0483-\u0489\u20d0-\u20f0]{2})[\u0300-\u036f\u0483-\u0489\u20d0-\u20f0]+"
)


def clean_name(text: str, limit: int = MAX_NAME) -> str:
    """Return a name in NFC with control, bidirectional and zero-width characters taken out.

    Of marks that are piled upon a letter two stay. Runs of blanks become one; what is longer than
    the limit is cut.
    """
    text = _PILED.sub("", unicodedata.normalize("NFC", _INVISIBLE.sub("", text)))
    text = "".join(c if unicodedata.category(c)[0] != "C" else " " for c in text)
    return " ".join(text.split())[:limit].rstrip()


def clean_text(text: str) -> str:
    """Return a message in NFC with line ends as LF and control characters taken out.

    Text direction is the page's affair (`<bdi>`), but unbalanced bidirectional controls are
    removed, since they would spill over into what follows.
    """
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = re.sub("[\u202a-\u202e\u2066-\u2069]", "", text)
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) != "Cc").strip()
