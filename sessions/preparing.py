"""The desk's forms for what a session is made of: its agenda, its stage, its materials."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Person
from kit.refusals import Forbidden, NotHere, Refused
from sessions import items, materials, queries, stages
from sessions.agenda_form import AgendaForm
from sessions.desk import manage_page, moderated
from sessions.forms import MaterialForm, StageForm
from sessions.models import AgendaItem, Session


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Write the agenda: lines are added, moved and removed in the form, and saved all at once."""
    session = moderated(request, session_id)
    present = queries.items_of(session)
    mark = queries.mark_of(present)
    ran = {str(item.pk) for item in present if item.runs.all()}
    if request.method != "POST":
        return _plan_page(request, session, AgendaForm.of(present, mark, ran))
    if request.POST.get("do", "save") != "save":
        return _plan_page(request, session, AgendaForm.rearranged(request.POST, ran))
    form = AgendaForm.sent(request.POST, ran)
    if form.is_valid() and _planned(request, session, form):
        messages.success(request, _("The agenda is saved."))
        return redirect("sessions:manage", session_id=session_id)
    now = present if form.seen != mark else None
    # What another has written meanwhile has been shown now: saved again, this takes its place.
    form.seen = mark
    return _plan_page(request, session, form, status=422, now=now)


@login_required
@require_POST
def stage(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Say what the room shows as its stage."""
    session = moderated(request, session_id)
    form = StageForm(request.POST, prefix="stage")
    if form.is_valid():
        try:
            stages.set_stage(actor=_actor(request), session=session, **form.cleaned_data)
        except (NotHere, Forbidden):
            raise
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The stage is set."))
            return redirect("sessions:manage", session_id=session_id)
    return manage_page(request, session, status=422, stage_form=form)


@login_required
@require_POST
def add_material(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Add a link to the session's materials."""
    session = moderated(request, session_id)
    form = MaterialForm(request.POST, prefix="material")
    if form.is_valid():
        try:
            materials.add(actor=_actor(request), session=session, **form.cleaned_data)
        except (NotHere, Forbidden):
            raise
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The link is added."))
            return redirect("sessions:manage", session_id=session_id)
    return manage_page(request, session, status=422, material_form=form)


@login_required
@require_POST
def remove_material(request: HttpRequest, session_id: UUID, material_id: UUID) -> HttpResponse:
    """Take a link away."""
    session = moderated(request, session_id)
    materials.remove(actor=_actor(request), session=session, material=material_id)
    messages.success(request, _("The link is removed."))
    return redirect("sessions:manage", session_id=session_id)


def _planned(request: HttpRequest, session: Session, form: AgendaForm) -> bool:
    try:
        items.plan(actor=_actor(request), session=session, lines=form.plan(), seen=form.seen)
    except (NotHere, Forbidden):
        raise
    except Refused as refused:
        form.refuse(refused)
        return False
    return True


def _plan_page(
    request: HttpRequest,
    session: Session,
    form: AgendaForm,
    status: int = 200,
    now: list[AgendaItem] | None = None,
) -> HttpResponse:
    context = {"session": session, "form": form, "now": now}
    return render(request, "sessions/plan.html", context, status=status)


def _actor(request: HttpRequest) -> Person:
    return cast("Person", request.user)
