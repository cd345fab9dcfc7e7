"""The one seam through which time enters the kernel: the database's clock, in whole milliseconds."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

from django.db import connection
from django.utils import timezone

from kit.prepared import kept_cursor

_told: ContextVar[datetime | None] = ContextVar("live_clock_told", default=None)


@contextmanager
def telling(instant: datetime) -> Iterator[None]:
    """Say `instant` for now within the block: for writing down what happened before it was stored.

    Only what loads a past may use it. No door does: what people do is stamped by the clock.
    """
    token = _told.set(whole_ms(instant))
    try:
        yield
    finally:
        _told.reset(token)


def now() -> datetime:
    """Return the database's present instant, cut to milliseconds (the wire's precision).

    On PostgreSQL `clock_timestamp()`, since `now()` is the start of the transaction, taken before
    any wait for a lock. SQLite runs in this process, so its clock is ours.
    """
    told = _told.get()
    if told is not None:
        return told
    if connection.vendor != "postgresql":
        return whole_ms(timezone.now())
    with kept_cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        row: tuple[datetime] = cursor.fetchone()
    return whole_ms(row[0])


def here() -> datetime:
    """Return this machine's present instant: for what is signed and judged without the database."""
    return timezone.now()


def wire(at: datetime) -> str:
    """Return an instant as RFC 3339 in UTC with milliseconds, as every frame carries it."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z"


def whole_ms(at: datetime) -> datetime:
    """Return an instant cut to milliseconds: never later than it was."""
    return at.replace(microsecond=at.microsecond // 1000 * 1000)
