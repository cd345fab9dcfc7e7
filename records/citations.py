"""How a public record names itself to libraries and search engines: by tags and schema.org data."""

from django.utils.safestring import SafeString

from accounts.models import Programme
from kit.zones import local
from live.clock import wire
from records.reading import Document
from sessions.schedules import structured


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
    data = structured.session_event(session, url, programme.name)
    # What took place is told by the hours at which it did.
    for name, at in (("startDate", session.started_at), ("endDate", session.ended_at)):
        if at is not None:
            data[name] = wire(at)
    return structured.in_page(data)
