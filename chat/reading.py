"""Messages made ready for templates: what they reply to, and reactions with their words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from chat import queries
from chat.models import Message
from chat.reactions import KINDS
from chat.rows import Row, rows
from sessions import reading
from sessions.models import Session

# Each with its icon and what it means: an icon alone says nothing to who hears the page.
WORDS: dict[str, tuple[str, Promise]] = {
    "agree": ("thumbs-up", _("agree")),
    "applause": ("sparkles", _("applause")),
    "heart": ("heart", _("heart")),
    "laugh": ("laugh", _("laughter")),
    "wonder": ("lightbulb", _("thinking")),
}


@dataclass(frozen=True, slots=True)
class Felt:
    """One kind of reaction to a message: how many have it, and whether the reader does."""

    kind: str
    icon: str
    word: Promise
    count: int
    is_mine: bool = False


def read(session: Session, messages: Sequence[Message]) -> list[Row]:
    """Return messages as templates show them, in a number of queries that does not grow."""
    return with_quotes(session, reading.ready(session, rows(messages)))


def with_quotes(session: Session, said: list[Row]) -> list[Row]:
    """Return rows that have been made ready with `quote`, what each replies to, and `felt`.

    Three queries where a reply is to something that is not among the rows, else none.
    """
    known = {row["id"]: row for row in said}
    missing = {row["reply"] for row in said if row["reply"]} - known.keys()
    if missing:
        quoted = reading.ready(session, rows(queries.among(session, missing)))
        known |= {row["id"]: row for row in quoted}
    return [row | {"quote": known.get(row["reply"]), "felt": felt(row)} for row in said]


def felt(row: Row) -> list[Felt]:
    """Return the reactions that somebody has."""
    counts: dict[str, int] = row["reactions"]
    return [Felt(kind, *WORDS[kind], counts[kind]) for kind in KINDS if kind in counts]


def choices(row: Row, mine: set[str]) -> list[Felt]:
    """Return all kinds of reaction, to choose from."""
    counts: dict[str, Any] = row["reactions"]
    return [Felt(kind, *WORDS[kind], counts.get(kind, 0), kind in mine) for kind in KINDS]
