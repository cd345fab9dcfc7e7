"""Commands that waited for each other share a transaction, and each is judged as if it were alone."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from django.db import OperationalError, connection, connections
from django.test.utils import CaptureQueriesContext

from accounts.models import Person
from chat.models import Message
from live import dispatch, streams, together
from live.batches import Batch
from live.fanout import listener
from live.frames import CommandFrame
from live.locks import Busy
from live.models import Receipt
from live.protocol import Reply
from live.together import Said
from sessions.models import Session
from tests import build
from tests.live import hall
from tests.live.hall import HALL

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(params=[True, False], ids=["sociable", "each numbered alone"], autouse=True)
def numbered(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands are numbered together, or each by itself within the transaction that they share."""
    monkeypatch.setattr(hall.CallOut, "sociable", request.param)


@pytest.fixture
def dan() -> Iterator[Person]:
    hall.fresh()
    yield build.person("Dan")
    hall.fresh()


def said(who: Person, text: str, command: str = "") -> Said:
    frame = CommandFrame(id=command or str(uuid4()), name="call.out", data={"text": text})
    return Said(who, HALL, "en", frame)


def told() -> list[str]:
    return [event.data for event in streams.events_after(str(HALL), 0)]


def test_they_are_numbered_in_their_order_and_committed_once(dan: Person) -> None:
    with CaptureQueriesContext(connection) as asked:
        replies = together.all_of([said(dan, str(number)) for number in range(5)])
    assert [reply.ok for reply in replies] == [True] * 5
    assert [reply.data["seq"] for reply in replies] == [1, 2, 3, 4, 5]
    commits = [query for query in asked.captured_queries if query["sql"] == "COMMIT"]
    assert len(commits) == 1


def test_one_that_is_refused_or_breaks_leaves_nothing_and_the_others_stand(dan: Person) -> None:
    hall.closed.add("shut")
    all_said = [said(dan, text) for text in ("one", "shut", "break", "two")]
    replies = together.all_of(all_said)
    assert [reply.code for reply in replies] == ["", "call.closed", "broken", ""]
    assert [text.count("one") + text.count("two") for text in told()] == [1, 1]
    kept = {str(receipt.command) for receipt in Receipt.objects.all()}
    assert kept == {all_said[0].frame.id, all_said[3].frame.id}


def test_said_twice_in_one_transaction_has_one_effect_and_one_answer(dan: Person) -> None:
    same = said(dan, "once")
    first, second = together.all_of([same, same])
    assert first == second
    assert len(told()) == 1


def test_what_the_database_undoes_as_a_whole_is_done_again_each_by_itself(
    dan: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is accepted that is not stored, also when Django rolls back without raising anything."""
    run, seen = dispatch.run, []

    def undone_once(**given: Any) -> Reply:
        reply = run(**given)
        seen.append(connection.in_atomic_block)
        if len(seen) == 2:
            connection.needs_rollback = True
        return reply

    monkeypatch.setattr(dispatch, "run", undone_once)
    replies = together.all_of([said(dan, text) for text in ("one", "two", "three")])
    assert [reply.ok for reply in replies] == [True] * 3
    assert seen == [True, True, False, False, False]
    assert len(told()) == 3


def test_nobody_is_told_yes_before_the_commit(dan: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """A commit that fails is no acceptance: each is tried by itself, and told what came of that."""

    def fails(_self: Any) -> None:
        raise OperationalError("disk I/O error: locked")

    monkeypatch.setattr(type(connections["default"]), "_commit", fails)
    replies = together.all_of([said(dan, "one"), said(dan, "two")])
    monkeypatch.undo()
    assert {reply.code for reply in replies} == {"busy"}
    assert told() == []


def test_where_the_database_has_no_time_all_are_told_so_at_once_and_each_in_their_language(
    dan: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tried one by one, each would wait for as long as the first did."""
    begun = []

    def locked(*_given: Any, **_named: Any) -> None:
        begun.append(1)
        raise OperationalError("database is locked")

    monkeypatch.setattr(type(connections["default"]), "set_autocommit", locked)
    russian = replace(said(dan, "two"), language="ru")
    replies = together.all_of([said(dan, "one"), russian, said(dan, "three")])
    monkeypatch.undo()
    assert [reply.code for reply in replies] == ["busy"] * 3
    assert len(begun) == 1
    assert replies[0].text.startswith("The server is busy")
    assert replies[1].text.startswith("Сервер")
    assert told() == []


def test_who_is_put_out_by_a_neighbour_says_nothing_more_in_the_same_transaction(
    plenary: Session, boris: Person, clara: Person
) -> None:
    """Rights are those of the instant of each command, also where one changed them just before."""
    room = plenary.live_room
    removal = CommandFrame(
        id=str(uuid4()), name="person.remove", data={"person": str(clara.pk), "reason": ""}
    )

    def speaks() -> Said:
        frame = CommandFrame(id=str(uuid4()), name="message.post", data={"text": "hello"})
        return Said(clara, room, "en", frame)

    replies = together.all_of([speaks(), Said(boris, room, "en", removal), speaks()])
    assert [(reply.ok, reply.code) for reply in replies] == [
        (True, ""),
        (True, ""),
        (False, "room.removed"),
    ]
    assert Message.objects.filter(person=clara).count() == 1


async def test_when_too_many_wait_the_next_is_told_so() -> None:
    def work(asked: list[int]) -> list[int]:
        return asked

    batch = Batch(work, seconds=0.0, most=4, line=0, is_at_door=False)
    try:
        with pytest.raises(Busy):
            await batch.ask(1)
    finally:
        listener().stop()
