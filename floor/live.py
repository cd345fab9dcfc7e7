"""The floor's commands and its parts of the room: questions before it, beside it, and one's own."""

from typing import Any
from uuid import UUID

from accounts.models import Person
from floor import (
    answers,
    handling,
    judging,
    merging,
    owners,
    protocol,
    queries,
    questions,
    rows,
    telling,
    votes,
)
from live import tallies
from live.catalogue import handles, snapshot_part
from sessions import panels
from sessions.live import offer_to_everyone
from sessions.models import Session

panels.offer("floor/_panel.html", order=20, log="floor/_questions.html")
offer_to_everyone("floor.ask", "floor.edit", "floor.retract")

Row = dict[str, Any]


@handles(protocol.AskQuestion, room="session", who="floor.ask")
def ask(actor: Person, session: Session, command: protocol.AskQuestion) -> dict[str, object]:
    question = questions.ask(
        actor=actor,
        session=session,
        text=command.text,
        lang=command.lang,
        naming=command.naming,
    )
    return {"id": question.pk}


@handles(protocol.AskUnnamed, room="session", who="floor.ask")
def ask_unnamed(actor: Person, session: Session, command: protocol.AskUnnamed) -> dict[str, object]:
    questions.ask_unnamed(actor=actor, session=session, text=command.text, lang=command.lang)
    return {}


@handles(protocol.AskForSomebody, room="session", who="sessions.moderate")
def ask_for(actor: Person, session: Session, command: protocol.AskForSomebody) -> dict[str, object]:
    question = questions.ask_for(
        actor=actor,
        session=session,
        text=command.text,
        lang=command.lang,
        on_behalf=command.on_behalf,
    )
    return {"id": question.pk}


@handles(protocol.EditQuestion, room="session", who="floor.edit")
def edit(actor: Person, session: Session, command: protocol.EditQuestion) -> dict[str, object]:
    questions.edit(
        actor=actor,
        session=session,
        question=command.question,
        text=command.text,
        lang=command.lang,
    )
    return {"id": command.question}


@handles(protocol.RetractQuestion, room="session", who="floor.retract")
def retract(
    actor: Person, session: Session, command: protocol.RetractQuestion
) -> dict[str, object]:
    questions.retract(actor=actor, session=session, question=command.question)
    return {"id": command.question}


@handles(protocol.UpvoteQuestion, room="session", who="floor.ask")
def upvote(actor: Person, session: Session, command: protocol.UpvoteQuestion) -> dict[str, object]:
    votes.upvote(actor=actor, session=session, question=command.question)
    return {"id": command.question}


@handles(protocol.UnvoteQuestion, room="session", who="floor.ask")
def unvote(actor: Person, session: Session, command: protocol.UnvoteQuestion) -> dict[str, object]:
    votes.unvote(actor=actor, session=session, question=command.question)
    return {"id": command.question}


@handles(protocol.ApproveQuestion, room="session", who="sessions.moderate")
def approve(
    actor: Person, session: Session, command: protocol.ApproveQuestion
) -> dict[str, object]:
    judging.approve(actor=actor, session=session, question=command.question)
    return {"id": command.question}


@handles(protocol.DismissQuestion, room="session", who="sessions.moderate")
def dismiss(
    actor: Person, session: Session, command: protocol.DismissQuestion
) -> dict[str, object]:
    judging.dismiss(actor=actor, session=session, question=command.question, reason=command.reason)
    return {"id": command.question}


@handles(protocol.RestoreQuestion, room="session", who="sessions.moderate")
def restore(
    actor: Person, session: Session, command: protocol.RestoreQuestion
) -> dict[str, object]:
    judging.restore(actor=actor, session=session, question=command.question)
    return {"id": command.question}


@handles(protocol.PinQuestion, room="session", who="sessions.moderate")
def pin(actor: Person, session: Session, command: protocol.PinQuestion) -> dict[str, object]:
    judging.pin(actor=actor, session=session, question=command.question)
    return {"id": command.question}


@handles(protocol.UnpinQuestion, room="session", who="sessions.moderate")
def unpin(actor: Person, session: Session, command: protocol.UnpinQuestion) -> dict[str, object]:
    judging.unpin(actor=actor, session=session, question=command.question)
    return {"id": command.question}


@handles(protocol.MergeQuestion, room="session", who="sessions.moderate")
def merge(actor: Person, session: Session, command: protocol.MergeQuestion) -> dict[str, object]:
    target = merging.merge(
        actor=actor, session=session, question=command.question, into=command.into
    )
    return {"id": target.pk}


@handles(protocol.SplitQuestion, room="session", who="sessions.moderate")
def split(actor: Person, session: Session, command: protocol.SplitQuestion) -> dict[str, object]:
    merging.split(actor=actor, session=session, question=command.question)
    return {"id": command.question}


@handles(protocol.HandleQuestion, room="session", who="sessions.moderate")
def handle(actor: Person, session: Session, command: protocol.HandleQuestion) -> dict[str, object]:
    handling.handle(actor=actor, session=session, question=command.question)
    return {"id": command.question}


@handles(protocol.FreeQuestion, room="session", who="sessions.moderate")
def free(actor: Person, session: Session, command: protocol.FreeQuestion) -> dict[str, object]:
    handling.free(actor=actor, session=session, question=command.question)
    return {"id": command.question}


@handles(protocol.AnswerQuestion, room="session", who="floor.answer")
def answer(actor: Person, session: Session, command: protocol.AnswerQuestion) -> dict[str, object]:
    answers.answer(actor=actor, session=session, question=command.question, text=command.text)
    return {"id": command.question}


@handles(protocol.AssignQuestion, room="session", who="sessions.moderate")
def assign(actor: Person, session: Session, command: protocol.AssignQuestion) -> dict[str, object]:
    owners.assign(
        actor=actor,
        session=session,
        question=command.question,
        owner=command.owner,
        due_on=command.due_on,
    )
    return {"id": command.question}


def _counted(question: UUID, figure: int) -> protocol.QuestionCounted:
    return protocol.QuestionCounted(question=question, upvotes=figure)


@tallies.counted(telling.UPVOTES, event=_counted)
def upvotes(ids: list[UUID]) -> dict[UUID, int]:
    return queries.upvotes_of(ids)


@snapshot_part("questions", room="session", audience="room")
def questions_part(session: Session) -> list[Row]:
    return rows.room_rows(queries.before_the_room(session))


@snapshot_part("questions", room="session", audience="staff")
def waiting_part(session: Session) -> list[Row]:
    return [rows.staff_row(question) for question in queries.waiting_in(session)]


@snapshot_part("dismissed", room="session", audience="staff")
def dismissed_part(session: Session) -> list[Row]:
    dismissed = queries.dismissed_in(session)
    return [rows.staff_row(question) | {"reason": question.reason} for question in dismissed]


@snapshot_part("merged", room="session", audience="staff")
def merged_part(session: Session) -> list[Row]:
    merged = queries.merged_in(session)
    return [rows.staff_row(question) | {"into": question.merged_into_id} for question in merged]


@snapshot_part("behind", room="session", audience="staff")
def behind_part(session: Session) -> list[Row]:
    return [rows.behind_row(question) for question in queries.with_something_behind(session)]


@snapshot_part("handled", room="session", audience="staff")
def handled_part(session: Session) -> list[Row]:
    return [rows.handled_row(question) for question in queries.handled_in(session)]


@snapshot_part("questions", room="session", audience="me")
def own_part(session: Session, person: UUID) -> list[Row]:
    return [rows.own_row(question) for question in queries.asked_by(person, session)]


@snapshot_part("upvoted", room="session", audience="me")
def upvoted_part(session: Session, person: UUID) -> list[UUID]:
    return queries.upvoted_by(person, session)
