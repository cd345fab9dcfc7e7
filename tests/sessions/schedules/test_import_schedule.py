"""A schedule comes in from a file: counted, compared, and never half."""

import json
import os
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Person
from conferences.models import Conference, Room, Speaker, Track
from kit.bilingual import TranslationState, revise
from kit.refusals import Forbidden
from live import interpreter
from sessions.management.commands import import_schedule
from sessions.models import Material, Session, Speaking, State
from sessions.schedules import imports, pentabarf, writing
from sessions.schedules.imported import Import
from tests import build
from tests.sessions import sheets_of

HERE = Path(__file__).parent
REAL = settings.BASE_DIR.parent / "shared" / "data" / "schedules"
SMALL = (HERE / "small.xml").read_text()


def bring(path: Path, *words: str) -> tuple[dict[str, object], str]:
    """Return what the command's last line counts, and what it said beside it."""
    out, err = StringIO(), StringIO()
    call_command("import_schedule", str(path), *words, stdout=out, stderr=err, verbosity=0)
    counted = json.loads(out.getvalue().splitlines()[-1])
    assert Import.objects.filter(pk=counted.pop("import")).exists()
    return counted, err.getvalue()


def figures(**counted: object) -> dict[str, object]:
    """Return the keys of the last line, which people script against; what is not said is nothing."""
    nothing = {"created": 0, "updated": 0, "unchanged": 0, "withdrawn": 0}
    lists: dict[str, object] = {"kept": [], "skipped": [], "warnings": []}
    return nothing | lists | counted


def write(folder: Path, text: str) -> Path:
    path = folder / "schedule.xml"
    path.write_text(text)
    return path


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


# Real schedules name real people, so they are no part of this repository. Where they lie beside it
# (on CI they do) the test is there; elsewhere it does not exist, rather than being skipped.
if REAL.exists():

    @pytest.mark.parametrize(
        ("name", "sessions", "rooms", "people", "links", "line"),
        [
            # Each has links that are none on the web (git:, ipns:), of which the first is named.
            ("fosdem-2021.xml", 773, 108, 684, 3346, 1117),
            ("fosdem-2013.xml", 487, 24, 476, 293, 984),
            ("pretalx-democon.json", 36, 2, 27, 0, None),
        ],
    )
    def test_real_schedule_is_counted_and_the_second_run_changes_nothing(
        db: None, name: str, sessions: int, rooms: int, people: int, links: int, line: int | None
    ) -> None:
        every = sessions + rooms + people
        text = f"line {line}: <link>: a link that is no address on the web (https:// or http://)"
        skipped = [text] if line else []
        has = {"sessions": sessions, "rooms": rooms, "people": people, "skipped": skipped}
        zone = [] if name.endswith("json") else ["--zone", "Europe/Brussels"]
        first, said = bring(REAL / name, *zone)
        assert (first, said) == (figures(**has, created=every), "")
        stored = (Session.objects.count(), Room.objects.count(), Speaker.objects.count())
        assert stored == (sessions, rooms, people)
        assert Material.objects.count() == links
        second, _ = bring(REAL / name, *zone)
        assert second == figures(**has, unchanged=every)


def test_large_schedule_is_written_in_few_statements_so_that_nobody_waits_long(db: None) -> None:
    event = SMALL[SMALL.index('<event id="1">') : SMALL.index('<event id="2">')]
    text = event.replace("Welcome.", "Welcome. " * 200)
    many = "".join(
        text.replace('"1"', f'"e{n}"').replace('"7"', f'"p{n}"').replace("Olga", f"Olga {n}")
        for n in range(800)
    )
    schedule = pentabarf.read(SMALL.replace(event, many).encode())
    assert len(schedule.talks) == 802
    build.conference("large", zone="UTC")
    for zone in ("UTC", "Etc/GMT+1"):
        with CaptureQueriesContext(connection) as statements:
            imports.bring_in(actor=None, schedule=schedule, slug="large", zone=zone)
        batches = -(-802 // writing.BATCH) * 2
        assert len(statements) < batches * 20


def test_new_conference_is_made_from_the_file(db: None) -> None:
    counted, said = bring(HERE / "small.xml", "--zone", "Europe/Moscow")
    conference = Conference.objects.get()
    assert (conference.slug, conference.title_en) == ("small-forum-2031", "Small Forum 2031")
    assert (conference.venue, conference.zone) == ("River House, Pskov", "Europe/Moscow")
    assert (str(conference.starts_on), str(conference.ends_on)) == ("2031-05-10", "2031-05-11")
    assert conference.is_public
    assert conference.is_open_for_registration
    skipped = [
        "line 41: <person>: a person without a name",
        "line 52: <mood>: is not part of the format",
    ]
    assert counted == figures(sessions=3, rooms=3, people=2, created=8, skipped=skipped)
    assert said == ""


def test_hours_are_those_of_the_zone_and_nights_belong_to_the_day_before(db: None) -> None:
    bring(HERE / "small.xml", "--zone", "Europe/Moscow")
    found = {s.import_key: (s.starts_at, s.ends_at) for s in Session.objects.all()}
    assert found == {
        "1": (at("2031-05-10T07:00"), at("2031-05-10T07:45")),
        "2": (at("2031-05-10T22:30"), at("2031-05-11T00:30")),
        "3": (at("2031-05-11T06:00"), at("2031-05-12T12:00")),
    }


def test_texts_speakers_and_places_are_kept(db: None) -> None:
    bring(HERE / "small.xml")
    opening, night = Session.objects.get(import_key="1"), Session.objects.get(import_key="2")
    assert opening.abstract_en == (
        "<p><strong>Why we &lt;meet&gt;</strong></p>\n<p>Welcome.</p>\n"
        '<p>Bring <a rel="noopener noreferrer nofollow">tea</a>.</p>'
    )
    assert (opening.kind, opening.source_language) == ("keynote", "en")
    assert (night.title_en, night.title_ru, night.source_language) == ("", "Ночной разговор", "ru")
    spoken = [(s.session.import_key, s.speaker.name_en) for s in Speaking.objects.order_by("pk")]
    assert spoken == [("1", "Olga Primerova"), ("1", "John Sample"), ("2", "Olga Primerova")]
    rooms = [(room.name_en, room.name_ru) for room in Room.objects.all()]
    assert rooms == [("Great Hall", ""), ("Empty Room", ""), ("", "Малый зал")]
    assert [track.name_en for track in Track.objects.all()] == ["Plenary"]
    assert Session.objects.get(import_key="3").track is None


def test_modern_file_brings_its_zone_guids_and_full_dates(db: None) -> None:
    _counted, said = bring(HERE / "modern.xml")
    session = Session.objects.get()
    assert session.import_key == "5b1a4e0a-3a62-4c2e-9a0e-0d6a3b5c7d02"
    assert session.starts_at == at("2031-05-11T03:30")
    assert session.zone == "Europe/Moscow"
    assert Speaker.objects.get().import_key == "5b1a4e0a-3a62-4c2e-9a0e-0d6a3b5c7d03"
    assert said == ""


def test_file_without_zone_is_read_as_utc_with_a_warning_and_moved_later(db: None) -> None:
    _counted, said = bring(HERE / "small.xml")
    assert "read as UTC" in said
    assert "--zone" in said
    moved, said = bring(HERE / "small.xml", "--zone", "Europe/Moscow")
    assert (moved["created"], moved["updated"], moved["unchanged"]) == (0, 3, 5)
    again, said = bring(HERE / "small.xml")
    assert (again["updated"], again["unchanged"]) == (0, 8)
    assert "read as Europe/Moscow" in said


def test_changed_file_changes_only_what_changed(db: None, tmp_path: Path) -> None:
    bring(HERE / "small.xml")
    before = {s.import_key: s.pk for s in Session.objects.all()}
    newer = (
        SMALL.replace("<title>Opening</title>", "<title>Grand opening</title>")
        .replace("John Sample", "John Q. Sample")
        .replace("<start>09:00:00</start>", "<start>09:30</start>")
    )
    counted, _ = bring(write(tmp_path, newer))
    assert (counted["created"], counted["updated"], counted["unchanged"]) == (0, 3, 5)
    assert {s.import_key: s.pk for s in Session.objects.all()} == before
    assert Session.objects.get(import_key="1").title_en == "Grand opening"
    assert Session.objects.get(import_key="3").starts_at == at("2031-05-11T09:30")
    assert Speaker.objects.get(import_key="8").name_en == "John Q. Sample"


def test_order_of_speakers_counts_as_a_change(db: None, tmp_path: Path) -> None:
    bring(HERE / "small.xml")
    one, two = (
        '<person id="7">Olga Primerova</person>\n',
        '<person id="8">John Sample</person>\n',
    )
    newer = SMALL.replace(f"{one}          {two}", f"{two}          {one}")
    assert newer != SMALL
    counted, _ = bring(write(tmp_path, newer))
    assert (counted["updated"], counted["unchanged"]) == (1, 7)
    opening = Session.objects.get(import_key="1")
    assert [s.speaker.import_key for s in opening.speaking.all()] == ["8", "7"]


def test_translation_survives_and_becomes_stale_when_the_original_changes(
    db: None, tmp_path: Path
) -> None:
    bring(HERE / "small.xml")
    opening = Session.objects.get(import_key="1")
    revise(opening, language="ru", title="Открытие")
    opening.save()
    counted, _ = bring(HERE / "small.xml")
    assert counted["updated"] == 0
    bring(write(tmp_path, SMALL.replace("<title>Opening<", "<title>Grand opening<")))
    opening.refresh_from_db()
    assert (opening.title_en, opening.title_ru) == ("Grand opening", "Открытие")
    assert opening.translation_state == TranslationState.STALE


def test_sessions_come_scheduled_and_past_ones_are_not_run_by_the_clock(
    db: None, tmp_path: Path
) -> None:
    with time_machine.travel("2031-05-10T12:00:00Z", tick=False):
        bring(HERE / "small.xml")
    found = {s.import_key: (s.state, s.is_run_by_clock) for s in Session.objects.all()}
    assert found == {
        "1": (State.SCHEDULED, False),
        "2": (State.SCHEDULED, True),
        "3": (State.SCHEDULED, True),
    }
    later = SMALL.replace("<start>10:00<", "<start>20:00<")
    with time_machine.travel("2031-05-10T12:00:00Z", tick=False):
        bring(write(tmp_path, later))
    assert Session.objects.get(import_key="1").is_run_by_clock


def test_existing_conference_keeps_its_own_words(db: None) -> None:
    made = build.conference("ours", is_open_for_registration=False)
    bring(HERE / "small.xml", "--conference", "ours")
    made.refresh_from_db()
    assert (made.title_en, made.zone) == ("Forum", "Europe/Moscow")
    assert not made.is_open_for_registration
    assert made.ends_on.isoformat() == "2031-05-11"
    assert Session.objects.filter(conference=made).count() == 3
    bring(HERE / "small.xml", "--conference", "ours", "--open-registration")
    made.refresh_from_db()
    assert made.is_open_for_registration


HEAD = "<schedule><conference><title>T</title></conference>"
BAD = {
    "not well-formed": ("<schedule>\n<conference>", "Line 2: this is not well-formed XML"),
    "empty": ("", "Line 1: this is neither XML nor JSON"),
    "wrong root": ("<rss/>", "Line 1: the file begins with <rss>"),
    "no conference": ("<schedule/>", "Line 1: <schedule>: there is no <conference>"),
    "no title": (
        "<schedule><conference/><day date='2031-01-01'/></schedule>",
        "Line 1: <conference>: there is no <title>",
    ),
    "no day": (HEAD + "</schedule>", "Line 1: <schedule>: there is no <day>"),
    "bad day": (HEAD + "\n<day date='soon'/></schedule>", "Line 2: <day>: “soon” is no date"),
    "bomb": (
        "<!DOCTYPE s [<!ENTITY a 'x'><!ENTITY b '&a;&a;'>]><schedule>&b;</schedule>",
        "declares entities",
    ),
    "outside": (
        "<!DOCTYPE s [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><schedule>&a;</schedule>",
        "declares entities",
    ),
    "nested": ("<schedule>" + "<x>" * 40 + "</x>" * 40 + "</schedule>", "nested too deep"),
    "start": (
        SMALL.replace("<start>10:00<", "<start>25:00<"),
        "Line 15: <start>: “25:00” is no date or time",
    ),
    "duration": (
        SMALL.replace("<duration>02:00<", "<duration>long<"),
        "Line 35: <duration>: “long” is no",
    ),
    "no key": (
        SMALL.replace('<event id="2">', "<event>"),
        "Line 33: <event>: there is neither a guid",
    ),
    "twice": (
        SMALL.replace('<event id="2">', '<event id="1">'),
        "Line 33: <event>: the event 1 stands in the file twice",
    ),
    "no event title": (
        SMALL.replace("<title>Opening</title>", ""),
        "Line 14: <event>: there is no <title>",
    ),
    "long title": (
        SMALL.replace(">Opening<", f">{'x' * 401}<"),
        "Line 19: <title>: this is empty or longer than 400",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_faulty_file_is_refused_whole(db: None, tmp_path: Path, name: str) -> None:
    text, expected = BAD[name]
    with pytest.raises(CommandError) as refused:
        bring(write(tmp_path, text))
    assert expected in str(refused.value)
    assert Conference.objects.count() == Room.objects.count() == Session.objects.count() == 0


def test_other_refusals_name_the_way_out(db: None, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No such file"):
        bring(tmp_path / "absent.xml")
    with pytest.raises(CommandError, match="is not a time zone"):
        bring(HERE / "small.xml", "--zone", "Moscow")
    with pytest.raises(CommandError, match="Name one with --conference"):
        bring(write(tmp_path, SMALL.replace("Small Forum 2031", "Форум")))
    assert Conference.objects.count() == 0


def test_one_person_under_two_names_keeps_the_first(db: None, tmp_path: Path) -> None:
    twice = SMALL.replace('<person id="8">John Sample', '<person id="7">Olga Drugaya')
    counted, _ = bring(write(tmp_path, twice))
    assert "line 28: <person>: person 7 is called “Olga Drugaya” here" in str(counted["skipped"])
    assert Speaker.objects.get().name_en == "Olga Primerova"


def test_only_organisers_import(ada: Person, dmitri: Person) -> None:
    schedule = pentabarf.read((HERE / "small.xml").read_bytes())
    with pytest.raises(Forbidden):
        imports.bring_in(actor=dmitri, schedule=schedule)
    assert Conference.objects.count() == 0
    assert imports.bring_in(actor=ada, schedule=schedule).created == 8


@pytest.mark.django_db
def test_the_id_by_which_an_import_is_taken_back_is_told_before_it_writes(tmp_path: Path) -> None:
    out, err = StringIO(), StringIO()
    call_command("import_schedule", str(write(tmp_path, SMALL)), stdout=out, stderr=err)
    told = [line for line in err.getvalue().splitlines() if "--undo" in line]
    made = Import.objects.get()
    assert told == [f"import {made.pk} begins; --undo takes back what is written of it"]
    lines = err.getvalue().splitlines()
    assert lines.index(told[0]) < next(n for n, line in enumerate(lines) if "writing" in line)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["programme.xlsx", "programme.csv"])
def test_a_spreadsheet_is_brought_in_with_the_columns_that_its_headings_name(
    tmp_path: Path, name: str
) -> None:
    rows = sheets_of.bilingual(3)
    path = tmp_path / name
    path.write_bytes(sheets_of.xlsx(rows) if ".xlsx" in name else sheets_of.text(rows).encode())
    counted, _said = bring(path, "--conference", "forum", "--zone", "Europe/Moscow")
    assert counted["sessions"] == 3
    again, _said = bring(path, "--conference", "forum", "--zone", "Europe/Moscow")
    assert (again["created"], again["updated"], again["withdrawn"]) == (0, 0, 0)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("cells", "words", "said"),
    [
        (["Talk", "2031-11-14", "10:00", 45], (), "Name one with --conference."),
        (["Talk", "04/05/2031", "10:00", 45], ("--conference", "a"), "may be meant either way"),
        (
            ["Talk", "2031-11-14", "10:00", 45],
            ("--conference", "a", "--zone", "Mars/Base"),
            "is not a time zone",
        ),
        (["Talk", "2031-11-14", "25:00", 45], ("--conference", "a"), "C2: “25:00” is no hour."),
    ],
)
def test_a_spreadsheet_that_is_not_clear_is_refused_by_its_cells(
    tmp_path: Path, cells: list[object], words: tuple[str, ...], said: str
) -> None:
    path = tmp_path / "programme.xlsx"
    path.write_bytes(sheets_of.xlsx([["Title", "Date", "Start", "Minutes"], cells]))
    with pytest.raises(CommandError, match=said):
        bring(path, *words)
    assert not Import.objects.exists()


def test_from_a_terminal_it_stands_behind_what_else_the_machine_does(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given: list[int] = []
    settled: list[bool] = []
    monkeypatch.setattr(os, "nice", given.append)
    monkeypatch.setattr(interpreter, "settle", lambda: settled.append(True))
    command = import_schedule.Command(stdout=StringIO(), stderr=StringIO())
    with pytest.raises(SystemExit):
        command.run_from_argv(["manage.py", "import_schedule"])
    assert given == [import_schedule.NICE]
    assert settled == [True]
