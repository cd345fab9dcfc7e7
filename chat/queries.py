"""Reading the chat: its end, its pages, what was searched for, one message and its replies."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, QuerySet

from accounts.models import Person
from chat.folding import words
from chat.models import Message, MessageState, Notice, Reaction
from kit.refusals import NotHere
from sessions.models import Session

SHOWN = 12
PAGE = 50


@dataclass(frozen=True, slots=True)
class Page:
    """Some messages in the order of their numbers, and whether there are more on the way asked."""

    messages: list[Message]
    more: bool


def last_messages(session: Session, most: int = SHOWN) -> list[Message]:
    """Return the last messages of a session in the order of their numbers, in one query."""
    return list(_said_in(session).order_by("-seq")[:most])[::-1]


def page(
    session: Session,
    *,
    before: int | None = None,
    after: int | None = None,
    search: str = "",
    limit: int = PAGE,
) -> Page:
    """Return messages next to a number, or the last ones, in one query.

    A search finds the messages that hold all its words, and only those that everyone may read.
    """
    rows = _said_in(session)
    for word in words(search):
        rows = rows.filter(state=MessageState.SHOWN, folded__contains=word)
    if before is not None:
        rows = rows.filter(seq__lt=before)
    if after is not None:
        return _first(rows.filter(seq__gt=after), limit)
    found = list(rows.order_by("-seq")[: limit + 1])
    return Page(found[:limit][::-1], len(found) > limit)


def replies(message: Message, *, after: int = 0, limit: int = PAGE) -> Page:
    """Return what was said in reply to a message, in one query."""
    rows = Message.objects.filter(reply=message, session=message.session_id)
    return _first(rows.filter(seq__gt=after), limit)


def one(session: Session, message: UUID) -> Message:
    """Return a message of this session with what it replies to, or NotHere."""
    found = _said_in(session).filter(pk=message).select_related("reply").first()
    if found is None:
        raise NotHere
    return found


def among(session: Session, messages: Iterable[UUID]) -> list[Message]:
    """Return those of these messages that are of this session, in one query."""
    return list(_said_in(session).filter(pk__in=list(messages)))


def locked(session: Session, message: UUID) -> Message:
    """Return a message of this session with its row locked, or NotHere.

    Every change of a message begins here, before anything is published: two of them wait for each
    other while no stream is held. Its key stays free: who replies to it looks it up when they
    commit, with the stream in hand, and would wait for who waits for the stream.
    """
    rows = Message.objects.select_for_update(no_key=True).filter(
        session=session, pk=message, seq__gt=0
    )
    found = rows.first()
    if found is None:
        raise NotHere
    found.session = session
    return found


def hidden_in(session: Session) -> list[Message]:
    """Return the hidden messages in the order of their numbers, in one query."""
    return list(_said_in(session).filter(state=MessageState.HIDDEN).order_by("seq"))


def pinned_in(session: Session) -> Notice | None:
    """Return the notice above the chat, in one query."""
    return Notice.objects.filter(session=session, is_pinned=True).first()


def reactions_of(person: Person | UUID, session: Session) -> list[tuple[UUID, str]]:
    """Return all of a person's reactions in a session, sorted, in one query."""
    rows = Reaction.objects.filter(message__session=session, person=person)
    return sorted(rows.values_list("message", "kind"), key=lambda row: (str(row[0]), row[1]))


def reacted(kind: str, messages: Sequence[UUID]) -> dict[UUID, int]:
    """Return how many people reacted to each message in one way, in one query; 0 is left out."""
    rows = Reaction.objects.filter(kind=kind, message__in=messages).values("message")
    return dict(rows.annotate(figure=Count("id")).values_list("message", "figure"))


def _said_in(session: Session) -> QuerySet[Message]:
    return Message.objects.filter(session=session, seq__gt=0)


def _first(rows: QuerySet[Message], limit: int) -> Page:
    found = list(rows.order_by("seq")[: limit + 1])
    return Page(found[:limit], len(found) > limit)
