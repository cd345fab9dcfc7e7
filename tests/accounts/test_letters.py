"""The outbox: one letter for each change and person, tried again, sent once, forgotten later."""

import email
import smtplib
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from email import policy
from threading import Barrier

import pytest
from django.conf import settings
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


def away(*_message: object) -> None:
    raise smtplib.SMTPServerDisconnected


def test_letters_of_a_thread_go_in_their_order(
    boris: Person, clara: Person, hour: Hour, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wrote(person: Person, subject: str) -> None:
        letters.write([Draft(person, subject, Content(subject, "…"), thread="meeting:1")])
        hour.shift(1)

    wrote(boris, "Invitation")
    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.EmailMultiAlternatives.send", away)
        for _failure in range(3):
            letters.deliver_due()
            hour.shift(61 + 300)
    invitation = Letter.objects.get()
    Letter.objects.update(next_at=clock.now() + timedelta(hours=4))
    wrote(clara, "Hers")
    assert (letters.deliver_due(), subjects()) == (1, ["Hers"])
    # It is in hand elsewhere: it is not hurried, and nothing overtakes it.
    Letter.objects.filter(pk=invitation.pk).update(fault="")
    wrote(boris, "Moved")
    assert letters.deliver_due() == 0
    Letter.objects.filter(pk=invitation.pk).update(fault="SMTPServerDisconnected")
    wrote(boris, "Off")
    hour.shift(61)
    assert (letters.deliver_due(), subjects()) == (3, ["Hers", "Invitation", "Moved", "Off"])


def test_letter_does_not_wait_for_one_that_is_of_no_use(boris: Person, hour: Hour) -> None:
    late = clock.now() + timedelta(seconds=5)
    letters.write([Draft(boris, "1", Content("Old", "…"), late, "meeting:1")])
    Letter.objects.update(next_at=clock.now() + timedelta(hours=4))
    hour.shift(10)
    letters.write([Draft(boris, "2", Content("New", "…"), thread="meeting:1")])
    assert (letters.deliver_due(), subjects()) == (1, ["New"])


def test_postman_ends_after_the_letter_in_hand(
    boris: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        write(boris, f"change:{number}")
    monkeypatch.setattr("accounts.letters._is_ending", lambda: bool(mail.outbox))
    assert letters.deliver_due() == 1
    assert Letter.objects.filter(state=LetterState.WAITING, attempts=0).count() == 2


def test_exit_waits_for_one_letter_and_not_for_all() -> None:
    program = """
import threading, time
from accounts import letters

def in_hand(_most=0):
    for number in range(9):
        if letters._is_ending():
            break
        print(number, flush=True)
        while number == 0 and threading.main_thread().is_alive():
            time.sleep(0.01)
    return 0

letters.deliver_due = in_hand
letters.start_round()
"""
    command = [sys.executable, "manage.py", "shell", "-v", "0", "-c", program]
    done = subprocess.run(
        command, capture_output=True, text=True, check=True, cwd=settings.BASE_DIR, timeout=60
    )
    assert done.stdout.split() == ["0"]
