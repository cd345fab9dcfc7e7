"""Makes one PDF from JSON on standard input: a program, run in a process of its own.

Typst keeps hundreds of megabytes of what it has set before; a process that ends gives them back. It
knows nothing of the site, and finds nothing of it: no settings, no database, no network.

A letter that no font here has is shown as a box, since PDF/UA-1 refuses a page with a letter that
can't be read.
"""

import os
import re
import sys
from pathlib import Path

import typst

TEMPLATE = Path(__file__).with_name("agenda.typ").read_bytes()

_BOX = "\u25a1"
_UNREADABLE = re.compile(r'the text `"((?:[^"\\`]|\\.)+)"` could not be displayed')
_WRITTEN_AS_CODE = re.compile(r"\\u\{([0-9a-fA-F]+)\}")
_STRANGE = re.compile("[^\\x00-\u04ff\u2000-\u206f\u20a0-\u20bf\u25a1]")
_TRIES = 3


def printed(content: str) -> bytes:
    """Return the agenda as a tagged PDF; the same content gives the same bytes."""
    for _attempt in range(_TRIES):
        try:
            return _compiled(content)
        except typst.TypstError as error:
            strange = unreadable(error.diagnostic)
            if not strange:
                raise
            content = content.translate(dict.fromkeys(map(ord, strange), _BOX))
    # Too many of them to be named one by one: what is not Latin, Cyrillic or a common sign goes.
    return _compiled(_STRANGE.sub(_BOX, content))


def unreadable(diagnostic: str) -> set[str]:
    """Return the letters that a refusal of Typst names."""
    found = "".join(_UNREADABLE.findall(diagnostic))
    plain = _WRITTEN_AS_CODE.sub(lambda code: chr(int(code[1], 16)), found)
    return {letter for letter in plain if not letter.isascii()}


def _compiled(content: str) -> bytes:
    made = typst.compile(
        TEMPLATE,
        format="pdf",
        sys_inputs={"agenda": content},
        pdf_standards=["ua-1"],
        # With the hour of its making in it, no two files would be the same.
        timestamp=0,
    )
    return bytes(made)


if __name__ == "__main__":
    # Those who are in a session come first.
    os.nice(10)
    sys.stdout.buffer.write(printed(sys.stdin.buffer.read().decode()))
