"""Writes schedule.xml, as https://c3voc.de/schedule/schema.xsd (voc/schedule, validator/xsd) has it.

Its `duration` has two digits for the hours: what is longer than 99:59 is written as that. Characters
that XML 1.0 can't carry (its production 2, `Char`) are left out.
"""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from xml.sax.saxutils import escape, quoteattr

from sessions.schedules.export import Day, Event, Hall, Link, Outline, Person
from sessions.schedules.export_version import GENERATOR, versioned

MEDIA_TYPE = "application/vnd.c3voc.schedule+xml"

# A fixed grid is not kept here; the format wants one, and all that wrote it say five minutes.
TIMESLOT = "00:05"

_LONGEST = timedelta(hours=99, minutes=59)
_UNCARRIED = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def as_xml(outline: Outline) -> bytes:
    """Return the schedule as an XML document; the same programme gives the same bytes."""
    body = "".join(_pieces(outline))
    name, release = GENERATOR["name"], GENERATOR["version"]
    head = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<schedule>\n'
        f"  <generator{_attribute('name', name)}{_attribute('version', release)}/>\n"
        f"{_element('url', f'{outline.url}schedule.xml', 2)}"
    )
    version = _element("version", versioned(head + body), 2)
    return f"{head}{version}{body}</schedule>\n".encode()


def _pieces(outline: Outline) -> Iterator[str]:
    yield "  <conference>\n"
    facts = {
        "title": outline.title,
        "acronym": outline.acronym,
        "start": outline.first.isoformat(),
        "end": outline.last.isoformat(),
        "days": str((outline.last - outline.first).days + 1),
        "timeslot_duration": TIMESLOT,
        "base_url": outline.base_url,
        "url": outline.url,
        "time_zone_name": outline.zone,
    }
    yield from (_element(name, text, 4) for name, text in facts.items())
    for track in outline.tracks:
        yield f"    <track{_attribute('name', track)}/>\n"
    yield "  </conference>\n"
    for day in outline.days:
        yield from _day(day)


def _day(day: Day) -> Iterator[str]:
    when = {"index": str(day.index), "date": day.date.isoformat()}
    when |= {"start": day.starts.isoformat(), "end": day.ends.isoformat()}
    yield f"  <day{''.join(_attribute(name, text) for name, text in when.items())}>\n"
    for hall in day.halls:
        yield from _hall(hall)
    yield "  </day>\n"


def _hall(hall: Hall) -> Iterator[str]:
    guid = _attribute("guid", hall.guid) if hall.guid else ""
    yield f"    <room{_attribute('name', hall.name)}{guid}>\n"
    yield from (_event(event) for event in hall.events)
    yield "    </room>\n"


def _event(event: Event) -> str:
    facts = {
        "date": event.starts.isoformat(),
        "start": f"{event.starts:%H:%M}",
        "duration": duration(event.starts, event.ends),
        "room": event.room,
        "slug": event.slug,
        "url": event.url,
        "title": event.title,
        "track": event.track,
        "type": event.kind,
        "language": event.language,
        "abstract": event.abstract,
    }
    texts = "".join(_element(name, text, 8) for name, text in facts.items())
    people = "".join(map(_person, event.persons))
    who = f"        <persons>\n{people}        </persons>\n" if people else ""
    links = "".join(map(_link, event.links))
    where = f"        <links>\n{links}        </links>\n" if links else ""
    heads = _attribute("guid", event.guid) + _attribute("id", str(event.id))
    return f"      <event{heads}>\n{texts}{who}{where}      </event>\n"


def _person(person: Person) -> str:
    number = "" if person.id is None else _attribute("id", str(person.id))
    guid = _attribute("guid", person.guid)
    return f"          <person{number}{guid}>{_escaped(person.name)}</person>\n"


def _link(link: Link) -> str:
    return f"          <link{_attribute('href', link.url)}>{_escaped(link.title)}</link>\n"


def duration(starts: datetime, ends: datetime) -> str:
    """Return a length as hours and minutes, and seconds where there are any.

    Real time: in a night of clock changes it is not the difference of the hours on the wall.
    """
    length = min(timedelta(seconds=ends.timestamp() - starts.timestamp()), _LONGEST)
    minutes, seconds = divmod(round(length.total_seconds()), 60)
    text = f"{minutes // 60:02}:{minutes % 60:02}"
    return f"{text}:{seconds:02}" if seconds else text


def _element(name: str, text: str, indent: int) -> str:
    return f"{' ' * indent}<{name}>{_escaped(text)}</{name}>\n"


def _escaped(text: str) -> str:
    # A carriage return that is not written as a reference is read as a line feed.
    return escape(_UNCARRIED.sub("", text), {"\r": "&#13;"})


def _attribute(name: str, text: str) -> str:
    return f" {name}={quoteattr(_UNCARRIED.sub('', text))}"
