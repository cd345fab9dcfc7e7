"""The organisers' page of imports: uploaded, looked at, chosen for, shown, brought in; and by whom."""

from datetime import date, time
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Person
from conferences.models import Conference
from kit.refusals import NotHere, Refused
from sessions.importing import jobs as import_jobs
from sessions.importing import work as import_work
from sessions.importing.uploaded import ImportJob, Reading
from sessions.models import Session
from sessions.schedules.imported import Import
from tests import build, hours
from tests.sessions import sheets_of

pytestmark = pytest.mark.django_db

NEW = {
    "conference": "+",
    "title_en": "Forum of Two",
    "title_ru": "Форум двоих",
    "zone": "Europe/Moscow",
}


@pytest.fixture(autouse=True)
def _programme(db: None, settings: Any, tmp_path: Path) -> None:
    build.programme()
    settings.MEDIA_ROOT = tmp_path / "files"


def uploaded(
    client: Client, content: bytes, name: str = "programme.xlsx", **more: str
) -> ImportJob:
    """Upload a file and let the worker look at it."""
    said = {"file": SimpleUploadedFile(name, content), **more}
    answer = client.post(reverse("sessions:imports"), said)
    assert answer.status_code == 302, answer.content.decode()
    import_work.work_off()
    return ImportJob.objects.latest("uploaded_at")


def page(client: Client, job: ImportJob) -> str:
    answer = client.get(reverse("sessions:import_job", args=[job.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


def choose(client: Client, job: ImportJob, **changed: str) -> str:
    """Send the choices as the page offers them, with what is changed; let the worker compare."""
    columns = {f"column_{place}": name for place, name in job.sketch.get("chosen", {}).items()}
    address = reverse("sessions:import_choices", args=[job.pk])
    answer = client.post(address, {**NEW, **columns, **changed})
    if answer.status_code == 422:
        return answer.content.decode()
    import_work.work_off()
    return page(client, job)


def start(client: Client, job: ImportJob, **more: str) -> str:
    job.refresh_from_db()
    address = reverse("sessions:import_start", args=[job.pk])
    client.post(address, {"seen": str(job.revision), **more})
    import_work.work_off()
    job.refresh_from_db()
    return page(client, job)


def test_a_bilingual_sheet_becomes_a_published_agenda(client: Client, ada: Person) -> None:
    client.force_login(ada)
    job = uploaded(client, sheets_of.xlsx(sheets_of.bilingual()))
    assert "30 rows below its headings" in page(client, job)
    shown = choose(client, job)
    assert "Import 30 sessions" in shown
    assert "Column N, “Phone”, is not taken." in shown
    done = start(client, job)
    assert job.state == Reading.DONE, job.refusal
    assert reverse("sessions:agenda", args=["forum-of-two"]) in done
    made = Conference.objects.get()
    assert (made.title_en, made.title_ru, made.zone) == (
        "Forum of Two",
        "Форум двоих",
        "Europe/Moscow",
    )
    first = Session.objects.get(title_en="Session 1")
    assert (first.title_ru, first.source_language) == ("Сессия 1", "ru")
    assert first.starts_at.isoformat() == "2031-11-14T06:00:00+00:00"
    client.logout()
    agenda = client.get(reverse("sessions:agenda", args=["forum-of-two"]))
    assert "Session 1" in agenda.content.decode()


def test_only_what_was_edited_is_changed_and_what_is_gone_is_withdrawn(
    client: Client, ada: Person
) -> None:
    client.force_login(ada)
    start_all(client, sheets_of.bilingual(6))
    edited = sheets_of.bilingual(6, B3="Переименована", D4=time(20), E4=time(21))[:-1]
    job = uploaded(client, sheets_of.xlsx(edited), conference="forum-of-two")
    shown = choose(client, job, conference="forum-of-two", zone="")
    assert "Import 5 sessions" in shown
    report = ImportJob.objects.get(pk=job.pk).report
    assert report["acts"] == {"session": {"updated": 2, "withdrawn": 1}}
    assert "Переименована" in shown
    start(client, job)
    assert job.state == Reading.DONE
    renamed = Session.objects.get(title_ru="Переименована")
    assert (renamed.import_key, renamed.title_en) == ("s2", "Session 2")
    assert Session.objects.get(import_key="s6").withdrawn_at is not None
    again = uploaded(client, sheets_of.xlsx(edited), conference="forum-of-two")
    choose(client, again, conference="forum-of-two", zone="")
    again.refresh_from_db()
    assert (again.report["acts"], again.report["changes"]) == ({}, [])


def start_all(client: Client, rows: list[list[Any]]) -> ImportJob:
    job = uploaded(client, sheets_of.xlsx(rows))
    choose(client, job)
    start(client, job)
    assert job.state == Reading.DONE, job.refusal
    return job


def test_of_a_sheet_with_wrong_rows_the_others_come_in_only_when_that_is_said(
    client: Client, ada: Person
) -> None:
    client.force_login(ada)
    job = uploaded(client, sheets_of.xlsx(sheets_of.bilingual(30, C4="soon", D9="later")))
    shown = choose(client, job)
    assert "Import 28 of 30 sessions" in shown
    assert "“soon” is no date" in shown
    assert "“later” is no hour" in shown
    refused = start(client, job)
    assert "Some rows are wrong. Mend them, or import the others only." in refused
    assert (job.state, Session.objects.count()) == (Reading.READY, 0)
    done = start(client, job, which="right")
    assert (job.state, Session.objects.count()) == (Reading.DONE, 28)
    assert "2 rows were wrong and are left out" in done


def test_a_wrong_row_withdraws_nothing(client: Client, ada: Person) -> None:
    client.force_login(ada)
    start_all(client, sheets_of.bilingual(6))
    job = uploaded(client, sheets_of.xlsx(sheets_of.bilingual(6, C4="soon")))
    choose(client, job, conference="forum-of-two", zone="")
    start(client, job, which="right")
    assert job.state == Reading.DONE
    assert not Session.objects.filter(withdrawn_at__isnull=False).exists()


def test_a_part_of_a_programme_withdraws_nothing_when_it_is_said_to_be_one(
    client: Client, ada: Person
) -> None:
    client.force_login(ada)
    start_all(client, sheets_of.bilingual(6))
    job = uploaded(client, sheets_of.xlsx(sheets_of.bilingual(3)))
    said = {"conference": "forum-of-two", "zone": ""}
    choose(client, job, **said)
    job.refresh_from_db()
    assert job.report["acts"]["session"]["withdrawn"] == 3
    choose(client, job, is_part="on", **said)
    job.refresh_from_db()
    assert "withdrawn" not in job.report["acts"].get("session", {})


def test_a_whole_import_is_taken_back_with_the_conference_that_it_made(
    client: Client, ada: Person
) -> None:
    client.force_login(ada)
    job = start_all(client, sheets_of.bilingual(6))
    made = Import.objects.get()
    assert reverse("sessions:import_undo", args=[made.pk]) in page(client, job)
    answer = client.post(reverse("sessions:import_undo", args=[made.pk]))
    import_work.work_off()
    undoing = ImportJob.objects.get(kind="undo")
    assert answer.headers["Location"] == reverse("sessions:import_job", args=[undoing.pk])
    assert "The import is taken back" in page(client, undoing)
    assert (Session.objects.count(), Conference.objects.count()) == (0, 0)
    listed = client.get(reverse("sessions:imports")).content.decode()
    assert "Undone" in listed
    again = client.post(reverse("sessions:import_undo", args=[made.pk]), follow=True)
    assert "This import was undone already." in again.content.decode()


def test_an_import_from_a_terminal_has_its_page_too(client: Client, ada: Person) -> None:
    schedule = Path(__file__).parents[1] / "schedules" / "small.xml"
    call_command("import_schedule", str(schedule), stdout=StringIO(), stderr=StringIO())
    client.force_login(ada)
    made = Import.objects.get()
    assert "from a terminal" in client.get(reverse("sessions:imports")).content.decode()
    shown = client.get(reverse("sessions:import_past", args=[made.pk])).content.decode()
    assert "Take this import back" in shown


@pytest.mark.parametrize("name", ["small.xml", "modern.xml"])
def test_a_schedule_says_itself_where_it_goes(client: Client, ada: Person, name: str) -> None:
    content = (Path(__file__).parents[1] / "schedules" / name).read_bytes()
    client.force_login(ada)
    job = uploaded(client, content, name)
    assert (job.state, job.kind) == (Reading.CHOOSING, "xml")
    title, sessions = next(iter(job.sketch["title"].values())), job.sketch["sessions"]
    assert f'value="{title}"' in page(client, job)
    choose(client, job, title_en=title, title_ru="", slug="own", zone=job.sketch["zone"] or "UTC")
    start(client, job)
    assert (job.state, job.refusal) == (Reading.DONE, "")
    assert Session.objects.count() == sessions
    assert Conference.objects.get().slug == "own"


def test_a_file_that_can_not_be_read_says_why_and_is_not_kept(client: Client, ada: Person) -> None:
    client.force_login(ada)
    job = uploaded(client, b"<schedule><day", "schedule.xml")
    assert job.state == Reading.UNREADABLE
    assert "not well-formed XML" in page(client, job)
    assert (job.file.name, stored()) == ("", [])


def stored() -> list[str]:
    return default_storage.listdir("imports")[1]


def test_what_was_typed_stays_when_something_is_wrong(client: Client, ada: Person) -> None:
    client.force_login(ada)
    job = uploaded(client, sheets_of.xlsx(sheets_of.bilingual(3)))
    shown = choose(client, job, title_en="", title_ru="Форум", slug="", column_1="title_en")
    assert 'value="Форум"' in shown
    assert "Write an address: it can’t be made from a title without Latin letters." in shown
    assert "Two columns are “Title (in English)”. Choose one of them." in shown
    assert '<option value="title_en" selected>' in shown
    job.refresh_from_db()
    assert (job.state, job.choices) == (Reading.CHOOSING, {})


def test_an_address_that_is_taken_is_refused(
    client: Client, ada: Person, forum: Conference
) -> None:
    client.force_login(ada)
    job = uploaded(client, sheets_of.xlsx(sheets_of.bilingual(3)))
    shown = choose(client, job, slug="forum")
    assert "There is a conference at this address already." in shown
    assert Session.objects.count() == 0


def test_another_sheet_can_be_chosen_and_its_columns_are_guessed_anew(
    client: Client, ada: Person
) -> None:
    second: list[list[Any]] = [
        ["День", "Время", "Название"],
        [date(2031, 5, 1), "10:00–11:00", "Доклад"],
    ]
    client.force_login(ada)
    job = uploaded(client, sheets_of.xlsx(sheets_of.bilingual(3), Second=second))
    assert job.sketch["layout"]["sheet"] == "Programme"
    address = reverse("sessions:import_layout", args=[job.pk])
    client.post(address, {"layout-sheet": "Second", "layout-heading": "1"})
    import_work.work_off()
    job.refresh_from_db()
    assert job.sketch["layout"]["sheet"] == "Second"
    assert job.sketch["chosen"] == {"0": "date", "1": "start", "2": "title"}


def test_an_import_is_of_what_was_shown(client: Client, ada: Person) -> None:
    client.force_login(ada)
    job = uploaded(client, sheets_of.xlsx(sheets_of.bilingual(3)))
    choose(client, job)
    choose(client, job, slug="other")
    client.post(reverse("sessions:import_start", args=[job.pk]), {"seen": "1"})
    import_work.work_off()
    assert "The choices were changed meanwhile. Look at the preview again." in page(client, job)
    assert Session.objects.count() == 0


def test_an_upload_is_discarded_with_its_file_and_what_was_read_of_it(
    client: Client, ada: Person
) -> None:
    client.force_login(ada)
    job = uploaded(client, sheets_of.xlsx(sheets_of.bilingual(3)))
    assert "+7 000 000-00-00" in str(job.sketch)
    assert len(stored()) == 1
    client.post(reverse("sessions:import_discard", args=[job.pk]))
    job.refresh_from_db()
    assert (job.state, job.file.name, job.sketch, stored()) == (Reading.DISCARDED, "", {}, [])
    assert "This upload was discarded" in page(client, job)


def test_an_upload_is_forgotten_after_a_day(
    client: Client, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    hour = hours.stopped(monkeypatch)
    client.force_login(ada)
    job = uploaded(client, sheets_of.xlsx(sheets_of.bilingual(3)))
    hour.shift(24 * 3600 - 1)
    import_work.tidy()
    assert len(stored()) == 1
    hour.shift(2)
    import_work.tidy()
    job.refresh_from_db()
    assert (job.state, job.sketch, stored()) == (Reading.DISCARDED, {}, [])


def test_a_file_without_a_row_is_swept_away_after_a_day(
    ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    hour = hours.stopped(monkeypatch)
    default_storage.save("imports/lost", ContentFile(b"Title"))
    import_work.tidy()
    assert stored() == ["lost"]
    hour.shift(24 * 3600 + 60)
    kept = import_jobs.upload(actor=ada, name="p.csv", content=b"Title")
    import_work.tidy()
    assert stored() == [str(kept.pk)]


def test_after_an_import_the_file_is_gone(client: Client, ada: Person) -> None:
    client.force_login(ada)
    job = start_all(client, sheets_of.bilingual(3))
    assert (job.file.name, job.sketch, stored()) == ("", {}, [])
    assert "+7 000" not in str(job.report)


def test_the_page_comes_again_by_itself_until_the_work_is_done(client: Client, ada: Person) -> None:
    client.force_login(ada)
    answer = client.post(
        reverse("sessions:imports"),
        {"file": SimpleUploadedFile("p.xlsx", sheets_of.xlsx(sheets_of.bilingual(3)))},
    )
    at_work = client.get(answer.headers["Location"])
    assert (at_work.status_code, at_work.headers["Refresh"]) == (200, "1")
    import_work.work_off()
    done = client.get(answer.headers["Location"])
    assert "Refresh" not in done.headers


@pytest.mark.parametrize(
    "name", ["", "../../etc/passwd.xlsx", "a" * 500 + ".xlsx", "\u202excod.xlsx"]
)
def test_the_name_of_an_upload_is_only_words(client: Client, ada: Person, name: str) -> None:
    client.force_login(ada)
    job = import_jobs.upload(actor=ada, name=name, content=b"Title\nTalk\n")
    assert job.file.name == f"imports/{job.pk}"
    assert len(job.name) <= 200
    assert "\u202e" not in job.name


def test_too_large_a_file_is_refused_at_the_door(
    client: Client, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sessions.importing.desk.MAX_BYTES", 100)
    client.force_login(ada)
    said = {"file": SimpleUploadedFile("p.xml", b"<" + b" " * 100)}
    answer = client.post(reverse("sessions:imports"), said)
    assert answer.status_code == 422
    assert "The file is larger than 16 MiB." in answer.content.decode()
    assert not ImportJob.objects.exists()


def test_nobody_keeps_more_than_twenty_uploads_waiting(ada: Person) -> None:
    for _number in range(20):
        import_jobs.upload(actor=ada, name="p.csv", content=b"Title")
    with pytest.raises(Refused) as refused:
        import_jobs.upload(actor=ada, name="p.csv", content=b"Title")
    assert (refused.value.code, len(stored())) == ("upload.too_many", 20)


def test_a_stranger_and_who_organises_no_more_reach_no_upload(
    client: Client, ada: Person, dmitri: Person
) -> None:
    client.force_login(ada)
    job = uploaded(client, sheets_of.xlsx(sheets_of.bilingual(3)))
    ada.is_organiser = False
    ada.save()
    for person in (ada, dmitri):
        client.force_login(person)
        for address in ("sessions:import_job", "sessions:import_choices"):
            assert client.get(reverse(address, args=[job.pk])).status_code == 404
        with pytest.raises(NotHere):
            import_jobs.upload(actor=person, name="p.csv", content=b"Title")
    assert len(stored()) == 1


def test_who_organises_no_more_imports_nothing_that_they_began(client: Client, ada: Person) -> None:
    client.force_login(ada)
    job = uploaded(client, sheets_of.xlsx(sheets_of.bilingual(3)))
    choose(client, job)
    job.refresh_from_db()
    import_jobs.start(actor=ada, job=job, seen=job.revision)
    Person.objects.filter(pk=ada.pk).update(is_organiser=False)
    import_work.work_off()
    job.refresh_from_db()
    assert (job.state, job.refusal) == (Reading.READY, "You may not do this.")
    assert Session.objects.count() == 0


def test_list_and_preview_cost_the_same_for_one_and_for_many(client: Client, ada: Person) -> None:
    client.force_login(ada)
    counts = []
    for number in (1, 3):
        job = uploaded(client, sheets_of.xlsx(sheets_of.bilingual(number)))
        choose(client, job, slug=f"c{number}")
        with CaptureQueriesContext(connection) as shown:
            page(client, job)
        start(client, job)
        uploaded(client, b"Title,Date\nTalk,2031-05-01\n", "p.csv")
        with CaptureQueriesContext(connection) as listed:
            client.get(reverse("sessions:imports"))
        counts.append((len(listed), len(shown)))
    assert counts == [(5, 4), (5, 4)]


def test_a_title_a_date_a_start_and_a_length_are_enough(
    client: Client, ada: Person, forum: Conference
) -> None:
    client.force_login(ada)
    said = "Название;Дата;Начало;Минуты\nДоклад;14.11.2031;10:00;45\n".encode("cp1251")
    job = uploaded(client, said, "p.csv", conference="forum")
    shown = choose(client, job, conference="forum", zone="")
    assert "Import 1 session" in shown
    start(client, job)
    made = Session.objects.get()
    assert (made.title_ru, made.room, made.track) == ("Доклад", None, None)
    assert made.starts_at.isoformat() == "2031-11-14T07:00:00+00:00"


def test_a_schedule_without_a_zone_is_read_in_the_zone_of_its_conference(
    client: Client, ada: Person, forum: Conference
) -> None:
    client.force_login(ada)
    content = (Path(__file__).parents[1] / "schedules" / "small.xml").read_bytes()
    job = uploaded(client, content, "small.xml", conference="forum")
    assert job.sketch["zone"] == ""
    choose(client, job, conference="forum", zone="")
    job.refresh_from_db()
    assert (job.report["zone"], job.report["warnings"]) == ("Europe/Moscow", [])
