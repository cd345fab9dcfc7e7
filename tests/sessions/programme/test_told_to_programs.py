"""The sessions that a page shows are parts of its conference for programs too, and never more of them."""

import json
import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from conferences.models import Conference, Room
from sessions.models import Session, State
from sessions.programme import told_to_programs
from tests import build, hours

pytestmark = pytest.mark.django_db

START = datetime(2011, 11, 14, 6, tzinfo=UTC)
AGENDA = "/c/moscow/agenda/"


@pytest.fixture
def moscow() -> Conference:
    build.programme()
    days = {"starts_on": date(2011, 11, 14), "ends_on": date(2011, 11, 15)}
    return build.conference("moscow", venue="Hotel", zone="Europe/Moscow", **days)


def plan(host: Conference, title: str, starts_at: datetime = START, **more: Any) -> Session:
    facts: dict[str, Any] = {"state": State.SCHEDULED, "starts_at": starts_at, **more}
    return build.session(host, title=title, **facts)


def parts_on(client: Client, address: str) -> list[dict[str, Any]]:
    page = client.get(address).content.decode()
    (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    found: list[dict[str, Any]] = json.loads(data).get("subEvent", [])
    return found


def test_agenda_says_what_is_on_the_day_it_shows(client: Client, moscow: Conference) -> None:
    hall = Room.objects.create(conference=moscow, name_en="Great hall")
    first = plan(moscow, "Opening", room=hall)
    second = plan(moscow, "Reports", START + timedelta(hours=1), state=State.CANCELLED)
    plan(moscow, "Tomorrow", START + timedelta(days=1))
    where = "http://testserver/c/moscow/agenda/?day=2011-11-14#s"
    assert parts_on(client, f"{AGENDA}?day=2011-11-14") == [
        {
            "@type": "Event",
            "name": "Opening",
            "startDate": "2011-11-14T10:00:00+04:00",
            "endDate": "2011-11-14T11:00:00+04:00",
            "location": {"@type": "Place", "name": "Great hall, Hotel", "address": "Moscow"},
            "url": f"{where}{first.pk}",
        },
        {
            "@type": "Event",
            "name": "Reports",
            "startDate": "2011-11-14T11:00:00+04:00",
            "endDate": "2011-11-14T12:00:00+04:00",
            "eventStatus": "https://schema.org/EventCancelled",
            "location": {"@type": "VirtualLocation", "url": f"{where}{second.pk}"},
            "url": f"{where}{second.pk}",
        },
    ]
    assert [each["name"] for each in parts_on(client, f"{AGENDA}?day=2011-11-15")] == ["Tomorrow"]
    assert [each["name"] for each in parts_on(client, f"{AGENDA}?q=reports")] == ["Reports"]


def test_conference_says_what_comes_next_and_no_more_than_fifty(
    client: Client, moscow: Conference, monkeypatch: pytest.MonkeyPatch
) -> None:
    hour = hours.stopped(monkeypatch)
    hour.instant = START + timedelta(hours=2)
    plan(moscow, "Over")
    plan(moscow, "Withdrawn", START + timedelta(hours=3), withdrawn_at=START)
    plan(moscow, "Next", START + timedelta(hours=3))
    assert [each["name"] for each in parts_on(client, "/c/moscow/")] == ["Next", "Over"]
    monkeypatch.setattr(told_to_programs, "NEXT", 1)
    assert [each["name"] for each in parts_on(client, "/c/moscow/")] == ["Next"]


def test_conference_that_is_not_public_says_nothing_to_programs(
    client: Client, ada: object
) -> None:
    closed = build.conference("closed", is_public=False)
    plan(closed, "Retreat")
    client.force_login(ada)  # type: ignore[arg-type]
    for address in ("/c/closed/", "/c/closed/agenda/"):
        answer = client.get(address)
        assert answer.status_code == 200
        assert "application/ld+json" not in answer.content.decode()


def test_title_cannot_end_its_element(client: Client, moscow: Conference) -> None:
    hostile = "</script><script>alert(1)</script>"
    plan(moscow, hostile)
    assert "<script>alert" not in client.get(AGENDA).content.decode()
    assert [each["name"] for each in parts_on(client, AGENDA)] == [hostile]


def test_both_pages_cost_the_same_for_one_session_and_for_three(
    client: Client, moscow: Conference
) -> None:
    costs = []
    for count in (1, 2):
        for number in range(count):
            room = Room.objects.create(conference=moscow, name_en=f"Room {count} {number}")
            plan(moscow, f"Talk {number}", room=room)
        for address in ("/c/moscow/", AGENDA):
            with CaptureQueriesContext(connection) as asked:
                client.get(address)
            costs.append(len(asked))
    assert costs[:2] == costs[2:]
