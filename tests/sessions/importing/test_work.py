"""The worker of imports: one takes a job up, another when the first has ended, and nobody twice."""

import gc
import threading
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from accounts.models import Person
from conferences.models import Conference, Room, Speaker
from kit.refusals import Refused
from sessions.importing import jobs as import_jobs
from sessions.importing import reading as import_reading
from sessions.importing import work as import_work
from sessions.importing.uploaded import ImportJob, Reading
from sessions.models import Session
from sessions.schedules.imported import Import, ImportState
from sessions.schedules.reports import Progress
from tests import build, hours
from tests.sessions import sheets_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"


def an_upload(actor: Person, count: int = 3) -> ImportJob:
    content = sheets_of.xlsx(sheets_of.bilingual(count))
    return import_jobs.upload(actor=actor, name="programme.xlsx", content=content)


def settled(actor: Person, job: ImportJob) -> ImportJob:
    """Say what a sheet's organiser would, and let it be compared."""
    import_work.work_off()
    job.refresh_from_db()
    said = {
        "is_new": True,
        "slug": "forum",
        "title_en": "Forum",
        "title_ru": "Форум",
        "zone": "Europe/Moscow",
        "date_order": "dmy",
        "is_part": False,
        "columns": job.sketch["chosen"],
    }
    import_jobs.settle(actor=actor, job=job, choices=said)
    import_work.work_off()
    job.refresh_from_db()
    assert job.state == Reading.READY, job.refusal
    return job


def asked_for(actor: Person, count: int = 3) -> ImportJob:
    job = settled(actor, an_upload(actor, count))
    return import_jobs.start(actor=actor, job=job, seen=job.revision)


def test_a_job_is_taken_up_once_and_in_its_turn(ada: Person) -> None:
    first, second = an_upload(ada), an_upload(ada)
    taken = [import_work.claim_next() for _attempt in range(3)]
    assert [job.pk if job else None for job in taken] == [first.pk, second.pk, None]


def test_a_job_whose_worker_has_ended_is_taken_up_by_another(
    ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    hour = hours.stopped(monkeypatch)
    an_upload(ada)
    first = import_work.claim_next()
    assert first is not None
    assert first.claim is not None
    hour.shift(14)
    import_work.beat(claim=first.claim)
    hour.shift(14)
    assert import_work.claim_next() is None
    hour.shift(2)
    second = import_work.claim_next()
    assert second is not None
    assert (second.pk, second.claim == first.claim) == (first.pk, False)
    # The first was only slow: what it finds is nobody's answer any more.
    import_work.work(second)
    import_work._answer(job=first, state=Reading.UNREADABLE, refusal="late")
    second.refresh_from_db()
    assert (second.state, second.refusal) == (Reading.CHOOSING, "")


def test_an_import_that_was_killed_goes_on_once_it_no_longer_counts_as_under_way(
    ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    hour = hours.stopped(monkeypatch)
    asked_for(ada, 60)
    job = import_work.claim_next()
    assert job is not None

    def killed(_progress: Progress) -> None:
        if Session.objects.exists():
            raise KeyboardInterrupt

    monkeypatch.setattr(import_work, "_seldom", lambda _tell: killed)
    monkeypatch.setattr("sessions.schedules.imports._Run.stop", lambda _run: None)
    with pytest.raises(KeyboardInterrupt):
        import_work.work(job)
    monkeypatch.undo()
    monkeypatch.setattr("live.clock.now", hour.now)
    before = Session.objects.count()
    assert 0 < before < 60
    hour.shift(import_work.STALE.total_seconds() + 1)
    assert import_work.claim_next() is None
    hour.shift(import_work.STALE_WRITING.total_seconds())
    import_work.work_off()
    job.refresh_from_db()
    assert (job.state, Session.objects.count()) == (Reading.DONE, 60)
    assert Conference.objects.get().title_ru == "Форум"


def test_what_is_no_refusal_is_answered_too_and_logged(
    ada: Person, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    job = an_upload(ada)
    monkeypatch.setattr(import_reading, "sketch", lambda _job: 1 // 0)
    import_work.work_off()
    job.refresh_from_db()
    assert job.state == Reading.UNREADABLE
    assert job.refusal.startswith("Something broke on our side.")
    assert [record.levelname for record in caplog.records] == ["ERROR"]


def test_the_collector_rests_while_a_job_is_done_and_never_longer(
    ada: Person, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    seen: list[bool] = []

    def fail(_job: ImportJob) -> None:
        seen.append(gc.isenabled())
        raise ValueError

    monkeypatch.setattr(import_reading, "sketch", fail)
    an_upload(ada)
    import_work.work_off()
    assert (seen, gc.isenabled()) == ([False], True)


def test_a_refused_comparison_leads_back_to_the_choices(
    ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = settled(ada, an_upload(ada))

    def refuse(**_words: Any) -> None:
        raise Refused("schedule.running", "Wait.")

    monkeypatch.setattr("sessions.schedules.imports.preview", refuse)
    import_jobs.settle(actor=ada, job=job, choices=job.choices)
    import_work.work_off()
    job.refresh_from_db()
    assert (job.state, job.refusal) == (Reading.CHOOSING, "Wait.")


def test_progress_is_told_twice_a_second_at_most_and_at_the_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hour = hours.stopped(monkeypatch)
    told: list[int] = []
    tell = import_work._seldom(lambda progress: told.append(progress.done))
    for done in range(1, 11):
        tell(Progress("writing", done, 10))
        hour.shift(0.2)
    assert told == [1, 4, 7, 10]


def test_words_of_a_job_are_in_the_language_of_who_asked(ada: Person) -> None:
    job = import_jobs.upload(actor=ada, name="x", content=b"<no")
    ImportJob.objects.filter(pk=job.pk).update(language="ru")
    import_work.work_off()
    job.refresh_from_db()
    assert job.refusal.startswith("Строка 1:")


@pytest.mark.django_db(transaction=True)
def test_the_duty_works_in_a_thread_of_its_own_and_beats_for_it(
    ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    build.programme()
    job = an_upload(ada)
    hold, held = threading.Event(), threading.Event()
    looking = import_reading.sketch

    def slow(found: ImportJob) -> dict[str, Any]:
        held.set()
        assert hold.wait(20)
        return looking(found)

    monkeypatch.setattr(import_reading, "sketch", slow)
    began = time.monotonic()
    import_work.attend()
    assert held.wait(20)
    ImportJob.objects.update(beaten_at=job.uploaded_at - timedelta(hours=1))
    import_work.attend()
    job.refresh_from_db()
    assert job.beaten_at is not None
    assert job.beaten_at > job.uploaded_at
    hold.set()
    thread = import_work._thread
    assert thread is not None
    thread.join(20)
    job.refresh_from_db()
    assert (job.state, job.claim) == (Reading.CHOOSING, None)
    assert time.monotonic() - began < 20
    assert not Import.objects.exists()


def test_a_job_that_ends_its_workers_goes_back_to_its_organiser(
    ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    hour = hours.stopped(monkeypatch)
    job = an_upload(ada)
    taken = []
    for _attempt in range(5):
        taken.append(import_work.claim_next() is not None)
        hour.shift(import_work.STALE.total_seconds() + 1)
    job.refresh_from_db()
    assert taken == [True, True, True, False, False]
    assert (job.state, bool(job.file)) == (Reading.UNREADABLE, False)
    assert job.refusal == "The work broke off each time it was tried. Look at the file, or tell us."


def test_what_is_asked_for_anew_is_tried_as_often_as_at_first(
    ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    hour = hours.stopped(monkeypatch)
    job = settled(ada, an_upload(ada))
    for _round in range(2):
        job.refresh_from_db()
        import_jobs.start(actor=ada, job=job, seen=job.revision)
        taken = []
        for _attempt in range(4):
            taken.append(import_work.claim_next() is not None)
            hour.shift(import_work.STALE_WRITING.total_seconds() + 1)
        assert taken == [True, True, True, False]
    job.refresh_from_db()
    assert (job.state, bool(job.file)) == (Reading.READY, True)


def test_an_upload_is_given_up_while_it_is_looked_at_and_nothing_comes_of_the_look(
    ada: Person,
) -> None:
    job = an_upload(ada)
    taken = import_work.claim_next()
    assert taken is not None
    sketch = import_reading.sketch(taken)
    import_jobs.discard(actor=ada, job=job)
    import_work._answer(job=taken, state=Reading.CHOOSING, sketch=sketch, refusal="")
    job.refresh_from_db()
    assert (job.state, job.sketch, bool(job.file)) == (Reading.DISCARDED, {}, False)


def test_an_upload_that_no_worker_answers_is_forgotten_after_a_day(
    ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    hour = hours.stopped(monkeypatch)
    job = an_upload(ada)
    hour.shift(import_work.KEEP.total_seconds() + 1)
    taken = import_work.claim_next()
    assert taken is not None
    import_work.tidy()
    job.refresh_from_db()
    assert (job.state, bool(job.file)) == (Reading.LOOKING, True)
    hour.shift(import_work.STALE.total_seconds() + 1)
    import_work.tidy()
    job.refresh_from_db()
    assert (job.state, bool(job.file)) == (Reading.DISCARDED, False)


def test_a_new_conference_whose_address_was_taken_meanwhile_is_asked_for_again(
    ada: Person,
) -> None:
    first, second = settled(ada, an_upload(ada, 5)), settled(ada, an_upload(ada, 3))
    for job in (first, second):
        import_jobs.start(actor=ada, job=job, seen=job.revision)
    import_work.work_off()
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == (Reading.DONE, Reading.CHOOSING)
    assert second.refusal == (
        "There is a conference at this address already. Choose it, or write another one."
    )
    assert Import.objects.count() == 1
    assert Session.objects.filter(withdrawn_at=None).count() == 5


def test_an_import_that_would_withdraw_more_than_was_shown_is_shown_again(ada: Person) -> None:
    asked_for(ada, 3)
    import_work.work_off()
    job = import_jobs.upload(
        actor=ada, name="p.xlsx", content=sheets_of.xlsx(sheets_of.bilingual(3))
    )
    import_work.work_off()
    job.refresh_from_db()
    said = {
        "is_new": False,
        "slug": "forum",
        "title_en": "",
        "title_ru": "",
        "zone": "Europe/Moscow",
        "date_order": "dmy",
        "is_part": False,
        "columns": job.sketch["chosen"],
    }
    import_jobs.settle(actor=ada, job=job, choices=said)
    import_work.work_off()
    job.refresh_from_db()
    assert job.report["counts"]["withdrawn"] == 0
    other = import_jobs.upload(
        actor=ada, name="q.xlsx", content=sheets_of.xlsx(sheets_of.bilingual(5))
    )
    import_work.work_off()
    import_jobs.settle(actor=ada, job=other, choices=said)
    import_work.work_off()
    other.refresh_from_db()
    for each in (other, job):
        import_jobs.start(actor=ada, job=each, seen=each.revision)
        import_work.work_off()
    job.refresh_from_db()
    assert job.state == Reading.CHOOSING
    assert job.refusal.startswith("The conference was changed since you looked")
    assert Session.objects.filter(withdrawn_at=None).count() == 5


def test_an_import_that_was_killed_is_one_for_whoever_takes_it_back(
    ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    hour = hours.stopped(monkeypatch)
    asked_for(ada, 60)
    job = import_work.claim_next()
    assert job is not None

    def killed(_progress: Progress) -> None:
        if Session.objects.exists():
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(import_work, "_seldom", lambda _tell: killed)
        patch.setattr("sessions.schedules.imports._Run.stop", lambda _run: None)
        with pytest.raises(KeyboardInterrupt):
            import_work.work(job)
    began = Import.objects.get()
    assert (began.state, began.standing) == (ImportState.RUNNING, ImportState.RUNNING)
    hour.shift(import_work.STALE_WRITING.total_seconds() + 1)
    assert began.standing == ImportState.STOPPED
    import_work.work_off()
    job.refresh_from_db()
    made = Import.objects.get()
    assert (job.state, job.made, made.state) == (Reading.DONE, made.pk, ImportState.DONE)
    assert made.counts["created"] == (
        Session.objects.count() + Room.objects.count() + Speaker.objects.count()
    )
    assert job.report["counts"]["created"] == made.counts["created"]
    assert job.report["acts"]["session"] == {"created": 60}
    import_jobs.take_back(actor=ada, imported=made)
    import_work.work_off()
    assert not Session.objects.exists()
    assert not Conference.objects.exists()


def test_another_way_to_read_a_file_forgets_which_columns_were_chosen(ada: Person) -> None:
    job = settled(ada, an_upload(ada))
    layout = {**job.sketch["layout"], "heading": 0}
    job = import_jobs.lay_out(actor=ada, job=job, layout=layout)
    assert "columns" not in job.choices
    assert job.choices["slug"] == "forum"
