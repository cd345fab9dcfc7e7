"""An upload as a schedule: which file it is, with which choices it is read, and what to tell of it.

What is told is plain data, kept with the job: a page is drawn from it without reading the file again.
"""

import dataclasses
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from kit import bilingual
from kit.refusals import Refused
from kit.richtext import plain_text
from sessions.importing.jobs import SHEET
from sessions.importing.uploaded import ImportJob
from sessions.schedules import days, imports, reading, spreadsheets
from sessions.schedules.document import Schedule, Talk, language_of
from sessions.schedules.lines import Fault
from sessions.schedules.reports import Change, Outcome
from sessions.schedules.spreadsheets import Layout, Sketch

# So much of a long list is shown; how much more there is, is said.
MOST_FAULTS = 500
MOST_CHANGES = 300
_SAMPLE = 8
_LONGEST_TEXT = 200


@dataclass(frozen=True, slots=True)
class Read:
    """What an upload says, with the faults of a sheet's rows; `rows` counts those with faults too."""

    schedule: Schedule
    rows: int
    faults: tuple[Fault, ...] = ()
    notes: tuple[str, ...] = ()


def sketch(job: ImportJob) -> dict[str, Any]:
    """Return what a file is taken for at first sight."""
    content = _content(job)
    if job.kind == SHEET:
        return _sketch_of_sheet(
            spreadsheets.sketch(content, Layout(**job.choices.get("layout", {})))
        )
    schedule = reading.read(content)
    language = language_of(schedule.title)
    return {
        "title": {language: schedule.title},
        "zone": schedule.zone,
        "sessions": len(schedule.talks),
        "slug": _home_of(job, schedule),
    }


def read(job: ImportJob) -> Read:
    """Return what a file says with the choices that were made."""
    content = _content(job)
    chosen = job.choices
    title = chosen.get("title_en") or chosen.get("title_ru") or job.name
    if job.kind == SHEET:
        found = spreadsheets.read(
            content,
            Layout(**job.sketch["layout"]),
            {int(place): name for place, name in chosen["columns"].items()},
            title=title,
            zone=zone_of(job),
            date_order=chosen["date_order"] or days.DAY_FIRST,
        )
        schedule = found.schedule
        is_whole = not (found.faults or chosen["is_part"])
        schedule = dataclasses.replace(schedule, is_whole=is_whole)
        return Read(schedule, found.rows, found.faults, found.notes)
    schedule = reading.read(content)
    if chosen["is_new"]:
        schedule = dataclasses.replace(schedule, title=title)
    schedule = dataclasses.replace(schedule, is_whole=not chosen["is_part"])
    return Read(schedule, len(schedule.talks))


def report(found: Read, outcome: Outcome | None) -> dict[str, Any]:
    """Return what is shown of an import before and after it: one shape for both."""
    zone = outcome.zone if outcome else found.schedule.zone or "UTC"
    told: dict[str, Any] = {
        "language": bilingual.reading(),
        "rows": found.rows,
        "sound": len(found.schedule.talks),
        "wrong": len({fault.row for fault in found.faults}),
        "faults": [dataclasses.asdict(fault) for fault in found.faults[:MOST_FAULTS]],
        "more_faults": max(0, len(found.faults) - MOST_FAULTS),
        "notes": list(found.notes),
        "days": [found.schedule.starts_on.isoformat(), found.schedule.ends_on.isoformat()],
        "sample": [_sample(found.schedule, talk, zone) for talk in found.schedule.talks[:_SAMPLE]],
        "zone": zone,
    }
    if outcome is None:
        return told
    changes = (*outcome.changes, *outcome.kept, *outcome.left)
    return told | {
        "conference": outcome.conference,
        "title": outcome.title,
        "is_new": outcome.is_new,
        "counts": {name: getattr(outcome, name) for name in _COUNTS},
        "acts": _acts(changes),
        "changes": [_told(change) for change in changes[:MOST_CHANGES]],
        "more_changes": max(0, len(changes) - MOST_CHANGES),
        "warnings": list(outcome.warnings),
        "skipped": list(outcome.skipped)[:MOST_FAULTS],
        "imported": str(outcome.imported) if outcome.imported else "",
    }


_COUNTS = ("sessions", "rooms", "people", "created", "updated", "unchanged", "withdrawn")


def _content(job: ImportJob) -> bytes:
    if not job.file:
        raise Refused("import.expired", _("The file is no longer kept. Upload it again."))
    with job.file.open("rb") as file:
        content: bytes = file.read()
    return content


def zone_of(job: ImportJob) -> str:
    """Return the zone that hours are read in, where the file does not say it itself: then, none."""
    if job.choices["zone"] or job.sketch.get("zone"):
        return str(job.choices["zone"])
    home = job.home
    return home.zone if home else settings.TIME_ZONE


def _home_of(job: ImportJob, schedule: Schedule) -> str:
    """Return the conference that a schedule most likely belongs to, by its own name."""
    home = job.home
    if home is not None:
        return home.slug
    try:
        outcome = imports.preview(actor=job.asked_by, schedule=schedule)
    except Refused:
        return ""
    return "" if outcome.is_new else outcome.conference


def _sketch_of_sheet(found: Sketch) -> dict[str, Any]:
    return {
        "layout": dataclasses.asdict(found.layout),
        "names": list(found.names),
        "hidden": len(found.hidden),
        "columns": [dataclasses.asdict(column) for column in found.columns],
        "chosen": {str(place): name for place, name in found.chosen.items()},
        "date_order": found.date_order,
        "has_slashes": found.has_slashes,
        "sessions": found.rows,
        "zone": "",
        "title": {},
        "slug": "",
    }


def _sample(schedule: Schedule, talk: Talk, zone: str) -> dict[str, Any]:
    """Return a session as it was read, for an eye to see whether day and hour are what was meant."""
    return {
        "title": talk.title,
        "other_title": talk.other_title,
        "language": talk.language,
        "starts_at": talk.starts_at(zone).isoformat(),
        "ends_at": talk.ends_at(zone).isoformat(),
        "room": talk.room,
        "speakers": [schedule.speakers[key] for key in talk.speakers],
    }


def _acts(changes: Iterable[Change]) -> dict[str, dict[str, int]]:
    """Count what becomes of things, by their kind."""
    counts: Counter[tuple[str, str]] = Counter((c.kind, str(c.act)) for c in changes)
    table: dict[str, dict[str, int]] = {}
    for (kind, act), count in counts.items():
        table.setdefault(kind, {})[act] = count
    return table


def _told(change: Change) -> dict[str, Any]:
    return {
        "act": str(change.act),
        "kind": change.kind,
        "name": change.name,
        "fields": [
            {
                "field": each.field,
                "here": _brief(each.field, each.here),
                "there": _brief(each.field, each.there),
            }
            for each in change.fields
        ],
    }


def _brief(field: str, text: str) -> str:
    # Abstracts alone are HTML; of a title "<b>" is a part.
    plain = unescape(plain_text(text)) if "abstract" in field else text
    return plain if len(plain) <= _LONGEST_TEXT else plain[: _LONGEST_TEXT - 1] + "…"
