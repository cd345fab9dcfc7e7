"""A session that leaves a record, and stays in it as the kernel keeps them."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from accounts.models import Person
from conferences.models import Conference
from live.models import Lease
from sessions import life
from sessions.models import Session, State
from tests import build

Stayed = Callable[..., Lease]


@pytest.fixture
def hearing(forum: Conference, boris: Person, ada: Person) -> Session:
    """A session of the forum that Ada has begun by the verb, so that its log tells of it."""
    made = build.session(forum, title="Hearing", state=State.SCHEDULED)
    build.role(boris, made)
    life.start(actor=ada, session=made)
    return made


@pytest.fixture
def stayed() -> Stayed:
    """`stayed(person, session)`: connected from a minute before its start until a minute after."""

    def stay(person: Person, session: Session) -> Lease:
        assert session.started_at is not None
        minute = timedelta(minutes=1)
        return Lease.objects.create(
            room=str(session.live_room),
            person=person.pk,
            entered_at=session.started_at - minute,
            last_seen=session.started_at + minute,
            door="ws",
        )

    return stay


@pytest.fixture
def ended(hearing: Session, boris: Person) -> Session:
    """The same session, which Boris has ended."""
    life.end(actor=boris, session=hearing)
    return hearing
