"""Who reads: the language and the zone in which a request is answered."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from accounts.models import Person

GetResponse = Callable[[HttpRequest], HttpResponse]


@dataclass(frozen=True, slots=True)
class Reader:
    """In which language texts are told, and in which zone hours are repeated."""

    language: str
    zone: str


class ReaderMiddleware:
    """Answers in the language of the person's profile, unless this browser was switched by hand."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        zone = settings.TIME_ZONE
        if isinstance(request.user, Person):
            zone = request.user.zone
            if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
                translation.activate(request.user.language)
                request.LANGUAGE_CODE = translation.get_language()
        request.reader = Reader(translation.get_language() or settings.LANGUAGE_CODE, zone)  # type: ignore[attr-defined]
        return self.get_response(request)
