"""A whole conference: distinct people, each session, what the files and the terminal say of it."""

import csv
import io
import json
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from accounts.models import Person
from attendance import corrections, report_documents
from attendance.models import Screen
from attendance.reports import report
from attendance.sheets import sheet
from conferences.models import Conference
from live import clock
from live.models import Event
from sessions.models import Session, State
from tests import build
from tests.attendance.conftest import Stayed

KINDS = ("csv", "xlsx", "json")


@pytest.fixture
def second(forum: Conference) -> Session:
    """Another hour of the forum that is over."""
    start = clock.now() - timedelta(hours=1, minutes=30)
    return build.session(forum, title="Second", state=State.ENDED, starts_at=start)


@pytest.fixture
def held(
    ended: Session, second: Session, ada: Person, dmitri: Person, clara: Person, stayed: Stayed
) -> Conference:
    """Dmitri was in both sessions, Clara in the first and, as a correction says, in the second."""
    stayed(dmitri, ended, 0, 30)
    stayed(dmitri, second, 10, 30)
    stayed(dmitri, second, 32, 40)
    stayed(clara, ended, 29, 40)
    assert second.started_at is not None
    corrections.correct(
        actor=ada,
        session=second,
        person=clara,
        was_there=True,
        starts_at=second.started_at,
        ends_at=second.started_at + timedelta(minutes=10),
        reason="Telephone",
    )
    Screen.objects.create(
        session=ended, person=clara, heads=5, declared_at=clock.now(), confirmed_at=clock.now()
    )
    assert ended.conference is not None
    return ended.conference


def test_each_person_is_one_line_that_adds_up_their_sheets(held: Conference) -> None:
    found = report(held)
    told = [
        (line.name, line.sessions, line.seconds, line.bridged_seconds, line.counted_seconds)
        for line in found.people
    ]
    assert told == [("Clara", 2, 660, 660, 1260), ("Dmitri", 2, 3480, 3600, 3480)]
    sheets = [sheet(line.session) for line in found.sessions]
    for person in found.people:
        mine = [line for one in sheets for line in one.lines if line.person_id == person.person_id]
        assert sum(line.seconds for line in mine) == person.seconds
        assert sum(line.counted_seconds for line in mine) == person.counted_seconds


def test_each_session_is_told_in_numbers(held: Conference) -> None:
    told = [
        (line.session.title_en, line.people, line.most, line.counted_seconds, line.further_people)
        for line in report(held).sessions
    ]
    assert told == [("Over", 2, 2, 2460, 4), ("Second", 2, 1, 2280, 0)]


def test_progress_is_told_session_by_session(held: Conference) -> None:
    told: list[tuple[int, int]] = []
    report(held, lambda done, of: told.append((done, of)))
    assert told == [(1, 2), (2, 2)]


def test_conference_in_which_nothing_began_is_empty(
    client: Client, ada: Person, forum: Conference
) -> None:
    found = report(forum)
    assert (found.people, found.sessions) == ([], [])
    client.force_login(ada)
    page = client.get(reverse("attendance:conference", args=["forum"])).content.decode()
    assert "Nobody has been in a session of this conference yet." in page
    for kind in KINDS:
        answer = client.get(reverse(f"attendance:conference_{kind}", args=["forum"]))
        assert answer.status_code == 200


@pytest.mark.parametrize("sessions", [1, 3])
def test_report_costs_the_same_for_one_and_for_three_sessions(
    forum: Conference,
    dmitri: Person,
    stayed: Stayed,
    sessions: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(sessions):
        stayed(dmitri, build.session(forum, title=f"S{number}", state=State.ENDED), 0, 5)
    # Sessions, whether reopened, stays, corrections, screens, people, registrations, sides.
    with django_assert_num_queries(8):
        assert len(report(forum).sessions) == sessions


def test_page_shows_people_sessions_and_sums(client: Client, ada: Person, held: Conference) -> None:
    build.programme()
    client.force_login(ada)
    page = client.get(reverse("attendance:conference", args=["forum"])).content.decode()
    assert "2 different people, each counted once" in page
    assert "2 sessions that have begun" in page
    assert "and 4 at shared screens" in page
    assert "0:58:00" in page
    assert (
        reverse("attendance:conference", args=["forum"])
        in client.get(reverse("conferences:desk", args=["forum"])).content.decode()
    )


@pytest.mark.parametrize("name", ["boris", "clara", "dmitri", "eve", "frank", ""])
def test_report_is_not_there_for_anyone_else(
    client: Client, held: Conference, request: pytest.FixtureRequest, name: str
) -> None:
    if name:
        client.force_login(request.getfixturevalue(name))
    doors = ("conference", *(f"conference_{kind}" for kind in KINDS))
    answers = [client.get(reverse(f"attendance:{door}", args=["forum"])) for door in doors]
    assert [answer.status_code for answer in answers] == [404] * len(doors)


def test_terminal_writes_the_report(held: Conference, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("attendance_report", "forum", "--format", "json")
    told = capsys.readouterr()
    assert json.loads(told.err) == {"people": 2, "sessions": 2}
    found = json.loads(told.out)
    assert (found["conference"], found["distinct_people"]) == ("forum", 2)
    assert [(row["name"], row["sessions"]) for row in found["people"]] == [
        ("Clara", 2),
        ("Dmitri", 2),
    ]
    assert [row["most_at_once"] for row in found["sessions"]] == [2, 1]
    assert found["by_country"] == [
        {"name": "Russia", "people": 1, "seconds": 3480},
        {"name": "United States of America", "people": 1, "seconds": 1260},
    ]


def test_terminal_writes_the_raw_record_of_all_sessions(
    held: Conference, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("attendance_report", "forum", "--stays")
    told = capsys.readouterr()
    assert json.loads(told.err) == {"sessions": 2, "stays": 4}
    rows = list(csv.DictReader(io.StringIO(told.out.removeprefix("\ufeff"))))
    assert [row["what"] for row in rows] == [*["live"] * 2, *["stay"] * 4, "correction"]


def test_files_say_the_same(held: Conference) -> None:
    found = report(held)
    rows = list(csv.DictReader(io.StringIO(report_documents.as_csv(found).decode("utf-8-sig"))))
    assert [(row["name"], row["sessions"], row["seconds"]) for row in rows] == [
        ("Clara", "2", "660"),
        ("Dmitri", "2", "3480"),
    ]
    book = load_workbook(io.BytesIO(report_documents.as_xlsx(found)))
    assert book.sheetnames == [
        "People",
        "Sessions",
        "By organisation",
        "By country",
        "By side",
        "Corrections",
        "Rules",
    ]
    people = list(book["People"].iter_rows(min_row=2, values_only=True))
    assert [(row[0], row[5], row[8]) for row in people] == [("Clara", 2, 11), ("Dmitri", 2, 58)]
    sessions = list(book["Sessions"].iter_rows(min_row=2, values_only=True))
    assert [(row[0], row[3], row[4]) for row in sessions] == [("Over", 2, 2), ("Second", 2, 1)]
    (correction,) = book["Corrections"].iter_rows(min_row=2, values_only=True)
    assert (correction[0], correction[1], correction[7]) == ("Second", "Clara", "Telephone")


def reopened(forum: Conference, title: str) -> Session:
    """Return an hour that was live for its first half and for its last third."""
    made = build.session(
        forum, title=title, state=State.ENDED, starts_at=clock.now() - timedelta(hours=3)
    )
    assert made.started_at is not None
    moments = (("started", 0), ("ended", 30), ("reopened", 40), ("ended", 60))
    for seq, (name, minute) in enumerate(moments, start=1):
        at = made.started_at + timedelta(minutes=minute)
        Event.objects.create(stream=str(made.live_room), seq=seq, name=f"session.{name}", at=at)
    return made


@pytest.mark.parametrize("sessions", [1, 3])
def test_report_costs_the_same_for_one_and_for_three_reopened_sessions(
    forum: Conference,
    dmitri: Person,
    stayed: Stayed,
    sessions: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(sessions):
        stayed(dmitri, reopened(forum, f"S{number}"), 0, 60)
    with django_assert_num_queries(8):
        found = report(forum)
    assert [line.length for line in found.sessions] == [timedelta(minutes=50)] * sessions


def test_files_tell_what_was_put_right_and_how_wrong_the_sums_may_be(held: Conference) -> None:
    found = report(held)
    told = json.loads(report_documents.as_json(found))
    errors = ("seconds_may_lack", "bridged_may_exceed", "disruptions")
    assert [tuple(row[name] for name in errors) for row in told["people"]] == [
        (15, 0, 1),
        (45, 120, 3),
    ]
    (correction,) = told["corrections"]
    second = found.sessions[1].session
    assert (correction["session"], correction["person"]) == (
        str(second.pk),
        told["people"][0]["person"],
    )
    assert (correction["was_there"], correction["author"], correction["reason"]) == (
        True,
        "Ada",
        "Telephone",
    )
    rows = list(csv.DictReader(io.StringIO(report_documents.as_csv(found).decode("utf-8-sig"))))
    assert [tuple(row[name] for name in errors) for row in rows] == [
        ("15", "0", "1"),
        ("45", "120", "3"),
    ]
    assert rows[0]["corrections"].startswith("Second: there ")
    assert rows[0]["corrections"].endswith(", Ada: Telephone")
    assert rows[1]["corrections"] == ""
    book = load_workbook(io.BytesIO(report_documents.as_xlsx(found)))
    people = list(book["People"].iter_rows(min_row=2, values_only=True))
    assert [row[11:14] for row in people] == [(15, 0, 1), (45, 120, 3)]
