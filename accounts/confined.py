"""A sign-in for a few pages only: whoever came in by a link in a mail is nobody everywhere else.

The cookie is an ordinary one, so that all that is asked of cookies holds: it ends when the person
signs out everywhere or is shut out. What it opens is written in it, and what is not named is shut.
"""

import re
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any

from django.contrib.auth import login
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse

from accounts.models import Person
from live import clock

GetResponse = Callable[[HttpRequest], HttpResponse]

_KEY = "accounts.confined"
# Who is confined may leave: the door out is always open.
_ALWAYS = ("/sign-out/",)


def sign_in(
    request: HttpRequest, person: Person, *, patterns: Sequence[str], until: datetime
) -> None:
    """Sign a person in for the paths that match one of these regular expressions whole, and no longer."""
    login(request, person, backend="accounts.backends.RuleBackend")
    request.session[_KEY] = {"patterns": list(patterns), "until": until.timestamp()}
    request.session.set_expiry(until)


def is_confined(request: HttpRequest) -> bool:
    """Say whether this browser's sign-in is for a few pages only."""
    return _KEY in request.session


@receiver(user_logged_in, dispatch_uid="accounts.confined.lifted")
def lifted(sender: type, request: HttpRequest, **details: Any) -> None:
    """Let a whole sign-in be whole, where this browser had a confined one before."""
    if request.session.pop(_KEY, None) is not None:
        request.session.set_expiry(None)


class ConfinedMiddleware:
    """Takes a confined sign-in away from every request that it is not for."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        confined = request.session.get(_KEY)
        if confined is not None and not _opens(confined, request.path):
            request.user = AnonymousUser()
            request.auser = _nobody
        return self.get_response(request)


def _opens(confined: dict[str, Any], path: str) -> bool:
    if clock.here().timestamp() > confined["until"]:
        return False
    return path in _ALWAYS or any(re.fullmatch(one, path) for one in confined["patterns"])


def _nobody() -> Awaitable[AnonymousUser]:
    async def answer() -> AnonymousUser:
        return AnonymousUser()

    return answer()
