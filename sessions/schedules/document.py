"""What a schedule says, whatever format it came in: plain facts, no database."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Talk:
    """One event of a schedule; `starts` is aware, or the wall clock of the conference's zone.

    What is translated is the same text in the other of the two languages, empty where the file says
    nothing in it; a room may be empty too.
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
    translated_title: str = ""
    translated_abstract: str = ""

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

    Translated names are those in the other of the two languages than the name itself is in
    (`language_of`): of rooms and tracks by that name, of speakers by key. A schedule that is not
    whole says nothing of what it lacks: whatever else a conference has of it stays as it is.
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
    translated_title: str = ""
    translated_rooms: Mapping[str, str] = field(default_factory=dict)
    translated_tracks: Mapping[str, str] = field(default_factory=dict)
    translated_speakers: Mapping[str, str] = field(default_factory=dict)
    is_whole: bool = True


def language_of(text: str, declared: str = "") -> str:
    """Return the language to keep a text under: what is declared, else by its alphabet.

    Content is kept in English and Russian; a text declared to be in any third language stands in
    the English column, as most schedules of international events mean it.
    """
    if declared:
        return "ru" if declared.lower().startswith("ru") else "en"
    return "ru" if any("\u0400" <= letter <= "\u04ff" for letter in text) else "en"
