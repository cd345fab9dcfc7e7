"""A whole import is taken back: as before where nobody has been, untouched where somebody has."""

import json
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command

from accounts.deeds import AuditEntry
from accounts.models import Person
from chat import posts
from conferences.models import Conference, Room, Speaker, Track
from kit.bilingual import TranslationState, revise
from kit.refusals import Forbidden, Refused
from live import clock, presence
from sessions import life, sessions, stages
from sessions.models import Session, Speaking, State
from sessions.schedules import undo
from sessions.schedules.imported import SILENCE, Import, ImportChange, Imported, ImportState
from sessions.schedules.reports import Altered
from sessions.schedules.undo import Undone
from tests import build
from tests.sessions.schedules.bringing import MODERN, SMALL, bring, figures, made, without

pytestmark = pytest.mark.django_db

NEWER = (
    without(SMALL, 'id="2"')
    .replace("<title>Opening<", "<title>Grand opening<")
    .replace("<start>09:00:00<", "<start>09:30<")
    .replace("John Sample", "John Q. Sample")
)


@pytest.fixture(autouse=True)
def _before_the_forum() -> object:
    with time_machine.travel("2031-04-01T12:00:00Z", tick=False):
        yield


def session(key: str) -> Session:
    return Session.objects.get(import_key=key)


def state_of_all() -> list[object]:
    """Return all that a schedule can say, as it stands."""
    rows: list[object] = []
    for model in (Conference, Room, Track, Speaker, Session):
        plain = [f.name for f in model._meta.concrete_fields if f.name != "revision"]
        rows += model.objects.order_by("pk").values_list(*plain)
    rows += Speaking.objects.order_by("session", "position").values_list("session", "speaker")
    return [*rows, *Imported.objects.order_by("row").values_list("row", "said")]


def taken_back(undone: Undone) -> tuple[int, int, int, int, int]:
    return (
        undone.restored,
        undone.deleted,
        undone.withdrawn,
        undone.returned,
        len(undone.kept),
    )


def test_a_first_import_goes_without_a_trace(ada: Person) -> None:
    imported = made(bring(SMALL, actor=ada))
    undone = undo.undo(actor=ada, imported=imported)
    assert taken_back(undone) == (0, 10, 0, 0, 0)
    models = (Conference, Room, Track, Speaker, Session, Speaking, Imported)
    assert [model.objects.count() for model in models] == [0] * 7
    imported.refresh_from_db()
    assert (imported.state, imported.undone_by) == ("undone", ada)
    assert imported.undone_at == imported.touched_at
    assert imported.conference is None
    entry = AuditEntry.objects.get(act="schedule.undo")
    assert (entry.actor, entry.subject) == (ada.pk, imported.pk)


def test_a_second_import_leaves_all_as_before_it() -> None:
    bring(SMALL)
    before = state_of_all()
    revisions = {key: session(key).revision for key in "123"}
    outcome = bring(NEWER)
    assert figures(outcome) == (0, 3, 1, 0)
    undone = undo.undo(actor=None, imported=made(outcome))
    assert taken_back(undone) == (3, 0, 0, 1, 0)
    assert state_of_all() == before
    # Calendars were told of the move and are told of the way back.
    assert {key: session(key).revision for key in "123"} == {
        "1": revisions["1"],
        "2": revisions["2"] + 2,
        "3": revisions["3"] + 2,
    }
    # The same file does the same again: nothing of it is taken for an edit made here.
    assert figures(bring(NEWER)) == (0, 3, 1, 0)


def test_what_came_back_goes_again() -> None:
    bring(SMALL)
    bring(without(SMALL, 'id="2"'))
    undone = undo.undo(actor=None, imported=made(bring(SMALL)))
    assert taken_back(undone) == (0, 0, 1, 0, 0)
    assert session("2").withdrawn_at is not None


def test_what_was_changed_since_stays_and_is_named(ada: Person) -> None:
    bring(SMALL)
    outcome = bring(NEWER.replace("<start>10:00<", "<start>10:30<"))
    row = session("1")
    sessions.revise(actor=ada, session=row, texts={"en": {"title": "Our opening"}})
    undone = undo.undo(actor=ada, imported=made(outcome))
    assert [(each.key, each.fields) for each in undone.kept] == [("1", (Altered("title", "", ""),))]
    row.refresh_from_db()
    assert (row.title_en, f"{row.starts_at:%H:%M}") == ("Our opening", "10:00")


@pytest.mark.parametrize("state", [State.OPEN, State.LIVE, State.ENDED])
def test_hours_of_what_has_begun_since_stay(state: str) -> None:
    bring(SMALL)
    outcome = bring(SMALL.replace("<start>10:00<", "<start>10:30<"))
    Session.objects.filter(import_key="1").update(state=state)
    undone = undo.undo(actor=None, imported=made(outcome))
    assert [(each.key, each.fields) for each in undone.kept] == [("1", (Altered("hours", "", ""),))]
    assert f"{session('1').starts_at:%H:%M}" == "10:30"


def test_a_later_import_counts_as_changed_since() -> None:
    first = made(bring(SMALL))
    bring(NEWER)
    undone = undo.undo(actor=None, imported=first)
    # Both were changed, one is withdrawn already; what nobody touched goes.
    assert {row.import_key: row.state for row in Session.objects.all()} == dict.fromkeys(
        "123", State.CANCELLED
    )
    assert undone.withdrawn == 2
    assert [each.kind for each in undone.kept] == [
        "speaker",
        "speaker",
        "track",
        "room",
        "room",
        "conference",
    ]
    assert Room.objects.filter(import_key="Empty Room").count() == 0


def test_a_translation_written_since_stands_and_is_current_again() -> None:
    bring(SMALL)
    row = session("1")
    revise(row, language="ru", title="Открытие")
    row.save()
    outcome = bring(NEWER)
    row.refresh_from_db()
    assert row.translation_state == TranslationState.STALE
    undo.undo(actor=None, imported=made(outcome))
    row.refresh_from_db()
    assert (row.title_en, row.title_ru) == ("Opening", "Открытие")
    assert row.translation_state == TranslationState.TRANSLATED


def _says(row: Session, ada: Person) -> None:
    life.open_doors(actor=ada, session=row)
    posts.post(actor=ada, session=row, text="Good morning")


def _is_present(row: Session, ada: Person) -> None:
    presence.take(row.live_room, [ada.pk], "ws")


def _moderates(row: Session, ada: Person) -> None:
    build.role(ada, row)


def _sets_the_stage(row: Session, ada: Person) -> None:
    stages.set_stage(actor=ada, session=row, kind="link", url="https://meet.example/")


def _translates(row: Session, ada: Person) -> None:
    sessions.revise(actor=ada, session=row, texts={"ru": {"title": "Открытие"}})


@pytest.mark.parametrize("uses", [_is_present, _moderates, _sets_the_stage, _translates])
def test_a_session_on_which_something_hangs_is_withdrawn_not_deleted(
    ada: Person, uses: object
) -> None:
    imported = made(bring(SMALL))
    uses(session("1"), ada)  # type: ignore[operator]
    undone = undo.undo(actor=ada, imported=imported)
    assert [row.import_key for row in Session.objects.all()] == ["1"]
    assert (session("1").state, undone.withdrawn) == (State.CANCELLED, 1)
    # What it needs stays with it.
    kept = [(each.kind, each.key) for each in undone.kept]
    assert kept == [
        ("speaker", "7"),
        ("speaker", "8"),
        ("track", "Plenary"),
        ("room", "Great Hall"),
        ("conference", str(Conference.objects.get().pk)),
    ]
    # And a schedule that has it brings it back.
    assert bring(SMALL, slug="small-forum-2031").updated == 1
    assert session("1").state == State.SCHEDULED


def test_what_was_said_stays_with_its_open_session(ada: Person) -> None:
    imported = made(bring(SMALL))
    _says(session("1"), ada)
    undone = undo.undo(actor=ada, imported=imported)
    assert session("1").state == State.OPEN
    assert ("session", "1") in [(each.kind, each.key) for each in undone.kept]
    assert session("1").messages.count() == 1


def test_a_conference_for_which_somebody_registered_stays(dmitri: Person) -> None:
    imported = made(bring(SMALL))
    build.registration(dmitri, Conference.objects.get())
    undone = undo.undo(actor=None, imported=imported)
    assert [each.kind for each in undone.kept] == ["conference"]
    assert Session.objects.count() == 0


def test_a_zone_and_days_go_back() -> None:
    ours = build.conference("ours", zone="UTC")
    before = (ours.zone, ours.starts_on, ours.ends_on)
    outcome = bring(MODERN, slug="ours")
    ours.refresh_from_db()
    assert ours.zone == "Europe/Moscow"
    undo.undo(actor=None, imported=made(outcome))
    ours.refresh_from_db()
    assert (ours.zone, ours.starts_on, ours.ends_on) == before


def test_what_people_added_in_the_back_office_keeps_the_row(dmitri: Person) -> None:
    imported = made(bring(SMALL))
    Speaker.objects.filter(import_key="7").update(role_en="Director, River House", person=dmitri)
    Conference.objects.update(about_en="Of rivers", venue="River House")
    undone = undo.undo(actor=None, imported=imported)
    assert [each.kind for each in undone.kept] == ["speaker", "conference"]
    speaker = Speaker.objects.get()
    assert (speaker.role_en, speaker.person) == ("Director, River House", dmitri)
    assert Conference.objects.get().about_en == "Of rivers"


def test_the_second_title_that_the_page_of_imports_gave_goes_with_the_conference() -> None:
    imported = made(bring(SMALL))
    Conference.objects.update(title_ru="Малый форум")
    assert undo.undo(actor=None, imported=imported).kept == []
    assert not Conference.objects.exists()


def test_a_zone_that_goes_back_is_another_place_in_every_calendar_entry() -> None:
    bring(MODERN)
    by_hand = build.session(Conference.objects.get(), state=State.SCHEDULED)
    outcome = bring(MODERN.replace("Europe/Moscow", "Europe/Helsinki"))
    before = dict(Session.objects.values_list("pk", "revision"))
    undo.undo(actor=None, imported=made(outcome))
    assert Conference.objects.get().zone == "Europe/Moscow"
    assert by_hand.pk in before
    after = dict(Session.objects.values_list("pk", "revision"))
    assert after == {pk: revision + 1 for pk, revision in before.items()}


def test_registration_that_an_import_opened_is_closed_again() -> None:
    bring(SMALL)
    Conference.objects.update(is_open_for_registration=False)
    first = bring(SMALL, is_open=True)
    opened = Altered("registration", "no", "yes")
    assert [(each.kind, each.fields) for each in first.changes] == [("conference", (opened,))]
    assert Conference.objects.get().is_open_for_registration
    # The second found it open: that is not its doing.
    undo.undo(actor=None, imported=made(bring(NEWER, is_open=True)))
    assert Conference.objects.get().is_open_for_registration
    assert undo.undo(actor=None, imported=made(first)).restored == 1
    assert not Conference.objects.get().is_open_for_registration


def test_who_may_and_when(ada: Person, boris: Person) -> None:
    imported = made(bring(SMALL))
    with pytest.raises(Forbidden):
        undo.undo(actor=boris, imported=imported)
    Import.objects.update(state=ImportState.RUNNING)
    with pytest.raises(Refused) as refused:
        undo.undo(actor=ada, imported=imported)
    assert refused.value.code == "schedule.running"
    Import.objects.update(touched_at=clock.now() - SILENCE)
    undo.undo(actor=ada, imported=imported)
    with pytest.raises(Refused) as refused:
        undo.undo(actor=ada, imported=imported)
    assert refused.value.code == "import.undone"


def test_undoing_that_broke_off_is_begun_again(monkeypatch: pytest.MonkeyPatch) -> None:
    bring(SMALL)
    before = state_of_all()
    imported, whole = made(bring(NEWER)), undo.take_back

    def breaks(**words: object) -> None:
        batch: list[ImportChange] = words["batch"]  # type: ignore[assignment]
        if batch[0].kind == "speaker":
            raise OSError
        whole(**words)  # type: ignore[arg-type]

    monkeypatch.setattr(undo, "take_back", breaks)
    with pytest.raises(OSError):  # noqa: PT011 - the one above
        undo.undo(actor=None, imported=imported)
    monkeypatch.setattr(undo, "take_back", whole)
    Import.objects.update(touched_at=clock.now() - SILENCE)
    undone = undo.undo(actor=None, imported=imported)
    assert undone.kept == []
    assert state_of_all() == before


def test_the_terminal_undoes_by_the_id_of_the_last_line() -> None:
    out, err = StringIO(), StringIO()
    imported = made(bring(SMALL))
    call_command("import_schedule", "--undo", str(imported.pk), stdout=out, stderr=err)
    assert json.loads(out.getvalue()) == {
        "import": str(imported.pk),
        "restored": 0,
        "deleted": 10,
        "withdrawn": 0,
        "returned": 0,
        "kept": [],
    }
    assert err.getvalue().splitlines() == [
        "undoing 3/10",
        "undoing 5/10",
        "undoing 6/10",
        "undoing 9/10",
        "undoing 10/10",
    ]
    for wrong in ("nonsense", "5b1a4e0a-3a62-4c2e-9a0e-0d6a3b5c7d02"):
        with pytest.raises(CommandError, match=f"There is no import {wrong}"):
            call_command("import_schedule", "--undo", wrong)
    with pytest.raises(CommandError, match="one of the two"):
        call_command("import_schedule")
