"""Conferences and sessions as schema.org events."""

import json
import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from accounts.models import Person
from conferences.models import Conference, Room
from sessions import sessions
from sessions.models import Session, State
from sessions.schedules import structured
from tests import build

pytestmark = pytest.mark.django_db


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.fixture
def moscow() -> Conference:
    build.programme()
    return build.conference(
        "moscow",
        starts_on=date(2011, 11, 14),
        ends_on=date(2011, 11, 15),
        venue="Hotel",
        translation_state="translated",
    )


@pytest.fixture
def opening(moscow: Conference) -> Session:
    return build.session(
        moscow,
        title="Opening",
        title_ru="Открытие",
        state=State.SCHEDULED,
        starts_at=at("2011-11-14T06:00"),
    )


def event_of(session: Session) -> dict[str, Any]:
    found = structured.session_event(session, "https://live.example/s/", build.programme().name)
    assert json.loads(structured.in_page(found)) == {"@context": "https://schema.org", **found}
    return found


def data_of(page: str) -> list[dict[str, Any]]:
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    return [json.loads(block) for block in blocks]


HALL = {
    "@type": "Place",
    "name": "Hotel",
    "address": {"@type": "PostalAddress", "addressLocality": "Moscow"},
}


def test_conference_page_says_what_and_when_it_is(client: Client, moscow: Conference) -> None:
    url = "http://testserver/c/moscow/"
    assert data_of(client.get("/c/moscow/").content.decode()) == [
        {
            "@context": "https://schema.org",
            "@type": "Event",
            "name": "Forum",
            "alternateName": "Форум",
            "inLanguage": ["en", "ru"],
            "startDate": "2011-11-14",
            "endDate": "2011-11-15",
            "eventStatus": "https://schema.org/EventScheduled",
            "eventAttendanceMode": "https://schema.org/MixedEventAttendanceMode",
            "location": [HALL, {"@type": "VirtualLocation", "url": url}],
            "organizer": {"@type": "Organization", "name": "Programme of Two"},
            "url": url,
        }
    ]


def test_russian_page_names_it_in_russian(client: Client, moscow: Conference) -> None:
    client.cookies["django_language"] = "ru"
    (data,) = data_of(client.get("/c/moscow/").content.decode())
    assert (data["name"], data["alternateName"]) == ("Форум", "Forum")
    assert data["location"][0]["address"]["addressLocality"] == "Москва"


def test_name_cannot_end_its_element(client: Client, moscow: Conference) -> None:
    hostile = "</script><script>alert(1)</script><!-- & \u2028"
    Conference.objects.update(title_en=hostile)
    page = client.get("/c/moscow/").content.decode()
    assert "<script>alert" not in page
    assert [data["name"] for data in data_of(page)] == [hostile]


def test_session_has_the_hours_of_its_city(opening: Session) -> None:
    url = "https://live.example/s/"
    assert event_of(opening) == {
        "@type": "Event",
        "name": "Opening",
        "alternateName": "Открытие",
        "inLanguage": "en",
        "startDate": "2011-11-14T10:00:00+04:00",
        "endDate": "2011-11-14T11:00:00+04:00",
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/OnlineEventAttendanceMode",
        "location": {"@type": "VirtualLocation", "url": url},
        "organizer": {"@type": "Organization", "name": "Programme of Two"},
        "url": url,
        "superEvent": {
            "@type": "Event",
            "name": "Forum",
            "alternateName": "Форум",
            "startDate": "2011-11-14",
        },
    }


def test_session_in_a_hall_is_there_and_online(opening: Session) -> None:
    opening.room = Room.objects.create(conference=Conference.objects.get(), name_en="Hall")
    found = event_of(opening)
    assert found["eventAttendanceMode"] == "https://schema.org/MixedEventAttendanceMode"
    assert found["location"][0] == HALL


def test_session_that_moved_says_from_where_until_it_is_back(opening: Session, ada: Person) -> None:
    def status() -> tuple[str, str | None]:
        found = event_of(Session.objects.get())
        return found["eventStatus"].rpartition("/")[2], found.get("previousStartDate")

    move: dict[str, Any] = {"actor": ada, "session": opening, "ends_at": at("2011-11-14T12:00")}
    sessions.revise(**move, starts_at=at("2011-11-14T08:00"))
    assert status() == ("EventRescheduled", "2011-11-14T10:00:00+04:00")
    sessions.revise(**move, texts={"en": {"title": "Typo mended"}})
    assert status() == ("EventRescheduled", "2011-11-14T10:00:00+04:00")
    sessions.revise(**move, starts_at=at("2011-11-14T06:00"))
    assert status() == ("EventScheduled", None)
    Session.objects.update(state=State.CANCELLED)
    assert status() == ("EventCancelled", None)


def test_record_of_a_session_says_so_too(client: Client, opening: Session) -> None:
    with translation.override("en"):
        (data,) = data_of(client.get(f"/s/{opening.pk}/record/").content.decode())
    assert (data["name"], data["startDate"]) == ("Opening", "2011-11-14T10:00:00+04:00")
