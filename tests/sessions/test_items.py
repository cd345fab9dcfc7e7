"""The agenda of a session: its plan, what is under discussion, and what every event carries of it."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from accounts.deeds import AuditEntry
from accounts.models import Person
from chat import posts
from conferences.models import Conference
from kit.refusals import Forbidden, NotHere, Refused
from live.models import Event, Stream
from live.testing import Replay, heard, say, verify_live
from sessions import items, life, queries
from sessions.items import Line
from sessions.models import AgendaItem, ItemRun, Session, State
from tests import build
from tests.sessions.agendas_of import current, kept, line, log, runs, three

pytestmark = pytest.mark.django_db


@pytest.fixture
def agenda(plenary: Session, boris: Person) -> list[AgendaItem]:
    """Welcome, Reports, Discussion: ten minutes each."""
    return three(plenary, boris)


def code_of(act: Callable[..., Any], **given: Any) -> tuple[str, str | None]:
    with pytest.raises(Refused) as refused:
        act(**given)
    return refused.value.code, refused.value.field


def acts() -> list[str]:
    return sorted(AuditEntry.objects.values_list("act", flat=True))


# The plan


def test_a_plan_is_kept_in_its_order_and_told_whole(
    plenary: Session, boris: Person, dmitri: Person
) -> None:
    lines = [line("Welcome", title_ru="Приветствие", speaker=" Clara\u200b  K. "), line("Reports")]
    made = items.plan(actor=boris, session=plenary, lines=lines)
    assert [item.pk for item in queries.items_of(plenary)] == [item.pk for item in made]
    first = AgendaItem.objects.get(pk=made[0].pk)
    assert (first.title_ru, first.speaker, first.translation_state) == (
        "Приветствие",
        "Clara K.",
        "translated",
    )
    [told] = heard(dmitri, plenary.live_room)
    assert told.name == "agenda.set"
    assert '"title_en":"Welcome"' in told.data
    assert acts() == ["agenda.plan"]


def test_lines_are_added_changed_moved_and_removed_at_once(
    plenary: Session, boris: Person, agenda: list[AgendaItem]
) -> None:
    welcome, _reports, discussion = agenda
    wanted = [kept(discussion), line("News"), kept(welcome, title_en="Hello", minutes=5)]
    items.plan(actor=boris, session=plenary, lines=wanted)
    rows = [(item.title_en, item.minutes) for item in queries.items_of(plenary)]
    assert rows == [("Discussion", 10), ("News", 10), ("Hello", 5)]
    assert queries.items_of(plenary)[2].pk == welcome.pk


def test_a_plan_that_changes_nothing_is_neither_told_nor_recorded(
    plenary: Session, boris: Person, agenda: list[AgendaItem]
) -> None:
    items.plan(actor=boris, session=plenary, lines=[kept(item) for item in agenda])
    assert ([name for name, _item in log(plenary)], acts()) == (["agenda.set"], ["agenda.plan"])


def test_what_has_run_can_be_renamed_and_moved_but_not_removed(
    plenary: Session, boris: Person, agenda: list[AgendaItem]
) -> None:
    items.move_on(actor=boris, session=plenary, after=None)
    welcome, reports, discussion = agenda
    without = [kept(reports), kept(discussion)]
    assert code_of(items.plan, actor=boris, session=plenary, lines=without)[0] == "agenda.has_run"
    items.plan(actor=boris, session=plenary, lines=[kept(reports), kept(welcome, title_en="Hello")])
    assert [item.title_en for item in queries.items_of(plenary)] == ["Reports", "Hello"]
    assert (current(plenary), runs(plenary)) == (welcome.pk, [("Hello", False)])


@pytest.mark.parametrize(
    ("lines", "code", "field"),
    [
        ([line(), line(" \u200b")], "agenda.untitled", "items-1-title_en"),
        ([line(minutes=0)], "agenda.minutes", "items-0-minutes"),
        ([line(minutes=601)], "agenda.minutes", "items-0-minutes"),
        ([line("x" * 201)], "agenda.text_too_long", "items-0-title_en"),
        ([line(speaker="x" * 201)], "agenda.text_too_long", "items-0-speaker"),
        ([line()] * 61, "agenda.too_long", None),
    ],
)
def test_a_plan_that_cannot_be_is_refused_at_its_line(
    plenary: Session, boris: Person, lines: list[Line], code: str, field: str | None
) -> None:
    assert code_of(items.plan, actor=boris, session=plenary, lines=lines) == (code, field)
    assert not AgendaItem.objects.exists()


def test_nobody_wipes_out_what_another_has_just_written(
    plenary: Session, boris: Person, ada: Person, agenda: list[AgendaItem]
) -> None:
    seen = queries.mark_of(agenda)
    items.plan(actor=ada, session=plenary, lines=[*map(kept, agenda), line("News")], seen=seen)
    mine: dict[str, Any] = {"actor": boris, "session": plenary, "lines": [kept(agenda[0])]}
    assert code_of(items.plan, seen=seen, **mine)[0] == "agenda.edited"
    items.plan(seen=queries.mark_of(queries.items_of(plenary)), **mine)
    assert len(queries.items_of(plenary)) == 1


def test_an_item_of_another_session_becomes_one_of_this(
    plenary: Session, boris: Person, ada: Person, forum: Conference
) -> None:
    [elsewhere] = items.plan(actor=ada, session=build.session(forum), lines=[line("Elsewhere")])
    [made] = items.plan(actor=boris, session=plenary, lines=[kept(elsewhere, title_en="Mine")])
    elsewhere.refresh_from_db()
    assert (made.pk != elsewhere.pk, elsewhere.title_en) == (True, "Elsewhere")


def test_a_changed_original_makes_its_translation_stale(plenary: Session, boris: Person) -> None:
    [item] = items.plan(actor=boris, session=plenary, lines=[line(title_ru="Приветствие")])
    items.plan(actor=boris, session=plenary, lines=[kept(item, title_en="Hello")])
    item.refresh_from_db()
    assert (item.source_language, item.translation_state) == ("en", "stale")
    items.plan(actor=boris, session=plenary, lines=[kept(item, title_en="")])
    item.refresh_from_db()
    assert (item.source_language, item.title.value) == ("ru", "Приветствие")


# What runs


def test_the_agenda_goes_on_from_item_to_item_and_back(
    plenary: Session, boris: Person, agenda: list[AgendaItem]
) -> None:
    at: dict[str, Any] = {"actor": boris, "session": plenary}
    items.move_on(after=None, **at)
    items.move_on(after=agenda[0].pk, **at)
    items.go_back(after=agenda[1].pk, **at)
    items.stop(after=agenda[0].pk, **at)
    assert current(plenary) is None
    items.move_on(after=None, **at)
    items.start(item=agenda[2].pk, after=agenda[1].pk, **at)
    assert runs(plenary) == [
        ("Welcome", True),
        ("Reports", True),
        ("Welcome", True),
        ("Reports", True),
        ("Discussion", False),
    ]
    taken = ("next", "next", "back", "stop", "next", "start")
    assert acts() == sorted(["agenda.plan", *(f"agenda.{act}" for act in taken)])


def test_back_without_a_current_item_takes_up_the_last_that_ran(
    plenary: Session, boris: Person, agenda: list[AgendaItem]
) -> None:
    items.start(actor=boris, session=plenary, item=agenda[1].pk, after=None)
    items.stop(actor=boris, session=plenary, after=agenda[1].pk)
    items.go_back(actor=boris, session=plenary, after=None)
    assert runs(plenary) == [("Reports", True), ("Reports", False)]


def test_a_run_says_what_its_events_say(
    plenary: Session, boris: Person, dmitri: Person, agenda: list[AgendaItem]
) -> None:
    items.move_on(actor=boris, session=plenary, after=None)
    items.move_on(actor=boris, session=plenary, after=agenda[0].pk)
    told = {(event.name, event.seq, event.at) for event in heard(dmitri, plenary.live_room)}
    first, second = ItemRun.objects.order_by("id")
    assert ("item.started", first.started_seq, first.started_at) in told
    assert ("item.ended", first.ended_seq, first.ended_at) in told
    assert ("item.started", second.started_seq, second.started_at) in told
    assert (second.ended_seq, second.ended_at) == (0, None)


def test_what_cannot_be_moved_is_refused(
    plenary: Session, boris: Person, agenda: list[AgendaItem]
) -> None:
    at: dict[str, Any] = {"actor": boris, "session": plenary}
    first, _second, last = (item.pk for item in agenda)
    assert code_of(items.go_back, after=None, **at)[0] == "agenda.no_previous"
    assert code_of(items.stop, after=None, **at)[0] == "agenda.nothing_runs"
    assert code_of(items.move_on, after=first, **at)[0] == "agenda.moved"
    items.start(item=last, after=None, **at)
    assert code_of(items.move_on, after=last, **at)[0] == "agenda.no_next"
    assert code_of(items.start, item=last, after=last, **at)[0] == "agenda.already_current"
    assert code_of(items.start, item=uuid4(), after=last, **at)[0] == "not_found"
    items.start(item=first, after=last, **at)
    assert code_of(items.go_back, after=first, **at)[0] == "agenda.no_previous"
    for act in (items.move_on, items.go_back, items.stop):
        assert code_of(act, after=last, **at)[0] == "agenda.moved"
    assert code_of(items.start, item=last, after=None, **at)[0] == "agenda.moved"


def test_without_a_plan_there_is_nothing_to_go_on_to(plenary: Session, boris: Person) -> None:
    refusal = code_of(items.move_on, actor=boris, session=plenary, after=None)
    assert refusal[0] == "agenda.no_next"


@pytest.mark.parametrize("state", [s for s in State if s != State.LIVE])
def test_items_run_only_while_the_session_is_live(
    plenary: Session, boris: Person, agenda: list[AgendaItem], state: State
) -> None:
    Session.objects.filter(pk=plenary.pk).update(state=state)
    at: dict[str, Any] = {"actor": boris, "session": plenary}
    for act in (items.move_on, items.go_back, items.stop):
        assert code_of(act, after=None, **at)[0] == "agenda.not_live"
    assert code_of(items.start, item=agenda[0].pk, after=None, **at)[0] == "agenda.not_live"
    assert code_of(items.extend, item=agenda[0].pk, minutes=5, **at)[0] == "agenda.not_live"
    assert not ItemRun.objects.exists()


def test_time_is_added_to_the_current_item_alone(
    plenary: Session, boris: Person, agenda: list[AgendaItem]
) -> None:
    at: dict[str, Any] = {"actor": boris, "session": plenary}
    items.move_on(after=None, **at)
    items.extend(item=agenda[0].pk, minutes=5, **at)
    items.extend(item=agenda[0].pk, minutes=60, **at)
    agenda[0].refresh_from_db()
    assert (agenda[0].minutes, agenda[0].added_minutes) == (10, 65)
    assert code_of(items.extend, item=agenda[1].pk, minutes=5, **at)[0] == "agenda.moved"
    for minutes in (0, 61, -5):
        refusal = code_of(items.extend, item=agenda[0].pk, minutes=minutes, **at)
        assert refusal == ("agenda.minutes", "minutes")
    AgendaItem.objects.filter(pk=agenda[0].pk).update(added_minutes=590)
    assert code_of(items.extend, item=agenda[0].pk, minutes=11, **at)[0] == "agenda.minutes"
    reply = say(boris, plenary.live_room, "agenda.extend", item=agenda[0].pk, minutes=61)
    assert (reply.code, reply.field_name) == ("command.invalid", "minutes")


def test_a_plan_edited_meanwhile_keeps_the_time_that_was_added(
    plenary: Session, boris: Person, agenda: list[AgendaItem]
) -> None:
    items.move_on(actor=boris, session=plenary, after=None)
    items.extend(actor=boris, session=plenary, item=agenda[0].pk, minutes=5)
    items.plan(actor=boris, session=plenary, lines=[kept(agenda[0], minutes=20)])
    assert [(i.minutes, i.added_minutes) for i in queries.items_of(plenary)] == [(20, 5)]


# Who may


def test_who_only_takes_part_runs_nothing_and_a_stranger_finds_nothing(
    plenary: Session, dmitri: Person, eve: Person, agenda: list[AgendaItem]
) -> None:
    before = log(plenary)
    for person, refusal in ((dmitri, Forbidden), (eve, NotHere)):
        at: dict[str, Any] = {"actor": person, "session": plenary}
        with pytest.raises(refusal):
            items.plan(lines=[], **at)
        for act in (items.move_on, items.go_back, items.stop):
            with pytest.raises(refusal):
                act(after=None, **at)
        with pytest.raises(refusal):
            items.start(item=agenda[0].pk, after=None, **at)
        with pytest.raises(refusal):
            items.extend(item=agenda[0].pk, minutes=5, **at)
    assert log(plenary) == before


# What each event carries


def test_each_event_of_every_stream_carries_its_item(
    plenary: Session, boris: Person, dmitri: Person, agenda: list[AgendaItem]
) -> None:
    Event.objects.all().delete()
    welcome, reports = agenda[0].pk, agenda[1].pk
    at: dict[str, Any] = {"actor": boris, "session": plenary}
    posts.post(actor=dmitri, session=plenary, text="Before")
    items.move_on(after=None, **at)
    posts.post(actor=dmitri, session=plenary, text="During")
    assert say(dmitri, plenary.live_room, "question.ask", text="Who pays?").ok
    items.move_on(after=welcome, **at)
    items.stop(after=reports, **at)
    posts.post(actor=dmitri, session=plenary, text="After")
    told = log(plenary)
    assert told[:4] == [
        ("person.shown", None),
        ("message.posted", None),
        ("item.started", welcome),
        ("message.posted", welcome),
    ]
    # What the question tells the asker and the moderators, in whatever order.
    asked = Event.objects.filter(name__startswith="question.")
    assert {
        stream.rpartition(".")[0].count("person")
        for stream in asked.values_list("stream", flat=True)
    } == {0, 1}
    assert set(asked.values_list("agenda_item", flat=True)) == {welcome}
    assert told[-4:] == [
        ("item.ended", welcome),
        ("item.started", reports),
        ("item.ended", reports),
        ("message.posted", None),
    ]


def test_the_end_of_the_session_ends_what_runs_before_all_else(
    plenary: Session, boris: Person, agenda: list[AgendaItem], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[object] = []
    monkeypatch.setattr(life, "_at_end", [lambda session, actor: seen.append(current(session))])
    items.move_on(actor=boris, session=plenary, after=None)
    life.end(actor=boris, session=plenary)
    assert log(plenary)[-2:] == [("item.ended", agenda[0].pk), ("session.ended", None)]
    assert (seen, runs(plenary)) == ([None], [("Welcome", True)])
    assert Stream.objects.get(name=str(plenary.live_room)).agenda_item is None
    run = ItemRun.objects.get()
    plenary.refresh_from_db()
    assert (run.ended_at, run.ended_seq > run.started_seq) == (plenary.ended_at, True)


# The wire


def test_clients_hold_what_the_tables_say_of_every_event(
    replay: Replay, plenary: Session, boris: Person, dmitri: Person
) -> None:
    everyone = [boris, dmitri]
    room = plenary.live_room
    with verify_live(replay, room, everyone):
        first, second, _third = three(plenary, boris)
    with verify_live(replay, room, everyone):
        assert say(boris, room, "agenda.next").data["id"] == first.pk
    with verify_live(replay, room, everyone):
        assert say(boris, room, "agenda.extend", item=first.pk, minutes=5).ok
        assert say(boris, room, "agenda.next", after=first.pk).ok
        assert say(boris, room, "agenda.back", after=second.pk).ok
    with verify_live(replay, room, everyone):
        again = [kept(second), kept(first, title_en="Hello"), line("News")]
        items.plan(actor=boris, session=plenary, lines=again)
        assert say(boris, room, "agenda.stop", after=first.pk).ok
    with verify_live(replay, room, everyone):
        assert say(boris, room, "agenda.start", item=second.pk, after=None).ok
        life.end(actor=boris, session=plenary)
