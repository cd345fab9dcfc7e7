"""What an import will write, line by line, made ready outside its transactions."""

from dataclasses import dataclass, field
from typing import Any

from conferences.models import Conference
from sessions.schedules import fields
from sessions.schedules.fields import Row, Values
from sessions.schedules.reports import Act, Altered, Change

# What is in the report's figures; tracks and the conference itself are changed, but not counted.
COUNTED = ("room", "speaker", "session")
# The order in which lines are written: what others point to first.
ORDER = ("conference", "room", "track", "speaker", "session")


# What of a session lies in rows of its own.
PARTS = ("speakers", "links")


@dataclass(slots=True)
class Line:
    """What becomes of one row: its fields before and after, and what was left as it is."""

    kind: str
    key: str
    row: Row
    is_new: bool
    # As found: fields, and columns, by which a change under our hands is noticed.
    before: Values = field(default_factory=dict)
    columns: dict[str, Any] = field(default_factory=dict)
    # What the last schedule said, as digests; None where there was none.
    said_before: dict[str, str] | None = None
    said: dict[str, str] = field(default_factory=dict)
    event_id_before: str = ""
    event_id: str = ""
    act: Act | None = None
    altered: list[Altered] = field(default_factory=list)
    kept: list[Altered] = field(default_factory=list)
    # Who speaks, by their ids, and the public links, as they are to be; sessions only.
    speakers: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)

    @property
    def after(self) -> Values:
        """Return the fields as they will stand."""
        found = fields.here(self.row)
        if self.kind == "session":
            found |= {name: list[str](getattr(self, name)) for name in PARTS}
        return found

    @property
    def replaced(self) -> Values:
        """Return the values that will not stand any more, silent ones among them."""
        after = self.after
        return {name: value for name, value in self.before.items() if after[name] != value}

    @property
    def changed_columns(self) -> list[str]:
        """Return the columns to be written of a row that is there."""
        now = fields.columns_of(self.row)
        return [name for name, value in self.columns.items() if now[name] != value]

    @property
    def is_written(self) -> bool:
        """Say whether anything of it must be written, if only what the schedule said."""
        is_said_anew = (
            self.said != (self.said_before or {}) or self.event_id != self.event_id_before
        )
        return self.act is not None or is_said_anew or bool(self.changed_columns)

    def change(self, act: Act, altered: list[Altered]) -> Change:
        """Return the line of a report."""
        return Change(act, self.kind, self.key, str(self.row), tuple(altered))


@dataclass(slots=True)
class Plan:
    """All that an import will write, made ready outside its transactions."""

    conference: Conference
    is_new: bool
    zone: str
    # It was asked to take another zone, and keeps its own.
    keeps_zone: bool = False
    lines: list[Line] = field(default_factory=list)
    left: list[Change] = field(default_factory=list)

    def of(self, *kinds: str) -> list[Line]:
        """Return the lines of some kinds."""
        return [line for line in self.lines if line.kind in kinds]
