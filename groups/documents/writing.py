"""The pages on which a document gets its next revision: a text written on, or a file."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.models import Person
from groups.documents import revisions
from groups.documents.forms import FileRevisionForm, TextRevisionForm
from groups.documents.models import Document
from groups.documents.queries import last_of, told
from groups.documents.views import readable, writable
from groups.texts import Clash
from kit.refusals import Refused


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, slug: str, document_id: UUID) -> HttpResponse:
    """Let a member write the next text of a document."""
    group, found = readable(request, slug, document_id)
    writable(request, slug)
    last = last_of(found)
    form = TextRevisionForm.of(last, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and _written(request, found, form):
        messages.success(request, _("Your revision is saved."))
        return redirect("groups:document", slug=slug, document_id=document_id)
    context = {"group": group, "document": found, "form": form, "last": told(last, None)}
    status = 422 if form.errors else 200
    return render(request, "groups/documents/write.html", context, status=status)


def _written(request: HttpRequest, found: Document, form: TextRevisionForm) -> bool:
    said = form.said()
    try:
        revisions.add_text(
            actor=cast("Person", request.user), document=found, seen=said.pop("edition"), **said
        )
    except Clash as clash:
        form.clash(clash, last_of(found))
        return False
    except Refused as refused:
        form.refuse(refused)
        return False
    return True


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, slug: str, document_id: UUID) -> HttpResponse:
    """Let a member send the next file of a document."""
    group, found = readable(request, slug, document_id)
    writable(request, slug)
    if request.method == "POST":
        form = FileRevisionForm(request.POST, request.FILES)
        if form.is_valid() and _uploaded(request, found, form):
            messages.success(request, _("Your revision is saved."))
            return redirect("groups:document", slug=slug, document_id=document_id)
    else:
        form = FileRevisionForm(initial={"seen": last_of(found).number})
    context = {"group": group, "document": found, "form": form, "last": told(last_of(found), None)}
    status = 422 if form.errors else 200
    return render(request, "groups/documents/upload.html", context, status=status)


def _uploaded(request: HttpRequest, found: Document, form: FileRevisionForm) -> bool:
    said = form.cleaned_data
    try:
        sent = form.upload()
        if sent is None:
            text = gettext_lazy("Choose a file.")
            raise Refused("file.missing", text, field="file")
        revisions.add_file(
            actor=cast("Person", request.user),
            document=found,
            seen=said["seen"],
            upload=sent,
            note=said["note"],
        )
    except Clash as clash:
        form.refuse(clash)
        form.data = request.POST.dict() | {"seen": str(clash.edition)}
        return False
    except Refused as refused:
        form.refuse(refused)
        return False
    return True
