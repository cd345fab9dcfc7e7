"""What members are mailed: one letter for each change, in their language, on their clock."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Letter, Person
from groups import memberships
from groups.models import Group
from kit.refusals import NotHere, Refused
from sessions import life, sessions
from sessions.meetings import plans, series
from sessions.meetings.letters import write_due
from sessions.meetings.models import Frequency, Invitation, Notice, Series
from sessions.meetings.recurrence import Pattern
from sessions.models import Session, State
from tests import build
from tests.hours import Hour
from tests.sessions.meetings.conftest import START, Mail, Post

pytestmark = pytest.mark.django_db

Plan = Callable[..., Session]
EVERYONE = {"boris", "clara", "dmitri"}
DAY = timedelta(days=1)


def told(mails: dict[str, list[Mail]]) -> dict[str, list[str]]:
    return {name: [each.method for each in theirs] for name, theirs in mails.items()}


def once(method: str, names: set[str] = EVERYONE) -> dict[str, list[str]]:
    return {name: [method] for name in names}


def test_meeting_invites_each_member_once_and_alone(plan: Plan, post: Post) -> None:
    session = plan()
    assert post.sent() == {}
    mails = post.delivered()
    assert told(mails) == once("REQUEST")
    (event,) = mails["clara"][0].events
    assert event.uid.value == f"{session.pk}@localhost"
    assert event.sequence.value == "0"
    assert [line.value for line in event.attendee_list] == ["mailto:clara@people.example"]
    assert event.attendee.params["RSVP"] == ["FALSE"]
    assert event.organizer.value == "mailto:noreply@localhost"
    assert event.dtstart.value.astimezone(UTC) == START.astimezone(UTC)
    assert mails["clara"][0].links[0] in event.description.value
    whole = mails["clara"][0].ics + mails["clara"][0].text
    assert "boris" not in whole.lower()
    assert post.delivered() == {}


def test_letter_speaks_the_readers_language_and_both_clocks(plan: Plan, post: Post) -> None:
    plan()
    mails = post.delivered()
    russian, english = mails["boris"][0], mails["clara"][0]
    assert russian.subject == "Приглашение: Бюджет, ср 17 февраля 2027"
    assert "16:00–17:00 Москва (MSK)" in russian.text
    assert "Вашингтон" not in russian.text
    assert english.subject == "Invitation: Budget, Wed 17 February 2027"
    assert "16:00–17:00 Moscow (MSK)" in english.text
    assert "for you: Wed 17 February 2027, 08:00–09:00 Washington (EST)" in english.text


def test_typo_sends_nothing(plan: Plan, post: Post, boris: Person) -> None:
    session = plan()
    post.delivered()
    sessions.revise(actor=boris, session=session, texts={"en": {"title": "The budget"}})
    assert post.delivered() == {}


def test_three_quick_changes_are_one_letter(
    plan: Plan, post: Post, boris: Person, hour: Hour
) -> None:
    session = plan()
    post.delivered()
    for days in (1, 2, 3):
        move(boris, session, START + days * DAY)
        hour.shift(20)
        assert post.sent() == {}
    mails = post.delivered()
    assert told(mails) == once("REQUEST")
    (event,) = mails["clara"][0].events
    assert (event.sequence.value, event.dtstart.value.day) == ("3", 20)
    assert mails["clara"][0].subject == "Moved: Budget, now Sat 20 February 2027"
    assert "before: Wed 17 February 2027, 16:00 Moscow (MSK)" in mails["clara"][0].text


def move(actor: Person, session: Session, starts_at: datetime) -> None:
    plans.move(actor=actor, session=session, starts_at=starts_at, minutes=60, zone="Europe/Moscow")


def test_move_that_was_taken_back_in_time_sends_nothing(
    plan: Plan, post: Post, boris: Person
) -> None:
    session = plan()
    post.delivered()
    move(boris, session, START + DAY)
    move(boris, session, START)
    assert post.delivered() == {}


def test_who_never_stops_changing_is_mailed_about_all_the_same(
    plan: Plan, post: Post, boris: Person, hour: Hour
) -> None:
    session = plan()
    post.delivered()
    sent = 0
    for minute in range(15):
        move(boris, session, START + timedelta(hours=minute + 1))
        hour.shift(50)
        sent += len(post.sent())
    assert sent == 3


def test_cancelling_takes_the_meeting_out_of_calendars(
    plan: Plan, post: Post, boris: Person
) -> None:
    session = plan()
    post.delivered()
    plans.cancel(actor=boris, session=session)
    mails = post.delivered()
    assert told(mails) == once("CANCEL")
    (event,) = mails["clara"][0].events
    assert (event.uid.value, event.sequence.value) == (f"{session.pk}@localhost", "1")
    assert event.status.value == "CANCELLED"
    assert mails["clara"][0].links == []
    assert mails["clara"][0].subject == "Called off: Budget, Wed 17 February 2027"


def test_meeting_that_is_called_off_before_anybody_knew_of_it_sends_nothing(
    plan: Plan, post: Post, boris: Person
) -> None:
    life.cancel(actor=boris, session=plan())
    assert post.delivered() == {}
    assert not Notice.objects.exists()


def test_meeting_moved_by_another_door_is_mailed_too(plan: Plan, post: Post, ada: Person) -> None:
    session = plan()
    post.delivered()
    sessions.revise(actor=ada, session=session, starts_at=START + DAY, ends_at=START + 2 * DAY)
    assert told(post.delivered()) == once("REQUEST")


def test_newcomer_is_invited_to_what_is_still_to_come(
    plan: Plan, post: Post, boris: Person, eve: Person, members: Group, hour: Hour
) -> None:
    plan()
    plan(starts_at=START + 30 * DAY)
    post.delivered()
    hour.instant = START + 2 * DAY
    memberships.admit(actor=boris, group=members, person=eve)
    assert told(post.delivered()) == {"eve": ["REQUEST"]}


def test_who_leaves_gets_a_cancellation_and_the_others_nothing(
    plan: Plan, post: Post, dmitri: Person, members: Group
) -> None:
    plan()
    post.delivered()
    memberships.end(actor=dmitri, membership=members.memberships.get(person=dmitri))
    mails = post.delivered()
    assert told(mails) == {"dmitri": ["CANCEL"]}
    assert "You no longer belong" in mails["dmitri"][0].text


def test_who_leaves_and_comes_back_is_invited_again_by_another_link(
    plan: Plan, post: Post, boris: Person, dmitri: Person, members: Group
) -> None:
    plan()
    before = post.delivered()["dmitri"][0].links
    memberships.end(actor=dmitri, membership=members.memberships.get(person=dmitri))
    post.delivered()
    memberships.admit(actor=boris, group=members, person=dmitri)
    mails = post.delivered()
    assert told(mails) == {"dmitri": ["REQUEST"]}
    assert mails["dmitri"][0].links != before


def test_member_who_is_shut_out_is_mailed_nothing(plan: Plan, post: Post, dmitri: Person) -> None:
    session = plan()
    Person.objects.filter(pk=dmitri.pk).update(is_active=False)
    assert told(post.delivered()) == once("REQUEST", {"boris", "clara"})
    assert Invitation.objects.get(session=session, person=dmitri).told_at is None


def test_letters_are_written_with_what_they_note_or_not_at_all(
    plan: Plan, hour: Hour, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan()
    hour.shift(61)
    with monkeypatch.context() as broken:
        broken.setattr("sessions.meetings.changes.note", lambda found: 1 / 0)
        assert write_due() == 0
    assert (Letter.objects.count(), Notice.objects.count()) == (0, 1)
    hour.shift(61)
    assert write_due() == 1
    assert (Letter.objects.count(), Notice.objects.count()) == (3, 0)
    assert write_due() == 0


def test_planning_is_for_co_chairs_and_organisers(
    plan: Plan, ada: Person, dmitri: Person, eve: Person, members: Group
) -> None:
    for actor in (dmitri, eve):
        with pytest.raises(NotHere):
            plan(actor=actor)
    assert plan(actor=ada).group == members
    assert Session.objects.count() == 1


@pytest.mark.parametrize("minutes", [4, 721])
def test_length_that_nobody_sits_through_is_refused(plan: Plan, minutes: int) -> None:
    with pytest.raises(Refused) as refused:
        plan(minutes=minutes)
    assert (refused.value.code, refused.value.field) == ("meeting.length", "minutes")


PATTERN = Pattern(
    Frequency.MONTHLY, 1, date(2027, 2, 17), time(16), "Europe/Moscow", count=4
)  # fmt: skip


@pytest.fixture
def year(members: Group, boris: Person, hour: Hour) -> Series:
    """Four third Wednesdays at 16:00 in Moscow."""
    texts = {"en": {"title": "Round table", "abstract": ""}}
    return series.plan_series(
        actor=boris, group=members, texts=texts, source_language="en", pattern=PATTERN, minutes=90
    )


def meetings(of: Series) -> list[Session]:
    return list(Session.objects.filter(occurrence__series=of).order_by("occurrence__slot"))


def starts(event: Any) -> list[str]:
    return [f"{start:%d.%m %H:%M}" for start in event.getrruleset(addRDate=False)]


def test_series_is_one_letter_and_one_entry_with_a_rule(year: Series, post: Post) -> None:
    mails = post.delivered()
    assert told(mails) == once("REQUEST")
    (event,) = mails["clara"][0].events
    assert (event.uid.value, event.sequence.value) == (f"{year.pk}@localhost", "0")
    assert event.rrule.value == "FREQ=MONTHLY;COUNT=4;INTERVAL=1;BYDAY=3WE"
    assert starts(event) == ["17.02 16:00", "17.03 16:00", "21.04 16:00", "19.05 16:00"]
    assert len(mails["clara"][0].links) == 4
    assert (
        mails["clara"][0].subject == "Invitation: Round table, 4 meetings from Wed 17 February 2027"
    )
    # On her clock it is an hour later once hers has been put forward and Moscow's has not.
    assert "08:00–09:30 Washington (EST)" in mails["clara"][0].text
    assert "09:00–10:30 Washington (EDT)" in mails["clara"][0].text


def test_one_moved_and_one_left_out_are_one_letter_each(
    year: Series, post: Post, boris: Person
) -> None:
    post.delivered()
    _first, second, third, _fourth = meetings(year)
    move(boris, second, datetime.fromisoformat("2027-03-18T16:00+03:00"))
    mails = post.delivered()
    assert told(mails) == once("REQUEST")
    master, moved = mails["clara"][0].events
    assert (master.uid.value, moved.uid.value) == (f"{year.pk}@localhost",) * 2
    assert f"{moved.recurrence_id.value:%d.%m %H:%M}" == "17.03 16:00"
    assert f"{moved.dtstart.value:%d.%m %H:%M}" == "18.03 16:00"
    assert (master.sequence.value, moved.sequence.value) == ("1", "1")
    series.skip(actor=boris, session=third)
    mails = post.delivered()
    assert told(mails) == once("CANCEL")
    (left_out,) = mails["clara"][0].events
    assert f"{left_out.recurrence_id.value:%d.%m %H:%M}" == "21.04 16:00"
    assert (left_out.status.value, left_out.sequence.value) == ("CANCELLED", "2")


def test_newcomer_gets_the_series_as_it_is_now(
    year: Series, post: Post, boris: Person, eve: Person, members: Group, hour: Hour
) -> None:
    post.delivered()
    series.skip(actor=boris, session=meetings(year)[2])
    post.delivered()
    hour.instant = START + DAY
    memberships.admit(actor=boris, group=members, person=eve)
    mails = post.delivered()
    assert told(mails) == {"eve": ["REQUEST"]}
    (event,) = mails["eve"][0].events
    assert starts(event) == ["17.03 16:00", "19.05 16:00"]


def test_meeting_with_a_title_of_its_own_gives_it_to_no_other(
    year: Series, post: Post, boris: Person
) -> None:
    post.delivered()
    first, *_others, last = meetings(year)
    sessions.revise(actor=boris, session=first, texts={"en": {"title": "Kick-off"}})
    move(boris, last, last.starts_at + DAY)
    master, *exceptions = post.delivered()["clara"][0].events
    assert master.summary.value == "Round table"
    assert [
        (f"{event.recurrence_id.value:%d.%m}", event.summary.value) for event in exceptions
    ] == [("17.02", "Kick-off"), ("19.05", "Round table")]


def test_rest_of_a_series_is_changed_from_here_on(year: Series, post: Post, boris: Person) -> None:
    post.delivered()
    keys = [meeting.pk for meeting in meetings(year)]
    thursdays = Pattern(Frequency.MONTHLY, 1, date(2027, 4, 15), time(17), "Europe/Moscow")
    moved = series.change_series(
        actor=boris, session=meetings(year)[2], pattern=thursdays, minutes=60
    )
    assert moved == 2
    assert [meeting.pk for meeting in meetings(year)] == keys
    here = [f"{m.starts_at.astimezone(START.tzinfo):%d.%m %H:%M}" for m in meetings(year)]
    assert here == ["17.02 16:00", "17.03 16:00", "15.04 17:00", "20.05 17:00"]
    mails = post.delivered()
    assert told(mails) == once("REQUEST")
    _master, *exceptions = mails["clara"][0].events
    assert [f"{e.recurrence_id.value:%d.%m} {e.dtstart.value:%d.%m %H}" for e in exceptions] == [
        "21.04 15.04 17",
        "19.05 20.05 17",
    ]


def test_series_that_is_wholly_called_off_ends_with_one_letter(
    year: Series, post: Post, boris: Person
) -> None:
    post.delivered()
    for meeting in meetings(year):
        series.skip(actor=boris, session=meeting)
    mails = post.delivered()
    assert told(mails) == once("CANCEL")
    (event,) = mails["clara"][0].events
    assert (event.status.value, hasattr(event, "recurrence_id")) == ("CANCELLED", False)
    assert {meeting.state for meeting in meetings(year)} == {State.CANCELLED}


def test_who_leaves_loses_the_whole_series_in_one_letter(
    year: Series, post: Post, dmitri: Person, members: Group
) -> None:
    post.delivered()
    memberships.end(actor=dmitri, membership=members.memberships.get(person=dmitri))
    assert told(post.delivered()) == {"dmitri": ["CANCEL"]}


def test_series_is_for_co_chairs(year: Series, dmitri: Person, eve: Person) -> None:
    first = meetings(year)[0]
    for actor in (dmitri, eve):
        for verb in (series.skip, plans.cancel):
            with pytest.raises(Refused) as refused:
                verb(actor=actor, session=first)
            assert refused.value.code in {"forbidden", "not_found"}
        with pytest.raises(Refused):
            series.change_series(actor=actor, session=first, pattern=PATTERN, minutes=90)
    assert {meeting.state for meeting in meetings(year)} == {State.SCHEDULED}


def test_single_meeting_is_no_series(plan: Plan, boris: Person) -> None:
    session = plan()
    for attempt in (
        lambda: series.skip(actor=boris, session=session),
        lambda: series.change_series(actor=boris, session=session, pattern=PATTERN, minutes=60),
    ):
        with pytest.raises(Refused) as refused:
            attempt()
        assert refused.value.code == "series.none"


def test_letters_cost_the_same_for_one_member_and_for_three(
    plan: Plan, hour: Hour, members: Group, boris: Person
) -> None:
    costs = []
    for count in (1, 3):
        members.memberships.exclude(person=boris).delete()
        for number in range(count - 1):
            build.member(build.person(f"Member {count} {number}"), members)
        plan(starts_at=START + count * DAY)
        hour.shift(61)
        with CaptureQueriesContext(connection) as asked:
            write_due()
        costs.append((Letter.objects.count(), len(asked)))
    assert costs == [(1, costs[0][1]), (4, costs[0][1])]


def test_meeting_that_was_brought_in_invites_when_it_is_moved(
    post: Post, boris: Person, members: Group
) -> None:
    session = build.session(
        members, title="Brought in", state=State.SCHEDULED, starts_at=START, meeting_zone="UTC"
    )
    assert post.delivered() == {}
    move(boris, session, START + DAY)
    assert told(post.delivered()) == once("REQUEST")
