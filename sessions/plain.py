"""What a plain form says, as the fields of its command have it: all that a form sends is text."""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec
from msgspec import inspect

from live.catalogue import handled

# Digits of the largest whole number that may travel.
_LONGEST_NUMBER = 15


def typed(name: str, texts: Mapping[str, str]) -> dict[str, Any]:
    """Return a form's texts as numbers, lists and truths where the command's fields are such.

    A list is written one a line. An empty text is nothing where there may be nothing. What can't
    be read stays as it is, and is refused with the name of its field.
    """
    entry = handled(name)
    if entry is None:
        return dict(texts)
    types = {
        field.name: field.type for field in msgspec.structs.fields(entry.command)
    }  # fmt: skip
    return {field: _read(types.get(field, str), text) for field, text in texts.items()}


def _read(kind: Any, text: str) -> Any:
    return _by_type(inspect.type_info(kind), text)


def _by_type(kind: inspect.Type, text: str) -> Any:
    if isinstance(kind, inspect.UnionType):
        if not text.strip() and any(isinstance(each, inspect.NoneType) for each in kind.types):
            return None
        others = [each for each in kind.types if not isinstance(each, inspect.NoneType)]
        return _by_type(others[0], text) if len(others) == 1 else text
    if isinstance(kind, inspect.ListType):
        return [_by_type(kind.item_type, line) for line in _lines(text)]
    for of, read in _READERS.items():
        if isinstance(kind, of):
            return read(text)
    return text


def _number(text: str) -> int | str:
    digits = text.strip()
    is_number = digits.isascii() and digits.isdigit() and len(digits) <= _LONGEST_NUMBER
    return int(digits) if is_number else text


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _truth(text: str) -> bool:
    return text in {"on", "true", "1", "yes"}


_READERS: dict[type[inspect.Type], Callable[[str], Any]] = {
    inspect.IntType: _number,
    inspect.BoolType: _truth,
}
