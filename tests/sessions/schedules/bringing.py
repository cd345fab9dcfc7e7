"""Schedules made up for tests, and the shortest way to bring one in."""

import json
from pathlib import Path
from typing import Any

from sessions.schedules import imports, reading
from sessions.schedules.imported import Import
from sessions.schedules.reports import Outcome

HERE = Path(__file__).parent
SMALL = (HERE / "small.xml").read_text()
MODERN = (HERE / "modern.xml").read_text()


def bring(text: str, **words: Any) -> Outcome:
    """Import a file's text as an operator does."""
    words.setdefault("actor", None)
    words.setdefault("zone", "" if "time_zone_name" in text else "UTC")
    return imports.bring_in(schedule=reading.read(text.encode()), **words)


def figures(outcome: Outcome) -> tuple[int, int, int, int]:
    """Return how many were created, updated, withdrawn, and kept as they were edited here."""
    return outcome.created, outcome.updated, outcome.withdrawn, len(outcome.kept)


def made(outcome: Outcome) -> Import:
    """Return the import of a report."""
    assert outcome.imported
    return Import.objects.get(pk=outcome.imported)


def without(text: str, event: str) -> str:
    """Return a schedule.xml without one event, by how its element begins."""
    start = text.index(f"<event {event}")
    end = text.index("</event>", start) + len("</event>")
    return text[:start] + text[end:]


def document(*events: dict[str, Any], **head: Any) -> str:
    """Return a schedule.json of one day in one room."""
    day = {
        "index": 1,
        "date": "2031-05-10",
        "day_start": "2031-05-10T04:00:00+03:00",
        "day_end": "2031-05-11T03:59:00+03:00",
        "rooms": {"Great Hall": list(events)},
    }
    conference = {
        "acronym": "modern_31",
        "title": "Modern Forum",
        "start": "2031-05-10",
        "end": "2031-05-10",
        "time_zone_name": "Europe/Moscow",
        "rooms": [{"name": "Great Hall", "guid": "g"}, {"name": "Empty Room", "guid": "h"}],
        "days": [day],
    }
    return json.dumps(
        {"$schema": "x", "schedule": {"version": "1", "conference": conference | head}}
    )


def event(number: int, **said: Any) -> dict[str, Any]:
    """Return an event of a schedule.json."""
    return {
        "id": number,
        "guid": f"5b1a4e0a-3a62-4c2e-9a0e-0000000000{number:02d}",
        "date": f"2031-05-10T{8 + number:02d}:00:00+03:00",
        "start": f"{8 + number:02d}:00",
        "duration": "00:45",
        "room": "Great Hall",
        "title": f"Talk {number}",
        "subtitle": "",
        "track": "Plenary",
        "type": "Talk",
        "language": "en",
        "abstract": "Why we *meet*.\n\nAnd where.",
        "description": None,
        "persons": [{"id": 7, "public_name": "Olga Primerova"}],
        "links": [],
        "attachments": [],
    } | said
