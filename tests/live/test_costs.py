"""What a command asks of the database: so many statements, for the first as for the third who says it."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Person
from conferences.models import Conference
from floor import judging, questions
from live import dispatch, epochs, snapshots
from live.entering import Entered, admit
from live.frames import CommandFrame
from live.tickets import Presented, issue
from sessions.models import Session
from tests import build

pytestmark = pytest.mark.django_db

# With begin and end of the transaction, which in these tests is a savepoint.
POST, ASK, UPVOTE, ENTER, READ = 15, 19, 23, 13, 2


def statements(asked: CaptureQueriesContext) -> int:
    """Return how many there were, but for those that ask PostgreSQL for the time."""
    return sum("clock_timestamp" not in query["sql"] for query in asked.captured_queries)


@pytest.fixture
def three(plenary: Session, forum: Conference) -> list[Person]:
    people = [build.person(name) for name in ("Una", "Vera", "Wanda")]
    for person in people:
        build.registration(person, forum)
    return people


def say(who: Person, where: Session, name: str, **data: Any) -> int:
    """Say it, and return how many statements that took."""
    frame = CommandFrame(id=str(uuid4()), name=name, data=data)
    with CaptureQueriesContext(connection) as asked:
        reply = dispatch.run(actor=who, room=where.live_room, frame=frame)
    assert reply.ok, reply
    return statements(asked)


def test_a_message(plenary: Session, three: list[Person]) -> None:
    for person in three:
        say(person, plenary, "message.post", text="first")
    assert [say(p, plenary, "message.post", text="hello") for p in three] == [POST] * 3


def test_a_question(plenary: Session, three: list[Person]) -> None:
    for person in three:
        say(person, plenary, "question.ask", text="First?")
    assert [say(p, plenary, "question.ask", text="Who?") for p in three] == [ASK] * 3


def test_support(plenary: Session, three: list[Person], boris: Person) -> None:
    first, second = (_open_question(plenary, boris) for _ in range(2))
    for person in three:
        say(person, plenary, "question.upvote", question=first)
    costs = [say(p, plenary, "question.upvote", question=second) for p in three]
    # The figure is told with the first, and for half a second left to the poll with the others.
    assert costs == [UPVOTE + 4, UPVOTE, UPVOTE]


def test_entering_alone_and_together(plenary: Session, three: list[Person]) -> None:
    _enter(plenary, three)
    assert _cost(plenary, three[:1]) == ENTER
    # Beside the limit of each, which is a bucket of their own.
    assert _cost(plenary, three) == ENTER + 2 * 2


def _open_question(where: Session, boris: Person) -> UUID:
    asked = questions.ask(actor=boris, session=where, text="Why?")
    judging.approve(actor=boris, session=where, question=asked.pk)
    return asked.pk


def _enter(where: Session, people: list[Person]) -> list[Any]:
    numbers = epochs.epochs({person.pk for person in people})
    texts = [issue(where.live_room, p.pk, "test:x", numbers[p.pk]) for p in people]
    return admit([Presented(text) for text in texts])


def _cost(where: Session, people: list[Person]) -> int:
    with CaptureQueriesContext(connection) as asked:
        outcomes = _enter(where, people)
    assert all(isinstance(outcome, Entered) for outcome in outcomes)
    return statements(asked) - 1  # the epochs for the tickets


def test_coming_back_with_what_was_seen(plenary: Session, three: list[Person]) -> None:
    [entered] = _enter(plenary, three[:1])
    names = snapshots.catch_up(plenary.live_room, three[0].pk, entered.admission, {}).as_of
    with CaptureQueriesContext(connection) as asked:
        snapshots.catch_up(plenary.live_room, three[0].pk, entered.admission, names)
    assert statements(asked) <= READ


def test_postgresql_plans_what_each_message_asks_once(
    plenary: Session, three: list[Person]
) -> None:
    if connection.vendor != "postgresql":
        return
    for person in three:
        say(person, plenary, "message.post", text="hello")
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement, custom_plans + generic_plans FROM pg_prepared_statements")
        planned = dict(cursor.fetchall())
    assert [count for text, count in planned.items() if 'INTO "chat_message"' in text] == [3]
    assert sum(count >= len(three) for count in planned.values()) >= POST - 3
