"""One's own agenda: what stands on it, by the days of one's own clock, and what overlaps."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Person
from conferences.models import Conference
from groups.models import Group
from live import clock
from sessions.models import RoleName, Session, State
from sessions.programme import stars
from sessions.programme.mine import Mine, mine
from tests import build

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 7, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _at_noon(db: None) -> None:
    build.programme()


def plan(
    host: Conference | Group, title: str, hour: float, hours: float = 1, **more: object
) -> Session:
    """Plan a session so many hours after noon (UTC) of 7 March 2026."""
    starts_at = NOW + timedelta(hours=hour)
    fields: dict[str, Any] = {
        "state": State.SCHEDULED,
        "ends_at": starts_at + timedelta(hours=hours),
        **more,
    }
    return build.session(host, title=title, starts_at=starts_at, **fields)


def told(found: Mine) -> list[tuple[date, list[str]]]:
    return [(day.date, [str(row.session) for row in day.rows]) for day in found.days]


@time_machine.travel(NOW, tick=False)
def test_it_holds_stars_roles_and_meetings_of_ones_groups(
    clara: Person, dmitri: Person, forum: Conference, circle: Group
) -> None:
    starred = plan(forum, "Starred", 1)
    build.role(dmitri, plan(forum, "Moderated", 3))
    plan(circle, "Meeting", 5)
    plan(forum, "Neither", 7)
    stars.star(actor=dmitri, session=starred)
    rows = [row for day in mine(dmitri).days for row in day.rows]
    assert [(str(r.session), r.is_starred, r.roles, r.is_of_my_group) for r in rows] == [
        ("Starred", True, [], False),
        ("Moderated", False, [RoleName.MODERATOR], False),
        ("Meeting", False, [], True),
    ]
    assert told(mine(clara)) == []


@time_machine.travel(NOW, tick=False)
def test_days_are_those_of_the_readers_own_clock(
    client: Client, clara: Person, forum: Conference
) -> None:
    """Clara reads in Washington, whose clocks are put forward on 8 March; the forum is in Moscow."""
    for title, hour in (("Evening", 16.5), ("Night", 17.5), ("Morning", 20)):
        stars.star(actor=clara, session=plan(forum, title, hour))
    assert told(mine(clara)) == [
        (date(2026, 3, 7), ["Evening"]),
        (date(2026, 3, 8), ["Night", "Morning"]),
    ]
    client.force_login(clara)
    text = client.get(reverse("sessions:own")).content.decode()
    row = text[text.index("Sat 7 March 2026") :]
    assert ">23:30</time>–<time" in row
    assert "Washington (EST)" in row
    assert "Sun 8 March 2026, 07:30–08:30 Moscow (MSK)" in row
    assert "Washington (EDT)" in row


@time_machine.travel(NOW, tick=False)
def test_overlaps_are_said_in_words_and_what_only_touches_is_none(
    client: Client, dmitri: Person, forum: Conference
) -> None:
    plans = [("First", 1, 2), ("Second", 2, 2), ("Third", 4, 1), ("Off", 1, 9)]
    for title, hour, hours in plans:
        state = State.CANCELLED if title == "Off" else State.SCHEDULED
        stars.star(actor=dmitri, session=plan(forum, title, hour, hours, state=state))
    found = mine(dmitri)
    rows = {str(row.session): row for day in found.days for row in day.rows}
    assert {name: [str(o) for o in row.overlaps] for name, row in rows.items()} == {
        "First": ["Second"],
        "Second": ["First"],
        "Third": [],
        "Off": [],
    }
    assert found.conflicts == 2
    client.force_login(dmitri)
    text = client.get(reverse("sessions:own")).content.decode()
    assert "2 sessions overlap with others." in text
    assert text.count("At the same time:") == 2
    assert '<s><a href="' in text


@time_machine.travel(NOW, tick=False)
def test_of_many_overlaps_three_are_named(dmitri: Person, forum: Conference) -> None:
    for number in range(6):
        stars.star(actor=dmitri, session=plan(forum, f"Talk {number}", 1))
    rows = [row for day in mine(dmitri).days for row in day.rows]
    assert [(len(row.named), row.unnamed) for row in rows] == [(3, 2)] * 6


@time_machine.travel(NOW, tick=False)
def test_what_is_over_stands_on_a_page_of_its_own_the_latest_first(
    dmitri: Person, forum: Conference
) -> None:
    for title, hour in (("Long ago", -60), ("Yesterday", -30), ("This morning", -6), ("Soon", 1)):
        stars.star(actor=dmitri, session=plan(forum, title, hour))
    assert [name for _day, names in told(mine(dmitri)) for name in names] == [
        "This morning",
        "Soon",
    ]
    past = [name for _day, names in told(mine(dmitri, is_past=True)) for name in names]
    assert past == ["Yesterday", "Long ago"]


@time_machine.travel(NOW, tick=False)
def test_a_withdrawn_session_says_that_it_is_off_the_agenda(
    client: Client, dmitri: Person, forum: Conference
) -> None:
    session = plan(forum, "Dropped", 1)
    stars.star(actor=dmitri, session=session)
    Session.objects.filter(pk=session.pk).update(withdrawn_at=NOW, state=State.CANCELLED)
    client.force_login(dmitri)
    assert "No longer on the agenda" in client.get(reverse("sessions:own")).content.decode()


def test_the_page_costs_the_same_for_one_session_and_for_three(
    client: Client, dmitri: Person, forum: Conference
) -> None:
    client.force_login(dmitri)
    costs = []
    for count in (1, 2):
        for number in range(count):
            session = build.session(forum, title=f"{count}{number}", starts_at=clock.now())
            stars.star(actor=dmitri, session=session)
        with CaptureQueriesContext(connection) as cost:
            text = client.get(reverse("sessions:own")).content.decode()
        costs.append((text.count('class="session-row'), len(cost)))
    assert costs == [(1, 9), (3, 9)]
