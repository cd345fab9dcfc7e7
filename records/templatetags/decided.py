"""`{% decided slices session as room %}`: a room's decisions and actions as its page and its log show them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import get_language

from kit.bilingual import Text, other
from sessions.models import Session

register = template.Library()

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Decided:
    """What a room has decided and what is owed in it, the latest decision first."""

    decisions: list[Row] = field(default_factory=list)
    own: list[Row] = field(default_factory=list)
    carried: list[Row] = field(default_factory=list)


@register.simple_tag
def decided(slices: Mapping[str, Any], session: Session) -> Decided:
    """Return the rows of the room's slice, in the reader's language and with the ways to their sources."""
    room = slices["room"]
    known = _known(room, session)
    decisions = [_decision(row, known) for row in reversed(room["decisions"])]
    numbers = {row["id"]: row["number"] for row in room["decisions"]}
    actions = [_action(row, numbers) for row in room["actions"]]
    return Decided(
        decisions,
        [row for row in actions if row["origin"] is None],
        [row for row in actions if row["origin"] is not None],
    )


def in_language(row: Mapping[str, Any], name: str) -> Text:
    """Return a text of a row of the wire in the reader's language, else the one there is."""
    wanted = (get_language() or "en")[:2]
    wanted = wanted if wanted in {"en", "ru"} else "en"
    source, state = row.get("source_language", "en"), row.get("translation_state", "translated")
    if row[f"{name}_{wanted}"]:
        return Text(row[f"{name}_{wanted}"], wanted, "original" if wanted == source else state)
    return Text(row[f"{name}_{other(wanted)}"], other(wanted), "missing")


def _known(room: Mapping[str, Any], session: Session) -> dict[str, Row]:
    """Return what sources may tell of, by id: its words, and the page on which it stands."""
    found: dict[str, Row] = {}
    for row in room["questions"]:
        url = reverse("floor:question", args=[session.pk, row["id"]])
        found[row["id"]] = {"text": row["text"], "lang": row["lang"], "url": url}
    for row in room["messages"]:
        if row["state"] == "shown":
            url = reverse("chat:message", args=[session.pk, row["id"]])
            found[row["id"]] = {"text": row["text"], "lang": row["lang"], "url": url}
    for row in room["agenda"]["items"]:
        title = in_language(row, "title")
        found[row["id"]] = {"text": title.value, "lang": title.lang, "url": ""}
    for row in room["decisions"]:
        text = in_language(row, "text")
        url = reverse("records:decision", args=[row["number"]])
        told = {"text": f"D{row['number']}: {text}", "lang": text.lang, "url": url}
        found[row["id"]] = told | {"is_withdrawn": row["withdrawn"]}
    return found


def _decision(row: Row, known: Mapping[str, Row]) -> Row:
    quorum = row["quorum"]
    sides = [
        {"name": in_language(side, "name"), "at_least": side["at_least"]}
        for side in (quorum["sides"] if quorum else ())
    ]
    sources = [source | known.get(source["subject"], {}) for source in row["sources"]]
    return row | {
        "said": in_language(row, "text"),
        "sources": sources,
        "sides": sides,
        "is_quorate": quorum["is_met"] if quorum else None,
    }


def _action(row: Row, numbers: Mapping[str, int]) -> Row:
    return row | {
        "said": in_language(row, "text"),
        "due": date.fromisoformat(row["due_on"]) if row["due_on"] else None,
        "number": numbers.get(row["decision"] or ""),
    }
