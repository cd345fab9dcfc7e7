"""The page behind a personal link: who follows it presses one button and is in the room.

The link's key is in no log: not in our server's, which logs no requests; not in Django's, out of which
it is cut (kit.reports); and no page behind it tells its address to another (Referrer-Policy).
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts import confined
from accounts.models import Person
from live import clock
from sessions.meetings import joining
from sessions.meetings.joining import Entry, Way

# A form from a page under "no-referrer" would come with the origin "null", and be refused.
_REFERRER = "strict-origin"
# Seconds for which a browser is known again.
_KEPT = 365 * 24 * 3600


@never_cache
@require_safe
def follow(request: HttpRequest, key: str) -> HttpResponse:
    """Ask whether to enter: only a press of the button uses the link, never a machine that looks at it."""
    entry = joining.entry_of(key, _secret_of(request, key))
    if entry is None:
        return _dead(request)
    if request.user == entry.person:
        return redirect("sessions:detail", session_id=entry.session.pk)
    return _asked(request, entry, key)


@never_cache
@require_POST
def enter(request: HttpRequest) -> HttpResponse:
    """Enter by the link: sign in for this meeting's pages, in this browser, until an hour after its end."""
    key = request.POST.get("key", "")
    entry, secret = joining.enter(key=key, browser=_secret_of(request, key))
    if entry is None:
        return _dead(request)
    if entry.way != Way.OPEN or not secret:
        return _asked(request, entry, key)
    patterns = joining.pages_of(entry)
    confined.sign_in(
        request,
        entry.person,
        subject=str(entry.session.pk),
        patterns=patterns,
        until=entry.until,
    )
    answer = redirect("sessions:detail", session_id=entry.session.pk)
    answer.status_code = 303
    answer.set_cookie(
        _cookie_of(key),
        secret,
        # Longer than the meeting, which may be moved: what a link opens is judged whenever it is used.
        max_age=_KEPT,
        path=reverse("sessions:enter_by_link"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return answer


def _asked(request: HttpRequest, entry: Entry, key: str) -> HttpResponse:
    """Show whose link it is, as far as they would know it, and the way in that it still has."""
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        translation.activate(entry.person.language)
        request.LANGUAGE_CODE = entry.person.language
    room = reverse("sessions:detail", args=[entry.session.pk])
    context = {
        "entry": entry,
        "key": key,
        "is_open": entry.way == Way.OPEN,
        "sign_in": f"{reverse('accounts:sign_in')}?{urlencode({'next': room})}",
        "other": request.user.email if isinstance(request.user, Person) else "",
        "is_early": entry.session.starts_at > clock.now(),
        "zone": entry.person.zone,
    }
    return _quiet(render(request, "sessions/meetings/join.html", context))


def _dead(request: HttpRequest) -> HttpResponse:
    answer = render(request, "sessions/meetings/dead_link.html", status=410)
    # Django logs the address of what it answers like this, and the address is the secret.
    answer._has_been_logged = True  # type: ignore[attr-defined]  # noqa: SLF001
    return _quiet(answer)


def _quiet(answer: HttpResponse) -> HttpResponse:
    answer["Referrer-Policy"] = _REFERRER
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _secret_of(request: HttpRequest, key: str) -> str:
    return request.COOKIES.get(_cookie_of(key), "")


def _cookie_of(key: str) -> str:
    # The key's first half names the invitation and is no secret by itself.
    return f"join-{key[:21]}"
