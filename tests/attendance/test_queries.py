"""A person's own record and what was held, and what they cost in queries."""

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.models import Person
from attendance import corrections, queries
from attendance.sheets import sheet
from conferences.models import Conference
from groups.models import Group
from sessions.models import Session, State
from tests import build
from tests.attendance.conftest import Stayed


@pytest.mark.parametrize("sessions", [1, 3])
def test_own_record_is_the_person_s_alone_and_costs_four_queries(
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
    with django_assert_num_queries(4):
        rows = queries.own_record(dmitri)
    assert [row.attended.strict for row in rows] == [timedelta(minutes=20)] * sessions


def test_own_record_has_the_latest_session_first(
    forum: Conference, ended: Session, dmitri: Person, stayed: Stayed
) -> None:
    stayed(dmitri, ended, 0, 20)
    latest = build.session(forum, title="Latest")
    stayed(dmitri, latest, 0, 5)
    assert [row.session for row in queries.own_record(dmitri)] == [latest, ended]


def test_own_record_holds_what_was_put_right(
    ended: Session, ada: Person, dmitri: Person, stayed: Stayed
) -> None:
    assert ended.started_at is not None
    corrections.correct(
        actor=ada,
        session=ended,
        person=dmitri,
        was_there=True,
        starts_at=ended.started_at,
        ends_at=ended.started_at + timedelta(minutes=5),
        reason="Telephone",
    )
    (row,) = queries.own_record(dmitri)
    assert (row.is_corrected, row.attended.counted_strict) == (True, timedelta(minutes=5))


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
    with django_assert_num_queries(3):
        counts = queries.head_counts(sessions)
    assert counts == {ended.id: 1, plenary.id: 1}
    assert [counts.get(one.id, 0) for one in sessions] == [
        len(sheet(one).lines) for one in sessions
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
    with django_assert_num_queries(4):
        held = queries.held()
    assert held == [queries.Held(plenary, 0), queries.Held(ended, 1)]
