"""What the form to plan a meeting proposes: the group's own hour, or one at which nobody sleeps."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from accounts.models import Person
from groups.models import Group
from live import clock
from sessions.meetings.usual import Usual, usual
from sessions.models import Session, State
from tests import build

pytestmark = pytest.mark.django_db

# A Friday.
NOW = datetime(2031, 5, 2, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def at_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def met(group: Group, starts_at: datetime, **fields: Any) -> Session:
    ends_at = starts_at + timedelta(minutes=90)
    return build.session(
        group, starts_at=starts_at, ends_at=ends_at, meeting_zone="Europe/Moscow", **fields
    )


def test_the_next_meeting_is_as_the_last_was_weeks_later(circle: Group, ada: Person) -> None:
    met(circle, datetime(2031, 3, 4, 14, tzinfo=UTC), state=State.ENDED)
    found = usual(circle, ada)
    assert found == Usual(date(2031, 5, 6), time(17), 90, "Europe/Moscow")


def test_after_one_that_is_still_to_come_it_is_a_week_later(circle: Group, ada: Person) -> None:
    met(circle, datetime(2031, 5, 6, 14, tzinfo=UTC), state=State.SCHEDULED)
    met(circle, datetime(2031, 6, 6, 14, tzinfo=UTC), state=State.CANCELLED)
    assert usual(circle, ada).date == date(2031, 5, 13)


def test_the_hour_of_a_city_is_kept_over_a_change_of_its_clocks(ada: Person) -> None:
    group = build.group("rivers")
    starts_at = datetime(2031, 3, 4, 15, tzinfo=UTC)
    build.session(group, state=State.ENDED, starts_at=starts_at, meeting_zone="America/New_York")
    # Ten in the morning in winter as in summer.
    assert usual(group, ada).time == time(10)


def test_the_first_is_on_a_working_day_at_an_hour_at_which_nobody_sleeps(ada: Person) -> None:
    group = build.group("rivers")
    for name, zone in (("Anna", "Europe/Moscow"), ("Ben", "America/New_York")):
        build.member(build.person(name, zone=zone), group)
    Person.objects.filter(pk=ada.pk).update(zone="Europe/Moscow")
    ada.refresh_from_db()
    found = usual(group, ada)
    # Monday; two in the afternoon in Moscow is seven in the morning in New York.
    assert found == Usual(date(2031, 5, 5), time(14), 60, "Europe/Moscow")
