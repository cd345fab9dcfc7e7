"""A conference's programme by day and hour, for readers of both languages and in any zone."""

import gzip
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Person
from conferences.models import Conference, Room, Speaker, Track
from sessions.models import Session, Speaking, State
from sessions.programme.agendas import PAGE, Agenda, Asked, agenda
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


@pytest.mark.parametrize(("query", "queries"), [("", 12), ("?q=opening", 14)])
def test_the_page_costs_the_same_for_one_session_and_for_three(
    client: Client, moscow: Conference, dmitri: Person, query: str, queries: int
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
    assert costs == [(1, queries), (3, queries)]


def test_a_room_and_a_language_narrow_the_programme(moscow: Conference, dmitri: Person) -> None:
    hall, annexe = (
        Room.objects.create(conference=moscow, name_en=name, position=place)
        for place, name in enumerate(("Hall", "Annexe"))
    )
    plan(moscow, "Opening", "2011-11-14T06:00", room=hall)
    plan(moscow, "Rivers", "2011-11-14T06:00", room=annexe)
    plan(moscow, "", "2011-11-14T06:30", room=hall, title_ru="Вода", source_language="ru")
    asked = {
        "hall": Asked(room=str(hall.pk)),
        "russian": Asked(language="ru"),
        "both": Asked(room=str(hall.pk), language="en"),
        "nonsense": Asked(language="tlh"),
        "nowhere": Asked(room="'--"),
    }
    found = {name: told(agenda(moscow, dmitri, each)) for name, each in asked.items()}
    assert found == {
        "hall": [("10:00", ["Opening", "Вода"])],
        "russian": [("10:00", ["Вода"])],
        "both": [("10:00", ["Opening"])],
        "nonsense": [("10:00", ["Opening", "Rivers", "Вода"])],
        "nowhere": [],
    }
    assert [room.pk for room in agenda(moscow, dmitri, Asked()).rooms] == [hall.pk, annexe.pk]


def test_yo_is_found_by_ye_and_the_other_way_round(moscow: Conference, dmitri: Person) -> None:
    plan(moscow, "", "2011-11-14T06:00", title_ru="Всё о тёплой воде")
    for words in ("ВСЕ О ТЕПЛОЙ", "всё о тёплой"):
        assert agenda(moscow, dmitri, Asked(words=words)).count == 1


def test_what_a_schedule_dropped_stands_on_the_desk_only(
    moscow: Conference, dmitri: Person
) -> None:
    dropped = plan(moscow, "Dropped", "2011-11-14T06:00", withdrawn_at=at("2011-11-01T00:00"))
    plan(moscow, "Opening", "2011-11-14T06:00")
    public = agenda(moscow, dmitri, Asked())
    desk = agenda(moscow, dmitri, Asked(), with_withdrawn=True)
    assert (public.count, desk.count) == (1, 2)
    assert [row.id for hour in public.hours for row in hour.rows] != [str(dropped.pk)]
    assert agenda(moscow, dmitri, Asked(words="dropped")).count == 0


def test_a_cancelled_session_is_struck_out_and_said_to_be(
    client: Client, moscow: Conference
) -> None:
    session = plan(moscow, "Rivers", "2011-11-14T06:00")
    Session.objects.filter(pk=session.pk).update(state=State.CANCELLED)
    text = client.get(reverse("sessions:agenda", args=["moscow"])).content.decode()
    assert '<s><span lang="en">Rivers</span></s>' in text
    assert '<span class="state state-cancelled">Cancelled</span>' in text


def test_a_long_day_has_pages_of_bounded_size(moscow: Conference, dmitri: Person) -> None:
    for number in range(5):
        plan(moscow, f"Talk {number}", f"2011-11-14T06:0{number}")
    first = agenda(moscow, dmitri, Asked(), most=2)
    last = agenda(moscow, dmitri, Asked(page="99"), most=2)
    assert told(first) == [("10:00", ["Talk 0", "Talk 1"])]
    assert told(last) == [("10:00", ["Talk 4"])]
    assert (first.count, first.page.paginator.num_pages) == (5, 3)


@pytest.mark.parametrize(
    ("now", "before", "page"),
    [
        ("2011-11-14T05:00", "Talk 0", 1),
        ("2011-11-14T06:02", "Talk 3", 2),
        ("2011-11-14T09:00", None, 2),
    ],
)
def test_the_present_stands_before_the_first_session_that_has_not_begun(
    moscow: Conference, dmitri: Person, now: str, before: str | None, page: int
) -> None:
    made = {
        f"Talk {number}": plan(moscow, f"Talk {number}", f"2011-11-14T06:0{number}").pk
        for number in range(4)
    }
    with time_machine.travel(at(now), tick=False):
        found = agenda(moscow, dmitri, Asked(page=str(page)), most=3)
    assert found.now is not None
    assert (found.now.day, found.now.page) == (date(2011, 11, 14), page)
    assert found.now.before == (made[before] if before else None)
    assert found.is_now_here


def test_on_another_day_there_is_no_present(moscow: Conference, dmitri: Person) -> None:
    plan(moscow, "Opening", "2011-11-14T06:00")
    plan(moscow, "Closing", "2011-11-15T06:00")
    with time_machine.travel(at("2011-11-16T06:00"), tick=False):
        assert agenda(moscow, dmitri, Asked()).now is None
    with time_machine.travel(at("2011-11-14T06:00"), tick=False):
        other = agenda(moscow, dmitri, Asked(day="2011-11-15"))
    assert other.now is not None
    assert not other.is_now_here


def test_the_line_of_the_present_tells_the_citys_hour_and_the_readers_own(
    client: Client, moscow: Conference, clara: Person
) -> None:
    plan(moscow, "Opening", "2011-11-14T06:00")
    closing = plan(moscow, "Closing", "2011-11-14T10:00")
    client.force_login(clara)
    with time_machine.travel(at("2011-11-14T07:30"), tick=False):
        text = client.get(reverse("sessions:agenda", args=["moscow"])).content.decode()
    line = text[text.index('id="now"') : text.index(f'id="s{closing.pk}"')]
    assert ">11:30</time> Moscow (MSK)" in line
    assert "<time>02:30</time> your time" in line
    assert 'href="#now"' in text


def test_the_address_keeps_the_filter_from_day_to_day(client: Client, moscow: Conference) -> None:
    plan(moscow, "Opening", "2011-11-14T06:00")
    plan(moscow, "Opening again", "2011-11-15T06:00")
    page = reverse("sessions:agenda", args=["moscow"])
    text = client.get(f"{page}?q=opening&day=2011-11-14&page=1").content.decode()
    assert 'href="?q=opening&amp;day=2011-11-15"' in text
    assert '<input type="hidden" name="day" value="2011-11-14">' in text


def test_a_page_of_five_hundred_sessions_is_small_enough_for_a_thin_line(
    client: Client, moscow: Conference
) -> None:
    starts_at = at("2011-11-14T06:00")
    Session.objects.bulk_create(
        Session(
            conference=moscow,
            title_en=f"Talk {number} on rivers, lakes and the people beside them",
            starts_at=starts_at + timedelta(minutes=number % 480),
            ends_at=starts_at + timedelta(minutes=number % 480 + 25),
        )
        for number in range(PAGE + 1)
    )
    answer = client.get(
        reverse("sessions:agenda", args=["moscow"]), headers={"accept-encoding": "gzip"}
    )
    assert answer.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(answer.content).decode().count('class="session-row"') == PAGE
    assert len(answer.content) <= 150_000
