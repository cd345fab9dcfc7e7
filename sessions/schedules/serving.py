"""The public door of schedule files: the same document for everybody, told when it last changed."""

from collections.abc import Callable
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from conferences import queries as conference_queries
from kit.bilingual import CODES
from live import clock
from sessions.schedules import export_json, export_xml
from sessions.schedules.export import Outline, outline
from sessions.schedules.export_version import versioned

WRITERS: dict[str, tuple[Callable[[Outline], bytes], str]] = {
    "xml": (export_xml.as_xml, export_xml.MEDIA_TYPE),
    "json": (export_json.as_json, export_json.MEDIA_TYPE),
}

# So long a reader, or what stands between, may show a copy without asking whether it still holds.
_FRESH_SECONDS = 60
_REMEMBERED_SECONDS = 7 * 24 * 3600


@require_safe
def schedule(request: HttpRequest, slug: str, kind: str) -> HttpResponseBase:
    """Hand out a public conference's schedule; `?lang=` says in which language its texts shall be.

    Nobody's sign-in matters: what is not public is not here, not even for its organisers. So a copy
    may be kept on the way, and another site's script may read it.
    """
    conference = conference_queries.visible(AnonymousUser(), slug)
    language = asked_language(request)
    write, media_type = WRITERS[kind]
    site = request.build_absolute_uri("/").rstrip("/")
    document = write(outline(conference, site=site, language=language))
    mark = versioned(document.decode())
    changed_at = _changed_at(f"{conference.pk}.{kind}.{language}.{site}", mark)
    whole = HttpResponse(document, content_type=f"{media_type}; charset=utf-8")
    whole["Content-Disposition"] = f'inline; filename="{slug}-schedule.{kind}"'
    whole["ETag"] = f'"{mark}"'
    whole["Last-Modified"] = http_date(changed_at.timestamp())
    whole["Cache-Control"] = f"public, max-age={_FRESH_SECONDS}"
    whole["Access-Control-Allow-Origin"] = "*"
    answer = get_conditional_response(request, whole["ETag"], int(changed_at.timestamp()), whole)
    return whole if answer is None else answer


def asked_language(request: HttpRequest) -> str:
    """Return the language that an address asks for; what is none asks for nothing."""
    asked = request.GET.get("lang", "")
    return asked if asked in CODES else ""


def _changed_at(name: str, mark: str) -> datetime:
    """Return when this content was first seen: never before it came to be.

    Rows don't know when they changed. A server that has just started may name a later hour than
    the true one, which costs a reader one more download and never hides a change from them.
    """
    key = f"schedule.{versioned(name)}"
    known, since = cache.get(key) or ("", clock.now())
    if known != mark:
        since = clock.now()
        cache.set(key, (mark, since), _REMEMBERED_SECONDS)
    return since
