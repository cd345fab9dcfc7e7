"""The agenda as a PDF/UA-1 file, made by typst: tagged, with bookmarks, fonts inside.

Words go in as JSON and are shown as strings, so nothing that somebody wrote is ever read as markup
or code. Control characters and letters without a shape are taken out; a letter that no font here
has is shown as a box, since the standard refuses a page with a letter that can't be read.
"""

import json
import re
from hashlib import blake2b
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

import typst
from django.core.cache import cache
from django.utils.translation import gettext as _
from django.utils.translation import override

from kit.bilingual import Text
from kit.names import clean_name
from kit.refusals import Refused
from sessions.paper.programme import Line, Paper

_TEMPLATE = Path(__file__).with_name("agenda.typ").read_bytes()
_LONGEST = 400
_LONGEST_RUNNING_HEAD = 80
_BOX = "\u25a1"
_UNREADABLE = re.compile(r'the text `"((?:[^"\\`]|\\.)+)"` could not be displayed')
_WRITTEN_AS_CODE = re.compile(r"\\u\{([0-9a-fA-F]+)\}")
_TRIES = 3

# One at a time: a second core is for those who are in a session. Who waits longer is told to come again.
_press = BoundedSemaphore(1)
_PATIENCE_SECONDS = 10.0
_RETRY_SECONDS = 5.0

# What is kept: files up to this size, for so long. The cache itself has a bound for all.
_LARGEST_KEPT = 4 * 1024 * 1024
_KEPT_SECONDS = 3600


def document(paper: Paper) -> bytes:
    """Return the PDF; the same agenda gives the same bytes, made once while the cache has them.

    Raises Refused `busy` when others' agendas take too long.
    """
    content = json.dumps(_content(paper), ensure_ascii=False)
    key = f"agenda.pdf.{digest(content)}"
    kept: bytes | None = cache.get(key)
    if kept is not None:
        return kept
    if not _press.acquire(timeout=_PATIENCE_SECONDS):
        text = _("Other agendas are being made just now. Try again in a few seconds.")
        raise Refused("busy", text, status=503, retry_in=_RETRY_SECONDS)
    try:
        made = cache.get(key) or _printed(content)
    finally:
        _press.release()
    if len(made) <= _LARGEST_KEPT:
        cache.set(key, made, _KEPT_SECONDS)
    return made


def digest(content: str) -> str:
    """Return the mark of what is to be printed: of the words and of the template."""
    return blake2b(_TEMPLATE + content.encode(), digest_size=16).hexdigest()


def _printed(content: str) -> bytes:
    for _attempt in range(_TRIES):
        try:
            return typst.compile(
                _TEMPLATE,
                format="pdf",
                sys_inputs={"agenda": content},
                pdf_standards=["ua-1"],
                # Without an hour of its making the same agenda is the same file.
                timestamp=0,
            )
        except typst.TypstError as error:
            unreadable = _unreadable(error.diagnostic)
            if not unreadable:
                raise
            content = content.translate(dict.fromkeys(map(ord, unreadable), _BOX))
    # Too many strange letters to name them all: everything outside the alphabets that we know.
    return _printed(re.sub(r"[^\x00-\u04ff\u2000-\u206f\u20a0-\u20bf\u25a1]", _BOX, content))


def _unreadable(diagnostic: str) -> set[str]:
    found = "".join(_UNREADABLE.findall(diagnostic))
    plain = _WRITTEN_AS_CODE.sub(lambda code: chr(int(code[1], 16)), found)
    return {letter for letter in plain if not letter.isascii()}


def _content(paper: Paper) -> dict[str, Any]:
    with override(paper.language):
        words = {
            "contents": _("Days"),
            "page": _("page {n} of {m}"),
            "nothing": _("The programme is not published yet."),
            "clock": paper.clock,
        }
    title = clean_name(paper.title.value, _LONGEST)
    return {
        "lang": paper.language,
        "programme": clean_name(paper.programme, _LONGEST),
        "title": title,
        "title_lang": paper.title.lang,
        "second": _text(paper.second),
        "running": _cut(title),
        "when": paper.when,
        "venue": clean_name(paper.venue, _LONGEST),
        "words": words,
        "days": [
            {"name": day.name, "lines": [_line(line) for line in day.lines]} for day in paper.days
        ],
    }


def _line(line: Line) -> dict[str, Any]:
    return {
        "hours": line.hours,
        "note": line.note,
        "title": _text(line.title),
        "second": _text(line.second),
        "speakers": [_text(name) for name in line.speakers],
        "place": [_text(name) for name in line.place],
    }


def _text(text: Text | None) -> dict[str, str] | None:
    return {"value": clean_name(text.value, _LONGEST), "lang": text.lang} if text else None


def _cut(title: str) -> str:
    if len(title) <= _LONGEST_RUNNING_HEAD:
        return title
    return f"{title[:_LONGEST_RUNNING_HEAD].rsplit(' ', 1)[0]}…"
