"""Who may do what: one registry of named predicates; what is not named is denied."""

from collections.abc import Callable
from typing import Any, TypeVar

Predicate = Callable[[Any, Any], bool]

F = TypeVar("F", bound=Callable[..., bool])

_predicates: dict[str, Predicate] = {}


def rule(name: str) -> Callable[[F], F]:
    """Register a predicate `(person, object) -> bool` under `app.verb`; a name is given once."""

    def register(predicate: F) -> F:
        if name in _predicates:
            msg = f"rule {name} is declared twice"
            raise ValueError(msg)
        _predicates[name] = predicate
        return predicate

    return register


def allows(name: str, person: Any, obj: Any = None) -> bool:
    """Say whether the person may; an unknown rule and an inactive person get no."""
    predicate = _predicates.get(name)
    if predicate is None or not getattr(person, "is_active", False):
        return False
    return predicate(person, obj)


def names() -> tuple[str, ...]:
    """Return the names of all rules, sorted: the rows of the permission matrix."""
    return tuple(sorted(_predicates))
