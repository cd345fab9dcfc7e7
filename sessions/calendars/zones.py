"""A zone's rules as a calendar carries them (RFC 5545, 3.6.5), from the tz database.

Each change of the clocks in the years that the entries lie in is an observance of its own: no rule
could say what Moscow's clocks did in 2011 and in 2014, and every program reads a plain date.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

_DAY = timedelta(days=1)
# Before the first change that is told, the offset is what it was at the beginning of that year.
_ALWAYS = datetime(1970, 1, 1)  # noqa: DTZ001 - a wall clock's, as the observance wants it
# No year outside these is told: one slip of the keyboard must not cost the changes of thousands of years.
_YEARS = (1970, 2100)


@dataclass(frozen=True, slots=True)
class Observance:
    """From a wall-clock instant (told with the offset before it) on, this offset and name."""

    onset: datetime
    before: timedelta
    after: timedelta
    name: str
    is_daylight: bool


def timezone_of(zone: str, first: int, last: int) -> Timezone:
    """Return the VTIMEZONE of an IANA zone, true from the first to the last of these years."""
    made = Timezone()
    made.add("tzid", zone)
    for each in observances(zone, first, last):
        part = TimezoneDaylight() if each.is_daylight else TimezoneStandard()
        part.add("dtstart", each.onset)
        part.add("tzoffsetfrom", each.before)
        part.add("tzoffsetto", each.after)
        part.add("tzname", each.name)
        made.add_component(part)
    return made


@cache
def observances(zone: str, first: int, last: int) -> tuple[Observance, ...]:
    """Return how a zone's clocks stand at the beginning of a year, and every change until a year's end."""
    first, last = (min(max(year, _YEARS[0]), _YEARS[1]) for year in (first, last))
    place = ZoneInfo(zone)
    begin = datetime(first, 1, 1, tzinfo=UTC) - _DAY
    end = datetime(last + 1, 1, 1, tzinfo=UTC) + _DAY
    at_first = begin.astimezone(place)
    offset = _offset(at_first)
    found = [Observance(_ALWAYS, offset, offset, _name(at_first), bool(at_first.dst()))]
    found += [_observance(change, place) for change in _changes(place, begin, end)]
    return tuple(found)


def _changes(place: ZoneInfo, begin: datetime, end: datetime) -> Iterator[datetime]:
    """Yield the instants, to the second, from which on the clocks stand otherwise than before."""
    day = begin
    while day < end:
        following = day + _DAY
        if _stand(day, place) != _stand(following, place):
            low, high = day, following
            while high - low > timedelta(seconds=1):
                middle = low + (high - low) // 2
                middle = middle.replace(microsecond=0)
                if _stand(middle, place) == _stand(day, place):
                    low = middle
                else:
                    high = middle
            yield high
        day = following


def _stand(instant: datetime, place: ZoneInfo) -> tuple[timedelta, str, bool]:
    here = instant.astimezone(place)
    return _offset(here), _name(here), bool(here.dst())


def _observance(change: datetime, place: ZoneInfo) -> Observance:
    before = _offset((change - timedelta(seconds=1)).astimezone(place))
    here = change.astimezone(place)
    onset = (change + before).replace(tzinfo=None)
    return Observance(onset, before, _offset(here), _name(here), bool(here.dst()))


def _offset(here: datetime) -> timedelta:
    return here.utcoffset() or timedelta(0)


def _name(here: datetime) -> str:
    return here.tzname() or "UTC"
