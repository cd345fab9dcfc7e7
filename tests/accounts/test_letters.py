"""The outbox: one letter for each change and person, tried again, sent once, forgotten later."""

import email
import smtplib
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from email import policy
from threading import Barrier

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.db import connection, transaction

from accounts import letters
from accounts.letters import Content, Draft
from accounts.models import Letter, LetterState, Person
from live import clock
from tests import build
from tests.hours import Hour, stopped

pytestmark = pytest.mark.django_db


@pytest.fixture
def hour(monkeypatch: pytest.MonkeyPatch) -> Hour:
    return stopped(monkeypatch)


def write(person: Person, key: str = "change:1", **details: str) -> Letter:
    letters.write([Draft(person, key, Content("News", "It is moved.", **details))])
    return Letter.objects.get(key=key)


def subjects() -> list[str]:
    return [str(message.subject) for message in mail.outbox]


def test_letter_goes_once_however_often_it_is_written(boris: Person) -> None:
    first = write(boris)
    assert write(boris) == first
    assert (letters.deliver_due(), letters.deliver_due()) == (1, 0)
    write(boris)
    assert letters.deliver_due() == 0
    first.refresh_from_db()
    assert (first.state, subjects()) == (LetterState.SENT, ["News"])
    assert first.sent_at is not None


def test_letter_of_a_change_that_was_undone_is_not_there(boris: Person) -> None:
    with transaction.atomic():
        write(boris)
        transaction.set_rollback(True)
    assert not Letter.objects.exists()


def test_letter_is_from_the_programme_in_the_readers_language(boris: Person) -> None:
    made = build.programme()
    made.mail_from = "office@programme.example"
    made.save()
    assert (
        letters.sender("ru")
        == "=?utf-8?b?0J/RgNC+0LPRgNCw0LzQvNCwINC00LLQvtC40YU=?= <office@programme.example>"
    )
    message = letters.message(write(boris))
    assert message.from_email == letters.sender("ru")
    assert message.to == ["boris@people.example"]


def test_calendar_part_is_read_back_as_it_was_written(boris: Person) -> None:
    calendar = "BEGIN:VCALENDAR\r\nSUMMARY:Встреча\r\nEND:VCALENDAR\r\n"
    letter = write(boris, calendar=calendar, method="REQUEST")
    letters.deliver_due()
    read = email.message_from_bytes(mail.outbox[0].message().as_bytes(), policy=policy.default)
    plain, part = read.iter_parts()
    assert read.get_content_type() == "multipart/alternative"
    assert plain.get_content().strip() == "It is moved."
    assert part.get_content_type() == "text/calendar"
    assert dict(part["Content-Type"].params) == {"method": "REQUEST", "charset": "utf-8"}
    assert part.get_content().replace("\r\n", "\n") == calendar.replace("\r\n", "\n")
    assert read["Message-ID"] == f"<{letter.pk}@localhost>"
    assert read["Auto-Submitted"] == "auto-generated"


def test_failure_is_tried_again_later_and_later_then_given_up(
    boris: Person,
    monkeypatch: pytest.MonkeyPatch,
    hour: Hour,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(message: EmailMultiAlternatives) -> int:
        raise ConnectionRefusedError

    monkeypatch.setattr(EmailMultiAlternatives, "send", fail)
    letter = write(boris)
    for pause in letters.PAUSES:
        assert letters.deliver_due() == 0
        letter.refresh_from_db()
        assert (letter.state, letter.next_at) == (LetterState.WAITING, clock.now() + pause)
        assert letters.deliver_due() == 0
        hour.instant += pause
    letters.deliver_due()
    letter.refresh_from_db()
    assert (letter.state, letter.fault) == (LetterState.FAILED, "ConnectionRefusedError")
    assert letter.attempts == len(letters.PAUSES) + 1
    assert "boris" not in caplog.text.lower()


def test_address_that_the_server_refuses_for_good_is_given_up_at_once(
    boris: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(message: EmailMultiAlternatives) -> int:
        raise smtplib.SMTPRecipientsRefused({"boris@people.example": (550, b"no such user")})

    monkeypatch.setattr(EmailMultiAlternatives, "send", refuse)
    letter = write(boris)
    letters.deliver_due()
    letter.refresh_from_db()
    assert (letter.state, letter.attempts) == (LetterState.FAILED, 1)


def test_worker_that_dies_while_sending_leaves_the_letter_to_the_next(
    boris: Person, monkeypatch: pytest.MonkeyPatch, hour: Hour
) -> None:
    def die(message: EmailMultiAlternatives) -> int:
        raise SystemExit

    letter = write(boris)
    with monkeypatch.context() as dying:
        dying.setattr(EmailMultiAlternatives, "send", die)
        with pytest.raises(SystemExit):
            letters.deliver_due()
    assert letters.deliver_due() == 0
    hour.instant += letters.CLAIM
    assert letters.deliver_due() == 1
    assert mail.outbox[0].extra_headers["Message-ID"] == f"<{letter.pk}@localhost>"


def test_letter_that_is_of_no_use_any_more_is_not_sent(
    boris: Person, clara: Person, hour: Hour
) -> None:
    soon = clock.now() + timedelta(minutes=10)
    letters.write([Draft(boris, "late", Content("Soon", "In ten minutes."), soon)])
    write(clara, "shut out")
    Person.objects.filter(pk=clara.pk).update(is_active=False)
    hour.instant = soon
    assert letters.deliver_due() == 0
    states = Letter.objects.order_by("key").values_list("key", "state")
    assert list(states) == [("late", "lapsed"), ("shut out", "lapsed")]


def test_what_a_letter_said_is_forgotten_a_week_after_it_went(
    boris: Person, clara: Person, hour: Hour
) -> None:
    sent = write(boris, "sent", calendar="BEGIN:VCALENDAR", method="REQUEST")
    letters.deliver_due()
    hour.instant += timedelta(days=7, minutes=9)
    waiting = write(clara, "waiting")
    assert letters.forget_old() == 0
    hour.instant += timedelta(minutes=2)
    assert (letters.forget_old(), letters.forget_old()) == (1, 0)
    sent.refresh_from_db()
    waiting.refresh_from_db()
    assert (sent.subject, sent.body, sent.calendar) == ("", "", "")
    assert (waiting.subject, waiting.body) == ("News", "It is moved.")
    write(boris, "sent")
    assert Letter.objects.filter(person=boris).count() == 1


def test_letters_cost_the_same_whatever_their_number(
    boris: Person, hour: Hour, django_assert_num_queries: object
) -> None:
    drafts = [Draft(boris, f"change:{n}", Content("News", "Moved.")) for n in range(3)]
    for some in (drafts[:1], drafts[1:]):
        with django_assert_num_queries(3):  # type: ignore[operator]
            letters.write(some)


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_each_letter_once(boris: Person) -> None:
    for number in range(20):
        write(boris, f"change:{number}")
    both = Barrier(2)

    def work() -> int:
        both.wait(10)
        try:
            return letters.deliver_due()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as workers:
        counts = [job.result(60) for job in (workers.submit(work), workers.submit(work))]
    assert sum(counts) == 20
    assert len(mail.outbox) == 20
    assert len({message.extra_headers["Message-ID"] for message in mail.outbox}) == 20
