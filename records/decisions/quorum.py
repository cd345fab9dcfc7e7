"""A group's rule of quorum, counted at one instant and frozen with the decision that it held for."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from accounts import programmes
from accounts.models import Organisation, Side
from groups.models import Group, Membership
from kit.bilingual import CODES, Text, other
from records import protocol
from records.decisions.models import Decision


@dataclass(frozen=True, slots=True)
class Counted:
    """The rule as it stands and what was counted: JSON for the decision's row, and the result."""

    rule: dict[str, Any]
    is_met: bool | None


def memberships_at(group: Group, instant: datetime) -> QuerySet[Membership]:
    """Return who belonged to a group at an instant on behalf of an organisation."""
    held = Q(ended_at=None) | Q(ended_at__gt=instant)
    rows = group.memberships.filter(held, joined_at__lte=instant, organisation__isnull=False)
    return rows.select_related("organisation")


def count(
    group: Group | None, instant: datetime, members_of: Mapping[UUID, Organisation]
) -> Counted:
    """Return whether the group had its quorum when the people of these organisations were there.

    `members_of` says on behalf of which member organisation somebody who was there belongs to it.
    """
    if group is None or not (group.quorum_each_side or group.quorum_percent):
        return Counted({}, None)
    members = {row.organisation for row in memberships_at(group, instant) if row.organisation}
    present = set(members_of.values()) & members
    sides = [_side(side, present, members) for side in programmes.sides()]
    rule = {
        "each_side": group.quorum_each_side,
        "percent": group.quorum_percent,
        "present": len(present),
        "members": len(members),
        "sides": sides,
    }
    return Counted(rule, _is_met(rule))


def _is_met(rule: Mapping[str, Any]) -> bool:
    each_side = all(side["present"] >= rule["each_side"] for side in rule["sides"])
    is_share = rule["present"] * 100 >= rule["percent"] * rule["members"]
    return bool(each_side and is_share and rule["present"])


def _side(
    side: Side, present: Collection[Organisation], members: Collection[Organisation]
) -> dict[str, Any]:
    codes = programmes.codes_of(side)
    return {
        "name_en": side.name_en or side.name_ru,
        "name_ru": side.name_ru or side.name_en,
        "present": sum(each.country.code in codes for each in present),
        "members": sum(each.country.code in codes for each in members),
    }


def told(decision: Decision) -> protocol.QuorumTold | None:
    """Return what everyone is told of it: the result, and what the rule asked for where it was met.

    What was counted is in nothing of it; `records.discretion` says why.
    """
    if decision.is_quorate is None:
        return None
    rule = decision.quorum_rule
    asked = rule["each_side"] if decision.is_quorate else 0
    sides = [
        protocol.SideTold(name_en=side["name_en"], name_ru=side["name_ru"], at_least=asked)
        for side in rule["sides"]
        if asked
    ]
    return protocol.QuorumTold(is_met=decision.is_quorate, sides=sides)


@dataclass(frozen=True, slots=True)
class SideCount:
    """A side in a reader's language, and how many of its member organisations were there at least."""

    name: Text
    at_least: int


def in_words(quorum: protocol.QuorumTold | None, language: str) -> list[SideCount]:
    """Return the sides of a quorum as a page in this language shows them."""
    if quorum is None:
        return []
    return [SideCount(_named(each, language), each.at_least) for each in quorum.sides]


@dataclass(frozen=True, slots=True)
class Exact:
    """What was counted of a quorum, for who reads the attendance sheet."""

    decision: Decision
    present: int
    members: int
    sides: Sequence[tuple[Text, int, int]]


def exact(decision: Decision, language: str) -> Exact | None:
    """Return what was counted; it may stand only where the attendance sheet is."""
    rule = decision.quorum_rule
    if decision.is_quorate is None:
        return None
    sides = [
        (_named(_row(side), language), side["present"], side["members"]) for side in rule["sides"]
    ]
    return Exact(decision, rule["present"], rule["members"], sides)


def _row(side: Mapping[str, Any]) -> protocol.SideTold:
    return protocol.SideTold(name_en=side["name_en"], name_ru=side["name_ru"], at_least=0)


def _named(side: protocol.SideTold, language: str) -> Text:
    code = language[:2] if language[:2] in CODES else "en"
    name = getattr(side, f"name_{code}") or getattr(side, f"name_{other(code)}")
    return Text(name, code, "original")
