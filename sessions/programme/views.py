"""The pages of the programme: a conference's agenda, the stars on it, and each person's own."""

from typing import cast
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Person
from conferences import queries as conference_queries
from kit.refusals import NotHere
from sessions.models import Session
from sessions.programme import agendas, stars, told_to_programs
from sessions.programme.mine import mine
from sessions.programme.releases import last_release


# Compressed although it repeats what was searched for: what is secret on it, the forms' token, is masked
# anew for each answer, a padding of random length is added, and no other site's page can ask for it
# with this reader's cookie (ARCHITECTURE.md).
@gzip_page
@require_safe
def agenda(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a day of a conference's programme, by hours of its own city and the reader's."""
    conference = conference_queries.visible(request.user, slug)
    asked = agendas.Asked.of(request.GET)
    found = agendas.agenda(conference, request.user, asked)
    context = {
        "conference": conference,
        "agenda": found,
        "event_data": told_to_programs.of_agenda(request, conference, found),
        "asked": asked,
        "release": last_release(conference),
    }
    return render(request, "sessions/agenda.html", context)


@gzip_page
@login_required
@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """Show the signed-in person their own agenda, from today on or what is over."""
    person = cast("Person", request.user)
    is_past = "past" in request.GET
    found = mine(person, is_past=is_past, page=request.GET.get("page", ""))
    return render(request, "sessions/mine.html", {"mine": found, "is_past": is_past})


@login_required
@require_POST
def mark(request: HttpRequest) -> HttpResponse:
    """Star or unstar a session by its button, and come back to its row.

    A script that asks for JSON is told the new state and stays where it is.
    """
    person = cast("Person", request.user)
    is_star = "star" in request.POST
    session = _session(request.POST.get("star" if is_star else "unstar", ""))
    (stars.star if is_star else stars.unstar)(actor=person, session=session)
    if request.accepts("text/html"):
        return HttpResponseRedirect(_way_back(request, session), status=303)
    return JsonResponse({"session": str(session.pk), "is_starred": is_star})


def _session(text: str) -> Session:
    try:
        found = Session.objects.filter(pk=UUID(text)).first()
    except ValueError:
        found = None
    if found is None:
        raise NotHere
    return found


def _way_back(request: HttpRequest, session: Session) -> str:
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return f"{wanted if is_ours else reverse('sessions:own')}#s{session.pk}"
