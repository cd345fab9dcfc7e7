"""The pages of what is said of a draft: comments, amendments, endorsements, and the steps of co-chairs."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Organisation
from kit.forms import RefusableForm
from kit.refusals import NotHere
from kit.rules import allows
from records.recommendations import (
    adoption,
    amendments,
    consents,
    discussion,
    drafts,
    endorsements,
    withdrawals,
    working,
)
from records.recommendations.doors import demand, done, entered, paragraph_at, pressed
from records.recommendations.forms import AmendmentForm, CommentForm, ReasonForm, SeenForm
from records.recommendations.models import Amendment, Paragraph, Recommendation, Standing

COMMENTS = 50
AMENDMENTS = 20
_FORM = ["GET", "HEAD", "POST"]


@login_required
@require_http_methods(_FORM)
def comments(request: HttpRequest, number: int) -> HttpResponse:
    """Show what was said of a paragraph or of the whole, and say something."""
    recommendation, person = entered(request, number)
    form = CommentForm(request.POST if request.method == "POST" else None)
    row = _about(recommendation, request)
    if form.is_bound and form.is_valid():
        act = partial(
            discussion.comment,
            actor=person,
            recommendation=recommendation,
            paragraph=row,
            text=form.cleaned_data["text"],
        )
        if done(form, person, recommendation, act):
            messages.success(request, _("Your comment is there."))
            answer = redirect("records:recommendation_draft", number)
            answer["Location"] += f"#p{row.position}" if row else "#whole"
            return answer
    found = recommendation.comments.filter(paragraph=row).select_related("person__organisation")
    page = Paginator(found, COMMENTS).get_page(request.GET.get("page"))
    may_decide = allows("recommendations.decide", person, recommendation)
    context = {
        "recommendation": recommendation,
        "group": recommendation.group,
        "paragraph": row,
        "languages": working.languages(row, "text") if row else [],
        "page": page,
        "comments": working.spoken(page.object_list, person, may_decide=may_decide),
        "form": form,
        "is_draft": recommendation.standing == Standing.DRAFT,
    }
    status = 422 if form.errors else 200
    return render(request, "records/recommendations/comments.html", context, status=status)


@login_required
@require_POST
def retract(request: HttpRequest, number: int, pk: UUID) -> HttpResponse:
    """Take a comment back."""
    recommendation, person = entered(request, number)
    found = recommendation.comments.filter(pk=pk).first()
    if found is None:
        raise NotHere
    act = partial(discussion.retract, actor=person, comment=found)
    return pressed(request, recommendation, act, _("The comment was taken back. Its place stays."))


@login_required
@require_safe
def all_amendments(request: HttpRequest, number: int) -> HttpResponse:
    """Show every amendment with what became of it, the latest first."""
    recommendation, person = entered(request, number)
    rows = working.with_people(recommendation.amendments.order_by("-at", "-id"))
    page = Paginator(rows, AMENDMENTS).get_page(request.GET.get("page"))
    context = {
        "recommendation": recommendation,
        "group": recommendation.group,
        "page": page,
        "proposals": [working.proposal(row, person) for row in page.object_list],
    }
    return render(request, "records/recommendations/amendments.html", context)


@login_required
@require_http_methods(_FORM)
def propose(request: HttpRequest, number: int) -> HttpResponse:
    """Propose another wording of a paragraph, or a new one."""
    recommendation, person = entered(request, number)
    row = _about(recommendation, request)
    form = _amendment_form(request, row)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        act = partial(
            amendments.propose,
            actor=person,
            recommendation=recommendation,
            paragraph=row,
            language=said["language"],
            text=said["text"],
            grounds=said["grounds"],
            edition=said["edition"] or 0,
        )
        if done(form, person, recommendation, act):
            told = _("Your amendment is proposed. A mail tells you what becomes of it.")
            messages.success(request, told)
            answer = redirect("records:recommendation_draft", number)
            answer["Location"] += f"#p{row.position}" if row else "#new"
            return answer
    context = {
        "recommendation": recommendation,
        "group": recommendation.group,
        "paragraph": row,
        "languages": working.languages(row, "text") if row else [],
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "records/recommendations/propose.html", context, status=status)


@login_required
@require_http_methods(_FORM)
def amendment(request: HttpRequest, number: int, pk: UUID) -> HttpResponse:
    """Show an amendment beside the text; a co-chair takes or refuses it, its proposer takes it back."""
    recommendation, person = entered(request, number)
    row = working.with_people(
        Amendment.objects.filter(recommendation=recommendation, pk=pk)
    ).first()
    if row is None:
        raise NotHere
    do = request.POST.get("do", "")
    reason = ReasonForm(request.POST if do == "refuse" else None)
    # To take it, or to take it back, nothing has to be typed.
    form = reason if do == "refuse" else RefusableForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        edition = request.POST.get("edition", "")
        seen = int(edition) if edition.isdecimal() and len(edition) < 10 else None  # noqa: PLR2004
        acts: dict[str, Callable[..., object]] = {
            "take": partial(amendments.take, edition=seen),
            "refuse": partial(amendments.refuse, reason=request.POST.get("reason", "")),
            "withdraw": amendments.withdraw,
        }
        if do not in acts:
            raise NotHere
        if done(form, person, recommendation, partial(acts[do], actor=person, amendment=row)):
            messages.success(request, _("Done."))
            return redirect("records:recommendation_draft", number)
        row = working.with_people(Amendment.objects.filter(pk=pk)).get()
    about = row.paragraph
    context = {
        "recommendation": recommendation,
        "group": recommendation.group,
        "proposal": working.proposal(row, person),
        "form": form,
        "reason": reason,
        "before": working.wording_at(about, row.edition, row.language) if about else "",
        "may_decide": allows("recommendations.decide", person, recommendation),
    }
    status = 422 if form.errors else 200
    return render(request, "records/recommendations/amendment.html", context, status=status)


@login_required
@require_POST
def endorse(request: HttpRequest, number: int) -> HttpResponse:
    """Put one's organisation behind the draft, or take that back."""
    recommendation, person = entered(request, number)
    form = SeenForm(request.POST)
    if not form.is_valid():
        raise NotHere
    said = form.cleaned_data
    house = Organisation.objects.filter(pk=said["organisation"]).first()
    if house is None or said["do"] not in {"endorse", "withdraw"}:
        raise NotHere
    given: dict[str, Any] = {
        "actor": person,
        "recommendation": recommendation,
        "organisation": house,
    }
    if said["do"] == "withdraw":
        told = _("The endorsement was taken back.")
        taking_back = partial(endorsements.withdraw, **given)
        return pressed(request, recommendation, taking_back, told, at="#endorsed")
    act = partial(endorsements.endorse, **given, edition=said["edition"] or 0)
    return pressed(
        request, recommendation, act, _("Your organisation endorses it."), at="#endorsed"
    )


@login_required
@require_POST
def steps(request: HttpRequest, number: int) -> HttpResponse:
    """Do what co-chairs do: say yes, adopt, open the discussion, begin a version."""
    recommendation, person = entered(request, number)
    demand("recommendations.decide", person, recommendation)
    form = SeenForm(request.POST)
    if not form.is_valid():
        raise NotHere
    given = {"actor": person, "recommendation": recommendation}
    edition = form.cleaned_data["edition"] or 0
    acts: dict[str, tuple[Callable[..., object], str]] = {
        "consent": (
            partial(consents.consent, edition=edition),
            _("You have said yes to this wording."),
        ),
        "take_back": (consents.take_back, _("Your yes was taken back.")),
        "adopt": (
            partial(adoption.adopt, edition=edition),
            _("Adopted. The text is public and never changes."),
        ),
        "open": (
            partial(drafts.open_discussion, is_open=True),
            _("All delegates may read and discuss the draft now."),
        ),
        "close": (
            partial(drafts.open_discussion, is_open=False),
            _("Only the group sees the draft now."),
        ),
        "begin": (drafts.begin_version, _("A new draft is begun with the adopted words.")),
        "discard": (drafts.discard, _("The new draft was dropped. The adopted version stands.")),
    }
    if form.cleaned_data["do"] not in acts:
        raise NotHere
    act, told = acts[form.cleaned_data["do"]]
    return pressed(request, recommendation, partial(act, **given), told, at="#steps")


@login_required
@require_http_methods(_FORM)
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Withdraw a draft, or say one's yes to withdrawing what was adopted."""
    recommendation, person = entered(request, number)
    demand("recommendations.decide", person, recommendation)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        act = partial(
            withdrawals.withdraw,
            actor=person,
            recommendation=recommendation,
            reason=form.cleaned_data["reason"],
        )
        if done(form, person, recommendation, act):
            recommendation.refresh_from_db()
            is_out = recommendation.standing == Standing.WITHDRAWN
            waits = _("You have said yes. It is withdrawn once the other co-chair says so too.")
            messages.success(request, _("Withdrawn.") if is_out else waits)
            return redirect("records:recommendation_draft", number)
    context = {
        "recommendation": recommendation,
        "group": recommendation.group,
        "form": form,
        "is_adopted": recommendation.versions.exists(),
    }
    status = 422 if form.errors else 200
    return render(request, "records/recommendations/withdraw.html", context, status=status)


def _about(recommendation: Recommendation, request: HttpRequest) -> Paragraph | None:
    named = request.POST.get("paragraph") or request.GET.get("paragraph") or ""
    if not named:
        return None
    try:
        pk = UUID(named)
    except ValueError:
        raise NotHere from None
    return paragraph_at(request, recommendation, pk)


def _amendment_form(request: HttpRequest, row: Paragraph | None) -> AmendmentForm:
    if request.method == "POST":
        return AmendmentForm(request.POST)
    language = (get_language() or "en")[:2]
    if row is None:
        return AmendmentForm(initial={"language": language})
    if not getattr(row, f"text_{language}"):
        language = row.source_language
    text = getattr(row, f"text_{language}")
    seen = {"paragraph": row.pk, "edition": row.edition, "language": language, "text": text}
    return AmendmentForm(initial=seen)
