"""When the meetings of a series take place: on a wall clock of one city, through its changes of hours."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from dateutil import rrule
from django.utils.translation import gettext_lazy as _

from kit.refusals import Refused
from kit.zones import local
from live import clock
from sessions.meetings.models import Frequency, Series

MOST = 60
_LEAST = 2
_WEEK = 7
_PAST, _AHEAD = timedelta(days=366), timedelta(days=3660)


@dataclass(frozen=True, slots=True)
class Pattern:
    """From a day on, at an hour in a zone, every so many weeks or months; `count` of them, or `until`."""

    frequency: str
    every: int
    starts_on: date
    starts: time
    zone: str
    count: int | None = None
    until: date | None = None


def demand_near(day: date) -> None:
    """Refuse a day that is no meeting's but a slip of the keyboard's."""
    today = clock.now().date()
    if not today - _PAST <= day <= today + _AHEAD:
        text = _("A meeting lies at most ten years ahead. Check the year.")
        raise Refused("meeting.far", text, field="date")


def instant_of(day: date, hour: time, zone: str) -> datetime:
    """Return the instant at which a city's clocks show this, or refuse an hour that is none or is two.

    Where clocks are put forward an hour does not exist; where they are put back one happens twice.
    """
    wall = datetime.combine(day, hour, tzinfo=ZoneInfo(zone))
    if wall.astimezone(ZoneInfo("UTC")).astimezone(ZoneInfo(zone)).replace(fold=0) != wall:
        text = _("The clocks are put forward that night: %(hour)s does not exist on %(day)s.")
        raise Refused("hour.skipped", text % _told(wall), field="time")
    if wall.utcoffset() != wall.replace(fold=1).utcoffset():
        text = _("The clocks are put back that night: %(hour)s comes twice on %(day)s.")
        raise Refused("hour.twice", text % _told(wall), field="time")
    return wall


def slots(pattern: Pattern) -> list[datetime]:
    """Return the instants of a pattern, the same hour on the wall each time; at most 60 of them."""
    if pattern.every < 1:
        raise Refused("series.every", _("Every week or month, or more seldom."), field="every")
    if pattern.count is None and pattern.until is None:
        text = _("Say how many meetings there are, or until which day.")
        raise Refused("series.endless", text, field="count")
    demand_near(pattern.starts_on)
    if pattern.count is None and pattern.until and pattern.until < pattern.starts_on:
        text = _("The last day is before the first.")
        raise Refused("series.until_first", text, field="until")
    days = [each.date() for each in _days(pattern)]
    if len(days) > MOST:
        text = _("A series has at most 60 meetings. Plan the rest when they come nearer.")
        raise Refused("series.too_long", text, field="until" if pattern.until else "count")
    if len(days) < _LEAST:
        text = _("This gives a single meeting. Plan it without repeating it, or go on longer.")
        raise Refused("series.too_short", text, field="until" if pattern.until else "count")
    demand_near(days[-1])
    return [instant_of(day, pattern.starts, pattern.zone) for day in days]


def week_of(day: date) -> int:
    """Return which of its weekday a day is in its month, from 1."""
    return (day.day - 1) // _WEEK + 1


def rule_of(series: Series) -> dict[str, Any]:
    """Return the first plan of a series as a calendar's rule (RFC 5545, 3.3.10)."""
    weekday = rrule.weekdays[series.starts_on.weekday()]
    rule: dict[str, Any] = {"interval": series.every, "count": series.count}
    if series.frequency == Frequency.WEEKLY:
        return {"freq": "weekly", **rule, "byday": str(weekday)}
    week = -1 if series.frequency == Frequency.MONTHLY_LAST else week_of(series.starts_on)
    return {"freq": "monthly", **rule, "byday": f"{week}{weekday}"}


def _days(pattern: Pattern) -> list[datetime]:
    start = datetime.combine(pattern.starts_on, time())
    weekday = rrule.weekdays[pattern.starts_on.weekday()]
    options: dict[str, Any] = {"interval": pattern.every, "dtstart": start}
    if pattern.count is not None:
        # One more than may be: who asks for too many is told so.
        options["count"] = min(pattern.count, MOST + 1)
    else:
        options["until"] = datetime.combine(pattern.until or pattern.starts_on, time())
    if pattern.frequency == Frequency.WEEKLY:
        days = rrule.rrule(rrule.WEEKLY, byweekday=weekday, **options)
    elif pattern.frequency == Frequency.MONTHLY:
        days = rrule.rrule(rrule.MONTHLY, byweekday=weekday(_week(pattern)), **options)
    else:
        days = rrule.rrule(rrule.MONTHLY, byweekday=weekday(-1), **options)
    found = []
    for day in days:
        found.append(day)
        if len(found) > MOST:
            break
    if found[:1] != [start]:
        text = _("This day is not the last of its weekday in the month. Choose the last one.")
        raise Refused("series.not_last", text, field="date")
    return found


def _week(pattern: Pattern) -> int:
    week = week_of(pattern.starts_on)
    if week * _WEEK > 28:  # noqa: PLR2004 - the days that every month has
        text = _("Not every month has a fifth such weekday. Choose the last one of each month.")
        raise Refused("series.fifth", text, field="repeat")
    return week


def _told(wall: datetime) -> dict[str, str]:
    here = local(wall, str(wall.tzinfo))
    return {"hour": f"{wall:%H:%M}", "day": here.day}
