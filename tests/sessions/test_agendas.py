"""A conference's programme by day and hour, for readers of both languages and in any zone."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Person
from conferences.models import Conference, Room, Speaker, Track
from sessions.agendas import Agenda, Asked, agenda
from sessions.models import Session, Speaking, State
from tests import build

pytestmark = pytest.mark.django_db


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.fixture
def moscow(dmitri: Person) -> Conference:
    """Two days in Moscow in 2011, when its clocks were at UTC+4, with Dmitri confirmed."""
    made = build.conference(
        "moscow", starts_on=date(2011, 11, 14), ends_on=date(2011, 11, 15), zone="Europe/Moscow"
    )
    build.registration(dmitri, made)
    return made


def plan(host: Conference, title: str, starts_at: str, **fields: object) -> Session:
    return build.session(
        host, title=title, state=State.SCHEDULED, starts_at=at(starts_at), **fields
    )


def told(found: Agenda) -> list[tuple[str, list[str]]]:
    return [
        (f"{hour.starts_at:%H:%M}", [str(row.session.title) for row in hour.rows])
        for hour in found.hours
    ]


def test_days_and_hours_are_those_of_the_events_city(moscow: Conference, dmitri: Person) -> None:
    plan(moscow, "Late", "2011-11-13T20:30")
    plan(moscow, "Opening", "2011-11-14T06:00")
    plan(moscow, "Reports", "2011-11-14T06:45")
    plan(moscow, "Closing", "2011-11-15T14:00")
    found = agenda(moscow, dmitri, Asked(day="2011-11-14"))
    assert [(day.date, day.count, day.is_chosen) for day in found.days] == [
        (date(2011, 11, 14), 3, True),
        (date(2011, 11, 15), 1, False),
    ]
    assert told(found) == [("00:00", ["Late"]), ("10:00", ["Opening", "Reports"])]


@pytest.mark.parametrize(
    ("now", "asked", "chosen"),
    [
        ("2011-11-14T21:00", "", date(2011, 11, 15)),
        ("2011-11-14T19:00", "", date(2011, 11, 14)),
        ("2015-01-01T00:00", "", date(2011, 11, 14)),
        ("2011-11-14T21:00", "2011-11-14", date(2011, 11, 14)),
        ("2015-01-01T00:00", "2011-11-31", date(2011, 11, 14)),
        ("2015-01-01T00:00", "tomorrow", date(2011, 11, 14)),
    ],
)
def test_the_day_shown_is_the_one_asked_for_else_today_else_the_first(
    moscow: Conference, dmitri: Person, now: str, asked: str, chosen: date
) -> None:
    plan(moscow, "Opening", "2011-11-14T06:00")
    plan(moscow, "Closing", "2011-11-15T14:00")
    with time_machine.travel(at(now), tick=False):
        assert agenda(moscow, dmitri, Asked(day=asked)).chosen == chosen


def test_without_sessions_there_is_no_day(moscow: Conference, dmitri: Person) -> None:
    found = agenda(moscow, dmitri, Asked())
    assert (found.days, found.hours, found.chosen, found.count) == ([], [], None, 0)


@pytest.mark.parametrize(
    ("words", "titles"),
    [
        ("ВОДА", ["Rivers"]),
        ("вода  чистая", ["Rivers"]),
        ("вода воздух", []),
        ("kremlin", ["Opening"]),
        ("петрова", ["Opening"]),
        ("strong", []),
        ("rivers & lakes", ["Rivers"]),
    ],
)
def test_words_are_found_in_titles_abstracts_rooms_and_names_in_any_case(
    moscow: Conference, dmitri: Person, words: str, titles: list[str]
) -> None:
    hall = Room.objects.create(conference=moscow, name_en="Kremlin hall")
    opening = plan(moscow, "Opening", "2011-11-14T06:00", room=hall)
    plan(
        moscow,
        "Rivers",
        "2011-11-15T06:00",
        abstract_ru="<p><strong>Чистая</strong> вода</p>",
        abstract_en="<p>Rivers &amp; lakes</p>",
    )
    speaker = Speaker.objects.create(conference=moscow, name_ru="Анна Петрова")
    Speaking.objects.create(session=opening, speaker=speaker)
    found = agenda(moscow, dmitri, Asked.of(QueryDict(f"q={words.replace('&', '%26')}")))
    assert [title for _hour, row in told(found) for title in row] == titles
    assert found.count == len(titles)


def test_a_track_narrows_the_programme_and_nonsense_finds_nothing(
    moscow: Conference, dmitri: Person
) -> None:
    track = Track.objects.create(conference=moscow, name_en="Environment")
    plan(moscow, "Rivers", "2011-11-14T06:00", track=track)
    plan(moscow, "Opening", "2011-11-14T06:00")
    assert told(agenda(moscow, dmitri, Asked(track=str(track.pk)))) == [("10:00", ["Rivers"])]
    assert told(agenda(moscow, dmitri, Asked(track="'--"))) == []


def test_only_who_may_enter_gets_a_link(
    client: Client, moscow: Conference, dmitri: Person, eve: Person
) -> None:
    opening = plan(moscow, "Opening", "2011-11-14T06:00")
    page = reverse("sessions:agenda", args=["moscow"])
    door = f'href="{reverse("sessions:detail", args=[opening.pk])}"'
    seen = {}
    for name, person in (("anon", None), ("eve", eve), ("dmitri", dmitri)):
        if person:
            client.force_login(person)
        text = client.get(page).content.decode()
        seen[name] = ("Opening" in text, door in text, "register to attend" in text)
    assert seen == {
        "anon": (True, False, True),
        "eve": (True, False, True),
        "dmitri": (True, True, False),
    }


@pytest.mark.parametrize("query", ["", "?q=opening"])
def test_the_page_costs_the_same_for_one_session_and_for_three(
    client: Client, moscow: Conference, dmitri: Person, query: str
) -> None:
    build.programme()
    hall = Room.objects.create(conference=moscow, name_en="Hall")
    track = Track.objects.create(conference=moscow, name_en="Opening")
    speaker = Speaker.objects.create(conference=moscow, name_en="Anna")
    client.force_login(dmitri)
    costs = []
    for count in (1, 2):
        for number in range(count):
            session = plan(
                moscow, f"Opening {count}{number}", "2011-11-14T06:00", room=hall, track=track
            )
            Speaking.objects.create(session=session, speaker=speaker)
        with CaptureQueriesContext(connection) as cost:
            text = client.get(reverse("sessions:agenda", args=["moscow"]) + query).content.decode()
        costs.append((text.count('class="session-row"'), len(cost)))
    assert [rows for rows, _cost in costs] == [1, 3]
    assert costs[0][1] == costs[1][1]
    assert costs[0][1] <= 12
