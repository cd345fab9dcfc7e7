"""The organisers' page of imports: uploaded, looked at, chosen for, shown, brought in."""

from datetime import date, time
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Person
from conferences.models import Conference
from sessions.importing import work as import_work
from sessions.importing.uploaded import ImportJob, Reading
from sessions.models import Session
from sessions.schedules.imported import Import
from tests.sessions import sheets_of
from tests.sessions.importing.presses import choose, page, start, start_all, stored, uploaded

pytestmark = pytest.mark.django_db


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
