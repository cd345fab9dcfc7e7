"""A sign-in for a few pages only: whoever came in by a link in a mail is nobody everywhere else.

The cookie is an ordinary one, so that all that is asked of cookies holds: it ends when the person
signs out everywhere or is shut out. What it opens is written in it, and what is not named is shut.
It gives no office: where its person comes to direct what it opens, it opens that no longer.
"""

import re
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from django.contrib.auth import get_user, login
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse

from accounts.models import Person
from live import clock

GetResponse = Callable[[HttpRequest], HttpResponse]
# Says whether a person directs, as of now, what a sign-in for a few pages is about, by its key.
Directs = Callable[[Person, str], bool]

_KEY = "accounts.confined"
# Who is confined may leave: the door out is always open.
_ALWAYS = ("/sign-out/",)

_directs: list[Directs] = []


def shut_for_who_directs(directs: Directs) -> Directs:
    """Register who knows what a person directs: a sign-in for a few pages shuts there at once."""
    _directs.append(directs)
    return directs


def sign_in(
    request: HttpRequest,
    person: Person,
    *,
    subject: str,
    patterns: Sequence[str],
    until: datetime,
) -> None:
    """Sign a person in for the paths that match one of these regular expressions whole, and no longer.

    `subject` is the key of what they are about. What this browser could open before by another such
    sign-in of the same person it can open still, until that one's own end.
    """
    others = [door for door in _doors_of(request, person) if door["subject"] != subject]
    login(request, person, backend="accounts.backends.RuleBackend")
    opened = {"subject": subject, "patterns": list(patterns), "until": until.timestamp()}
    doors = [*others, opened]
    request.session[_KEY] = doors
    last = max(float(door["until"]) for door in doors)
    request.session.set_expiry(datetime.fromtimestamp(last, UTC))


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
        if is_confined(request) and not _opens(request):
            request.user = AnonymousUser()
            request.auser = _nobody
        return self.get_response(request)


def _opens(request: HttpRequest) -> bool:
    if request.path in _ALWAYS:
        return True
    doors = [door for door in _open_doors(request) if _leads_to(door, request.path)]
    person = request.user
    # Judged at each request: an office may have been given since, and a link in a mail is no proof
    # of who sits there.
    return isinstance(person, Person) and any(
        not any(directs(person, door["subject"]) for directs in _directs) for door in doors
    )


def _doors_of(request: HttpRequest, person: Person) -> list[dict[str, Any]]:
    """Return what is open already, if it was opened for this person by a sign-in that holds."""
    # Not request.user: of who is confined it knows nothing at the door where links are used.
    return _open_doors(request) if get_user(request) == person else []


def _open_doors(request: HttpRequest) -> list[dict[str, Any]]:
    now, doors = clock.here().timestamp(), request.session.get(_KEY)
    # One written in another form than ours opens nothing.
    found = doors if isinstance(doors, list) else []
    return [door for door in found if now <= door["until"]]


def _leads_to(door: dict[str, Any], path: str) -> bool:
    return any(re.fullmatch(one, path) for one in door["patterns"])


def _nobody() -> Awaitable[AnonymousUser]:
    async def answer() -> AnonymousUser:
        return AnonymousUser()

    return answer()
