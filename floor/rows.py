"""How a question is told, field for field as clients hold it: in snapshots, by REST, on pages."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from floor import queries
from floor.models import Question, QuestionState
from floor.states import day
from floor.telling import UPVOTES, named_asker
from live import tallies
from live.clock import wire

Row = dict[str, Any]


class Order(StrEnum):
    """In which order the questions before the room are read."""

    VOTES = "votes"
    TIME = "time"


# What the person who asked is told: to them, answered is a kind of approved.
_JUDGED = {
    QuestionState.WAITING: "waiting",
    QuestionState.OPEN: "approved",
    QuestionState.ANSWERED: "approved",
    QuestionState.DISMISSED: "dismissed",
    QuestionState.MERGED: "merged",
}


def room_rows(questions: Sequence[Question]) -> list[Row]:
    """Return questions as everyone reads them, in two queries for any number.

    The figures are those last told, so that snapshot and events agree.
    """
    ids = [question.pk for question in questions]
    figures, merged = tallies.published(UPVOTES, ids), queries.members_of(ids)
    return [
        {
            "id": question.pk,
            "person": named_asker(question),
            "naming": question.naming,
            "on_behalf": question.on_behalf,
            "text": question.text,
            "lang": question.lang,
            "at": _told(question.approved_at) or "",
            "upvotes": figures.get(question.pk, 0),
            "state": question.state,
            "answered_at": _told(question.answered_at),
            "answer": question.answer or None,
            "edited_at": _told(question.edited_at),
            "is_pinned": question.is_pinned,
            "merged": merged.get(question.pk, []),
            "owner": question.owner_id,
            "due_on": day(question.due_on),
        }
        for question in questions
    ]


def in_order(rows: list[Row], order: Order) -> list[Row]:
    """Return rows of the room by their support, the earlier of two alike first, or as they came."""
    if order is Order.TIME:
        return rows
    return sorted(rows, key=lambda row: -row["upvotes"])


def staff_row(question: Question) -> Row:
    """Return a question that is not before the room, as the moderators read it."""
    return {
        "id": question.pk,
        "person": question.person_id,
        "asker": question.seen_as,
        "naming": question.naming,
        "on_behalf": question.on_behalf,
        "text": question.text,
        "lang": question.lang,
        "at": wire(question.asked_at),
        "original": question.original or None,
        "edited_at": _told(question.edited_at),
        "owner": question.owner_id,
        "due_on": day(question.due_on),
    }


def behind_row(question: Question) -> Row:
    """Return what the moderators know beyond what everyone reads of a question."""
    return {
        "id": question.pk,
        "person": question.person_id,
        "asker": question.seen_as,
        "original": question.original or None,
    }


def handled_row(question: Question) -> Row:
    """Return which moderator sees to a question, and since when."""
    at = _told(question.handled_at) or ""
    return {"question": question.pk, "person": question.handler_id, "at": at}


def own_row(question: Question) -> Row:
    """Return a question as who asked it reads it; what was united with one put aside is so as well."""
    target = question.merged_into
    is_aside = target is not None and target.state == QuestionState.DISMISSED
    state = QuestionState.DISMISSED if is_aside else QuestionState(question.state)
    return {
        "id": question.pk,
        "text": question.text,
        "lang": question.lang,
        "at": _told(question.received_at) or "",
        "naming": question.naming,
        "state": _JUDGED[state],
        "reason": question.reason,
        "into": None if is_aside else question.merged_into_id,
        "original": question.original or None,
    }


def _told(at: datetime | None) -> str | None:
    return wire(at) if at else None
