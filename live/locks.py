"""One fair write lock a process for SQLite, which has one writer and backs off unfairly."""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext_lazy as _

from kit.refusals import Refused


class Busy(Refused):
    """The server can't take this now; the same command may be sent again after `retry_in`."""

    def __init__(self, retry_in: float = 1.0) -> None:
        text = _("The server is busy. It is tried again in a moment.")
        super().__init__("busy", text, status=503, retry_in=retry_in)


class FairLock:
    """A lock that serves waiters in the order in which they came."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[threading.Event] = deque()
        self._held = False

    def acquire(self, timeout: float) -> bool:
        """Wait up to `timeout` seconds for the lock; say whether it is ours."""
        turn = threading.Event()
        with self._guard:
            if not self._held and not self._waiting:
                self._held = True
                return True
            self._waiting.append(turn)
        if turn.wait(timeout):
            return True
        with self._guard:
            if turn.is_set():
                return True
            self._waiting.remove(turn)
        return False

    def release(self) -> None:
        """Hand the lock to the one who has waited longest."""
        with self._guard:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._held = False


_sqlite_writes = FairLock()


@contextmanager
def writing() -> Iterator[None]:
    """Hold this process's turn to write; on PostgreSQL there is nothing to wait for here."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    if not _sqlite_writes.acquire(settings.LIVE_LOCK_TIMEOUT):
        raise Busy
    try:
        yield
    finally:
        _sqlite_writes.release()
