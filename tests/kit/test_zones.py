"""Time is a place: what clocks showed in Moscow and Washington, year by year, and how it is told."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.template import Context, Template
from django.utils import translation

from kit.zones import local, validate_zone, zone_names

MOSCOW, WASHINGTON = "Europe/Moscow", "America/New_York"


def test_the_opening_of_2011_in_moscow_was_one_in_the_morning_in_washington() -> None:
    opening = datetime(2011, 11, 14, 6, tzinfo=UTC)
    here, there = local(opening, MOSCOW), local(opening, WASHINGTON)
    assert (here.date.isoformat(), here.time) == ("2011-11-14", "10:00")
    assert (there.date.isoformat(), there.time) == ("2011-11-14", "01:00")


@pytest.mark.parametrize(
    ("year", "month", "moscow", "washington"),
    [
        (2012, 11, "10:00", "01:00"),
        (2013, 7, "10:00", "02:00"),
        (2014, 11, "09:00", "01:00"),
        (2015, 7, "09:00", "02:00"),
    ],
)
def test_moscow_changed_its_clock_for_good(
    year: int, month: int, moscow: str, washington: str
) -> None:
    at = datetime(year, month, 14, 6, tzinfo=UTC)
    assert (local(at, MOSCOW).time, local(at, WASHINGTON).time) == (moscow, washington)


def test_the_hour_that_never_comes_is_skipped() -> None:
    last = datetime(2012, 3, 11, 6, 59, tzinfo=UTC)
    shown = [local(last + timedelta(minutes=n), WASHINGTON).time for n in (0, 1)]
    assert shown == ["01:59", "03:00"]


@pytest.mark.parametrize(("hour", "told"), [(5, "01:30 EDT"), (6, "01:30 EST"), (7, "02:30 EST")])
def test_the_hour_that_comes_twice_tells_itself_apart(hour: int, told: str) -> None:
    there = local(datetime(2012, 11, 4, hour, 30, tzinfo=UTC), WASHINGTON)
    assert f"{there.time} {there.abbreviation}" == told


def test_a_zone_without_letters_shows_its_offset() -> None:
    there = local(datetime(2031, 5, 10, 6, tzinfo=UTC), "America/Sao_Paulo")
    assert there.abbreviation == "UTC-03"


def test_a_local_hour_is_told_with_its_city_in_the_readers_language() -> None:
    at = local(datetime(2011, 11, 14, 6, tzinfo=UTC), MOSCOW)
    with translation.override("en"):
        assert str(at) == "10:00 Moscow (MSK)"
    # The catalogue of translations has the city's Russian name; here it need only be asked for.
    with translation.override("ru"):
        assert str(at) == f"10:00 {translation.gettext('Moscow')} (MSK)"


def test_the_filter_tells_an_instant_in_a_zone() -> None:
    at = datetime(2011, 11, 14, 6, tzinfo=UTC)
    template = Template("{% load zones %}{% with t=at|local:zone %}{{ t.time }}{% endwith %}")
    assert template.render(Context({"at": at, "zone": WASHINGTON})) == "01:00"


def test_zones_to_choose_from_are_places() -> None:
    names = zone_names()
    assert names[0] == "UTC"
    assert {MOSCOW, WASHINGTON} <= set(names)
    assert not {"EST", "GMT", "Etc/GMT+1", "US/Eastern"} & set(names)


def test_an_unknown_zone_is_refused() -> None:
    validate_zone(MOSCOW)
    with pytest.raises(ValidationError) as refused:
        validate_zone("Moscow")
    assert refused.value.code == "zone.unknown"
