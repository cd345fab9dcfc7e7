"""Changing a question and taking it back: who may, until when, and what is kept of it."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.deeds import AuditEntry
from accounts.models import Person
from floor import answers, judging, questions, votes
from floor.models import Question, QuestionState
from kit.refusals import Refused
from live.testing import Replay, verify_live, view
from sessions.models import Session, State

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("generous")]


def refusal(act: Callable[..., object], **said: Any) -> tuple[str, int]:
    with pytest.raises(Refused) as refused:
        act(**said)
    return refused.value.code, refused.value.status


def test_its_asker_changes_it_while_it_waits_and_what_was_first_asked_is_kept(
    asked: Question, plenary: Session, dmitri: Person, boris: Person, replay: Replay
) -> None:
    here: dict[str, Any] = {"actor": dmitri, "session": plenary, "question": asked.pk}
    with verify_live(replay, plenary.live_room, [dmitri, boris]):
        questions.edit(text="Who keeps it?", **here)
    with verify_live(replay, plenary.live_room, [dmitri, boris]):
        questions.edit(text="Who keeps it, and where?", **here)
    [own] = view(dmitri, plenary.live_room).slices["me"]["questions"]
    [waiting] = view(boris, plenary.live_room).slices["staff"]["questions"]
    for row in (own, waiting):
        assert (row["text"], row["original"], row["lang"]) == (
            "Who keeps it, and where?",
            "Как будет вестись реестр?",
            "en",
        )
    assert not AuditEntry.objects.exists(), "one's own is no act of a moderator"


def test_a_moderator_changes_what_is_before_the_room_at_any_hour(
    before_the_room: Question, plenary: Session, dmitri: Person, boris: Person, replay: Replay
) -> None:
    Session.objects.filter(pk=plenary.pk).update(state=State.ENDED)
    plenary.refresh_from_db()
    with verify_live(replay, plenary.live_room, [dmitri, boris]):
        questions.edit(
            actor=boris, session=plenary, question=before_the_room.pk, text="Who keeps it?"
        )
    [row] = view(dmitri, plenary.live_room).slices["room"]["questions"]
    assert (row["text"], row["edited_at"] is None) == ("Who keeps it?", False)
    entry = AuditEntry.objects.get(act="question.edit")
    assert (entry.subject, entry.person, entry.reason) == (before_the_room.pk, dmitri.pk, "")


def test_its_asker_no_longer_changes_what_the_room_reads(
    before_the_room: Question, plenary: Session, dmitri: Person
) -> None:
    said: dict[str, Any] = {"session": plenary, "question": before_the_room.pk, "text": "Who?"}
    assert refusal(questions.edit, actor=dmitri, **said) == ("question.already_open", 409)


def test_others_neither_change_nor_learn_of_it(
    asked: Question, plenary: Session, clara: Person, eve: Person, boris: Person
) -> None:
    said: dict[str, Any] = {"session": plenary, "question": asked.pk}
    for act, more in ((questions.edit, {"text": "Who?"}), (questions.retract, {})):
        for who in (clara, eve):
            assert refusal(act, actor=who, **said, **more) == ("not_found", 404)
    judging.approve(actor=boris, session=plenary, question=asked.pk)
    for act, more in ((questions.edit, {"text": "Who?"}), (questions.retract, {})):
        assert refusal(act, actor=clara, **said, **more) == ("forbidden", 403)
        assert refusal(act, actor=eve, **said, **more) == ("not_found", 404)


def test_nothing_too_much_and_the_same_are_refused(
    asked: Question, plenary: Session, dmitri: Person
) -> None:
    said: dict[str, Any] = {"actor": dmitri, "session": plenary, "question": asked.pk}
    for text, code in (
        (" ", "question.empty"),
        ("x" * 1001, "question.too_long"),
        (asked.text, "question.unchanged"),
    ):
        assert refusal(questions.edit, text=text, **said) == (code, 409)
    asked.refresh_from_db()
    assert (asked.original, asked.edited_at) == ("", None)


def test_what_is_answered_or_aside_stays_as_it_is(
    before_the_room: Question, plenary: Session, dmitri: Person, boris: Person
) -> None:
    here: dict[str, Any] = {"session": plenary, "question": before_the_room.pk}
    answers.answer(actor=boris, **here)
    assert refusal(questions.edit, actor=boris, text="?!", **here)[0] == "question.answered"
    assert refusal(questions.retract, actor=dmitri, **here)[0] == "question.answered"
    judging.restore(actor=boris, **here)
    judging.dismiss(actor=boris, **here)
    assert refusal(questions.edit, actor=boris, text="?!", **here)[0] == "question.dismissed"
    assert refusal(questions.retract, actor=dmitri, **here)[0] == "question.dismissed"


@pytest.mark.parametrize("is_open", [True, False])
def test_taken_back_it_is_gone_for_everyone(
    asked: Question,
    plenary: Session,
    dmitri: Person,
    clara: Person,
    boris: Person,
    replay: Replay,
    is_open: bool,
) -> None:
    here: dict[str, Any] = {"session": plenary, "question": asked.pk}
    if is_open:
        judging.approve(actor=boris, **here)
        judging.pin(actor=boris, **here)
    with verify_live(replay, plenary.live_room, [dmitri, clara, boris]):
        questions.retract(actor=dmitri, **here)
    assert view(clara, plenary.live_room).slices["room"]["questions"] == []
    assert view(dmitri, plenary.live_room).slices["me"]["questions"] == []
    asked.refresh_from_db()
    assert (asked.state, asked.text, asked.is_pinned) == (QuestionState.RETRACTED, "", False)
    assert refusal(judging.approve, actor=boris, **here) == ("not_found", 404)


def test_it_is_taken_back_also_after_the_end(
    before_the_room: Question, plenary: Session, dmitri: Person
) -> None:
    Session.objects.filter(pk=plenary.pk).update(state=State.ENDED)
    plenary.refresh_from_db()
    questions.retract(actor=dmitri, session=plenary, question=before_the_room.pk)
    assert view(dmitri, plenary.live_room).slices["room"]["questions"] == []


@pytest.mark.parametrize("state", [State.SCHEDULED, State.OPEN])
def test_it_is_asked_and_supported_before_the_session_begins(
    plenary: Session, dmitri: Person, clara: Person, boris: Person, state: str
) -> None:
    Session.objects.filter(pk=plenary.pk).update(state=state)
    plenary.refresh_from_db()
    made = questions.ask(actor=dmitri, session=plenary, text="Early?")
    judging.approve(actor=boris, session=plenary, question=made.pk)
    votes.upvote(actor=clara, session=plenary, question=made.pk)
    [row] = view(clara, plenary.live_room).slices["room"]["questions"]
    assert row["upvotes"] == 1


def test_asking_for_somebody_in_the_hall_names_whom_the_moderator_wrote_down(
    plenary: Session, boris: Person, clara: Person, replay: Replay
) -> None:
    with verify_live(replay, plenary.live_room, [boris, clara]):
        made = questions.ask_for(
            actor=boris, session=plenary, text="Who pays?", on_behalf=" A lady\u202e in row 5 "
        )
    [row] = view(clara, plenary.live_room).slices["room"]["questions"]
    assert (row["naming"], row["person"], row["on_behalf"]) == ("hall", None, "A lady in row 5")
    too_long = refusal(
        questions.ask_for, actor=boris, session=plenary, text="Who?", on_behalf="x" * 121
    )
    assert too_long[0] == "question.on_behalf_too_long"
    assert refusal(questions.ask_for, actor=clara, session=plenary, text="Who?")[1] == 403
    entry = AuditEntry.objects.get(act="question.ask_for")
    assert (entry.subject, entry.person) == (made.pk, None)
