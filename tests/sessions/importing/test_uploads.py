"""Uploaded files: how long they are kept, how many, how large, and who reaches them."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import Person
from kit.refusals import NotHere, Refused
from sessions.importing import jobs as import_jobs
from sessions.importing import work as import_work
from sessions.importing.uploaded import ImportJob, Reading
from sessions.models import Session
from tests import hours
from tests.sessions import sheets_of
from tests.sessions.importing.presses import choose, page, start_all, stored, uploaded

pytestmark = pytest.mark.django_db


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
