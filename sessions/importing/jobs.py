"""Imports by the organiser's page: a file is uploaded, looked at, chosen for, and then brought in.

What a person does is done here at once; what takes long is only asked for, by the state of the job,
and a worker takes it up (`import_work`).
"""

import hashlib
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from conferences.models import Conference
from kit.bilingual import reading
from kit.names import clean_name
from kit.refusals import NotHere, Refused
from kit.rules import allows
from live import clock
from live.hub import verb
from sessions.importing.uploaded import AT_WORK, ImportJob, Reading
from sessions.schedules import workbooks
from sessions.schedules.gathering import MAX_BYTES, too_big
from sessions.schedules.imported import Import, ImportState

# So many uploads of one person may wait at a time.
MOST_OPEN = 20
MAX_NAME = 200
MOST_SHOWN = 50

XML, JSON, SHEET, UNDO = "xml", "json", "sheet", "undo"

_BLANK = b" \t\r\n\xef\xbb\xbf"
OPEN = (Reading.LOOKING, Reading.CHOOSING, Reading.COMPARING, Reading.READY)
Choices = Mapping[str, Any]


def upload(
    *, actor: Person, name: str, content: bytes, conference: Conference | None = None
) -> ImportJob:
    """Take a file in, to be looked at; what it is shows in what it begins with.

    The file is stored before the transaction: nobody's message waits for 64 MiB to be written.
    """
    _demand(actor)
    if not content:
        raise Refused("upload.empty", _("The file is empty."), field="file")
    if len(content) > MAX_BYTES:
        raise too_big()
    job = ImportJob(
        uploaded_by=actor,
        asked_by=actor,
        uploaded_at=clock.now(),
        conference=conference.pk if conference else None,
        name=clean_name(name, MAX_NAME) or "schedule",
        size=len(content),
        digest=hashlib.sha256(content).hexdigest(),
        kind=kind_of(content),
        language=reading(),
    )
    # Under a name of ours: what the file is called elsewhere says nothing here.
    job.file.save(str(job.pk), ContentFile(content), save=False)
    try:
        _take_in(actor=actor, job=job)
    except BaseException:
        job.file.delete(save=False)
        raise
    return job


@verb
def _take_in(*, actor: Person, job: ImportJob) -> None:
    _demand(actor)
    if ImportJob.objects.filter(uploaded_by=actor, state__in=OPEN).count() >= MOST_OPEN:
        text = _("You have too many unfinished imports. Discard one first.")
        raise Refused("upload.too_many", text, field="file")
    job.save(force_insert=True)


@verb
def lay_out(*, actor: Person, job: ImportJob, layout: Choices) -> ImportJob:
    """Have the file looked at anew: another sheet or row of headings, alphabet or separator."""
    job = _locked(actor, job, Reading.CHOOSING, Reading.READY)
    # Which columns were chosen was said of the rows as they were read before.
    kept = {name: said for name, said in job.choices.items() if name != "columns"}
    job.choices = {**kept, "layout": dict(layout)}
    _ask_for(job, Reading.LOOKING)
    return job


@verb
def settle(*, actor: Person, job: ImportJob, choices: Choices) -> ImportJob:
    """Write down what the organiser says of the file, and have it compared with the conference."""
    job = _locked(actor, job, Reading.CHOOSING, Reading.READY)
    slug = choices["slug"]
    known = Conference.objects.filter(slug=slug).first()
    if choices["is_new"] and known is not None:
        text = _("There is a conference at this address already. Choose it, or write another one.")
        raise Refused("conference.slug_taken", text, field="slug")
    if not choices["is_new"] and known is None:
        raise Refused("conference.gone", _("This conference is not there."), field="conference")
    job.conference = known.pk if known else None
    job.choices = {**job.choices, **choices}
    # What was begun with other choices is no part of what is agreed to now.
    job.made = None
    job.revision += 1
    _ask_for(job, Reading.COMPARING)
    return job


@verb
def start(*, actor: Person, job: ImportJob, seen: int, is_partial: bool = False) -> ImportJob:
    """Have it imported as it was shown; with rows still wrong, only when that is said."""
    job = _locked(actor, job, Reading.READY)
    if job.revision != seen:
        text = _("The choices were changed meanwhile. Look at the preview again.")
        raise Refused("import.overtaken", text)
    if not job.report.get("sound"):
        raise Refused("import.nothing", _("No row is right, so there is nothing to import."))
    if job.report.get("faults") and not is_partial:
        text = _("Some rows are wrong. Mend them, or import the others only.")
        raise Refused("import.faulty", text)
    _ask_for(job, Reading.IMPORTING)
    return job


@verb
def take_back(*, actor: Person, imported: Import) -> ImportJob:
    """Have a whole import taken back, wherever it was made."""
    _demand(actor)
    row = Import.objects.select_for_update(no_key=True).get(pk=imported.pk)
    if row.state == ImportState.UNDONE:
        raise Refused("import.undone", _("This import was undone already."))
    under_way = ImportJob.objects.filter(made=row.pk, state=Reading.UNDOING).first()
    if under_way is not None:
        return under_way
    job = ImportJob(
        uploaded_by=actor,
        asked_by=actor,
        uploaded_at=clock.now(),
        conference=row.conference_id,
        made=row.pk,
        name=row.file or "…",
        size=0,
        kind=UNDO,
    )
    _ask_for(job, Reading.UNDOING)
    return job


@verb
def discard(*, actor: Person, job: ImportJob) -> None:
    """Give an upload up; its file goes at once, and what a worker finds in it is nobody's answer."""
    job = _locked(actor, job, *OPEN, Reading.UNREADABLE)
    forget(job)
    job.claim = job.beaten_at = None
    if job.state != Reading.UNREADABLE:
        job.state = Reading.DISCARDED
    job.save()


def forget(job: ImportJob) -> None:
    """Delete the file and all that was read of it and not taken; the caller saves.

    A sketch holds samples of columns that nobody chose, telephone numbers among them.
    """
    if job.file:
        job.file.delete(save=False)
    job.sketch = {}


def kind_of(content: bytes) -> str:
    """Return what a file is: a schedule in XML or JSON, else a sheet."""
    if workbooks.is_workbook(content):
        return SHEET
    head = content[:1024].replace(b"\0", b"").lstrip(b"\xff\xfe").lstrip(_BLANK)
    if head.startswith(b"<"):
        return XML
    return JSON if head.startswith((b"{", b"[")) else SHEET


def _demand(actor: Person) -> None:
    if not allows("sessions.bring_in", actor):
        raise NotHere


def _locked(actor: Person, job: ImportJob, *states: str) -> ImportJob:
    _demand(actor)
    locked = ImportJob.objects.select_for_update(no_key=True).filter(pk=job.pk).first()
    if locked is None:
        raise NotHere
    if locked.state not in states:
        text = _("This import has gone on meanwhile. Look at where it is now.")
        raise Refused("import.elsewhere", text)
    if not locked.file and Reading.UNREADABLE not in states:
        raise Refused("import.expired", _("The file is no longer kept. Upload it again."))
    locked.asked_by = actor
    return locked


def _ask_for(job: ImportJob, state: Reading) -> None:
    """Give the job to the machine, in the language of who asks."""
    job.state = state
    job.claim = job.beaten_at = None
    job.refusal = job.doing = ""
    job.steps = job.steps_done = job.attempts = 0
    job.language = reading()
    job.save()


def job_at(job_id: UUID, actor: Person) -> ImportJob:
    """Return a job for an organiser; for anyone else it is not there."""
    _demand(actor)
    found = ImportJob.objects.filter(pk=job_id).first()
    if found is None:
        raise NotHere
    return found


def import_at(import_id: UUID, actor: Person) -> Import:
    """Return an import, wherever it was made, for an organiser; for anyone else it is not there."""
    _demand(actor)
    found = Import.objects.select_related("conference", "by", "undone_by")
    row = found.filter(pk=import_id).first()
    if row is None:
        raise NotHere
    return row


def unfinished() -> list[ImportJob]:
    """Return the uploads that wait for somebody or are at work, the newest first."""
    return list(ImportJob.objects.filter(state__in=(*OPEN, *AT_WORK))[:MOST_SHOWN])


def past() -> list[Import]:
    """Return the last imports, from the page and from the terminal, the newest first."""
    return list(Import.objects.select_related("conference", "by")[:MOST_SHOWN])
