"""The pages of an application: begun, written part by part, signed, handed in."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Person
from accounts.people import shown
from accounts.sign_ins import signed_in
from grants import applications, attachments, budgets, editing, marks, partners, queries, signing
from grants.calls import is_open
from grants.forms.applications import (
    BudgetForm,
    HeadForm,
    HouseForm,
    InvitationForm,
    SectionForm,
)
from grants.forms.calls import FileForm
from grants.forms.mandates import ProofForm
from grants.models import Application, Declared, Partner, SectionKind, State
from grants.money import by_partner, sums_of
from grants.recommendations import address_of
from grants.standing import standings
from grants.views.doors import content_of, filled, gone_on_from, tried
from kit.refusals import NotHere, Refused
from kit.rules import allows


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin an application."""
    actor = signed_in(request)
    call = queries.call_at(actor, slug)
    if not allows("grants.apply", actor, call):
        raise NotHere
    form = HouseForm(request.POST) if request.method == "POST" else HouseForm.for_person(actor)
    if request.method == "POST":
        made = filled(form, lambda: applications.start(actor=actor, call=call, **form.cleaned_data))
        if made is not None:
            told = _("Begun. Now write it, and invite the partner of the other side.")
            messages.success(request, told)
            return redirect("grants:application", pk=made.pk)
    context = {"call": call, "form": form, "is_open": is_open(call)}
    return render(request, "grants/apply.html", context, status=422 if form.errors else 200)


@login_required
@never_cache
@require_safe
def application(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show an application to who may open it."""
    found = queries.application_at(signed_in(request), pk)
    return page_of(request, found)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def head(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write titles, summaries, theme and period."""
    actor, found = signed_in(request), written(request, pk)
    form = HeadForm.of(found, request.POST if request.method == "POST" else None)
    if (
        request.method == "POST"
        and filled(
            form,
            lambda: applications.write_head(
                actor=actor,
                application=found,
                edition=form.cleaned_data["edition"],
                head=form.head(),
            ),
        )
        is not None
    ):
        return _saved(request, found, "head")
    clash = gone_on_from(form, found.head_edition)
    context = {"application": found, "form": form, "clash": found if clash else None}
    return render(request, "grants/head.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def section(request: HttpRequest, pk: UUID, kind: str) -> HttpResponse:
    """Write one section."""
    actor, found = signed_in(request), written(request, pk)
    row = next((each for each in found.sections.all() if each.kind == kind), None)
    if row is None:
        raise NotHere
    form = SectionForm.of(row, request.POST if request.method == "POST" else None)
    if (
        request.method == "POST"
        and filled(
            form,
            lambda: applications.write_section(
                actor=actor,
                application=found,
                kind=kind,
                edition=form.cleaned_data["edition"],
                text=form.texts("text"),
                source_language=form.source,
            ),
        )
        is not None
    ):
        return _saved(request, found, kind)
    clash = gone_on_from(form, row.edition)
    context = {"application": found, "section": row, "form": form, "clash": row if clash else None}
    return render(request, "grants/section.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def budget(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write the budget, all lines at once; what is wrong is said of its line."""
    actor, found = signed_in(request), written(request, pk)
    form, clash, status = BudgetForm.of(found), False, 200
    if request.method == "POST":
        form = BudgetForm.typed(request.POST.dict())
        try:
            budgets.write(actor=actor, application=found, edition=form.edition, lines=form.said())
            return _saved(request, found, "budget")
        except Refused as refused:
            if refused.status in {403, 404}:
                raise
            form.refuse(refused)
            clash, status = form.edition != found.budget_edition, 422
            form.edition = found.budget_edition
    context = {"application": found, "form": form, "clash": clash, **_money(found)}
    return render(request, "grants/budget.html", context, status=status)


@login_required
@require_POST
def invite(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask somebody to join for their organisation."""
    actor, found = signed_in(request), written(request, pk)
    form = InvitationForm(request.POST)
    act = partners.invite
    if filled(form, lambda: act(actor=actor, application=found, **form.cleaned_data)) is None:
        return page_of(request, found, invitation_form=form)
    messages.success(request, _("The invitation is on its way by mail."))
    return redirect("grants:application", pk=pk)


@login_required
@require_POST
def revoke(request: HttpRequest, pk: UUID, invitation_id: UUID) -> HttpResponse:
    """Take an invitation back."""
    actor, found = signed_in(request), written(request, pk)
    row = found.invitations.filter(pk=invitation_id).first()
    if row is None:
        raise NotHere
    told = _("The invitation is taken back.")
    act = partners.revoke
    tried(request, lambda: act(actor=actor, application=found, invitation=row), told)
    return redirect("grants:application", pk=pk)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show an invitation to whom it was sent, and take their answer."""
    actor = signed_in(request)
    row = queries.invitation_for(actor, pk)
    form = HouseForm.for_person(actor)
    if request.method == "POST" and request.POST.get("answer") == "decline":
        told = _("You said no. Whoever invited you sees that.")
        tried(request, lambda: partners.decline(actor=actor, invitation=row), told)
        return redirect("grants:home")
    if request.method == "POST":
        form = HouseForm(request.POST)
        made = filled(
            form, lambda: partners.accept(actor=actor, invitation=row, **form.cleaned_data)
        )
        if made is not None:
            told = _("You are in. Read and write with the others, then sign.")
            messages.success(request, told)
            return redirect("grants:application", pk=row.application_id)
    may_answer = row.is_open and editing.is_writable(row.application)
    context = {
        "invitation": row,
        "application": row.application,
        "call": row.application.call,
        "partners": queries.partners_of(row.application),
        "may_answer": may_answer,
        # Who said no, was taken back or came too late reads no more of what goes on in it.
        "may_read": may_answer or queries.is_partner(actor, row.application),
        "form": form,
    }
    return render(request, "grants/invitation.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def add_file(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Add a file."""
    actor, found = signed_in(request), written(request, pk)
    form = FileForm(request.POST, request.FILES)

    def act() -> object:
        name, content = content_of(form.cleaned_data["file"])
        add = attachments.add_to_application
        return add(actor=actor, application=found, name=name, content=content)

    if filled(form, act) is None:
        return page_of(request, found, file_form=form)
    return _saved(request, found, "files")


@login_required
@require_POST
def remove_file(request: HttpRequest, pk: UUID, file_id: UUID) -> HttpResponse:
    """Take a file away."""
    actor, found = signed_in(request), written(request, pk)
    row = found.files.filter(pk=file_id).first()
    if row is None:
        raise NotHere
    act = attachments.remove_from_application
    told = _("The file is removed.")
    tried(request, lambda: act(actor=actor, application=found, attachment=row), told)
    return redirect("grants:application", pk=pk)


@login_required
@require_POST
def sign(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Sign what was shown; the last signature hands it in."""
    actor, found = signed_in(request), written(request, pk)
    seen = request.POST.get("edition", "")
    edition = int(seen) if seen.isdecimal() and len(seen) < 10 else 0  # noqa: PLR2004 - a number

    def act() -> None:
        held = signing.sign(actor=actor, application=found, edition=edition)
        is_in = held.state == State.SUBMITTED
        signed = _("Signed. It is submitted as soon as all have signed and nothing is missing.")
        told = _("Signed by all: the application is submitted.") if is_in else signed
        messages.success(request, told)

    tried(request, act)
    return redirect("grants:application", pk=pk)


@login_required
@require_POST
def submit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Hand it in."""
    actor, found = signed_in(request), written(request, pk)
    told = _("The application is submitted.")
    tried(request, lambda: signing.submit(actor=actor, application=found), told)
    return redirect("grants:application", pk=pk)


@login_required
@require_POST
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Withdraw it."""
    actor, found = signed_in(request), written(request, pk)
    told = _("Withdrawn. The text stays here for its partners.")
    tried(request, lambda: applications.withdraw(actor=actor, application=found), told)
    return redirect("grants:application", pk=pk)


@login_required
@require_POST
def leave(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Leave it."""
    actor, found = signed_in(request), written(request, pk)
    told = _("You have left the application.")
    has_left = tried(request, lambda: partners.leave(actor=actor, application=found), told)
    return redirect("grants:home") if has_left else redirect("grants:application", pk=pk)


def written(request: HttpRequest, pk: UUID) -> Application:
    """Return an application for those who write it; for anyone else there is no such page."""
    actor = signed_in(request)
    found = queries.application_at(actor, pk)
    if not allows("grants.write", actor, found):
        raise NotHere
    return found


def _saved(request: HttpRequest, found: Application, place: str) -> HttpResponse:
    before = {each.pk for each in queries.partners_of(found)}
    signed = found.partners.filter(pk__in=before, signed_edition__isnull=False).exists()
    had_signed = any(each.signed_edition for each in found.acting)
    if had_signed and not signed:
        told = _("Saved. What was signed no longer counts: all partners sign again.")
    else:
        told = _("Saved.")
    messages.success(request, told)
    response = redirect("grants:application", pk=found.pk)
    response["Location"] += f"#{place}"
    return response


def _money(found: Application) -> dict[str, Any]:
    lines = list(found.lines.all())
    acting = found.acting
    each = by_partner(lines)
    return {
        "lines": lines,
        "sums": sums_of(lines),
        "by_partner": [(one, each[one.pk]) for one in acting if one.pk in each],
    }


def page_of(request: HttpRequest, found: Application, **forms: Any) -> HttpResponse:
    """Show an application, with what was typed into one of its forms and refused."""
    actor = signed_in(request)
    is_own = allows("grants.write", actor, found)
    may_judge = allows("grants.judge", actor, found)
    own = next((each for each in found.acting if each.person_id == actor.pk), None)
    released = (
        list(found.decisions.filter(released_at__isnull=False)) if is_own or may_judge else []
    )
    order = {kind.value: place for place, kind in enumerate(SectionKind)}
    context = {
        "application": found,
        "call": found.call,
        "sections": sorted(found.sections.all(), key=lambda each: order[each.kind]),
        "acting": [(each, shown(each.person)) for each in found.acting],
        "own": own,
        **_standing(found, own, actor, is_seen=is_own or may_judge),
        "is_own": is_own,
        "is_writable": is_own and editing.is_writable(found),
        "faults": signing.faults(found) if is_own and found.is_writable else [],
        "may_leave": is_own and len(found.acting) > 1,
        "may_withdraw": is_own and found.state in {State.DRAFT, State.SUBMITTED, State.ASKED},
        "invitations": (
            found.invitations.filter(accepted_at=None, ended_at=None).select_related("person")
            if is_own
            else []
        ),
        "released": released,
        "remarks": _remarks(found, released) if is_own else [],
        "may_judge": may_judge,
        "may_review": not is_own and allows("grants.review", actor, found),
        "reviews": marks.reviews_for(actor, found) if may_judge and not is_own else [],
        "recommendation_url": address_of(found.recommendation),
        "invitation_form": InvitationForm(initial={"language": actor.language}),
        "file_form": FileForm(),
        **_money(found),
        **forms,
    }
    return render(request, "grants/application.html", context, status=422 if forms else 200)


def _standing(
    found: Application, own: Partner | None, actor: Person, *, is_seen: bool
) -> dict[str, Any]:
    """Return by what each partner may sign, for who applies and who decides; what one has asked for."""
    known = standings(found.acting) if is_seen else {}
    for each in found.acting:
        each.known_by = known.get(each, "") or (each.standing if is_seen else "")
    asked = None
    if own is not None:
        rows = queries.mandates_visible_to(actor).filter(person=actor)
        asked = rows.filter(organisation=own.organisation_id).last()
    return {
        "shows_standing": is_seen,
        "asked": asked,
        "may_ask": own is not None and not own.known_by and not (asked and asked.is_waiting),
        "proof_form": ProofForm(),
    }


def _remarks(found: Application, released: list[Any]) -> list[str]:
    """Return what reviewers wrote for the partners, once a decision is released; without names."""
    if not released:
        return []
    # What comes in a second round waits for the decision on that.
    told_at = max(each.released_at for each in released)
    rows = found.reviews.filter(submitted_at__lte=told_at, declared=Declared.NONE)
    rows = rows.exclude(remarks_for_partners="")
    return list(rows.order_by("?").values_list("remarks_for_partners", flat=True))
