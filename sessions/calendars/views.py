"""The doors to the feeds: a conference's for everyone, a group's and a person's by a secret address."""

from collections.abc import Iterable
from hashlib import blake2b
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.sign_ins import signed_in
from conferences import queries as conference_queries
from groups import queries as group_queries
from kit.bilingual import CODES
from sessions.calendars import addresses, feeds
from sessions.calendars.entries import calendar, entry, text_of
from sessions.models import Session

# Seconds for which whoever stands between may keep a public feed.
_PUBLIC = 300


@require_safe
def conference_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """Give a conference's sessions, in the language that the address names or the browser asks for."""
    conference = conference_queries.visible(request.user, slug)
    asked = request.GET.get("lang", "")
    language = asked if asked in CODES else translation.get_language() or CODES[0]
    with translation.override(language):
        rows = feeds.of_conference(conference)
        answer = _answer(request, rows, conference.title.value, conference.slug)
    answer["Cache-Control"] = f"public, max-age={_PUBLIC}" if conference.is_public else "private"
    return answer


@require_safe
def my_calendar(request: HttpRequest, key: str) -> HttpResponse:
    """Give a person's own agenda to who has its secret address."""
    person = addresses.owner_of_agenda(key)
    with translation.override(person.language):
        rows = feeds.of_person(person)
        return _secret(_answer(request, rows, _("My agenda"), "agenda"))


@require_safe
def group_calendar(request: HttpRequest, key: str, slug: str) -> HttpResponse:
    """Give a group's meetings to a member who has their secret address; to who left it, nothing."""
    group = group_queries.group_at(slug)
    person = addresses.owner_of_group(key, group)
    group_queries.demand_member(person, group)
    with translation.override(person.language):
        rows = feeds.of_group(group, person)
        return _secret(_answer(request, rows, group.name.value, group.slug))


@login_required
@require_POST
def renew_addresses(request: HttpRequest) -> HttpResponse:
    """Make all calendar addresses of the person anew."""
    addresses.renew(actor=signed_in(request))
    messages.success(request, _("The old addresses are dead. Subscribe with the new ones."))
    return redirect("accounts:me")


def _answer(
    request: HttpRequest, sessions: Iterable[Session], name: str, filename: str
) -> HttpResponse:
    """Return the feed, or 304 where the program has this very one."""
    body = text_of(calendar((entry(session) for session in sessions), name=name)).encode()
    answer = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{filename}.ics"'
    answer["ETag"] = f'"{blake2b(body, digest_size=16).hexdigest()}"'
    found = get_conditional_response(request, etag=answer["ETag"], response=answer)
    return cast("HttpResponse", found)


def _secret(answer: HttpResponse) -> HttpResponse:
    answer["Cache-Control"] = "private"
    answer["X-Robots-Tag"] = "noindex"
    return answer
