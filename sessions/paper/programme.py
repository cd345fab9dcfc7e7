"""What an agenda on paper says: days, hours, titles, who and where, in the language it is printed in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts import programmes
from conferences.models import Conference
from kit.bilingual import CODES, Text, other, reading, said
from kit.zones import Local, local
from sessions import queries
from sessions.models import Session, Speaking, State

# Beside each title its translation, where there is one.
BOTH = "both"


@dataclass(frozen=True, slots=True)
class Line:
    """A session on paper: `hours` as in "10:00–11:30"; `second` is the title in the other language."""

    hours: str
    title: Text
    second: Text | None
    speakers: tuple[Text, ...]
    place: tuple[Text, ...]
    note: str
    # Safe HTML; only where abstracts were asked for.
    abstract: Text | None = None


@dataclass(frozen=True, slots=True)
class PaperDay:
    """A day of the conference's city; the session that goes on past midnight stands where it begins."""

    date: date
    name: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """The whole agenda; `language` is the one of its headings, `clock` says whose hours they are."""

    language: str
    programme: str
    title: Text
    second: Text | None
    when: str
    venue: str
    clock: str
    days: tuple[PaperDay, ...]
    with_abstracts: bool = False

    @property
    def count(self) -> int:
        """Return how many sessions there are."""
        return sum(len(day.lines) for day in self.days)


def paper(conference: Conference, asked: str = "", *, with_abstracts: bool = False) -> Paper:
    """Return a conference's agenda in three queries: `asked` is a language, or both; else the reader's.

    An abstract stands in one language, also where titles stand in both: else paper has no end.

    What a newer schedule no longer had is not on it; what was cancelled is, and says so.
    """
    language = asked if asked in CODES else reading()
    sessions = _sessions(conference, with_abstracts=with_abstracts)
    speakers = queries.speakers_of(sessions)
    with override(language):
        lines = [_line(row, conference.zone, speakers.get(row.pk, []), asked) for row in sessions]
        if with_abstracts:
            pairs = zip(sessions, lines, strict=True)
            lines = [replace(line, abstract=row.abstract or None) for row, line in pairs]
        return Paper(
            language=language,
            programme=programmes.current().name.value,
            title=conference.title,
            second=_second(said(conference, "title", other(language)), conference.title, asked),
            when=conference.days,
            venue=conference.venue,
            clock=_clock(conference, sessions),
            days=tuple(_days(zip(sessions, lines, strict=True), conference.zone)),
            with_abstracts=with_abstracts,
        )


def _sessions(conference: Conference, *, with_abstracts: bool) -> list[Session]:
    rows = Session.objects.filter(conference=conference, withdrawn_at=None)
    rows = rows.select_related("track", "room")
    light = rows if with_abstracts else rows.defer("abstract_en", "abstract_ru")
    return list(light.order_by("starts_at", "room__position", "id"))


def _days(rows: Iterable[tuple[Session, Line]], zone: str) -> Iterable[PaperDay]:
    def day(row: tuple[Session, Line]) -> date:
        return row[0].starts_at.astimezone(ZoneInfo(zone)).date()

    for on, within in groupby(rows, key=day):
        yield PaperDay(on, date_format(on, "l, j E Y"), tuple(line for _session, line in within))


def _line(session: Session, zone: str, speakers: Sequence[Speaking], asked: str) -> Line:
    title = session.title
    places = [each.name for each in (session.room, session.track) if each is not None]
    return Line(
        hours=_hours(local(session.starts_at, zone), local(session.ends_at, zone)),
        title=title,
        second=_second(said(session, "title", other(title.lang)), title, asked),
        speakers=tuple(each.speaker.name for each in speakers),
        place=tuple(place for place in places if place),
        note=_("cancelled") if session.state == State.CANCELLED else "",
    )


def _second(text: Text, first: Text, asked: str) -> Text | None:
    """Return the text in the other language, if both were asked for and it says something else."""
    return text if asked == BOTH and text.lang != first.lang and text.value != first.value else None


def _hours(starts: Local, ends: Local) -> str:
    if starts.date == ends.date:
        return f"{starts.time}–{ends.time}"
    return _("%(start)s – %(end)s on %(day)s") % {
        "start": starts.time,
        "end": ends.time,
        "day": date_format(ends.date, "j E"),
    }


def _clock(conference: Conference, sessions: Sequence[Session]) -> str:
    """Say whose hours these are; both abbreviations where the clocks change in between."""
    told = [local(row.starts_at, conference.zone).abbreviation for row in sessions]
    names = " / ".join(name for name in dict.fromkeys(told) if name != conference.city)
    if not names:
        return _("All hours are those of %(city)s.") % {"city": conference.city}
    return _("All hours are those of %(city)s (%(zone)s).") % {
        "city": conference.city,
        "zone": names,
    }
