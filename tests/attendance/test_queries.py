"""A session's sheet, its sums, a person's own record, and what they cost in queries."""

from datetime import timedelta
from uuid import uuid4

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.models import Person
from attendance import queries
from conferences.models import Conference, Registration
from groups.models import Group, Membership
from live import clock
from live.models import Lease
from sessions.models import Session, State
from tests import build
from tests.attendance.conftest import Stayed


@pytest.fixture
def ended(forum: Conference) -> Session:
    """An hour of the forum that is over."""
    start = clock.now() - timedelta(hours=3)
    return build.session(forum, title="Over", state=State.ENDED, starts_at=start)


def test_sheet_joins_a_person_s_devices(ended: Session, dmitri: Person, stayed: Stayed) -> None:
    stayed(dmitri, ended, 0, 30)
    stayed(dmitri, ended, 15, 45)
    (row,) = queries.sheet(ended)
    assert (row.person_id, row.email, row.name) == (dmitri.id, dmitri.email, "Dmitri")
    assert (row.organisation, row.country) == ("Civic Watch", "RU")
    assert (row.seconds, row.merged_seconds, row.share) == (2700, 2700, 0.75)
    assert (row.may_lack, row.may_exceed) == (15, 0)


def test_sheet_is_sorted_by_name(
    ended: Session, clara: Person, dmitri: Person, stayed: Stayed
) -> None:
    stayed(dmitri, ended, 0, 5)
    stayed(clara, ended, 10, 15)
    assert [row.name for row in queries.sheet(ended)] == ["Clara", "Dmitri"]


def test_sheet_names_the_organisation_of_the_registration(
    ended: Session, dmitri: Person, stayed: Stayed
) -> None:
    other = build.organisation("Green Line", "RU")
    Registration.objects.filter(person=dmitri).update(organisation=other)
    stayed(dmitri, ended, 0, 5)
    assert queries.sheet(ended)[0].organisation == "Green Line"


def test_sheet_names_the_organisation_that_was_only_written_down(
    ended: Session, clara: Person, stayed: Stayed
) -> None:
    Registration.objects.filter(person=clara).update(organisation_name="A new one")
    stayed(clara, ended, 0, 5)
    assert queries.sheet(ended)[0].organisation == "A new one"


def test_sheet_of_a_group_s_meeting_names_the_member_s_organisation(
    circle: Group, boris: Person, stayed: Stayed
) -> None:
    meeting = build.session(circle, state=State.ENDED)
    Membership.objects.filter(person=boris).update(organisation=build.organisation("Green Line"))
    stayed(boris, meeting, 0, 5)
    assert queries.sheet(meeting)[0].organisation == "Green Line"


def test_sheet_keeps_a_line_without_a_name_for_an_erased_person(ended: Session) -> None:
    at = ended.starts_at
    Lease.objects.create(
        room=str(ended.live_room), person=uuid4(), entered_at=at, last_seen=at, door="ws"
    )
    (row,) = queries.sheet(ended)
    assert (row.email, row.name, row.organisation, row.country) == ("", "", "", "")


def test_sheet_of_a_session_that_has_not_begun_is_empty(forum: Conference, dmitri: Person) -> None:
    waiting = build.session(forum, state=State.OPEN)
    now = clock.now()
    Lease.objects.create(
        room=str(waiting.live_room), person=dmitri.id, entered_at=now, last_seen=now, door="ws"
    )
    assert queries.sheet(waiting) == []


def test_sheet_of_a_live_session_reaches_until_the_last_heartbeat(
    plenary: Session, dmitri: Person, stayed: Stayed
) -> None:
    stayed(dmitri, plenary, -5, 6)
    (row,) = queries.sheet(plenary)
    assert (row.first_join, row.seconds) == (plenary.started_at, 360)


@pytest.mark.parametrize("people", [1, 3])
def test_sheet_costs_three_queries(
    ended: Session,
    people: int,
    stayed: Stayed,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(people):
        person = build.person(f"P{number}", organisation=build.organisation())
        assert ended.conference is not None
        build.registration(person, ended.conference, organisation=build.organisation(f"O{number}"))
        stayed(person, ended, 0, 5)
    with django_assert_num_queries(3):
        assert len(queries.sheet(ended)) == people


def test_sums_by_country_and_side_add_up(
    ended: Session, clara: Person, dmitri: Person, boris: Person, stayed: Stayed
) -> None:
    build.programme()
    for person in (clara, dmitri, boris):
        stayed(person, ended, 0, 10)
    rows = queries.sheet(ended)
    assert queries.sums_by_country(rows) == [
        queries.Sum("Russia", 2, 1200),
        queries.Sum("United States of America", 1, 600),
    ]
    assert queries.sums_by_side(rows) == [queries.Sum("US", 1, 600), queries.Sum("RU", 2, 1200)]
    assert queries.total_time(rows) == timedelta(minutes=30)


@pytest.mark.parametrize("sessions", [1, 3])
def test_own_record_is_the_person_s_alone_and_costs_two_queries(
    circle: Group,
    sessions: int,
    stayed: Stayed,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    dmitri, boris = (Person.objects.get(name=name) for name in ("Dmitri", "Boris"))
    for number in range(sessions):
        session = build.session(circle, title=f"Session {number}", state=State.ENDED)
        stayed(dmitri, session, 0, 20)
        stayed(boris, session, 0, 30)
    with django_assert_num_queries(2):
        rows = queries.own_record(dmitri)
    assert [row.attended.strict for row in rows] == [timedelta(minutes=20)] * sessions


def test_own_record_has_the_latest_session_first(
    forum: Conference, ended: Session, dmitri: Person, stayed: Stayed
) -> None:
    stayed(dmitri, ended, 0, 20)
    latest = build.session(forum, title="Latest")
    stayed(dmitri, latest, 0, 5)
    assert [row.session for row in queries.own_record(dmitri)] == [latest, ended]


def test_head_counts_equal_the_lines_of_the_sheets(
    ended: Session,
    plenary: Session,
    stayed: Stayed,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    dmitri, clara = (Person.objects.get(name=name) for name in ("Dmitri", "Clara"))
    assert plenary.conference is not None
    future = build.session(plenary.conference, state=State.SCHEDULED)
    stayed(dmitri, ended, 0, 20)
    stayed(dmitri, ended, 25, 30)
    stayed(clara, ended, -10, -5)
    stayed(clara, plenary, 0, 5)
    sessions = [ended, plenary, future]
    with django_assert_num_queries(1):
        counts = queries.head_counts(sessions)
    assert counts == {ended.id: 1, plenary.id: 1}
    assert [counts.get(one.id, 0) for one in sessions] == [
        len(queries.sheet(one)) for one in sessions
    ]


def test_held_has_the_latest_session_first_and_none_that_has_not_begun(
    ended: Session,
    plenary: Session,
    clara: Person,
    stayed: Stayed,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    assert plenary.conference is not None
    build.session(plenary.conference, title="Later", state=State.SCHEDULED)
    stayed(clara, ended, 0, 5)
    with django_assert_num_queries(2):
        held = queries.held()
    assert held == [queries.Held(plenary, 0), queries.Held(ended, 1)]
