"""Commands that waited for each other share a transaction, and each is judged as if it were alone."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.db import OperationalError, connection, connections
from django.test.utils import CaptureQueriesContext

from accounts.models import Person
from live import dispatch, streams, together
from live.batches import Batch
from live.fanout import listener
from live.frames import CommandFrame
from live.locks import Busy
from live.models import Receipt
from live.protocol import Reply
from live.together import Said
from tests import build
from tests.live import hall
from tests.live.hall import HALL

pytestmark = pytest.mark.django_db(transaction=True)


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


async def test_when_too_many_wait_the_next_is_told_so() -> None:
    def work(asked: list[int]) -> list[int]:
        return asked

    batch = Batch(work, seconds=0.0, most=4, line=0, is_at_door=False)
    try:
        with pytest.raises(Busy):
            await batch.ask(1)
    finally:
        listener().stop()
