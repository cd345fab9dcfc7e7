"""What nobody was told of is told once its chair says so; who is let in again has the present invitation."""

from collections.abc import Callable, Iterable
from datetime import date, time, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts import letters
from accounts.letters import Draft
from accounts.models import Letter, Person
from conferences.models import Conference
from groups.models import Group, GroupRole
from kit.refusals import NotHere, Refused
from sessions import removals
from sessions.meetings import letters as meeting_letters
from sessions.meetings import plans, reminders, series
from sessions.meetings.models import Frequency
from sessions.meetings.recurrence import Pattern
from sessions.meetings.reminders import remind
from sessions.models import Session, State
from tests import build
from tests.hours import Hour
from tests.sessions.meetings.conftest import START, Post

pytestmark = pytest.mark.django_db
Plan = Callable[..., Session]
EVERYONE = {"boris", "clara", "dmitri"}
DAY = timedelta(days=1)


@pytest.fixture
def brought(members: Group, hour: Hour) -> Session:
    """A meeting that came into being without invitations."""
    facts = {"starts_at": START, "meeting_zone": "Europe/Moscow"}
    return build.session(members, title="Brought in", state=State.SCHEDULED, **facts)


def address(session: Session) -> str:
    return f"/g/environment/meetings/{session.pk}/"


def test_page_says_that_nobody_was_invited_and_invites_everybody_once(
    client: Client, boris: Person, brought: Session, post: Post
) -> None:
    client.force_login(boris)
    client.cookies["django_language"] = "en"
    assert f"{address(brought)}#invite" in client.get("/g/environment/").content.decode()
    assert "Nobody has been invited" in client.get(address(brought)).content.decode()
    answer = client.post(f"{address(brought)}invite/", follow=True).content.decode()
    assert "The members are invited to this meeting by mail in a minute." in answer
    assert "Nobody has been invited" not in answer
    assert f"{address(brought)}#invite" not in client.get("/g/environment/").content.decode()
    mails = post.delivered()
    assert {name: [each.method for each in theirs] for name, theirs in mails.items()} == {
        name: ["REQUEST"] for name in EVERYONE
    }
    again = client.post(f"{address(brought)}invite/", follow=True).content.decode()
    assert "invited to this meeting already" in again
    assert post.delivered() == {}


def test_series_planned_before_anybody_joined_is_one_letter(
    ada: Person, clara: Person, post: Post
) -> None:
    build.programme()
    group = build.group()
    pattern = Pattern(Frequency.WEEKLY, 1, date(2027, 2, 17), time(16), "Europe/Moscow", count=3)
    texts = {"en": {"title": "Budget", "abstract": ""}}
    series.plan_series(
        actor=ada, group=group, texts=texts, source_language="en", pattern=pattern, minutes=60
    )
    second = Session.objects.order_by("starts_at")[1]
    with pytest.raises(Refused, match=r"meeting\.nobody"):
        plans.invite(actor=ada, session=second)
    build.member(clara, group)
    assert post.delivered() == {}
    assert plans.invite(actor=ada, session=second) == 3
    (letter,) = post.delivered()["clara"]
    assert len(letter.links) == 3


def test_inviting_is_for_co_chairs_and_organisers(
    brought: Session, dmitri: Person, eve: Person, boris: Person, ada: Person, forum: Conference
) -> None:
    for actor in (dmitri, eve):
        with pytest.raises(Refused):
            plans.invite(actor=actor, session=brought)
    with pytest.raises(NotHere):
        plans.invite(actor=ada, session=build.session(forum))
    assert plans.invite(actor=boris, session=brought) == 1


def test_meeting_that_is_over_invites_nobody(brought: Session, boris: Person, hour: Hour) -> None:
    hour.instant = START + DAY
    with pytest.raises(Refused, match=r"meeting\.invited"):
        plans.invite(actor=boris, session=brought)


def test_group_page_costs_the_same_for_one_untold_meeting_and_for_three(
    client: Client, boris: Person, brought: Session, members: Group
) -> None:
    client.force_login(boris)
    client.get("/g/environment/")
    costs = []
    for more in (0, 2):
        for number in range(more):
            build.session(members, state=State.SCHEDULED, starts_at=START + (number + 1) * DAY)
        with CaptureQueriesContext(connection) as asked:
            client.get("/g/environment/")
        costs.append(len(asked))
    assert costs[0] == costs[1]


def test_series_is_not_moved_into_the_past(
    boris: Person, members: Group, hour: Hour, post: Post
) -> None:
    pattern = Pattern(Frequency.WEEKLY, 1, date(2027, 2, 17), time(16), "Europe/Moscow", count=3)
    texts = {"en": {"title": "Budget", "abstract": ""}}
    series.plan_series(
        actor=boris, group=members, texts=texts, source_language="en", pattern=pattern, minutes=60
    )
    first = Session.objects.order_by("starts_at")[0]
    back = Pattern(Frequency.WEEKLY, 1, date(2027, 1, 13), time(16), "Europe/Moscow", count=3)
    with pytest.raises(Refused) as refused:
        series.change_series(actor=boris, session=first, pattern=back, minutes=60)
    assert (refused.value.code, refused.value.field) == ("meeting.past", "date")
    first.refresh_from_db()
    assert first.starts_at == START
    # The first one has begun and stays where it is; the others follow it.
    hour.instant = START + timedelta(minutes=5)
    same = Pattern(Frequency.WEEKLY, 2, date(2027, 2, 17), time(16), "Europe/Moscow", count=3)
    assert series.change_series(actor=boris, session=first, pattern=same, minutes=60) == 2


def move(boris: Person, session: Session, days: int) -> None:
    plans.move(
        actor=boris,
        session=session,
        starts_at=START + days * DAY,
        minutes=60,
        zone="Europe/Moscow",
    )


def test_who_is_let_in_again_is_told_where_the_meeting_is_now(
    plan: Plan, post: Post, boris: Person, clara: Person
) -> None:
    session = plan()
    before = post.delivered()["clara"][0].links
    removals.remove(actor=boris, session=session, person=clara.pk)
    move(boris, session, 1)
    assert set(post.delivered()) == {"boris", "dmitri"}
    removals.readmit(actor=boris, session=session, person=clara.pk)
    mails = post.delivered()
    assert set(mails) == {"clara"}
    (letter,) = mails["clara"]
    assert (letter.method, letter.links) == ("REQUEST", before)
    assert letter.subject == "Invitation: Budget, Thu 18 February 2027"
    assert post.delivered() == {}


def test_who_is_put_out_is_reminded_of_nothing_and_told_that_it_is_off(
    plan: Plan, post: Post, boris: Person, clara: Person, hour: Hour
) -> None:
    session = plan()
    post.delivered()
    removals.remove(actor=boris, session=session, person=clara.pk)
    hour.instant = START - DAY
    assert remind() == 2
    assert set(post.sent()) == {"boris", "dmitri"}
    plans.cancel(actor=boris, session=session)
    assert post.delivered()["clara"][0].method == "CANCEL"
    removals.readmit(actor=boris, session=session, person=clara.pk)
    assert post.delivered() == {}


def test_who_has_been_made_a_co_chair_since_is_told_as_before(
    plan: Plan, post: Post, boris: Person, ada: Person, clara: Person, members: Group
) -> None:
    session = plan()
    post.delivered()
    removals.remove(actor=boris, session=session, person=clara.pk)
    members.memberships.filter(person=clara).update(role=GroupRole.CHAIR)
    move(boris, session, 1)
    assert set(post.delivered()) == EVERYONE


def test_reminders_are_written_a_few_members_at_a_time(
    plan: Plan, post: Post, hour: Hour, members: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan()
    post.delivered()
    monkeypatch.setattr(reminders, "MEMBERS", 2)
    counts: list[int] = []
    write = letters.write

    def counted(drafts: Iterable[Draft]) -> None:
        listed = list(drafts)
        counts.append(len(listed))
        write(listed)

    monkeypatch.setattr("accounts.letters.write", counted)
    hour.instant = START - DAY
    assert remind() == 3
    assert counts == [2, 1]
    assert Letter.objects.filter(key__startswith="reminder").count() == 3


def test_reminder_of_a_meeting_that_moves_meanwhile_is_not_written(
    plan: Plan, post: Post, hour: Hour, boris: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = plan()
    post.delivered()
    hour.instant = START - DAY
    word = meeting_letters.reminder

    def moving(*said: Any) -> Draft:
        session.refresh_from_db()
        if session.starts_at == START:
            move(boris, session, 2)
        return word(*said)

    monkeypatch.setattr(reminders, "reminder", moving)
    assert remind() == 0
    assert not Letter.objects.filter(key__startswith="reminder").exists()
