"""Series on a wall clock, through its changes of hours."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from kit.refusals import Refused
from sessions.calendars import zones
from sessions.meetings import recurrence
from sessions.meetings.models import Frequency
from sessions.meetings.recurrence import Pattern
from tests.hours import stopped


def pattern(**said: Any) -> Pattern:
    facts: dict[str, Any] = {
        "frequency": Frequency.MONTHLY,
        "every": 1,
        "starts_on": date(2027, 2, 17),
        "starts": time(16),
        "zone": "Europe/Moscow",
        "count": 12,
    }
    return Pattern(**(facts | said))


def test_third_wednesday_for_a_year() -> None:
    slots = recurrence.slots(pattern())
    assert [f"{slot:%d.%m}" for slot in slots] == [
        "17.02", "17.03", "21.04", "19.05", "16.06", "21.07",
        "18.08", "15.09", "20.10", "17.11", "15.12", "19.01",
    ]  # fmt: skip
    assert {(slot.weekday(), f"{slot:%H:%M}") for slot in slots} == {(2, "16:00")}


def test_hour_on_the_wall_stays_when_the_clocks_change() -> None:
    """In Washington from the winter into the summer: one hour less between two meetings."""
    weekly = pattern(
        frequency=Frequency.WEEKLY,
        starts_on=date(2027, 3, 10),
        zone="America/New_York",
        starts=time(9),
        count=3,
    )
    slots = recurrence.slots(weekly)
    assert [f"{slot:%H:%M %Z}" for slot in slots] == ["09:00 EST", "09:00 EDT", "09:00 EDT"]
    utc = [slot.astimezone(ZoneInfo("UTC")) for slot in slots]
    assert [later - before for before, later in pairwise(utc)] == [
        timedelta(days=7, hours=-1),
        timedelta(days=7),
    ]


def test_every_other_week_until_a_day() -> None:
    said = pattern(frequency=Frequency.WEEKLY, every=2, count=None, until=date(2027, 3, 31))
    assert [f"{slot:%d.%m}" for slot in recurrence.slots(said)] == [
        "17.02", "03.03", "17.03", "31.03",
    ]  # fmt: skip


def test_last_weekday_of_each_month() -> None:
    said = pattern(frequency=Frequency.MONTHLY_LAST, starts_on=date(2027, 3, 31), count=3)
    assert [f"{slot:%d.%m}" for slot in recurrence.slots(said)] == ["31.03", "28.04", "26.05"]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"count": 61}, "series.too_long"),
        ({"frequency": Frequency.WEEKLY, "count": None, "until": date(2037, 1, 1)}, "series.too_long"),
        ({"count": 1}, "series.too_short"),
        ({"count": None, "until": date(2027, 2, 18)}, "series.too_short"),
        ({"count": None, "until": date(2027, 2, 16)}, "series.until_first"),
        ({"frequency": Frequency.WEEKLY, "count": None, "until": date(2027, 2, 16)}, "series.until_first"),
        ({"count": None}, "series.endless"),
        ({"every": 0}, "series.every"),
        ({"starts_on": date(2027, 3, 31)}, "series.fifth"),
        ({"frequency": Frequency.MONTHLY_LAST}, "series.not_last"),
        (
            {"frequency": Frequency.WEEKLY, "starts_on": date(2027, 3, 7), "starts": time(2, 30), "zone": "America/New_York"},
            "hour.skipped",
        ),
    ],
)  # fmt: skip
def test_series_that_can_not_be_is_refused(said: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as refused:
        recurrence.slots(pattern(**said))
    assert refused.value.code == code
    assert str(refused.value.text)


def test_sixty_meetings_are_not_too_many() -> None:
    assert len(recurrence.slots(pattern(frequency=Frequency.WEEKLY, count=60))) == 60


@pytest.mark.parametrize(
    ("day", "hour", "zone", "code"),
    [
        (date(2027, 3, 14), time(2, 30), "America/New_York", "hour.skipped"),
        (date(2027, 11, 7), time(1, 30), "America/New_York", "hour.twice"),
        (date(2014, 10, 26), time(1, 30), "Europe/Moscow", "hour.twice"),
        (date(2011, 3, 27), time(2, 30), "Europe/Moscow", "hour.skipped"),
    ],
)
def test_hour_that_is_none_or_two_is_refused(day: date, hour: time, zone: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        recurrence.instant_of(day, hour, zone)
    assert (refused.value.code, refused.value.field) == (code, "time")
    assert f"{hour:%H:%M}" in str(refused.value.text)


def test_series_that_began_years_ago_still_has_its_rule(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stopped(monkeypatch).instant = datetime(2041, 1, 1, tzinfo=UTC)
    assert recurrence.instant_of(date(2027, 2, 17), time(16), "Europe/Moscow").year == 2027


@pytest.mark.parametrize(("first", "last"), [(1, 1), (9999, 9999), (1, 9999)])
def test_zone_of_a_year_that_is_none_is_told_for_a_few_lifetimes(first: int, last: int) -> None:
    found = zones.observances("America/New_York", first, last)
    assert 1 <= len(found) <= 1 + 2 * 132
