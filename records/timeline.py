"""The course of a session: the facts on record, each with the number that it has in the log."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from live.models import Event, EventBody
from sessions.models import Session

ASKED = "question.asked"
ANSWERED = "question.answered"
RESTORED = "question.restored"
NOTICE = "notice.pinned"

# What of a log is a fact of the session. What people said to each other is none, nor who came in.
FACTS = (
    "session.opened",
    "session.started",
    "session.reopened",
    "session.ended",
    "session.cancelled",
    "item.started",
    "item.ended",
    ASKED,
    ANSWERED,
    RESTORED,
    NOTICE,
    "decision.taken",
    "decision.withdrawn",
    "action.taken",
)


@dataclass(frozen=True, slots=True)
class Fact:
    """One event of the log: its number, its name, when it was, of what, and under which item."""

    seq: int
    name: str
    at: datetime
    subject: UUID | None
    item: UUID | None


@dataclass(frozen=True, slots=True)
class Notice:
    """What a moderator put above the chat; empty where it was a participant's message."""

    text: str
    lang: str


def facts(session: Session, also: Collection[int] = ()) -> list[Fact]:
    """Return the facts on record in the order of the log, in one query.

    `also` are the numbers of events that are none, but that a decision rests on: their place is told.
    """
    room = Event.objects.filter(stream=str(session.live_room))
    rows = room.filter(Q(name__in=FACTS) | Q(seq__in=list(also))).order_by("seq")
    return [Fact(*row) for row in rows.values_list("seq", "name", "at", "subject", "agenda_item")]


def aloud(session: Session) -> set[int]:
    """Return the numbers of the answers that were given aloud, in one query.

    An answer in writing is told apart even when another has taken its place and its text is gone.
    """
    bodies = EventBody.objects.filter(
        event__stream=str(session.live_room), event__name=ANSWERED
    ).values_list("event__seq", "data")
    return {seq for seq, data in bodies if json.loads(data)["answer"] is None}


def notices(session: Session, told: Sequence[Fact]) -> dict[int, Notice]:
    """Return, by their numbers, the notices whose texts stand in the record, in one query.

    A participant's message is theirs: that it was pinned is on record, not what it said. And what
    a moderator took down, they took out of the record too.
    """
    if not any(fact.name == NOTICE for fact in told):
        return {}
    room = str(session.live_room)
    taken_down = Event.objects.filter(stream=room, name="notice.unpinned").values("subject")
    bodies = EventBody.objects.filter(
        event__stream=room, event__name=NOTICE, is_redacted=False
    ).exclude(event__subject__in=taken_down)
    found: dict[int, Notice] = {}
    for seq, data in bodies.values_list("event__seq", "data"):
        said = json.loads(data)
        if said.get("message") is None:
            found[seq] = Notice(said["text"], said["lang"])
    return found
