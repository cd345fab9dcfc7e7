"""How many were there: who was taken out by a correction has a line and is in no count, anywhere."""

import json
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from accounts.models import Person
from attendance import corrections, documents, queries, report_documents, screens, sums
from attendance.models import Screen
from attendance.periods import periods_of
from attendance.reports import report
from attendance.sheets import sheet
from attendance.sums import Sum
from live import clock
from records import presence
from sessions.models import Session
from tests import build
from tests.attendance.conftest import Stayed


@pytest.fixture
def absent(ended: Session, ada: Person, clara: Person, dmitri: Person, stayed: Stayed) -> Session:
    """Clara and Dmitri were connected; of Dmitri it was somebody else, as a correction says."""
    stayed(clara, ended, 0, 30)
    stayed(dmitri, ended, 0, 60)
    assert ended.started_at is not None
    corrections.correct(
        actor=ada,
        session=ended,
        person=dmitri,
        was_there=False,
        starts_at=ended.started_at - timedelta(minutes=1),
        ends_at=ended.started_at + timedelta(hours=2),
        reason="A shared account",
    )
    shared = {"declared_at": clock.now(), "confirmed_at": clock.now()}
    Screen.objects.create(session=ended, person=dmitri, heads=8, **shared)
    return ended


def test_line_stays_and_counts_no_head(absent: Session, dmitri: Person) -> None:
    build.programme()
    found = sheet(absent)
    assert [(line.name, line.was_there) for line in found.lines] == [
        ("Clara", True),
        ("Dmitri", False),
    ]
    assert found.people == 1
    america = [Sum("United States of America", 1, 1800)]
    assert sums.by_country(found.lines) == america
    assert sums.by_organisation(found.lines) == [Sum("", 1, 1800)]
    assert sums.by_side(found.lines) == [Sum("US", 1, 1800), Sum("RU", 0, 0)]
    assert queries.head_counts([absent]) == {absent.pk: 1}
    assert presence.there(absent, periods_of(absent)) == {
        line.person_id for line in found.lines if line.was_there
    }


def test_conference_counts_the_same(absent: Session, clara: Person) -> None:
    assert absent.conference is not None
    found = report(absent.conference)
    assert [(line.name, line.sessions) for line in found.people] == [("Clara", 1), ("Dmitri", 0)]
    (line,) = found.sessions
    assert (found.heads, line.people, line.most, line.further_people) == (1, 1, 1, 0)
    told = json.loads(report_documents.as_json(found))
    assert (told["distinct_people"], [row["people"] for row in told["sessions"]]) == (1, [1])


def test_pages_and_the_terminal_say_so(
    client: Client, ada: Person, absent: Session, capsys: pytest.CaptureFixture[str]
) -> None:
    client.force_login(ada)
    page = client.get(reverse("attendance:sheet", args=[absent.pk])).content.decode()
    assert '<h2 id="people">1 person</h2>' in page
    assert "Dmitri" in page
    page = client.get(reverse("attendance:conference", args=["forum"])).content.decode()
    assert "1 person, counted once" in page
    call_command("attendance_report", str(absent.pk), format="json")
    call_command("attendance_report", "forum", format="json")
    assert [json.loads(line) for line in capsys.readouterr().err.splitlines()] == [
        {"people": 1},
        {"people": 1, "sessions": 1},
    ]


def test_screen_of_who_was_not_there_adds_nobody(absent: Session, dmitri: Person) -> None:
    found = sheet(absent)
    assert (found.screens, found.further_people) == ((), 0)
    at = {row["email"]: row["heads_at_screen"] for row in documents.as_list(found)}
    assert at[dmitri.email] == 1
    there = presence.there(absent, periods_of(absent))
    assert screens.further_people(screens.confirmed_in(absent), there) == 0


def test_form_over_the_whole_session_leaves_no_part_of_a_second(
    client: Client, ada: Person, ended: Session, dmitri: Person, stayed: Stayed
) -> None:
    assert ended.ended_at is not None
    ended.ended_at += timedelta(milliseconds=600)
    ended.save(update_fields=["ended_at"])
    stayed(dmitri, ended, 0, 61)
    client.force_login(ada)
    address = reverse("attendance:correct", args=[ended.pk])
    form = client.get(f"{address}?person={dmitri.pk}").context["form"]
    said = {name: f"{form.initial[name]:%Y-%m-%dT%H:%M:%S}" for name in ("starts_at", "ends_at")}
    said |= {"email": dmitri.email, "was_there": "no", "reason": "A shared account"}
    assert client.post(address, said).status_code == 302
    (line,) = sheet(ended).lines
    assert line.attended.counted == ()
