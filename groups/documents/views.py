"""The pages of a group's documents: the list, one with its revisions, and the ways to write."""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Person
from groups import queries
from groups.documents import documents, files, revisions
from groups.documents.forms import NewDocumentForm, ReasonForm, TitleForm
from groups.documents.models import Document, Revision
from groups.documents.queries import (
    compared,
    document_at,
    documents_of,
    last_of,
    nameable,
    revision_of,
    revisions_of,
    told,
)
from groups.models import Group
from groups.texts import Clash
from kit.refusals import NotHere, Refused
from kit.rules import allows

PAGE = 20


@require_safe
def document_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the documents of a group that the reader may see."""
    group = queries.group_at(slug)
    found = documents_of(group, request.user)
    page: Page[Document] = Paginator(found, PAGE).get_page(request.GET.get("page"))
    may_write = allows("groups.contribute", request.user, group)
    context = {"group": group, "page": page, "may_write": may_write}
    return render(request, "groups/documents/list.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """Let a member begin a document with a text or a file."""
    group = writable(request, slug)
    if request.method == "POST":
        form = NewDocumentForm(request.POST, request.FILES)
        made = _begun(request, group, form) if form.is_valid() else None
        if made is not None:
            messages.success(request, _("The document is here."))
            return redirect("groups:document", slug=slug, document_id=made.document_id)
    else:
        form = NewDocumentForm(initial={"source_language": request.LANGUAGE_CODE})
    context = {"group": group, "form": form}
    status = 422 if form.errors else 200
    return render(request, "groups/documents/new.html", context, status=status)


def _begun(request: HttpRequest, group: Group, form: NewDocumentForm) -> Revision | None:
    actor, said = cast("Person", request.user), form.said()
    about = {name: said[name] for name in ("title", "source_language", "is_public")}
    try:
        upload = form.upload()
        if upload is not None:
            return revisions.begin_with_file(actor=actor, group=group, upload=upload, **about)
        return revisions.begin_with_text(actor=actor, group=group, text=said["text"], **about)
    except Refused as refused:
        form.refuse(refused)
        return None


@require_safe
def document(request: HttpRequest, slug: str, document_id: UUID) -> HttpResponse:
    """Show a document as it stands now."""
    group, found = readable(request, slug, document_id)
    return _shown(request, group, found, last_of(found))


@require_safe
def revision(request: HttpRequest, slug: str, document_id: UUID, number: int) -> HttpResponse:
    """Show an older revision of a document."""
    group, found = readable(request, slug, document_id)
    return _shown(request, group, found, revision_of(found, number))


def _shown(
    request: HttpRequest,
    group: Group,
    found: Document,
    revision: Revision,
    reason: ReasonForm | None = None,
) -> HttpResponse:
    page: Page[Revision] = Paginator(revisions_of(found), PAGE).get_page(request.GET.get("page"))
    last, named = page.paginator.count, nameable(group, request.user)
    context = {
        "group": group,
        "document": found,
        "told": told(revision, named),
        "last": last,
        "is_last": revision.number == last,
        "page": page,
        "revisions": [told(each, named) for each in page],
        "may_write": allows("groups.contribute", request.user, group),
        "may_manage": allows("groups.manage", request.user, group),
        "reason": reason or ReasonForm(),
    }
    status = 422 if reason is not None else 200
    return render(request, "groups/documents/document.html", context, status=status)


@require_safe
def file(request: HttpRequest, slug: str, document_id: UUID, number: int) -> HttpResponse:
    """Hand out the file of a revision, to be saved."""
    _group, found = readable(request, slug, document_id)
    return hand_out(revision_of(found, number))


def hand_out(revision: Revision) -> HttpResponse:
    """Return a revision's file; a text has none."""
    if not revision.is_file:
        raise NotHere
    with revision.file.open("rb") as stored:
        content = stored.read()
    return files.handed_out(content, revision.file_name, revision.file_kind)


@require_safe
def changes(request: HttpRequest, slug: str, document_id: UUID) -> HttpResponse:
    """Show what became of the text from one revision to another."""
    group, found = readable(request, slug, document_id)
    new, old = _compared_numbers(request, found)
    named = nameable(group, request.user)
    context: dict[str, Any] = {
        "group": group,
        "document": found,
        "old": told(old, named),
        "new": told(new, named),
        "compared": compared(old, new),
        "has_file": old.is_file or new.is_file,
    }
    return render(request, "groups/documents/changes.html", context)


def _compared_numbers(request: HttpRequest, found: Document) -> tuple[Revision, Revision]:
    """Return the newer and the older revision that are asked for, else the last two."""
    asked = [request.GET.get(name, "") for name in ("to", "from")]
    if all(number.isascii() and number.isdigit() and len(number) < 7 for number in asked):  # noqa: PLR2004
        return revision_of(found, int(asked[0])), revision_of(found, int(asked[1]))
    last = last_of(found)
    return last, revision_of(found, max(1, last.number - 1))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def title(request: HttpRequest, slug: str, document_id: UUID) -> HttpResponse:
    """Let a member change a document's title, and who sees it."""
    group, found = readable(request, slug, document_id)
    writable(request, slug)
    form = TitleForm.of(found, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and _titled(request, found, form):
        messages.success(request, _("Saved."))
        return redirect("groups:document", slug=slug, document_id=document_id)
    context = {"group": group, "document": found, "form": form}
    status = 422 if form.errors else 200
    return render(request, "groups/documents/title.html", context, status=status)


def _titled(request: HttpRequest, found: Document, form: TitleForm) -> bool:
    try:
        documents.revise(actor=cast("Person", request.user), document=found, **form.said())
    except Clash as clash:
        form.clash(clash, Document.objects.get(pk=found.pk))
        return False
    except Refused as refused:
        form.refuse(refused)
        return False
    return True


@login_required
@require_POST
def put_away(request: HttpRequest, slug: str, document_id: UUID) -> HttpResponse:
    """Let a co-chair put a document away with a reason."""
    group, found = readable(request, slug, document_id)
    form = ReasonForm(request.POST)
    # Who may not is told so whatever they wrote.
    actor = cast("Person", request.user)
    if form.is_valid() or not allows("groups.manage", actor, group):
        reason = form.cleaned_data.get("reason", "")
        documents.put_away(actor=actor, document=found, reason=reason)
        messages.success(request, _("The document is put away. You find it here, others do not."))
        return redirect("groups:document", slug=slug, document_id=document_id)
    return _shown(request, group, found, last_of(found), form)


@login_required
@require_POST
def bring_back(request: HttpRequest, slug: str, document_id: UUID) -> HttpResponse:
    """Let a co-chair show a document again."""
    _group, found = readable(request, slug, document_id)
    documents.bring_back(actor=cast("Person", request.user), document=found)
    messages.success(request, _("The document is back."))
    return redirect("groups:document", slug=slug, document_id=document_id)


def readable(request: HttpRequest, slug: str, document_id: UUID) -> tuple[Group, Document]:
    """Return the group and a document of it that the reader may see."""
    group = queries.group_at(slug)
    return group, document_at(group, request.user, document_id)


def writable(request: HttpRequest, slug: str) -> Group:
    """Return the group for who may write in it; for anyone else there is no such page."""
    group = queries.group_at(slug)
    if not allows("groups.contribute", request.user, group):
        raise NotHere
    return group
