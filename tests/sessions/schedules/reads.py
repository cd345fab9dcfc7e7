"""How a made-up sheet is read, in the shortest words."""

from datetime import datetime
from typing import Any

from sessions.schedules import spreadsheets
from sessions.schedules.spreadsheets import Layout, Reading

ZONE = "Europe/Moscow"
HEAD = ["Title", "Date", "Start", "End", "Room", "Speakers"]


def read(content: bytes, *, order: str = "dmy", zone: str = ZONE, **layout: Any) -> Reading:
    found = spreadsheets.sketch(content, Layout(**layout))
    return spreadsheets.read(
        content, found.layout, found.chosen, title="Forum", zone=zone, date_order=order
    )


def at(*parts: int) -> datetime:
    return datetime(*parts)  # type: ignore[arg-type] # noqa: DTZ001 - a wall clock


def told(reading: Reading) -> list[tuple[int, str, str]]:
    return [(fault.row, fault.column, fault.text) for fault in reading.faults]


def row(title: Any, day: Any, start: Any, end: Any, room: Any = "", people: Any = "") -> list[Any]:
    return [title, day, start, end, room, people]
