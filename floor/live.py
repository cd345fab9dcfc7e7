"""The floor's commands and its parts of the room: questions in three slices."""

from datetime import datetime
from typing import Any
from uuid import UUID

from accounts.models import Person
from floor import protocol, queries, questions
from floor.models import Question, QuestionState
from live import tallies
from live.catalogue import handles, snapshot_part
from live.clock import wire
from sessions import panels
from sessions.models import Session

panels.offer("floor/_panel.html", order=20, log="floor/_questions.html")

Row = dict[str, Any]

# What the person who asked is told: to them, answered is a kind of approved.
_JUDGED = {
    QuestionState.WAITING: "waiting",
    QuestionState.OPEN: "approved",
    QuestionState.ANSWERED: "approved",
    QuestionState.DISMISSED: "dismissed",
}


@handles(protocol.AskQuestion, room="session", who="sessions.participate")
def ask(actor: Person, session: Session, command: protocol.AskQuestion) -> dict[str, object]:
    question = questions.ask(actor=actor, session=session, text=command.text, lang=command.lang)
    return {"id": question.pk}


@handles(protocol.UpvoteQuestion, room="session", who="sessions.participate")
def upvote(actor: Person, session: Session, command: protocol.UpvoteQuestion) -> dict[str, object]:
    questions.upvote(actor=actor, session=session, question=command.question)
    return {"id": command.question}


@handles(protocol.ApproveQuestion, room="session", who="sessions.moderate")
def approve(
    actor: Person, session: Session, command: protocol.ApproveQuestion
) -> dict[str, object]:
    questions.approve(actor=actor, session=session, question=command.question)
    return {"id": command.question}


@handles(protocol.DismissQuestion, room="session", who="sessions.moderate")
def dismiss(
    actor: Person, session: Session, command: protocol.DismissQuestion
) -> dict[str, object]:
    questions.dismiss(
        actor=actor, session=session, question=command.question, reason=command.reason
    )
    return {"id": command.question}


@handles(protocol.AnswerQuestion, room="session", who="sessions.moderate")
def answer(actor: Person, session: Session, command: protocol.AnswerQuestion) -> dict[str, object]:
    questions.answer(actor=actor, session=session, question=command.question, text=command.text)
    return {"id": command.question}


def _counted(question: UUID, figure: int) -> protocol.QuestionCounted:
    return protocol.QuestionCounted(question=question, upvotes=figure)


@tallies.counted(questions.UPVOTES, event=_counted)
def upvotes(ids: list[UUID]) -> dict[UUID, int]:
    return queries.upvotes_of(ids)


@snapshot_part("questions", room="session", audience="room")
def questions_part(session: Session) -> list[Row]:
    """Those before the room, with the figure last told, so that snapshot and events agree."""
    rows = queries.before_the_room(session)
    figures = tallies.published(questions.UPVOTES, [row.pk for row in rows])
    return [
        _said(row, row.approved_at)
        | {
            "person": row.person_id,
            "upvotes": figures.get(row.pk, 0),
            "state": row.state,
            "answered_at": wire(row.answered_at) if row.answered_at else None,
            "answer": row.answer or None,
        }
        for row in rows
    ]


@snapshot_part("questions", room="session", audience="staff")
def waiting_part(session: Session) -> list[Row]:
    rows = queries.waiting_in(session)
    return [_said(row, row.asked_at) | {"person": row.person_id} for row in rows]


@snapshot_part("questions", room="session", audience="me")
def own_part(session: Session, person: UUID) -> list[Row]:
    return [
        _said(row, row.received_at)
        | {"state": _JUDGED[QuestionState(row.state)], "reason": row.reason}
        for row in queries.asked_by(person, session)
    ]


@snapshot_part("upvoted", room="session", audience="me")
def upvoted_part(session: Session, person: UUID) -> list[UUID]:
    return queries.upvoted_by(person, session)


def _said(question: Question, at: datetime | None) -> Row:
    return {
        "id": question.pk,
        "text": question.text,
        "lang": question.lang,
        "at": wire(at) if at else "",
    }
