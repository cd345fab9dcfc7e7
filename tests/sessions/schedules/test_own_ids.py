"""A file that we wrote ourselves comes back as what it is: nothing new, nothing changed."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from conferences.models import Conference, Room, Speaker, Track
from sessions.models import Session, Speaking, State
from sessions.schedules import imports, pentabarf
from tests import build
from tests.sessions.schedules.outgoing import (
    FORMATS,
    REAL,
    at,
    check,
    everything,
    in_moscow,
    written,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def moscow() -> Conference:
    return in_moscow()


@pytest.mark.parametrize("kind", FORMATS)
def test_what_was_planned_here_comes_back_without_a_change(moscow: Conference, kind: str) -> None:
    before = everything()
    schedule = FORMATS[kind][1](written(moscow, kind))
    outcome = imports.bring_in(actor=None, schedule=schedule, slug="moscow-2011")
    assert (outcome.created, outcome.updated, outcome.unchanged) == (0, 0, 8)
    assert everything() == before


@pytest.mark.parametrize("kind", FORMATS)
def test_edit_made_here_still_stands_after_our_own_file_came_back(kind: str) -> None:
    small = (Path(__file__).parent / "small.xml").read_bytes()
    imports.bring_in(actor=None, schedule=pentabarf.read(small), slug="small")
    session = Session.objects.order_by("starts_at", "pk")[0]
    Session.objects.filter(pk=session.pk).update(title_en="Edited here")
    own = written(Conference.objects.get(), kind)
    back = imports.bring_in(actor=None, schedule=FORMATS[kind][1](own), slug="small")
    assert (back.created, back.updated, back.kept) == (0, 0, ())
    newer = small.replace(session.title_en.encode(), b"Edited there")
    again = imports.bring_in(actor=None, schedule=pentabarf.read(newer), slug="small")
    assert (again.created, again.updated, len(again.kept)) == (0, 0, 1)
    session.refresh_from_db()
    assert session.title_en == "Edited here"


@pytest.mark.parametrize("kind", FORMATS)
def test_longest_names_come_back(kind: str) -> None:
    made = build.conference("longest", title_en="T" * 300)
    room = Room.objects.create(conference=made, name_en="R" * 200)
    track = Track.objects.create(conference=made, name_en="К" * 200)
    speaker = Speaker.objects.create(conference=made, name_en="S" * 200)
    session = build.session(
        made, title="L" * 400, state=State.SCHEDULED, room=room, track=track, kind="k" * 60
    )
    Speaking.objects.create(session=session, speaker=speaker)
    before = everything()
    schedule = FORMATS[kind][1](written(made, kind))
    outcome = imports.bring_in(actor=None, schedule=schedule, slug="longest")
    assert (outcome.created, outcome.updated) == (0, 0)
    assert everything() == before


@pytest.mark.parametrize("kind", FORMATS)
def test_hours_come_back_to_the_second(kind: str) -> None:
    made = build.conference("exact", zone="Europe/Moscow")
    hours = {"starts_at": at("2031-01-01T10:00:07"), "ends_at": at("2031-01-01T10:01:37")}
    build.session(made, title="Short", state=State.SCHEDULED, **hours)
    schedule = FORMATS[kind][1](written(made, kind))
    assert imports.bring_in(actor=None, schedule=schedule, slug="exact").updated == 0
    assert Session.objects.values("starts_at", "ends_at").get() == hours


@pytest.mark.parametrize("kind", FORMATS)
def test_conference_is_found_by_its_own_acronym(moscow: Conference, kind: str) -> None:
    Conference.objects.update(title_en="Called otherwise by now")
    document = written(moscow, kind).replace(b"Called otherwise by now", b"As it was called")
    outcome = imports.bring_in(actor=None, schedule=FORMATS[kind][1](document))
    assert (outcome.conference, outcome.created, outcome.updated) == ("moscow-2011", 0, 0)


@pytest.mark.parametrize("kind", FORMATS)
def test_rooms_that_got_other_names_here_are_still_the_same(moscow: Conference, kind: str) -> None:
    Room.objects.filter(name_en="Room 7").update(import_key="R7")
    Track.objects.update(import_key="Plenary")
    before = everything()
    schedule = FORMATS[kind][1](written(moscow, kind))
    outcome = imports.bring_in(actor=None, schedule=schedule, slug="moscow-2011")
    assert (outcome.created, outcome.updated) == (0, 0)
    assert everything() == before


def test_own_id_of_another_conference_is_nothing_of_ours(moscow: Conference) -> None:
    build.conference("other", zone="Europe/Moscow")
    schedule = pentabarf.read(written(moscow, "xml"))
    outcome = imports.bring_in(actor=None, schedule=schedule, slug="other")
    assert (outcome.created, outcome.updated) == (8, 0)
    assert Session.objects.filter(conference=moscow).count() == 3


# The schemas are not ours to publish: they lie beside the repository, as the real schedules do.
if REAL.exists():

    @pytest.mark.timeout(120)
    @pytest.mark.parametrize(
        ("name", "counts"),
        [
            ("fosdem-2021.xml", {"sessions": 773, "rooms": 108, "people": 684}),
            ("fosdem-2013.xml", {"sessions": 487, "rooms": 24, "people": 476}),
            ("pretalx-democon.json", {"sessions": 36, "rooms": 2, "people": 27}),
        ],
    )
    def test_real_schedule_goes_out_valid_and_comes_back_without_a_change(
        tmp_path: Path, name: str, counts: dict[str, int]
    ) -> None:
        said(StringIO(), "import_schedule", str(REAL / name))
        slug = Conference.objects.get().slug
        before = everything()
        for kind in FORMATS:
            path = tmp_path / f"schedule.{kind}"
            told = said(
                StringIO(), "export_schedule", slug, "--format", kind, "--output", str(path)
            )
            assert {key: told[key] for key in counts} == counts
            assert told["left_out"] == 0
            assert check(path.read_bytes(), kind) == []
            again = said(StringIO(), "import_schedule", str(path), "--conference", slug)
            again.pop("import")
            nothing: dict[str, Any] = {"created": 0, "updated": 0, "withdrawn": 0}
            nothing |= {"skipped": [], "kept": [], "warnings": []}
            assert again == counts | nothing | {"unchanged": sum(counts.values())}
            assert everything() == before

    def said(out: StringIO, *words: str) -> dict[str, Any]:
        """Run a command; return the JSON that its last line is, on whichever stream it counts."""
        errors = StringIO()
        call_command(*words, stdout=out, stderr=errors)
        stream = out if words[0].startswith("import") else errors
        found: dict[str, Any] = json.loads(stream.getvalue().splitlines()[-1])
        return found

    def test_session_that_a_newer_file_moves_remembers_from_where(tmp_path: Path) -> None:
        made = build.conference("moved", zone="UTC")
        hours = {"starts_at": at("2031-01-01T10:00")}
        build.session(made, title="Talk", import_key="7", state=State.SCHEDULED, **hours)
        path = tmp_path / "schedule.xml"
        path.write_bytes(written(made, "xml").replace(b"T10:00:00+00:00", b"T12:00:00+00:00"))
        assert (
            said(StringIO(), "import_schedule", str(path), "--conference", "moved")["updated"] == 1
        )
        session = Session.objects.get()
        assert (session.starts_at, session.moved_from) == (
            at("2031-01-01T12:00"),
            at("2031-01-01T10:00"),
        )
