"""What an agenda on paper says, and to whom."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from accounts.models import Person
from conferences.models import Conference, Room, Speaker, Track
from live import clock
from sessions.models import Session, Speaking, State
from sessions.paper.programme import BOTH, Paper, paper
from tests import build

pytestmark = pytest.mark.django_db

PRINT = "/c/moscow/agenda/print/"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.fixture
def moscow() -> Conference:
    build.programme()
    made = build.conference(
        "moscow",
        starts_on=date(2011, 11, 14),
        ends_on=date(2011, 11, 15),
        venue="Hotel",
        translation_state="translated",
    )
    hall = Room.objects.create(conference=made, name_en="Hall", name_ru="Зал")
    track = Track.objects.create(conference=made, name_en="Plenary")
    speaker = Speaker.objects.create(conference=made, name_en="Clara", name_ru="Клара")
    opening = build.session(
        made,
        title="Opening",
        title_ru="Открытие",
        state=State.SCHEDULED,
        starts_at=at("2011-11-14T06:00"),
        room=hall,
        track=track,
    )
    Speaking.objects.create(session=opening, speaker=speaker)
    build.session(
        made,
        title="Night",
        state=State.CANCELLED,
        starts_at=at("2011-11-14T19:30"),
        ends_at=at("2011-11-14T21:45"),
    )
    build.session(
        made, title="Dropped", state=State.CANCELLED, withdrawn_at=clock.now(),
        starts_at=at("2011-11-15T06:00"),
    )  # fmt: skip
    build.session(made, title="Last", state=State.SCHEDULED, starts_at=at("2011-11-15T08:00"))
    return made


def lines(found: Paper) -> list[tuple[str, ...]]:
    return [
        (
            day.name,
            line.hours,
            line.title.value,
            line.second.value if line.second else "",
            ", ".join(map(str, line.speakers)),
            " · ".join(map(str, line.place)),
            line.note,
        )
        for day in found.days
        for line in day.lines
    ]


def test_agenda_in_english(moscow: Conference) -> None:
    found = paper(moscow, "en")
    assert (found.language, found.title.value, found.when) == ("en", "Forum", "14–15 November 2011")
    assert (found.programme, found.venue) == ("Programme of Two", "Hotel")
    assert found.clock == "All hours are those of Moscow (MSK)."
    assert lines(found) == [
        ("Monday, 14 November 2011", "10:00–11:00", "Opening", "", "Clara", "Hall · Plenary", ""),
        (
            "Monday, 14 November 2011",
            "23:30 – 01:45 on 15 November",
            "Night",
            "",
            "",
            "",
            "cancelled",
        ),
        ("Tuesday, 15 November 2011", "12:00–13:00", "Last", "", "", "", ""),
    ]


def test_agenda_in_russian_whatever_the_reader_reads(moscow: Conference) -> None:
    found = paper(moscow, "ru")
    assert (found.language, found.title.value, found.when) == ("ru", "Форум", "14–15 ноября 2011")
    assert found.programme == "Программа двоих"
    assert found.clock == "Время указано по часам города: Москва (MSK)."
    assert lines(found) == [
        (
            "Понедельник, 14 ноября 2011",
            "10:00–11:00",
            "Открытие",
            "",
            "Клара",
            "Зал · Plenary",
            "",
        ),
        (
            "Понедельник, 14 ноября 2011",
            "23:30 – 01:45, 15 ноября",
            "Night",
            "",
            "",
            "",
            "отменено",
        ),
        ("Вторник, 15 ноября 2011", "12:00–13:00", "Last", "", "", "", ""),
    ]


def test_both_languages_stand_one_below_the_other(moscow: Conference) -> None:
    with translation.override("ru"):
        found = paper(moscow, BOTH)
    assert (found.language, found.title.value, str(found.second)) == ("ru", "Форум", "Forum")
    assert [line[2:4] for line in lines(found)] == [
        ("Открытие", "Opening"),
        ("Night", ""),
        ("Last", ""),
    ]


def test_both_names_of_the_zone_are_told_when_clocks_change() -> None:
    build.programme()
    made = build.conference("w", zone="America/New_York")
    build.session(made, starts_at=at("2012-11-03T20:00"))
    build.session(made, starts_at=at("2012-11-05T20:00"))
    assert paper(made, "en").clock == "All hours are those of Washington (EDT / EST)."


def test_utc_is_named_once() -> None:
    build.programme()
    made = build.conference("u", zone="UTC")
    build.session(made)
    assert paper(made, "en").clock == "All hours are those of UTC."


@pytest.mark.parametrize("count", [1, 3])
def test_an_agenda_is_three_queries(moscow: Conference, count: int) -> None:
    Session.objects.all().delete()
    for number in range(count):
        session = build.session(moscow, title=f"T{number}")
        speaker = Speaker.objects.create(conference=moscow, name_en=f"S{number}")
        Speaking.objects.create(session=session, speaker=speaker)
    with CaptureQueriesContext(connection) as queries:
        assert paper(moscow, "en").count == count
    assert len(queries) == 3


def test_page_to_print_is_in_the_language_asked_for(client: Client, moscow: Conference) -> None:
    page = client.get(f"{PRINT}?lang=ru").content.decode()
    assert '<html lang="ru"' in page
    assert '<h2 id="d2011-11-14">Понедельник, 14 ноября 2011</h2>' in page
    assert '<h3 lang="ru">Открытие</h3>' in page
    assert '<h3 lang="en">Last</h3>' in page
    assert "Dropped" not in page


@pytest.mark.parametrize("address", [PRINT, "/c/moscow/agenda.pdf"])
def test_agenda_that_is_not_public_is_for_who_may_see_the_conference(
    client: Client, moscow: Conference, ada: Person, dmitri: Person, eve: Person, address: str
) -> None:
    Conference.objects.update(is_public=False)
    build.registration(dmitri, moscow)
    found = [client.get(address).status_code]
    for who in (eve, dmitri, ada):
        client.force_login(who)
        found.append(client.get(address).status_code)
    assert found == [404, 404, 200, 200]


def test_conference_page_links_to_its_agenda(client: Client, moscow: Conference) -> None:
    page = client.get("/c/moscow/").content.decode()
    for link in (
        '<link rel="alternate" type="application/vnd.c3voc.schedule+xml" href="/c/moscow/schedule.xml"',
        '<link rel="alternate" type="application/json" href="/c/moscow/schedule.json"',
        '<a href="/c/moscow/agenda/print/">',
        '<a href="/c/moscow/agenda.pdf?lang=ru" hreflang="ru"',
        '<a href="/c/moscow/schedule.json">',
    ):
        assert page.count(link) == 1


def test_conference_that_is_not_public_names_no_public_files(
    client: Client, moscow: Conference, ada: Person
) -> None:
    Conference.objects.update(is_public=False)
    client.force_login(ada)
    page = client.get("/c/moscow/").content.decode()
    assert ("schedule.xml" in page, "ld+json" in page) == (False, False)
    assert '<a href="/c/moscow/agenda.pdf?lang=en"' in page


def test_conference_without_sessions_has_nothing_to_take_away(client: Client) -> None:
    build.programme()
    build.conference("empty")
    assert (
        'agenda.pdf?lang=en"' not in client.get("/c/empty/").content.decode().partition("<main")[2]
    )
