"""The sheet's page and file: an organiser's, and for everyone else not there."""

import csv
import io
from datetime import datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import Person
from conferences.models import Conference
from sessions.models import Session, State
from tests import build
from tests.attendance.conftest import Stayed

MOSCOW = ZoneInfo("Europe/Moscow")


@pytest.fixture
def ended(forum: Conference) -> Session:
    """A session from 10:00 to 11:00 in Moscow, on 14 November 2011."""
    start = datetime(2011, 11, 14, 10, 0, tzinfo=MOSCOW)
    return build.session(forum, title="Over", state=State.ENDED, starts_at=start)


@pytest.fixture
def as_ada(client: Client, ada: Person) -> Client:
    client.force_login(ada)
    return client


def sheet(session: Session) -> str:
    return reverse("attendance:sheet", args=[session.pk])


@pytest.mark.parametrize("door", ["attendance:sheet", "attendance:csv"])
@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("ada", 200),
        ("boris", 404),
        ("clara", 404),
        ("dmitri", 404),
        ("eve", 404),
        ("frank", 404),
        ("", 404),
    ],
)
def test_sheet_is_there_for_organisers_only(
    client: Client,
    plenary: Session,
    request: pytest.FixtureRequest,
    name: str,
    status: int,
    door: str,
) -> None:
    if name:
        client.force_login(request.getfixturevalue(name))
    assert client.get(reverse(door, args=[plenary.pk])).status_code == status


def test_sheet_of_no_session_is_not_there(as_ada: Client) -> None:
    assert as_ada.get(reverse("attendance:sheet", args=[uuid4()])).status_code == 404


def test_sheet_tells_hours_of_the_event_with_its_city(
    as_ada: Client, ended: Session, dmitri: Person, stayed: Stayed
) -> None:
    build.programme()
    stayed(dmitri, ended, 5, 50)
    page = as_ada.get(sheet(ended)).content.decode()
    assert "Here (hours of Moscow)" in page
    assert ">10:05</time>–<time" in page
    assert ">10:50</time>" in page
    assert "0:45:00" in page
    assert "75 %" in page
    assert "up to 15 seconds too low" in page
    assert "breaks of up to 60 seconds" in page


def test_sheet_shows_a_name_as_text(
    as_ada: Client, ended: Session, eve: Person, stayed: Stayed
) -> None:
    Person.objects.filter(pk=eve.pk).update(name="<script>alert(1)</script>")
    stayed(eve, ended, 0, 5)
    page = as_ada.get(sheet(ended)).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_sheet_says_why_it_is_empty(as_ada: Client, ended: Session, forum: Conference) -> None:
    waiting = build.session(forum, state=State.SCHEDULED)
    live = build.session(forum, title="Live")
    assert "has not begun" in as_ada.get(sheet(waiting)).content.decode()
    assert "Nobody is here yet" in as_ada.get(sheet(live)).content.decode()
    assert "Nobody was connected" in as_ada.get(sheet(ended)).content.decode()


def test_sheet_of_a_live_session_says_that_it_grows(
    as_ada: Client, plenary: Session, dmitri: Person, stayed: Stayed
) -> None:
    stayed(dmitri, plenary, 0, 5)
    assert "these figures grow until it ends" in as_ada.get(sheet(plenary)).content.decode()


def test_sheet_is_told_in_russian(
    as_ada: Client, ended: Session, dmitri: Person, stayed: Stayed
) -> None:
    stayed(dmitri, ended, 0, 5)
    as_ada.cookies["django_language"] = "ru"
    page = as_ada.get(sheet(ended)).content.decode()
    assert '<html lang="ru"' in page
    assert "Россия" in page


@pytest.mark.parametrize("people", [1, 3])
def test_sheet_costs_the_same_for_one_and_for_three(
    as_ada: Client,
    ended: Session,
    stayed: Stayed,
    people: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(people):
        stayed(build.person(f"P{number}", organisation=build.organisation()), ended, 0, 5)
    # Cookie, person, session, leases, people, registrations, sides, programme.
    with django_assert_num_queries(8):
        as_ada.get(sheet(ended))


def test_csv_has_offsets_of_the_event_s_zone_and_no_formula(
    as_ada: Client, ended: Session, eve: Person, stayed: Stayed
) -> None:
    Person.objects.filter(pk=eve.pk).update(name="=HYPERLINK(1)")
    stayed(eve, ended, 0, 30)
    answer = as_ada.get(reverse("attendance:csv", args=[ended.pk]))
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    name = f"attendance-2011-11-14-{str(ended.pk)[:8]}.csv"
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answer.content.startswith(b"\xef\xbb\xbf")
    (row,) = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert row == {
        "email": "eve@people.example",
        "name": "'=HYPERLINK(1)",
        "organisation": "",
        "country": "US",
        "first_join": "2011-11-14T10:00:00+04:00",
        "last_leave": "2011-11-14T10:30:00+04:00",
        "seconds": "1800",
        "share": "0.5",
        "merged_seconds": "1800",
        "seconds_may_lack": "15",
        "merged_may_exceed": "0",
    }


def test_me_shows_one_s_own_record(
    client: Client, ended: Session, dmitri: Person, clara: Person, stayed: Stayed
) -> None:
    stayed(dmitri, ended, 0, 45)
    stayed(clara, ended, 0, 50)
    client.force_login(dmitri)
    page = client.get(reverse("accounts:me")).content.decode()
    assert "0:45:00 present" in page
    assert "0:50:00" not in page


def test_conference_s_desk_shows_the_latest_sheets(
    as_ada: Client, ended: Session, dmitri: Person, stayed: Stayed
) -> None:
    stayed(dmitri, ended, 0, 45)
    page = as_ada.get(reverse("conferences:desk", args=["forum"])).content.decode()
    assert sheet(ended) in page
    assert "1 person" in page
