"""Which conference and which zone a file means; looking first; and others at the same moment."""

from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Person
from conferences.models import Conference, Room, Track
from kit.refusals import Forbidden, Refused
from live import clock
from sessions import life, sessions
from sessions.models import Session, State
from sessions.schedules import imports, reading, writing
from sessions.schedules.imported import SILENCE, Import, ImportState
from sessions.schedules.plan import Line
from sessions.schedules.reports import Progress, Source
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
    assert len([q for q in statements if "clock_timestamp" not in q["sql"]]) == 9


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
    Import.objects.update(touched_at=clock.now() - SILENCE)
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
