from datetime import timedelta
from uuid import uuid4

import pytest

from accounts.models import Person
from conferences.models import Conference
from floor import answers, judging, questions, votes
from floor.models import Question, QuestionState, Upvote
from kit.refusals import Refused
from live import clock, tallies
from live.models import Event, Tally
from live.testing import heard, view
from sessions.models import Session
from tests import build

pytestmark = pytest.mark.django_db


def names(person: Person, session: Session) -> list[str]:
    told = heard(person, session.live_room)
    return [event.name for event in told if event.name != "person.shown"]


def test_a_question_waits_with_the_staff_and_its_author_alone(
    asked: Question, plenary: Session, dmitri: Person, clara: Person, boris: Person
) -> None:
    assert asked.lang == "ru"
    assert names(dmitri, plenary) == ["question.received"]
    assert names(clara, plenary) == []
    assert names(boris, plenary) == ["question.submitted"]
    assert view(clara, plenary.live_room).slices["room"]["questions"] == []


def test_approval_brings_it_before_the_room(
    before_the_room: Question, plenary: Session, dmitri: Person, clara: Person, boris: Person
) -> None:
    told = view(clara, plenary.live_room).slices["room"]["questions"]
    assert [(q["id"], q["state"], q["upvotes"]) for q in told] == [
        (str(before_the_room.pk), "open", 0)
    ]
    assert view(boris, plenary.live_room).slices["staff"]["questions"] == []
    mine = view(dmitri, plenary.live_room).slices["me"]["questions"]
    assert [q["state"] for q in mine] == ["approved"]


def test_dismissal_tells_the_reason_to_its_author_and_the_moderators(
    asked: Question, plenary: Session, dmitri: Person, clara: Person, boris: Person
) -> None:
    judging.dismiss(actor=boris, session=plenary, question=asked.pk, reason="Asked before")
    mine = view(dmitri, plenary.live_room).slices["me"]["questions"]
    assert [(q["state"], q["reason"]) for q in mine] == [("dismissed", "Asked before")]
    assert "Asked before" not in str(heard(clara, plenary.live_room))
    [put_aside] = view(boris, plenary.live_room).slices["staff"]["dismissed"]
    assert (put_aside["id"], put_aside["reason"]) == (str(asked.pk), "Asked before")


def test_an_open_question_can_be_withdrawn(
    before_the_room: Question, plenary: Session, clara: Person, boris: Person
) -> None:
    judging.dismiss(actor=boris, session=plenary, question=before_the_room.pk)
    assert view(clara, plenary.live_room).slices["room"]["questions"] == []


@pytest.mark.parametrize("text", ["", "Да, по закону."])
def test_an_answer_is_given_aloud_or_in_writing(
    before_the_room: Question, plenary: Session, clara: Person, boris: Person, text: str
) -> None:
    answers.answer(actor=boris, session=plenary, question=before_the_room.pk, text=text)
    told = view(clara, plenary.live_room).slices["room"]["questions"]
    assert [(q["state"], q["answer"]) for q in told] == [("answered", text or None)]


def test_an_upvote_counts_once_and_never_for_ones_own(
    before_the_room: Question, plenary: Session, clara: Person, dmitri: Person
) -> None:
    votes.upvote(actor=clara, session=plenary, question=before_the_room.pk)
    for who, code in ((clara, "question.already_upvoted"), (dmitri, "question.own")):
        with pytest.raises(Refused) as refused:
            votes.upvote(actor=who, session=plenary, question=before_the_room.pk)
        assert refused.value.code == code
    assert Upvote.objects.count() == 1
    told = view(dmitri, plenary.live_room).slices
    assert [q["upvotes"] for q in told["room"]["questions"]] == [1]
    assert view(clara, plenary.live_room).slices["me"]["upvoted"] == [str(before_the_room.pk)]


def test_a_burst_of_votes_is_told_twice_and_ends_exact(
    before_the_room: Question,
    plenary: Session,
    forum: Conference,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    voters = [build.person(f"Voter {n}") for n in range(5)]
    for voter in voters:
        build.registration(voter, forum)
    begun = clock.now()
    # The kernel's own seam for time, so that the database's clock stands still too.
    monkeypatch.setattr(clock, "now", lambda: begun)
    for voter in voters:
        votes.upvote(actor=voter, session=plenary, question=before_the_room.pk)
    assert Tally.objects.get().published == 1, "the first at once"
    assert tallies.publish_due() == 0, "the next not before half a second"
    monkeypatch.setattr(clock, "now", lambda: begun + timedelta(seconds=0.5))
    assert tallies.publish_due() == 1
    assert tallies.publish_due() == 0
    counted = [e for e in heard(voters[0], plenary.live_room) if e.name == "question.counted"]
    assert len(counted) == 2
    assert tallies.published("upvotes", [before_the_room.pk]) == {before_the_room.pk: 5}


@pytest.mark.parametrize(
    ("verb", "inside"),
    # Who may answer hangs on the question: what waits is not there for others.
    [(judging.approve, 403), (judging.dismiss, 403), (answers.answer, 404)],
)
def test_only_moderators_judge(
    asked: Question, plenary: Session, clara: Person, eve: Person, verb: object, inside: int
) -> None:
    events = Event.objects.count()
    for who, status in ((clara, inside), (eve, 404)):
        with pytest.raises(Refused) as refused:
            verb(actor=who, session=plenary, question=asked.pk)  # type: ignore[operator]
        assert refused.value.status == status
    asked.refresh_from_db()
    assert (asked.state, Event.objects.count()) == (QuestionState.WAITING, events)


def test_a_waiting_question_cannot_be_upvoted_by_guessing_its_id(
    asked: Question, plenary: Session, clara: Person
) -> None:
    for guess in (asked.pk, uuid4()):
        with pytest.raises(Refused) as refused:
            votes.upvote(actor=clara, session=plenary, question=guess)
        assert refused.value.status == 404


def test_a_question_of_another_session_is_not_here(
    asked: Question, forum: Conference, ada: Person
) -> None:
    other = build.session(forum, title="Other")
    with pytest.raises(Refused) as refused:
        judging.approve(actor=ada, session=other, question=asked.pk)
    assert refused.value.status == 404


@pytest.mark.parametrize(
    ("text", "code"), [(" ", "question.empty"), ("x" * 1001, "question.too_long")]
)
def test_ask_refuses_nothing_and_too_much(
    dmitri: Person, plenary: Session, text: str, code: str
) -> None:
    with pytest.raises(Refused) as refused:
        questions.ask(actor=dmitri, session=plenary, text=text)
    assert (refused.value.code, refused.value.field) == (code, "text")
    assert Question.objects.count() == 0
