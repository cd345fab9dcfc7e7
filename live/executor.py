"""The kernel's own threads for the database: a fixed number, and a bounded line before them."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Lock
from typing import Any, TypeVar

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection

from live.locks import Busy

T = TypeVar("T")


class Executor:
    """Runs synchronous work off the event loop; refuses with `busy` when its line is full."""

    def __init__(self, threads: int, backlog: int) -> None:
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="live")
        self._threads = threads
        self._backlog = backlog
        self._waiting = 0
        self._is_closing = False
        self._door = Lock()

    async def run(self, work: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        """Return what `work` returns, from a kernel thread; raises Busy at once when full."""
        with self._door:
            if self._is_closing or self._waiting >= self._backlog:
                raise Busy
            given = self._pool.submit(_connected, work, args, kwargs)
            self._waiting += 1
        try:
            return await asyncio.wrap_future(given)
        finally:
            self._waiting -= 1

    def close(self) -> None:
        """Let every thread close its kept connection, and end; what comes meanwhile is told `busy`.

        Taken on, it would open a connection anew in a thread that has already closed its own.
        """
        together = Barrier(self._threads)
        with self._door:
            self._is_closing = True
            for _ in range(self._threads):
                self._pool.submit(_disconnected, together)
        self._pool.shutdown()


def _disconnected(together: Barrier) -> None:
    # All threads meet here first, so that none takes the turn of another.
    together.wait(timeout=10)
    connection.close()


def _connected(work: Callable[..., T], args: tuple[Any, ...], kwargs: dict[str, Any]) -> T:
    """Run with this thread's kept connection; one that broke is dropped and the work tried again.

    No request signal fires in these threads, so Django's own health checks never look at them. All
    work given to the executor may be run twice: reads, verbs and commands with their receipts.
    """
    try:
        return work(*args, **kwargs)
    except (OperationalError, InterfaceError):
        connection.close()
        return work(*args, **kwargs)


_executor: Executor | None = None


def executor() -> Executor:
    """Return the process's executor, made when first asked for."""
    global _executor  # noqa: PLW0603 - one a process
    if _executor is None:
        _executor = Executor(settings.LIVE_EXECUTOR_THREADS, settings.LIVE_EXECUTOR_BACKLOG)
    return _executor


def close() -> None:
    """End the process's executor, if there is one; the next call of `executor()` makes another."""
    global _executor  # noqa: PLW0603 - one a process
    if _executor is not None:
        _executor.close()
        _executor = None
