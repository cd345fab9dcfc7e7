"""The room as a document: what a person would hear, read at once and made ready for templates."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

import msgspec
from django.utils.translation import gettext as _

from accounts.models import Person
from live import snapshots
from live.protocol import Audience
from live.rooms import Admission
from sessions import here
from sessions.here import Present, Who, who
from sessions.models import Session

# What names a person in a row, and under which name the page finds what they are called.
_PEOPLE = {"person": "who", "by": "by_who", "owner": "owner_who"}
_INSTANTS = ("at", "answered_at", "edited_at", "hidden_at")


@dataclass(frozen=True, slots=True)
class Document:
    """A room's slices by audience, and who is in it now: the first hundred, and how many in all."""

    slices: dict[str, dict[str, Any]]
    here: list[Present]
    count: int

    @property
    def more(self) -> int:
        """Return how many are here beside those that are named."""
        return self.count - len(self.here)


def read(session: Session, person: Person, admission: Admission) -> Document:
    """Return the room as this person may read it, in a number of queries that does not grow.

    Every row that names a person gets `who` (and `by_who`, `owner_who`), every instant becomes one
    again.
    """
    room = session.live_room
    slices = {
        audience: cast(
            "dict[str, Any]",
            msgspec.to_builtins(
                snapshots.read_slice(room, cast("Audience", audience), person.pk), str_keys=True
            ),
        )
        for audience in admission.audiences
    }
    people = {key: who(shown) for key, shown in slices["room"].pop("people").items()}
    for parts in slices.values():
        for name, part in parts.items():
            if isinstance(part, list):
                parts[name] = [_row(row, people) for row in part]
            else:
                parts[name] = _row(part, people)
    present = here.present(session, person.pk)
    return Document(slices, present[: here.PAGE], len(present))


def ready(session: Session, rows: Iterable[Any]) -> list[Any]:
    """Return rows that were read by themselves as `read` returns them, in two queries."""
    plain = cast("list[dict[str, Any]]", msgspec.to_builtins(list(rows)))
    named = {UUID(row[key]) for row in plain for key in _PEOPLE if row.get(key)}
    people = {
        str(person): who(asdict(seen)) for person, seen in here.as_shown(session, named).items()
    }
    return [_row(row, people) for row in plain]


def _row(row: Any, people: Mapping[str, Who]) -> Any:
    if not isinstance(row, dict):
        return row
    ready = dict(row)
    for key, name in _PEOPLE.items():
        if row.get(key):
            ready[name] = people.get(row[key]) or Who(_("someone"))
    for name in _INSTANTS:
        if row.get(name):
            ready[name] = datetime.fromisoformat(row[name])
    return ready
