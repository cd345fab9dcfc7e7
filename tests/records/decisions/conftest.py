"""A meeting of the circle that is live, with an item, a question and a message to decide upon."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from accounts.models import Person
from chat import posts
from chat.models import Message
from floor import judging, questions
from floor.models import Question
from groups.models import Group
from live import clock
from live.models import Lease
from sessions import items, life
from sessions.items import Line
from sessions.models import AgendaItem, Session, State
from tests import build

Comes = Callable[..., Lease]


@pytest.fixture
def comes() -> Comes:
    """`comes(person, session)`: connected from now on, and not heard of for longer than a moment."""

    def come(person: Person, session: Session) -> Lease:
        now = clock.now()
        return Lease.objects.create(
            room=str(session.live_room),
            person=person.pk,
            entered_at=now - timedelta(seconds=5),
            last_seen=now,
            door="ws",
        )

    return come


@pytest.fixture
def meeting(circle: Group, boris: Person) -> Session:
    """A meeting that Boris, its co-chair, has begun by the verb."""
    build.programme()
    made = build.session(circle, title="Round table", state=State.SCHEDULED)
    life.start(actor=boris, session=made)
    return made


@pytest.fixture
def item(meeting: Session, boris: Person) -> AgendaItem:
    """The item under discussion."""
    [planned] = items.plan(actor=boris, session=meeting, lines=[Line("Reports", "Отчёты", "", 10)])
    items.move_on(actor=boris, session=meeting, after=None)
    return planned


@pytest.fixture
def question(meeting: Session, item: AgendaItem, dmitri: Person, boris: Person) -> Question:
    """What Dmitri asked so that only the moderators know."""
    asked = questions.ask(actor=dmitri, session=meeting, text="When will it open?", naming="hidden")
    return judging.approve(actor=boris, session=meeting, question=asked.pk)


@pytest.fixture
def message(meeting: Session, dmitri: Person) -> Message:
    return posts.post(actor=dmitri, session=meeting, text="Let us publish it")


@pytest.fixture
def vera(meeting: Session) -> Person:
    """A rapporteur, who moderates nothing."""
    person = build.person("Vera")
    build.role(person, meeting, "rapporteur")
    return person
