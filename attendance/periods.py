"""The time of a session that counts: while it was live, by its own log."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from attendance.intervals import Interval
from live import clock
from sessions.models import Session
from sessions.queries import moments_of_life, periods_told

Periods = tuple[Interval, ...]


def periods_of(session: Session, now: datetime | None = None) -> Periods:
    """Return when a session was live: the lobby, and the gap before a reopening, do not count."""
    return periods_of_all([session], now)[session.pk]


def periods_of_all(sessions: Iterable[Session], now: datetime | None = None) -> dict[UUID, Periods]:
    """Return the live periods of several sessions, in one query; what goes on lasts until now.

    Only of a reopened session does the log know more than the session's own row.
    """
    rows = list(sessions)
    instant = now or clock.now()
    told = moments_of_life(rows)
    return {
        session.pk: _closed(
            periods_told(session, moments) if _is_reopened(moments) else _whole(session), instant
        )
        for session in rows
        for moments in [told.get(session.pk, [])]
    }


def length_of(periods: Periods) -> timedelta:
    """Return how long a session was live."""
    return sum((period.length for period in periods), timedelta(0))


def _is_reopened(moments: Iterable[tuple[str, datetime]]) -> bool:
    return any(name == "session.reopened" for name, _at in moments)


def _whole(session: Session) -> list[tuple[datetime, datetime | None]]:
    return [(session.started_at, session.ended_at)] if session.started_at else []


def _closed(periods: Iterable[tuple[datetime, datetime | None]], now: datetime) -> Periods:
    return tuple(Interval(start, max(start, end or now)) for start, end in periods)
