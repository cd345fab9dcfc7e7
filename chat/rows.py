"""How a message is told, field for field as clients hold it: in snapshots, by REST, on pages."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from chat.models import Message, MessageState, Notice
from chat.reactions import KINDS, tally
from live import tallies
from live.clock import wire

Row = dict[str, Any]


def rows(messages: Sequence[Message]) -> list[Row]:
    """Return messages as everyone may read them, in one query for all their reactions.

    The figures are those last told, so that snapshot and events agree.
    """
    figures = tallies.published_by_subject(
        [tally(kind) for kind in KINDS],
        [message.pk for message in messages if message.state != MessageState.DELETED],
    )
    return [_row(message, figures.get(message.pk, {})) for message in messages]


def hidden_row(message: Message) -> Row:
    """Return a hidden message as the moderators may read it."""
    return {
        "id": message.pk,
        "seq": message.seq,
        "at": _told(message.at),
        "person": message.person_id,
        "text": message.text,
        "lang": message.lang,
        "by": message.hidden_by_id,
        "hidden_at": _told(message.hidden_at),
        "reason": message.hidden_reason,
    }


def notice_row(notice: Notice) -> Row:
    """Return the notice as everyone reads it."""
    return {
        "id": notice.pk,
        "at": _told(notice.at),
        "person": notice.person_id,
        "text": notice.text,
        "lang": notice.lang,
        "message": notice.message_id,
    }


def _row(message: Message, figures: dict[str, int]) -> Row:
    is_deleted = message.state == MessageState.DELETED
    return {
        "id": message.pk,
        "seq": message.seq,
        "at": _told(message.at),
        "person": message.person_id,
        "text": message.text if message.state == MessageState.SHOWN else "",
        "lang": message.lang if message.state == MessageState.SHOWN else "",
        "reply": message.reply_id,
        "state": message.state,
        "edited_at": None if is_deleted or not message.edited_at else wire(message.edited_at),
        "reactions": {kind: count for kind in KINDS if (count := figures.get(tally(kind), 0)) > 0},
    }


def _told(at: datetime | None) -> str:
    return wire(at) if at else ""
