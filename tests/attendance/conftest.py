"""Stays as the kernel keeps them, written directly: time is the matter here, not sockets."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from accounts.models import Person
from conferences.models import Conference
from live import clock
from live.models import Lease
from sessions.models import Session, State
from tests import build

Stayed = Callable[..., Lease]


@pytest.fixture
def ended(forum: Conference) -> Session:
    """An hour of the forum that is over."""
    start = clock.now() - timedelta(hours=3)
    return build.session(forum, title="Over", state=State.ENDED, starts_at=start)


@pytest.fixture
def stayed() -> Stayed:
    """`stayed(person, session, from, until)` in minutes after the session's start."""

    def stay(person: Person, session: Session, start: float, end: float) -> Lease:
        assert session.started_at is not None
        entered, seen = (_at(session.started_at, minutes) for minutes in (start, end))
        return Lease.objects.create(
            room=str(session.live_room),
            person=person.id,
            entered_at=entered,
            last_seen=seen,
            ended_at=seen,
            door="ws",
        )

    return stay


def _at(start: datetime, minutes: float) -> datetime:
    return start + timedelta(minutes=minutes)
