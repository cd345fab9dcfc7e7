"""The kernel's threads: a bounded line before them, and no connection left behind when they end."""

import asyncio
from threading import Event

import pytest

from live.executor import Executor
from live.locks import Busy


async def test_a_full_line_is_told_busy_and_one_place_later_it_is_not() -> None:
    executor, go = Executor(threads=1, backlog=2), Event()
    taken = [asyncio.ensure_future(executor.run(go.wait)) for _ in range(2)]
    await asyncio.sleep(0)
    with pytest.raises(Busy):
        await executor.run(go.wait)
    go.set()
    assert await asyncio.gather(*taken) == [True, True]
    assert await executor.run(go.wait)
    await asyncio.to_thread(executor.close)


async def test_what_comes_while_the_threads_end_is_told_busy_and_what_was_taken_is_done() -> None:
    """Taken on, it would open a connection in a thread that has closed its own for good."""
    executor, go = Executor(threads=2, backlog=8), Event()
    taken = asyncio.ensure_future(executor.run(go.wait))
    await asyncio.sleep(0)
    closing = asyncio.ensure_future(asyncio.to_thread(executor.close))
    async with asyncio.timeout(5):
        while not executor._is_closing:
            await asyncio.sleep(0.001)
    with pytest.raises(Busy):
        await executor.run(go.is_set)
    go.set()
    assert await taken
    await closing
    with pytest.raises(Busy):
        await executor.run(go.is_set)
