"""Questions made ready for pages: parted and ordered, with what the reader did, in words for who asks."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, cast

import msgspec
from django.http import QueryDict

from accounts.models import Person
from floor.rules import ASKABLE
from live.catalogue import parts
from live.rooms import Admission
from sessions import reading
from sessions.here import who
from sessions.models import Session, State

Row = dict[str, Any]
Order = Literal["votes", "time"]

_OURS = frozenset({"questions", "upvoted", "dismissed", "merged", "behind"})
_LONGEST_SEARCH = 200
# Endings differ ("register", "registers"; «реестр», «реестра»): a word counts by how it begins.
_BEGINNING, _SHORTEST = 5, 3


@dataclass(frozen=True, slots=True)
class Wish:
    """How a reader wants the questions: their order, and words that each must hold."""

    order: Order = "votes"
    words: str = ""

    @classmethod
    def of(cls, asked: QueryDict) -> "Wish":
        """Return what the address asks for; an order that there is not is that of the votes."""
        order: Order = "time" if asked.get("order") == "time" else "votes"
        return cls(order, asked.get("q", "")[:_LONGEST_SEARCH].strip())


@dataclass(frozen=True, slots=True)
class Floor:
    """The questions of a session as one person sees them; of the moderators' lists only theirs."""

    open: list[Row] = field(default_factory=list)
    answered: list[Row] = field(default_factory=list)
    mine: list[Row] = field(default_factory=list)
    waiting: list[Row] = field(default_factory=list)
    dismissed: list[Row] = field(default_factory=list)
    merged: list[Row] = field(default_factory=list)
    is_moderated: bool = False
    may_ask: bool = False

    @property
    def shown(self) -> list[Row]:
        """Return what is before the room: what is on stage first, the answered last."""
        return [*self.open, *self.answered]

    def row(self, question: str) -> Row | None:
        """Return a question wherever this person may read it."""
        lists = (self.shown, self.waiting, self.dismissed, self.merged, self.mine)
        return next((row for rows in lists for row in rows if row["id"] == question), None)

    def targets(self, question: Row) -> list[Row]:
        """Return what a question may be united with, the likeliest first."""
        others = [row for row in (*self.open, *self.waiting) if row["id"] != question["id"]]
        words = _words(question["text"])
        return sorted(others, key=lambda row: -_share(words, _words(row["text"])))


def read(session: Session, person: Person, admission: Admission, wish: Wish) -> Floor:
    """Return the questions alone, in a number of queries that does not grow with them."""
    slices = {
        audience: {
            part.name: part.read(session, person.pk) if audience == "me" else part.read(session)
            for part in parts("session", cast("Any", audience))
            if part.name in _OURS
        }
        for audience in admission.audiences
    }
    plain = cast("dict[str, dict[str, Any]]", msgspec.to_builtins(slices, str_keys=True))
    return arranged(_named(session, plain), session, wish)


def arranged(slices: Mapping[str, Any], session: Session, wish: Wish | None = None) -> Floor:
    """Return rows that name their people as pages show them: parted, ordered and searched."""
    wish = wish or Wish()
    me, staff = slices["me"], slices.get("staff", {})
    behind = {row["id"]: row for row in staff.get("behind", [])}
    own = {row["id"] for row in me["questions"]}
    supported = set(me["upvoted"])
    is_over = session.state == State.ENDED
    room = [
        _asked(
            row | {"behind": behind.get(row["id"]), "is_staged": _is_staged(row) and not is_over}
        )
        | _support(row, own, supported)
        for row in slices["room"]["questions"]
    ]
    found = _found(room, wish.words)
    by_id = {row["id"]: row for row in room}
    return Floor(
        open=_in_order((row for row in found if row["state"] == "open"), wish.order),
        answered=sorted(
            (row for row in found if row["state"] == "answered"),
            key=lambda row: row["answered_at"],
            reverse=True,
        ),
        mine=[
            row | {"target": by_id.get(row["into"] or ""), "is_own": True}
            for row in me["questions"]
            if row["state"] != "approved"
        ],
        waiting=[_asked(row) for row in staff.get("questions", [])],
        dismissed=[_asked(row) for row in staff.get("dismissed", [])],
        merged=[_asked(row) for row in staff.get("merged", [])],
        is_moderated="staff" in slices,
        may_ask=session.state in ASKABLE,
    )


def _named(session: Session, slices: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Give every row the names it needs, of all lists at once."""
    lists = [
        (audience, name) for audience in slices for name in slices[audience] if name != "upvoted"
    ]
    ready = reading.ready(session, [row for a, name in lists for row in slices[a][name]])
    for audience, name in lists:
        count = len(slices[audience][name])
        slices[audience][name], ready = ready[:count], ready[count:]
    return slices


def _asked(row: Row) -> Row:
    """Add who asks as far as this reader may know, and the day of an answer that is owed."""
    behind = row.get("behind") or row
    asker = behind.get("asker")
    return row | {
        "known": who(asker) if asker else row.get("who"),
        "original": behind.get("original"),
        "due": date.fromisoformat(row["due_on"]) if row["due_on"] else None,
    }


def _is_staged(row: Row) -> bool:
    return bool(row["is_pinned"]) and row["state"] == "open"


def _support(row: Row, own: set[str], supported: set[str]) -> Row:
    return {
        "is_mine": row["id"] in own,
        "is_asked_too": not own.isdisjoint(row["merged"]),
        "is_supported": row["id"] in supported or not supported.isdisjoint(row["merged"]),
    }


def _in_order(rows: Iterable[Row], order: Order) -> list[Row]:
    found = list(rows)
    if order == "time":
        found.reverse()
    else:
        found.sort(key=lambda row: -row["upvotes"])
    return sorted(found, key=lambda row: not row["is_pinned"])


def _found(rows: Sequence[Row], words: str) -> list[Row]:
    sought = _folded(words).split()
    said = {row["id"]: _folded(f"{row['text']} {row['answer'] or ''}") for row in rows}
    return [row for row in rows if all(word in said[row["id"]] for word in sought)]


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).casefold()


def _words(text: str) -> set[str]:
    found = re.findall(r"\w+", _folded(text))
    return {word[:_BEGINNING] for word in found if len(word) >= _SHORTEST}


def _share(words: set[str], others: set[str]) -> float:
    return len(words & others) / (min(len(words), len(others)) or 1)
