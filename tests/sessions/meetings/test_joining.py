"""The personal way in: one meeting, one browser, and nothing else of an account."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from accounts import people
from accounts.models import Person
from groups import memberships
from groups.models import Group, GroupRole
from kit.refusals import Refused
from live import entering
from live.tickets import Presented
from sessions import life, removals, roles
from sessions.meetings import joining, plans
from sessions.meetings.joining import Way
from sessions.meetings.models import Invitation
from sessions.models import RoleName, Session, State
from tests.hours import Hour
from tests.sessions.meetings.conftest import START, Post

pytestmark = pytest.mark.django_db
Plan = Callable[..., Session]


@pytest.fixture
def meeting(plan: Plan, post: Post) -> Session:
    return plan()


@pytest.fixture
def link(meeting: Session, post: Post) -> str:
    """Clara's way in, from her mail."""
    (link,) = post.delivered()["clara"][0].links
    return link


def key_of(link: str) -> str:
    return link.split("/")[-2]


def press(client: Client, link: str) -> Any:
    return client.post("/join/", {"key": key_of(link)})


def test_from_the_mail_into_the_room_in_two_clicks(
    client: Client, link: str, meeting: Session
) -> None:
    page = client.get(link)
    assert page.status_code == 200
    text = page.content.decode()
    assert "Enter as C." in text
    assert "Clara" not in text
    answer = press(client, link)
    assert (answer.status_code, answer["Location"]) == (303, f"/s/{meeting.pk}/")
    assert client.get(f"/s/{meeting.pk}/").status_code == 200


def test_looking_at_a_link_uses_nothing(client: Client, link: str) -> None:
    for _ in range(3):
        assert client.get(link).status_code == 200
    assert Invitation.objects.get(person__name="Clara").entered_with == ""
    assert "_auth_user_id" not in client.session


def test_key_is_told_to_nobody(client: Client, link: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        for address in (link, "/join/nothing/"):
            page = client.get(address)
            assert page["Referrer-Policy"] == "strict-origin"
            assert "no-store" in page["Cache-Control"]
            assert page["X-Robots-Tag"] == "noindex"
        press(client, link)
    logged = [record for record in caplog.records if not record.name.startswith("django.db")]
    assert [each for each in logged if "/join/" in each.getMessage()] == []
    assert key_of(link) not in " ".join(each.getMessage() for each in logged)


def test_link_opens_the_meeting_and_nothing_else(
    client: Client, link: str, meeting: Session, plan: Plan
) -> None:
    other = plan(starts_at=START + timedelta(days=9))
    press(client, link)
    inside = [f"/s/{meeting.pk}/", f"/s/{meeting.pk}/log/", f"/s/{meeting.pk}/chat/"]
    assert [client.get(path).status_code for path in inside] == [200, 200, 200]
    doors = ["/me/", f"/s/{other.pk}/", f"/s/{meeting.pk}/manage/", f"/s/{meeting.pk}/audit/"]
    for path in doors:
        answer = client.get(path)
        assert (path, answer.status_code) == (path, 302)
        assert answer["Location"].startswith("/sign-in/")
    # To change what others see of her would be a change of the account.
    assert client.get(f"/s/{meeting.pk}/entry/").status_code == 302
    api = "/api/v1/sessions"
    assert client.get(f"{api}/{meeting.pk}/").status_code == 200
    assert client.post(f"{api}/{meeting.pk}/ticket/").status_code == 200
    assert [
        client.get(path).status_code for path in (f"{api}/", f"{api}/{other.pk}/", "/api/v1/me/")
    ] == [401, 401, 401]
    assert client.post("/me/sign-out-everywhere/").status_code == 302
    assert Person.objects.get(name="Clara").signed_out_at is None


def test_who_has_not_chosen_yet_what_others_see_is_asked(
    client: Client, link: str, meeting: Session, clara: Person
) -> None:
    Person.objects.filter(pk=clara.pk).update(shown_chosen_at=None)
    press(client, link)
    answer = client.post(f"/s/{meeting.pk}/entry/", {"shown_as": "delegate"})
    assert (answer.status_code, answer["Location"]) == (303, f"/s/{meeting.pk}/")
    clara.refresh_from_db()
    assert clara.shown_as == "delegate"


def test_choice_of_what_others_see_is_made_once_by_a_link(
    client: Client, link: str, meeting: Session, clara: Person
) -> None:
    Person.objects.filter(pk=clara.pk).update(shown_chosen_at=None)
    press(client, link)
    address = f"/s/{meeting.pk}/entry/"
    assert client.get(address).status_code == 200
    client.post(address, {"shown_as": "delegate"})
    changed = {"shown_as": "pseudonym", "pseudonym": "Another one"}
    for answer in (client.post(address, changed), client.get(address)):
        assert (answer.status_code, answer["Location"][:9]) == (302, "/sign-in/")
    clara.refresh_from_db()
    assert (clara.shown_as, clara.pseudonym) == ("delegate", "")
    client.force_login(clara)
    assert client.post(address, changed).status_code == 303
    clara.refresh_from_db()
    assert clara.pseudonym == "Another one"


def test_second_browser_is_asked_for_a_code(link: str, meeting: Session) -> None:
    first, second = Client(), Client()
    press(first, link)
    assert "Enter as" not in second.get(link).content.decode()
    refused = press(second, link)
    assert refused.status_code == 200
    assert f"/sign-in/?next=%2Fs%2F{meeting.pk}%2F" in refused.content.decode()
    assert second.get(f"/s/{meeting.pk}/").status_code == 302
    # The first one comes back, after its sign-in has gone.
    first.post("/sign-out/")
    assert first.get(f"/s/{meeting.pk}/").status_code == 302
    assert press(first, link).status_code == 303
    assert first.get(f"/s/{meeting.pk}/").status_code == 200


def test_who_directs_the_meeting_is_asked_for_a_code(
    client: Client, meeting: Session, post: Post
) -> None:
    (link,) = post.delivered()["boris"][0].links
    assert press(client, link).status_code == 200
    assert "_auth_user_id" not in client.session


def chair_the_group(clara: Person, group: Group, ada: Person, meeting: Session) -> None:
    memberships.admit(actor=ada, group=group, person=clara, role=GroupRole.CHAIR)


def moderate(clara: Person, group: Group, ada: Person, meeting: Session) -> None:
    roles.give_role(actor=ada, session=meeting, person=clara, name=RoleName.MODERATOR)


@pytest.mark.parametrize("appoint", [chair_the_group, moderate])
def test_who_comes_to_direct_the_meeting_is_let_out_of_what_the_link_opened(
    client: Client,
    link: str,
    meeting: Session,
    members: Group,
    clara: Person,
    ada: Person,
    appoint: Callable[..., None],
) -> None:
    press(client, link)
    api = f"/api/v1/sessions/{meeting.pk}"
    ticket = client.post(f"{api}/ticket/").json()["ticket"]
    appoint(clara, members, ada, meeting)
    said = client.post(f"/s/{meeting.pk}/say/", {"name": "session.start"})
    assert (said.status_code, said["Location"][:9]) == (302, "/sign-in/")
    command = {"id": str(uuid4()), "name": "session.open", "data": {}}
    answer = client.post(f"{api}/commands/", command, content_type="application/json")
    assert answer.status_code == 401
    assert client.get(f"/s/{meeting.pk}/").status_code == 302
    assert client.post(f"{api}/ticket/").status_code == 401
    brought = Presented(ticket, cookie_key=str(client.session.session_key))
    (entered,) = entering.admit([brought])
    assert isinstance(entered, Refused)
    assert entered.code == "ticket.outdated"
    meeting.refresh_from_db()
    assert meeting.state == State.SCHEDULED
    # By a code they are in as what they are now.
    client.force_login(clara)
    assert client.get(f"/s/{meeting.pk}/").status_code == 200


def test_second_link_leaves_open_what_the_first_opened_until_its_own_end(
    client: Client, plan: Plan, post: Post, time_machine: Any
) -> None:
    first, second = plan(), plan(starts_at=START + timedelta(hours=3))
    for link in [link for each in post.delivered()["clara"] for link in each.links]:
        press(client, link)
    rooms = [f"/s/{first.pk}/", f"/s/{second.pk}/"]
    assert [client.get(room).status_code for room in rooms] == [200, 200]
    time_machine.move_to(START + timedelta(hours=2, seconds=1), tick=False)
    assert [client.get(room).status_code for room in rooms] == [302, 200]
    time_machine.move_to(START + timedelta(hours=5, seconds=1), tick=False)
    assert [client.get(room).status_code for room in rooms] == [302, 302]


def test_second_link_opens_nothing_again_that_was_ended(
    client: Client, plan: Plan, post: Post, clara: Person
) -> None:
    first, second = plan(), plan(starts_at=START + timedelta(hours=3))
    (link, _later) = [link for each in post.delivered()["clara"] for link in each.links]
    press(client, link)
    people.sign_out_everywhere(actor=clara)
    fresh = Invitation.objects.select_related("person").get(session=second, person=clara)
    press(client, joining.address_of(fresh))
    assert client.get(f"/s/{first.pk}/").status_code == 302
    assert client.get(f"/s/{second.pk}/").status_code == 200


def test_who_is_signed_in_already_goes_straight_in(
    client: Client, link: str, meeting: Session, clara: Person
) -> None:
    client.force_login(clara)
    answer = client.get(link)
    assert (answer.status_code, answer["Location"]) == (302, f"/s/{meeting.pk}/")
    assert client.get("/me/").status_code == 200


def test_who_is_signed_in_as_another_is_told_before(
    client: Client, link: str, dmitri: Person
) -> None:
    client.force_login(dmitri)
    assert "dmitri@people.example" in client.get(link).content.decode()
    press(client, link)
    assert client.get("/me/").status_code == 302


def test_whole_sign_in_afterwards_is_whole(client: Client, link: str, clara: Person) -> None:
    press(client, link)
    assert client.get("/me/").status_code == 302
    client.force_login(clara)
    assert client.get("/me/").status_code == 200


def leave(clara: Person, group: Group, ada: Person, meeting: Session) -> None:
    memberships.end(actor=clara, membership=group.memberships.get(person=clara))


def sign_out(clara: Person, group: Group, ada: Person, meeting: Session) -> None:
    people.sign_out_everywhere(actor=clara)


def shut_out(clara: Person, group: Group, ada: Person, meeting: Session) -> None:
    Person.objects.filter(pk=clara.pk).update(is_active=False)


def put_out(clara: Person, group: Group, ada: Person, meeting: Session) -> None:
    life.open_doors(actor=ada, session=meeting)
    removals.remove(actor=ada, session=meeting, person=clara.pk)


def cancel(clara: Person, group: Group, ada: Person, meeting: Session) -> None:
    life.cancel(actor=ada, session=meeting)


@pytest.mark.parametrize("end", [leave, sign_out, shut_out, put_out, cancel])
def test_link_and_its_sign_in_end(
    link: str,
    meeting: Session,
    members: Group,
    clara: Person,
    ada: Person,
    end: Callable[..., None],
) -> None:
    inside, outside = Client(), Client()
    press(inside, link)
    end(clara, members, ada, meeting)
    assert outside.get(link).status_code == 410
    assert press(outside, link).status_code == 410
    if end is not cancel:
        assert inside.get(f"/s/{meeting.pk}/").status_code in {302, 403, 404}


def test_link_ends_an_hour_after_the_meeting(
    client: Client, link: str, meeting: Session, hour: Hour
) -> None:
    hour.instant = START + timedelta(hours=2, seconds=-1)
    assert client.get(link).status_code == 200
    hour.shift(1)
    assert client.get(link).status_code == 410


def test_meeting_that_goes_on_longer_can_be_entered_as_long(
    client: Client, link: str, meeting: Session, hour: Hour, ada: Person
) -> None:
    life.start(actor=ada, session=meeting)
    hour.instant = START + timedelta(hours=5)
    assert client.get(link).status_code == 200
    life.end(actor=ada, session=meeting)
    hour.shift(3599)
    assert client.get(link).status_code == 200
    hour.shift(2)
    assert client.get(link).status_code == 410


def test_sign_in_by_link_ends_by_itself(
    client: Client, link: str, meeting: Session, time_machine: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    press(client, link)
    assert client.session.get_expiry_date() == START + timedelta(hours=2)
    time_machine.move_to(START + timedelta(hours=2, seconds=1), tick=False)
    assert client.get(f"/s/{meeting.pk}/").status_code == 302


def test_browser_is_known_again_when_the_meeting_was_moved(
    client: Client, link: str, meeting: Session, hour: Hour, time_machine: Any, boris: Person
) -> None:
    time_machine.move_to(hour.instant, tick=False)
    cookie = press(client, link).cookies[f"join-{key_of(link)[:21]}"]
    plans.move(
        actor=boris,
        session=meeting,
        starts_at=START + timedelta(days=7),
        minutes=60,
        zone="Europe/Moscow",
    )
    hour.instant = START + timedelta(days=7)
    lasts_until = datetime.strptime(cookie["expires"], "%a, %d %b %Y %H:%M:%S %Z").astimezone(UTC)
    assert hour.instant < lasts_until
    client.post("/sign-out/")
    assert press(client, link).status_code == 303


def test_altered_link_is_dead(client: Client, link: str, meeting: Session) -> None:
    key = key_of(link)
    other = Invitation.objects.get(session=meeting, person__name="Dmitri")
    mixed = key_of(joining.address_of(other))[:22] + key[22:]
    for wrong in (key[:-2] + "AA", key[:-1], mixed, "x" * 48, "\u2603"):
        assert client.get(f"/join/{wrong}/").status_code == 410
        assert client.post("/join/", {"key": wrong}).status_code == 410
    assert client.post("/join/").status_code == 410


def test_link_used_twice_at_once_lets_one_browser_in(meeting: Session, link: str) -> None:
    """The second saw the link unused, and finds it used under the lock."""
    key = key_of(link)
    seen = joining.entry_of(key, "")
    assert seen is not None
    assert seen.way == Way.OPEN
    _entry, secret = joining.enter(key=key, browser="")
    assert secret
    late, nothing = joining.enter(key=key, browser="")
    assert (late and late.way, nothing) == (Way.CODE, "")
    again, same = joining.enter(key=key, browser=secret)
    assert (again and again.way, same) == (Way.OPEN, secret)
