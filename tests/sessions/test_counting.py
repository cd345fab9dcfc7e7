"""Who counts as present when a session ends and goes on again: their stays part at that moment."""

import time
from datetime import timedelta
from uuid import UUID

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.models import Person
from attendance.sheets import sheet
from attendance.stays import raw
from live import clock, presence
from live.models import Lease
from live.presence import Renewal
from sessions import life
from sessions.models import Session

pytestmark = pytest.mark.django_db


def heard(lease: UUID, seconds_ago: float) -> UUID:
    """Let a socket's answer of so many seconds ago be written; returns the lease it goes on under."""
    answer = Renewal(lease, time.monotonic() - seconds_ago)
    return presence.renew([answer]).get(lease, lease)


def entered(session: Session, person: Person, seconds_ago: float, *, counts: bool = True) -> UUID:
    lease = presence.take(session.live_room, [person.pk], "ws", counts=counts)[person.pk]
    at = clock.now() - timedelta(seconds=seconds_ago)
    Lease.objects.filter(pk=lease).update(entered_at=at, last_seen=at)
    return lease


def ended(session: Session, seconds_ago: float) -> None:
    """Let the session have ended so many seconds ago."""
    with clock.telling(clock.now() - timedelta(seconds=seconds_ago)):
        life.end(actor=None, session=session)


def test_who_stays_after_the_end_is_there_until_then_and_counts_no_longer(
    plenary: Session, dmitri: Person
) -> None:
    lease = entered(plenary, dmitri, 25)
    ended(plenary, 10)
    following = heard(lease, 5)
    assert following != lease
    still = heard(following, 0)
    assert still == following
    first, second = Lease.objects.order_by("entered_at")
    assert (first.counts, first.ended_at) == (True, first.last_seen)
    assert (second.counts, second.ended_at, second.entered_at) == (False, None, first.last_seen)
    (stay,) = raw([plenary]).stays
    assert (stay.is_open, stay.last_seen) == (False, first.last_seen)
    # Nothing is lost at the end: the answer after it proves that they were there until it.
    plenary.refresh_from_db()
    assert sheet(plenary).lines[0].last_leave == plenary.ended_at


def test_who_is_silent_after_the_end_is_closed_by_the_sweep(
    plenary: Session, dmitri: Person
) -> None:
    entered(plenary, dmitri, 35)
    ended(plenary, 30)
    presence.sweep()
    assert [stay.is_open for stay in raw([plenary]).stays] == [False]


def test_who_stayed_counts_again_from_the_reopening(
    plenary: Session, dmitri: Person, boris: Person
) -> None:
    lease = heard(entered(plenary, dmitri, 50), 25)
    ended(plenary, 20)
    following = heard(lease, 15)
    life.reopen(actor=boris, session=plenary)
    assert presence.present(plenary.live_room) == {dmitri.pk}
    assert heard(following, 0) == following
    assert Lease.objects.get(pk=following).counts


def test_who_was_swept_in_between_counts_again_with_their_next_answer(
    plenary: Session, dmitri: Person, boris: Person
) -> None:
    ended(plenary, 60)
    lease = entered(plenary, dmitri, 32, counts=False)
    presence.sweep()
    life.reopen(actor=boris, session=plenary)
    following = heard(lease, 0)
    assert Lease.objects.get(pk=following).counts
    assert presence.present(plenary.live_room) == {dmitri.pk}


@pytest.mark.parametrize("is_over", [True, False])
def test_who_enters_while_it_ends_or_is_reopened_is_put_right_with_the_next_answer(
    plenary: Session, dmitri: Person, *, is_over: bool
) -> None:
    """They asked before, and were written after: what was read by then is not true any more."""
    if is_over:
        ended(plenary, 20)
    lease = entered(plenary, dmitri, 10, counts=is_over)
    following = heard(lease, 0)
    assert following != lease
    assert Lease.objects.get(pk=following).counts is not is_over


def test_stay_in_a_session_that_was_deleted_goes_on_as_it_was(
    plenary: Session, dmitri: Person
) -> None:
    lease = entered(plenary, dmitri, 10)
    Session.objects.filter(pk=plenary.pk).delete()
    assert heard(lease, 0) == lease


@pytest.mark.parametrize("people", [1, 30])
def test_renewing_costs_the_same_for_one_and_for_thirty(
    plenary: Session, people: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    leases = presence.begin(plenary.live_room, [UUID(int=n) for n in range(people)], "ws")
    answers = [Renewal(lease, time.monotonic()) for lease in leases]
    # The leases, the session, their last answers; and the transaction around it.
    with django_assert_num_queries(5):
        presence.renew(answers)
