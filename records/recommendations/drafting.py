"""The pages on which a group works on its drafts: the list, the draft, its title and paragraphs."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.sign_ins import signed_in
from groups import queries as group_queries
from kit.bilingual import CODES
from kit.refusals import NotHere, Refused
from kit.rules import allows
from records.recommendations import drafts, origins, paragraphs, queries, wording, working
from records.recommendations.differences import words
from records.recommendations.doors import demand, done, entered, paragraph_at, pressed
from records.recommendations.forms import DraftForm, OriginForm, ParagraphForm, SeenForm, TitleForm
from records.recommendations.models import Paragraph, Recommendation, Standing

PAGE = 25
_FORM = ["GET", "HEAD", "POST"]
_EDIT = "recommendations.edit"


@login_required
@require_safe
def group_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a group's recommendations to who may draft for it."""
    group, person = group_queries.group_at(slug), signed_in(request)
    if not allows("recommendations.see_list", person, group):
        raise NotHere
    standing = request.GET.get("standing", "")
    page = Paginator(queries.of_group(group, standing), PAGE).get_page(request.GET.get("page"))
    context = {
        "group": group,
        "page": page,
        "rows": [(row, working.languages(row, "title")) for row in page.object_list],
        "standing": standing,
        "standings": Standing.choices,
        "may_draft": allows("recommendations.draft", person, group),
    }
    return render(request, "records/recommendations/group.html", context)


@login_required
@require_http_methods(_FORM)
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin a draft: blank, or from a decision or a question that the address may name already."""
    group, person = group_queries.group_at(slug), signed_in(request)
    if not allows("recommendations.draft", person, group):
        raise NotHere
    named = {"origin": request.GET.get("origin", "")[:400]}
    form = DraftForm(request.POST) if request.method == "POST" else DraftForm(initial=named)
    if form.is_bound and form.is_valid():
        try:
            made = drafts.draft(
                actor=person,
                group=group,
                titles=form.texts(),
                source_language=(get_language() or "en")[:2],
                named=form.cleaned_data["origin"],
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The draft is begun. Only the group sees it."))
            return redirect("records:recommendation_draft", made.number)
    status = 422 if form.errors else 200
    context = {"group": group, "form": form}
    return render(request, "records/recommendations/new.html", context, status=status)


@login_required
@require_safe
def draft(request: HttpRequest, number: int) -> HttpResponse:
    """Show a draft to who works on it or discusses it."""
    recommendation, person = entered(request, number)
    found = working.draft(recommendation, person)
    context = {"recommendation": recommendation, "group": recommendation.group, "draft": found}
    return render(request, "records/recommendations/draft.html", context)


@login_required
@require_http_methods(_FORM)
def title(request: HttpRequest, number: int) -> HttpResponse:
    """Word the title in both languages, or say that a translation is still right."""
    recommendation, person = entered(request, number)
    demand(_EDIT, person, recommendation)
    if request.POST.get("do") == "confirm":
        act = partial(paragraphs.confirm_title, actor=person, recommendation=recommendation)
        return pressed(request, recommendation, act, _("Both languages of the title agree again."))
    form = _title_form(request, recommendation)
    if form.is_bound and form.is_valid():
        saving = partial(
            paragraphs.edit_title,
            actor=person,
            recommendation=recommendation,
            texts=form.texts(),
            edition=form.cleaned_data["edition"] or 0,
        )
        if done(form, person, recommendation, saving):
            return _saved(request, recommendation)
    return _edited(request, recommendation, form)


@login_required
@require_http_methods(_FORM)
def add(request: HttpRequest, number: int) -> HttpResponse:
    """Add a paragraph at the end."""
    recommendation, person = entered(request, number)
    demand(_EDIT, person, recommendation)
    form = ParagraphForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        act = partial(
            paragraphs.add, actor=person, recommendation=recommendation, texts=form.texts()
        )
        if done(form, person, recommendation, act):
            return _saved(request, recommendation)
    return _edited(request, recommendation, form)


@login_required
@require_http_methods(_FORM)
def paragraph(request: HttpRequest, number: int, pk: UUID) -> HttpResponse:
    """Word a paragraph in both languages."""
    recommendation, person = entered(request, number)
    demand(_EDIT, person, recommendation)
    row = paragraph_at(request, recommendation, pk)
    form = _paragraph_form(request, row)
    if form.is_bound and form.is_valid():
        act = partial(
            paragraphs.edit,
            actor=person,
            paragraph=row,
            texts=form.texts(),
            edition=form.cleaned_data["edition"] or 0,
        )
        if done(form, person, recommendation, act):
            return _saved(request, recommendation, f"#p{row.position}")
    return _edited(request, recommendation, form, row)


@login_required
@require_POST
def step(request: HttpRequest, number: int, pk: UUID) -> HttpResponse:
    """Move a paragraph, take it out, or say that its translation is still right."""
    recommendation, person = entered(request, number)
    demand(_EDIT, person, recommendation)
    row = paragraph_at(request, recommendation, pk)
    steps: dict[str, Callable[..., object]] = {
        "up": partial(paragraphs.move, by=-1),
        "down": partial(paragraphs.move, by=1),
        "out": paragraphs.take_out,
        "confirm": paragraphs.confirm,
    }
    form = SeenForm(request.POST)
    if not form.is_valid() or form.cleaned_data["do"] not in steps:
        raise NotHere
    do = form.cleaned_data["do"]
    told = _("The paragraph was taken out. The history keeps it.") if do == "out" else ""
    act = partial(steps[do], actor=person, paragraph=row)
    return pressed(request, recommendation, act, told, at="#paragraphs")


@login_required
@require_POST
def origin(request: HttpRequest, number: int, pk: UUID) -> HttpResponse:
    """Name what a paragraph comes from, or take an origin away."""
    recommendation, person = entered(request, number)
    demand(_EDIT, person, recommendation)
    row = paragraph_at(request, recommendation, pk)
    if taken := request.POST.get("detach", ""):
        found = row.origins.filter(pk=taken).first() if taken.isdecimal() else None
        if found is None:
            raise NotHere
        act = partial(origins.detach, actor=person, origin=found)
        return pressed(request, recommendation, act, _("The origin was taken away."))
    form = OriginForm(request.POST)
    if form.is_valid():
        named = form.cleaned_data["origin"]
        naming = partial(origins.attach, actor=person, paragraph=row, named=named)
        if done(form, person, recommendation, naming):
            return _saved(request, recommendation, f"#p{row.position}")
    return _edited(request, recommendation, _paragraph_form(None, row), row, origin_form=form)


@login_required
@require_safe
def history(request: HttpRequest, number: int) -> HttpResponse:
    """Show each edit of the draft with what it changed, the latest first."""
    recommendation, _person = entered(request, number)
    rows = recommendation.revisions.select_related("paragraph").order_by("-edition", "-id")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "recommendation": recommendation,
        "group": recommendation.group,
        "page": page,
        "edits": [(row, words(row.was, row.now)) for row in page.object_list],
    }
    return render(request, "records/recommendations/history.html", context)


def _title_form(request: HttpRequest, recommendation: Recommendation) -> TitleForm:
    if request.method == "POST":
        return TitleForm(request.POST)
    seen = {f"title_{code}": getattr(recommendation, f"title_{code}") for code in CODES}
    return TitleForm(initial={**seen, "edition": recommendation.title_edition})


def _paragraph_form(request: HttpRequest | None, row: Paragraph) -> ParagraphForm:
    if request is not None and request.method == "POST":
        return ParagraphForm(request.POST)
    seen = {f"text_{code}": getattr(row, f"text_{code}") for code in CODES}
    return ParagraphForm(initial={**seen, "edition": row.edition})


def _saved(request: HttpRequest, recommendation: Recommendation, at: str = "") -> HttpResponse:
    messages.success(request, _("Saved."))
    answer = redirect("records:recommendation_draft", recommendation.number)
    answer["Location"] += at
    return answer


def _edited(
    request: HttpRequest,
    recommendation: Recommendation,
    form: TitleForm | ParagraphForm,
    row: Paragraph | None = None,
    origin_form: OriginForm | None = None,
) -> HttpResponse:
    """Show a form of wording; after a clash with the text that was saved meanwhile beside it."""
    if request.method != "POST":
        wording.demand_draft(recommendation)
    is_clash = form.has_error("__all__", "recommendation.clash")
    theirs = []
    if is_clash:
        # Saved again, it stands over the text that is shown here.
        subject: Paragraph | Recommendation = row or recommendation
        subject.refresh_from_db()
        edition = row.edition if row else recommendation.title_edition
        form.data = {**form.data, "edition": edition}
        theirs = working.languages(subject, "text" if row else "title")
    context = {
        "recommendation": recommendation,
        "group": recommendation.group,
        "form": form,
        "paragraph": row,
        "theirs": theirs,
        "origins": working.rests(row.origins.select_related("decision", "session"), request.user)
        if row
        else [],
        "origin_form": origin_form or OriginForm(),
    }
    status = 422 if form.errors or (origin_form and origin_form.errors) else 200
    return render(request, "records/recommendations/edit.html", context, status=status)
