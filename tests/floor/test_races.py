"""Votes and judgements at the same moment: each person once, and what is told is what is stored."""

import threading
from collections.abc import Callable
from functools import partial
from random import Random
from typing import Any
from uuid import uuid4

import pytest
from django.db import close_old_connections, connection

from accounts.models import Person
from conferences.models import Conference
from floor import answers, judging, merging, questions, votes
from floor.models import Question, QuestionState, Upvote
from floor.telling import UPVOTES
from kit.refusals import Refused
from live import tallies
from live.models import Tally
from live.testing import Replay, say, tell_counts, verify_live, view
from sessions import life
from sessions.models import Session
from tests import build

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("generous")]

VOTERS = 50


def at_once(*acts: Callable[[], str]) -> list[str]:
    """Do all of it in as many threads, and return in order what came of each."""
    barrier = threading.Barrier(len(acts))
    found = ["unfinished"] * len(acts)

    def run(number: int, act: Callable[[], str]) -> None:
        try:
            barrier.wait(30)
            found[number] = act()
        finally:
            close_old_connections()
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return found


def outcome(act: Callable[[], object]) -> str:
    try:
        act()
    except Refused as refused:
        return refused.code
    return "ok"


@pytest.fixture
def crowd(forum: Conference) -> list[Person]:
    people = [build.person(f"Voter {n}") for n in range(VOTERS)]
    for person in people:
        build.registration(person, forum)
    return people


@pytest.fixture
def pair(plenary: Session, dmitri: Person, clara: Person, boris: Person) -> tuple[Question, ...]:
    """Two questions before the room that ask the same."""
    made = []
    for who in (dmitri, clara):
        asked = questions.ask(actor=who, session=plenary, text="When?")
        made.append(judging.approve(actor=boris, session=plenary, question=asked.pk))
    return tuple(made)


def until_taken(person: Person, session: Session, question: Question, command_id: str) -> str:
    """Send a vote as a client does: again under the same id while the server is busy."""
    code = "busy"
    while code == "busy":
        reply = say(
            person,
            session.live_room,
            "question.upvote",
            command_id=command_id,
            question=question.pk,
        )
        code = reply.code
    return code or "ok"


@pytest.mark.timeout(300)
def test_fifty_who_vote_twice_at_once_and_try_again_count_once_each(
    plenary: Session, pair: tuple[Question, ...], crowd: list[Person], boris: Person, replay: Replay
) -> None:
    """Each votes for both of a family: two tries under one id, one under another, while they unite."""
    first, second = pair
    chance = Random(4)
    acts: list[Callable[[], str]] = []
    for person in crowd:
        same = str(uuid4())
        acts += [
            partial(until_taken, person, plenary, first, same),
            partial(until_taken, person, plenary, first, same),
            partial(until_taken, person, plenary, second, str(uuid4())),
        ]
    chance.shuffle(acts)
    half = len(acts) // 2
    unite = partial(merging.merge, actor=boris, session=plenary, question=second.pk, into=first.pk)
    with verify_live(replay, plenary.live_room, [*crowd[:3], boris]):
        came = at_once(*acts[:half]) + at_once(*acts[half:], partial(outcome, unite))
        assert set(came) <= {"ok", "question.already_upvoted", "question.merged"}
        # And once more, after all is over, under ids that nobody has seen.
        came = at_once(
            *(partial(until_taken, person, plenary, first, str(uuid4())) for person in crowd)
        )
        assert set(came) == {"question.already_upvoted"}
        settle()
    per_person = Upvote.objects.values_list("question", "person")
    assert len(set(per_person)) == len(per_person)
    # The two who asked are no voters: the second's asker counts, the first's does not.
    assert tallies.published(UPVOTES, [first.pk]) == {first.pk: VOTERS + 1}
    distinct = Upvote.objects.values_list("person", flat=True).distinct().count()
    [row] = view(boris, plenary.live_room).slices["room"]["questions"]
    assert (row["upvotes"], distinct) == (VOTERS + 1, VOTERS)


def settle() -> None:
    """Let every poll come that is due."""
    while Tally.objects.filter(is_dirty=True).exists():
        tell_counts()


def test_votes_and_their_withdrawal_at_once_leave_figure_and_rows_equal(
    plenary: Session, pair: tuple[Question, ...], crowd: list[Person], boris: Person, replay: Replay
) -> None:
    here: dict[str, Any] = {"session": plenary, "question": pair[0].pk}
    with verify_live(replay, plenary.live_room, [*crowd[:2], boris]):
        at_once(
            *(
                partial(outcome, partial(verb, actor=person, **here))
                for person in crowd[:10]
                for verb in (votes.upvote, votes.unvote)
            )
        )
        settle()
    told = tallies.published(UPVOTES, [pair[0].pk])[pair[0].pk]
    assert told == Upvote.objects.filter(question=pair[0]).count()


def test_moderators_at_once_leave_one_pin_and_no_circle(
    plenary: Session, pair: tuple[Question, ...], boris: Person, ada: Person, replay: Replay
) -> None:
    first, second = (question.pk for question in pair)
    with verify_live(replay, plenary.live_room, [boris, ada]):
        came = at_once(
            partial(outcome, partial(judging.pin, actor=boris, session=plenary, question=first)),
            partial(outcome, partial(judging.pin, actor=ada, session=plenary, question=second)),
        )
    assert came == ["ok", "ok"]
    assert Question.objects.filter(is_pinned=True).count() == 1
    with verify_live(replay, plenary.live_room, [boris, ada]):
        came = at_once(
            partial(
                outcome,
                partial(merging.merge, actor=boris, session=plenary, question=first, into=second),
            ),
            partial(
                outcome,
                partial(merging.merge, actor=ada, session=plenary, question=second, into=first),
            ),
        )
        settle()
    assert sorted(came) == ["ok", "question.same"]
    assert Question.objects.filter(state=QuestionState.MERGED).count() == 1


def test_what_comes_as_the_session_ends_is_refused_or_owed_by_somebody(
    plenary: Session, dmitri: Person, clara: Person, boris: Person, ada: Person, replay: Replay
) -> None:
    aside = questions.ask(actor=clara, session=plenary, text="And then?")
    judging.dismiss(actor=boris, session=plenary, question=aside.pk)

    def session() -> Session:
        return Session.objects.select_related("conference").get(pk=plenary.pk)

    acts: list[Callable[[], object]] = [
        lambda: questions.ask(actor=dmitri, session=session(), text="Too late?"),
        lambda: questions.ask_unnamed(actor=clara, session=session(), text="Too late?"),
        lambda: questions.ask_for(actor=boris, session=session(), text="Too late?"),
        lambda: judging.restore(actor=boris, session=session(), question=aside.pk),
        lambda: life.end(actor=ada, session=session()),
    ]
    with verify_live(replay, plenary.live_room, [dmitri, clara, boris]):
        came = at_once(*(partial(outcome, act) for act in acts))
    assert set(came) <= {"ok", "session.not_open"}
    # The hall may be late as well; what is known already, a moderator judges after the end too.
    assert came[3:] == ["ok"] * 2
    left = Question.objects.filter(owner=None)
    assert not left.filter(state__in=(QuestionState.WAITING, QuestionState.OPEN)).exists()


def test_whatever_wins_clients_and_tables_agree(
    plenary: Session, dmitri: Person, clara: Person, boris: Person, ada: Person, replay: Replay
) -> None:
    for _ in range(4):
        with verify_live(replay, plenary.live_room, [dmitri, clara, boris]):
            asked = questions.ask(actor=dmitri, session=plenary, text="When?", naming="hidden")
            here: dict[str, Any] = {"session": plenary, "question": asked.pk}
            verbs: list[Callable[..., object]] = [
                partial(judging.approve, actor=boris),
                partial(judging.dismiss, actor=ada),
                partial(judging.restore, actor=boris),
                partial(questions.edit, actor=ada, text="When exactly?"),
                partial(answers.answer, actor=boris),
                partial(judging.pin, actor=ada),
                partial(votes.upvote, actor=clara),
                partial(questions.retract, actor=dmitri),
            ]
            at_once(*(partial(outcome, partial(verb, **here)) for verb in verbs))
            settle()
