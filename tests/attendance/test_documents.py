"""The sheet for programs: the terminal's report and the API say the same."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from accounts.models import Person
from conferences.models import Conference
from sessions.models import Session, State
from tests import build
from tests.attendance.conftest import Stayed


@pytest.fixture
def ended(forum: Conference, dmitri: Person, stayed: Stayed) -> Session:
    """A session of an hour on 14 November 2011, in which Dmitri was for 45 minutes in two parts."""
    start = datetime(2011, 11, 14, 6, 0, tzinfo=UTC)
    made = build.session(forum, title="Over", state=State.ENDED, starts_at=start)
    stayed(dmitri, made, 0, 30)
    stayed(dmitri, made, 40, 55)
    return made


LINE = {
    "email": "dmitri@people.example",
    "name": "Dmitri",
    "organisation": "Civic Watch",
    "country": "RU",
    "first_join": "2011-11-14T06:00:00.000Z",
    "last_leave": "2011-11-14T06:55:00.000Z",
    "seconds": 2700,
    "share": 0.75,
}


def test_report_as_json_is_a_list_with_one_object_a_person(
    ended: Session, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("attendance_report", str(ended.pk), format="json")
    told = capsys.readouterr()
    assert json.loads(told.out) == [LINE]
    assert json.loads(told.err) == {"people": 1}


def test_report_as_csv_is_the_page_s_file(
    client: Client, ada: Person, ended: Session, tmp_path: Path
) -> None:
    file = tmp_path / "sheet.csv"
    call_command("attendance_report", str(ended.pk), "--format", "csv", "--output", str(file))
    client.force_login(ada)
    assert file.read_bytes() == client.get(reverse("attendance:csv", args=[ended.pk])).content


def test_report_twice_is_the_same_byte_for_byte(
    ended: Session, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("attendance_report", str(ended.pk))
    first = capsys.readouterr().out
    call_command("attendance_report", str(ended.pk))
    assert capsys.readouterr().out == first
    assert first.startswith("\ufeff")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "said"),
    [("plenary", "not a session"), ("7b0c1a52-3f0e-4d5c-9f0a-0d2f6f1c9a11", "no session")],
)
def test_report_of_what_is_not_there_says_so(name: str, said: str) -> None:
    with pytest.raises(CommandError, match=said):
        call_command("attendance_report", name)


def test_api_gives_the_same_lines(client: Client, ada: Person, ended: Session) -> None:
    client.force_login(ada)
    answer = client.get(f"/api/v1/sessions/{ended.pk}/attendance/")
    assert (answer.status_code, answer.json()) == (200, [LINE])


@pytest.mark.parametrize("name", ["boris", "clara", "dmitri", "eve", "frank"])
def test_api_is_not_found_for_everyone_else(
    client: Client, ended: Session, request: pytest.FixtureRequest, name: str
) -> None:
    client.force_login(request.getfixturevalue(name))
    answer = client.get(f"/api/v1/sessions/{ended.pk}/attendance/")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_api_asks_for_a_sign_in(client: Client, ended: Session) -> None:
    assert client.get(f"/api/v1/sessions/{ended.pk}/attendance/").status_code == 401
