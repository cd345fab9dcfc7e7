"""Conferences and their sessions as schema.org events, for search engines and calendars that read pages.

Only what everyone may read is ever put into one. Names are in the reader's language, with the other
language's as `alternateName`; hours have the offset of the event's own city.
"""

import json
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.safestring import SafeString, mark_safe

from conferences.models import Conference
from kit.bilingual import CODES, Bilingual, Text, other, said
from kit.zones import city
from sessions.models import Session, State

Data = dict[str, Any]

# What could end the element it stands in, or begin another; and what ends a line of script.
_ESCAPED = {letter: f"\\u{ord(letter):04X}" for letter in "<>&\u2028\u2029"}

_STATUS = "https://schema.org/Event"
_ONLINE = "https://schema.org/OnlineEventAttendanceMode"
_MIXED = "https://schema.org/MixedEventAttendanceMode"


def in_page(data: Data) -> SafeString:
    """Return data as JSON that is safe within a script element, whatever anybody called anything."""
    text = json.dumps({"@context": "https://schema.org", **data}, ensure_ascii=False)
    for letter, escaped in _ESCAPED.items():
        text = text.replace(letter, escaped)
    return mark_safe(text)  # noqa: S308 - escaped above


def conference_event(conference: Conference, url: str, organizer: Text) -> Data:
    """Return a conference, from its first day to its last."""
    return {
        "@type": "Event",
        **_named(conference, "title"),
        "inLanguage": list(CODES),
        "startDate": conference.starts_on.isoformat(),
        "endDate": conference.ends_on.isoformat(),
        "eventStatus": f"{_STATUS}Scheduled",
        **_where(conference, url, in_hall=bool(conference.venue)),
        "organizer": _organization(organizer),
        "url": url,
    }


def part_of(
    conference: Conference, session: Session, *, title: Text, room: Text | None, url: str
) -> Data:
    """Return a session as a part of its conference: as little as tells what, when and where.

    A day may have hundreds, so what they have in common is said once, by the conference.
    """
    data: Data = {
        "@type": "Event",
        "name": title.value,
        "startDate": _hour(session.starts_at, conference.zone),
        "endDate": _hour(session.ends_at, conference.zone),
        "location": {"@type": "VirtualLocation", "url": url},
        "url": url,
    }
    if room is not None and conference.venue:
        name = f"{room.value}, {conference.venue}"
        data["location"] = {"@type": "Place", "name": name, "address": city(conference.zone)}
    if session.state == State.CANCELLED or session.moved_from is not None:
        data |= _status(session, conference.zone)
    return data


def session_event(session: Session, url: str, organizer: Text) -> Data:
    """Return a session: `Rescheduled` once it was moved to another start, with the one before."""
    conference = session.conference
    in_hall = bool(conference and conference.venue and session.room_id)
    data = {
        "@type": "Event",
        **_named(session, "title"),
        "inLanguage": session.source_language,
        "startDate": _hour(session.starts_at, session.zone),
        "endDate": _hour(session.ends_at, session.zone),
        **_status(session, session.zone),
        **_where(conference, url, in_hall=in_hall),
        "organizer": _organization(organizer),
        "url": url,
    }
    if conference is not None:
        data["superEvent"] = {"@type": "Event", **_named(conference, "title")}
        data["superEvent"]["startDate"] = conference.starts_on.isoformat()
    return data


def _status(session: Session, zone: str) -> Data:
    if session.state == State.CANCELLED:
        return {"eventStatus": f"{_STATUS}Cancelled"}
    if session.moved_from is None:
        return {"eventStatus": f"{_STATUS}Scheduled"}
    before = _hour(session.moved_from, zone)
    return {"eventStatus": f"{_STATUS}Rescheduled", "previousStartDate": before}


def _named(row: Bilingual, field: str) -> Data:
    name = said(row, field)
    second = said(row, field, other(name.lang))
    differs = second.lang != name.lang and second.value != name.value
    return {"name": name.value, **({"alternateName": second.value} if differs else {})}


def _where(conference: Conference | None, url: str, *, in_hall: bool) -> Data:
    """Say where: everything can be followed online; what has a venue takes place there too."""
    online: Data = {"@type": "VirtualLocation", "url": url}
    if conference is None or not in_hall:
        return {"eventAttendanceMode": _ONLINE, "location": online}
    address = {"@type": "PostalAddress", "addressLocality": city(conference.zone)}
    hall = {"@type": "Place", "name": conference.venue, "address": address}
    return {"eventAttendanceMode": _MIXED, "location": [hall, online]}


def _organization(name: Text) -> Data:
    return {"@type": "Organization", "name": name.value}


def _hour(instant: datetime, zone: str) -> str:
    return instant.astimezone(ZoneInfo(zone)).isoformat(timespec="seconds")
