"""Decisions and actions by many hands at the same moment: every room holds what the tables hold."""

import json
import threading
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from types import SimpleNamespace

import pytest
from django.db import close_old_connections, connection

from accounts.models import Person
from groups.models import Group
from kit.refusals import Refused
from live import clock
from live.models import EventBody
from records.decisions import actions, carrying, decisions
from records.decisions.models import Action, Carried, Decision
from sessions import life, people
from sessions.models import Session, State
from tests import build

pytestmark = pytest.mark.django_db(transaction=True)

MEETINGS, WRITERS, TAKEN = 6, 14, 8


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Do all of it in as many threads; return what was no success, in words."""
    barrier = threading.Barrier(len(acts))
    failed: list[str] = []

    def run(act: Callable[[], object]) -> None:
        try:
            barrier.wait(30)
            act()
        except Exception as error:  # noqa: BLE001 - whatever it is, the test says it
            failed.append(repr(error))
        finally:
            close_old_connections()
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return failed


def change(session: Session, action: Action, boris: Person, text: str) -> None:
    """Change it, however often somebody else was first."""
    for _attempt in range(200):
        edition = Action.objects.values_list("edition", flat=True).get(pk=action.pk)
        try:
            actions.change(
                actor=boris, session=session, action=action.pk, edition=edition, text=text
            )
        except Refused as refused:
            if refused.code != "action.changed":
                raise
        else:
            return
    raise AssertionError(text)


def take(meeting: Session, boris: Person, text: str) -> Action:
    due_on = str(clock.now().date() + timedelta(days=7))
    return actions.take(actor=boris, session=meeting, text=text, owner=boris.pk, due_on=due_on)


def test_an_action_changed_while_doors_open_says_the_same_in_every_room(
    meeting: Session, circle: Group, boris: Person
) -> None:
    made = [take(meeting, boris, f"Action {n}") for n in range(3)]
    rooms = [build.session(circle, title=f"M{n}", state=State.SCHEDULED) for n in range(MEETINGS)]
    failed = at_once(
        *(partial(life.open_doors, actor=boris, session=room) for room in rooms),
        *(partial(change, meeting, made[n % 3], boris, f"Text {n}") for n in range(WRITERS)),
    )
    assert failed == []
    assert Carried.objects.count() == MEETINGS * len(made)
    for room in (meeting, *rooms):
        for action in made:
            action.refresh_from_db()
            assert last_told(room, action) == action.text_en


def last_told(room: Session, action: Action) -> str:
    """Return what the last event of a room says of an action."""
    rows = EventBody.objects.filter(
        event__stream=str(room.live_room),
        event__subject=action.pk,
        event__name__startswith="action.",
    )
    body = rows.order_by("-event__seq").values_list("data", flat=True)[0]
    return str(json.loads(body)["text_en"])


def test_decisions_of_many_rooms_at_once_leave_no_hole_in_their_numbers(
    meeting: Session, circle: Group, boris: Person
) -> None:
    other = build.session(circle, title="Other", state=State.SCHEDULED)
    life.start(actor=boris, session=other)
    failed = at_once(
        *(
            partial(decisions.take, actor=boris, session=(meeting, other)[n % 2], text=f"No {n}")
            for n in range(TAKEN)
        )
    )
    assert failed == []
    assert sorted(Decision.objects.values_list("number", flat=True)) == list(range(1, TAKEN + 1))


def test_who_changes_an_action_waits_for_doors_that_are_opening(
    meeting: Session, circle: Group, boris: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the room that opens would be told what the action said before, and never what it says."""
    action = take(meeting, boris, "Before")
    room = build.session(circle, title="Next", state=State.SCHEDULED)
    has_read, is_changed = threading.Event(), threading.Event()

    def read(*told: object) -> None:
        has_read.set()
        # As long as it takes who does not wait.
        is_changed.wait(1)
        show(*told)  # type: ignore[arg-type]  # as it came

    show = people.show
    monkeypatch.setattr(carrying, "people", SimpleNamespace(show=read))

    def change_then() -> None:
        assert has_read.wait(30)
        change(meeting, action, boris, "After")
        is_changed.set()

    assert at_once(partial(life.open_doors, actor=boris, session=room), change_then) == []
    assert last_told(room, action) == "After"


def test_an_action_written_afterwards_while_doors_open_stands_in_the_room_that_opens(
    meeting: Session, circle: Group, boris: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else each looks before the other has written, and the next meeting never hears of it."""
    life.end(actor=boris, session=meeting)
    room = build.session(circle, title="Next", state=State.SCHEDULED)
    has_read, is_taken = threading.Event(), threading.Event()

    def read(*told: object) -> None:
        has_read.set()
        # As long as it takes who does not wait.
        is_taken.wait(1)
        show(*told)  # type: ignore[arg-type]  # as it came

    show = people.show
    monkeypatch.setattr(carrying, "people", SimpleNamespace(show=read))

    def take_then() -> None:
        assert has_read.wait(30)
        take(meeting, boris, "Afterwards")
        is_taken.set()

    assert at_once(partial(life.open_doors, actor=boris, session=room), take_then) == []
    action = Action.objects.get()
    assert [row.session_id for row in action.carried.all()] == [room.pk]
