"""What a schedule can say of a row, field by field: read from it, written into it, told in words."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from hashlib import blake2b
from typing import Any
from uuid import UUID

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from conferences.models import Conference, Room, Speaker, Track
from kit.bilingual import Bilingual, TranslationState, other, revise
from kit.richtext import plain_text
from kit.zones import local
from sessions.models import Session
from sessions.moves import put_hours

Row = Conference | Room | Track | Speaker | Session
Value = str | int | bool | list[str] | None
Values = dict[str, Value]

KINDS: dict[str, type[Row]] = {
    "conference": Conference,
    "room": Room,
    "track": Track,
    "speaker": Speaker,
    "session": Session,
}

_LONGEST_TOLD = 160

# Fields that are told to nobody: they follow from others, and are kept to be put back with them.
SILENT = frozenset({"translation", "by_clock"})

# Columns that follow from others, or that the machinery itself writes: no edit is told by them.
_WANDERING = frozenset(
    {
        "position",
        "revision",
        "revised_at",
        "moved_from",
        "import_key",
        "translation_state",
        "is_run_by_clock",
        "state",
        "withdrawn_at",
    }
)

# Fields that have another name than their columns.
_COLUMNS = {
    "translation": "translation_state",
    "by_clock": "is_run_by_clock",
    "registration": "is_open_for_registration",
}


def digest(value: Value) -> str:
    """Return a mark of a value: enough to tell later whether it is still the same."""
    return blake2b(json.dumps(value).encode(), digest_size=8).hexdigest()


def texts_of(row: Row) -> tuple[str, ...]:
    """Return the names of the texts that a schedule can say in two languages."""
    if isinstance(row, Conference):
        return ()
    return ("title", "abstract") if isinstance(row, Session) else ("name",)


def here(row: Row) -> Values:
    """Return what a row says, as a schedule would say it; who speaks lies in rows of its own."""
    if isinstance(row, Conference):
        days = [row.starts_on.isoformat(), row.ends_on.isoformat()]
        return {"zone": row.zone, "days": days, "registration": row.is_open_for_registration}
    found: Values = {"language": row.source_language, "translation": row.translation_state}
    for name in texts_of(row):
        found[name] = getattr(row, f"{name}_{row.source_language}")
        found[f"other_{name}"] = getattr(row, f"{name}_{other(row.source_language)}")
    if isinstance(row, Room):
        found["position"] = row.position
    if isinstance(row, Session):
        found |= _session(row)
    return found


def _session(row: Session) -> Values:
    return {
        "kind": row.kind,
        "room": str(row.room_id) if row.room_id else None,
        "track": str(row.track_id) if row.track_id else None,
        "hours": [row.starts_at.isoformat(), row.ends_at.isoformat()],
        "by_clock": row.is_run_by_clock,
    }


def columns_of(row: Row) -> dict[str, Any]:
    """Return all that a row says, by its columns."""
    return {each.name: getattr(row, each.attname) for each in row._meta.concrete_fields}


def column_marks(row: Row) -> dict[str, str]:
    """Return digests of the columns that only people change once an import has created a row."""
    columns, untelling = columns_of(row), set(_WANDERING)
    if isinstance(row, Conference):
        # The page of imports writes the second title right after an import: no file carries it.
        untelling.add(f"title_{other(row.source_language)}")
    return {name: digest(str(value)) for name, value in columns.items() if name not in untelling}


def put(row: Any, field: str, value: Any) -> None:
    """Write one field into a row, which the caller saves; an original makes its translation stale."""
    if field == "zone":
        row.zone = value
    elif field == "days":
        row.starts_on, row.ends_on = map(date.fromisoformat, value)
    elif field == "hours":
        put_hours(row, *map(datetime.fromisoformat, value))
    elif field in {"room", "track"}:
        setattr(row, f"{field}_id", UUID(value) if value else None)
    elif field == "language":
        _move(row, value)
    elif field.removeprefix("other_") in texts_of(row):
        _say(row, field, value)
    else:
        setattr(row, _COLUMNS.get(field, field), value)


def _say(row: Any, field: str, value: str) -> None:
    name = field.removeprefix("other_")
    language = row.source_language if name == field else other(row.source_language)
    texts = {each: getattr(row, f"{each}_{language}") for each in texts_of(row)}
    revise(row, language=language, **(texts | {name: value}))


def _move(row: Any, language: str) -> None:
    """Make another language the original: the texts move over; nothing is in their way."""
    for name in texts_of(row):
        setattr(row, f"{name}_{language}", getattr(row, f"{name}_{row.source_language}"))
        setattr(row, f"{name}_{row.source_language}", "")
    row.source_language = language


def may_change_language(row: Bilingual) -> bool:
    """Say whether a schedule may still say in which language a row is: until somebody translates it."""
    return row.translation_state == TranslationState.MISSING


def field_name(field: str) -> str:
    """Return what a field is called, in the reader's language."""
    names = {
        "zone": _("time zone"),
        "days": _("days"),
        "registration": _("registration is open"),
        "hours": _("hours"),
        "room": _("room"),
        "track": _("track"),
        "language": _("language"),
        "title": _("title"),
        "other_title": _("translated title"),
        "abstract": _("abstract"),
        "other_abstract": _("translated abstract"),
        "name": _("name"),
        "other_name": _("translated name"),
        "kind": _("kind"),
        "position": _("place in the list"),
        "speakers": _("speakers"),
        "links": _("links"),
        "state": _("state"),
    }
    return names.get(field, field)


def told(field: str, value: Any, names: Mapping[str, str], zone: str) -> str:
    """Return a value as people read it: names for ids, hours on the clock of a zone."""
    if value in (None, "", []):
        return "—"
    if field == "registration":
        value = _("yes") if value else _("no")
    if field == "hours":
        starts, ends = (local(datetime.fromisoformat(text), zone) for text in value)
        end = ends.time if ends.date == starts.date else f"{ends.date} {ends.time}"
        return f"{starts.date} {starts.time}–{end} {starts.city}"
    if field == "days":
        return " – ".join(value)
    if field in {"room", "track"}:
        return names.get(value, "—")
    if field == "links":
        value = ", ".join(value)
    if field == "speakers":
        return ", ".join(names.get(each, "—") for each in value)
    text = plain_text(value) if field.endswith("abstract") else str(value)
    return Truncator(text).chars(_LONGEST_TOLD)
