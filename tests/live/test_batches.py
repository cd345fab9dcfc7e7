"""What many who come and go ask for at one instant is done together."""

import asyncio
import gc
import sys
import threading

import pytest

from live import fanout, interpreter
from live.batches import Batch
from live.fanout import listener

pytestmark = pytest.mark.django_db(transaction=True)


async def test_what_is_asked_at_one_instant_is_done_at_once_and_each_gets_its_own() -> None:
    done: list[list[int]] = []

    def double(asked: list[int]) -> list[int]:
        done.append(asked)
        return [2 * number for number in asked]

    batch = Batch(double, seconds=0.01, most=100)
    try:
        assert await asyncio.gather(*(batch.ask(n) for n in range(7))) == [0, 2, 4, 6, 8, 10, 12]
    finally:
        listener().stop()
    assert done == [[0, 1, 2, 3, 4, 5, 6]]


async def test_what_comes_while_a_batch_is_at_work_waits_for_it_and_goes_together() -> None:
    done: list[int] = []
    is_at_work, may_go_on = threading.Event(), threading.Event()

    def slow(asked: list[int]) -> list[int]:
        is_at_work.set()
        assert may_go_on.wait(5)
        done.append(len(asked))
        return asked

    batch = Batch(slow, seconds=0.0, most=4)
    try:
        first = asyncio.ensure_future(batch.ask(0))
        assert await asyncio.to_thread(is_at_work.wait, 5)
        rest = [asyncio.ensure_future(batch.ask(n)) for n in range(1, 7)]
        await asyncio.sleep(0)
        may_go_on.set()
        assert await asyncio.gather(first, *rest) == [0, 1, 2, 3, 4, 5, 6]
    finally:
        listener().stop()
    assert done == [1, 4, 2]


async def test_each_of_a_batch_that_failed_hears_it_and_the_next_is_done() -> None:
    def refuse_odd(asked: list[int]) -> list[int]:
        if any(number % 2 for number in asked):
            raise ConnectionError
        return asked

    batch = Batch(refuse_odd, seconds=0.01, most=100)
    try:
        heard = await asyncio.gather(*(batch.ask(n) for n in range(3)), return_exceptions=True)
        assert [type(each) for each in heard] == [ConnectionError] * 3
        assert await batch.ask(4) == 4
    finally:
        listener().stop()


async def test_those_who_come_and_go_take_few_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is said in a room shares the interpreter with these at most."""
    monkeypatch.setattr(fanout, "COMING_AND_GOING", 1)
    guard, at_work, most = threading.Lock(), [0], [0]

    def look(asked: list[int]) -> list[int]:
        with guard:
            at_work[0] += 1
            most[0] = max(most[0], at_work[0])
        threading.Event().wait(0.02)
        with guard:
            at_work[0] -= 1
        return asked

    batches = [Batch(look, seconds=0.0, most=1) for _ in range(5)]
    try:
        await asyncio.gather(*(batch.ask(n) for n, batch in enumerate(batches)))
    finally:
        listener().stop()
    assert most == [1]


def test_a_settled_process_collects_little_and_changes_threads_often() -> None:
    before, frozen = sys.getswitchinterval(), gc.get_freeze_count()
    try:
        interpreter.settle()
        assert sys.getswitchinterval() == pytest.approx(interpreter.SWITCH_SECONDS)
        assert gc.get_freeze_count() > frozen
        assert len(gc.get_objects()) < gc.get_freeze_count() / 10
    finally:
        gc.unfreeze()
        sys.setswitchinterval(before)
