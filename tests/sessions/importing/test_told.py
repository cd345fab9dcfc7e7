"""What the page says of imports that fell silent, and of a report that was worded for somebody else."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Person
from conferences.models import Conference
from live import clock
from sessions.importing.uploaded import ImportJob, Reading
from sessions.schedules.imported import SILENCE, Import, ImportState
from tests.sessions.importing.presses import choose, page, uploaded

pytestmark = pytest.mark.django_db

WRONG = b"Title,Date,Start,Minutes\nTalk,2031-05-01,10:00,30\nOther,soon,10:00,30\n"


def test_import_that_fell_silent_is_told_with_what_to_do(
    client: Client, ada: Person, forum: Conference
) -> None:
    client.force_login(ada)
    now = clock.now()
    made = Import.objects.create(
        conference=forum, began_at=now, touched_at=now, state=ImportState.RUNNING
    )
    listed = client.get(reverse("sessions:imports")).content.decode()
    assert "Under way" in listed
    Import.objects.filter(pk=made.pk).update(touched_at=now - SILENCE)
    listed = client.get(reverse("sessions:imports")).content.decode()
    assert "Under way" not in listed
    assert "Broke off. Import the file again to finish it, or open it to take it back." in listed


def test_upload_whose_worker_fell_silent_is_told_to_go_on_by_itself(
    client: Client, ada: Person
) -> None:
    client.force_login(ada)
    job = uploaded(client, WRONG, "p.csv")
    ImportJob.objects.filter(pk=job.pk).update(state=Reading.COMPARING, beaten_at=clock.now())
    assert "Nothing has been heard" not in page(client, job)
    long_ago = clock.now() - SILENCE - timedelta(seconds=1)
    ImportJob.objects.filter(pk=job.pk).update(beaten_at=long_ago)
    assert "Nothing has been heard of this work for a minute" in page(client, job)
    listed = client.get(reverse("sessions:imports")).content.decode()
    assert "Has stopped, and is taken up again by itself" in listed


def test_report_says_in_which_language_it_is_for_who_reads_another(
    client: Client, ada: Person
) -> None:
    client.force_login(ada)
    client.cookies["django_language"] = "ru"
    job = uploaded(client, WRONG, "p.csv")
    shown = choose(client, job)
    assert "изложено по-русски" not in shown
    assert ' lang="ru">' not in shown.split("faults")[1]
    client.cookies["django_language"] = "en"
    shown = page(client, job)
    assert "told in Russian: the language of who had it looked at" in shown
    assert '<td class="break-words" lang="ru">' in shown
    job.refresh_from_db()
    assert job.report["language"] == "ru"
