"""A conference's proceedings: its sessions by day, each with the way to its record."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import Person
from conferences.models import Conference
from floor import answers, judging, questions
from live import clock
from records import queries
from sessions import life
from sessions.models import Session, State
from tests import build

pytestmark = pytest.mark.django_db

PLACE = reverse("records:proceedings", args=["forum"])


@pytest.fixture(autouse=True)
def _programme() -> None:
    build.programme()


def test_sessions_stand_by_day_with_what_their_records_hold(
    ada: Person, boris: Person, dmitri: Person, hearing: Session, forum: Conference
) -> None:
    one, two = (questions.ask(actor=dmitri, session=hearing, text=text) for text in ("1?", "2?"))
    for asked in (one, two):
        judging.approve(actor=boris, session=hearing, question=asked.pk)
    answers.answer(actor=boris, session=hearing, question=two.pk)
    life.end(actor=boris, session=hearing)
    before = build.session(
        forum, title="Before", state=State.ENDED, starts_at=clock.now() - timedelta(days=1)
    )
    build.session(forum, state=State.SCHEDULED)
    found = queries.proceedings(forum, ada)
    assert [[entry.session for entry in day.entries] for day in found.days] == [[before], [hearing]]
    [entry] = found.days[1].entries
    assert (entry.answered, entry.owed, entry.materials, entry.may_read) == (1, 1, 0, True)
    assert (found.records, found.coming) == (2, 1)


def test_a_record_that_is_not_public_is_named_but_not_linked(
    client: Client, ended: Session, dmitri: Person
) -> None:
    Session.objects.filter(pk=ended.pk).update(is_record_public=False)
    record = reverse("records:record", args=[ended.pk])
    page = client.get(PLACE).content.decode()
    assert "Hearing" in page
    assert record not in page
    assert "Its record is for participants." in page
    client.force_login(dmitri)
    assert record in client.get(PLACE).content.decode()


def test_what_goes_on_after_its_end_says_so(
    client: Client, hearing: Session, boris: Person
) -> None:
    life.end(actor=boris, session=hearing)
    life.reopen(actor=boris, session=hearing)
    assert "Goes on" in client.get(PLACE).content.decode()


def test_no_session_begun_is_said(client: Client, forum: Conference) -> None:
    page = client.get(PLACE).content.decode()
    assert "No session has begun yet." in page
    assert reverse("sessions:agenda", args=["forum"]) in page


@pytest.mark.parametrize(
    ("name", "status"), [("", 404), ("eve", 404), ("dmitri", 404), ("clara", 200), ("ada", 200)]
)
def test_proceedings_of_a_closed_conference_are_for_its_participants(
    client: Client, request: pytest.FixtureRequest, clara: Person, name: str, status: int
) -> None:
    closed = build.conference("closed", is_public=False)
    build.registration(clara, closed)
    if name:
        client.force_login(request.getfixturevalue(name))
    place = reverse("records:proceedings", args=["closed"])
    assert client.get(place).status_code == status


def test_a_conference_leads_to_its_proceedings_once_something_has_ended(
    client: Client, hearing: Session, boris: Person
) -> None:
    conference = reverse("conferences:detail", args=["forum"])
    way = f'href="{PLACE}"'
    assert way not in client.get(conference).content.decode()
    life.end(actor=boris, session=hearing)
    assert way in client.get(conference).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_proceedings_cost_the_same_for_one_and_for_three(
    client: Client,
    forum: Conference,
    rows: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(rows):
        build.session(forum, title=f"S{number}", state=State.ENDED)
    # Conference, sessions, questions, materials, what they fed, those to come, programme.
    with django_assert_num_queries(7):
        client.get(PLACE)
