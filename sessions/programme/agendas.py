"""A conference's programme, one day at a time: by hour, filtered, searched, and where it stands now."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from html import unescape
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import QueryDict

from conferences.models import Conference, Room, Track
from kit.bilingual import CODES
from live import clock
from sessions.models import Session, Speaking
from sessions.programme.rows import Hour, Places, hours_of
from sessions.queries import Reader

_TAG = re.compile("<[^>]*>")

# Past this many letters no search gets better, only slower.
_LONGEST_SEARCH = 100

# Sessions on one page of a day: enough for a day of a hundred rooms, few enough for a phone.
PAGE = 500


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader wants to see: a day, a track, a room, a language, words; all may be open."""

    day: str = ""
    track: str = ""
    words: str = ""
    room: str = ""
    language: str = ""
    page: str = ""

    @classmethod
    def of(cls, query: QueryDict) -> "Asked":
        """Return what an address asks for; what can't be read asks for nothing."""
        return cls(
            day=query.get("day", ""),
            track=query.get("track", ""),
            words=" ".join(query.get("q", "").split())[:_LONGEST_SEARCH],
            room=query.get("room", ""),
            language=query.get("lang", ""),
            page=query.get("page", ""),
        )

    @property
    def narrows(self) -> bool:
        """Say whether it leaves sessions out of a day."""
        return bool(self.track or self.words or self.room or self.language)


@dataclass(frozen=True, slots=True)
class Day:
    """A day's tab: `count` sessions on it fit what was asked for."""

    date: date
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Now:
    """Where the present moment falls: on which day and page, and before which session.

    `before` is None when everything that fits has begun on that day.
    """

    at: datetime
    day: date
    page: int
    before: UUID | None


@dataclass(frozen=True, slots=True)
class Agenda:
    """What the page shows: the days, a page of the chosen one by hours, what can be chosen from.

    `now` is None on days that are not the conference's; `is_now_here` says that the line of the
    present belongs on this page.
    """

    days: list[Day]
    hours: list[Hour]
    tracks: list[Track]
    rooms: list[Room]
    chosen: date | None
    count: int
    page: "Page[UUID]"
    now: Now | None
    is_now_here: bool


class _Light(NamedTuple):
    """As little of a session as the tabs need."""

    pk: UUID
    starts_at: datetime


def agenda(
    conference: Conference,
    reader: Reader,
    asked: Asked,
    *,
    most: int = PAGE,
    with_withdrawn: bool = False,
) -> Agenda:
    """Return one day of the programme; the same few queries for ten sessions and for a thousand.

    A day with more than `most` sessions has several pages. Sessions that a newer schedule dropped
    are listed only where they are asked for: at the organisers' desk.
    """
    zone = ZoneInfo(conference.zone)
    listed = _listed(conference, asked)
    if not with_withdrawn:
        listed = listed.filter(withdrawn_at=None)
    by_day: dict[date, list[_Light]] = {}
    rows = _light(listed, conference, asked)
    for row in rows:
        by_day.setdefault(row.starts_at.astimezone(zone).date(), []).append(row)
    chosen = _choose(sorted(by_day), asked.day, zone)
    days = [Day(day, len(on_day), day == chosen) for day, on_day in sorted(by_day.items())]
    ids = [row.pk for row in by_day[chosen]] if chosen else []
    page = Paginator(ids, most).get_page(asked.page)
    now, places = _now(by_day, zone, most), Places.of(conference)
    is_now_here = now is not None and (now.day, now.page) == (chosen, page.number)
    return Agenda(
        days=days,
        hours=hours_of(list(page.object_list), reader, conference, places),
        tracks=places.tracks,
        rooms=places.rooms,
        chosen=chosen,
        count=len(rows),
        page=page,
        now=now,
        is_now_here=is_now_here,
    )


def _listed(conference: Conference, asked: Asked) -> QuerySet[Session]:
    """Return the sessions of the track, the room and the language asked for; nonsense finds nothing."""
    listed = Session.objects.filter(conference=conference)
    for name, text in (("track", asked.track), ("room", asked.room)):
        if text:
            pk = _uuid(text)
            listed = listed.filter(**{name: pk}) if pk else listed.none()
    if asked.language in CODES:
        listed = listed.filter(source_language=asked.language)
    return listed


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _choose(days: list[date], asked: str, zone: ZoneInfo) -> date | None:
    """Take the day asked for if something is on it, else today, else the first."""
    today = clock.now().astimezone(zone).date()
    by_text = {day.isoformat(): day for day in reversed(days)}
    return by_text.get(asked) or by_text.get(today.isoformat()) or next(iter(days), None)


def _now(by_day: dict[date, list[_Light]], zone: ZoneInfo, most: int) -> Now | None:
    """Find where the present moment stands among the sessions of today in the conference's city."""
    instant = clock.now()
    today = instant.astimezone(zone).date()
    on_day = by_day.get(today)
    if not on_day:
        return None
    later = (place for place, row in enumerate(on_day) if row.starts_at > instant)
    place = next(later, None)
    if place is None:
        return Now(instant, today, (len(on_day) - 1) // most + 1, None)
    return Now(instant, today, place // most + 1, on_day[place].pk)


def _light(listed: QuerySet[Session], conference: Conference, asked: Asked) -> list[_Light]:
    ordered = listed.order_by("starts_at", "room__position", "id")
    rows = [_Light(*row) for row in ordered.values_list("pk", "starts_at")]
    if not asked.words:
        return rows
    found = _matching(listed, conference, asked.words)
    return [row for row in rows if row.pk in found]


def _matching(listed: QuerySet[Session], conference: Conference, words: str) -> set[UUID]:
    """Return the sessions in which all words occur: in titles, abstract, room or speakers.

    Compared here and not in the database: SQLite folds the case of Latin letters only.
    """
    fields = (
        "title_en",
        "title_ru",
        "abstract_en",
        "abstract_ru",
        "room__name_en",
        "room__name_ru",
    )
    texts: dict[UUID, str] = {}
    for pk, *said in listed.values_list("pk", *fields):
        texts[pk] = " ".join(text for text in said if text)
    names = Speaking.objects.filter(session__conference=conference)
    for pk, *said in names.values_list("session", "speaker__name_en", "speaker__name_ru"):
        if pk in texts:
            texts[pk] += " " + " ".join(said)
    wanted = folded(words).split()
    return {pk for pk, text in texts.items() if _holds_all(text, wanted)}


def folded(text: str) -> str:
    """Return a text as it is compared: without case, and with ё as the е that most people type."""
    return text.casefold().replace("ё", "е")


def _holds_all(text: str, words: list[str]) -> bool:
    # An abstract is safe HTML: its tags are no words of it.
    plain = folded(unescape(_TAG.sub(" ", text)))
    return all(word in plain for word in words)
