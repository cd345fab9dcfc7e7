"""What an import does, or would do: counted, and named one by one, for a terminal and for a page."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.utils.translation import gettext as _

from sessions.schedules import fields


class Act(StrEnum):
    """What becomes of one thing."""

    CREATED = "created"
    UPDATED = "updated"
    # No longer in the schedule: cancelled and out of the agenda, kept.
    WITHDRAWN = "withdrawn"
    # It was withdrawn, and a schedule has it again.
    RETURNED = "returned"
    # Somebody changed it here: their edit stands, whatever the schedule says.
    KEPT = "kept"
    # No longer in the schedule, but open, live or over: it stays as it is.
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Altered:
    """One field: its code (`title`, `abstract`, `hours`, `room` …), what stands here, what the schedule says.

    Both are texts to be read; hours are told in the zone of the conference.
    """

    field: str
    here: str
    there: str


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of one session, room, track or speaker, or of the conference itself (`kind`)."""

    act: Act
    kind: str
    key: str
    name: str
    fields: tuple[Altered, ...] = ()


def names_of(changes: list[Change]) -> list[str]:
    """Return changes as lines of a report: what it is, and which of its fields."""
    return [_named(each) for each in changes]


def _named(change: Change) -> str:
    names = {"key": change.key, "name": change.name}
    if not change.fields:
        return _("%(name)s (%(key)s)") % names
    told = ", ".join(fields.field_name(each.field) for each in change.fields)
    return _("%(name)s (%(key)s): %(fields)s") % {**names, "fields": told}


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an import is: `done` of `total` steps of work, and what goes on, in words."""

    text: str
    done: int = 0
    total: int = 0

    def __str__(self) -> str:
        return f"{self.text} {self.done}/{self.total}" if self.total else self.text


Tell = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class Source:
    """The file that a schedule was read from: its name, and the SHA-256 of its bytes in hex."""

    name: str = ""
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """What somebody was shown of an import before they agreed to it."""

    is_new: bool
    updated: int
    withdrawn: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an import did; or, from `preview`, what it would do: then `imported` is None.

    `sessions`, `rooms` and `people` say how many the schedule has; `created`, `updated` and
    `unchanged` count sessions, rooms and people alike (a session that returned is updated).
    `changes` names all that changes, `kept` what was left because somebody changed it here, `left`
    the sessions that the schedule no longer has but that are open, live or over. `warnings` are
    whole sentences for the reader.
    """

    conference: str
    zone: str
    sessions: int
    rooms: int
    people: int
    created: int
    updated: int
    unchanged: int
    skipped: tuple[str, ...] = ()
    title: str = ""
    is_new: bool = False
    withdrawn: int = 0
    changes: tuple[Change, ...] = ()
    kept: tuple[Change, ...] = ()
    left: tuple[Change, ...] = ()
    warnings: tuple[str, ...] = ()
    imported: UUID | None = None
