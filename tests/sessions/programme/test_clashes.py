"""Warnings: who or what is needed in two places at once, and who is told."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Person
from conferences.models import Conference, Room, Speaker
from groups.models import Group, GroupRole
from live import clock
from sessions.models import RoleName, Session, Speaking, State
from sessions.programme import clashes
from sessions.programme.clashes import Clash
from tests import build

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _programme(db: None) -> None:
    build.programme()


def plan(host: Conference | Group, title: str, minutes: int = 0, **more: object) -> Session:
    """Plan a session of an hour, so many minutes after now."""
    starts_at = clock.now().replace(microsecond=0) + timedelta(minutes=minutes)
    return build.session(host, title=title, state=State.SCHEDULED, starts_at=starts_at, **more)


def told(found: list[Clash]) -> list[tuple[str, str, str, str]]:
    return [(c.kind, c.name, str(c.session), str(c.other or "")) for c in found]


def speaks(name: str, *sessions: Session, person: Person | None = None) -> None:
    conference = sessions[0].conference
    assert conference
    speaker = Speaker.objects.create(conference=conference, name_en=name, person=person)
    for session in sessions:
        Speaking.objects.create(session=session, speaker=speaker)


def test_a_room_is_taken_twice_but_not_by_what_only_touches(ada: Person, forum: Conference) -> None:
    hall = Room.objects.create(conference=forum, name_en="Hall")
    plan(forum, "First", 0, room=hall)
    plan(forum, "Touching", 60, room=hall)
    plan(forum, "Beside", 30)
    assert told(clashes.of_conference(forum, ada)) == []
    late = plan(forum, "Overlapping", 90, room=hall)
    assert told(clashes.of_conference(forum, ada)) == [("room", "Hall", "Touching", "Overlapping")]
    assert told(clashes.of_session(late, ada)) == [("room", "Hall", "Overlapping", "Touching")]


@pytest.mark.parametrize(
    "how", [{"state": State.CANCELLED}, {"state": State.CANCELLED, "withdrawn_at": clock.here()}]
)
def test_what_does_not_take_place_needs_nothing(
    ada: Person, forum: Conference, how: dict[str, object]
) -> None:
    hall = Room.objects.create(conference=forum, name_en="Hall")
    plan(forum, "First", 0, room=hall)
    off = plan(forum, "Off", 30, room=hall)
    Session.objects.filter(pk=off.pk).update(**how)
    assert told(clashes.of_conference(forum, ada)) == []
    assert told(clashes.of_session(off, ada)) == []


def test_a_speaker_without_an_account_is_needed_twice(ada: Person, forum: Conference) -> None:
    first, second = plan(forum, "First"), plan(forum, "Second", 30)
    speaks("Anna Petrova", first, second)
    assert told(clashes.of_conference(forum, ada)) == [
        ("person", "Anna Petrova", "First", "Second")
    ]


def test_a_speaker_with_an_account_is_the_one_who_moderates_elsewhere(
    ada: Person, clara: Person, boris: Person, forum: Conference
) -> None:
    first = plan(forum, "First")
    other = build.conference("other")
    build.role(clara, plan(other, "Elsewhere", 30), RoleName.MODERATOR)
    build.role(boris, plan(other, "Third", 30), RoleName.PARTICIPANT)
    build.role(boris, first, RoleName.MODERATOR)
    speaks("Clara", first, person=clara)
    assert told(clashes.of_conference(forum, ada)) == [("person", "Clara", "First", "Elsewhere")]
    assert told(clashes.of_conference(other, ada)) == [("person", "Clara", "Elsewhere", "First")]


def test_a_group_meets_twice_and_its_co_chair_is_needed_at_the_conference(
    ada: Person, boris: Person, forum: Conference, circle: Group
) -> None:
    meeting = plan(circle, "Meeting")
    plan(circle, "Second meeting", 30)
    build.role(boris, plan(forum, "Plenary", 45))
    assert told(clashes.of_session(meeting, boris)) == [
        ("group", "Environmental protection", "Meeting", "Second meeting"),
        ("person", "Boris", "Meeting", "Second meeting"),
    ]
    assert told(clashes.of_conference(forum, ada)) == [
        ("person", "Boris", "Plenary", "Second meeting")
    ]


def test_a_co_chair_is_not_told_of_sessions_that_are_not_for_them(
    ada: Person, boris: Person, dmitri: Person, circle: Group
) -> None:
    meeting = plan(circle, "Meeting")
    secret = build.group("health", name_en="Public health")
    build.member(dmitri, secret, GroupRole.CHAIR)
    build.role(dmitri, meeting)
    plan(secret, "Secret meeting", 30)
    assert told(clashes.of_session(meeting, boris)) == []
    assert told(clashes.of_session(meeting, ada)) == [
        ("person", "Dmitri", "Meeting", "Secret meeting")
    ]


def test_a_co_chair_is_told_no_name_behind_a_pseudonym(
    ada: Person, boris: Person, circle: Group
) -> None:
    veiled = build.person("Veiled Name", shown_as="pseudonym", pseudonym="Kestrel")
    for minutes in (0, 30):
        build.role(veiled, plan(circle, f"Meeting {minutes}", minutes))
    meeting = Session.objects.get(title_en="Meeting 0")
    names = {
        reader.name: {c.name for c in clashes.of_session(meeting, reader) if c.kind == "person"}
        for reader in (ada, boris)
    }
    assert names == {"Ada": {"Boris", "Veiled Name"}, "Boris": {"Boris", "Kestrel"}}


def test_a_session_on_no_day_of_its_conference(ada: Person) -> None:
    moscow = build.conference(
        "moscow", starts_on=date(2031, 11, 14), ends_on=date(2031, 11, 15), zone="Europe/Moscow"
    )

    def at(text: str) -> datetime:
        return datetime.fromisoformat(text).replace(tzinfo=UTC)

    hours = {
        ("2031-11-13T20:59", "2031-11-13T21:30"): True,
        ("2031-11-13T21:00", "2031-11-13T21:30"): False,
        ("2031-11-15T20:00", "2031-11-15T21:00"): False,
        ("2031-11-15T20:00", "2031-11-15T21:01"): True,
    }
    for (starts_at, ends_at), is_outside in hours.items():
        session = build.session(
            moscow, starts_at=at(starts_at), ends_at=at(ends_at), state=State.SCHEDULED
        )
        kinds = [clash.kind for clash in clashes.of_session(session, ada)]
        assert (starts_at, ends_at, kinds) == (starts_at, ends_at, ["days"] if is_outside else [])


def test_many_at_once_are_one_warning_each(ada: Person, forum: Conference) -> None:
    hall = Room.objects.create(conference=forum, name_en="Hall")
    for number in range(10):
        plan(forum, f"Talk {number}", number, room=hall)
    assert len(clashes.of_conference(forum, ada)) == 9


def test_the_desk_and_the_form_warn_with_links_and_participants_see_nothing(
    client: Client, ada: Person, boris: Person, forum: Conference
) -> None:
    hall = Room.objects.create(conference=forum, name_en="Hall")
    first = plan(forum, "First", 0, room=hall)
    second = plan(forum, "Second", 30, room=hall)
    build.role(boris, first)
    words = "The room “Hall” is taken twice at the same time."
    client.force_login(ada)
    desk = client.get(reverse("sessions:desk", args=["forum"])).content.decode()
    assert words in desk
    assert "1 warning" in desk
    page = client.get(reverse("sessions:desk_warnings", args=["forum"])).content.decode()
    assert page.count(words) == 1
    door = reverse("sessions:manage", args=[second.pk])
    assert f'href="{door}"' in page
    form = client.get(reverse("sessions:manage", args=[first.pk])).content.decode()
    assert words in form
    assert f'href="{door}"' in form
    client.force_login(boris)
    client.cookies["django_language"] = "en"
    assert words not in client.get(reverse("sessions:manage", args=[first.pk])).content.decode()


def test_warnings_cost_the_same_for_one_and_for_many(
    ada: Person, clara: Person, forum: Conference
) -> None:
    hall = Room.objects.create(conference=forum, name_en="Hall")
    costs = []
    for count in (2, 4):
        for number in range(count):
            session = plan(forum, f"Talk {count} {number}", number, room=hall)
            speaks(f"Speaker {count} {number}", session)
            build.role(clara, session)
        with CaptureQueriesContext(connection) as cost:
            found = clashes.of_conference(forum, ada)
            assert [clash.words for clash in found]
        costs.append((len(found), len(cost)))
    assert costs == [(2, 7), (10, 7)]
