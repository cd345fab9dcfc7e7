"""The HTML door: a session's sheet, its files and corrections; to who may not read it, it is not there."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Person
from attendance import corrections, documents, raw_documents, sums, wording
from attendance.forms import CorrectionForm
from attendance.reading import Asked, picture, readable, readable_as_shown
from attendance.sheets import as_chosen
from attendance.sheets import sheet as sheet_of
from attendance.stays import raw
from kit import zones
from kit.refusals import Refused
from kit.rules import allows
from sessions.models import Session, State

PAGE = 100


@never_cache
@require_safe
def sheet(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Show who was there, from when to when, and how that was counted.

    Organisers see names and addresses; moderators see each person as they chose to be shown.
    """
    session = readable_as_shown(request.user, session_id)
    is_verified = allows("attendance.read", request.user, session)
    whole = sheet_of(session) if is_verified else as_chosen(sheet_of(session))
    asked = Asked.of(request.GET)
    lines = asked.chosen(whole.lines)
    context = {
        "session": session,
        "sheet": whole,
        "is_verified": is_verified,
        "may_correct": allows("attendance.correct", request.user, session),
        "is_live": session.state == State.LIVE,
        "asked": asked,
        "headings": asked.headings,
        "found": len(lines),
        "page": Paginator(lines, PAGE).get_page(request.GET.get("page")),
        "sides": sums.by_side(whole.lines),
        "countries": sums.by_country(whole.lines),
        "organisations": sums.by_organisation(whole.lines),
        "total_time": sums.total_time(whole.lines),
        "picture": picture(whole),
        "rules": wording.rules(),
        "city": zones.city(session.zone),
    }
    return render(request, "attendance/sheet.html", context)


@never_cache
@require_safe
def document(request: HttpRequest, session_id: UUID, kind: str) -> HttpResponse:
    """Hand out the whole sheet as a file."""
    session = readable(request.user, session_id)
    name = documents.file_name(session, kind)
    return handed_out(documents.document(sheet_of(session), kind), kind, name)


@never_cache
@require_safe
def stays(request: HttpRequest, session_id: UUID, kind: str) -> HttpResponse:
    """Hand out the raw record, from which the sheet can be computed a second time."""
    session = readable(request.user, session_id)
    name = documents.file_name(session, kind, "stays")
    return handed_out(raw_documents.document(raw([session]), kind), kind, name)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Let an organiser add a correction; whoever it is about may have been chosen on the sheet."""
    session = readable(request.user, session_id)
    if request.method == "POST":
        form = CorrectionForm(session, request.POST)
        if form.is_valid() and _corrected(cast("Person", request.user), session, form):
            messages.success(request, _("The correction is added to the sheet."))
            return redirect("attendance:sheet", session_id=session_id)
    else:
        form = CorrectionForm.about(session, _address(request))
    context = {"session": session, "form": form, "city": zones.city(session.zone)}
    status = 422 if form.errors else 200
    return render(request, "attendance/correct.html", context, status=status)


def handed_out(content: bytes, kind: str, name: str) -> HttpResponse:
    """Return a file to be saved under a name."""
    return HttpResponse(
        content,
        content_type=documents.TYPES[kind],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _address(request: HttpRequest) -> str:
    try:
        person = Person.objects.filter(pk=UUID(request.GET.get("person", ""))).first()
    except ValueError:
        return ""
    return person.email if person else ""


def _corrected(actor: Person, session: Session, form: CorrectionForm) -> bool:
    person = Person.objects.filter(email=form.cleaned_data["email"]).first()
    try:
        if person is None:
            text = gettext_lazy("Nobody with this address has signed in here yet.")
            raise Refused("correction.unknown_person", text, field="email")
        corrections.correct(actor=actor, session=session, person=person, **form.told())
    except Refused as refused:
        form.refuse(refused)
        return False
    return True
