"""Turns a refusal that no view handled into the page or the JSON that the reader asked for."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from kit.refusals import Refused
from kit.troubles import wants_json, with_typed

GetResponse = Callable[[HttpRequest], HttpResponse]

OWN_PAGES = {403: ("403.html",), 429: ("429.html",)}


class RefusalMiddleware:
    """Answers `Refused` with its status: an error page for people, JSON for programs.

    A refusal that needs a page of its own has one in `templates/refusals/`, named for its code.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer a refusal; anything else is a bug and goes on to Django's own handling."""
        if not isinstance(error, Refused):
            return None
        if wants_json(request):
            return JsonResponse(error.as_json(), status=error.status)
        if error.status == 404:  # noqa: PLR2004
            names = [f"refusals/{error.code}.html", "404.html"]
            return render(request, names, {"refused": error}, status=404)
        names = [f"refusals/{error.code}.html", *OWN_PAGES.get(error.status, ()), "refused.html"]
        return with_typed(request, names, status=error.status, refused=error)
