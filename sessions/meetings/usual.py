"""When a group meets as a rule: what the form to plan a meeting says before anybody has filled it in."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from accounts.models import Person
from groups.models import Group
from kit.zones import local
from live import clock
from sessions.meetings import hours
from sessions.models import Session, State

MINUTES = 60
WEEK = timedelta(days=7)
# Asked for from the middle of the working day outwards; the first that wakes nobody is proposed.
_HOURS = (11, 10, 12, 9, 13, 14, 15, 16, 17, 18, 19, 8, 20, 7)
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Usual:
    """A day, an hour and a length on the clocks of one city; a proposal that binds nobody."""

    date: date
    time: time
    minutes: int
    zone: str


def usual(group: Group, person: Person) -> Usual:
    """Return what is proposed: as the last meeting was, whole weeks later; else the next working day.

    For a first meeting it is an hour at which no member should be asleep, where there is one.
    """
    rows = Session.objects.filter(group=group).exclude(state=State.CANCELLED)
    last = rows.order_by("-starts_at").first()
    return _again(last) if last else _first(group, person.zone)


def _again(last: Session) -> Usual:
    was = local(last.starts_at, last.zone)
    minutes = int((last.ends_at - last.starts_at).total_seconds()) // 60
    today = clock.now().astimezone(ZoneInfo(last.zone)).date()
    weeks = max(1, (today - was.date) // WEEK + 1)
    return Usual(was.date + weeks * WEEK, was.wall.time(), minutes, last.zone)


def _first(group: Group, zone: str) -> Usual:
    day = clock.now().astimezone(ZoneInfo(zone)).date() + timedelta(days=1)
    while day.weekday() >= _SATURDAY:
        day += timedelta(days=1)
    members = hours.zones_of(group)
    awake = (hour for hour in _HOURS if _wakes_nobody(members, day, hour, zone))
    return Usual(day, time(next(awake, _HOURS[0])), MINUTES, zone)


def _wakes_nobody(members: list[tuple[str, int]], day: date, hour: int, zone: str) -> bool:
    starts_at = datetime.combine(day, time(hour), tzinfo=ZoneInfo(zone))
    found = hours.hours_at(members, starts_at, starts_at + timedelta(minutes=MINUTES))
    return not any(each.is_night for each in found)
