"""What stands in logs and in mails about errors: the place, and no secret that an address holds."""

import logging
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from accounts.models import Person
from groups.models import Group
from kit.reports import without_secrets
from sessions.calendars import addresses, feeds
from sessions.meetings import joining

pytestmark = pytest.mark.django_db
KEY = "N9--cp3GQvGjD4chkqjYA_te4mCQq7S981Sbx1FlGhk9aOfC"


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture) -> Any:
    """All that is logged but of statements, with what went wrong, as the console has it."""
    caplog.handler.setFormatter(logging.Formatter("%(name)s %(message)s"))

    def text() -> str:
        rows = (row for row in caplog.records if not row.name.startswith("django.db"))
        return "\n".join(caplog.handler.format(row) for row in rows)

    return text


@pytest.mark.parametrize(
    "address", [f"/join/{KEY}/x/", f"/calendars/{KEY}/agenda.ics", f"/calendars/{KEY}/x/y"]
)
def test_address_that_leads_nowhere_is_logged_without_its_secret(
    client: Client, address: str, logged: Any
) -> None:
    assert client.get(address).status_code == 404
    assert f"Not Found: {address.replace(KEY, '…')}" in logged()
    assert KEY not in logged()


def test_page_that_a_form_came_from_is_logged_without_its_secret(logged: Any) -> None:
    client = Client(enforce_csrf_checks=True)
    page = f"https://elsewhere.example/join/{KEY}/"
    answer = client.post(f"/join/{KEY}/", secure=True, headers={"referer": page})
    assert answer.status_code == 403
    assert "Forbidden" in logged()
    assert KEY not in logged()


@pytest.mark.parametrize("broken", ["calendar", "join"])
def test_error_is_reported_without_the_secret_of_its_address(
    circle: Group,
    dmitri: Person,
    broken: str,
    logged: Any,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def breaks(said: object, *_more: object) -> None:
        msg = f"broke at {address}"
        raise ValueError(msg)

    monkeypatch.setattr(feeds, "of_group", breaks)
    monkeypatch.setattr(joining, "entry_of", breaks)
    settings.ADMINS = [("Ada", "ada@people.example")]
    whole = addresses.group_address(dmitri, circle).removeprefix("http://localhost:8000")
    key = whole.split("/")[2]
    address = whole if broken == "calendar" else f"/join/{key}/"
    assert Client(raise_request_exception=False).get(address).status_code == 500
    (report,) = mail.outbox
    assert f"Internal Server Error: {address.replace(key, '…')}" in report.subject
    assert f"ValueError at {address.replace(key, '…')}" in report.body
    assert key not in f"{report.subject}{report.body}"
    assert "Internal Server Error" in logged()
    assert key not in logged()


def test_names_of_files_are_whole_in_a_traceback() -> None:
    told = 'File "/srv/sessions/calendars/addresses.py", line 3, in group_calendar'
    assert without_secrets(told) == told
