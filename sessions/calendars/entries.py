"""A session as a calendar's entry, and entries as one calendar: the same bytes for the same facts.

RFC 5545 throughout. Nobody stands in an entry: no attendee, no organiser; who is invited gets a
letter of their own (sessions.meetings).
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from html import unescape
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from kit.links import absolute
from kit.richtext import plain_text
from sessions.calendars.zones import timezone_of
from sessions.models import Session, State

PRODUCT = "-//CSPP Live//Calendars 1//EN"
# How often a program that follows a feed should ask again (RFC 7986, 5.7).
REFRESH = timedelta(minutes=30)
# Of an abstract, what a calendar shows: the page is a click away.
_LONGEST = 1500


def uid_of(key: UUID) -> str:
    """Return the name of an entry, the same for ever: the key of its row at the programme's domain."""
    return f"{key}@{settings.CALENDAR_DOMAIN}"


def wall(instant: datetime, zone: str) -> datetime:
    """Return an instant as an entry has it: on the clock of its zone, in UTC where that is the zone."""
    return instant.astimezone(ZoneInfo(zone))


def entry(session: Session) -> Event:
    """Return a session as an entry in the reader's language."""
    made = Event()
    made.add("uid", uid_of(session.pk))
    made.add("dtstamp", session.revised_at)
    made.add("last-modified", session.revised_at)
    made.add("sequence", session.revision)
    made.add("dtstart", wall(session.starts_at, session.zone))
    if session.ends_at > session.starts_at:
        made.add("dtend", wall(session.ends_at, session.zone))
    made.add("summary", session.title.value, {"language": session.title.lang})
    made.add("url", address_of(session))
    made.add("description", _description(session))
    place = place_of(session)
    if place:
        made.add("location", place)
    made.add("class", "PRIVATE" if session.group_id else "PUBLIC")
    is_off = session.state == State.CANCELLED
    made.add("status", "CANCELLED" if is_off else "CONFIRMED")
    made.add("transp", "TRANSPARENT" if is_off else "OPAQUE")
    return made


def calendar(
    entries: Iterable[Event], *, name: str = "", method: str = "", until: datetime | None = None
) -> Calendar:
    """Return entries as one calendar with the rules of their zones; a feed has a name, a mail a method.

    `until` is when the last of a repeated entry takes place, as far as that is not in the entries.
    """
    made = Calendar()
    made.add("version", "2.0")
    made.add("prodid", PRODUCT)
    made.add("calscale", "GREGORIAN")
    if method:
        made.add("method", method)
    if name:
        made.add("name", name)
        made.add("x-wr-calname", name)
        made.add("refresh-interval", REFRESH, {"value": "DURATION"})
        made.add("x-published-ttl", f"PT{int(REFRESH.total_seconds()) // 60}M")
    events = list(entries)
    for zone, (first, last) in sorted(_years(events).items()):
        through = max(last, until.year) if until else last
        made.add_component(timezone_of(zone, first, through))
    for event in events:
        made.add_component(event)
    return made


def text_of(made: Calendar) -> str:
    """Return a calendar as it is sent: lines folded at 75 octets, each ended by CR LF."""
    octets: bytes = made.to_ical()
    return octets.decode()


def address_of(session: Session) -> str:
    """Return where a session is for all its life: before, while and after it takes place."""
    return absolute("sessions:detail", session_id=session.pk)


def place_of(session: Session) -> str:
    """Return the room, with the venue where there is one; a meeting without a room is online."""
    if session.room is None:
        return _("Online") if session.group_id else ""
    venue = session.conference.venue if session.conference else ""
    return ", ".join(part for part in (session.room.name.value, venue) if part)


def _description(session: Session) -> str:
    words = unescape(plain_text(session.abstract.value))
    if len(words) > _LONGEST:
        words = f"{words[:_LONGEST].rstrip()}…"
    return "\n\n".join(part for part in (words, address_of(session)) if part)


def _years(events: Iterable[Event]) -> dict[str, tuple[int, int]]:
    """Return for each zone in use the first and the last year of its entries."""
    found: dict[str, tuple[int, int]] = {}
    for event in events:
        for name in ("DTSTART", "DTEND", "RECURRENCE-ID"):
            told: Any = event.get(name)
            if told is None or "TZID" not in told.params:
                continue
            zone, year = told.params["TZID"], told.dt.year
            first, last = found.get(zone, (year, year))
            found[zone] = (min(first, year), max(last, year))
    return found
