"""What an organiser presses on the page of imports, with a worker who does the work at once."""

from typing import Any

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from sessions.importing import work as import_work
from sessions.importing.uploaded import ImportJob, Reading
from tests.sessions import sheets_of

NEW = {
    "conference": "+",
    "title_en": "Forum of Two",
    "title_ru": "Форум двоих",
    "zone": "Europe/Moscow",
}


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


def stored() -> list[str]:
    return default_storage.listdir("imports")[1]


def start_all(client: Client, rows: list[list[Any]]) -> ImportJob:
    job = uploaded(client, sheets_of.xlsx(rows))
    choose(client, job)
    start(client, job)
    assert job.state == Reading.DONE, job.refusal
    return job
