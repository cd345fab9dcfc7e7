"""The pages on which a co-chair plans: everyone's hours first, nothing typed lost, plain forms."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from accounts.models import Person
from groups.models import Group, GroupRole, Membership
from kit.refusals import Refused
from sessions import life
from sessions.meetings import plans, series
from sessions.meetings.forms import MeetingForm
from sessions.meetings.models import Series
from sessions.models import RoleName, Session, State
from tests import build
from tests.hours import Hour
from tests.sessions.meetings.conftest import START, Post

pytestmark = pytest.mark.django_db
Plan = Callable[..., Session]

NEW = "/g/environment/meetings/new/"
SAID = {
    "title_en": "Budget",
    "title_ru": "",
    "date": "2027-02-17",
    "time": "16:00",
    "minutes": "60",
    "zone": "Europe/Moscow",
    "repeat": "once",
}


@pytest.fixture
def chair(client: Client, boris: Person, members: Group, hour: Hour) -> Client:
    client.force_login(boris)
    client.cookies["django_language"] = "en"
    return client


def checked(chair: Client, address: str, said: dict[str, str]) -> dict[str, str]:
    """Press the first button, and return what the page would send by the second."""
    text = chair.post(address, {**said, "check": "1"}).content.decode()
    mark = text.split('name="checked" value="')[1].split('"')[0]
    return {**said, "checked": mark}


def test_form_asks_for_few_things_and_begins_with_the_chairs_own_city(chair: Client) -> None:
    page = chair.get(NEW)
    form = page.context["form"]
    assert [name for name in form.fields if form.fields[name].required] == [
        "date",
        "time",
        "minutes",
        "zone",
        "repeat",
    ]
    assert form["zone"].value() == "Europe/Moscow"


def test_hours_of_all_members_are_shown_before_anything_is_planned(chair: Client) -> None:
    answer = chair.post(NEW, {**SAID, "check": "1"})
    assert answer.status_code == 200
    preview = answer.context["preview"]
    (stretch,) = preview.stretches
    told = [
        (h.starts.zone, h.starts.time, h.ends.time, h.members, h.is_night) for h in stretch.hours
    ]
    assert told == [
        ("Europe/Moscow", "16:00", "17:00", 1, False),
        ("UTC", "13:00", "14:00", 1, False),
        ("America/New_York", "08:00", "09:00", 1, False),
    ]
    assert 'value="Budget"' in answer.content.decode()
    assert not Session.objects.exists()


@pytest.mark.parametrize(
    ("time", "night"),
    [("14:59", ["America/New_York"]), ("15:00", []), ("21:00", []), ("21:01", ["Europe/Moscow"])],
)
def test_night_is_from_ten_to_seven(chair: Client, time: str, night: list[str]) -> None:
    answer = chair.post(NEW, {**SAID, "time": time, "check": "1"})
    hours = answer.context["preview"].stretches[0].hours
    assert [hour.starts.zone for hour in hours if hour.is_night] == night
    assert ("at night" in answer.content.decode()) == bool(night)


def test_second_button_plans_and_invites(chair: Client, members: Group, post: Post) -> None:
    answer = chair.post(NEW, {**checked(chair, NEW, SAID), "plan": "1"})
    assert (answer.status_code, answer["Location"]) == (302, "/g/environment/")
    session = Session.objects.get()
    assert (session.group, session.title_en, session.starts_at) == (members, "Budget", START)
    assert (session.meeting_zone, session.ends_at) == ("Europe/Moscow", START + timedelta(hours=1))
    assert set(post.delivered()) == {"boris", "clara", "dmitri"}
    page = chair.get("/g/environment/").content.decode()
    assert f"/g/environment/meetings/{session.pk}/" in page


def test_hours_that_were_changed_after_the_look_are_shown_again(chair: Client) -> None:
    said = {**checked(chair, NEW, SAID), "time": "05:00", "plan": "1"}
    answer = chair.post(NEW, said)
    assert (answer.status_code, answer.context["is_changed"]) == (200, True)
    assert "Look once more" in answer.content.decode()
    assert not Session.objects.exists()


def test_nothing_is_planned_or_moved_into_the_past(chair: Client, plan: Plan) -> None:
    past = {**SAID, "date": "2027-01-14"}
    answer = chair.post(NEW, {**checked(chair, NEW, past), "plan": "1"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["date"])
    assert not Session.objects.exists()
    session = plan()
    address = f"/g/environment/meetings/{session.pk}/"
    answer = chair.post(address, {**checked(chair, address, past), "move": "1"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["date"])
    session.refresh_from_db()
    assert session.starts_at == START


@pytest.mark.parametrize("year", [1, 9999])
def test_verbs_refuse_a_year_that_is_none(plan: Plan, boris: Person, hour: Hour, year: int) -> None:
    far = datetime(year, 6, 1, 12, tzinfo=UTC)
    session = plan()
    attempts: tuple[Callable[[], Session], ...] = (
        lambda: plan(starts_at=far),
        lambda: plans.move(
            actor=boris, session=session, starts_at=far, minutes=60, zone="Europe/Moscow"
        ),
    )
    for attempt in attempts:
        with pytest.raises(Refused) as refused:
            attempt()
        assert (refused.value.code, refused.value.field) == ("meeting.far", "date")


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"title_en": ""}, "title_en"),
        ({"minutes": "1"}, "minutes"),
        ({"zone": "Moon/Base"}, "zone"),
        ({"date": "2027-03-14", "time": "02:30", "zone": "America/New_York"}, "time"),
        ({"date": "2027-11-07", "time": "01:30", "zone": "America/New_York"}, "time"),
        ({"date": "0001-01-01", "time": "00:30"}, "date"),
        ({"date": "9999-12-31", "time": "23:30", "zone": "America/New_York"}, "date"),
        ({"date": "2037-06-01", "repeat": "weekly", "count": "60"}, "date"),
        ({"date": "9999-06-01", "repeat": "weekly", "count": "4"}, "date"),
        ({"repeat": "weekly"}, "count"),
        ({"repeat": "weekly", "count": "61"}, "count"),
        ({"repeat": "monthly_last", "count": "3"}, "date"),
    ],
)
def test_what_can_not_be_is_told_at_its_field_and_nothing_typed_is_lost(
    chair: Client, said: dict[str, str], field: str
) -> None:
    answer = chair.post(NEW, {**SAID, "title_ru": "", "text_en": "Read this first", **said})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert "Read this first" in answer.content.decode()


def test_series_shows_where_the_hours_change_for_somebody(chair: Client) -> None:
    said = {**SAID, "repeat": "monthly", "count": "4", "every": "1"}
    preview = chair.post(NEW, {**said, "check": "1"}).context["preview"]
    assert [meeting.time for meeting in preview.meetings] == ["16:00"] * 4
    washington = [(s.count, s.hours[-1].starts.time) for s in preview.stretches]
    assert washington == [(1, "08:00"), (3, "09:00")]


def test_series_is_planned_in_one_go(chair: Client, post: Post) -> None:
    said = {**SAID, "repeat": "weekly", "every": "2", "until": "2027-04-01"}
    chair.post(NEW, {**checked(chair, NEW, said), "plan": "1"})
    assert Series.objects.get().count == Session.objects.count() == 4
    assert {name: len(mails) for name, mails in post.delivered().items()} == {
        "boris": 1,
        "clara": 1,
        "dmitri": 1,
    }


@pytest.mark.parametrize(("more", "count"), [({}, 1), ({"repeat": "weekly", "count": "3"}, 3)])
def test_second_press_plans_nothing_more(
    chair: Client, post: Post, more: dict[str, str], count: int
) -> None:
    page = str(chair.get(NEW).context["form"]["page"].value())
    said = {**checked(chair, NEW, {**SAID, **more, "page": page}), "plan": "1"}
    answers = [chair.post(NEW, said) for _press in range(2)]
    assert [answer["Location"] for answer in answers] == ["/g/environment/"] * 2
    assert Session.objects.count() == count
    assert {name: len(mails) for name, mails in post.delivered().items()} == {
        "boris": 1,
        "clara": 1,
        "dmitri": 1,
    }
    # Who went back and changed something plans that too.
    chair.post(NEW, {**said, "title_en": "Another"})
    assert Session.objects.count() == 2 * count


def test_page_keeps_its_key_while_hours_are_looked_at(chair: Client) -> None:
    page = str(chair.get(NEW).context["form"]["page"].value())
    text = chair.post(NEW, {**SAID, "page": page, "check": "1"}).content.decode()
    assert f'name="page" value="{page}"' in text
    assert str(chair.get(NEW).context["form"]["page"].value()) != page


def test_what_is_in_the_way_is_told(
    chair: Client, plan: Plan, boris: Person, dmitri: Person
) -> None:
    plan(starts_at=START + timedelta(minutes=30))
    forum = build.conference()
    begins: dict[str, Any] = {"starts_at": START, "state": State.SCHEDULED}
    build.role(boris, build.session(forum, title="Plenary", **begins), RoleName.SPEAKER)
    build.role(dmitri, build.session(forum, title="Panel", **begins), RoleName.SPEAKER)
    build.session(forum, title="Elsewhere", **begins)
    assert chair.post(NEW, {**SAID, "check": "1"}).context["preview"].warnings == [
        "A co-chair has a part in another session then: “Plenary”, 16:00 Moscow (MSK).",
        "The group meets at that time already: “Budget”, 16:30 Moscow (MSK).",
    ]
    free = {**SAID, "date": "2027-02-18", "check": "1"}
    assert chair.post(NEW, free).context["preview"].warnings == []


def test_session_that_the_planner_may_not_know_of_is_told_without_its_title(
    chair: Client, members: Group, clara: Person
) -> None:
    Membership.objects.filter(group=members, person=clara).update(role=GroupRole.CHAIR)
    others = build.group("others")
    for week in (0, 0, 7):
        begins: dict[str, Any] = {"starts_at": START + timedelta(days=week)}
        secret = build.session(others, title="Sanctions", state=State.SCHEDULED, **begins)
        build.role(clara, secret, RoleName.SPEAKER)
    said = {**SAID, "repeat": "weekly", "count": "2", "check": "1"}
    page = chair.post(NEW, said)
    assert page.context["preview"].warnings == ["A co-chair has a part in another session then."]
    assert "Sanctions" not in page.content.decode()


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


def test_meeting_is_called_off_on_its_page(chair: Client, plan: Plan) -> None:
    session = plan()
    answer = chair.post(f"/g/environment/meetings/{session.pk}/cancel/")
    assert answer["Location"] == "/g/environment/"
    session.refresh_from_db()
    assert session.state == State.CANCELLED
    assert chair.get(f"/g/environment/meetings/{session.pk}/").status_code == 404


def test_meeting_of_another_group_is_not_here(chair: Client) -> None:
    elsewhere = build.session(build.group("youth"), state=State.SCHEDULED, starts_at=START)
    assert chair.get(f"/g/environment/meetings/{elsewhere.pk}/").status_code == 404
    assert chair.post(f"/g/environment/meetings/{elsewhere.pk}/cancel/").status_code == 404


def test_past_meeting_leads_to_its_record(chair: Client, members: Group) -> None:
    over = build.session(members, state=State.ENDED, starts_at=START - timedelta(days=60))
    assert f"/s/{over.pk}/record/" in chair.get("/g/environment/").content.decode()


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ({"title_ru": "Бюджет", "title_en": ""}, "ru"),
        ({"title_ru": "Бюджет"}, "en"),
        ({}, "en"),
    ],
)
def test_original_is_the_language_that_was_filled_in(said: dict[str, str], language: str) -> None:
    form = MeetingForm({**SAID, **said})
    assert form.is_valid()
    assert form.source_language == language


def test_reminders_are_switched_off_in_the_profile(client: Client, clara: Person) -> None:
    client.force_login(clara)
    assert 'name="wants_reminders"' in client.get("/me/").content.decode()
    said: dict[str, Any] = {"name": "Clara", "language": "en", "zone": "UTC", "shown_as": "named"}
    client.post("/me/", {**said, "wants_reminders": "on"})
    clara.refresh_from_db()
    assert clara.wants_reminders
    client.post("/me/", said)
    clara.refresh_from_db()
    assert not clara.wants_reminders
