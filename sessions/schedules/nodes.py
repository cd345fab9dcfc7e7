"""A JSON file as values that know their paths; what JSON leaves open (RFC 8259, 4 and 6) is refused."""

import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from kit.refusals import Refused
from sessions.schedules.gathering import MAX_BYTES, MAX_DEPTH, too_big

# Each object, list and member costs memory before anybody can look at it: they are counted by the
# marks that make them. Texts hold such marks too, and a schedule is far below all the same.
_MAX_CONTAINERS = 400_000
_MAX_MEMBERS = 2_000_000

# Beyond 15 digits readers differ in what they make of a number.
_MAX_DIGITS = 15

_HALF_A_LETTER = re.compile("[\ud800-\udfff]")


class _Twice(dict[str, Any]):
    """An object that names a member twice; `name` is that member."""

    name: str


@dataclass(frozen=True, slots=True)
class _NoNumber:
    """What stands for a number and is none that all readers understand alike."""

    text: str


def fault(path: str, what: str) -> Refused:
    """Return the refusal of a file, with the path where it goes wrong."""
    text = _("At %(path)s: %(fault)s") % {"path": path or "$", "fault": what}
    return Refused("schedule.unreadable", text, status=400)


@dataclass(frozen=True, slots=True)
class Node:
    """A value and where it stands, e.g. `schedule.conference.days[0].date`; `name` is its last step."""

    value: Any
    path: str = ""
    name: str = ""

    @property
    def where(self) -> str:
        """Return the path in words, as it stands before a fault."""
        return self.path or "$"

    def fault(self, what: str) -> Refused:
        """Return the refusal of the file for what is wrong here."""
        return fault(self.path, what)

    def at(self, name: str) -> "Node":
        """Return a member of this object; one that is absent is nothing."""
        return Node(self._object().get(name), _step(self.path, name), name)

    def need(self, name: str) -> "Node":
        """Return a member that must be there and say something."""
        found = self.at(name)
        if found.value is None or found.value == "":
            raise self.fault(_("there is no “%(name)s”.") % {"name": name})
        return found

    def text(self, name: str) -> str:
        """Return a member as text, without the blanks around it; one that is absent says nothing."""
        return self.at(name).as_text()

    def as_text(self) -> str:
        """Return this value as text: a text, or a whole number such as an id."""
        if self.value is None:
            return ""
        if isinstance(self.value, bool) or not isinstance(self.value, str | int):
            raise self.fault(_("this should be a text."))
        return str(self.value).strip()

    def listed(self, name: str) -> "list[Node]":
        """Return the items of a list; one that is absent has none."""
        found = self.at(name)
        return [] if found.value is None else found.items()

    def items(self) -> "list[Node]":
        """Return the items of this list."""
        if not isinstance(self.value, list):
            raise self.fault(_("this should be a list."))
        return [Node(v, _step(self.path, place)) for place, v in enumerate(self.value)]

    def members(self) -> "list[Node]":
        """Return the members of this object in their order."""
        return [Node(v, _step(self.path, name), name) for name, v in self._object().items()]

    def _object(self) -> dict[str, Any]:
        if not isinstance(self.value, dict):
            raise self.fault(_("this should be an object."))
        return self.value


def parse(content: bytes) -> Node:
    """Return the root of a JSON file, or refuse it with the place where it goes wrong."""
    if len(content) > MAX_BYTES:
        raise too_big()
    containers = content.count(b"{") + content.count(b"[")
    if containers > _MAX_CONTAINERS or content.count(b",") > _MAX_MEMBERS:
        raise fault("", _("the file has more objects than any schedule."))
    root = _loaded(_decoded(content))
    for steps, value in _walk(root):
        what = _wrong(len(steps), value)
        if what:
            raise fault(_path(steps), what)
    return Node(root)


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        what = _("Line %(line)d: this is not UTF-8, in which JSON is written.")
        raise Refused("schedule.unreadable", what % {"line": line}, status=400) from error


def _loaded(text: str) -> Any:
    try:
        return json.loads(
            text,
            object_pairs_hook=_object,
            parse_int=_integer,
            parse_constant=_NoNumber,
        )
    except json.JSONDecodeError as error:
        what = _("Line %(line)d, column %(column)d: this is not JSON (%(reason)s).")
        place = {"line": error.lineno, "column": error.colno, "reason": error.msg}
        raise Refused("schedule.unreadable", what % place, status=400) from error
    except RecursionError as error:
        raise fault("", _("the file is nested too deep.")) from error


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) == len(pairs):
        return made
    twice, names = _Twice(made), set[str]()
    for name, _value in pairs:
        if name in names:
            twice.name = name
        names.add(name)
    return twice


def _integer(text: str) -> int | _NoNumber:
    return int(text) if len(text) <= _MAX_DIGITS else _NoNumber(text[:60])


def _walk(root: Any) -> Iterator[tuple[list[str | int], Any]]:
    """Yield every value with the steps that lead to it: no recursion, and no memory but for the depth."""
    steps: list[str | int] = []
    yield steps, root
    open_now = [_inside(root)]
    while open_now:
        step, value = next(open_now[-1], (None, None))
        if step is None:
            open_now.pop()
            if steps:
                steps.pop()
            continue
        steps.append(step)
        yield steps, value
        if isinstance(value, dict | list):
            open_now.append(_inside(value))
        else:
            steps.pop()


def _inside(value: Any) -> Iterator[tuple[str | int, Any]]:
    if isinstance(value, dict):
        return iter(value.items())
    return iter(enumerate(value) if isinstance(value, list) else ())


def _wrong(depth: int, value: Any) -> str:
    """Return what is wrong with one value, or nothing."""
    if depth > MAX_DEPTH:
        return _("this is nested too deep.")
    if isinstance(value, _Twice):
        return _("“%(name)s” is there twice.") % {"name": value.name[:60]}
    if isinstance(value, _NoNumber) or (isinstance(value, float) and not math.isfinite(value)):
        text = value.text if isinstance(value, _NoNumber) else str(value)
        return _("“%(text)s” is no number that can be kept.") % {"text": text}
    if isinstance(value, str) and _HALF_A_LETTER.search(value):
        return _("this text has half a letter in it (a lone surrogate).")
    return ""


def _path(steps: list[str | int]) -> str:
    path = ""
    for step in steps:
        path = _step(path, step)
    return path


def _step(path: str, step: str | int) -> str:
    if isinstance(step, int):
        return f"{path}[{step}]"
    step = step[:60]
    if step.isidentifier():
        return f"{path}.{step}" if path else step
    return f"{path}[{json.dumps(step, ensure_ascii=True)}]"
