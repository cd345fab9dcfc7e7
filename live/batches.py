"""What many who come and go ask for at nearly the same instant, done together in one transaction."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from typing import Generic, TypeVar

from live.executor import executor
from live.fanout import listener
from live.locks import Busy

A = TypeVar("A")
R = TypeVar("R")


class Batch(Generic[A, R]):
    """Collects what is asked within `seconds`, and all that comes while the batch before is at work.

    `work` gets at most `most` of them at once, in a kernel thread, and returns their results in the
    same order; when it raises, each of them hears the error. Batches follow one another: two beside
    each other would only wait for the same locks, and the second could have held more. When `line` of
    them wait, the next hears `Busy`. Who comes and goes does so at the listener's doors, in small numbers.
    """

    def __init__(
        self,
        work: Callable[[list[A]], Sequence[R]],
        *,
        seconds: float,
        most: int,
        line: int | None = None,
        is_at_door: bool = True,
    ) -> None:
        self._work = work
        self._line = line
        self._is_at_door = is_at_door
        self._seconds = seconds
        self._most = most
        self._loop: asyncio.AbstractEventLoop | None = None
        self._waiting: list[tuple[A, asyncio.Future[R]]] = []
        self._task: asyncio.Task[None] | None = None

    async def ask(self, asked: A) -> R:
        """Return what `work` returns for this one."""
        loop = asyncio.get_running_loop()
        if self._loop is not loop:
            # Those of a loop that has ended are waited for by nobody.
            self._loop, self._waiting, self._task = loop, [], None
        if self._line is not None and len(self._waiting) >= self._line:
            raise Busy
        future: asyncio.Future[R] = loop.create_future()
        self._waiting.append((asked, future))
        if self._task is None:
            self._task = asyncio.ensure_future(self._do_all())
        return await future

    async def _do_all(self) -> None:
        await asyncio.sleep(self._seconds)
        while self._waiting:
            batch, self._waiting = self._waiting[: self._most], self._waiting[self._most :]
            await self._do(batch)
        self._task = None

    async def _do(self, batch: list[tuple[A, asyncio.Future[R]]]) -> None:
        try:
            async with listener().doors if self._is_at_door else nullcontext():
                results = await executor().run(self._work, [asked for asked, _future in batch])
        except Exception as error:  # noqa: BLE001 - every waiter must hear of it
            for _asked, future in batch:
                if not future.done():
                    future.set_exception(error)
            return
        for (_asked, future), result in zip(batch, results, strict=True):
            if not future.done():
                future.set_result(result)
