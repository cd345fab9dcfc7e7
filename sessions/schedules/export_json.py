"""Writes schedule.json, as https://c3voc.de/schedule/schema.json (voc/schedule, validator/json) has it.

An event's `end` says what `duration` can't: seconds. A zone whose name the schema does not take is
left out; every hour has its offset. A person with a number is written as frab writes one, another
with the name alone and a guid: the schema wants exactly one of the two.
"""

import json
import re
from typing import Any

from sessions.schedules.export import Day, Event, Hall, Outline, Person
from sessions.schedules.export_version import GENERATOR, versioned
from sessions.schedules.export_xml import TIMESLOT

MEDIA_TYPE = "application/json"

_SCHEMA = "https://c3voc.de/schedule/schema.json"
_ZONE = re.compile("^([A-Z][a-z]+/[A-Z][a-z]+)|UTC$")


def as_json(outline: Outline) -> bytes:
    """Return the schedule as a JSON document; the same programme gives the same bytes."""
    conference = _conference(outline)
    schedule = {
        "version": versioned(_dumped(conference)),
        "base_url": outline.base_url,
        "conference": conference,
    }
    whole = {"$schema": _SCHEMA, "generator": GENERATOR, "schedule": schedule}
    return _dumped(whole).encode() + b"\n"


def _conference(outline: Outline) -> dict[str, Any]:
    zone = {"time_zone_name": outline.zone} if _ZONE.search(outline.zone) else {}
    return {
        "acronym": outline.acronym,
        "title": outline.title,
        "start": outline.first.isoformat(),
        "end": outline.last.isoformat(),
        "daysCount": (outline.last - outline.first).days + 1,
        "timeslot_duration": TIMESLOT,
        **zone,
        "url": outline.url,
        "tracks": [{"name": name} for name in outline.tracks],
        "rooms": [{"name": hall.name, "guid": hall.guid} for hall in outline.rooms],
        "days": [_day(day) for day in outline.days],
    }


def _day(day: Day) -> dict[str, Any]:
    return {
        "index": day.index,
        "date": day.date.isoformat(),
        "day_start": day.starts.isoformat(),
        "day_end": day.ends.isoformat(),
        "rooms": _rooms(day.halls),
    }


def _rooms(halls: tuple[Hall, ...]) -> dict[str, list[dict[str, Any]]]:
    """Return events by the name of their room: two of one name become one, as the format has it."""
    found: dict[str, list[dict[str, Any]]] = {}
    for hall in halls:
        found.setdefault(hall.name, []).extend(map(_event, hall.events))
    return found


def _event(event: Event) -> dict[str, Any]:
    return {
        "guid": event.guid,
        "id": event.id,
        "date": event.starts.isoformat(),
        "start": f"{event.starts:%H:%M}",
        "end": event.ends.isoformat(),
        "duration": _duration(event),
        "room": event.room,
        "slug": event.slug,
        "url": event.url,
        "title": event.title,
        "subtitle": "",
        "track": event.track,
        "type": event.kind,
        "language": event.language,
        "abstract": event.abstract,
        "persons": [_person(person) for person in event.persons],
        "links": [{"title": link.title, "url": link.url} for link in event.links],
    }


def _duration(event: Event) -> str:
    minutes = round(event.ends.timestamp() - event.starts.timestamp()) // 60
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _person(person: Person) -> dict[str, Any]:
    if person.id is None:
        return {"guid": person.guid, "name": person.name}
    return {"id": person.id, "guid": person.guid, "public_name": person.name}


def _dumped(what: Any) -> str:
    return json.dumps(what, ensure_ascii=False, indent=1)
