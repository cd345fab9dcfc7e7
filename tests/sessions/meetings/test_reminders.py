"""A day and ten minutes before, once each, and only to who wants to be reminded."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Letter, LetterState, Person
from accounts.people import revise_profile
from groups import memberships
from groups.models import Group
from sessions.meetings import plans
from sessions.meetings.reminders import remind
from sessions.models import Session
from tests.hours import Hour
from tests.sessions.meetings.conftest import START, Post

pytestmark = pytest.mark.django_db
Plan = Callable[..., Session]


@pytest.fixture
def meeting(plan: Plan, post: Post) -> Session:
    made = plan()
    post.delivered()
    return made


def reminded(post: Post) -> dict[str, list[str]]:
    remind()
    return {name: [each.subject for each in theirs] for name, theirs in post.sent().items()}


def test_reminders_come_a_day_and_ten_minutes_before(
    meeting: Session, post: Post, hour: Hour
) -> None:
    hour.instant = START - timedelta(days=1, seconds=1)
    assert reminded(post) == {}
    hour.shift(1)
    day = reminded(post)
    assert day["clara"] == ["Reminder: Budget, Wed 17 February 2027, 08:00 Washington (EST)"]
    assert day["boris"] == ["Напоминание: Бюджет, ср 17 февраля 2027, 16:00 Москва (MSK)"]
    assert set(day) == {"boris", "clara", "dmitri"}
    hour.shift(3600)
    assert reminded(post) == {}
    hour.instant = START - timedelta(minutes=10)
    assert reminded(post)["clara"] == ["Soon: Budget, 08:00 Washington (EST)"]
    assert reminded(post) == {}
    hour.instant = START
    assert reminded(post) == {}


def test_reminder_has_a_way_in_and_no_calendar_part(
    meeting: Session, post: Post, hour: Hour
) -> None:
    hour.instant = START - timedelta(minutes=10)
    remind()
    (mail,) = post.sent()["clara"]
    assert (len(mail.links), mail.method) == (1, "")
    assert "16:00–17:00 Moscow (MSK)" in mail.text
    assert "/me/" in mail.text


def test_who_does_without_reminders_still_hears_of_a_cancellation(
    meeting: Session, post: Post, hour: Hour, clara: Person, boris: Person
) -> None:
    revise_profile(actor=clara, wants_reminders=False)
    hour.instant = START - timedelta(days=1)
    assert set(reminded(post)) == {"boris", "dmitri"}
    plans.cancel(actor=boris, session=meeting)
    assert "clara" in post.delivered()
    hour.instant = START - timedelta(minutes=10)
    assert reminded(post) == {}


def test_meeting_that_was_moved_is_reminded_of_again(
    meeting: Session, post: Post, hour: Hour, boris: Person
) -> None:
    hour.instant = START - timedelta(days=1)
    assert len(reminded(post)) == 3
    later = START + timedelta(days=2)
    plans.move(actor=boris, session=meeting, starts_at=later, minutes=60, zone="Europe/Moscow")
    assert reminded(post) == {}
    post.delivered()
    hour.instant = later - timedelta(days=1)
    assert len(reminded(post)) == 3


def test_meeting_planned_for_tomorrow_is_not_reminded_of_in_the_same_hour(
    plan: Plan, post: Post, hour: Hour
) -> None:
    hour.instant = START - timedelta(hours=20)
    plan()
    assert len(post.delivered()) == 3
    assert reminded(post) == {}
    hour.instant = START - timedelta(minutes=9)
    assert len(reminded(post)) == 3


def test_worker_that_was_away_reminds_while_there_is_time(
    meeting: Session, post: Post, hour: Hour
) -> None:
    hour.instant = START - timedelta(hours=1)
    assert reminded(post) == {}
    hour.shift(-1)
    assert len(reminded(post)) == 3


def test_reminders_cost_the_same_whatever_their_number(plan: Plan, post: Post, hour: Hour) -> None:
    costs = []
    for count in (1, 3):
        begins = START + timedelta(days=10 * count)
        for number in range(count):
            plan(starts_at=begins + timedelta(minutes=number))
        post.delivered()
        hour.instant = begins - timedelta(days=1)
        with CaptureQueriesContext(connection) as asked:
            remind()
        costs.append(len(asked))
    assert costs[0] == costs[1]


def test_reminder_that_waits_is_dropped_with_its_hour_or_its_reader(
    meeting: Session, post: Post, hour: Hour, boris: Person, dmitri: Person, members: Group
) -> None:
    hour.instant = START - timedelta(hours=20)
    assert remind() == 3
    memberships.end(actor=dmitri, membership=members.memberships.get(person=dmitri))
    waiting = Letter.objects.filter(key__startswith="reminder", state=LetterState.WAITING)
    assert sorted(waiting.values_list("person__name", flat=True)) == ["Boris", "Clara"]
    plans.move(actor=boris, session=meeting, starts_at=START, minutes=90, zone="Europe/Moscow")
    assert waiting.count() == 2
    meeting.refresh_from_db()
    later = START + timedelta(hours=1)
    plans.move(actor=boris, session=meeting, starts_at=later, minutes=60, zone="Europe/Moscow")
    assert not waiting.exists()
    post.delivered()
    assert remind() == 0
