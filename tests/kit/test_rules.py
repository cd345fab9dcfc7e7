"""One registry of predicates; what is not named is denied."""

from types import SimpleNamespace
from typing import Any

import pytest

from kit import rules

ACTIVE = SimpleNamespace(is_active=True)


def anybody(person: Any, thing: Any) -> bool:
    return True


@pytest.fixture(autouse=True)
def _own_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "_predicates", {})

    @rules.rule("doors.open")
    def may_open(person: Any, door: Any) -> bool:
        return str(door) == "front"


def test_a_rule_is_asked_with_the_person_and_the_object() -> None:
    assert rules.allows("doors.open", ACTIVE, "front")
    assert not rules.allows("doors.open", ACTIVE, "back")


def test_unknown_rules_inactive_people_and_nobody_get_no() -> None:
    assert not rules.allows("doors.close", ACTIVE, "front")
    assert not rules.allows("doors.open", SimpleNamespace(is_active=False), "front")
    assert not rules.allows("doors.open", None, "front")


def test_a_name_is_given_once() -> None:
    with pytest.raises(ValueError, match=r"doors\.open is declared twice"):
        rules.rule("doors.open")(anybody)


def test_names_are_sorted() -> None:
    rules.rule("bells.ring")(anybody)
    assert rules.names() == ("bells.ring", "doors.open")
