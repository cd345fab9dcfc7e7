"""What a schedule says, whatever format it came in: plain facts, no database."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Talk:
    """One event of a schedule; `starts` is aware, or the wall clock of the schedule's zone.

    `title` and `abstract` (safe HTML) are in `language`, `other_title` and `other_abstract` in the
    other one of our two: empty says nothing, and a translation that is here stays. `id` is the
    event's id in its conference where the key is a guid: a row of an older file without guids is
    found by it.
    """

    key: str
    title: str
    abstract: str
    language: str
    kind: str
    room: str
    track: str
    starts: datetime
    duration: timedelta
    speakers: tuple[str, ...]
    other_title: str = ""
    other_abstract: str = ""
    id: str = ""
    # As `links` has them; None where the format says nothing of links.
    links: tuple[str, ...] | None = None

    def starts_at(self, zone: str) -> datetime:
        """Return the instant at which it starts when wall clocks show that zone."""
        aware = self.starts if self.starts.tzinfo else self.starts.replace(tzinfo=ZoneInfo(zone))
        return aware.astimezone(UTC)

    def ends_at(self, zone: str) -> datetime:
        """Return the instant at which it ends: real time later, also in a night of clock changes."""
        return self.starts_at(zone) + self.duration


@dataclass(frozen=True, slots=True)
class Schedule:
    """A whole conference: rooms and tracks by name in their order, speakers by key.

    `other_names` has names in the other language by kind and key: `("room", "Great Hall")`,
    `("track", …)`, `("speaker", key)`. Where `is_whole` is false the schedule speaks of a part of
    the conference, and nothing is withdrawn for not being in it. `is_zone_asked` says that `zone` is
    none of the file's own, but the one in which its hours were asked to be read.
    """

    title: str
    acronym: str
    venue: str
    zone: str
    starts_on: date
    ends_on: date
    rooms: tuple[str, ...]
    tracks: tuple[str, ...]
    speakers: dict[str, str]
    talks: tuple[Talk, ...]
    skipped: tuple[str, ...]
    other_names: dict[tuple[str, str], str] = field(default_factory=dict)
    # Names of rooms and tracks that are kept here under another one, by kind and that other.
    called: dict[tuple[str, str], str] = field(default_factory=dict)
    is_whole: bool = True
    is_zone_asked: bool = False


def language_of(text: str, declared: str = "") -> str:
    """Return the language to keep a text under: what is declared, else by its alphabet.

    Content is kept in English and Russian; a text declared to be in any third language stands in
    the English column, as most schedules of international events mean it.
    """
    if declared:
        return "ru" if declared.lower().startswith("ru") else "en"
    return "ru" if any("\u0400" <= letter <= "\u04ff" for letter in text) else "en"
