"""What a conference has before a schedule is compared with it, by the keys under which it is known."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from conferences.models import Conference, Room, Speaker, Track
from sessions.models import Material, Session, Speaking
from sessions.schedules import links
from sessions.schedules.fields import Row
from sessions.schedules.imported import Imported


@dataclass(slots=True)
class Known:
    """What a conference has, by the keys under which schedules know it."""

    rows: dict[tuple[str, str], Row]
    # Rooms and tracks made by hand, by their names: a schedule that names one means it.
    by_hand: dict[tuple[str, str], Row]
    said: dict[UUID, Imported]
    # Sessions known by a guid, by the id that stood beside it; None where two had the same.
    by_id: dict[str, Row | None]
    speakers: dict[UUID, list[str]]
    links: dict[UUID, list[str]]
    names: dict[str, str]
    # All rows by our own ids: a file that we wrote ourselves may name them so.
    own: dict[tuple[str, str], Row] = field(default_factory=dict)
    found: set[UUID] = field(default_factory=set)

    @property
    def is_planned_by_hand(self) -> bool:
        """Say whether there are sessions that no schedule brought in."""
        return any(
            kind == "session" and isinstance(row, Session) and not row.import_key
            for (kind, _id), row in self.own.items()
        )


def read_known(conference: Conference, *, is_new: bool) -> Known:
    """Read all that the conference has, in eight queries."""
    known = Known({}, {}, {}, {}, {}, {}, {})
    if is_new:
        return known
    known.said = {row.row: row for row in Imported.objects.filter(conference=conference)}
    for kind, row in _rows(conference):
        known.names[str(row.pk)] = str(row)
        known.own[kind, str(row.pk)] = row
        if row.import_key:
            known.rows[kind, row.import_key] = row
        elif kind in {"room", "track"}:
            known.by_hand |= {(kind, name): row for name in (row.name_en, row.name_ru) if name}
        said = known.said.get(row.pk)
        if kind == "session" and said and said.event_id:
            known.by_id[said.event_id] = None if said.event_id in known.by_id else row
    rows = Speaking.objects.filter(session__conference=conference).order_by("position", "id")
    for session, speaker in rows.values_list("session_id", "speaker_id"):
        known.speakers.setdefault(session, []).append(str(speaker))
    public = Material.objects.filter(session__conference=conference, is_public=True)
    known.links = links.here(public)
    return known


def _rows(conference: Conference) -> Iterator[tuple[str, Any]]:
    models: tuple[tuple[str, Any], ...] = (
        ("room", Room),
        ("track", Track),
        ("speaker", Speaker),
        ("session", Session),
    )
    for kind, model in models:
        for row in model.objects.filter(conference=conference):
            yield kind, row
