"""The organisers' page of imports: uploaded, looked at, chosen for, shown, brought in; and by whom."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import Person
from conferences.models import Conference
from sessions import import_work
from sessions.models import Session
from sessions.uploaded import ImportJob, Reading
from tests import build
from tests.sessions import sheets_of

pytestmark = pytest.mark.django_db

NEW = {
    "conference": "+",
    "title_en": "Forum of Two",
    "title_ru": "Форум двоих",
    "zone": "Europe/Moscow",
}


@pytest.fixture(autouse=True)
def _programme(db: None, settings: Any, tmp_path: Any) -> Iterator[None]:
    build.programme()
    settings.MEDIA_ROOT = tmp_path / "files"
    return


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
