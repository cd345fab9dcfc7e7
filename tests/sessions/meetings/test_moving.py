"""A meeting, or with it the rest of its series, is moved on its page; the mail that follows is promised."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from accounts.models import Person
from groups.models import Group
from kit.refusals import Refused
from sessions import life
from sessions.meetings import plans, series
from sessions.models import Session, State
from tests import build
from tests.hours import Hour
from tests.sessions.meetings.conftest import START, Post
from tests.sessions.meetings.presses import NEW, SAID, checked

pytestmark = pytest.mark.django_db
Plan = Callable[..., Session]


def test_meeting_is_moved_on_its_page(chair: Client, plan: Plan, post: Post) -> None:
    session = plan()
    address = f"/g/environment/meetings/{session.pk}/"
    page = chair.get(address)
    assert 'value="2027-02-17"' in page.content.decode()
    assert 'name="scope"' not in page.content.decode()
    said = {"date": "2027-02-18", "time": "15:00", "minutes": "30", "zone": "Europe/Moscow"}
    answer = chair.post(address, {**checked(chair, address, said), "move": "1"})
    assert answer.status_code == 302
    session.refresh_from_db()
    assert session.starts_at == START + timedelta(hours=23)
    assert session.ends_at - session.starts_at == timedelta(minutes=30)


def said_to(chair: Client, address: str, said: dict[str, str]) -> list[str]:
    answer = chair.post(address, said, follow=True)
    return [str(message) for message in answer.context["messages"]]


def test_move_that_changes_nothing_says_so(chair: Client, plan: Plan, post: Post) -> None:
    session = plan()
    post.delivered()
    address = f"/g/environment/meetings/{session.pk}/"
    same = {**checked(chair, address, SAID), "move": "1"}
    assert said_to(chair, address, same) == [
        "Nothing changed: the meeting was planned like this already."
    ]
    assert post.delivered() == {}


def test_other_clocks_for_the_same_instant_are_mailed(
    chair: Client, plan: Plan, post: Post
) -> None:
    session = plan()
    post.delivered()
    address = f"/g/environment/meetings/{session.pk}/"
    utc = {**SAID, "time": "13:00", "zone": "UTC"}
    assert said_to(chair, address, {**checked(chair, address, utc), "move": "1"}) == [
        "Moved. The members are told by mail in a minute."
    ]
    mails = post.delivered()
    assert {name: len(each) for name, each in mails.items()} == {
        "boris": 1,
        "clara": 1,
        "dmitri": 1,
    }
    (event,) = mails["clara"][0].events
    assert event.sequence.value == "1"
    assert "13:00–14:00 UTC" in mails["clara"][0].text
    assert "before: Wed 17 February 2027, 16:00 Moscow (MSK)" in mails["clara"][0].text
    assert post.delivered() == {}


def test_page_promises_mail_only_where_somebody_was_invited(
    chair: Client, members: Group, plan: Plan, post: Post
) -> None:
    brought = build.session(
        members, state=State.SCHEDULED, starts_at=START, meeting_zone="Europe/Moscow"
    )
    for session, promise in ((plan(), True), (brought, False)):
        address = f"/g/environment/meetings/{session.pk}/"
        assert ("told by mail" in chair.get(address).content.decode()) is promise
        (words,) = said_to(chair, f"{address}cancel/", {})
        assert ("The members are told by mail in a minute" in words) is promise
    assert post.delivered() == {}


def test_rest_of_a_series_is_moved_on_its_page(chair: Client) -> None:
    said = {**SAID, "repeat": "weekly", "count": "3"}
    chair.post(NEW, {**checked(chair, NEW, said), "plan": "1"})
    second = Session.objects.order_by("starts_at")[1]
    address = f"/g/environment/meetings/{second.pk}/"
    moved = {
        "date": "2027-02-25", "time": "10:00", "minutes": "60", "zone": "Europe/Moscow",
        "scope": "rest", "repeat": "weekly", "every": "1",
    }  # fmt: skip
    text = chair.post(address, {**moved, "check": "1"}).content.decode()
    assert "Move 2 meetings</button>" in text
    chair.post(address, {**checked(chair, address, moved), "move": "1"})
    starts = Session.objects.order_by("starts_at").values_list("starts_at", flat=True)
    local = [f"{start.astimezone(START.tzinfo):%d.%m %H:%M}" for start in starts]
    assert local == ["17.02 16:00", "25.02 10:00", "04.03 10:00"]


def weekly(chair: Client, count: int) -> list[Session]:
    said = {**SAID, "repeat": "weekly", "count": str(count)}
    chair.post(NEW, {**checked(chair, NEW, said), "plan": "1"})
    return list(Session.objects.order_by("starts_at"))


def rest_from(day: str, hour: str) -> dict[str, str]:
    return {
        "date": day, "time": hour, "minutes": "60", "zone": "Europe/Moscow",
        "scope": "rest", "repeat": "weekly", "every": "1",
    }  # fmt: skip


def days(meetings: list[Session]) -> list[str]:
    fresh = [Session.objects.get(pk=each.pk) for each in meetings]
    return [f"{each.starts_at.astimezone(START.tzinfo):%d.%m %H:%M}" for each in fresh]


def test_week_that_was_left_out_stays_so_when_the_rest_is_moved(
    chair: Client, boris: Person
) -> None:
    meetings = weekly(chair, 5)
    series.skip(actor=boris, session=meetings[2])
    address = f"/g/environment/meetings/{meetings[1].pk}/"
    said = rest_from("2027-02-24", "17:00")
    page = chair.post(address, {**said, "check": "1"})
    shown = [f"{each.wall:%d.%m %H:%M}" for each in page.context["preview"].meetings]
    assert shown == ["24.02 17:00", "10.03 17:00", "17.03 17:00"]
    chair.post(address, {**checked(chair, address, said), "move": "1"})
    assert days(meetings) == ["17.02 16:00", "24.02 17:00", "03.03 16:00", *shown[1:]]


def test_open_meeting_goes_first_where_it_and_all_later_ones_are_moved(
    chair: Client, hour: Hour
) -> None:
    meetings = weekly(chair, 3)
    hour.instant = START - timedelta(minutes=10)
    life.open_doors(actor=None, session=meetings[0])
    address = f"/g/environment/meetings/{meetings[0].pk}/"
    said = rest_from("2027-02-17", "16:05")
    chair.post(address, {**checked(chair, address, said), "move": "1"})
    assert days(meetings) == ["17.02 16:05", "24.02 16:05", "03.03 16:05"]
    said = rest_from("2027-02-18", "16:00")
    answer = chair.post(address, {**checked(chair, address, said), "move": "1"})
    assert answer.status_code == 422
    assert "The doors are open" in answer.content.decode()
    assert days(meetings) == ["17.02 16:05", "24.02 16:05", "03.03 16:05"]


def test_meeting_whose_doors_are_open_is_moved_by_minutes_only(
    plan: Plan, boris: Person, hour: Hour
) -> None:
    session = plan()
    hour.instant = START - timedelta(minutes=10)
    life.open_doors(actor=None, session=session)

    def move(starts_at: datetime, minutes: int = 60) -> None:
        facts: dict[str, Any] = {"minutes": minutes, "zone": "Europe/Moscow"}
        plans.move(actor=boris, session=session, starts_at=starts_at, **facts)

    move(hour.instant + timedelta(minutes=settings.ENTRY_MINUTES))
    for late in (timedelta(minutes=settings.ENTRY_MINUTES + 1), timedelta(days=7)):
        with pytest.raises(Refused) as refused:
            move(hour.instant + late)
        assert refused.value.code == "meeting.doors_open"
    # One that was opened long before can become longer all the same.
    hour.instant -= timedelta(hours=1)
    move(START + timedelta(minutes=5), 90)
    session.refresh_from_db()
    assert (session.state, session.starts_at) == (State.OPEN, START + timedelta(minutes=5))
