"""The pages of a session: its room as a document, the log of it, and the door for plain forms."""

from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID, uuid4

from csp.decorators import csp_replace
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Person
from conferences import queries as conference_queries
from kit.zones import city, local
from live import clock, dispatch, presence, rooms
from live.clock import wire
from live.frames import CommandFrame
from live.protocol import Reply
from live.rooms import Admission, kind_of
from live.streams import Room
from sessions import agendas, queries
from sessions.models import IN_SESSION, Session
from sessions.panels import panels
from sessions.reading import read

# Of a plain form: everything else it holds is the command's data.
_ENVELOPE = frozenset({"csrfmiddlewaretoken", "id", "name"})

# Where a text waits that was sent by somebody whose sign-in had expired.
_KEPT = "sessions.kept"
_KEPT_AT_MOST = 8000

_REFRESH_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed into a form that has not been taken, and why not."""

    name: str
    data: dict[str, str]
    text: str = ""
    field: str = ""


@login_required
@require_safe
def detail(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Show the room: a document with forms, which the page's script turns into the live room."""
    session, admission = _admitted(request, session_id)
    kept = request.session.pop(_KEPT, None)
    draft = Draft(**kept["draft"]) if kept and kept["session"] == str(session_id) else None
    return _room_page(request, session, admission, draft)


@xframe_options_sameorigin
# The decorator is typed for views without arguments.
@csp_replace({"frame-ancestors": ["'self'"]})  # type: ignore[arg-type]
@login_required
@require_safe
def log(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Show what has been said, by itself; refreshing it is how somebody without script stays."""
    session, admission = _admitted(request, session_id)
    person = cast("Person", request.user)
    counts = kind_of(session.live_room).counts(session)
    if counts:
        presence.poll(session.live_room, person.pk)
    is_refreshing = counts and "still" not in request.GET
    document = read(session, person, admission)
    context = {
        "session": session,
        "panels": [panel for panel in panels() if panel.log],
        "slices": document.slices,
        "document": document,
        "counts": counts,
        "is_refreshing": is_refreshing,
    }
    answer = render(request, "sessions/log.html", context)
    if is_refreshing:
        answer["Refresh"] = str(_REFRESH_SECONDS)
    return answer


@require_POST
def command(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Take a command from a plain form: on refusal the page again, with what was typed.

    A form that arrives after the sign-in has expired waits until its writer has signed in.
    """
    frame, draft = _said(request)
    if not isinstance(request.user, Person):
        _keep(request, session_id, draft)
        sign_in = reverse("accounts:sign_in")
        return redirect(f"{sign_in}?next={reverse('sessions:detail', args=[session_id])}")
    session, admission = _admitted(request, session_id)
    reply = dispatch.run(actor=request.user, room=session.live_room, frame=frame)
    if reply.ok:
        place = reverse("sessions:detail", args=[session_id])
        noun = frame.name.partition(".")[0]
        return HttpResponseRedirect(f"{place}#{noun}s", status=303)
    return _room_page(request, session, admission, _refused(draft, reply), status=reply.status)


@require_safe
def agenda(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a day of a conference's programme, by hours of its own city and the reader's."""
    conference = conference_queries.visible(request.user, slug)
    asked = agendas.Asked.of(request.GET)
    context = {
        "conference": conference,
        "agenda": agendas.agenda(conference, request.user, asked),
        "asked": asked,
    }
    return render(request, "sessions/agenda.html", context)


def _admitted(request: HttpRequest, session_id: UUID) -> tuple[Session, Admission]:
    session, admission = rooms.admitted(Room("session", str(session_id)), request.user)
    return cast("Session", session), admission


def _room_page(
    request: HttpRequest,
    session: Session,
    admission: Admission,
    draft: Draft | None,
    status: int = 200,
) -> HttpResponse:
    person = cast("Person", request.user)
    document = read(session, person, admission)
    context = {
        "session": session,
        "admission": admission,
        "speakers": queries.speakers_of([session]).get(session.pk, []),
        "panels": panels(),
        "slices": document.slices,
        "document": document,
        "draft": draft,
        "may": admission.may,
        "may_participate": session.state in IN_SESSION,
        "is_moderator": "staff" in admission.audiences,
        "room_config": room_config(session, person, admission),
    }
    return render(request, "sessions/room.html", context, status=status)


def room_config(session: Session, person: Person, admission: Admission) -> dict[str, Any]:
    """Return what the page's script needs to know before the line is up."""
    return {
        "session_id": str(session.pk),
        "person_id": str(person.pk),
        "may": list(admission.may),
        "state": session.state,
        "title": session.title.value,
        "zone": session.zone,
        "city": city(session.zone),
        "abbreviation": local(clock.now(), session.zone).abbreviation,
        "language": get_language() or "en",
        "starts_at": wire(session.starts_at),
        "ends_at": wire(session.ends_at),
        "stage_url": session.stage_url,
        "ticket_url": reverse("session-ticket", args=[session.pk]),
        "commands_url": reverse("session-commands", args=[session.pk]),
        "events_url": reverse("session-events", args=[session.pk]),
    }


def _said(request: HttpRequest) -> tuple[CommandFrame, Draft]:
    posted = request.POST
    data = {name: posted[name] for name in posted if name not in _ENVELOPE}
    name = posted.get("name", "")
    try:
        command_id = str(UUID(posted.get("id", "")))
    except ValueError:
        # Without its own id a form is still taken; only sending it twice is no longer noticed.
        command_id = str(uuid4())
    return CommandFrame(command_id, name, data), Draft(name, data)


def _refused(draft: Draft, reply: Reply) -> Draft:
    return Draft(draft.name, draft.data, reply.text, reply.field_name or "")


def _keep(request: HttpRequest, session_id: UUID, draft: Draft) -> None:
    if sum(map(len, draft.data.values())) <= _KEPT_AT_MOST:
        request.session[_KEPT] = {
            "session": str(session_id),
            "draft": {"name": draft.name, "data": draft.data},
        }
