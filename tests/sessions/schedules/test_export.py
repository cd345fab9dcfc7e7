"""What a schedule file tells, held against the schemas of its formats."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conferences.models import Conference, Room, Speaker, Track
from kit.richtext import sanitise_html
from live import clock
from sessions.models import Session, Speaking, State
from sessions.schedules import export
from sessions.schedules.export_xml import duration
from tests import build
from tests.sessions.schedules.outgoing import (
    FORMATS,
    REAL,
    SITE,
    at,
    check,
    in_moscow,
    written,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def moscow() -> Conference:
    return in_moscow()


def only(document: bytes) -> dict[str, Any]:
    """Return the one event of a JSON document."""
    events = [
        event
        for day in json.loads(document)["schedule"]["conference"]["days"]
        for room in day["rooms"].values()
        for event in room
    ]
    event: dict[str, Any]
    (event,) = events
    return event


def texts(document: bytes, name: str) -> list[str]:
    return [element.text or "" for element in ET.fromstring(document).iter(name)]  # noqa: S314


def test_days_are_cut_at_midnight_of_the_city_and_the_night_belongs_to_where_it_began(
    moscow: Conference,
) -> None:
    found = export.outline(moscow, site=SITE)
    assert [
        (day.index, day.date.isoformat(), day.starts.isoformat(), day.ends.isoformat())
        for day in found.days
    ] == [
        (1, "2011-11-14", "2011-11-14T00:00:00+04:00", "2011-11-14T23:59:59+04:00"),
        (2, "2011-11-15", "2011-11-15T00:00:00+04:00", "2011-11-15T23:59:59+04:00"),
    ]
    assert [
        [(hall.name, [(e.title, e.starts.isoformat()) for e in hall.events]) for hall in day.halls]
        for day in found.days
    ] == [
        [
            ("Great hall", [("Opening", "2011-11-14T10:00:00+04:00")]),
            ("Room 7", []),
            ("Unused", []),
            ("", [("Ночь обсуждений", "2011-11-14T23:30:00+04:00")]),
        ],
        [("Room 7", [("Reports", "2011-11-15T11:00:00+04:00")])],
    ]


def test_xml_tells_an_event_as_the_format_has_it(moscow: Conference) -> None:
    root = ET.fromstring(written(moscow, "xml"))  # noqa: S314
    opening = Session.objects.get(title_en="Opening")
    event = next(iter(root.iter("event")))
    assert event.attrib.keys() == {"guid", "id"}
    assert event.attrib["guid"] == str(opening.pk)
    assert {child.tag: child.text for child in event if child.tag != "persons"} == {
        "date": "2011-11-14T10:00:00+04:00",
        "start": "10:00",
        "duration": "01:00",
        "room": "Great hall",
        "slug": f"moscow_2011-{event.attrib['id']}-opening",
        "url": f"{SITE}/s/{opening.pk}/",
        "title": "Opening",
        "track": "Пленарные",
        "type": "plenary",
        "language": "en",
        "abstract": "<p>Why &amp; <strong>how</strong></p>",
    }
    people = {row.name_ru: str(row.pk) for row in Speaker.objects.all()}
    assert [(person.attrib, person.text) for person in event.iter("person")] == [
        ({"guid": people["Олег Северный"]}, "Олег Северный"),
        ({"guid": people["Клара Холл"]}, "Clara Hall"),
    ]
    assert root.findtext("conference/title") == "Deepening <partnerships> & more"
    assert root.findtext("conference/acronym") == "moscow_2011"
    assert root.findtext("conference/time_zone_name") == "Europe/Moscow"


def test_other_language_is_written_where_there_is_one(moscow: Conference) -> None:
    found = export.outline(moscow, site=SITE, language="ru")
    assert found.title == "Углубление партнёрства"
    assert [
        (e.title, e.language, e.abstract, [p.name for p in e.persons]) for e in found.events
    ] == [
        ("Открытие", "ru", "<p>Зачем</p>", ["Олег Северный", "Клара Холл"]),
        ("Ночь обсуждений", "ru", "", []),
        ("Reports", "en", "", []),
    ]


def test_what_was_withdrawn_or_cancelled_is_not_told(moscow: Conference) -> None:
    Session.objects.filter(title_en="Opening").update(
        state=State.CANCELLED, withdrawn_at=clock.now()
    )
    Session.objects.filter(title_en="Reports").update(state=State.CANCELLED)
    for kind in FORMATS:
        document = written(moscow, kind).decode()
        assert ("Opening" in document, "Reports" in document) == (False, False)
    assert [e.title for e in export.outline(moscow, site=SITE).events] == ["Ночь обсуждений"]


def test_nothing_of_a_person_but_the_speakers_name_is_told(moscow: Conference) -> None:
    dmitri = build.person("Dmitri Delegate", email="dmitri.secret@people.example")
    clara = build.person("Private Name", email="clara.secret@people.example")
    build.registration(dmitri, moscow, is_listed=True)
    Speaker.objects.filter(name_en="Clara Hall").update(person=clara, role_en="Secret office")
    for session in Session.objects.all():
        build.role(dmitri, session)
        session.stage_url = "https://meet.example/secret"
        session.save()
    for kind in FORMATS:
        document = written(moscow, kind).decode()
        hidden = ("secret", "Secret", "Private", "Delegate", str(clara.pk), str(dmitri.pk))
        assert [word for word in hidden if word in document] == []


def test_same_programme_is_the_same_file_and_a_change_another_version(moscow: Conference) -> None:
    for kind, version in (("xml", lambda d: texts(d, "version")[0]), ("json", _json_version)):
        before = written(moscow, kind)
        assert written(moscow, kind) == before
        Session.objects.filter(title_en__startswith="Reports").update(title_en=f"Reports {kind}")
        assert version(written(moscow, kind)) != version(before)


def _json_version(document: bytes) -> str:
    version: str = json.loads(document)["schedule"]["version"]
    return version


def test_imported_numbers_and_guids_are_kept(moscow: Conference) -> None:
    keys = [
        "11795",
        "007",
        "8079583e-8321-506c-95af-fd2903a5f075",
        "talk-1",
        "99999999999999999999",
    ]
    Session.objects.all().delete()
    for hour, key in enumerate(keys):
        build.session(
            moscow,
            title=f"T{hour}",
            state=State.SCHEDULED,
            import_key=key,
            starts_at=at(f"2011-11-14T1{hour}:00"),
        )
    events = list(export.outline(moscow, site=SITE).events)
    own = [str(row.pk) for row in Session.objects.order_by("starts_at")]
    assert [event.guid for event in events] == [own[0], own[1], keys[2], own[3], own[4]]
    assert events[0].id == 11795
    assert len({event.id for event in events}) == 5
    assert all(0 < event.id < 2**31 for event in events)


def test_two_that_would_have_the_same_number_have_two(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "_OWN_IDS", 3)
    rows = [Session(title_en=str(n), import_key="2" if n == 0 else "") for n in range(3)]
    assert sorted(export._ids(rows)) == [1, 2, 3]
    assert next(iter(export._ids(rows))) == 2


@pytest.mark.parametrize(
    ("length", "expected"),
    [
        (timedelta(minutes=25), "00:25"),
        (timedelta(hours=26, minutes=15), "26:15"),
        (timedelta(minutes=1, seconds=30), "00:01:30"),
        (timedelta(days=9), "99:59"),
    ],
)
def test_duration_has_two_digits_for_its_hours(length: timedelta, expected: str) -> None:
    start = at("2011-11-14T06:00")
    assert duration(start, start + length) == expected


def test_a_night_of_clock_changes_is_measured_in_real_time() -> None:
    washington = build.conference("w", zone="America/New_York")
    # From 00:30 to 03:30 on the wall, when the hour from one to two came twice.
    build.session(
        washington,
        title="Vigil",
        starts_at=at("2012-11-04T04:30"),
        ends_at=at("2012-11-04T08:30"),
    )
    event = only(written(washington, "json"))
    assert (event["date"], event["end"], event["duration"]) == (
        "2012-11-04T00:30:00-04:00",
        "2012-11-04T03:30:00-05:00",
        "04:00",
    )
    assert texts(written(washington, "xml"), "duration") == ["04:00"]


HOSTILE = "a\x00\x08\x0b\x1f\ufffe<b>&amp; \"q\" 'r' ]]> \u202eolleh \u2067שלום\u2069 مرحبا 🎉"


def test_letters_that_xml_cannot_carry_are_left_out_and_no_other() -> None:
    made = build.conference("hostile", title_en=HOSTILE, zone="Etc/GMT-3", venue=HOSTILE)
    room = Room.objects.create(conference=made, name_en=HOSTILE)
    build.session(
        made, title=HOSTILE, abstract_en=sanitise_html(HOSTILE), room=room, kind=HOSTILE[:60]
    )
    carried = HOSTILE.replace("a\x00\x08\x0b\x1f\ufffe", "a")
    document = written(made, "xml")
    assert texts(document, "title") == [carried, carried]
    assert only(written(made, "json"))["title"] == HOSTILE
    # The schema's pattern for a zone does not know such names; every hour has its offset.
    assert "time_zone_name" not in json.loads(written(made, "json"))["schedule"]["conference"]
    assert "<script" not in document.decode()


def test_script_in_a_stored_abstract_does_not_go_out(moscow: Conference) -> None:
    Session.objects.filter(title_en="Opening").update(
        abstract_en="<p onclick='x()'>Hello</p><script>alert(1)</script><img src=x onerror=y>"
    )
    for event in export.outline(moscow, site=SITE).events:
        assert event.abstract in {"<p>Hello</p>", ""}


@pytest.mark.parametrize("count", [1, 3])
def test_an_outline_is_five_queries(count: int) -> None:
    made = build.conference("many")
    for number in range(count):
        session = build.session(made, title=f"Talk {number}")
        session.room = Room.objects.create(conference=made, name_en=f"R{number}")
        session.track = Track.objects.create(conference=made, name_en=f"T{number}")
        session.save()
        speaker = Speaker.objects.create(conference=made, name_en=f"S{number}")
        Speaking.objects.create(session=session, speaker=speaker)
    with CaptureQueriesContext(connection) as queries:
        assert len(list(export.outline(made, site=SITE).events)) == count
    assert len(queries) == 5


def test_days_far_apart_are_not_filled_with_empty_ones() -> None:
    made = build.conference("long", starts_on=date(2001, 1, 1), ends_on=date(2031, 1, 1))
    build.session(made, starts_at=at("2020-05-01T10:00"))
    found = export.outline(made, site=SITE)
    assert [day.date for day in found.days] == [date(2001, 1, 1), date(2020, 5, 1)]
    assert all(one.index < two.index for one, two in pairwise(found.days))


# The schemas are not ours to publish: they lie beside the repository, as the real schedules do.
if REAL.exists():

    def hostile() -> Conference:
        """Return one with everything that may break a file."""
        made = build.conference("x", title_en=HOSTILE, zone="Etc/GMT-3", venue=HOSTILE)
        build.session(
            made,
            title=HOSTILE,
            abstract_en=sanitise_html(HOSTILE),
            kind=HOSTILE[:60],
            starts_at=at("2012-11-04T04:30:07.000123"),
            ends_at=at("2012-12-24T04:30"),
        )
        speaker = Speaker.objects.create(conference=made, name_en=HOSTILE, import_key="12")
        nameless = Speaker.objects.create(conference=made, name_en="Б", import_key="name:Б")
        for place, each in enumerate((speaker, nameless)):
            Speaking.objects.create(session=Session.objects.get(), speaker=each, position=place)
        return made

    CASES: dict[str, Callable[[], Conference]] = {
        "hostile": hostile,
        "empty": lambda: build.conference("e"),
    }

    @pytest.mark.parametrize("kind", FORMATS)
    @pytest.mark.parametrize("case", CASES)
    def test_made_up_programmes_are_valid(kind: str, case: str) -> None:
        assert check(written(CASES[case](), kind), kind) == []

    @pytest.mark.parametrize("kind", FORMATS)
    @pytest.mark.parametrize("language", ["", "en", "ru"])
    def test_planned_programme_is_valid(moscow: Conference, kind: str, language: str) -> None:
        assert check(written(moscow, kind, language), kind) == []
