"""Who of the moderators sees to a question: one at a time, told to moderators alone, and never in the way."""

import pytest

from accounts.models import Person
from floor.models import Question, QuestionState
from live import clock
from live.testing import say
from sessions.models import Session, State

pytestmark = pytest.mark.django_db


def asked(session: Session, **fields: object) -> Question:
    """Return a question that waits; it is in the moderators' list since the first event."""
    made = {"naming": "unnamed", "text": "Why?", "lang": "en", "asked_at": clock.now()}
    return Question.objects.create(session=session, **(made | fields))


def handler(question: Question) -> Person | None:
    question.refresh_from_db()
    assert (question.handled_at is None) == (question.handler is None)
    return question.handler


def test_the_last_who_says_so_sees_to_it(ada: Person, boris: Person, plenary: Session) -> None:
    question, room = asked(plenary), plenary.live_room
    for person in (ada, boris, boris):
        assert say(person, room, "question.handle", question=question.pk).ok
        assert handler(question) == person


def test_what_another_took_over_is_not_left_by_who_had_it(
    ada: Person, boris: Person, plenary: Session
) -> None:
    question, room = asked(plenary, handler=boris, handled_at=clock.now()), plenary.live_room
    assert say(ada, room, "question.free", question=question.pk).ok
    assert handler(question) == boris
    assert say(boris, room, "question.free", question=question.pk).ok
    assert handler(question) is None


@pytest.mark.parametrize("command", ["question.approve", "question.dismiss"])
def test_who_must_can_act_all_the_same_and_then_nobody_sees_to_it(
    ada: Person, boris: Person, plenary: Session, command: str
) -> None:
    question = asked(plenary, handler=boris, handled_at=clock.now())
    assert say(ada, plenary.live_room, command, question=question.pk).ok
    assert handler(question) is None


def test_a_question_that_is_united_or_answered_is_seen_to_by_nobody(
    ada: Person, boris: Person, plenary: Session
) -> None:
    held = {"handler": boris, "handled_at": clock.now()}
    target = asked(plenary, state=QuestionState.OPEN, approved_seq=1, **held)
    other, room = asked(plenary, **held), plenary.live_room
    assert say(ada, room, "question.merge", question=other.pk, into=target.pk).ok
    assert (handler(other), handler(target)) == (None, boris)
    assert say(ada, room, "question.answer", question=target.pk, text="So").ok
    assert handler(target) is None


@pytest.mark.parametrize("state", [QuestionState.ANSWERED, QuestionState.DISMISSED])
def test_what_is_done_is_not_taken_in_hand(
    boris: Person, plenary: Session, state: QuestionState
) -> None:
    question = asked(plenary, state=state)
    reply = say(boris, plenary.live_room, "question.handle", question=question.pk)
    assert reply.code == f"question.{state}"
    assert handler(question) is None


@pytest.mark.parametrize(("name", "code"), [("dmitri", "forbidden"), ("eve", "not_found")])
def test_only_moderators_see_to_questions(
    plenary: Session, request: pytest.FixtureRequest, name: str, code: str
) -> None:
    question = asked(plenary)
    person = request.getfixturevalue(name)
    reply = say(person, plenary.live_room, "question.handle", question=question.pk)
    assert (reply.ok, reply.code) == (False, code)
    assert handler(question) is None


def test_after_the_end_what_is_left_can_still_be_shared_out(
    boris: Person, plenary: Session
) -> None:
    Session.objects.filter(pk=plenary.pk).update(state=State.ENDED, ended_at=clock.now())
    question = asked(plenary, owner=boris)
    assert say(boris, plenary.live_room, "question.handle", question=question.pk).ok
    assert handler(question) == boris
