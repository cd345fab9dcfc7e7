"""What pages of a conference say to programs: the conference, and the sessions that the page shows.

Only of public conferences, and never more sessions than a page has: an agenda's page those on it, the
conference's own page the next ones.
"""

from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Case, Value, When
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString

from accounts.context import programme
from conferences.models import Conference
from kit.bilingual import Text
from live import clock
from sessions.models import Session
from sessions.programme.agendas import Agenda
from sessions.schedules import structured

# On the page of a conference; its agenda has the others.
NEXT = 50

# A session, its title and its room.
Shown = tuple[Session, Text, Text | None]


def of_agenda(request: HttpRequest, conference: Conference, agenda: Agenda) -> SafeString | None:
    """Return a conference with the sessions of this page of its agenda; nothing of one that is not public."""
    if not conference.is_public:
        return None
    rows = (row for hour in agenda.hours for row in hour.rows)
    return _told(request, conference, ((row.session, row.title, row.room) for row in rows))


def of_conference(request: HttpRequest, conference: Conference) -> SafeString | None:
    """Return a conference with its next sessions, then the earlier ones, in one query."""
    if not conference.is_public:
        return None
    listed = Session.objects.filter(conference=conference, withdrawn_at=None)
    is_over = Case(When(ends_at__lte=clock.now(), then=Value(1)), default=Value(0))
    light = listed.select_related("room").defer("abstract_en", "abstract_ru")
    rows = light.order_by(is_over, "starts_at", "id")[:NEXT]
    return _told(
        request,
        conference,
        ((row, row.title, row.room.name if row.room else None) for row in rows),
    )


def _told(request: HttpRequest, conference: Conference, shown: Iterable[Shown]) -> SafeString:
    url = request.build_absolute_uri(reverse("conferences:detail", args=[conference.slug]))
    agenda = request.build_absolute_uri(reverse("sessions:agenda", args=[conference.slug]))
    organizer = programme(request)["programme"].name
    data: dict[str, Any] = structured.conference_event(conference, url, organizer)
    parts = [
        structured.part_of(
            conference,
            session,
            title=title,
            room=room,
            url=f"{agenda}{_place(session, conference)}",
        )
        for session, title, room in shown
    ]
    return structured.in_page(data | {"subEvent": parts} if parts else data)


def _place(session: Session, conference: Conference) -> str:
    """Return where on the agenda a session stands: its own page is for who may enter."""
    day = session.starts_at.astimezone(ZoneInfo(conference.zone)).date()
    return f"?day={day.isoformat()}#s{session.pk}"
