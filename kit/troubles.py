"""What people and programs are told where no view could answer: pages of error, and what was typed.

None of it needs the database unless the page around it does; where that is away too, `broken` answers.
"""

import sys
from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import (
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.request import UnreadablePostError
from django.shortcuts import render, resolve_url
from django.template import loader
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views import defaults

from kit.refusals import NotHere, Refused

GetResponse = Callable[[HttpRequest], HttpResponse]

TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
AWAY = (OperationalError, InterfaceError)
# Seconds after which it is worth asking again while the database is away.
AWAY_FOR = 30
# Of a form that no view took, so many texts are shown to be copied.
MOST_TYPED = 20


def wants_json(request: HttpRequest) -> bool:
    """Say whether a program asks: it is answered in one shape, and never with a page."""
    accepted = str(request.headers.get("accept", ""))
    return request.path.startswith("/api/") or accepted.startswith("application/json")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer an address that is none: to programs in JSON, to people with a page."""
    if request.path.startswith("/api/"):
        return JsonResponse(NotHere().as_json(), status=404)
    return defaults.page_not_found(request, exception)


def unreadable(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what could not be read, and what was more than is taken at once."""
    is_large = isinstance(exception, TOO_LARGE)
    if request.path.startswith("/api/"):
        refused = (
            Refused("request.too_large", _("This is more than is taken at once."), status=413)
            if is_large
            else Refused("request.unreadable", _("This could not be read."), status=400)
        )
        return JsonResponse(refused.as_json(), status=refused.status)
    return _bare(request, "413.html" if is_large else "400.html", 413 if is_large else 400)


def broken(request: HttpRequest) -> HttpResponse:
    """Answer for a bug, or for a database that is away: that one comes back by itself."""
    is_away = isinstance(sys.exc_info()[1], AWAY)
    if request.path.startswith("/api/"):
        refused = (
            Refused("away", _("The site can’t reach its records."), status=503, retry_in=AWAY_FOR)
            if is_away
            else Refused("broken", _("Something broke on our side"), status=500)
        )
        return JsonResponse(refused.as_json(), status=refused.status)
    response = _bare(request, "503.html" if is_away else "500.html", 503 if is_away else 500)
    if is_away:
        response.headers["Retry-After"] = str(AWAY_FOR)
    return response


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose token does not fit: it may have been open since before a sign-in."""
    if wants_json(request):
        refused = Refused("request.stale", _("Reload the page and try again."), status=403)
        return JsonResponse(refused.as_json(), status=refused.status)
    return with_typed(request, "stale_form.html", status=403)


def with_typed(
    request: HttpRequest, template: str | list[str], *, status: int, **context: object
) -> HttpResponse:
    """Render a page of error that gives back what was typed, and the way to where it was."""
    shown = {"typed": typed(request), "back": came_from(request), **context}
    response = render(request, template, shown, status=status)
    response.headers["Cache-Control"] = "no-store, private"
    return response


def typed(request: HttpRequest) -> list[str]:
    """Return the texts of a form that was sent: what has words in it, nothing secret or chosen."""
    if request.method != "POST":
        return []
    try:
        names = [name for name in request.POST if "password" not in name]
        sent = [value for name in names for value in request.POST.getlist(name)]
    except (*TOO_LARGE, UnreadablePostError):
        return []
    return [value for value in sent if len(value.split()) > 1][:MOST_TYPED]


def came_from(request: HttpRequest) -> str:
    """Return the page of ours that a form was on, or nothing."""
    address = str(request.headers.get("referer", ""))
    if not url_has_allowed_host_and_scheme(address, {request.get_host()}):
        return ""
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _bare(request: HttpRequest, template: str, status: int) -> HttpResponse:
    # Without the request, whose context would ask for a person and a programme.
    context = {"theme": request.COOKIES.get("theme", "")}
    return HttpResponse(loader.get_template(template).render(context), status=status)


class LastWordMiddleware:
    """Has the last word where an answer would leave a person without their text, or without any.

    A browser says where a form came from (`Origin`): sent to the sign-in, it would lose what was typed.
    Programs are led to the door as ever.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if wants_json(request):
            return response
        if response.status_code == 405 and not response.content:  # noqa: PLR2004
            page = render(request, "405.html", status=405)
            page.headers["Allow"] = response.headers["Allow"]
            return page
        if _is_sent_to_the_door(request, response) and typed(request):
            return with_typed(request, "signed_out.html", status=401)
        return response


def _is_sent_to_the_door(request: HttpRequest, response: HttpResponse) -> bool:
    return (
        request.method == "POST"
        and "origin" in request.headers
        and response.headers.get("Location", "").startswith(
            f"{resolve_url(settings.LOGIN_URL)}?next="
        )
    )
