"""A session as a row of an agenda, with everything that the row says made ready for the page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.formats import date_format

from accounts.models import Person
from conferences.models import Conference, Room, Track
from kit.bilingual import Text, chosen, reading
from kit.zones import local
from sessions import queries
from sessions.models import Session, Speaking, Star
from sessions.queries import Reader

_NAMES = ("name_en", "name_ru", "source_language", "translation_state")
_SHOWN = (
    "title_en",
    "title_ru",
    "source_language",
    "translation_state",
    "starts_at",
    "ends_at",
    "state",
    "track_id",
    "room_id",
    "conference_id",
    "withdrawn_at",
    "moved_from",
)


@dataclass(frozen=True, slots=True)
class Hours:
    """When a session takes place, by the event's clock and, where it differs, by the reader's.

    `own` is empty where the reader's clock shows the same; it names the day where that differs too.
    `zone` is the city, with the zone's abbreviation as it holds at that moment.
    """

    starts_at: str
    ends_at: str
    starts: str
    ends: str
    zone: str
    own: str


@dataclass(frozen=True, slots=True)
class Row:
    """A session on the agenda; `speakers` in their order, texts in the reader's language."""

    id: str
    session: Session
    title: Text
    track: Text | None
    room: Text | None
    hours: Hours
    speakers: list[Text]
    may_enter: bool
    is_starred: bool


@dataclass(frozen=True, slots=True)
class Hour:
    """The sessions that begin within one hour of the event's own clock."""

    starts_at: datetime
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class Places:
    """The tracks and the rooms of a conference, each read once and not with every session."""

    tracks: list[Track]
    rooms: list[Room]

    @classmethod
    def of(cls, conference: Conference) -> "Places":
        """Return them in the order in which one chooses from them, in two queries."""
        return cls(
            list(conference.tracks.order_by("name_en", "name_ru", "id")),
            list(conference.rooms.order_by("position", "id")),
        )


def hours_of(
    ids: Sequence[UUID], reader: Reader, conference: Conference, places: Places
) -> list[Hour]:
    """Return these sessions, in this order, by their hours; in four queries whatever their number."""
    # What is known of the conference, and what no row shows, is not read four hundred times.
    found = Session.objects.filter(pk__in=ids).only(*_SHOWN).in_bulk()
    sessions = [found[pk] for pk in ids if pk in found]
    inside = queries.enterable(reader, sessions)
    starred = starred_among(reader, sessions)
    speakers = _speakers(ids)
    tracks = {track.pk: track.name for track in places.tracks}
    rooms = {room.pk: room.name for room in places.rooms}
    own = reader.zone if isinstance(reader, Person) else conference.zone
    # Hundreds of sessions begin and end within a few hours; what a clock says of them is said once.
    clocks = {(each.starts_at, each.ends_at): each for each in sessions}
    told = {times: hours(each, conference.zone, own) for times, each in clocks.items()}
    rows = [
        Row(
            id=str(each.pk),
            session=each,
            title=each.title,
            track=tracks.get(each.track_id) if each.track_id else None,
            room=rooms.get(each.room_id) if each.room_id else None,
            hours=told[each.starts_at, each.ends_at],
            speakers=speakers.get(each.pk, []),
            may_enter=each.pk in inside,
            is_starred=each.pk in starred,
        )
        for each in sessions
    ]
    zone = ZoneInfo(conference.zone)

    def hour(row: Row) -> datetime:
        return row.session.starts_at.astimezone(zone).replace(minute=0, second=0, microsecond=0)

    return [Hour(start, list(within)) for start, within in groupby(rows, key=hour)]


def _speakers(ids: Sequence[UUID]) -> dict[UUID, list[Text]]:
    """Return who speaks in each session, in their order, in one query."""
    rows = Speaking.objects.filter(session__in=ids).order_by("position", "id")
    # No row of a speaker is made for it: a day has more of them than sessions.
    columns = rows.values_list("session", *(f"speaker__{name}" for name in _NAMES))
    language = reading()
    found: dict[UUID, list[Text]] = {}
    for session, english, russian, source, state in columns:
        name = chosen({"en": english, "ru": russian}, source, state, language)
        found.setdefault(session, []).append(name)
    return found


def starred_among(reader: Reader, sessions: Sequence[Session]) -> set[UUID]:
    """Return which of these sessions a person has starred, in one query."""
    if not sessions or not isinstance(reader, Person):
        return set()
    rows = Star.objects.filter(person=reader, session__in=[each.pk for each in sessions])
    return set(rows.values_list("session", flat=True))


def hours(session: Session, zone: str, own: str) -> Hours:
    """Return when a session takes place, in the event's zone and in the reader's."""
    starts, ends = local(session.starts_at, zone), local(session.ends_at, zone)
    city, letters = starts.city, starts.abbreviation
    return Hours(
        starts_at=starts.wall.isoformat(),
        ends_at=ends.wall.isoformat(),
        starts=starts.time,
        ends=ends.time,
        zone=city if letters == city else f"{city} ({letters})",
        own=own_hour(session.starts_at, zone, own),
    )


def own_hour(at: datetime, zone: str, own: str) -> str:
    """Return the hour on the reader's clock, with the day where that is another; empty if the same."""
    here, there = at.astimezone(ZoneInfo(own)), at.astimezone(ZoneInfo(zone))
    if here.utcoffset() == there.utcoffset():
        return ""
    hour = f"{here:%H:%M}"
    return hour if here.date() == there.date() else f"{hour}, {date_format(here, 'j E')}"
