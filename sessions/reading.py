"""The room as a document: what a person would hear, read at once and made ready for templates."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

import msgspec
from django.utils.translation import gettext as _
from django_countries import countries

from accounts.models import Person, ShownAs
from live import presence, snapshots
from live.protocol import Audience
from live.rooms import Admission
from sessions.models import Session


@dataclass(frozen=True, slots=True)
class Who:
    """A person as others see them, in the reader's words."""

    name: str
    organisation: str = ""

    def __str__(self) -> str:
        return f"{self.name}, {self.organisation}" if self.organisation else self.name


@dataclass(frozen=True, slots=True)
class Document:
    """A room's slices by audience, and who is in it now."""

    slices: dict[str, dict[str, Any]]
    here: list[Who]
    count: int


def read(session: Session, person: Person, admission: Admission) -> Document:
    """Return the room as this person may read it, in a number of queries that does not grow.

    Every row that names a person gets `who`, every instant becomes one again.
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
    present = presence.present(room)
    here = [people[str(key)] for key in present if str(key) in people]
    return Document(slices, sorted(here, key=lambda each: each.name.casefold()), len(present))


def who(shown: Mapping[str, str]) -> Who:
    """Return what a person is called: by name, by pseudonym, or as a delegate of a country."""
    if shown["kind"] != ShownAs.DELEGATE:
        return Who(shown["name"], shown["organisation"])
    if not shown["country"]:
        return Who(_("a delegate"))
    country = countries.name(shown["country"]) or shown["country"]
    return Who(_("a delegate, %(country)s") % {"country": country})


def _row(row: Any, people: Mapping[str, Who]) -> Any:
    if not isinstance(row, dict):
        return row
    ready = dict(row)
    if "person" in row:
        ready["who"] = people.get(row["person"]) or Who(_("someone"))
    for name in ("at", "answered_at"):
        if row.get(name):
            ready[name] = datetime.fromisoformat(row[name])
    return ready
