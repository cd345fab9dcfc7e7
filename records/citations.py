"""How a public record names itself to libraries and search engines: by tags and schema.org data."""

import json
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from accounts.models import Programme
from kit.zones import local
from live.clock import wire
from records.reading import Document, Standing

# What could end the element it stands in, or begin another.
_ESCAPED = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def tags(document: Document, url: str, programme: Programme) -> list[tuple[str, str]]:
    """Return the names and contents of the citation tags; speakers are those of the programme."""
    session = document.session
    day = local(session.started_at or session.starts_at, session.zone).date
    found = [
        ("citation_title", session.title.value),
        *(("citation_author", speaking.speaker.name.value) for speaking in document.speakers),
        ("citation_publication_date", f"{day:%Y/%m/%d}"),
        ("citation_publisher", programme.name.value),
        ("citation_language", session.title.lang),
        ("citation_public_url", url),
    ]
    if session.conference is not None:
        found.insert(1, ("citation_conference_title", session.conference.title.value))
    return found


def event_data(document: Document, url: str, programme: Programme) -> SafeString:
    """Return the session as a schema.org event in JSON that is safe within a script element."""
    session = document.session
    cancelled = document.standing is Standing.CANCELLED
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": session.title.value,
        "inLanguage": session.title.lang,
        "startDate": wire(session.started_at or session.starts_at),
        "endDate": wire(session.ended_at or session.ends_at),
        "eventStatus": f"https://schema.org/Event{'Cancelled' if cancelled else 'Scheduled'}",
        "eventAttendanceMode": "https://schema.org/OnlineEventAttendanceMode",
        "location": {"@type": "VirtualLocation", "url": url},
        "organizer": {"@type": "Organization", "name": programme.name.value},
        "url": url,
    }
    if session.conference is not None:
        data["superEvent"] = {"@type": "Event", "name": session.conference.title.value}
    text = json.dumps(data, ensure_ascii=False).translate(_ESCAPED)
    return mark_safe(text)  # noqa: S308 - escaped above
