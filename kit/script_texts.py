"""The sentences of the pages' scripts in one language, in parts: for the first view, what follows it, and what is seldom seen.

Which sentences are in which is found when the front end is built (`static/room_view.ts`).
"""

import gzip
import json
from functools import cache
from hashlib import sha256
from typing import Any, Literal, cast, get_args
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language, override
from django.views.decorators.http import require_safe
from django.views.i18n import JSONCatalog

Part = Literal["first", "rest", "seldom"]
SENTENCES = settings.BASE_DIR / "static" / "dist" / ".vite" / "texts.json"
_FOR_EVER = "public, max-age=315360000, immutable"


@cache
def script(language: str, part: Part) -> bytes:
    """Return a script that adds a part's sentences to those that the page knows."""
    known = _known_texts(language)
    said = json.loads(SENTENCES.read_text())[part]
    texts = {each: known["catalog"][each] for each in said if each in known["catalog"]}
    packed = json.dumps(texts, ensure_ascii=False, separators=(",", ":"))
    if part != "first":
        return f"Object.assign(texts.of,{packed});".encode()
    plural = known["plural"] or "n != 1"
    return f"globalThis.texts={{plural:n=>Number({plural}),of:{packed}}};".encode()


def _known_texts(language: str) -> dict[str, Any]:
    asking = HttpRequest()
    asking.method = "GET"
    with override(language):
        answer = JSONCatalog.as_view()(asking)
    known: dict[str, Any] = json.loads(cast("HttpResponse", answer).content)
    return known


@cache
def _gzipped(language: str, part: Part) -> bytes:
    return gzip.compress(script(language, part), 9, mtime=0)


@cache
def _mark(language: str, part: Part) -> str:
    return sha256(script(language, part)).hexdigest()[:10]


def address(part: Part) -> str:
    """Return where the page's script finds a part in the reader's language: it changes with the texts."""
    language = _known(get_language() or "")
    asked = {"language": language, "part": part, "v": _mark(language, part)}
    return f"{reverse('javascript-catalog')}?{urlencode(asked)}"


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """Serve a part of the sentences; who names the present mark need never ask again."""
    language = _known(request.GET.get("language", get_language() or ""))
    asked = request.GET.get("part")
    part: Part = next((part for part in get_args(Part) if part == asked), "first")
    is_packed = "gzip" in request.headers.get("Accept-Encoding", "")
    content = _gzipped(language, part) if is_packed else script(language, part)
    answer = HttpResponse(content, "text/javascript; charset=utf-8")
    if is_packed:
        answer["Content-Encoding"] = "gzip"
    answer["Vary"] = "Accept-Encoding"
    is_present = request.GET.get("v") == _mark(language, part)
    answer["Cache-Control"] = _FOR_EVER if is_present else "no-cache"
    return answer


def _known(language: str) -> str:
    return language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
