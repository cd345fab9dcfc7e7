"""The pages on which a co-chair plans: everyone's hours first, nothing typed lost, plain forms."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import Person
from groups.models import Group, GroupRole, Membership
from kit.refusals import Refused
from sessions.meetings import plans
from sessions.meetings.forms import MeetingForm
from sessions.meetings.models import Series
from sessions.models import RoleName, Session, State
from tests import build
from tests.hours import Hour
from tests.sessions.meetings.conftest import START, Post
from tests.sessions.meetings.presses import NEW, SAID, checked

pytestmark = pytest.mark.django_db
Plan = Callable[..., Session]


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
