"""A newer file is followed, a local edit wins, what left is withdrawn; a race loses nobody's words."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEntry, Person
from conferences.models import Conference, Room, Speaker, Track
from kit.bilingual import TranslationState, revise
from kit.refusals import Forbidden, Refused
from live import clock
from live.testing import heard
from sessions import life, sessions
from sessions.imported import Import, ImportState
from sessions.models import Session, State
from sessions.schedules import imports, reading, writing
from sessions.schedules.comparison import Line
from sessions.schedules.document import Schedule
from sessions.schedules.reports import Act, Altered, Change, Progress, Source
from tests import build
from tests.sessions.schedules.bringing import (
    MODERN,
    SMALL,
    bring,
    document,
    event,
    figures,
    made,
    without,
)

pytestmark = pytest.mark.django_db
REAL = settings.BASE_DIR.parent / "shared" / "data" / "schedules"
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


def test_hours_of_what_is_over_stay() -> None:
    bring(SMALL)
    Session.objects.filter(import_key="1").update(state=State.ENDED)
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


# Which conference, which zone.


def test_a_conference_is_known_by_its_acronym_whatever_it_is_called_now() -> None:
    bring(MODERN)
    renamed = MODERN.replace("<title>Modern Forum<", "<title>Forum of Moderns<")
    assert figures(bring(renamed)) == (0, 0, 0, 0)
    other = MODERN.replace("modern_31", "modern_32")
    assert bring(other).is_new
    assert sorted(Conference.objects.values_list("slug", flat=True)) == ["modern_31", "modern_32"]


def test_without_an_acronym_the_title_says_which() -> None:
    ours = build.conference("ours", title_en="Small Forum 2031", zone="UTC")
    assert bring(SMALL).conference == "ours"
    assert Session.objects.filter(conference=ours).count() == 3
    build.conference("theirs", title_en="Small Forum 2031")
    with pytest.raises(Refused) as refused:
        bring(SMALL)
    assert refused.value.code == "schedule.ambiguous"
    assert bring(SMALL, slug="theirs").conference == "theirs"


def test_hall_and_track_made_by_hand_are_those_that_the_file_names() -> None:
    ours = build.conference("ours", zone="UTC")
    hall = Room.objects.create(conference=ours, name_en="Great Hall", position=0)
    track = Track.objects.create(conference=ours, name_en="Plenary")
    assert bring(SMALL, slug="ours").created == 7
    assert (session("1").room, session("1").track) == (hall, track)
    assert figures(bring(SMALL, slug="ours")) == (0, 0, 0, 0)


def test_the_zone_is_the_files_then_the_one_asked_for_then_the_conferences() -> None:
    outcome = bring(MODERN, zone="Asia/Tokyo")
    assert outcome.zone == Conference.objects.get().zone == "Europe/Moscow"
    assert outcome.warnings == (
        "The file says that its hours are those of Europe/Moscow; Asia/Tokyo was not used.",
    )
    assert bring(SMALL, zone="Asia/Tokyo").warnings == ()
    again = bring(SMALL, zone="")
    assert (again.zone, figures(again)) == ("Asia/Tokyo", (0, 0, 0, 0))
    assert len(again.warnings) == 1
    assert "read as Asia/Tokyo" in again.warnings[0]
    # Where every hour has its offset nothing is guessed, and nobody is warned.
    sure = MODERN.replace("<time_zone_name>Europe/Moscow</time_zone_name>", "")
    assert bring(sure, zone="").warnings == ()


# Looking first, and being looked at.


def test_a_preview_says_what_the_import_does_and_writes_nothing(ada: Person) -> None:
    bring(SMALL)
    newer = reading.read(without(NEWER.replace("Sample", "Sampler"), 'id="2"').encode())
    words: dict[str, Any] = {"actor": ada, "schedule": newer, "zone": "UTC"}
    with CaptureQueriesContext(connection) as statements:
        shown = imports.preview(**words)
    assert [q["sql"][:6] for q in statements] == ["SELECT"] * len(statements)
    assert shown.imported is None
    done = imports.bring_in(**words)
    assert figures(shown) == figures(done) == (0, 2, 1, 0)
    assert (shown.changes, shown.kept, shown.left) == (done.changes, done.kept, done.left)
    assert imports.preview(**words).changes == ()


@pytest.mark.parametrize("events", [1, 3])
def test_a_preview_costs_the_same_few_queries_whatever_the_size(events: int) -> None:
    text = document(*(event(n) for n in range(1, events + 1)))
    bring(text)
    with CaptureQueriesContext(connection) as statements:
        imports.preview(actor=None, schedule=reading.read(text.encode()))
    # On PostgreSQL one more asks for the hour.
    assert len([q for q in statements if "clock_timestamp" not in q["sql"]]) == 8


def test_progress_is_told_and_the_import_remembers_its_file(ada: Person) -> None:
    told: list[Progress] = []
    outcome = bring(SMALL, actor=ada, tell=told.append, source=Source("small.xml", "ab" * 32))
    assert [str(each) for each in told] == [
        "comparing",
        "writing 3/9",
        "writing 4/9",
        "writing 6/9",
        "writing 9/9",
    ]
    row = made(outcome)
    assert (row.by, row.file, row.digest, row.state) == (ada, "small.xml", "ab" * 32, "done")
    assert row.conference == Conference.objects.get(slug="small-forum-2031")
    assert row.counts == imports.counts(outcome)
    assert (row.counts["created"], row.counts["import"]) == (8, str(row.pk))


def test_only_organisers_look_and_import(boris: Person) -> None:
    schedule = reading.read(SMALL.encode())
    for attempt in (imports.preview, imports.bring_in):
        with pytest.raises(Forbidden):
            attempt(actor=boris, schedule=schedule)
    assert Import.objects.count() == 0


# Others at the same moment.


def test_an_edit_made_while_it_is_compared_is_kept(
    ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring(SMALL)
    row, begin = session("1"), writing.begin

    def begin_late(**words: object) -> Import:
        sessions.revise(actor=ada, session=row, texts={"en": {"title": "Our opening"}})
        return begin(**words)  # type: ignore[arg-type]

    monkeypatch.setattr(writing, "begin", begin_late)
    outcome = bring(NEWER)
    assert figures(outcome) == (0, 0, 0, 1)
    row.refresh_from_db()
    assert row.title_en == "Our opening"


def test_doors_that_open_meanwhile_stay_open(ada: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    bring(SMALL)
    begin = writing.begin

    def begin_late(**words: object) -> Import:
        life.open_doors(actor=ada, session=session("2"))
        return begin(**words)  # type: ignore[arg-type]

    monkeypatch.setattr(writing, "begin", begin_late)
    outcome = bring(without(SMALL, 'id="2"'))
    assert (figures(outcome), [each.key for each in outcome.left]) == ((0, 0, 0, 0), ["2"])
    assert session("2").state == State.OPEN


def test_two_imports_at_once_are_one_after_the_other() -> None:
    bring(SMALL)
    Import.objects.update(state=ImportState.RUNNING, touched_at=clock.now())
    with pytest.raises(Refused) as refused:
        bring(NEWER)
    assert refused.value.code == "schedule.running"
    # One that was killed holds nobody up for longer than a minute.
    killed = Import.objects.get()
    Import.objects.update(touched_at=clock.now() - writing.SILENCE)
    assert figures(bring(NEWER)) == (0, 1, 0, 0)
    killed.refresh_from_db()
    assert killed.state == ImportState.STOPPED


def test_an_import_that_breaks_off_says_so_and_the_next_completes_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    whole = writing.write_batch

    def breaks(**words: object) -> None:
        lines: list[Line] = words["lines"]  # type: ignore[assignment]
        if lines[0].kind == "session":
            raise OSError
        whole(**words)  # type: ignore[arg-type]

    monkeypatch.setattr(writing, "write_batch", breaks)
    with pytest.raises(OSError):  # noqa: PT011 - the one above
        bring(SMALL)
    broken = Import.objects.get()
    assert (broken.state, broken.counts) == ("stopped", {"sessions": 3, "created": 5})
    assert (Room.objects.count(), Session.objects.count()) == (3, 0)
    monkeypatch.setattr(writing, "write_batch", whole)
    assert figures(bring(SMALL)) == (3, 0, 0, 0)


# Real files name real people and are no part of this repository: see test_import_schedule.
if REAL.exists():
    FOSDEM = REAL / "fosdem-2021.xml"

    def test_three_edits_one_removal_and_one_new_event_are_exactly_that() -> None:
        text = FOSDEM.read_text()
        bring(text, zone="Europe/Brussels")
        first = without(text, 'id="11795"')
        edited = (
            first.replace("<title>Empowering the school of the future</title>", "<title>X</title>")
            .replace("<start>10:30</start>", "<start>10:31</start>", 1)
            .replace("<type>lightningtalk</type>", "<type>workshop</type>", 1)
        )
        place = edited.index('<event id="')
        new = '<event id="99999"><start>09:00</start><duration>00:25</duration><title>N</title></event>'
        outcome = bring(edited[:place] + new + edited[place:], zone="Europe/Brussels")
        assert figures(outcome) == (1, 3, 1, 0)
        assert sorted(each.act for each in outcome.changes) == [
            "created",
            *["updated"] * 3,
            "withdrawn",
        ]

    def test_a_copy_written_by_another_tool_changes_nothing(tmp_path: Path) -> None:
        bring(FOSDEM.read_text(), zone="Europe/Brussels")
        tree = ET.parse(FOSDEM)  # noqa: S314 - a file of ours
        for element in tree.iter():
            element.attrib = dict(reversed(element.attrib.items()))
        ET.indent(tree, space="\t")
        copy = tmp_path / "copy.xml"
        tree.write(copy, encoding="utf-16", xml_declaration=True)
        outcome = imports.bring_in(
            actor=None, schedule=reading.read(copy.read_bytes()), zone="Europe/Brussels"
        )
        assert (figures(outcome), outcome.unchanged) == ((0, 0, 0, 0), 1565)


def test_clocks_of_the_schedule_are_told_in_its_zone() -> None:
    assert bring(SMALL, zone="Europe/Moscow").zone == "Europe/Moscow"
    assert session("1").starts_at == datetime(2031, 5, 10, 7, tzinfo=UTC)
