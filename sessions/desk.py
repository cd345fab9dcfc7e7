"""The desk of who plans and moderates: a conference's sessions, one session, its roles, its audit."""

from collections.abc import Callable
from typing import cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Person
from accounts.people import shown
from conferences import queries as conference_queries
from conferences.models import Conference
from kit.refusals import Forbidden, NotHere, Refused
from kit.rules import allows
from sessions import acts, life, queries, roles
from sessions import sessions as plans
from sessions.forms import MaterialForm, RoleForm, SessionForm, StageForm
from sessions.models import Role, Session
from sessions.programme import agendas, clashes, releases, stars
from sessions.rules import demand_host

_STEPS: dict[str, Callable[..., Session]] = {
    "open": life.open_doors,
    "start": life.start,
    "end": life.end,
    "cancel": life.cancel,
    "reopen": life.reopen,
}

# How many acts stand on a page of the audit.
_ACTS = 50

# How many sessions stand on a page of the desk, each with its buttons, and how many warnings above them.
_SESSIONS = 100
_WARNINGS = 5

# What follows a step in the person's words; lazy, since the language is the reader's.
_DONE = {
    "open": lambda: _("The doors are open."),
    "start": lambda: _("The session is live."),
    "end": lambda: _("The session has ended."),
    "cancel": lambda: _("The session is cancelled."),
    "reopen": lambda: _("The session goes on."),
}


@login_required
@require_safe
def desk(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a conference's sessions by day, with the steps that each can take."""
    conference = conference_queries.visible(request.user, slug)
    person = cast("Person", request.user)
    demand_host("sessions.schedule", person, conference)
    asked = agendas.Asked.of(request.GET)
    shown = agendas.agenda(conference, person, asked, most=_SESSIONS, with_withdrawn=True)
    found = clashes.of_conference(conference, person)
    context = {
        "conference": conference,
        "agenda": shown,
        "asked": asked,
        "clashes": found[:_WARNINGS],
        "clash_count": len(found),
        "unreleased": len(releases.unreleased(conference)),
        "release": releases.last_release(conference),
        "stars": stars.counts(shown.page.object_list),
    }
    return render(request, "sessions/desk.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_session(request: HttpRequest, slug: str) -> HttpResponse:
    """Plan a session of a conference."""
    conference = conference_queries.visible(request.user, slug)
    return _new(request, conference)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def manage(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Show one session to its moderators; who plans it changes it and gives roles here."""
    session = moderated(request, session_id)
    person = cast("Person", request.user)
    if request.method != "POST" or not allows("sessions.revise", person, session):
        return manage_page(request, session)
    form = SessionForm.of(session, person.zone, request.POST)
    if form.is_valid() and _revised(person, session, form):
        messages.success(request, _("The session is saved."))
        return redirect("sessions:manage", session_id=session_id)
    return manage_page(request, session, status=422, form=form)


@login_required
@require_POST
def step(request: HttpRequest, session_id: UUID, name: str) -> HttpResponse:
    """Take a step in a session's life by a button, and come back to where it was pressed."""
    session = _entered(request, session_id)
    try:
        _STEPS[name](actor=cast("Person", request.user), session=session)
    except NotHere:
        raise
    except Refused as refused:
        messages.error(request, str(refused.text))
    else:
        messages.success(request, _DONE[name]())
    return HttpResponseRedirect(_way_back(request, session))


@login_required
@require_safe
def audit(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Show its moderators what has been done in a session, by whom, about whom and why."""
    session = moderated(request, session_id)
    page = Paginator(acts.entries_of(session), _ACTS).get_page(request.GET.get("page"))
    context = {"session": session, "page": page, "acts": acts.told(session, page.object_list)}
    return render(request, "sessions/audit.html", context)


@login_required
@require_POST
def give_role(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Give a role to the person who signs in with an address."""
    session = moderated(request, session_id)
    person = cast("Person", request.user)
    form = RoleForm(request.POST)
    if form.is_valid():
        try:
            roles.give_role_by_email(actor=person, session=session, **form.cleaned_data)
        except (NotHere, Forbidden):
            raise
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The role is given."))
            return redirect("sessions:manage", session_id=session_id)
    may_assign = allows("sessions.assign", person, session)
    narrowed = form.narrowed(may_assign=may_assign)
    return manage_page(request, session, status=422, role_form=narrowed)


@login_required
@require_POST
def take_role(request: HttpRequest, session_id: UUID, role_id: UUID) -> HttpResponse:
    """Take a role away."""
    session = moderated(request, session_id)
    role = get_object_or_404(Role.objects.select_related("person"), pk=role_id, session=session)
    actor = cast("Person", request.user)
    roles.take_role(actor=actor, session=session, person=role.person, name=role.name)
    messages.success(request, _("The role is taken away."))
    return redirect("sessions:manage", session_id=session_id)


def _new(request: HttpRequest, host: Conference) -> HttpResponse:
    person = cast("Person", request.user)
    demand_host("sessions.schedule", person, host)
    data = request.POST if request.method == "POST" else None
    form = SessionForm.new(host, person.zone, data)
    if form.is_bound and form.is_valid():
        made = _scheduled(person, host, form)
        if made is not None:
            messages.success(request, _("The session is planned."))
            return redirect("sessions:manage", session_id=made.pk)
    context = {"host": host, "form": form}
    status = 422 if form.errors else 200
    return render(request, "sessions/new.html", context, status=status)


def _scheduled(person: Person, host: Conference, form: SessionForm) -> Session | None:
    source = form.cleaned_data["source_language"]
    try:
        return plans.schedule(
            actor=person,
            host=host,
            source_language=source,
            texts=form.texts(),
            **form.details(),
        )
    except Refused as refused:
        form.refuse(refused)
        return None


def _revised(person: Person, session: Session, form: SessionForm) -> bool:
    try:
        plans.revise(
            actor=person,
            session=session,
            texts=form.texts(),
            is_translation_current=form.cleaned_data["is_translation_current"],
            **form.details(),
        )
    except Refused as refused:
        form.refuse(refused)
        return False
    return True


def manage_page(
    request: HttpRequest, session: Session, *, status: int = 200, **forms: Form
) -> HttpResponse:
    """Show the page of a session's moderators; `forms` are those that were refused, by their names."""
    person = cast("Person", request.user)
    may_revise = allows("sessions.revise", person, session)
    may_assign = allows("sessions.assign", person, session)
    stage = {"kind": session.stage_kind, "url": session.stage_url}
    context = {
        "session": session,
        "form": SessionForm.of(session, person.zone) if may_revise else None,
        "role_form": RoleForm().narrowed(may_assign=may_assign),
        "stage_form": StageForm(initial=stage, prefix="stage"),
        "material_form": MaterialForm(prefix="material"),
        "agenda": queries.items_of(session),
        "materials": queries.materials_of(session),
        "may_be_reopened": life.may_be_reopened(session),
        # Who moderates and no more sees of people what everyone sees: who is behind a pseudonym is
        # for those who give roles.
        "roles": [(role, shown(role.person)) for role in queries.roles_in(session)],
        "speakers": queries.speakers_of([session]).get(session.pk, []),
        "may_assign": may_assign,
        "clashes": clashes.of_session(session, person) if may_revise else [],
        **forms,
    }
    return render(request, "sessions/manage.html", context, status=status)


def _entered(request: HttpRequest, session_id: UUID) -> Session:
    found = queries.visible_to(cast("Person", request.user)).filter(pk=session_id).first()
    if found is None:
        raise NotHere
    return found


def moderated(request: HttpRequest, session_id: UUID) -> Session:
    """Return a session for who moderates it; for anyone else it has no such page."""
    found = queries.moderated_by(cast("Person", request.user)).filter(pk=session_id).first()
    if found is None:
        raise NotHere
    return found


def _way_back(request: HttpRequest, session: Session) -> str:
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return wanted
    return reverse("sessions:detail", args=[session.pk])
