"""The HTML door: decisions for everyone to read, and the pages beside a room on which they are taken."""

from collections.abc import Collection
from dataclasses import asdict
from typing import Any, cast
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Person
from accounts.people import shown
from floor.owners import GRACE, today_in
from groups.models import Group
from groups.queries import members
from kit.refusals import NotHere
from kit.rules import allows
from live import rooms
from live.streams import Room
from records.decisions import queries, sources
from records.decisions.decisions import HELD
from records.decisions.models import Action, Decision
from records.decisions.reading import by_decision, owed, taken
from records.faces import faces
from records.queries import readable_among
from sessions import people
from sessions import queries as session_queries
from sessions import views as session_views
from sessions.here import who
from sessions.models import Session
from sessions.views import kept_draft

PAGE = 25


@never_cache
@require_safe
def decisions(request: HttpRequest) -> HttpResponse:
    """Show the decisions that the reader may read, the latest first, of all groups or of one."""
    asked = request.GET.get("group", "")[:60]
    page = Paginator(queries.listed(request.user, asked), PAGE).get_page(request.GET.get("page"))
    rows = list(page.object_list)
    inside = session_queries.enterable(request.user, [each.session for each in rows])
    context = {
        "page": page,
        "rows": taken(rows, inside=inside),
        "groups": queries.groups_with_decisions(request.user),
        "asked": asked,
    }
    return render(request, "records/decisions/list.html", context)


@never_cache
@require_safe
def decision(request: HttpRequest, number: int) -> HttpResponse:
    """Show one decision: what it says, where it comes from, who was there, what follows from it."""
    found = queries.with_wordings(queries.one(request.user, number))
    session = found.session
    inside = session_queries.enterable(request.user, [session])
    owners = {each.owner_id for each in found.actions.all() if each.owner_id}
    follow = owed(
        ((each, None) for each in found.actions.all()), request.user, faces(session, owners)
    )
    [row] = taken([found], inside=inside, actions=by_decision(follow))
    context = {
        "row": row,
        "session": session,
        "is_inside": session.pk in inside,
        "may_decide": allows("records.decide", request.user, session),
    }
    return render(request, "records/decisions/decision.html", context)


@login_required
@require_safe
def of_session(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Show what a session has decided and who owes what, with the forms of who takes it down."""
    session, person = _entered(request, session_id)
    may_decide = allows("records.decide", person, session)
    page = Paginator(queries.decisions_in(session), PAGE).get_page(request.GET.get("page"))
    owed_page = Paginator(queries.actions_in(session), PAGE).get_page(request.GET.get("actions"))
    context: dict[str, Any] = {
        "session": session,
        "rows": taken(list(page.object_list), inside={session.pk}),
        "page": page,
        "actions": owed(owed_page.object_list, person),
        "owed_page": owed_page,
        "may_decide": may_decide,
        "is_held": session.state in HELD,
        "draft": kept_draft(request),
    }
    if may_decide:
        context |= _forms(session, request.GET)
    return render(request, "records/decisions/session.html", context)


@require_POST
def take(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Take a decision from the form, whose boxes say what it comes from."""
    posted = request.POST.copy()
    posted["sources"] = "\n".join(request.POST.getlist("sources"))
    posted["name"] = "decision.take"
    request.POST = posted  # type: ignore[assignment]  # a copy may be changed, and is
    return session_views.command(request, session_id)


@login_required
@require_safe
def decision_desk(request: HttpRequest, session_id: UUID, decision_id: UUID) -> HttpResponse:
    """Show one decision of a session with what can be done about it: word it, translate it, withdraw it."""
    session, person = _entered(request, session_id)
    found = Decision.objects.filter(session=session, pk=decision_id).first()
    if found is None or not allows("records.decide", person, session):
        raise NotHere
    found = queries.with_wordings(found)
    [row] = taken([found], inside={session.pk})
    context = {
        "session": session,
        "row": row,
        "may_redact": allows("sessions.moderate", person, session),
        "draft": kept_draft(request),
    } | _forms(session)
    return render(request, "records/decisions/desk.html", context)


@login_required
@require_safe
def action(request: HttpRequest, session_id: UUID, action_id: UUID) -> HttpResponse:
    """Show one action where it stands, its course, and what the reader may do about it."""
    session, person = _entered(request, session_id)
    found = next((each for each in queries.actions_in(session) if each[0].pk == action_id), None)
    if found is None:
        raise NotHere
    [row] = owed([found], person)
    changes = list(row.action.changes.select_related("session").order_by("at", "id"))
    known = readable_among(person, {each.session_id for each in changes})
    may_decide = allows("records.decide", person, session)
    context: dict[str, Any] = {
        "session": session,
        "row": row,
        "changes": [(each, each.session_id in known) for each in changes],
        "may_decide": may_decide,
        # In a session that has not begun nothing is done yet; it is done where the action was taken.
        "may_redact": session.state in HELD and allows("sessions.moderate", person, session),
        "may_close": may_decide or allows("records.close_action", person, row.action),
        "draft": kept_draft(request),
    }
    if may_decide:
        context["owners"] = owners_for(session, row.action)
    return render(request, "records/decisions/action.html", context)


def _entered(request: HttpRequest, session_id: UUID) -> tuple[Session, Person]:
    found, _admission = rooms.admitted(Room("session", str(session_id)), request.user)
    return cast("Session", found), cast("Person", request.user)


def _forms(session: Session, asked: QueryDict | None = None) -> dict[str, Any]:
    """Return what the forms offer: events to rest upon, people who may owe something, groups."""
    about = asked.get("about", "") if asked is not None else ""
    offered = sources.offers(session)
    chosen = next((each for each in offered if str(each.subject) == about), None)
    return {
        "offers": offered,
        "chosen": chosen,
        "owners": owners_for(session),
        "due": today_in(session) + GRACE,
        "groups": [] if session.group_id else list(Group.objects.order_by("position", "slug")),
    }


def owners_for(session: Session, action: Action | None = None) -> list[tuple[str, str]]:
    """Return who may owe something here, by what each is called: who was in the session, or is in its group."""
    known = {person: who(asdict(seen)) for person, seen in people.people_in(session).items()}
    if session.group is not None:
        for member in members(session.group):
            known.setdefault(member.person_id, who(asdict(shown(member.person))))
    if action is not None and action.owner is not None:
        known.setdefault(action.owner.pk, who(asdict(shown(action.owner))))
    able = set(known) & _able(session, known)
    return sorted(((str(pk), str(known[pk])) for pk in able), key=lambda each: each[1].casefold())


def _able(session: Session, known: Collection[UUID]) -> set[UUID]:
    rows = list(Person.objects.filter(pk__in=list(known)))
    return session_queries.who_may_enter(session, rows)
