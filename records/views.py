"""The HTML door: a session's record and a conference's proceedings."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.context import programme
from conferences import queries as conference_queries
from records import citations, queries
from records.reading import document
from sessions import queries as session_queries


# What somebody takes back is gone from the next reading on, so nobody keeps a copy.
@never_cache
@require_safe
def record(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Show the record of a session: everyone a public one, others to who may enter."""
    session = queries.readable(request.user, session_id)
    may_enter = session.pk in session_queries.enterable(request.user, [session])
    read = document(session, request.user, is_inside=may_enter)
    url = request.build_absolute_uri(reverse("records:record", args=[session.pk]))
    publisher = programme(request)["programme"]
    is_public = session.has_public_record
    context = {
        "session": session,
        "conference": session.conference,
        "record": read,
        "is_public": is_public,
        "may_enter": may_enter,
        "url": url,
        "citation_tags": citations.tags(read, url, publisher) if is_public else [],
        "event_data": citations.event_data(read, url, publisher) if is_public else "",
    }
    return render(request, "records/record.html", context)


@never_cache
@require_safe
def proceedings(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a conference's sessions that have begun, by day, each with the way to its record."""
    conference = conference_queries.visible(request.user, slug)
    context = {
        "conference": conference,
        "proceedings": queries.proceedings(conference, request.user),
    }
    return render(request, "records/proceedings.html", context)
