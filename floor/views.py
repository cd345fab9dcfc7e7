"""The questions as plain pages: the whole list, one question with its forms, and the door for asking."""

from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any, cast
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Person
from floor import reading
from floor.forms import UNNAMED, asking
from floor.reading import Floor, Row, Wish
from kit.refusals import NotHere
from kit.zones import local
from live import clock, rooms
from live.streams import Room
from sessions import people
from sessions import views as session_views
from sessions.here import who
from sessions.models import Session
from sessions.views import kept_draft

PAGE = 50
_DAYS_TO_ANSWER = 14


@dataclass(frozen=True, slots=True)
class Owner:
    """Somebody who may be asked to answer later."""

    id: str
    name: str


@login_required
@require_safe
def questions(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Show all questions, fifty to a page, by support or by time, or what a search finds."""
    wish = Wish.of(request.GET)
    session, person, floor = _read(request, session_id, wish)
    pages = Paginator(floor.shown, PAGE)
    context = {
        "session": session,
        "floor": floor,
        "wish": wish,
        "page": pages.get_page(request.GET.get("page")),
        "person_id": str(person.pk),
        "draft": kept_draft(request),
    }
    return render(request, "floor/questions.html", context)


@login_required
@require_safe
def question(request: HttpRequest, session_id: UUID, question_id: UUID) -> HttpResponse:
    """Show one question, and the forms of whatever the reader may do about it."""
    session, person, floor = _read(request, session_id, Wish())
    found = floor.row(str(question_id))
    if found is None:
        raise NotHere
    may = _may(person, floor, found)
    draft = kept_draft(request)
    context: dict[str, Any] = {
        "session": session,
        "floor": floor,
        "question": found,
        "draft": draft,
        # What was typed stands in its own form, as long as that is still offered.
        "has_form": draft is not None and may.get(draft.name.replace("question.", "may_"), False),
        **may,
    }
    if may["may_merge"]:
        context["targets"] = floor.targets(found)
    if may["may_assign"]:
        context |= {"owners": _owners(session), "due": _due(session, found)}
    if floor.is_moderated:
        context["united"] = [row for row in floor.merged if row["into"] == found["id"]]
    return render(request, "floor/question.html", context)


@require_POST
def ask(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Take a question from the form, in the way of asking that its radio button says.

    What an expired sign-in would keep for its writer is handed back at once when it is unnamed.
    """
    is_unnamed = request.POST.get("naming") == UNNAMED
    if is_unnamed and not request.user.is_authenticated:
        context = {"text": request.POST.get("text", ""), "session_id": session_id}
        return render(request, "floor/not_kept.html", context, status=403)
    request.POST = asking(request.POST)  # type: ignore[assignment]  # a copy may be changed, and is
    return session_views.command(request, session_id)


def _read(request: HttpRequest, session_id: UUID, wish: Wish) -> tuple[Session, Person, Floor]:
    found, admission = rooms.admitted(Room("session", str(session_id)), request.user)
    session, person = cast("Session", found), cast("Person", request.user)
    return session, person, reading.read(session, person, admission, wish)


def _may(person: Person, floor: Floor, row: Row) -> dict[str, bool]:
    """Return what the page offers; the verbs judge each act anyway."""
    is_mine = any(mine["id"] == row["id"] for mine in floor.mine) or row.get("is_mine", False)
    place = _place(floor, row)
    is_asked = place in {"waiting", "open"}
    is_staff = floor.is_moderated
    is_owner = row.get("owner") == str(person.pk)
    return {
        "is_mine": is_mine,
        "may_vote": place == "open" and floor.may_ask and not is_mine,
        "may_edit": (is_staff and is_asked) or (is_mine and place == "waiting" and floor.may_ask),
        "may_retract": is_mine and is_asked,
        "may_approve": is_staff and place == "waiting",
        "may_dismiss": is_staff and is_asked,
        "may_merge": is_staff and is_asked,
        "may_split": is_staff and place == "merged",
        "may_restore": is_staff and place in {"dismissed", "answered"},
        "may_pin": is_staff and place == "open",
        "may_answer": place in {"open", "answered"} and (is_staff or is_owner),
        "may_assign": is_staff and is_asked,
    }


def _place(floor: Floor, row: Row) -> str:
    """Return where a question stands: before the room by its state, else by the list that it is in."""
    if "is_supported" in row:
        return str(row["state"])
    lists = {"waiting": floor.waiting, "dismissed": floor.dismissed, "merged": floor.merged}
    for name, rows in lists.items():
        if any(other["id"] == row["id"] for other in rows):
            return name
    return str(row["state"])


def _owners(session: Session) -> list[Owner]:
    """Return who has been in the session, by what they are called."""
    found = (
        Owner(str(person), str(who(asdict(shown))))
        for person, shown in people.people_in(session).items()
    )
    return sorted(found, key=lambda owner: owner.name.casefold())


def _due(session: Session, row: Row) -> date:
    today = local(clock.now(), session.zone).date
    return row["due"] or today + timedelta(days=_DAYS_TO_ANSWER)
