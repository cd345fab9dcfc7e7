"""The pages of reviewing: what one declares, one's marks; the organisers' decision."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Person
from accounts.people import shown
from accounts.sign_ins import signed_in
from grants import decisions, marks, queries, reviews
from grants.forms.reviews import DecisionForm, DeclarationForm, ReviewForm
from grants.models import Application, Declared, State
from grants.money import sums_of
from grants.standing import unproved
from grants.views.doors import filled, gone_on_from, tried
from kit.refusals import NotHere
from kit.rules import allows


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def declare(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show a reviewer the title and who applies, no more, and take their declaration."""
    actor = signed_in(request)
    found = queries.declarable_at(actor, pk)
    form = DeclarationForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        said = filled(
            form, lambda: reviews.declare(actor=actor, application=found, **form.cleaned_data)
        )
        if said is not None and said.declared == Declared.CONFLICT:
            told = _("Declared. The application is closed to you from now on.")
            messages.success(request, told)
            return redirect("grants:home")
        if said is not None:
            return redirect("grants:review", pk=pk)
    context = {
        "application": found,
        "form": form,
        "acting": [(each, shown(each.person)) for each in found.acting],
        "has_declared": queries.is_cleared(actor, found),
    }
    return render(request, "grants/declare.html", context, status=422 if form.errors else 200)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let a reviewer mark an application, as a draft or for good; show the others' once theirs is in."""
    actor = signed_in(request)
    found = _reviewed(actor, pk)
    row = found.reviews.prefetch_related("scores").get(person=actor)
    criteria = queries.criteria_of(found.call)
    form = ReviewForm.of(row, criteria, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        is_final = "submit" in request.POST
        made = filled(form, lambda: _write(actor, found, form, is_final=is_final))
        if made is not None:
            told = _("Your review is submitted.") if is_final else _("Your draft is saved.")
            messages.success(request, told)
            return redirect("grants:review", pk=pk)
    clash = row if gone_on_from(form, row.edition) else None
    context = {
        "application": found,
        "review": row,
        "form": form,
        "clash": clash,
        "is_open": found.state == State.SUBMITTED and row.submitted_at is None,
        "others": [(each, shown(each.person)) for each in marks.others_reviews(actor, found)],
        "scores": row.scores.select_related("criterion").order_by("criterion__position"),
    }
    return render(request, "grants/review.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def give_back(request: HttpRequest, pk: UUID, person_id: UUID) -> HttpResponse:
    """Give a submitted review back to its reviewer."""
    actor = signed_in(request)
    found, person = _judged(actor, pk), _person(person_id)
    told = _("The reviewer can change the review again.")
    act = reviews.give_back
    tried(request, lambda: act(actor=actor, application=found, person=person), told)
    return redirect("grants:decide", pk=pk)


@login_required
@require_POST
def lift(request: HttpRequest, pk: UUID, person_id: UUID) -> HttpResponse:
    """Let a reviewer declare anew who said by mistake that there is a conflict."""
    actor = signed_in(request)
    found, person = _judged(actor, pk), _person(person_id)
    told = _("The reviewer is asked once more to declare.")
    tried(request, lambda: reviews.lift(actor=actor, application=found, person=person), told)
    return redirect("grants:decide", pk=pk)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show an organiser all reviews, and take the decision."""
    actor = signed_in(request)
    found = _judged(actor, pk)
    form = DecisionForm.of(found, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        act = decisions.decide
        made = filled(form, lambda: act(actor=actor, application=found, verdict=form.verdict()))
        if made is not None:
            told = _("Decided. Nobody who applies sees it before you release it.")
            messages.success(request, told)
            return redirect("grants:desk", slug=found.call.slug)
    conflicts = found.reviews.filter(declared=Declared.CONFLICT)
    context = {
        "application": found,
        "form": form,
        "reviews": [(each, shown(each.person)) for each in marks.reviews_for(actor, found)],
        "conflicts": [
            (each, shown(each.person)) for each in conflicts.select_related("person__organisation")
        ],
        "sums": sums_of(found.lines.all()),
        "doubtful": unproved(found) if found.state == State.SUBMITTED else [],
        "standing": found.decisions.last(),
        "owes_review": queries.owes_review(actor, found),
        "may_decide": found.state == State.SUBMITTED,
    }
    return render(request, "grants/decide.html", context, status=422 if form.errors else 200)


def _reviewed(actor: Person, pk: UUID) -> Application:
    found = queries.application_at(actor, pk)
    if not allows("grants.review", actor, found):
        raise NotHere
    return found


def _judged(actor: Person, pk: UUID) -> Application:
    found = queries.application_at(actor, pk)
    if not allows("grants.judge", actor, found):
        raise NotHere
    return found


def _person(pk: UUID) -> Person:
    found = Person.objects.filter(pk=pk).first()
    if found is None:
        raise NotHere
    return found


def _write(actor: Person, found: Application, form: ReviewForm, *, is_final: bool) -> object:
    said = form.cleaned_data
    return reviews.write(
        actor=actor,
        application=found,
        edition=said["edition"],
        marks=form.marks(),
        remarks=said["remarks"],
        remarks_for_partners=said["remarks_for_partners"],
        is_final=is_final,
    )
