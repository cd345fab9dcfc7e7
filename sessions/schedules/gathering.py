"""What the formats of a schedule have in common: bounds, clocks, people and abstracts, with places."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, Protocol
from zoneinfo import available_timezones

from django.utils.html import escape
from django.utils.translation import gettext as _

from kit.names import clean_name, clean_text
from kit.refusals import Refused
from kit.richtext import render_markdown, sanitise_html
from sessions.schedules.document import Schedule, Talk, language_of

MAX_BYTES = 16 * 1024 * 1024
MAX_DEPTH = 32
MAX_TITLE = 400
MAX_CONFERENCE = 300
MAX_NAME = 200
MAX_KIND = 60
# As much as a cell of a sheet holds; the longest at FOSDEM has 22,643 characters.
MAX_ABSTRACT = 40_000

# A year outside is a slip of the pen, or made to break whoever counts with it.
FIRST_YEAR = 1970
LAST_YEAR = 2100

_CLOCK = re.compile(r"(\d{1,3}):([0-5]\d)(?::([0-5]\d))?")
# Up to the next opening bracket: each letter is looked at once, whatever is never closed.
_TAG = re.compile(r"<[a-zA-Z/!][^<>]*>")
_ADDRESS = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")


Said = Callable[[str], str]


class Place(Protocol):
    """Where in a file something stands: a line of XML, a path in JSON."""

    @property
    def where(self) -> str:
        """Return the place in words, as it stands before a fault."""

    def fault(self, what: str) -> Refused:
        """Return the refusal of the file for what is wrong here."""


def too_big() -> Refused:
    """Return the refusal of a file that is larger than any schedule."""
    return Refused("schedule.too_big", _("The file is larger than 16 MiB."), status=400)


class Part(Place, Protocol):
    """A place that has others in it, by their names."""

    def need(self, name: str) -> Place:
        """Return the part of that name, or refuse the file."""


# Where a schedule's head says its first or its last day, and which that is.
Ends = list[tuple[Place, date]]


@dataclass(slots=True)
class Gathered:
    """What has been read so far; names are kept in the order in which they came."""

    rooms: dict[str, None] = field(default_factory=dict)
    tracks: dict[str, None] = field(default_factory=dict)
    speakers: dict[str, str] = field(default_factory=dict)
    talks: dict[str, Talk] = field(default_factory=dict)
    skipped: dict[str, None] = field(default_factory=dict)
    strange: set[tuple[str, str]] = field(default_factory=set)

    def skip(self, place: Place, what: str) -> None:
        """Name something that is left out, with its place."""
        text = _("%(where)s: %(what)s") % {"where": place.where, "what": what}
        self.skipped[text] = None

    def skip_once(self, place: Place, parent: str, child: str, what: str) -> None:
        """Name something that is left out the first time that it stands in such a place."""
        if (parent, child) not in self.strange:
            self.strange.add((parent, child))
            self.skip(place, what)

    def add(self, place: Place, talk: Talk) -> None:
        """Take an event in; the same key twice is a fault of the file."""
        if talk.key in self.talks:
            what = _("the event %(key)s stands in the file twice.")
            raise place.fault(what % {"key": talk.key})
        if talk.track:
            self.tracks[talk.track] = None
        self.talks[talk.key] = talk

    def event(self, place: Part, said: Said, **facts: Any) -> None:
        """Take an event in: `said` returns its texts by name, `facts` are what its format had to find."""
        title = short(place.need("title"), said("title"), MAX_TITLE)
        talk = Talk(
            title=title,
            abstract=abstract_of(place, *map(said, ("subtitle", "abstract", "description"))),
            language=language_of(title, said("language")),
            kind=clean_name(said("type"), MAX_KIND),
            track=clean_name(said("track"), MAX_NAME),
            **facts,
        )
        self.add(place, talk)

    def room(self, name: str) -> str:
        """Take a room in, in the order in which they come; one without a name is none."""
        name = clean_name(name, MAX_NAME)
        if name:
            self.rooms[name] = None
        return name

    def schedule(
        self, head: Part, said: Said, *, venue: str, zone: Place, days: list[date], ends: Ends
    ) -> Schedule:
        """Return the whole schedule; its days are those of the events and those that its head names."""
        if len(ends) > 1:
            in_order(ends[0][1], ends[1][1], ends[1][0])
        every = days + [on for _place, on in ends]
        return Schedule(
            title=short(head.need("title"), said("title"), MAX_CONFERENCE),
            acronym=clean_name(said("acronym"), MAX_NAME),
            venue=clean_name(venue, MAX_NAME),
            zone=zone_of(zone, said("time_zone_name")),
            starts_on=min(every),
            ends_on=max(every),
            rooms=tuple(self.rooms),
            tracks=tuple(self.tracks),
            speakers=self.speakers,
            talks=tuple(self.talks.values()),
            skipped=tuple(self.skipped),
        )

    def person(self, place: Place, name: str, key: str) -> str | None:
        """Return the key of a person, or None for one who has no name that may be shown.

        One key under two names keeps the first. An e-mail address is no name.
        """
        name = clean_name(name, MAX_NAME)
        key = key or f"name:{name}"
        if not name or _ADDRESS.fullmatch(name) or not may_be_key(key):
            self.skip(place, _("a person without a name"))
            return None
        known = self.speakers.setdefault(key, name)
        if known != name:
            what = _("person %(key)s is called “%(name)s” here and “%(known)s” before")
            self.skip(place, what % {"key": key, "name": name, "known": known})
        return key


def key_of(place: Place, guid: str, number: str) -> str:
    """Return the key of an event: its guid, else its id in the conference."""
    key = guid or number
    if not may_be_key(key):
        raise place.fault(_("there is neither a guid nor an id that can be kept."))
    return key


def may_be_key(key: str) -> bool:
    """Say whether a text can be kept as the key of a row."""
    return bool(key) and len(key) <= MAX_NAME and key.isprintable()


def short(place: Place, text: str, limit: int) -> str:
    """Return a text that must be there and must fit, without what can't be seen."""
    clean = clean_name(text, limit + 1)
    if not clean or len(clean) > limit:
        raise place.fault(
            _("this is empty or longer than %(limit)d characters.") % {"limit": limit}
        )
    return clean


def zone_of(place: Place, name: str) -> str:
    """Return a zone that the tz database knows, or nothing where none is said."""
    if name and name not in available_timezones():
        raise place.fault(_("“%(zone)s” is not a time zone.") % {"zone": name[:60]})
    return name


def abstract_of(place: Place, subtitle: str, *texts: str) -> str:
    """Return safe HTML: the subtitle opens it; a text without tags is Markdown, as pretalx means it.

    One that no reader gets through is refused before anything of it is worked out.
    """
    if max(map(len, texts), default=0) > MAX_ABSTRACT:
        what = _("an abstract is longer than %(limit)d characters. Shorten it.")
        raise place.fault(what % {"limit": MAX_ABSTRACT})
    opening = clean_name(subtitle, MAX_TITLE)
    # In the sanitiser's own spelling, so that an abstract which we wrote reads back as it was.
    parts = [sanitise_html(f"<p><strong>{escape(opening)}</strong></p>") if opening else ""]
    parts += [
        sanitise_html(text) if _TAG.search(text) else render_markdown(text)
        for text in map(clean_text, texts)
    ]
    return "\n".join(filter(None, parts))


def clock_of(place: Place, text: str) -> timedelta:
    """Return hours and minutes, and seconds where there are any; a sign has no place here."""
    found = _CLOCK.fullmatch(text.strip())
    if found is None:
        raise unreadable(place, text)
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return timedelta(hours=hours, minutes=minutes, seconds=seconds)


def date_of(place: Place, text: str) -> date:
    """Return the calendar day of a date or of an instant."""
    return instant_of(place, text).date()


def instant_of(place: Place, text: str) -> datetime:
    """Return a date or an instant (ISO 8601), within the years in which conferences take place."""
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise unreadable(place, text) from error
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        what = _("the year %(year)d is not between %(first)d and %(last)d.")
        years = {"year": found.year, "first": FIRST_YEAR, "last": LAST_YEAR}
        raise place.fault(what % years)
    return found


def has_hour(text: str) -> bool:
    """Say whether a date comes with its time of day: some files write the day alone."""
    return len(text.strip()) > len("2031-05-10")


def on_the_clock(place: Place, text: str, on: date, day_change: timedelta) -> datetime:
    """Return a start told as hours on a day; before the change of days it is the next morning.

    It is a wall clock: the zone is known only to whoever imports.
    """
    clock = clock_of(place, text)
    if clock >= timedelta(days=1):
        raise unreadable(place, text)
    midnight = datetime.combine(on, time())
    return midnight + clock + timedelta(days=1 if clock < day_change else 0)


def in_order(first: date, last: date, place: Place) -> None:
    """Refuse an end before its beginning."""
    if last < first:
        what = _("the end (%(last)s) is before the beginning (%(first)s).")
        raise place.fault(what % {"last": last, "first": first})


def unreadable(place: Place, text: str) -> Refused:
    """Return the refusal of a file for what should be a date or an hour."""
    return place.fault(_("“%(text)s” is no date or time.") % {"text": text[:60]})
