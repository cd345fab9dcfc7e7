"""The time of a session that counts: while it was live, by its own log."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from attendance.intervals import Interval
from live import clock
from live.models import Event
from sessions.models import Session
from sessions.queries import live_periods

Periods = tuple[Interval, ...]


def periods_of(session: Session, now: datetime | None = None) -> Periods:
    """Return when a session was live: the lobby, and the gap before a reopening, do not count."""
    return periods_of_all([session], now)[session.pk]


def periods_of_all(sessions: Iterable[Session], now: datetime | None = None) -> dict[UUID, Periods]:
    """Return the live periods of several sessions, in one query and one more for each reopened.

    Only of those does the log know more than the session's own row; what goes on lasts until now.
    """
    rows = {str(session.live_room): session for session in sessions}
    instant = now or clock.now()
    reopened = set(
        Event.objects.filter(stream__in=rows, name="session.reopened").values_list(
            "stream", flat=True
        )
    )
    return {
        session.pk: _closed(live_periods(session) if room in reopened else _whole(session), instant)
        for room, session in rows.items()
    }


def length_of(periods: Periods) -> timedelta:
    """Return how long a session was live."""
    return sum((period.length for period in periods), timedelta(0))


def _whole(session: Session) -> list[tuple[datetime, datetime | None]]:
    return [(session.started_at, session.ended_at)] if session.started_at else []


def _closed(periods: Iterable[tuple[datetime, datetime | None]], now: datetime) -> Periods:
    return tuple(Interval(start, max(start, end or now)) for start, end in periods)
