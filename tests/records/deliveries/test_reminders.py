"""Reminders of replies: once before the day, once after it, in the language of who recorded it."""

from datetime import timedelta

import pytest

from accounts.models import Letter, Person
from groups.models import Group
from records.deliveries import links, reminders, replies
from records.deliveries.models import Delivery
from records.deliveries.replies import Said
from tests.records.adopted import adopted, delivered, today

pytestmark = pytest.mark.django_db


@pytest.fixture
def delivery(circle: Group, boris: Person) -> Delivery:
    return delivered(adopted(circle), boris, due_on=today() + timedelta(days=5))


def due(delivery: Delivery, days: int) -> None:
    Delivery.objects.filter(pk=delivery.pk).update(due_on=today() + timedelta(days=days))


def test_each_reminder_is_written_once(delivery: Delivery, boris: Person) -> None:
    assert (reminders.remind(), reminders.remind()) == (1, 0)
    due(delivery, -3)
    assert (reminders.remind(), reminders.remind()) == (1, 0)
    assert list(Letter.objects.values_list("person", "language")) == [(boris.pk, "ru")] * 2
    # A day that was put off is another day.
    due(delivery, 6)
    assert reminders.remind() == 1


def test_letter_is_in_the_readers_language_and_holds_no_contact(delivery: Delivery) -> None:
    reminders.remind()
    letter = Letter.objects.get()
    assert "Министерство государственных контрактов" in letter.subject
    assert f"/records/deliveries/{delivery.pk}/manage/" in letter.body
    assert "post@ministry.example" not in letter.subject + letter.body


@pytest.mark.parametrize("days", [8, 100])
def test_nobody_is_reminded_too_early(delivery: Delivery, days: int) -> None:
    due(delivery, days)
    assert reminders.remind() == 0


def test_who_has_a_reply_is_not_reminded(delivery: Delivery, boris: Person) -> None:
    secret = links.make(actor=boris, delivery=delivery).secret
    replies.answer(secret=secret, said=Said("accepted"))
    due(delivery, -3)
    assert reminders.remind() == 0


def test_who_needs_more_time_is_reminded_of(delivery: Delivery, boris: Person) -> None:
    replies.enter(actor=boris, delivery=delivery, said=Said("later", replied_on=today()))
    assert reminders.remind() == 1


def test_nobody_who_was_shut_out_is_written_to(delivery: Delivery, boris: Person) -> None:
    Person.objects.filter(pk=boris.pk).update(is_active=False)
    assert reminders.remind() == 0
    assert Letter.objects.count() == 0
