"""Reads schedule.xml: pentabarf's format, as frab, pretalx and the CCC's tools write it today.

Sources of the format: the schema https://c3voc.de/schedule/schema.xsd (voc/schedule, validator/xsd)
and its description at https://c3voc.de/wiki/schedule; for the older files without zone and guid, the
schedules that FOSDEM published from pentabarf itself. What they leave open is decided here:

- An event is known by its `guid`, in older files by its `id`; a person by `id`, else `guid`, else
  by name; rooms and tracks by name.
- `<date>` (RFC 3339 with offset) says when an event starts; without it, the day's date and
  `<start>`. A start before the conference's `<day_change>` is after midnight: on the next date.
- The room is the element that the event stands in. A room without events is a room all the same.
- The subtitle opens the abstract; the description follows it; HTML is cut down to a safe set.
- Links, attachments, logos and recordings are not taken over. Elements that the format does not
  have are named once each among what was skipped, as are people without a name.
"""

import re
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.utils.html import escape
from django.utils.translation import gettext as _

from kit.names import clean_name
from kit.richtext import sanitise_html
from sessions.schedules.document import Schedule, Talk, language_of
from sessions.schedules.elements import Element, fault, parse

MAX_TITLE = 400
MAX_NAME = 200
MAX_KIND = 60

_KNOWN = {
    "schedule": "generator url version conference day",
    "conference": (
        "title subtitle acronym venue city start end days day_change timeslot_duration base_url"
        " logo url time_zone_name color track"
    ),
    "day": "room",
    "room": "event",
    "event": (
        "date start duration room slug title subtitle track type language abstract description"
        " persons attachments links recording logo url feedback_url origin_url video_download_url"
    ),
    "persons": "person",
}
_CLOCK = re.compile(r"(\d{1,3}):([0-5]\d)(?::([0-5]\d))?")


@dataclass(slots=True)
class _Gathered:
    """What has been read so far; names are kept in the order in which they came."""

    rooms: dict[str, None] = field(default_factory=dict)
    tracks: dict[str, None] = field(default_factory=dict)
    speakers: dict[str, str] = field(default_factory=dict)
    talks: dict[str, Talk] = field(default_factory=dict)
    skipped: dict[str, None] = field(default_factory=dict)
    strange: set[tuple[str, str]] = field(default_factory=set)


def read(content: bytes) -> Schedule:
    """Return what a schedule.xml says, or refuse it, naming the line and the element at fault."""
    root = parse(content)
    if root.name != "schedule":
        what = _("the file begins with <%(name)s>; a schedule begins with <schedule>.")
        raise fault(root.line, what % {"name": root.name})
    head = root.first("conference")
    if head is None:
        raise fault(root.line, _("<schedule> has no <conference>."))
    gathered = _Gathered()
    _look_for_strange(gathered, root)
    _look_for_strange(gathered, head)
    day_change = _day_change(head)
    days = [_read_day(gathered, day, day_change) for day in root.all("day")]
    if not days:
        raise fault(root.line, _("<schedule> has no <day>."))
    starts_on, ends_on = _dates(head, days)
    return Schedule(
        title=_short(head.need("title"), MAX_NAME),
        acronym=head.said("acronym"),
        venue=", ".join(filter(None, (head.said("venue"), head.said("city"))))[:MAX_NAME],
        zone=head.said("time_zone_name"),
        starts_on=starts_on,
        ends_on=ends_on,
        rooms=tuple(gathered.rooms),
        tracks=tuple(gathered.tracks),
        speakers=gathered.speakers,
        talks=tuple(gathered.talks.values()),
        skipped=tuple(gathered.skipped),
    )


def _dates(head: Element, days: list[date]) -> tuple[date, date]:
    said = [_date(e, e.text) for e in (head.first("start"), head.first("end")) if e and e.text]
    return min(days + said), max(days + said)


def _read_day(gathered: _Gathered, day: Element, day_change: timedelta) -> date:
    on = _date(day, day.attributes.get("date", ""))
    _look_for_strange(gathered, day)
    for room in day.all("room"):
        name = clean_name(room.attributes.get("name", ""), MAX_NAME)
        if not name:
            raise fault(room.line, _("<room> has no name."))
        gathered.rooms[name] = None
        _look_for_strange(gathered, room)
        for event in room.all("event"):
            _read_event(gathered, event, name, on, day_change)
    return on


def _read_event(
    gathered: _Gathered, event: Element, room: str, on: date, day_change: timedelta
) -> None:
    key = event.attributes.get("guid") or event.attributes.get("id") or ""
    if not key or len(key) > MAX_NAME:
        raise fault(event.line, _("<event> has neither a guid nor an id that can be kept."))
    if key in gathered.talks:
        what = _("<event> %(key)s stands in the file twice.")
        raise fault(event.line, what % {"key": key})
    _look_for_strange(gathered, event)
    title = _short(event.need("title"), MAX_TITLE)
    track = clean_name(event.said("track"), MAX_NAME)
    if track:
        gathered.tracks[track] = None
    gathered.talks[key] = Talk(
        key=key,
        title=title,
        abstract=_abstract(event),
        language=language_of(title, event.said("language")),
        kind=clean_name(event.said("type"), MAX_KIND),
        room=room,
        track=track,
        starts=_starts(event, on, day_change),
        duration=_clock(event.need("duration")),
        speakers=_read_people(gathered, event),
    )


def _read_people(gathered: _Gathered, event: Element) -> tuple[str, ...]:
    """Return the keys of an event's people, each once; one id under two names keeps the first."""
    keys: dict[str, None] = {}
    persons = event.first("persons")
    if persons is None:
        return ()
    _look_for_strange(gathered, persons)
    for person in persons.all("person"):
        name = clean_name(person.text)
        key = person.attributes.get("id") or person.attributes.get("guid") or f"name:{name}"
        if not name or len(key) > MAX_NAME:
            _skip(gathered, person, _("<person> without a name"))
            continue
        known = gathered.speakers.setdefault(key, name)
        if known != name:
            what = _("<person> %(key)s is called “%(name)s” here and “%(known)s” before")
            _skip(gathered, person, what % {"key": key, "name": name, "known": known})
        keys[key] = None
    return tuple(keys)


def _look_for_strange(gathered: _Gathered, element: Element) -> None:
    known = _KNOWN[element.name].split()
    for child in element.children:
        place = (element.name, child.name)
        if child.name not in known and place not in gathered.strange:
            gathered.strange.add(place)
            what = _("<%(child)s> in <%(parent)s> is not part of the format")
            _skip(gathered, child, what % {"child": child.name, "parent": element.name})


def _skip(gathered: _Gathered, element: Element, what: str) -> None:
    text = _("line %(line)d: %(what)s") % {"line": element.line, "what": what}
    gathered.skipped[text] = None


def _short(element: Element, limit: int) -> str:
    text = clean_name(element.text, limit + 1)
    if not text or len(text) > limit:
        what = _("<%(name)s> is empty or longer than %(limit)d characters.")
        raise fault(element.line, what % {"name": element.name, "limit": limit})
    return text


def _abstract(event: Element) -> str:
    subtitle = event.said("subtitle")
    opening = f"<p><strong>{escape(subtitle)}</strong></p>" if subtitle else ""
    parts = (opening, event.said("abstract"), event.said("description"))
    return sanitise_html("\n".join(filter(None, parts)))


def _starts(event: Element, on: date, day_change: timedelta) -> datetime:
    instant = event.first("date")
    if instant is not None and instant.text:
        try:
            return datetime.fromisoformat(instant.text)
        except ValueError as error:
            raise _unreadable(instant, instant.text) from error
    start = event.need("start")
    clock = _clock(start)
    if clock >= timedelta(days=1):
        raise _unreadable(start, start.text)
    midnight = datetime.combine(on, time())  # the zone is known only to whoever imports
    return midnight + clock + timedelta(days=1 if clock < day_change else 0)


def _day_change(head: Element) -> timedelta:
    element = head.first("day_change")
    return _clock(element) if element is not None and element.text else timedelta()


def _clock(element: Element) -> timedelta:
    found = _CLOCK.fullmatch(element.text)
    if found is None:
        raise _unreadable(element, element.text)
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return timedelta(hours=hours, minutes=minutes, seconds=seconds)


def _date(element: Element, text: str) -> date:
    try:
        return datetime.fromisoformat(text).date()
    except ValueError as error:
        raise _unreadable(element, text) from error


def _unreadable(element: Element, text: str) -> Exception:
    what = _("<%(name)s> says “%(text)s”, which is no date or time.")
    return fault(element.line, what % {"name": element.name, "text": text[:60]})
