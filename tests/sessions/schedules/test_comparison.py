"""A newer file is followed, a local edit wins, what left is withdrawn; calendars hear of each move."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from accounts.deeds import AuditEntry
from accounts.models import Person
from conferences.models import Conference, Room, Speaker, Track
from kit.bilingual import TranslationState, revise
from live.testing import heard
from sessions import life, sessions
from sessions.models import Session, State
from sessions.schedules import imports, reading
from sessions.schedules.document import Schedule
from sessions.schedules.reports import Act, Altered, Change
from tests import build
from tests.sessions.schedules.bringing import (
    MODERN,
    SMALL,
    bring,
    document,
    event,
    figures,
    without,
)

pytestmark = pytest.mark.django_db
NEWER = SMALL.replace("<title>Opening<", "<title>Grand opening<")


@pytest.fixture(autouse=True)
def _before_the_forum() -> object:
    with time_machine.travel("2031-04-01T12:00:00Z", tick=False):
        yield


def session(key: str) -> Session:
    return Session.objects.get(import_key=key)


def names(ada: Person, key: str) -> list[str]:
    return [event.name for event in heard(ada, session(key).live_room)]


# What left, and what comes back.


def test_a_session_that_left_the_file_is_withdrawn_and_comes_back(ada: Person) -> None:
    bring(SMALL)
    before = session("2").revision
    gone = bring(without(SMALL, 'id="2"'), actor=ada)
    assert figures(gone) == (0, 0, 1, 0)
    assert [(each.act, each.key) for each in gone.changes] == [(Act.WITHDRAWN, "2")]
    row = session("2")
    assert (row.state, row.revision) == ("cancelled", before + 1)
    assert row.withdrawn_at is not None
    assert names(ada, "2") == ["session.cancelled"]
    assert figures(bring(without(SMALL, 'id="2"'))) == (0, 0, 0, 0)
    back = bring(SMALL, actor=ada)
    assert figures(back) == (0, 1, 0, 0)
    assert [(each.act, each.key) for each in back.changes] == [(Act.RETURNED, "2")]
    row = session("2")
    assert (row.state, row.withdrawn_at, row.revision) == ("scheduled", None, before + 2)
    assert names(ada, "2") == ["session.cancelled", "session.returned"]
    acts = AuditEntry.objects.order_by("at", "act").values_list("act", flat=True)
    assert sorted(acts) == [
        "schedule.import",
        "schedule.import",
        "session.return",
        "session.withdraw",
    ]


@pytest.mark.parametrize("state", [State.OPEN, State.LIVE, State.ENDED])
def test_what_is_open_live_or_over_is_never_withdrawn_but_named(state: str) -> None:
    bring(SMALL)
    Session.objects.filter(import_key="2").update(state=state)
    outcome = bring(without(SMALL, 'id="2"'))
    assert figures(outcome) == (0, 0, 0, 0)
    assert [each.key for each in outcome.left] == ["2"]
    assert outcome.warnings == (
        "“Ночной разговор” (2) is no longer in the file, but open, live or over: it stays.",
    )
    assert (session("2").state, session("2").withdrawn_at) == (state, None)


def test_what_was_cancelled_here_stays_cancelled(ada: Person) -> None:
    bring(SMALL)
    life.cancel(actor=ada, session=session("2"))
    outcome = bring(SMALL)
    assert figures(outcome) == (0, 0, 0, 1)
    kept = Change(
        Act.KEPT, "session", "2", "Ночной разговор", (Altered("state", "cancelled", "scheduled"),)
    )
    assert outcome.kept == (kept,)
    assert (session("2").state, session("2").withdrawn_at) == ("cancelled", None)
    # And it is no matter of a schedule that has it no more.
    assert figures(bring(without(SMALL, 'id="2"'))) == (0, 0, 0, 0)
    assert session("2").withdrawn_at is None


def test_a_schedule_of_a_part_withdraws_nothing() -> None:
    bring(SMALL)
    part = reading.read(without(SMALL, 'id="2"').encode())
    words = {field: getattr(part, field) for field in Schedule.__slots__}
    outcome = imports.bring_in(
        actor=None, schedule=Schedule(**(words | {"is_whole": False})), zone="UTC"
    )
    assert figures(outcome) == (0, 0, 0, 0)


# A local edit wins.


def test_a_field_edited_here_stays_and_the_others_follow_the_file(ada: Person) -> None:
    bring(SMALL)
    row = session("1")
    sessions.revise(actor=ada, session=row, texts={"en": {"title": "Our opening"}})
    newer = NEWER.replace("<start>10:00<", "<start>10:30<")
    outcome = bring(newer)
    assert figures(outcome) == (0, 1, 0, 1)
    kept = Altered("title", "Our opening", "Grand opening")
    assert outcome.kept == (Change(Act.KEPT, "session", "1", "Our opening", (kept,)),)
    moved = Altered("hours", "2031-05-10 10:00–10:45 UTC", "2031-05-10 10:30–11:15 UTC")
    assert [each.fields for each in outcome.changes] == [(moved,)]
    row.refresh_from_db()
    assert (row.title_en, f"{row.starts_at:%H:%M}") == ("Our opening", "10:30")
    # It is named each time, for as long as it differs from the file.
    assert figures(bring(newer)) == (0, 0, 0, 1)
    sessions.revise(actor=ada, session=row, texts={"en": {"title": "Grand opening"}})
    assert figures(bring(newer)) == (0, 0, 0, 0)
    # In step again, it follows again.
    assert figures(bring(SMALL)) == (0, 1, 0, 0)


def test_hours_room_and_speakers_edited_here_stay(ada: Person) -> None:
    bring(SMALL)
    row, hall = session("1"), Room.objects.get(import_key="Empty Room")
    later = row.starts_at + timedelta(hours=1)
    ends = later + timedelta(minutes=5)
    sessions.revise(actor=ada, session=row, starts_at=later, ends_at=ends, room=hall)
    olga = Speaker.objects.get(import_key="7")
    sessions.set_speakers(actor=ada, session=row, speakers=[olga])
    outcome = bring(NEWER)
    assert figures(outcome) == (0, 1, 0, 1)
    assert [each.field for each in outcome.kept[0].fields] == ["room", "hours", "speakers"]
    row.refresh_from_db()
    assert (row.title_en, row.starts_at, row.room) == ("Grand opening", later, hall)
    assert [each.speaker for each in row.speaking.all()] == [olga]


def test_names_edited_here_stay() -> None:
    bring(SMALL)
    Speaker.objects.filter(import_key="8").update(name_en="Johnny Sample")
    Room.objects.filter(import_key="Great Hall").update(name_en="Big Hall")
    outcome = bring(SMALL.replace("John Sample", "John Q. Sample"))
    assert figures(outcome) == (0, 0, 0, 2)
    assert [(each.kind, each.name) for each in outcome.kept] == [
        ("room", "Big Hall"),
        ("speaker", "Johnny Sample"),
    ]


@pytest.mark.parametrize("state", [State.OPEN, State.LIVE, State.ENDED])
def test_hours_of_what_has_begun_or_is_over_stay(state: str) -> None:
    bring(SMALL)
    Session.objects.filter(import_key="1").update(state=state)
    outcome = bring(NEWER.replace("<start>10:00<", "<start>10:30<"))
    assert figures(outcome) == (0, 1, 0, 1)
    assert [each.field for each in outcome.kept[0].fields] == ["hours"]
    assert f"{session('1').starts_at:%H:%M}" == "10:00"


def test_a_zone_chosen_here_stays() -> None:
    bring(MODERN)
    Conference.objects.update(zone="Europe/Berlin")
    outcome = bring(MODERN)
    assert [(each.kind, each.fields[0].field) for each in outcome.kept] == [("conference", "zone")]
    assert Conference.objects.get().zone == "Europe/Berlin"
    assert figures(outcome)[:3] == (0, 0, 0)


# What calendars must know.


def test_the_revision_rises_with_hours_and_room_and_zone_but_not_with_a_typo() -> None:
    bring(SMALL)
    assert session("1").revision == 0
    bring(NEWER)
    assert session("1").revision == 0
    bring(NEWER.replace("<start>10:00<", "<start>10:30<"))
    assert (session("1").revision, session("3").revision) == (1, 0)
    bring(SMALL.replace('name="Great Hall"', 'name="Old Hall"'))
    assert [session(key).revision for key in "123"] == [2, 1, 0]
    # In another zone all hours are others, and those of what has an offset are told otherwise.
    bring(SMALL.replace('name="Great Hall"', 'name="Old Hall"'), zone="Europe/Moscow")
    assert [session(key).revision for key in "123"] == [3, 2, 1]


def test_a_zone_that_moves_no_hour_is_another_place_all_the_same() -> None:
    bring(MODERN)
    by_hand = build.session(Conference.objects.get(), state=State.SCHEDULED)
    bring(MODERN.replace("Europe/Moscow", "Europe/Berlin"))
    by_hand.refresh_from_db()
    assert (Session.objects.exclude(import_key="").get().revision, by_hand.revision) == (1, 1)


# Both languages.


def test_a_schedule_in_both_languages_brings_both_and_keeps_them_current() -> None:
    plain = reading.read(document(event(1)).encode())

    def both(title: str) -> Schedule:
        talk = plain.talks[0]
        values = {field: getattr(talk, field) for field in type(talk).__slots__}
        texts = {"title": title, "other_title": "Беседа", "other_abstract": "<p>О реке</p>"}
        words = {field: getattr(plain, field) for field in Schedule.__slots__}
        words["talks"] = (type(talk)(**(values | texts)),)
        words["other_names"] = {("room", "Great Hall"): "Большой зал", ("speaker", "7"): "Ольга"}
        return Schedule(**words)

    assert imports.bring_in(actor=None, schedule=both("Talk")).created == 4
    row = Session.objects.get()
    assert (row.title_ru, row.abstract_ru) == ("Беседа", "<p>О реке</p>")
    assert row.translation_state == TranslationState.TRANSLATED
    assert Room.objects.get(import_key="Great Hall").name_ru == "Большой зал"
    assert Speaker.objects.get().name_ru == "Ольга"
    assert figures(imports.bring_in(actor=None, schedule=both("Talk"))) == (0, 0, 0, 0)
    assert figures(imports.bring_in(actor=None, schedule=both("Talks"))) == (0, 1, 0, 0)
    row.refresh_from_db()
    assert (row.title_en, row.translation_state) == ("Talks", TranslationState.TRANSLATED)


def test_a_language_said_later_moves_the_texts_until_somebody_translates() -> None:
    bring(SMALL)
    russian = SMALL.replace("<language>en<", "<language>ru<")
    assert figures(bring(russian)) == (0, 1, 0, 0)
    row = session("1")
    assert (row.title_en, row.title_ru, row.source_language) == ("", "Opening", "ru")
    revise(row, language="en", title="The opening")
    row.save()
    assert figures(bring(SMALL)) == (0, 0, 0, 0)
    row.refresh_from_db()
    assert (row.title_en, row.title_ru) == ("The opening", "Opening")


def test_clocks_of_the_schedule_are_told_in_its_zone() -> None:
    assert bring(SMALL, zone="Europe/Moscow").zone == "Europe/Moscow"
    assert session("1").starts_at == datetime(2031, 5, 10, 7, tzinfo=UTC)


def test_a_translation_made_here_stands_when_a_file_first_has_that_language(ada: Person) -> None:
    plain = reading.read(document(event(1)).encode())
    imports.bring_in(actor=None, schedule=plain)
    row, hall = Session.objects.get(), Room.objects.get(import_key="Great Hall")
    sessions.revise(actor=ada, session=row, texts={"ru": {"title": "Наш перевод"}})
    revise(hall, language="ru", name="Наш зал")
    hall.save()
    talk = replace(plain.talks[0], other_title="Их перевод", other_abstract="<p>О реке</p>")
    names = {("room", "Great Hall"): "Их зал", ("room", "Empty Room"): "Пустой зал"}
    both = replace(plain, talks=(talk,), other_names=names)
    for updated in (2, 0):  # it is named each time
        outcome = imports.bring_in(actor=None, schedule=both)
        assert figures(outcome) == (0, updated, 0, 2)
        assert [[each.field for each in change.fields] for change in outcome.kept] == [
            ["other_name"],
            ["other_title"],
        ]
    row.refresh_from_db()
    hall.refresh_from_db()
    # What nobody had written here comes in.
    assert (row.title_ru, row.abstract_ru) == ("Наш перевод", "<p>О реке</p>")
    assert (hall.name_ru, Room.objects.get(import_key="Empty Room").name_ru) == (
        "Наш зал",
        "Пустой зал",
    )


BOTH = {"name_en": "Great Hall", "name_ru": "Большой зал", "translation_state": "translated"}


@pytest.mark.parametrize("model", [Room, Track])
def test_a_row_made_by_hand_that_is_matched_by_its_other_name_keeps_both(
    model: type[Room] | type[Track],
) -> None:
    ours = build.conference("ours", zone="UTC")
    row = model.objects.create(conference=ours, **BOTH)
    text = SMALL.replace("Great Hall", "Большой зал").replace("Plenary", "Большой зал")
    for created in (8 if model is Track else 7, 0):
        assert bring(text, slug="ours").created == created
        row.refresh_from_db()
        assert {name: getattr(row, name) for name in BOTH} == BOTH
        assert (row.source_language, row.import_key) == ("en", "Большой зал")
    # A newer name in that language goes where it belongs; one that was edited here stays.
    model.objects.filter(pk=row.pk).update(name_ru="Главный зал")
    assert figures(bring(text, slug="ours")) == (0, 0, 0, 1)
    row.refresh_from_db()
    assert (row.name_en, row.name_ru) == ("Great Hall", "Главный зал")


@pytest.mark.parametrize("names", [("Great Hall", "Большой зал"), ("Большой зал", "Great Hall")])
def test_two_names_of_one_room_in_one_file_are_one_room(names: tuple[str, str]) -> None:
    ours = build.conference("ours", zone="UTC")
    hall = Room.objects.create(conference=ours, **BOTH)
    first, second = names
    text = SMALL.replace("Great Hall", "first").replace("Малый зал", second)
    text = text.replace("first", first)
    bring(text, slug="ours")
    for _again in range(2):
        hall.refresh_from_db()
        assert {name: getattr(hall, name) for name in BOTH} == BOTH
        assert {each.import_key for each in Room.objects.all()} == {first, "Empty Room"}
        assert {each.room for each in Session.objects.all()} == {hall}
        assert figures(bring(text, slug="ours")) == (0, 0, 0, 0)


def test_a_number_in_a_sheet_is_no_id_of_an_event() -> None:
    plain = reading.read(document(event(1, title="Of the sheet")).encode())
    numbered = replace(plain, talks=(replace(plain.talks[0], key="1", id=""),))
    imports.bring_in(actor=None, schedule=numbered)
    outcome = bring(document(event(1, title="Quite another talk")))
    assert figures(outcome) == (1, 0, 1, 0)
    assert session("1").title_en == "Of the sheet"
    # What a file without guids called an event's id is found by it when a newer one has guids.
    Session.objects.all().delete()
    bring(document(event(1, guid="")))
    assert figures(bring(document(event(1)))) == (0, 0, 0, 0)
    assert Session.objects.get().import_key == event(1)["guid"]


@pytest.mark.parametrize("said", [{"is_whole": False}, {"is_zone_asked": True}, {"zone": ""}])
def test_a_part_or_a_zone_that_was_asked_for_turns_no_conference(said: dict[str, Any]) -> None:
    ours = build.conference("ours", zone="Asia/Tokyo")
    file = replace(reading.read(MODERN.encode()), **said)
    told = imports.bring_in(actor=None, schedule=file, slug="ours", zone="Europe/Moscow")
    ours.refresh_from_db()
    assert (told.zone, ours.zone) == ("Europe/Moscow", "Asia/Tokyo")
    bring(MODERN, slug="ours")
    ours.refresh_from_db()
    assert ours.zone == "Europe/Moscow"
