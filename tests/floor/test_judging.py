"""What moderators do with questions: aside and back, above the others, answered and open again."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from accounts.deeds import AuditEntry
from accounts.models import Person
from floor import answers, judging, merging, owners, questions
from floor.models import Question, QuestionState
from kit.refusals import Refused
from live.models import Event, EventBody
from live.testing import Replay, heard, verify_live, view
from sessions.models import Session, State

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("generous")]


def refusal(act: Callable[..., object], **said: Any) -> str:
    with pytest.raises(Refused) as refused:
        act(**said)
    return refused.value.code


def names(person: Person, session: Session) -> list[str]:
    return [event.name for event in heard(person, session.live_room)]


@pytest.mark.parametrize("was_open", [True, False])
def test_taken_up_again_it_is_where_it_was(
    asked: Question,
    plenary: Session,
    dmitri: Person,
    clara: Person,
    boris: Person,
    replay: Replay,
    was_open: bool,
) -> None:
    here: dict[str, Any] = {"actor": boris, "session": plenary, "question": asked.pk}
    if was_open:
        judging.approve(**here)
    with verify_live(replay, plenary.live_room, [dmitri, clara, boris]):
        judging.dismiss(reason="Later", **here)
    with verify_live(replay, plenary.live_room, [dmitri, clara, boris]):
        judging.restore(**here)
    slices = view(boris, plenary.live_room).slices
    assert [row["id"] for row in slices["room"]["questions"]] == [str(asked.pk)] * was_open
    assert [row["id"] for row in slices["staff"]["questions"]] == [str(asked.pk)] * (not was_open)
    assert slices["staff"]["dismissed"] == []
    [own] = view(dmitri, plenary.live_room).slices["me"]["questions"]
    assert (own["state"], own["reason"]) == ("approved" if was_open else "waiting", "")


def test_what_was_answered_is_open_again_without_its_answer(
    before_the_room: Question, plenary: Session, boris: Person, clara: Person, replay: Replay
) -> None:
    here: dict[str, Any] = {"actor": boris, "session": plenary, "question": before_the_room.pk}
    answers.answer(text="In May", **here)
    with verify_live(replay, plenary.live_room, [boris, clara]):
        judging.restore(**here)
    [row] = view(clara, plenary.live_room).slices["room"]["questions"]
    assert (row["state"], row["answer"], row["answered_at"]) == ("open", None, None)
    assert refusal(judging.restore, **here) == "question.not_aside"


def test_one_stands_above_the_others_until_it_is_answered(
    plenary: Session, dmitri: Person, boris: Person, clara: Person, replay: Replay
) -> None:
    here: dict[str, Any] = {"actor": boris, "session": plenary}
    first, second = (questions.ask_for(text=text, **here).pk for text in ("One?", "Two?"))
    with verify_live(replay, plenary.live_room, [dmitri, clara, boris]):
        judging.pin(question=first, **here)
    assert refusal(judging.pin, question=first, **here) == "question.already_pinned"
    with verify_live(replay, plenary.live_room, [dmitri, clara, boris]):
        judging.pin(question=second, **here)
    assert refusal(judging.unpin, question=first, **here) == "question.not_pinned"
    with verify_live(replay, plenary.live_room, [dmitri, clara, boris]):
        answers.answer(question=second, **here)
    assert not Question.objects.filter(is_pinned=True).exists()
    assert refusal(judging.pin, question=second, **here) == "question.answered"
    assert names(clara, plenary)[-4:] == [
        "question.unpinned",
        "question.pinned",
        "question.unpinned",
        "question.answered",
    ]


def test_a_text_follows_upon_an_answer_aloud_and_another_takes_its_place(
    before_the_room: Question, plenary: Session, boris: Person, clara: Person, replay: Replay
) -> None:
    here: dict[str, Any] = {"actor": boris, "session": plenary, "question": before_the_room.pk}
    numbers = []
    for text in ("", "In May", "In June"):
        with verify_live(replay, plenary.live_room, [boris, clara]):
            numbers.append(answers.answer(text=text, **here).answered_seq)
    [row] = view(clara, plenary.live_room).slices["room"]["questions"]
    before_the_room.refresh_from_db()
    assert (row["answer"], before_the_room.answered_seq) == ("In June", numbers[-1])
    assert numbers == sorted(set(numbers))
    # The log keeps that there was another before, and which was given aloud: its text is gone.
    told = [e.data for e in heard(clara, plenary.live_room) if e.name == "question.answered"]
    assert [json.loads(data)["answer"] for data in told] == [None, "", "In June"]
    assert not EventBody.objects.filter(data__contains="In May").exists()
    for text in ("", "In June"):
        assert refusal(answers.answer, text=text, **here) == "question.answered"


def test_numbers_in_the_row_are_those_of_the_rooms_events(
    before_the_room: Question, plenary: Session, boris: Person
) -> None:
    answers.answer(actor=boris, session=plenary, question=before_the_room.pk)
    before_the_room.refresh_from_db()
    rows = Event.objects.filter(stream=str(plenary.live_room), subject=before_the_room.pk)
    assert dict(rows.values_list("name", "seq")) == {
        "question.asked": before_the_room.approved_seq,
        "question.answered": before_the_room.answered_seq,
    }


@pytest.mark.parametrize(
    "act",
    [
        judging.restore,
        judging.pin,
        judging.unpin,
        merging.split,
        lambda **said: owners.assign(owner=said["question"], due_on="2099-01-31", **said),
    ],
)
def test_only_moderators_do_so(
    before_the_room: Question, plenary: Session, clara: Person, eve: Person, act: Any
) -> None:
    events = Event.objects.count()
    for who, status in ((clara, 403), (eve, 404)):
        with pytest.raises(Refused) as refused:
            act(actor=who, session=plenary, question=before_the_room.pk)
        assert refused.value.status == status
    assert Event.objects.count() == events


def test_each_act_is_kept_without_what_anyone_wrote(
    before_the_room: Question, plenary: Session, boris: Person
) -> None:
    here: dict[str, Any] = {"actor": boris, "session": plenary, "question": before_the_room.pk}
    judging.pin(**here)
    judging.unpin(**here)
    questions.edit(text="Edited, word for word", **here)
    judging.dismiss(reason="Asked before", **here)
    judging.restore(**here)
    owners.assign(owner=boris.pk, due_on="2099-01-31", **here)
    answers.answer(text="Answered, word for word", **here)
    acts = list(AuditEntry.objects.order_by("at", "id").values_list("act", "reason"))
    assert acts == [
        ("question.approve", ""),
        ("question.pin", ""),
        ("question.unpin", ""),
        ("question.edit", ""),
        ("question.dismiss", "Asked before"),
        ("question.restore", ""),
        ("question.assign", ""),
        ("question.answer", ""),
    ]
    assert "word for word" not in str(list(AuditEntry.objects.values()))


def test_moderators_work_at_any_hour_but_not_once_it_was_called_off(
    asked: Question, plenary: Session, boris: Person, clara: Person
) -> None:
    for state in (State.SCHEDULED, State.OPEN, State.LIVE, State.ENDED):
        Session.objects.filter(pk=plenary.pk).update(state=state)
        plenary.refresh_from_db()
        here: dict[str, Any] = {"actor": boris, "session": plenary, "question": asked.pk}
        if asked.state == QuestionState.WAITING:
            judging.approve(**here)
        judging.dismiss(**here)
        judging.restore(**here)
        asked.refresh_from_db()
    assert asked.state == QuestionState.OPEN
    Session.objects.filter(pk=plenary.pk).update(state=State.CANCELLED)
    for called_off in (plenary, Session.objects.get(pk=plenary.pk)):
        with pytest.raises(Refused) as refused:
            judging.dismiss(actor=boris, session=called_off, question=asked.pk)
        assert refused.value.code == "session.not_open"
    asked.refresh_from_db()
    assert asked.state == QuestionState.OPEN
