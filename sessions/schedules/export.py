"""What a schedule file tells of a conference, whatever its format: days, rooms, events, names.

Only what everyone may read goes out: no session that was withdrawn or cancelled (the formats have no
word for either), no account, no address, no answer to an organiser's question, and of
materials only the links that a schedule brought in, which were public there. Events
and speakers are known by the key they came in with, where that is a UUID, else by our own id, by
which `own_ids` knows them again. The texts are the originals, unless a language is asked for: a
file in which each event stands in its own original language can be read back without a change.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from hashlib import blake2b
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils.text import slugify

from conferences.models import Conference, Room, Speaker, Track
from kit.bilingual import Bilingual, Text, said
from kit.richtext import sanitise_html
from sessions.models import Material, Session, Speaking, State

# As the schema of schedule.xml has it: type "uuid".
_GUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")

# JSON's readers keep whole numbers exactly up to here; ids that we make fit the commonest, 31 bits.
_LARGEST_ID = 2**53 - 1
_OWN_IDS = 2**31 - 1

# Every day of a conference has its place in the file; between years without anything, none has.
_MOST_DAYS = 100

_SLUG_LETTERS = 60
_SHORTEST_ACRONYM = 4


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who speaks; `id` is the number they came in with, None where there was none."""

    id: int | None
    guid: str
    name: str


@dataclass(frozen=True, slots=True)
class Link:
    """What an event links to."""

    url: str
    title: str


@dataclass(frozen=True, slots=True)
class Event:
    """One session; `starts` and `ends` as clocks in the conference's city show them."""

    id: int
    guid: str
    slug: str
    url: str
    room: str
    title: str
    abstract: str
    language: str
    kind: str
    track: str
    starts: datetime
    ends: datetime
    persons: tuple[Person, ...]
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Hall:
    """A room with its events of one day; the one without name or guid has those that need no room."""

    name: str
    guid: str
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """A calendar day of the conference's city; what goes on past midnight belongs to where it began."""

    index: int
    date: date
    starts: datetime
    ends: datetime
    halls: tuple[Hall, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """A conference as its schedule file has it."""

    title: str
    acronym: str
    zone: str
    first: date
    last: date
    url: str
    base_url: str
    rooms: tuple[Hall, ...]
    tracks: tuple[str, ...]
    days: tuple[Day, ...]

    @property
    def events(self) -> Iterator[Event]:
        """Return all events, day by day."""
        return (event for day in self.days for hall in day.halls for event in hall.events)


def shown(conference: Conference) -> QuerySet[Session]:
    """Return the sessions that a schedule file names."""
    rows = Session.objects.filter(conference=conference, withdrawn_at=None)
    return rows.exclude(state=State.CANCELLED)


def outline(conference: Conference, *, site: str, language: str = "") -> Outline:
    """Return a conference's programme in five queries; `site` begins all addresses (no slash ends it).

    With a `language`, texts are in that one as far as they are written in it.
    """
    rooms = list(conference.rooms.order_by("position", "name_en", "name_ru", "id"))
    tracks = list(conference.tracks.order_by("name_en", "name_ru", "id"))
    address = f"{site}/c/{conference.slug}/"
    halls = [Hall(_text(room, "name", language).value, str(room.pk), ()) for room in rooms]
    by_day = _by_day(conference, rooms, tracks, site, language)
    days = [conference.starts_on, conference.ends_on, *by_day]
    return Outline(
        title=_text(conference, "title", language).value,
        acronym=acronym(conference),
        zone=conference.zone,
        first=min(days),
        last=max(days),
        url=address,
        base_url=f"{site}/",
        rooms=tuple(halls),
        tracks=tuple(_text(track, "name", language).value for track in tracks),
        days=tuple(_days(min(days), max(days), by_day, halls, ZoneInfo(conference.zone))),
    )


def acronym(conference: Conference) -> str:
    """Return a short name that both schemas take: four of a-z, 0-9 and _ at least."""
    return conference.slug.lower().replace("-", "_").ljust(_SHORTEST_ACRONYM, "_")


def _days(
    first: date,
    last: date,
    by_day: dict[date, list[tuple[str, Event]]],
    halls: list[Hall],
    zone: ZoneInfo,
) -> Iterator[Day]:
    span = (last - first).days + 1
    dates = [first + timedelta(days=n) for n in range(span)] if span <= _MOST_DAYS else [first]
    for place, day in enumerate(sorted({*dates, *by_day})):
        # The first day names every room, in their order: a file has no other place for either.
        filled = _halls(by_day.get(day, []), halls, with_empty=place == 0)
        starts, ends = (datetime.combine(day, at, zone) for at in (time(), time(23, 59, 59)))
        yield Day((day - first).days + 1, day, starts, ends, tuple(filled))


def _halls(events: list[tuple[str, Event]], halls: list[Hall], *, with_empty: bool) -> list[Hall]:
    of_hall: dict[str, list[Event]] = {}
    for guid, event in events:
        of_hall.setdefault(guid, []).append(event)
    here = [
        Hall(hall.name, hall.guid, tuple(of_hall.get(hall.guid, ())))
        for hall in halls
        if with_empty or hall.guid in of_hall
    ]
    return here + ([Hall("", "", tuple(of_hall[""]))] if "" in of_hall else [])


def _by_day(
    conference: Conference, rooms: list[Room], tracks: list[Track], site: str, language: str
) -> dict[date, list[tuple[str, Event]]]:
    """Return each day's events, in their order, each with the guid of its room."""
    placed: list[Room | Track] = [*rooms, *tracks]
    names = {row.pk: _text(row, "name", language).value for row in placed}
    short, zone = acronym(conference), ZoneInfo(conference.zone)
    persons = _persons(conference, language)
    rows = list(shown(conference).order_by("starts_at", "id"))
    linked = _links(conference, language)
    found: dict[date, list[tuple[str, Event]]] = {}
    for row, number in zip(rows, _ids(rows), strict=True):
        title = _text(row, "title", language)
        starts = row.starts_at.astimezone(zone)
        event = Event(
            id=number,
            guid=_guid(row),
            slug=_slug(short, number, title.value),
            url=f"{site}/s/{row.pk}/",
            room=names[row.room_id] if row.room_id else "",
            title=title.value,
            abstract=sanitise_html(_abstract(row, language)),
            language=title.lang,
            kind=row.kind,
            track=names[row.track_id] if row.track_id else "",
            starts=starts,
            ends=row.ends_at.astimezone(zone),
            persons=tuple(persons.get(row.pk, ())),
            links=tuple(linked.get(row.pk, ())),
        )
        found.setdefault(starts.date(), []).append((str(row.room_id or ""), event))
    return found


def _persons(conference: Conference, language: str) -> dict[UUID, list[Person]]:
    rows = Speaking.objects.filter(session__conference=conference).select_related("speaker")
    found: dict[UUID, list[Person]] = {}
    for row in rows.order_by("position", "id"):
        name = _text(row.speaker, "name", language).value
        person = Person(_number(row.speaker), _guid(row.speaker), name)
        found.setdefault(row.session_id, []).append(person)
    return found


def _links(conference: Conference, language: str) -> dict[UUID, list[Link]]:
    rows = Material.objects.filter(session__conference=conference, is_public=True)
    found: dict[UUID, list[Link]] = {}
    for row in rows.order_by("added_at", "id"):
        link = Link(row.url, _text(row, "title", language).value)
        found.setdefault(row.session_id, []).append(link)
    return found


def _guid(row: Session | Speaker) -> str:
    return row.import_key if _GUID.fullmatch(row.import_key) else str(row.pk)


def _number(row: Session | Speaker) -> int | None:
    """Return the number a row came in with, if it was one that reads back as it is written."""
    key = row.import_key
    if not (key.isascii() and key.isdigit()) or key != str(int(key)):
        return None
    return int(key) if 0 < int(key) <= _LARGEST_ID else None


def _ids(rows: list[Session]) -> Iterable[int]:
    """Return a number for each: its own, else one made from its guid, the same in every file.

    The formats want one, and no two alike; of two that would be, the later guid takes the next.
    """
    own = {row.pk: number for row in rows if (number := _number(row)) is not None}
    taken, made = set(own.values()), dict(own)
    for row in sorted(rows, key=_guid):
        if row.pk in own:
            continue
        digest = blake2b(_guid(row).lower().encode(), digest_size=8).digest()
        number = int.from_bytes(digest) % _OWN_IDS + 1
        while number in taken:
            number = number % _OWN_IDS + 1
        taken.add(number)
        made[row.pk] = number
    return [made[row.pk] for row in rows]


def _slug(short: str, number: int, title: str) -> str:
    words = slugify(title)[:_SLUG_LETTERS].strip("-_")
    return f"{short}-{number:04}-{words}" if words else f"{short}-{number:04}"


def _text(row: Bilingual, name: str, language: str) -> Text:
    return said(row, name, language or row.source_language)


def _abstract(row: Session, language: str) -> str:
    if language:
        return said(row, "abstract", language).value
    original: str = getattr(row, f"abstract_{row.source_language}")
    return original
