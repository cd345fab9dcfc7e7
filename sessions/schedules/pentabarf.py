"""Reads schedule.xml: pentabarf's format, as frab, pretalx and the CCC's tools write it today.

Sources of the format: the schema https://c3voc.de/schedule/schema.xsd (voc/schedule, validator/xsd)
and its description at https://c3voc.de/wiki/schedule; for the older files without zone and guid, the
schedules that FOSDEM published from pentabarf itself. What they leave open is decided here:

- An event is known by its `guid`, in older files by its `id`; a person by `id`, else `guid`, else
  by name; rooms and tracks by name. Where both are there the `id` is kept beside the `guid`.
- `<date>` (RFC 3339 with offset) says when an event starts; without it, the day's date and
  `<start>`. A start before the conference's `<day_change>` is after midnight: on the next date.
- `<date>` may hold the day alone; then `<start>` says the hour.
- The room is the element that the event stands in; an event directly under its day, as FOSDEM wrote
  them until 2012, names its room in `<room>`. A room without events is a room all the same.
- The subtitle opens the abstract; the description follows it; HTML is cut down to a safe set, and
  what has no tags is read as Markdown.
- Links and attachments of an event are its links, where they lead into the web.
- Logos and recordings are not taken over. Elements that the format does not
  have are named once each among what was skipped, as are people without a name.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from sessions.schedules import links
from sessions.schedules.document import Schedule
from sessions.schedules.elements import Element, fault, parse
from sessions.schedules.gathering import (
    Ends,
    Gathered,
    clock_of,
    date_of,
    has_hour,
    in_order,
    instant_of,
    key_of,
    on_the_clock,
)

_KNOWN = {
    "schedule": "generator url version conference day",
    "conference": (
        "title subtitle acronym venue city start end days day_change timeslot_duration base_url"
        " logo url time_zone_name color track"
    ),
    "day": "room event",
    "room": "event",
    "event": (
        "date start duration room slug title subtitle track type language abstract description"
        " persons attachments links recording logo url feedback_url origin_url video_download_url"
    ),
    "persons": "person",
}


def read(content: bytes) -> Schedule:
    """Return what a schedule.xml says, or refuse it, naming the line and the element at fault."""
    root = parse(content)
    if root.name != "schedule":
        what = _("the file begins with <%(name)s>; a schedule begins with <schedule>.")
        raise fault(root.line, what % {"name": root.name})
    head = root.first("conference")
    if head is None:
        raise root.fault(_("there is no <%(name)s> in it.") % {"name": "conference"})
    gathered = Gathered()
    _look_for_strange(gathered, root)
    _look_for_strange(gathered, head)
    day_change = _day_change(head)
    days = [_read_day(gathered, day, day_change) for day in root.all("day")]
    if not days:
        raise root.fault(_("there is no <%(name)s> in it.") % {"name": "day"})
    ends: Ends = [
        (e, date_of(e, e.text)) for e in map(head.first, ("start", "end")) if e and e.text
    ]
    venue = ", ".join(filter(None, map(head.said, ("venue", "city"))))
    zone = head.first("time_zone_name") or head
    return gathered.schedule(head, head.said, venue=venue, zone=zone, days=days, ends=ends)


def _read_day(gathered: Gathered, day: Element, day_change: timedelta) -> date:
    said = day.attributes.get
    on = date_of(day, said("date") or said("start") or "")
    if said("start") and said("end"):
        begins, ends = (instant_of(day, day.attributes[name]) for name in ("start", "end"))
        in_order(begins.date(), ends.date(), day)
    _look_for_strange(gathered, day)
    for child in day.children:
        if child.name == "event":
            _read_event(gathered, child, gathered.room(child.said("room")), on, day_change)
        elif child.name == "room":
            _read_room(gathered, child, on, day_change)
    return on


def _read_room(gathered: Gathered, room: Element, on: date, day_change: timedelta) -> None:
    name = gathered.room(room.attributes.get("name", ""))
    _look_for_strange(gathered, room)
    for event in room.all("event"):
        # The format has no event outside a room: what takes place in none stands in one without name.
        _read_event(gathered, event, name or gathered.room(event.said("room")), on, day_change)


def _read_event(
    gathered: Gathered, event: Element, room: str, on: date, day_change: timedelta
) -> None:
    guid, number = (event.attributes.get(name, "").strip() for name in ("guid", "id"))
    key = key_of(event, guid, number)
    _look_for_strange(gathered, event)
    duration = event.need("duration")
    gathered.event(
        event,
        event.said,
        key=key,
        id=number,
        room=room,
        starts=_starts(event, on, day_change),
        duration=clock_of(duration, duration.text),
        speakers=_read_people(gathered, event),
        links=links.read(gathered, _links(event)),
    )


def _links(event: Element) -> Iterator[tuple[Element, str, str]]:
    for name, one in (("links", "link"), ("attachments", "attachment")):
        holder = event.first(name)
        for element in holder.all(one) if holder else ():
            yield element, element.text, element.attributes.get("href", "")


def _read_people(gathered: Gathered, event: Element) -> tuple[str, ...]:
    """Return the keys of an event's people, each once."""
    persons = event.first("persons")
    if persons is None:
        return ()
    _look_for_strange(gathered, persons)
    keys: dict[str, None] = {}
    for person in persons.all("person"):
        said = person.attributes.get
        key = gathered.person(person, person.text, said("id") or said("guid") or "")
        if key is not None:
            keys[key] = None
    return tuple(keys)


def _look_for_strange(gathered: Gathered, element: Element) -> None:
    known = _KNOWN[element.name].split()
    for child in element.children:
        if child.name not in known:
            gathered.skip_once(child, element.name, child.name, _("is not part of the format"))


def _starts(event: Element, on: date, day_change: timedelta) -> datetime:
    instant = event.first("date")
    if instant is not None and has_hour(instant.text):
        return instant_of(instant, instant.text)
    if instant is not None and instant.text:
        on = date_of(instant, instant.text)
    start = event.need("start")
    return on_the_clock(start, start.text, on, day_change)


def _day_change(head: Element) -> timedelta:
    element = head.first("day_change")
    return clock_of(element, element.text) if element and element.text else timedelta()
