"""schedule.json comes in as schedule.xml does, and nothing but what the format names."""

import json
from datetime import UTC, datetime

import pytest
from django.db import connection

from conferences.models import Conference, Room, Speaker
from sessions.models import Session
from sessions.schedules import interchange, pentabarf, reading
from tests.sessions.schedules.bringing import MODERN, SMALL, bring, document, event, figures

pytestmark = pytest.mark.django_db


def hours() -> list[tuple[str, str]]:
    """Return when sessions begin and end, in UTC, in their order."""
    return [(f"{s.starts_at:%d %H:%M}", f"{s.ends_at:%d %H:%M}") for s in Session.objects.all()]


def test_a_document_becomes_a_conference(db: None) -> None:
    outcome = bring(document(event(1), event(2, persons=[])))
    assert figures(outcome) == (5, 0, 0, 0)
    assert (outcome.sessions, outcome.rooms, outcome.people) == (2, 2, 1)
    conference = Conference.objects.get()
    assert (conference.slug, conference.title_en) == ("modern_31", "Modern Forum")
    assert conference.zone == "Europe/Moscow"
    assert [room.name_en for room in Room.objects.all()] == ["Great Hall", "Empty Room"]
    first, second = Session.objects.all()
    assert first.import_key == "5b1a4e0a-3a62-4c2e-9a0e-000000000001"
    assert first.abstract_en == "<p>Why we <em>meet</em>.</p>\n<p>And where.</p>"
    assert (first.kind, first.track and first.track.name_en) == ("Talk", "Plenary")
    assert [each.speaker.name_en for each in first.speaking.all()] == ["Olga Primerova"]
    assert second.speaking.count() == 0
    assert hours() == [("10 06:00", "10 06:45"), ("10 07:00", "10 07:45")]


def test_what_it_is_shows_in_its_content() -> None:
    assert reading.read(document(event(1)).encode()) == interchange.read(
        document(event(1)).encode()
    )
    assert reading.read(b"\n" + SMALL[39:].encode()) == pentabarf.read(SMALL.encode())
    assert reading.read(b"\xef\xbb\xbf" + SMALL.encode()) == pentabarf.read(SMALL.encode())
    assert reading.read(b"\xef\xbb\xbf " + document(event(1)).encode()).title == "Modern Forum"
    sixteen = SMALL.replace("UTF-8", "UTF-16").encode("utf-16")
    assert reading.read(sixteen) == pentabarf.read(SMALL.encode())


def test_the_same_programme_in_both_formats_is_the_same(db: None) -> None:
    bring(MODERN)
    talk = event(
        1,
        guid="5b1a4e0a-3a62-4c2e-9a0e-0d6a3b5c7d02",
        date="2031-05-10T23:30:00-04:00",
        duration="00:30",
        title="A bridge over night",
        abstract="",
        persons=[{"guid": "5b1a4e0a-3a62-4c2e-9a0e-0d6a3b5c7d03", "name": "John Sample"}],
    )
    outcome = bring(document(talk, rooms=[]))
    assert figures(outcome) == (0, 0, 0, 0)


def test_answers_addresses_and_pictures_do_not_cross(db: None) -> None:
    secret = "only-for-organisers"
    person = {
        "id": 7,
        "public_name": "Olga Primerova",
        "email": f"{secret}@people.example",
        "biography": secret,
        "avatar": f"https://forum.example/{secret}.png",
        "answers": [{"question": "Telephone?", "answer": secret}],
    }
    answers = [{"question": 3, "answer": secret}]
    attachments = [{"url": f"https://forum.example/{secret}.pdf"}]
    talk = event(1, persons=[person], answers=answers, attachments=attachments)
    assert bring(document(talk)).skipped == ()
    assert Speaker.objects.get().name_en == "Olga Primerova"
    tables = connection.introspection.table_names()
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - names of our own tables
            assert (table, [row for row in cursor.fetchall() if secret in str(row)]) == (table, [])


def test_a_person_whose_name_is_an_address_is_left_out(db: None) -> None:
    talk = event(1, persons=[{"id": 7, "public_name": "olga@people.example"}, {"id": 8}])
    outcome = bring(document(talk))
    path = 'schedule.conference.days[0].rooms["Great Hall"][0].persons'
    assert outcome.skipped == (
        f"{path}[0]: a person without a name",
        f"{path}[1]: a person without a name",
    )
    assert Speaker.objects.count() == 0


def test_hours_without_a_full_date_and_nights_belong_to_the_day(db: None) -> None:
    bring(
        document(
            event(1, date=None, start="10:00"),
            event(2, date="2031-05-10", start="01:30"),
            event(3, duration="", end="2031-05-10T13:00:00+03:00", start=None),
        )
    )
    assert hours() == [
        ("10 07:00", "10 07:45"),
        ("10 08:00", "10 10:00"),
        ("10 22:30", "10 23:15"),
    ]


def test_what_the_format_does_not_have_is_named_once(db: None) -> None:
    outcome = bring(document(event(1, mood="calm"), event(2, mood="grave"), hall="x"))
    assert outcome.skipped == (
        "schedule.conference.hall: is not part of the format",
        'schedule.conference.days[0].rooms["Great Hall"][0].mood: is not part of the format',
    )


def test_events_without_a_guid_are_known_by_their_ids(db: None) -> None:
    plain = [event(n, guid="") for n in (1, 2)]
    bring(document(*plain))
    assert [s.import_key for s in Session.objects.all()] == ["1", "2"]
    # A newer file has guids: the same sessions, known by the better keys from now on.
    before = {s.pk for s in Session.objects.all()}
    assert figures(bring(document(event(1), event(2)))) == (0, 0, 0, 0)
    assert {s.pk for s in Session.objects.all()} == before
    assert {s.import_key for s in Session.objects.all()} == {event(1)["guid"], event(2)["guid"]}
    # And the other way round.
    assert figures(bring(document(*plain))) == (0, 0, 0, 0)
    assert {s.pk for s in Session.objects.all()} == before


def test_one_id_with_two_guids_is_two_sessions(db: None) -> None:
    twice = (event(1), event(1, guid=event(2)["guid"]))
    assert bring(document(*twice)).sessions == 2
    assert figures(bring(document(*reversed(twice)))) == (0, 0, 0, 0)
    added = event(1, guid=event(3)["guid"])
    assert figures(bring(document(added, *twice))) == (1, 0, 0, 0)


def test_another_order_of_members_and_other_blanks_change_nothing(db: None) -> None:
    text = document(event(1), event(2))
    bring(text)

    def turned(value: object) -> object:
        if isinstance(value, dict):
            return {name: turned(value[name]) for name in reversed(value)}
        return [turned(each) for each in value] if isinstance(value, list) else value

    other = json.dumps(turned(json.loads(text)), indent=3, ensure_ascii=True)
    assert figures(bring(other)) == (0, 0, 0, 0)


def test_events_directly_under_a_day_name_their_rooms(db: None) -> None:
    old = """<schedule><conference><title>Old Forum</title></conference>
    <day date="2012-02-04">
      <event id="1"><start>10:00</start><duration>00:30</duration><room>Hall</room>
        <title>One</title></event>
      <event id="2"><start>11:00</start><duration>00:30</duration><room>Attic</room>
        <title>Two</title></event>
      <event id="3"><start>12:00</start><duration>00:30</duration><title>Three</title></event>
      <room name="Hall"><event id="4"><start>13:00</start><duration>00:30</duration>
        <date>2012-02-05</date><title>Four</title></event></room>
      <room name="Empty"/>
    </day></schedule>"""
    outcome = bring(old)
    assert (outcome.sessions, outcome.rooms, outcome.skipped) == (4, 3, ())
    found = [(s.import_key, s.room and s.room.name_en, s.starts_at) for s in Session.objects.all()]
    assert found == [
        ("1", "Hall", datetime(2012, 2, 4, 10, tzinfo=UTC)),
        ("2", "Attic", datetime(2012, 2, 4, 11, tzinfo=UTC)),
        ("3", None, datetime(2012, 2, 4, 12, tzinfo=UTC)),
        ("4", "Hall", datetime(2012, 2, 5, 13, tzinfo=UTC)),
    ]
    assert figures(bring(old)) == (0, 0, 0, 0)
