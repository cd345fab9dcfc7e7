"""The pages of a session: its room as a document, its log, who is here, and the door for plain forms."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, cast
from urllib.parse import urlencode, urlsplit
from uuid import UUID, uuid4

from csp.decorators import csp_replace
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Person
from accounts.people import in_words, shown
from accounts.sign_ins import signed_in
from kit.apart import packs
from kit.refusals import NotHere, Refused
from kit.zones import city, local
from live import catalogue, clock, dispatch, presence, rooms
from live.clock import wire
from live.frames import CommandFrame
from live.protocol import Reply
from live.rooms import Admission, Removed, kind_of
from live.streams import Room
from sessions import entry, here, plain, queries, stages
from sessions.course import course_of, shown_to_script
from sessions.models import IN_SESSION, Session
from sessions.panels import panels
from sessions.reading import read

# Of a plain form: everything else it holds is the command's data.
_ENVELOPE = frozenset({"csrfmiddlewaretoken", "id", "name", "next", "writer"})

# The part of the page that speaks of a noun, where it is not called after its plural.
_PARTS = {"agenda": "agenda", "person": "people", "notice": "messages", "stage": "stage"}

# Where a text waits that was refused, or sent by somebody whose sign-in had expired; and how much
# is kept for people whom we know and for those we don't.
_KEPT = "sessions.kept"
_KEPT_AT_MOST = {True: 64_000, False: 8_000}
_LONGEST_PLACE = 500

_SIGNED_OUT = _(
    "You were signed out meanwhile, and what you wrote without your name is not kept here. Go back "
    "one page, copy it, sign in, and send it again."
)


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed into a form that has not been taken, and why not."""

    name: str
    data: dict[str, str]
    text: str = ""
    field: str = ""


@packs
@login_required
@require_safe
def detail(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Show the room: a document with forms, which the page's script turns into the live room."""
    session, admission = _admitted(request, session_id)
    if entry.is_due(request, session):
        return entry.ask(request, session)
    return _room_page(request, session, admission, kept_draft(request))


@login_required
@require_safe
def console(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Show moderators their screen: as the room, a document with forms that come back to it."""
    session, admission = _admitted(request, session_id)
    if "staff" not in admission.audiences:
        raise NotHere
    if entry.is_due(request, session):
        return entry.ask(request, session)
    context = _context(request, session, admission, kept_draft(request))
    # Forms of the console come back to it; those of the room do so by themselves.
    return render(request, "sessions/console.html", context | {"stay_at": request.path})


@xframe_options_sameorigin
# The decorator is typed for views without arguments.
@csp_replace({"frame-ancestors": ["'self'"]})  # type: ignore[arg-type]
@login_required
@require_safe
def log(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Show what has been said, by itself; refreshing it is how somebody without script stays."""
    try:
        session, admission = _admitted(request, session_id)
    except Removed as removed:
        # In the frame of a page from before the removal: no page of the site belongs in there.
        return render(request, "sessions/removed_log.html", status=removed.status)
    person = cast("Person", request.user)
    counts = kind_of(session.live_room).counts(session)
    again_in = presence.poll_by_page(session.live_room, person.pk) if counts else 0
    is_refreshing = counts and "still" not in request.GET
    document = read(session, person, admission)
    context = {
        "session": session,
        "panels": [panel for panel in panels() if panel.log],
        "slices": document.slices,
        "course": course_of(session, document.slices["room"]),
        "document": document,
        "counts": counts,
        "is_refreshing": is_refreshing,
    }
    answer = render(request, "sessions/log.html", context)
    if is_refreshing:
        answer["Refresh"] = str(again_in)
    return answer


@login_required
@require_safe
def people_here(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Show everybody who is here now, or what a search among them finds, a hundred to a page."""
    session, _admission = _admitted(request, session_id)
    asked = request.GET.get("q", "").strip()[: here.LONGEST_SEARCH]
    everyone = here.present(session, signed_in(request).pk)
    pages = Paginator(here.found(everyone, asked), here.PAGE)
    context = {
        "session": session,
        "count": len(everyone),
        "asked": asked,
        "page": pages.get_page(request.GET.get("page")),
    }
    return render(request, "sessions/people.html", context)


@packs
@require_POST
def command(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Take a command from a plain form: on refusal the page again, with what was typed.

    `next` is a page of the same session to come back to, else it is the room. A form that arrives
    after the sign-in has expired waits until its writer has signed in.
    """
    frame, draft = _said(request)
    room_page = reverse("sessions:detail", args=[session_id])
    place = _next(request, room_page)
    if not isinstance(request.user, Person):
        if _is_unnamed(frame.name):
            raise Refused("sign_in.over", _SIGNED_OUT, status=401)
        _keep(request, place or room_page, draft)
        asked = urlencode({"next": place or room_page}, safe="/")
        return redirect(f"{reverse('accounts:sign_in')}?{asked}")
    session, admission = _admitted(request, session_id)
    reply = dispatch.run(actor=request.user, room=session.live_room, frame=frame)
    if reply.ok:
        place = place or f"{room_page}#{_part_of(frame.name)}"
        return HttpResponseRedirect(place, status=303)
    refused = _refused(draft, reply)
    if place and not _is_unnamed(frame.name) and _keep(request, place, refused):
        return HttpResponseRedirect(place, status=303)
    return _room_page(request, session, admission, refused, status=reply.status)


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
    context = _context(request, session, admission, draft)
    answer = _framing(session)(render)(request, "sessions/room.html", context, status=status)
    return cast("HttpResponse", answer)


def _context(
    request: HttpRequest, session: Session, admission: Admission, draft: Draft | None
) -> dict[str, Any]:
    person = cast("Person", request.user)
    document = read(session, person, admission)
    speakers = queries.speakers_of([session]).get(session.pk, [])
    return {
        "session": session,
        "admission": admission,
        "speakers": speakers,
        "materials": queries.materials_of(session),
        "course": course_of(session, document.slices["room"]),
        "panels": panels(),
        "slices": document.slices,
        "document": document,
        "draft": draft,
        "may": admission.may,
        "own_words": in_words(shown(person)),
        "may_participate": session.state in IN_SESSION,
        "is_moderator": "staff" in admission.audiences,
        "room_config": room_config(session, person, admission) | shown_to_script(session, speakers),
    }


def _framing(session: Session) -> Callable[..., Any]:
    """Return what lets the stage's service into a frame of this one answer, and nobody else."""
    host = stages.embed_host(session)
    allowed = {"frame-src": ["'self'", f"https://{host}"]} if host else {}
    return csp_replace(allowed)


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
        "own_zone": person.zone,
        "language": get_language() or "en",
        "starts_at": wire(session.starts_at),
        "ends_at": wire(session.ends_at),
        "has_public_record": session.has_public_record,
        "frame_host": stages.embed_host(session),
        "ticket_url": reverse("session-ticket", args=[session.pk]),
        "commands_url": reverse("session-commands", args=[session.pk]),
        "events_url": reverse("session-events", args=[session.pk]),
        "people_url": reverse("session-people", args=[session.pk]),
        "entry_url": reverse("sessions:entry", args=[session.pk]),
        "shown": asdict(shown(person)),
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
    return CommandFrame(command_id, name, plain.typed(name, data)), Draft(name, data)


def _part_of(command: str) -> str:
    noun = command.partition(".")[0]
    return _PARTS.get(noun, f"{noun}s")


def _is_unnamed(command: str) -> bool:
    """Say whether nobody shall know who sent a command: kept for its writer, it would lead to them."""
    handled = catalogue.handled(command)
    return handled is not None and handled.command.unnamed


def _refused(draft: Draft, reply: Reply) -> Draft:
    return Draft(draft.name, draft.data, reply.text, reply.field_name or "")


def kept_draft(request: HttpRequest) -> Draft | None:
    """Return, once, what was sent from a form of this page and could not be taken."""
    kept = request.session.get(_KEPT)
    if not kept or kept.get("at") != request.path:
        return None
    del request.session[_KEPT]
    # Another may have signed in since, on the same machine.
    return Draft(**kept["draft"]) if kept["writer"] == str(request.user.pk) else None


def _keep(request: HttpRequest, place: str, draft: Draft) -> bool:
    size = sum(len(name) + len(text) for name, text in draft.data.items())
    if size > _KEPT_AT_MOST[request.user.is_authenticated]:
        return False
    request.session[_KEPT] = {
        "at": urlsplit(place).path,
        "writer": str(request.user.pk or request.POST.get("writer", "")),
        "draft": asdict(draft),
    }
    return True


def _next(request: HttpRequest, room_page: str) -> str:
    """Return where the form wants to come back to, if that is a page below its session's room."""
    place = request.POST.get("next", "")
    is_ours = place.startswith(room_page) and len(place) <= _LONGEST_PLACE
    return place if is_ours else ""
