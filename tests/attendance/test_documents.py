"""The sheet for programs: the terminal's report and the API say the same."""

import csv
import io
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import Person
from attendance import corrections, documents
from attendance.models import Correction, Screen
from attendance.sheets import sheet
from attendance.stays import raw
from attendance.wording import RULE
from conferences.models import Conference, Registration, RegistrationState
from live import clock, presence
from live.models import Lease
from sessions import life
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
    "side": "",
    "bridged_seconds": 2700,
    "corrected_seconds": 2700,
    "corrected_share": 0.75,
    "seconds_may_lack": 30,
    "bridged_may_exceed": 0,
    "heads_at_screen": 1,
    "corrections": [],
    "rule": RULE,
    "disruptions": 2,
    "organisation_confirmed": False,
    "signed_in_at_screen": 1,
    "names_at_screen": [],
}


@pytest.fixture
def line(dmitri: Person) -> dict[str, object]:
    return {**LINE, "person": str(dmitri.pk)}


@pytest.fixture
def corrected(ended: Session, ada: Person, dmitri: Person) -> Correction:
    """Ten minutes more, between Dmitri's two stays."""
    start = datetime(2011, 11, 14, 6, 30, tzinfo=UTC)
    return corrections.correct(
        actor=ada,
        session=ended,
        person=dmitri,
        was_there=True,
        starts_at=start,
        ends_at=start + timedelta(minutes=10),
        reason="=Telephone",
    )


def test_report_as_json_is_a_list_with_one_object_a_person(
    ended: Session, line: dict[str, object], capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("attendance_report", str(ended.pk), format="json")
    told = capsys.readouterr()
    assert json.loads(told.out) == [line]
    assert json.loads(told.err) == {"people": 1}


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_report_is_the_page_s_file(
    client: Client, ada: Person, ended: Session, tmp_path: Path, kind: str
) -> None:
    file = tmp_path / "sheet"
    call_command("attendance_report", str(ended.pk), "--format", kind, "--output", str(file))
    client.force_login(ada)
    page = client.get(reverse(f"attendance:{kind}", args=[ended.pk]))
    assert file.read_bytes() == page.content
    name = f"attendance-2011-11-14-{str(ended.pk)[:8]}.{kind}"
    assert page["Content-Disposition"] == f'attachment; filename="{name}"'


def test_report_twice_is_the_same_byte_for_byte(
    ended: Session, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("attendance_report", str(ended.pk))
    first = capsys.readouterr().out
    call_command("attendance_report", str(ended.pk))
    assert capsys.readouterr().out == first
    assert first.startswith("\ufeff")


def test_report_as_a_workbook_goes_to_standard_output_as_bytes(
    ended: Session, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    call_command("attendance_report", str(ended.pk), "--format", "xlsx")
    told = capfdbinary.readouterr()
    assert load_workbook(io.BytesIO(told.out)).sheetnames[0] == "Attendance"
    assert json.loads(told.err) == {"people": 1}


def test_csv_tells_the_correction_in_its_person_s_line(
    ended: Session, corrected: Correction
) -> None:
    (row,) = csv.DictReader(io.StringIO(documents.as_csv(sheet(ended)).decode("utf-8-sig")))
    assert (row["seconds"], row["corrected_seconds"]) == ("2700", "3300")
    assert row["corrections"] == (
        "there 2011-11-14T10:30:00+04:00/2011-11-14T10:40:00+04:00, Ada: =Telephone"
    )
    assert row["rule"] == RULE


def test_json_tells_the_correction_with_author_and_reason(
    ended: Session, corrected: Correction
) -> None:
    (row,) = documents.as_list(sheet(ended))
    assert (row["seconds"], row["corrected_seconds"], row["corrected_share"]) == (
        2700,
        3300,
        0.9166,
    )
    assert row["corrections"] == [
        {
            "was_there": True,
            "from": "2011-11-14T06:30:00.000Z",
            "until": "2011-11-14T06:40:00.000Z",
            "author": "Ada",
            "reason": "=Telephone",
            "made_at": clock.wire(corrected.made_at),
        }
    ]


def test_workbook_has_typed_cells_in_the_event_s_own_hours(
    ended: Session, corrected: Correction
) -> None:
    build.programme()
    book = load_workbook(io.BytesIO(documents.as_xlsx(sheet(ended))))
    assert book.sheetnames == [
        "Attendance",
        "By organisation",
        "By country",
        "By side",
        "Corrections",
        "Rules",
    ]
    head, row = book["Attendance"].iter_rows(values_only=True)
    assert head[5] == "First join (hours of Moscow)"
    assert row == (
        "Dmitri",
        "dmitri@people.example",
        "Civic Watch",
        "Russia",
        "ru",
        datetime(2011, 11, 14, 10, 0),  # noqa: DTZ001 - a cell knows no zone
        datetime(2011, 11, 14, 10, 55),  # noqa: DTZ001 - as above
        45,
        45,
        55,
        0.75,
        0.9166,
        30,
        0,
        1,
        1,
        None,
        "no",
        2,
    )
    _head, told = book["Corrections"].iter_rows(values_only=True)
    assert (told[0], told[2], told[5], told[6]) == ("Dmitri", "was there", "Ada", "=Telephone")
    assert [cell.data_type for cell in book["Corrections"][2]] == [*"sssddssd"]
    assert list(book["By country"].iter_rows(values_only=True))[1:] == [("Russia", 1, 55)]
    rules = {str(name): str(rule) for name, rule in book["Rules"].iter_rows(2, values_only=True)}
    assert "never too high" in rules["Present"]
    assert rules["Time zone"] == "Moscow (Europe/Moscow)"


def test_files_name_who_was_at_a_confirmed_screen(ended: Session, dmitri: Person) -> None:
    Screen.objects.create(
        session=ended,
        person=dmitri,
        heads=3,
        signed_in=2,
        names="Анна Х\nОльга У",
        declared_at=clock.now(),
        confirmed_at=clock.now(),
    )
    found = sheet(ended)
    (row,) = csv.DictReader(io.StringIO(documents.as_csv(found).decode("utf-8-sig")))
    assert (row["heads_at_screen"], row["signed_in_at_screen"]) == ("3", "2")
    assert row["names_at_screen"] == "Анна Х | Ольга У"
    (told,) = documents.as_list(found)
    assert (told["signed_in_at_screen"], told["names_at_screen"]) == (2, ["Анна Х", "Ольга У"])
    book = load_workbook(io.BytesIO(documents.as_xlsx(found)))
    assert [cell.value for cell in book["Attendance"][2]][14:17] == [3, 2, "Анна Х; Ольга У"]
    Screen.objects.update(confirmed_at=None)
    assert documents.as_list(sheet(ended))[0]["names_at_screen"] == []


def test_organisation_is_confirmed_by_a_confirmed_registration_alone(
    ended: Session, dmitri: Person
) -> None:
    for state, said in (
        (RegistrationState.CONFIRMED, ("Green Line", True)),
        (RegistrationState.WAITING, ("Civic Watch", False)),
        (RegistrationState.DECLINED, ("Civic Watch", False)),
        (RegistrationState.WITHDRAWN, ("Civic Watch", False)),
    ):
        Registration.objects.filter(person=dmitri).update(
            organisation_name="Green Line", state=state
        )
        (row,) = documents.as_list(sheet(ended))
        assert (row["organisation"], row["organisation_confirmed"]) == said


def test_raw_record_says_which_connections_are_open(
    plenary: Session, dmitri: Person, boris: Person
) -> None:
    """Also after the end, for as long as they grow."""
    presence.take(plenary.live_room, [dmitri.pk], "ws")
    life.end(actor=boris, session=plenary)
    assert [stay.is_open for stay in raw([plenary]).stays] == [True]
    Lease.objects.update(ended_at=F("last_seen"))
    assert [stay.is_open for stay in raw([plenary]).stays] == [False]


def test_raw_record_holds_what_a_second_computation_needs(
    ended: Session, dmitri: Person, corrected: Correction, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("attendance_report", str(ended.pk), "--stays", "--format", "json")
    told = capsys.readouterr()
    found = json.loads(told.out)
    assert json.loads(told.err) == {"sessions": 1, "stays": 2}
    assert found["sessions"] == [
        {
            "id": str(ended.pk),
            "title": "Over",
            "zone": "Europe/Moscow",
            "periods": [{"from": "2011-11-14T06:00:00.000Z", "until": "2011-11-14T07:00:00.000Z"}],
        }
    ]
    stay = {
        "session": str(ended.pk),
        "person": str(dmitri.pk),
        "email": "dmitri@people.example",
        "name": "Dmitri",
        "door": "ws",
        "open": False,
    }
    assert found["stays"] == [
        {
            **stay,
            "entered": f"2011-11-14T06:{entered}:00.000Z",
            "last_seen": f"2011-11-14T06:{seen}:00.000Z",
        }
        for entered, seen in (("00", "30"), ("40", "55"))
    ]
    (row,) = found["corrections"]
    assert (row["author"], row["was_there"], row["reason"]) == (
        "ada@people.example",
        True,
        "=Telephone",
    )


def test_raw_record_as_csv_names_what_each_line_is(
    ended: Session, corrected: Correction, client: Client, ada: Person
) -> None:
    client.force_login(ada)
    answer = client.get(reverse("attendance:stays_csv", args=[ended.pk]))
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row["what"] for row in rows] == ["live", "stay", "stay", "correction"]
    assert (rows[1]["from"], rows[1]["until"], rows[1]["open"]) == (
        "2011-11-14T06:00:00.000Z",
        "2011-11-14T06:30:00.000Z",
        "no",
    )
    assert rows[3]["reason"] == "'=Telephone"


def test_raw_record_is_no_workbook(ended: Session) -> None:
    with pytest.raises(CommandError, match="csv or json"):
        call_command("attendance_report", str(ended.pk), "--stays", "--format", "xlsx")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "said"),
    [("plenary", "neither a session"), ("7b0c1a52-3f0e-4d5c-9f0a-0d2f6f1c9a11", "no session")],
)
def test_report_of_what_is_not_there_says_so(name: str, said: str) -> None:
    with pytest.raises(CommandError, match=said):
        call_command("attendance_report", name)


def test_api_gives_the_same_lines(
    client: Client, ada: Person, ended: Session, line: dict[str, object]
) -> None:
    client.force_login(ada)
    answer = client.get(f"/api/v1/sessions/{ended.pk}/attendance/")
    assert (answer.status_code, answer.json()) == (200, [line])


@pytest.mark.parametrize("name", ["boris", "clara", "dmitri", "eve", "frank"])
def test_api_is_not_found_for_everyone_else(
    client: Client, ended: Session, request: pytest.FixtureRequest, name: str
) -> None:
    client.force_login(request.getfixturevalue(name))
    answer = client.get(f"/api/v1/sessions/{ended.pk}/attendance/")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_api_asks_for_a_sign_in(client: Client, ended: Session) -> None:
    assert client.get(f"/api/v1/sessions/{ended.pk}/attendance/").status_code == 401
