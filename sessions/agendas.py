"""A conference's programme, one day at a time: by hour, filtered by track and by words."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from html import unescape
from itertools import groupby
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import QueryDict

from conferences.models import Conference, Track
from live import clock
from sessions import queries
from sessions.models import Session, Speaking
from sessions.queries import Reader

_TAG = re.compile("<[^>]*>")

# Past this many letters no search gets better, only slower.
_LONGEST_SEARCH = 100


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader wants to see: a day, a track, words; all may be open."""

    day: str = ""
    track: str = ""
    words: str = ""

    @classmethod
    def of(cls, query: QueryDict) -> "Asked":
        """Return what an address asks for; what can't be read asks for nothing."""
        return cls(
            query.get("day", ""),
            query.get("track", ""),
            " ".join(query.get("q", "").split())[:_LONGEST_SEARCH],
        )


@dataclass(frozen=True, slots=True)
class Day:
    """A day's tab: `count` sessions on it fit what was asked for."""

    date: date
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A session on the agenda; `speakers` in their order."""

    session: Session
    may_enter: bool
    speakers: list[Speaking]


@dataclass(frozen=True, slots=True)
class Hour:
    """The sessions that begin within one hour of the event's own clock."""

    starts_at: datetime
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class Agenda:
    """What the page shows: the days, the chosen day by hours, and the tracks to choose from."""

    days: list[Day]
    hours: list[Hour]
    tracks: list[Track]
    chosen: date | None
    count: int


class _Light(NamedTuple):
    """As little of a session as the tabs need."""

    pk: UUID
    starts_at: datetime
    track: UUID | None


def agenda(conference: Conference, reader: Reader, asked: Asked) -> Agenda:
    """Return one day of the programme; the same few queries for ten sessions and for a thousand."""
    zone = ZoneInfo(conference.zone)
    tracks = list(conference.tracks.order_by("name_en", "name_ru", "id"))
    rows = [row for row in _light(conference, asked) if asked.track in {"", str(row.track)}]
    by_day: dict[date, list[UUID]] = {}
    for row in rows:
        by_day.setdefault(row.starts_at.astimezone(zone).date(), []).append(row.pk)
    chosen = _choose(sorted(by_day), asked.day, zone)
    days = [Day(day, len(ids), day == chosen) for day, ids in sorted(by_day.items())]
    ids = by_day.get(chosen, []) if chosen else []
    return Agenda(days, _hours(ids, reader, zone), tracks, chosen, len(rows))


def _choose(days: list[date], asked: str, zone: ZoneInfo) -> date | None:
    """Take the day asked for if something is on it, else today, else the first."""
    today = clock.now().astimezone(zone).date()
    by_text = {day.isoformat(): day for day in reversed(days)}
    return by_text.get(asked) or by_text.get(today.isoformat()) or next(iter(days), None)


def _light(conference: Conference, asked: Asked) -> Iterable[_Light]:
    sessions = Session.objects.filter(conference=conference).order_by("starts_at", "id")
    rows = [_Light(*row) for row in sessions.values_list("pk", "starts_at", "track")]
    if not asked.words:
        return rows
    found = _matching(conference, asked.words)
    return [row for row in rows if row.pk in found]


def _matching(conference: Conference, words: str) -> set[UUID]:
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
    sessions = Session.objects.filter(conference=conference)
    for pk, *said in sessions.values_list("pk", *fields):
        texts[pk] = " ".join(text for text in said if text)
    names = Speaking.objects.filter(session__conference=conference)
    for pk, *said in names.values_list("session", "speaker__name_en", "speaker__name_ru"):
        if pk in texts:
            texts[pk] += " " + " ".join(said)
    wanted = words.casefold().split()
    return {pk for pk, text in texts.items() if _holds_all(text, wanted)}


def _holds_all(text: str, words: list[str]) -> bool:
    # An abstract is safe HTML: its tags are no words of it.
    plain = unescape(_TAG.sub(" ", text)).casefold()
    return all(word in plain for word in words)


def _hours(ids: list[UUID], reader: Reader, zone: ZoneInfo) -> list[Hour]:
    # The conference is known and a row shows no abstract: neither is read four hundred times.
    found = Session.objects.filter(pk__in=ids).defer("abstract_en", "abstract_ru")
    shown = found.select_related("track", "room")
    sessions = list(shown.order_by("starts_at", "room__position", "id"))
    inside = queries.enterable(reader, sessions)
    speakers = queries.speakers_of(sessions)
    rows = [Row(each, each.pk in inside, speakers.get(each.pk, [])) for each in sessions]

    def hour(row: Row) -> datetime:
        return row.session.starts_at.astimezone(zone).replace(minute=0, second=0, microsecond=0)

    return [Hour(start, list(within)) for start, within in groupby(rows, key=hour)]
