"""The HTML door: a session's sheet and its file, for organisers; to everyone else neither exists."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from attendance import documents, queries
from attendance.intervals import BRIDGED, LOST_AT_A_BREAK
from kit import zones
from kit.refusals import NotHere
from kit.rules import allows
from sessions.models import Session, State


def readable(person: object, session_id: UUID) -> Session:
    """Return the session whose sheet the person may read; anything else is not here."""
    found = Session.objects.filter(id=session_id).select_related("conference", "group").first()
    if found is None or not allows("attendance.read", person, found):
        raise NotHere
    return found


@never_cache
@require_safe
def sheet(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Show who was there, from when to when, and how that was counted."""
    session = readable(request.user, session_id)
    rows = queries.sheet(session)
    period = queries.live_period(session)
    context = {
        "session": session,
        "rows": rows,
        "sides": queries.sums_by_side(rows),
        "countries": queries.sums_by_country(rows),
        "total_time": queries.total_time(rows),
        "period": period,
        "city": zones.city(session.zone),
        "is_live": session.state == State.LIVE,
        "bridged": int(BRIDGED.total_seconds()),
        "lost": int(LOST_AT_A_BREAK.total_seconds()),
    }
    return render(request, "attendance/sheet.html", context)


@never_cache
@require_safe
def csv(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Hand out the sheet as a file."""
    session = readable(request.user, session_id)
    name = documents.file_name(session)
    return HttpResponse(
        documents.as_csv(queries.sheet(session), session.zone),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
