"""What is on, which conferences are around, and the desk's numbers, at a constant cost."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from pytest_django import DjangoAssertNumQueries

from accounts.models import Person
from conferences.models import Conference, RegistrationState
from groups.models import Group
from live import clock
from live.models import Lease
from portal import queries
from sessions.models import Session, State
from sessions.queries import OnNow, Slot, on_now_and_next
from tests import build


def enter(session: Session, people: int) -> None:
    now = clock.now()
    Lease.objects.bulk_create(
        Lease(room=str(session.live_room), person=uuid4(), entered_at=now, last_seen=now, door="ws")
        for _number in range(people)
    )


def test_what_one_may_enter_comes_first(
    plenary: Session, forum: Conference, circle: Group, boris: Person
) -> None:
    other = build.session(build.conference("other"), title="Elsewhere")
    mine = build.session(circle, title="Meeting")
    enter(other, 3)
    on = on_now_and_next(boris).now
    assert [one.session for one in on if one.may_enter] == [plenary, mine]
    assert on[-1] == Slot(other, may_enter=False, people=3)


def test_live_comes_before_open_and_the_fuller_first(forum: Conference, dmitri: Person) -> None:
    waiting = build.session(forum, title="Open", state=State.OPEN)
    quiet = build.session(forum, title="Quiet")
    full = build.session(forum, title="Full")
    enter(waiting, 5)
    enter(full, 2)
    assert [one.session for one in on_now_and_next(dmitri).now] == [full, quiet, waiting]


def test_a_group_s_meeting_is_known_to_its_members_only(circle: Group, eve: Person) -> None:
    build.session(circle, title="Meeting")
    build.session(circle, title="Next", state=State.SCHEDULED)
    for reader in (eve, AnonymousUser()):
        assert on_now_and_next(reader) == OnNow([], [])


@pytest.mark.parametrize("sessions", [1, 3])
def test_programme_costs_four_queries(
    forum: Conference,
    dmitri: Person,
    sessions: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(sessions):
        build.session(forum, title=f"Now {number}")
        build.session(
            forum,
            title=f"Next {number}",
            state=State.SCHEDULED,
            starts_at=clock.now() + timedelta(hours=1),
        )
    with django_assert_num_queries(4):
        on = on_now_and_next(dmitri)
    assert (len(on.now), len(on.next)) == (sessions, sessions)


def test_seasons_are_the_present_the_next_and_the_last(
    eve: Person, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    now = build.conference("now")
    day = now.starts_on
    made = {
        name: build.conference(
            name, starts_on=day + timedelta(days=days), ends_on=day + timedelta(days=days + 1)
        )
        for name, days in {"older": -200, "last": -90, "next": 90, "later": 200}.items()
    }
    with django_assert_num_queries(1):
        found = queries.seasons(eve)
    assert found == queries.Seasons(now, made["next"], made["last"])


def test_seasons_leave_out_what_is_not_public(eve: Person) -> None:
    build.conference("hidden", is_public=False)
    assert not queries.seasons(eve)


@pytest.mark.parametrize("conferences", [1, 3])
def test_desk_counts_each_conference_in_three_queries(
    dmitri: Person,
    clara: Person,
    conferences: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(conferences):
        made = build.conference(f"forum-{number}")
        build.registration(dmitri, made)
        build.registration(clara, made, state=RegistrationState.WAITING)
        build.session(made)
        build.session(made, title="Later", state=State.SCHEDULED)
    with django_assert_num_queries(3):
        rows = queries.desk_rows()
    assert [(row.waiting, row.confirmed, row.sessions, row.live) for row in rows] == [
        (1, 1, 2, 1)
    ] * conferences


def test_desk_shows_a_conference_without_anything(
    db: None,
) -> None:
    made = build.conference()
    assert queries.desk_rows() == [queries.DeskRow(made, 0, 0, 0, 0)]
