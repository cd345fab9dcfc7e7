"""The pages of calls: the front page of grants, a call, and its organisers' desk."""

from collections.abc import Iterable
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import audit
from accounts.deeds import AuditEntry
from accounts.models import Person
from accounts.people import shown
from accounts.queries import people
from accounts.sign_ins import signed_in
from grants import attachments, calls, decisions, marks, queries, reviews
from grants.forms.calls import (
    CallForm,
    CriterionForm,
    FileForm,
    NewCallForm,
    ReviewerForm,
    WithdrawForm,
)
from grants.models import Call, State
from grants.ties import tied
from grants.views.doors import content_of, filled, tried
from kit.refusals import NotHere
from kit.rules import allows
from live import clock

PAGE = 20


@never_cache
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show what is open, what the reader has a part in, and the latest awards."""
    reader = request.user
    own: dict[str, Any] = {}
    if isinstance(reader, Person):
        own = {
            "invitations": queries.invitations_to(reader),
            "applications": _page(request, queries.applications_of(reader), "mine"),
            "to_declare": _page(request, queries.to_declare(reader), "declare"),
            "reviews": _page(request, queries.reviews_of(reader), "reviews"),
            "is_reviewer": reader.grant_reviewing.filter(ended_at=None).exists(),
        }
    past = queries.calls_visible_to(reader).exclude(pk__in=queries.open_calls())
    context = {
        "calls": queries.open_calls().prefetch_related("themes"),
        "past": _page(request, past.order_by("-closes_at", "slug"), "page"),
        "awards": queries.published(queries.awards_visible_to(reader))[:6],
        "may_organise": allows("grants.organise", reader),
        "now": clock.now(),
        "mandates": _waiting_mandates(reader),
        **own,
    }
    return render(request, "grants/home.html", context)


def _waiting_mandates(reader: object) -> int:
    if not isinstance(reader, Person) or not reader.is_organiser:
        return 0
    return queries.mandates_to_answer(reader).count()


@never_cache
@require_safe
def call(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a call: what it is about, its terms, how it is judged, and the way to apply."""
    found = queries.call_at(request.user, slug)
    own = []
    if isinstance(request.user, Person):
        own = list(queries.applications_of(request.user).filter(call=found))
    context = {
        "call": found,
        "is_open": calls.is_open(found),
        "is_early": clock.now() < found.opens_at,
        "own": own,
        "may_organise": allows("grants.organise", request.user, found),
        "awards": _page(
            request,
            queries.published(queries.awards_visible_to(request.user)).filter(
                application__call=found
            ),
            "page",
        ),
    }
    return render(request, "grants/call.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_call(request: HttpRequest) -> HttpResponse:
    """Write a call."""
    actor = _organiser(request)
    form = NewCallForm(request.POST or None, initial={"zone": actor.zone, "currency": "USD"})
    if request.method == "POST":
        made = filled(
            form,
            lambda: calls.create(actor=actor, slug=form.cleaned_data["slug"], facts=form.facts()),
        )
        if made is not None:
            told = _("The call is written. Add criteria, then publish it.")
            messages.success(request, told)
            return redirect("grants:desk", slug=made.slug)
    status = 422 if form.errors else 200
    return render(request, "grants/call_form.html", {"form": form}, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit_call(request: HttpRequest, slug: str) -> HttpResponse:
    """Change a call; who meets another's change sees both and loses nothing."""
    actor, found = _organised(request, slug)
    form = CallForm.of(found, request.POST if request.method == "POST" else None)
    clash = None
    if request.method == "POST":
        edition = form.data.get("edition", "")
        made = filled(
            form,
            lambda: calls.revise(
                actor=actor,
                call=found,
                edition=form.cleaned_data["edition"] or 0,
                facts=form.facts(),
            ),
        )
        if made is not None:
            messages.success(request, _("Saved."))
            return redirect("grants:desk", slug=slug)
        clash = found if edition != str(found.edition) else None
    context = {"form": form, "call": found, "clash": clash}
    status = 422 if form.errors else 200
    return render(request, "grants/call_form.html", context, status=status)


@login_required
@never_cache
@require_safe
def desk(request: HttpRequest, slug: str) -> HttpResponse:
    """Show organisers all about a call: its state, criteria, reviewers, marks, decisions, acts."""
    actor, found = _organised(request, slug)
    return _desk(request, actor, found)


@login_required
@require_POST
def publish(request: HttpRequest, slug: str) -> HttpResponse:
    """Publish a call."""
    actor, found = _organised(request, slug)
    told = _("Published: everybody sees it.")
    tried(request, lambda: calls.publish(actor=actor, call=found), told)
    return redirect("grants:desk", slug=slug)


@login_required
@require_POST
def withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a call back."""
    actor, found = _organised(request, slug)
    form = WithdrawForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    told = _("Withdrawn: nobody applies under it any more.")
    tried(request, lambda: calls.withdraw(actor=actor, call=found, reason=reason), told)
    return redirect("grants:desk", slug=slug)


@login_required
@require_POST
def release(request: HttpRequest, slug: str) -> HttpResponse:
    """Tell the partners what was decided of the applications that are ticked."""
    actor, found = _organised(request, slug)
    ticked = set(request.POST.getlist("application"))
    rows = queries.applications_visible_to(actor).filter(call=found, state=State.SUBMITTED)
    chosen = [row for row in rows if str(row.pk) in ticked]

    def act() -> None:
        told = len(decisions.release(actor=actor, call=found, applications=chosen))
        text = ngettext(
            "%(count)s decision is released; the partners are told by mail.",
            "%(count)s decisions are released; the partners are told by mail.",
            told,
        )
        messages.success(request, text % {"count": told})

    tried(request, act)
    return redirect("grants:desk", slug=slug)


@login_required
@require_POST
def add_criterion(request: HttpRequest, slug: str) -> HttpResponse:
    """Add a criterion."""
    actor, found = _organised(request, slug)
    form = CriterionForm(request.POST)

    def act() -> object:
        said = form.cleaned_data
        name = {"en": said["name_en"], "ru": said["name_ru"]}
        numbers = {"weight": said["weight"], "scale": said["scale"]}
        return calls.add_criterion(actor=actor, call=found, name=name, **numbers)

    if filled(form, act) is None:
        return _desk(request, actor, found, criterion_form=form)
    messages.success(request, _("The criterion is added."))
    return redirect("grants:desk", slug=slug)


@login_required
@require_POST
def remove_criterion(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """Take a criterion away."""
    actor, found = _organised(request, slug)
    row = found.criteria.filter(pk=pk).first()
    if row is None:
        raise NotHere
    told = _("The criterion is removed.")
    act = calls.remove_criterion
    tried(request, lambda: act(actor=actor, call=found, criterion=row), told)
    return redirect("grants:desk", slug=slug)


@login_required
@require_POST
def add_file(request: HttpRequest, slug: str) -> HttpResponse:
    """Add a file for those who apply."""
    actor, found = _organised(request, slug)
    form = FileForm(request.POST, request.FILES)

    def act() -> object:
        name, content = content_of(form.cleaned_data["file"])
        return attachments.add_to_call(actor=actor, call=found, name=name, content=content)

    if filled(form, act) is None:
        return _desk(request, actor, found, file_form=form)
    messages.success(request, _("The file is added."))
    return redirect("grants:desk", slug=slug)


@login_required
@require_POST
def remove_file(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """Take a file of a call away."""
    actor, found = _organised(request, slug)
    row = found.files.filter(pk=pk).first()
    if row is None:
        raise NotHere
    act = attachments.remove_from_call
    told = _("The file is removed.")
    tried(request, lambda: act(actor=actor, call=found, attachment=row), told)
    return redirect("grants:desk", slug=slug)


@login_required
@require_POST
def appoint(request: HttpRequest, slug: str) -> HttpResponse:
    """Appoint a reviewer."""
    actor, found = _organised(request, slug)
    form = ReviewerForm(request.POST)

    def act() -> object:
        return reviews.appoint(actor=actor, call=found, email=form.cleaned_data["email"])

    if filled(form, act) is None:
        return _desk(request, actor, found, reviewer_form=form)
    messages.success(request, _("The reviewer is appointed."))
    return redirect("grants:desk", slug=slug)


@login_required
@require_POST
def dismiss(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """End somebody's reviewing."""
    actor, found = _organised(request, slug)
    row = queries.reviewers_of(found).filter(pk=pk).first()
    if row is None:
        raise NotHere
    told = _("They no longer review this call.")
    tried(request, lambda: reviews.dismiss(actor=actor, call=found, reviewer=row), told)
    return redirect("grants:desk", slug=slug)


def _organiser(request: HttpRequest) -> Person:
    if not allows("grants.organise", request.user):
        raise NotHere
    return cast("Person", request.user)


def _organised(request: HttpRequest, slug: str) -> tuple[Person, Call]:
    actor = _organiser(request)
    return actor, queries.call_at(signed_in(request), slug)


def _desk(request: HttpRequest, actor: Person, found: Call, **forms: Any) -> HttpResponse:
    page = _page(request, marks.table(found, actor), "page")
    acts = _page(request, _acts_seen(actor, found), "acts")
    told = _in_words(acts)
    drafts = found.applications.filter(submitted_at=None, state=State.DRAFT).count()
    context = {
        "call": found,
        "is_open": calls.is_open(found),
        "rows": page,
        "drafts": drafts,
        "waiting": sum(
            row.decision is not None and row.decision.released_at is None for row in page
        ),
        "reviewers": queries.reviewers_of(found),
        "criterion_form": CriterionForm(),
        "file_form": FileForm(),
        "reviewer_form": ReviewerForm(),
        "withdraw_form": WithdrawForm(),
        "acts": acts,
        "told": told,
        **forms,
    }
    return render(request, "grants/desk.html", context, status=422 if forms else 200)


def _acts_seen(actor: Person, found: Call) -> QuerySet[AuditEntry]:
    """Return what was done, the latest first; about an application not for who is tied to it."""
    closed = found.applications.filter(tied(actor)).values("pk")
    return AuditEntry.objects.filter(room=calls.room_of(found)).exclude(subject__in=closed)


def _in_words(acts: Iterable[AuditEntry]) -> list[tuple[AuditEntry, Any, Any, Any]]:
    """Return acts in words, with who did them and whom they concern."""
    rows = list(acts)
    ids = {one for row in rows for one in (row.actor, row.person) if one}
    names = {each.pk: shown(each) for each in people().filter(pk__in=ids)}
    return [
        (
            row,
            audit.in_words(row.act),
            names.get(row.actor),
            names.get(row.person) if row.person else None,
        )
        for row in rows
    ]


def _page(request: HttpRequest, rows: "QuerySet[Any] | list[Any]", name: str) -> Any:
    return Paginator(rows, PAGE).get_page(request.GET.get(name))
