"""The hours of the conferences: what clocks showed in both cities, year by year and by night."""

from datetime import UTC, datetime

import pytest

from kit.zones import local

MOSCOW, WASHINGTON = "Europe/Moscow", "America/New_York"


def told(at: str, zone: str) -> tuple[str, str]:
    there = local(datetime.fromisoformat(at).replace(tzinfo=UTC), zone)
    return there.date.isoformat(), there.time


@pytest.mark.parametrize(
    ("at", "moscow", "washington"),
    [
        # The first conference: Moscow kept summer time all year, UTC+4.
        ("2011-11-14T06:00", ("2011-11-14", "10:00"), ("2011-11-14", "01:00")),
        # 2012: still so, in winter and in summer.
        ("2012-01-16T06:00", ("2012-01-16", "10:00"), ("2012-01-16", "01:00")),
        ("2012-07-16T06:00", ("2012-07-16", "10:00"), ("2012-07-16", "02:00")),
        # 2013: the same; in the evening the two cities have different dates.
        ("2013-05-20T20:30", ("2013-05-21", "00:30"), ("2013-05-20", "16:30")),
        # 26 October 2014: Moscow goes to UTC+3 for good.
        ("2014-10-25T21:59", ("2014-10-26", "01:59"), ("2014-10-25", "17:59")),
        ("2014-10-25T22:00", ("2014-10-26", "01:00"), ("2014-10-25", "18:00")),
        # 2015: eight hours in winter, seven in summer.
        ("2015-01-19T07:00", ("2015-01-19", "10:00"), ("2015-01-19", "02:00")),
        ("2015-07-20T07:00", ("2015-07-20", "10:00"), ("2015-07-20", "03:00")),
        # Both nights of daylight saving in Washington, 2012: an hour is skipped, an hour comes twice.
        ("2012-03-11T06:59", ("2012-03-11", "10:59"), ("2012-03-11", "01:59")),
        ("2012-03-11T07:00", ("2012-03-11", "11:00"), ("2012-03-11", "03:00")),
        ("2012-11-04T05:30", ("2012-11-04", "09:30"), ("2012-11-04", "01:30")),
        ("2012-11-04T06:30", ("2012-11-04", "10:30"), ("2012-11-04", "01:30")),
        ("2012-11-04T07:00", ("2012-11-04", "11:00"), ("2012-11-04", "02:00")),
    ],
)
def test_one_instant_in_two_cities(
    at: str, moscow: tuple[str, str], washington: tuple[str, str]
) -> None:
    assert told(at, MOSCOW) == moscow
    assert told(at, WASHINGTON) == washington
