"""Reads schedule.json: the format of pretalx, frab and the CCC's tools.

Sources of the format: the schema https://c3voc.de/schedule/schema.json (voc/schedule,
validator/json) and its description at https://c3voc.de/wiki/schedule. What it leaves open is
decided as for schedule.xml (see `pentabarf`), and so:

- An event is known by its `guid`, else by its `id`; a person by `id`, `guid` or `code`, else by name.
- `date` (RFC 3339 with offset) says when an event starts; without its hour, `start` does, and a
  start before the hour of `day_start` is after midnight: on the next date. `end`, else `duration`,
  says how long it goes on.
- Rooms come from the conference's list in its order, then from the days.
- Links of an event are kept where they lead into the web; a person's are not.
- Only what is named here crosses. Answers to organisers' questions, biographies, pictures, addresses,
  recordings and attachments are not taken over (a file for organisers may list there what was never
  public); what the format does not have is named once.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from sessions.schedules import links
from sessions.schedules.document import Schedule
from sessions.schedules.gathering import (
    MAX_NAME,
    Ends,
    Gathered,
    clock_of,
    date_of,
    has_hour,
    in_order,
    instant_of,
    key_of,
    on_the_clock,
    short,
)
from sessions.schedules.nodes import Node, parse

_KNOWN = {
    "schedule": "version base_url conference url generator $schema",
    "conference": (
        "acronym title description start end days daysCount timeslot_duration time_zone_name logo"
        " colors color keywords url base_url tracks rooms meta"
    ),
    "day": "index date day_start day_end rooms",
    "event": (
        "guid code id logo date start end duration room slug url title subtitle track type language"
        " abstract description recording_license do_not_record do_not_stream persons links"
        " feedback_url origin_url attachments answers"
    ),
}


def read(content: bytes) -> Schedule:
    """Return what a schedule.json says, or refuse it, naming the path at fault."""
    schedule = parse(content).need("schedule")
    head = schedule.need("conference")
    gathered = Gathered()
    _look_for_strange(gathered, schedule, "schedule")
    _look_for_strange(gathered, head, "conference")
    for room in head.listed("rooms"):
        _name_room(gathered, room.need("name"))
    days = [_read_day(gathered, day) for day in head.listed("days")]
    if not days:
        raise head.fault(_("there is no “%(name)s”.") % {"name": "days"})
    zone = head.at("time_zone_name")
    ends: Ends = [
        (head.at(name), date_of(head.at(name), head.text(name)))
        for name in ("start", "end")
        if head.text(name)
    ]
    return gathered.schedule(head, head.text, venue="", zone=zone, days=days, ends=ends)


def _name_room(gathered: Gathered, node: Node) -> None:
    gathered.rooms[short(node, node.as_text(), MAX_NAME)] = None


def _read_day(gathered: Gathered, day: Node) -> date:
    _look_for_strange(gathered, day, "day")
    begins = day.text("day_start")
    on = date_of(day.at("date"), day.text("date") or begins)
    starts = instant_of(day.at("day_start"), begins) if has_hour(begins) else None
    day_change = timedelta(hours=starts.hour, minutes=starts.minute) if starts else timedelta()
    if starts and has_hour(day.text("day_end")):
        ends = instant_of(day.at("day_end"), day.text("day_end"))
        in_order(starts.date(), ends.date(), day.at("day_end"))
    for room in day.need("rooms").members():
        # The format has no event outside a room: what takes place in none stands in one without name.
        name = gathered.room(room.name)
        for event in room.items():
            _read_event(gathered, event, name, on, day_change)
    return on


def _read_event(
    gathered: Gathered, event: Node, room: str, on: date, day_change: timedelta
) -> None:
    number = event.text("id").strip()
    key = key_of(event, event.text("guid").strip(), number)
    _look_for_strange(gathered, event, "event")
    starts = _starts(event, on, day_change)
    gathered.event(
        event,
        event.text,
        key=key,
        id=number,
        room=room,
        starts=starts,
        duration=_duration(event, starts),
        speakers=_read_people(gathered, event),
        links=links.read(gathered, _links(event)),
    )


def _links(event: Node) -> Iterator[tuple[Node, str, str]]:
    for node in event.listed("links"):
        yield node, node.text("title"), node.text("url")


def _read_people(gathered: Gathered, event: Node) -> tuple[str, ...]:
    """Return the keys of an event's people, each once: their names and nothing else of them."""
    keys: dict[str, None] = {}
    for person in event.listed("persons"):
        key = next(filter(None, map(person.text, ("id", "guid", "code"))), "")
        name = person.text("public_name") or person.text("name")
        known = gathered.person(person, name, key)
        if known is not None:
            keys[known] = None
    return tuple(keys)


def _look_for_strange(gathered: Gathered, node: Node, kind: str) -> None:
    known = _KNOWN[kind].split()
    for child in node.members():
        if child.name not in known:
            gathered.skip_once(child, kind, child.name, _("is not part of the format"))


def _starts(event: Node, on: date, day_change: timedelta) -> datetime:
    said = event.text("date")
    if has_hour(said):
        return instant_of(event.at("date"), said)
    if said:
        on = date_of(event.at("date"), said)
    event.need("start")
    return on_the_clock(event.at("start"), event.text("start"), on, day_change)


def _duration(event: Node, starts: datetime) -> timedelta:
    """Return how long an event goes on: as `duration` says; without it, until its `end`."""
    if event.text("duration"):
        told = clock_of(event.at("duration"), event.text("duration"))
        return _to_the_second(event, starts, told)
    event.need("end")
    end: Any = instant_of(event.at("end"), event.text("end"))
    if (end.tzinfo is None) != (starts.tzinfo is None):
        raise event.at("end").fault(_("the beginning and the end are told in different ways."))
    if end < starts:
        what = _("the end (%(last)s) is before the beginning (%(first)s).")
        raise event.at("end").fault(what % {"last": end, "first": starts})
    return timedelta(seconds=(end - starts).total_seconds())


def _to_the_second(event: Node, starts: datetime, told: timedelta) -> timedelta:
    """Return a duration, which has no seconds, with those that `end` says besides."""
    if not has_hour(event.text("end")):
        return told
    end = instant_of(event.at("end"), event.text("end"))
    if end.tzinfo is None or starts.tzinfo is None:
        return told
    exact = end - starts
    return exact if told <= exact < told + timedelta(minutes=1) else told
