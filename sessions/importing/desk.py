"""The organisers' desk of imports: upload a schedule, say what it is, look, import, take back.

One address a job, whose page is that of its state; while the machine works it comes again by itself.
"""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Person
from conferences.models import Conference
from kit.refusals import Forbidden, NotHere, Refused
from kit.rules import allows
from sessions.importing import jobs as import_jobs
from sessions.importing.forms import ChoicesForm, LayoutForm, UploadForm
from sessions.importing.jobs import SHEET, import_at, job_at
from sessions.importing.uploaded import ImportJob, Reading
from sessions.importing.words import by_kind, one_by_one, worded_in_other
from sessions.schedules.blank_sheet import blank_sheet
from sessions.schedules.gathering import MAX_BYTES, too_big
from sessions.schedules.imported import ImportState

# How soon the page of a job under way comes again, in seconds.
COMES_AGAIN = 1

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PAGES = {
    Reading.READY: "sessions/import_ready.html",
    Reading.DONE: "sessions/import_done.html",
    Reading.UNDONE: "sessions/import_undone.html",
    Reading.UNREADABLE: "sessions/import_ended.html",
    Reading.DISCARDED: "sessions/import_ended.html",
}


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: HttpRequest) -> HttpResponse:
    """Take a file in; show what is unfinished and what was imported before."""
    actor = _organiser(request)
    if request.method != "POST":
        conference = request.GET.get("conference", "")
        return _desk_page(request, UploadForm(initial={"conference": conference}))
    form = UploadForm(request.POST, request.FILES)
    if form.is_valid():
        job = _uploaded(actor, form)
        if job is not None:
            return redirect("sessions:import_job", job_id=job.pk)
    return _desk_page(request, form, status=422)


@login_required
@require_safe
def sheet(request: HttpRequest) -> HttpResponse:
    """Hand out the spreadsheet to fill in."""
    _organiser(request)
    return HttpResponse(
        blank_sheet(),
        content_type=_XLSX,
        headers={"Content-Disposition": 'attachment; filename="programme.xlsx"'},
    )


@login_required
@never_cache
@require_safe
def job(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Show how far an import is: at work, to be chosen for, to be looked at, or over."""
    found = job_at(job_id, _organiser(request))
    if found.is_at_work:
        response = render(request, "sessions/import_working.html", {"job": found})
        response["Refresh"] = str(COMES_AGAIN)
        return response
    if found.state == Reading.CHOOSING:
        return _choices_page(request, found)
    if found.state == Reading.DONE and found.made is not None:
        return _import_page(request, found.made, found)
    context = {"job": found, "report": found.report, **_told(found)}
    return render(request, _PAGES[Reading(found.state)], context)


@login_required
@never_cache
@require_safe
def past(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Show an import that was made, here or from a terminal, and the way to take it back."""
    _organiser(request)
    made = ImportJob.objects.filter(made=import_id, state=Reading.DONE).first()
    return _import_page(request, import_id, made)


@login_required
@require_POST
def undo(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Have a whole import taken back."""
    actor = _organiser(request)
    found = import_at(import_id, actor)
    try:
        made = import_jobs.take_back(actor=actor, imported=found)
    except (NotHere, Forbidden):
        raise
    except Refused as refused:
        messages.error(request, str(refused.text))
        return redirect("sessions:import_past", import_id=import_id)
    return redirect("sessions:import_job", job_id=made.pk)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def choices(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Let an organiser say what the file is, also once more after having looked."""
    actor = _organiser(request)
    found = job_at(job_id, actor)
    if found.state not in {Reading.CHOOSING, Reading.READY} or not found.sketch:
        return redirect("sessions:import_job", job_id=job_id)
    if request.method != "POST":
        return _choices_page(request, found)
    form = ChoicesForm(found, actor.zone, request.POST)
    if form.is_valid() and _settled(actor, found, form):
        return redirect("sessions:import_job", job_id=job_id)
    return _choices_page(request, found, form=form, status=422)


@login_required
@require_POST
def layout(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Have the file looked at in another way."""
    actor = _organiser(request)
    found = job_at(job_id, actor)
    if found.kind != SHEET or not found.sketch:
        return redirect("sessions:import_job", job_id=job_id)
    form = LayoutForm.of(found, request.POST)
    if not form.is_valid():
        return _choices_page(request, found, layout_form=form, status=422)
    _tried(request, import_jobs.lay_out, actor=actor, job=found, layout=form.layout(found))
    return redirect("sessions:import_job", job_id=job_id)


@login_required
@require_POST
def start(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Have what was shown imported."""
    actor = _organiser(request)
    found = job_at(job_id, actor)
    seen = request.POST.get("seen", "")
    words = {
        "seen": int(seen) if seen.isdecimal() and len(seen) < 10 else -1,  # noqa: PLR2004 - a number
        "is_partial": request.POST.get("which") == "right",
    }
    _tried(request, import_jobs.start, actor=actor, job=found, **words)
    return redirect("sessions:import_job", job_id=job_id)


@login_required
@require_POST
def discard(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Give an upload up."""
    actor = _organiser(request)
    found = job_at(job_id, actor)
    if _tried(request, import_jobs.discard, actor=actor, job=found):
        messages.success(request, _("The upload is discarded; nothing was imported from it."))
    return redirect("sessions:imports")


def _organiser(request: HttpRequest) -> Person:
    if not allows("sessions.bring_in", request.user):
        raise NotHere
    return cast("Person", request.user)


def _uploaded(actor: Person, form: UploadForm) -> ImportJob | None:
    file = form.cleaned_data["file"]
    home = Conference.objects.filter(slug=form.cleaned_data["conference"]).first()
    try:
        if file.size > MAX_BYTES:
            raise too_big()
        return import_jobs.upload(actor=actor, name=file.name, content=file.read(), conference=home)
    except Refused as refused:
        form.refuse(refused)
        return None


def _settled(actor: Person, found: ImportJob, form: ChoicesForm) -> bool:
    try:
        import_jobs.settle(actor=actor, job=found, choices=form.choices())
    except (NotHere, Forbidden):
        raise
    except Refused as refused:
        form.refuse(refused)
        return False
    return True


def _tried(request: HttpRequest, act: Any, **words: Any) -> bool:
    """Do what a button asks for; a refusal is told on the page that follows."""
    try:
        act(**words)
    except (NotHere, Forbidden):
        raise
    except Refused as refused:
        messages.error(request, str(refused.text))
        return False
    return True


def _desk_page(request: HttpRequest, form: UploadForm, *, status: int = 200) -> HttpResponse:
    context = {"form": form, "open": import_jobs.unfinished(), "past": import_jobs.past()}
    return render(request, "sessions/imports.html", context, status=status)


def _choices_page(
    request: HttpRequest,
    found: ImportJob,
    *,
    form: ChoicesForm | None = None,
    layout_form: LayoutForm | None = None,
    status: int = 200,
) -> HttpResponse:
    actor = cast("Person", request.user)
    is_sheet = found.kind == SHEET
    context = {
        "job": found,
        "form": form or ChoicesForm(found, actor.zone),
        "layout_form": layout_form or (LayoutForm.of(found) if is_sheet else None),
        "sketch": found.sketch,
    }
    return render(request, "sessions/import_choices.html", context, status=status)


def _import_page(request: HttpRequest, import_id: UUID, found: ImportJob | None) -> HttpResponse:
    made = import_at(import_id, cast("Person", request.user))
    context = {
        "made": made,
        "conference": made.conference,
        "may_undo": made.standing in {ImportState.DONE, ImportState.STOPPED},
        "counts": made.counts,
        "report": found.report if found else {},
        **(_told(found) if found else {}),
    }
    return render(request, "sessions/import_done.html", context)


def _told(found: ImportJob) -> dict[str, Any]:
    """Return a report's parts in the shapes that a page shows: instants, and counts by kind."""
    report = found.report
    sample = [
        {
            **said,
            "starts_at": parse_datetime(said["starts_at"]),
            "ends_at": parse_datetime(said["ends_at"]),
        }
        for said in report.get("sample", [])
    ]
    return {
        "sample": sample,
        "groups": one_by_one(report),
        "other_language": worded_in_other(report),
        **by_kind(report),
    }
