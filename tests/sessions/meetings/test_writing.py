"""How letters about meetings are written and sent: a few at a time, by whom dies or is away meanwhile."""

import smtplib
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from accounts import letters
from accounts.letters import Draft
from accounts.models import Letter, LetterState, Person
from groups.models import Group
from live import clock, hub
from sessions.meetings import changes, plans, series
from sessions.meetings import letters as meeting_letters
from sessions.meetings.letters import MEMBERS, write_due
from sessions.meetings.models import Notice, Series
from sessions.models import Session
from tests import build
from tests.hours import Hour
from tests.sessions.meetings.conftest import START, Post
from tests.sessions.meetings.test_letters import (
    DAY,
    EVERYONE,
    meetings,
    move,
    once,
    told,
    year,
)

__all__ = ["year"]
pytestmark = pytest.mark.django_db
Plan = Callable[..., Session]


@pytest.fixture
def units(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many letters each transaction wrote."""
    counts: list[int] = []
    write = letters.write

    def counted(drafts: Sequence[Draft]) -> None:
        counts.append(len(drafts))
        write(drafts)

    monkeypatch.setattr("accounts.letters.write", counted)
    return counts


def test_letters_are_written_a_few_members_at_a_time(
    plan: Plan, hour: Hour, members: Group, units: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(MEMBERS):
        build.member(build.person(f"Member {number}"), members)
    plan()
    hour.shift(61)
    worded: list[bool] = []
    word = meeting_letters._draft

    def in_words(*news: Any) -> Draft:
        worded.append(hub._unit.get() is None)
        return word(*news)

    monkeypatch.setattr(meeting_letters, "_draft", in_words)
    assert write_due() == 1
    assert (units, Letter.objects.count()) == ([MEMBERS, 3], MEMBERS + 3)
    # In words before the transaction: while one is open on SQLite, nobody else writes.
    assert worded == [True] * (MEMBERS + 3)


def test_who_writes_letters_may_die_between_two_transactions(
    plan: Plan, post: Post, hour: Hour, units: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(meeting_letters, "MEMBERS", 1)
    plan()
    hour.shift(61)
    note = changes.note

    def dying(found: Sequence[changes.News]) -> None:
        if len(units) > 1:
            raise KeyboardInterrupt
        note(found)

    with monkeypatch.context() as broken:
        broken.setattr("sessions.meetings.changes.note", dying)
        with pytest.raises(KeyboardInterrupt):
            write_due()
    assert (Letter.objects.count(), Notice.objects.count()) == (1, 1)
    assert told(post.sent()) == once("REQUEST")
    assert (Letter.objects.count(), Notice.objects.count()) == (3, 0)


def test_change_while_letters_are_put_into_words_is_told_in_its_own_time(
    plan: Plan, post: Post, boris: Person, hour: Hour, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(meeting_letters, "MEMBERS", 1)
    session = plan()
    hour.shift(61)
    word = meeting_letters._draft

    def meanwhile(*news: Any) -> Draft:
        made = word(*news)
        if Letter.objects.count() == 1:
            move(boris, session, START + DAY)
        return made

    with monkeypatch.context() as moved:
        moved.setattr(meeting_letters, "_draft", meanwhile)
        assert len(post.sent()) == 1
    mails = post.delivered()
    assert told(mails) == once("REQUEST")
    assert {mails[name][0].events[0].dtstart.value.day for name in mails} == {18}


def test_two_who_write_the_same_letters_write_them_once(
    plan: Plan, hour: Hour, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan()
    hour.shift(61)
    write = meeting_letters._write

    def after_the_other(*found: Any, **last: Any) -> bool:
        write(*found, is_last=False)
        return write(*found, **last)

    with monkeypatch.context() as twice:
        twice.setattr(meeting_letters, "_write", after_the_other)
        assert write_due() == 0
    assert (Letter.objects.count(), write_due(), Letter.objects.count()) == (3, 1, 3)


def test_plan_that_cannot_be_mailed_is_put_off_and_stops_no_other(
    plan: Plan, hour: Hour, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    broken = plan()
    hour.shift(1)
    plan(starts_at=START + DAY)
    hour.shift(61)
    word = meeting_letters._draft

    def failing(news: changes.News, *of: Any) -> Draft:
        if news.thread == broken:
            raise ValueError(news.person.email)
        return word(news, *of)

    monkeypatch.setattr(meeting_letters, "_draft", failing)
    assert (write_due(), Letter.objects.count()) == (1, 3)
    notice = Notice.objects.get()
    assert [record.getMessage() for record in caplog.records if "mailed" in record.message] == [
        f"plan of notice {notice.pk} was not mailed: ValueError"
    ]
    waits = []
    for _time in range(3):
        waits.append((notice.due_at - clock.now()).total_seconds())
        hour.instant = notice.due_at
        assert write_due() == 0
        notice.refresh_from_db()
    assert waits == [62, 124, 248]


def test_after_an_outage_nobody_is_invited_to_what_is_off(
    plan: Plan, post: Post, boris: Person, hour: Hour, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(_message: object) -> None:
        raise smtplib.SMTPServerDisconnected

    session = plan()
    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.EmailMultiAlternatives.send", away)
        assert post.delivered() == {}
    plans.cancel(actor=boris, session=session)
    hour.shift(1)
    write_due()
    assert {letter.state for letter in Letter.objects.all()} == {LetterState.WAITING}
    assert told(post.delivered()) == once("CANCEL")
    hour.shift(24 * 3600)
    assert post.sent() == {}


def test_after_an_outage_a_series_is_told_in_its_order(
    year: Series, post: Post, boris: Person, hour: Hour, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(_message: object) -> None:
        raise smtplib.SMTPServerDisconnected

    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.EmailMultiAlternatives.send", away)
        for _failure in range(3):
            assert post.delivered() == {}
            hour.shift(300)
    series.skip(actor=boris, session=meetings(year)[1])
    assert told(post.delivered()) == {name: ["REQUEST", "CANCEL"] for name in EVERYONE}
