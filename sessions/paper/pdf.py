"""The agenda as a PDF/UA-1 file, made by typst: tagged, with bookmarks, fonts inside.

Words go in as JSON and are shown as strings, so nothing that somebody wrote is ever read as markup
or code. Control characters and letters without a shape are taken out.
"""

import json
import logging
import re
import subprocess
import sys
from hashlib import blake2b
from html import unescape
from threading import BoundedSemaphore
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from kit.bilingual import Text
from kit.names import clean_name
from kit.refusals import Refused
from kit.richtext import plain_text
from sessions.paper import press
from sessions.paper.programme import Line, Paper
from sessions.paper.shelf import Shelf
from sessions.schedules.gathering import MAX_ABSTRACT

logger = logging.getLogger(__name__)

_LONGEST = 400
_BULLET = "\u2022"
# A character that no text has: the sanitiser takes it out.
_NEXT = "\x00"
_POINT = re.compile(r"<li[^>]*>\s*(?:<p>)?")
_BLOCK = re.compile(r"</?(?:p|ul|ol|li|h[1-6]|blockquote|pre|table|tr|hr|br)\b[^>]*>")
_LONGEST_RUNNING_HEAD = 80
# One at a time: a second core is for those who are in a session. Who waits longer is told to come again.
_press = BoundedSemaphore(1)
_PATIENCE_SECONDS = 10.0
_RETRY_SECONDS = 5.0

# Eight hundred sessions take two seconds on an idle core.
_LONGEST_SECONDS = 60

# About twenty agendas of eight hundred sessions, in each process.
_shelf = Shelf(16 * 1024 * 1024)


def document(paper: Paper) -> bytes:
    """Return the PDF; the same agenda gives the same bytes, made once while they are kept.

    Raises Refused `busy` when others' agendas take too long.
    """
    content = json.dumps(_content(paper), ensure_ascii=False)
    mark = digest(content)
    kept = _shelf.get(mark)
    if kept is not None:
        return kept
    if not _press.acquire(timeout=_PATIENCE_SECONDS):
        raise _busy()
    try:
        # Who held the press may have made the same.
        made = _shelf.get(mark) or _printed(content)
        _shelf.put(mark, made)
    finally:
        _press.release()
    return made


def digest(content: str) -> str:
    """Return the mark of what is to be printed: of the words and of the template."""
    return blake2b(press.TEMPLATE + content.encode(), digest_size=16).hexdigest()


def _printed(content: str) -> bytes:
    """Return the PDF, made in a process of its own; its end frees what Typst had taken."""
    program = [sys.executable, "-P", press.__file__]
    try:
        done = subprocess.run(
            program,
            input=content.encode(),
            capture_output=True,
            timeout=_LONGEST_SECONDS,
            check=True,
        )
    except subprocess.TimeoutExpired as error:
        raise _busy() from error
    except subprocess.CalledProcessError as error:
        # What it said may quote a title or a name, and a log names nobody.
        logger.error("agenda not printed: status %d", error.returncode)  # noqa: TRY400
        raise
    return done.stdout


def _busy() -> Refused:
    text = _("Other agendas are being made just now. Try again in a few seconds.")
    return Refused("busy", text, status=503, retry_in=_RETRY_SECONDS)


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
        "abstract": paragraphs(line.abstract.value) if line.abstract else [],
        "abstract_lang": line.abstract.lang if line.abstract else "",
    }


def paragraphs(html: str) -> list[str]:
    """Return an abstract as it is set: its paragraphs and the points of its lists, without emphasis."""
    marked = _POINT.sub(f"{_NEXT}{_BULLET} ", html)
    parts = _BLOCK.sub(_NEXT, marked).split(_NEXT)
    found = (clean_name(unescape(plain_text(part)), MAX_ABSTRACT) for part in parts)
    return [text for text in found if text not in {"", _BULLET}]


def _text(text: Text | None) -> dict[str, str] | None:
    return {"value": clean_name(text.value, _LONGEST), "lang": text.lang} if text else None


def _cut(title: str) -> str:
    if len(title) <= _LONGEST_RUNNING_HEAD:
        return title
    return f"{title[:_LONGEST_RUNNING_HEAD].rsplit(' ', 1)[0]}…"
