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
- Links, attachments, logos and recordings are not taken over. Elements that the format does not
  have are named once each among what was skipped, as are people without a name.
"""

from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from kit.names import clean_name
from sessions.schedules.document import Schedule, Talk, language_of
from sessions.schedules.elements import Element, fault, parse
from sessions.schedules.gathering import (
    MAX_CONFERENCE,
    MAX_KIND,
    MAX_NAME,
    MAX_TITLE,
    Gathered,
    abstract_of,
    clock_of,
    date_of,
    has_hour,
    in_order,
    instant_of,
    may_be_key,
    on_the_clock,
    short,
    zone_of,
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
    starts_on, ends_on = _dates(head, days)
    return Schedule(
        title=short(head.need("title"), head.said("title"), MAX_CONFERENCE),
        acronym=clean_name(head.said("acronym"), MAX_NAME),
        venue=clean_name(", ".join(filter(None, map(head.said, ("venue", "city")))), MAX_NAME),
        zone=zone_of(head.first("time_zone_name") or head, head.said("time_zone_name")),
        starts_on=starts_on,
        ends_on=ends_on,
        rooms=tuple(gathered.rooms),
        tracks=tuple(gathered.tracks),
        speakers=gathered.speakers,
        talks=tuple(gathered.talks.values()),
        skipped=tuple(gathered.skipped),
    )


def _dates(head: Element, days: list[date]) -> tuple[date, date]:
    said = [(e, date_of(e, e.text)) for e in map(head.first, ("start", "end")) if e and e.text]
    if len(said) > 1:
        in_order(said[0][1], said[1][1], said[1][0])
    every = days + [on for _element, on in said]
    return min(every), max(every)


def _read_day(gathered: Gathered, day: Element, day_change: timedelta) -> date:
    said = day.attributes.get
    on = date_of(day, said("date") or said("start") or "")
    if said("start") and said("end"):
        begins, ends = (instant_of(day, day.attributes[name]) for name in ("start", "end"))
        in_order(begins.date(), ends.date(), day)
    _look_for_strange(gathered, day)
    for child in day.children:
        if child.name == "event":
            _read_event(gathered, child, _named_room(gathered, child), on, day_change)
        elif child.name == "room":
            _read_room(gathered, child, on, day_change)
    return on


def _read_room(gathered: Gathered, room: Element, on: date, day_change: timedelta) -> None:
    name = clean_name(room.attributes.get("name", ""), MAX_NAME)
    if name:
        gathered.rooms[name] = None
    _look_for_strange(gathered, room)
    for event in room.all("event"):
        # The format has no event outside a room: what takes place in none stands in one without name.
        _read_event(gathered, event, name or _named_room(gathered, event), on, day_change)


def _named_room(gathered: Gathered, event: Element) -> str:
    """Return the room that an event directly under its day names; it may have none."""
    name = clean_name(event.said("room"), MAX_NAME)
    if name:
        gathered.rooms[name] = None
    return name


def _read_event(
    gathered: Gathered, event: Element, room: str, on: date, day_change: timedelta
) -> None:
    guid, number = (event.attributes.get(name, "").strip() for name in ("guid", "id"))
    key = guid or number
    if not may_be_key(key):
        raise event.fault(_("there is neither a guid nor an id that can be kept."))
    _look_for_strange(gathered, event)
    title = short(event.need("title"), event.said("title"), MAX_TITLE)
    duration = event.need("duration")
    texts = map(event.said, ("subtitle", "abstract", "description"))
    talk = Talk(
        key=key,
        title=title,
        abstract=abstract_of(event, *texts),
        language=language_of(title, event.said("language")),
        kind=clean_name(event.said("type"), MAX_KIND),
        room=room,
        track=clean_name(event.said("track"), MAX_NAME),
        starts=_starts(event, on, day_change),
        duration=clock_of(duration, duration.text),
        speakers=_read_people(gathered, event),
        id=number,
    )
    gathered.add(event, talk)


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
