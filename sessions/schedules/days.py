"""Days, hours and lengths as people write them into sheets, in English and in Russian.

A date between slashes may mean two days: which is chosen, and what was chosen is shown before
anything is written. Between dots the day always comes first, in ISO 8601 the year.
"""

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta, timezone, tzinfo

from sessions.schedules.grids import Cell

DAY_FIRST, MONTH_FIRST = "dmy", "mdy"

FIRST_YEAR, LAST_YEAR = 1990, 2100
MOST_MINUTES = 24 * 60

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan янв",
            "feb фев",
            "mar мар",
            "apr апр",
            "may май мая",
            "jun июн",
            "jul июл",
            "aug авг",
            "sep сен",
            "oct окт",
            "nov ноя",
            "dec дек",
        ),
        start=1,
    )
    for name in names.split()
}
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DOTS = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})")
_SLASHES = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4}|\d{2})")
_DAY_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th|-?го|\.)?\s+([^\W\d]+)\.?,?\s+(\d{4})")
_MONTH_DAY = re.compile(r"([^\W\d]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
_WEEKDAY = re.compile(r"^[^\W\d]{2,12}\.?,?\s+(?=\d|[^\W\d]+\.?\s+\d)")
# The T of ISO 8601; there are others, in Tuesday.
_BETWEEN = re.compile(r"(?<=\d)T(?=\d)")
_UTC = re.compile(r"(.*\d)\s?[Zz]")
# “10:00-11:00” after a blank may be a span: behind a T alone it is none.
_OFFSET = re.compile(
    r"(\d{4}-\d{1,2}-\d{1,2}(?:T|\s(?=[^-]*$))\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)"
    r"\s?([+-])(\d{2})(?::?([0-5]\d))?"
)
_FRACTION = re.compile(r"(?<=:\d\d)\.\d{1,9}$")
_AFTER = re.compile(r"\s*г(?:\.|ода?)?$")
_HOUR = r"(\d{1,2})(?:[:.h](\d{2}))?(?:[:.](\d{2}))?\s*([ap]\.?m\.?)?"
_CLOCK = re.compile(_HOUR, re.IGNORECASE)
_SPAN = re.compile(rf"{_HOUR}\s*[-\u2012-\u2015]\s*{_HOUR}", re.IGNORECASE)
_LENGTH = re.compile(r"(\d{1,4})\s*(?:m|min|mins|minutes|'|м|мин|минут[аы]?)?\.?", re.IGNORECASE)
_HOURS_LENGTH = re.compile(r"(\d{1,2}):([0-5]\d)(?::00)?")
_NOON = 12
_CENTURY = 100
_LONGEST_MOMENT = 60


def read_day(cell: Cell, order: str) -> date | None:
    """Return the day that a cell says, or None where it says none that can be held."""
    found = cell.date() if isinstance(cell, datetime) else cell
    if isinstance(found, str):
        found = _day_of(found.strip(), order)
    if isinstance(found, date) and FIRST_YEAR <= found.year <= LAST_YEAR:
        return found
    return None


def read_moment(cell: Cell, order: str, zone: tzinfo) -> tuple[date, time] | None:
    """Return the day and the hour of a cell that says both, as the clocks of a zone show them.

    Where the cell says how far its clock is from UTC, it is an instant and not what a wall shows.
    """
    if isinstance(cell, datetime):
        day = read_day(cell, order)
        return (day, _to_the_minute(cell).time()) if day else None
    if not isinstance(cell, str):
        return None
    wall, offset = _apart(cell.strip())
    found = _moment_of(_BETWEEN.sub(" ", wall), order)
    if found is None or offset is None:
        return found
    shown = datetime.combine(*found, tzinfo=offset).astimezone(zone)
    return shown.date(), shown.time()


def _apart(text: str) -> tuple[str, tzinfo | None]:
    """Return a moment without what it says of its zone, and that."""
    found = _UTC.fullmatch(text) or _OFFSET.fullmatch(text)
    if found is None or len(text) > _LONGEST_MOMENT:
        return text, None
    sign, hours, minutes = (*found.groups()[1:], None, None, None)[:3]
    away = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
    if away >= timedelta(days=1):
        return text, None
    return _FRACTION.sub("", found[1]), timezone(-away if sign == "-" else away)


def _moment_of(text: str, order: str) -> tuple[date, time] | None:
    head, _blank, tail = text.rpartition(" ")
    if tail.lower().replace(".", "") in {"am", "pm"}:
        head, _blank, hour = head.rpartition(" ")
        tail = f"{hour} {tail}"
    day, clock = _day_of(head.rstrip(" ,"), order), _clock_of(tail)
    if day is None or clock is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
        return None
    return day, clock


def read_clock(cell: Cell) -> time | None:
    """Return the hour that a cell says: a time, a text, or the part of a day that spreadsheets keep."""
    if isinstance(cell, datetime):
        return _to_the_minute(cell).time()
    if isinstance(cell, time):
        return _to_the_minute(datetime.combine(date.min, cell.replace(tzinfo=None))).time()
    if isinstance(cell, timedelta):
        return _within_a_day(round(cell.total_seconds() / 60))
    if isinstance(cell, float) and not isinstance(cell, bool) and 0 <= cell < 1:
        return _within_a_day(round(cell * MOST_MINUTES))
    return _clock_of(cell.strip()) if isinstance(cell, str) else None


def read_span(cell: Cell) -> tuple[time, time] | None:
    """Return both ends of “10:00–11:30”."""
    found = _SPAN.fullmatch(cell.strip()) if isinstance(cell, str) else None
    if found is None:
        return None
    parts = found.groups()
    first, last = _time(*parts[:4]), _time(*parts[4:])
    return (first, last) if first and last else None


def read_minutes(cell: Cell) -> int | None:
    """Return a length in minutes: a number, “90 min”, or hours and minutes “1:30”."""
    minutes: float | None = None
    if isinstance(cell, timedelta):
        minutes = cell.total_seconds() / 60
    elif isinstance(cell, time):
        minutes = cell.hour * 60 + cell.minute
    elif isinstance(cell, int | float) and not isinstance(cell, bool):
        minutes = cell
    elif isinstance(cell, str):
        minutes = _length_of(cell.strip())
    if minutes is None or minutes != int(minutes) or not 0 < minutes <= MOST_MINUTES:
        return None
    return int(minutes)


def likely_order(cells: Iterable[Cell]) -> str:
    """Return what dates between slashes can only mean, or nothing where they could mean either."""
    pairs = [
        (int(found[1]), int(found[2]))
        for cell in cells
        if isinstance(cell, str) and (found := _SLASHES.match(cell.strip()))
    ]
    if any(first > _NOON for first, _second in pairs):
        return DAY_FIRST
    if any(second > _NOON for _first, second in pairs):
        return MONTH_FIRST
    return ""


def has_slashes(cells: Iterable[Cell]) -> bool:
    """Say whether any date stands between slashes, so that somebody has to choose."""
    return any(isinstance(cell, str) and _SLASHES.match(cell.strip()) for cell in cells)


def _day_of(text: str, order: str) -> date | None:
    # No date is longer: a text of 40,000 letters is not searched for one.
    text = _AFTER.sub("", text[:40])
    text = text if _MONTH_DAY.fullmatch(text) else _WEEKDAY.sub("", text)
    if found := _ISO.fullmatch(text):
        return _date(found[1], found[2], found[3])
    if found := _DOTS.fullmatch(text):
        return _date(found[3], found[2], found[1])
    if found := _SLASHES.fullmatch(text):
        is_month_first = order == MONTH_FIRST
        return _date(found[3], found[2 - is_month_first], found[1 + is_month_first])
    if found := _DAY_MONTH.fullmatch(text):
        return _date(found[3], _month(found[2]), found[1])
    if found := _MONTH_DAY.fullmatch(text):
        return _date(found[3], _month(found[1]), found[2])
    return None


def _month(name: str) -> int:
    return _MONTHS.get(name[:3].lower(), 0)


def _date(year: str, month: str | int, day: str) -> date | None:
    full = int(year) + (2000 if int(year) < _CENTURY else 0)
    try:
        return date(full, int(month), int(day))
    except ValueError:
        return None


def _clock_of(text: str) -> time | None:
    found = _CLOCK.fullmatch(text[:20])
    return _time(*found.groups()) if found else None


def _time(hours: str, minutes: str | None, seconds: str | None, half: str | None) -> time | None:
    hour = int(hours)
    if minutes is None and half is None:
        return None  # “10” alone may be a row's number
    if half is not None:
        if not 1 <= hour <= _NOON:
            return None
        hour = hour % _NOON + (_NOON if half[0] in "pP" else 0)
    try:
        return time(hour % 24 if (hour, int(minutes or 0)) == (24, 0) else hour, int(minutes or 0))
    except ValueError:
        return None


def _to_the_minute(moment: datetime) -> datetime:
    # Spreadsheets keep an hour as a fraction of the day, which may fall a hair short of it.
    return (moment + timedelta(seconds=30)).replace(second=0, microsecond=0)


def _within_a_day(minutes: int) -> time | None:
    return time(minutes // 60, minutes % 60) if 0 <= minutes < MOST_MINUTES else None


def _length_of(text: str) -> int | None:
    if found := _HOURS_LENGTH.fullmatch(text):
        return int(found[1]) * 60 + int(found[2])
    found = _LENGTH.fullmatch(text)
    return int(found[1]) if found else None
