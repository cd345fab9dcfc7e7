"""Names as people may carry them: no invisible letters, no text that turns its neighbours round."""

import re
import unicodedata

MAX_NAME = 80

# The twelve Bidi_Control characters (Unicode UAX 9), zero-width characters, and soft hyphen.
_INVISIBLE = re.compile("[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\u00ad]")


def clean_name(text: str, limit: int = MAX_NAME) -> str:
    """Return a name in NFC with control, bidirectional and zero-width characters taken out.

    Runs of blanks become one; what is longer than the limit is cut.
    """
    text = _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
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
