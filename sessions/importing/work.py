"""The worker of imports: looks at uploaded files, compares them, brings them in, off every request.

A job is done in a thread of its own, one at a time in each process, since the clock of sessions must
not wait for it. The duty that starts the thread also beats for it: where a process ends in the middle,
the beats end too, and any other takes the job up again. Each step may be done twice: reading and
comparing write nothing but their answer, and an import that was made finds nothing left to change.
"""

import gc
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from django.core.files.storage import default_storage
from django.db import connection
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import Person
from conferences.models import Conference
from kit.bilingual import other, revise
from kit.names import clean_name
from kit.refusals import Forbidden, NotHere, Refused
from live import clock
from live.duties import duty
from live.hub import verb
from sessions.importing import jobs as import_jobs
from sessions.importing import reading as import_reading
from sessions.importing.uploaded import AT_WORK, FOLDER, ImportJob, Reading
from sessions.schedules import imports, undo
from sessions.schedules.imported import SILENCE, Import
from sessions.schedules.reports import Progress, Shown, Source

logger = logging.getLogger(__name__)

# A process that has not beaten for so long has ended. What was writing is taken up later: till then
# the import itself counts as under way and would hold up another into its conference.
STALE = timedelta(seconds=15)
STALE_WRITING = SILENCE + timedelta(seconds=15)
# So often a job is taken up whose worker ends without an answer: then the file is what ends them.
MOST_ATTEMPTS = 3
KEEP = timedelta(days=1)
MAX_TITLE = 300
MOST_LEFT = 300
TOLD_EVERY = timedelta(seconds=0.5)

_thread: threading.Thread | None = None
_claim: UUID | None = None


@duty("sessions.imports", seconds=1)
def attend() -> None:
    """Beat for the job at hand, or take the next one up in a thread of its own."""
    global _thread, _claim  # noqa: PLW0603 - one a process
    if _thread is not None and _thread.is_alive() and _claim is not None:
        beat(claim=_claim)
        return
    job = claim_next()
    if job is None:
        return
    _claim = job.claim
    _thread = threading.Thread(target=_in_a_thread, args=(job,), name="import", daemon=True)
    _thread.start()


@duty("sessions.imports.tidy", seconds=600)
def tidy() -> None:
    """Forget uploads after a day: the file, and what was read of it; what was imported is remembered."""
    old = ImportJob.objects.filter(uploaded_at__lt=clock.now() - KEEP).exclude(file="")
    at_work = Q(state__in=(Reading.IMPORTING, Reading.UNDOING))
    at_work |= Q(state__in=AT_WORK, beaten_at__gte=clock.now() - STALE)
    for job in old.exclude(at_work):
        expire(job=job)
    _sweep()


def _sweep() -> None:
    """Delete files without a row: of uploads whose process ended between the one and the other."""
    try:
        _folders, names = default_storage.listdir(FOLDER)
    except FileNotFoundError:
        return
    known = set(ImportJob.objects.exclude(file="").values_list("file", flat=True))
    for name in (FOLDER + name for name in names):
        if name not in known and default_storage.get_modified_time(name) < clock.now() - KEEP:
            default_storage.delete(name)


def work_off() -> None:
    """Do all that is due here and now, one after the other."""
    while (job := claim_next()) is not None:
        work(job)


def claim_next() -> ImportJob | None:
    """Take up the job that has waited longest, or one whose worker has ended.

    One that has ended its workers time and again goes back to its organiser.
    """
    while (job := _claim_due()) is not None:
        if job.attempts <= MOST_ATTEMPTS:
            return job
        logger.error("import %s ended %s workers while %s", job.pk, MOST_ATTEMPTS, job.state)
        with translation.override(job.language):
            _fail(
                job, _("The work broke off each time it was tried. Look at the file, or tell us.")
            )
    return None


@verb
def _claim_due() -> ImportJob | None:
    now = clock.now()
    is_writing = Q(state__in=(Reading.IMPORTING, Reading.UNDOING))
    due = Q(beaten_at=None) | Q(beaten_at__lt=now - STALE_WRITING)
    due |= ~is_writing & Q(beaten_at__lt=now - STALE)
    jobs = ImportJob.objects.select_for_update(skip_locked=True, no_key=True)
    job = jobs.filter(due, state__in=AT_WORK).order_by("uploaded_at").first()
    if job is None:
        return None
    job.claim, job.beaten_at = uuid4(), now
    job.attempts += 1
    job.save(update_fields=("claim", "beaten_at", "attempts"))
    return job


@verb
def beat(*, claim: UUID) -> None:
    """Say that whoever holds a job is still there."""
    ImportJob.objects.filter(claim=claim).update(beaten_at=clock.now())


@verb
def expire(*, job: ImportJob) -> None:
    """Delete an old upload's file; what was not imported by then is discarded."""
    import_jobs.forget(job)
    if job.state in import_jobs.OPEN:
        job.state, job.claim, job.beaten_at = Reading.DISCARDED, None, None
    job.save()


@verb
def _answer(*, job: ImportJob, state: Reading, **said: Any) -> None:
    """Write what came of the work, unless another has taken the job up since."""
    is_over = state in {Reading.DONE, Reading.UNREADABLE, Reading.UNDONE}
    finished_at = clock.now() if is_over else None
    mine = ImportJob.objects.filter(pk=job.pk, claim=job.claim)
    written = mine.update(state=state, claim=None, beaten_at=None, finished_at=finished_at, **said)
    if written and is_over:
        ended = ImportJob.objects.get(pk=job.pk)
        import_jobs.forget(ended)
        ended.save(update_fields=("file", "sketch"))


@verb
def _begun(*, job: ImportJob, imported: UUID) -> None:
    """Note which import came of it, before anything else is written: whoever takes it up goes on there."""
    ImportJob.objects.filter(pk=job.pk, claim=job.claim).update(made=imported)


@verb
def _tell(*, job: ImportJob, progress: Progress) -> None:
    ImportJob.objects.filter(pk=job.pk, claim=job.claim).update(
        doing=progress.text[:200], steps_done=progress.done, steps=progress.total
    )


def _in_a_thread(job: ImportJob) -> None:
    try:
        work(job)
    finally:
        connection.close()


def work(job: ImportJob) -> None:
    """Do what a job asks for; whatever goes wrong is answered too, so that nobody waits for ever."""
    with translation.override(job.language), _uncollected():
        try:
            _WORK[Reading(job.state)](job)
        except Refused as refused:
            _fail(job, str(refused.text), is_other=refused.code in imports.NOT_AS_SHOWN)
        except Exception:
            logger.exception("import %s failed while %s", job.pk, job.state)
            _fail(job, _("Something broke on our side. Try again, or tell us which file it was."))


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep the collector of cycles away from a job: it stops every thread while it walks the heap.

    With FOSDEM's programme of 773 sessions in memory that is 0.3 s at once, which live rooms would
    feel; what a job makes has no cycles and goes by itself.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _fail(job: ImportJob, text: str, *, is_other: bool = False) -> None:
    """Put a job back to where a person can mend it: never to where it was lost.

    `is_other` says that what was shown no longer holds: it must be compared anew.
    """
    back = {
        Reading.LOOKING: Reading.CHOOSING if job.sketch else Reading.UNREADABLE,
        Reading.COMPARING: Reading.CHOOSING,
        Reading.IMPORTING: Reading.CHOOSING if is_other else Reading.READY,
        Reading.UNDOING: Reading.UNREADABLE,
    }
    _answer(job=job, state=back[Reading(job.state)], refusal=text)


def _look(job: ImportJob) -> None:
    """Say what the file is, and guess what an organiser would choose."""
    _who(job)
    sketch = import_reading.sketch(job)
    _answer(job=job, state=Reading.CHOOSING, sketch=sketch, refusal="")


def _compare(job: ImportJob) -> None:
    """Say what an import would do, and what is wrong with the rows of a sheet."""
    read = import_reading.read(job)
    outcome = None
    if read.schedule.talks:
        outcome = imports.preview(
            actor=_who(job),
            schedule=read.schedule,
            slug=job.choices["slug"],
            zone=import_reading.zone_of(job),
        )
    _answer(job=job, state=Reading.READY, report=import_reading.report(read, outcome), refusal="")


def _import(job: ImportJob) -> None:
    """Bring in what was shown; what an earlier worker began is gone on with."""
    read = import_reading.read(job)
    counts = job.report["counts"]
    outcome = imports.bring_in(
        actor=_who(job),
        schedule=read.schedule,
        slug=job.choices["slug"],
        zone=import_reading.zone_of(job),
        tell=_seldom(partial(_progress, job)),
        source=Source(name=job.name, digest=job.digest),
        shown=Shown(job.report["is_new"], counts["updated"], counts["withdrawn"]),
        resumes=job.made,
        begun=lambda imported: _begun(job=job, imported=imported),
    )
    conference = Conference.objects.get(slug=outcome.conference)
    if job.choices["is_new"]:
        _translate(job=job, conference=conference)
    done = {"report": import_reading.report(read, outcome), "conference": conference.pk}
    _answer(job=job, state=Reading.DONE, made=outcome.imported, refusal="", **done)


def _progress(job: ImportJob, progress: Progress) -> None:
    _tell(job=job, progress=progress)


def _seldom(tell: Callable[[Progress], None]) -> Callable[[Progress], None]:
    """Let through what is told twice a second: each telling is a write, and others write too."""
    last = None

    def told(progress: Progress) -> None:
        nonlocal last
        now = clock.now()
        if last is None or now - last >= TOLD_EVERY or progress.done == progress.total:
            last = now
            tell(progress)

    return told


@verb
def _translate(*, job: ImportJob, conference: Conference) -> None:
    """Give a new conference its title in the second language, which a schedule does not carry.

    That is a part of the import, which is on record; nobody has revised anything.
    """
    language = other(conference.source_language)
    title = clean_name(job.choices.get(f"title_{language}", ""), MAX_TITLE)
    if title and not getattr(conference, f"title_{language}"):
        revise(conference, language=language, title=title)
        conference.save()


def _undo(job: ImportJob) -> None:
    """Take an import back."""
    if job.made is None:
        raise NotHere
    imported = Import.objects.get(pk=job.made)
    undone = undo.undo(actor=_who(job), imported=imported, tell=_seldom(partial(_progress, job)))
    report = undo.counts(undone) | {"left": [change.name for change in undone.kept][:MOST_LEFT]}
    _answer(job=job, state=Reading.UNDONE, report=report, refusal="")


def _who(job: ImportJob) -> Person:
    """Return in whose name it is done: nobody's name is not the operator's."""
    if job.asked_by is None:
        raise Forbidden
    return job.asked_by


_WORK: dict[Reading, Callable[[ImportJob], None]] = {
    Reading.LOOKING: _look,
    Reading.COMPARING: _compare,
    Reading.IMPORTING: _import,
    Reading.UNDOING: _undo,
}
