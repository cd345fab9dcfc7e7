"""The pages of mandates: a partner asks, an organiser looks into it and answers."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Person
from accounts.people import shown
from accounts.sign_ins import signed_in
from grants import mandates, queries
from grants.forms.mandates import ProofForm, ReasonForm
from grants.models import Mandate, MandateState
from grants.standing import independent_of
from grants.views.applications import page_of, written
from grants.views.doors import filled, tried
from kit.refusals import NotHere

PAGE = 20


@login_required
@require_POST
def ask(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask the organisers to confirm that one acts for one's organisation."""
    actor, found = signed_in(request), written(request, pk)
    form = ProofForm(request.POST)
    act = mandates.ask
    if filled(form, lambda: act(actor=actor, application=found, **form.cleaned_data)) is None:
        return page_of(request, found, proof_form=form)
    messages.success(request, _("The organisers are asked. You are told by mail what they say."))
    return redirect("grants:application", pk=pk)


@login_required
@never_cache
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Show organisers what waits for their answer, or what is confirmed now."""
    return _desk(request, _organiser(request))


@login_required
@require_POST
def confirm(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Confirm."""
    actor, found = _found(request, pk)
    told = _("Confirmed. They are told by mail and can sign.")
    tried(request, lambda: mandates.confirm(actor=actor, mandate=found), told)
    return redirect("grants:mandates")


@login_required
@require_POST
def refuse(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Don't confirm what waits, or take back what is confirmed, with a reason."""
    actor, found = _found(request, pk)
    form = ReasonForm(request.POST)
    act = mandates.end if found.state == MandateState.CONFIRMED else mandates.refuse
    if filled(form, lambda: act(actor=actor, mandate=found, **form.cleaned_data)) is None:
        return _desk(request, actor, refused=(found.pk, form))
    messages.success(request, _("Done. They are told by mail, with your reason."))
    return redirect("grants:mandates")


def _desk(
    request: HttpRequest, actor: Person, refused: tuple[UUID, ReasonForm] | None = None
) -> HttpResponse:
    is_past = request.GET.get("state") == "confirmed"
    rows = queries.mandates_to_answer(actor)
    if is_past:
        rows = queries.mandates_visible_to(actor).filter(state=MandateState.CONFIRMED)
        rows = rows.order_by("-decided_at", "pk")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    form = dict([refused]) if refused else {}
    theirs = independent_of(actor, list(page))
    context = {
        "page": page,
        "rows": [
            (
                each,
                shown(each.person),
                form.get(each.pk) or ReasonForm(auto_id=f"id_{each.pk}_%s"),
                each in theirs,
            )
            for each in page
        ],
        "is_past": is_past,
    }
    return render(request, "grants/mandates.html", context, status=422 if refused else 200)


def _organiser(request: HttpRequest) -> Person:
    actor = signed_in(request)
    if not actor.is_organiser:
        raise NotHere
    return actor


def _found(request: HttpRequest, pk: UUID) -> tuple[Person, Mandate]:
    actor = _organiser(request)
    return actor, queries.mandate_at(actor, pk)
