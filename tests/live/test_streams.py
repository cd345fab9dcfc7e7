from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.db import connection

from accounts.models import Person
from live import clock, streams
from live.hub import publish
from live.locks import FairLock
from live.models import Event, Stream
from live.streams import Room
from live.testing import say
from tests import build
from tests.live.hall import HALL, CalledOut, call


@pytest.mark.django_db(transaction=True)
def test_fifty_writers_leave_no_hole_and_one_order() -> None:
    dan = build.person("Dan")

    def write(number: int) -> list[int]:
        try:
            said = [say(dan, HALL, "call.out", text=f"{number}.{n}") for n in range(4)]
            return [reply.data["seq"] for reply in said]
        finally:
            connection.close()

    # More threads than cores, fewer than PostgreSQL has connections.
    with ThreadPoolExecutor(12) as pool:
        numbers = [seq for seqs in pool.map(write, range(50)) for seq in seqs]
    assert sorted(numbers) == list(range(1, 201))
    logged = streams.events_after(str(HALL), 0, 1000)
    assert [event.seq for event in logged] == list(range(1, 201))
    assert [event.at for event in logged] == sorted(event.at for event in logged)


@pytest.mark.django_db
def test_an_event_is_never_stamped_before_its_predecessor(dmitri: Person) -> None:
    now = clock.now()
    with time_machine.travel(now):
        call(actor=dmitri, text="a")
    with time_machine.travel(now - timedelta(hours=1)):
        call(actor=dmitri, text="b")
    first, second = streams.events_after(str(HALL), 0)
    assert second.at >= first.at


@pytest.mark.django_db
def test_a_verb_that_fails_takes_no_number(dmitri: Person) -> None:
    call(actor=dmitri, text="a")
    with pytest.raises(RuntimeError):
        publish(HALL, CalledOut(text="x", person=dmitri.pk))
    assert Stream.objects.get(name=str(HALL)).head == Event.objects.filter(stream=str(HALL)).count()


@pytest.mark.django_db
def test_an_event_costs_at_most_two_hundred_bytes_beside_its_text(dmitri: Person) -> None:
    call(actor=dmitri, text="")
    frame = streams.events_after(str(HALL), 0)[0].frame
    assert len(frame.encode()) <= 200


def test_stream_names_say_who_hears() -> None:
    room = Room("session", "1")
    assert room.stream("room") == "session.1"
    assert room.stream("staff") == "session.1.staff"
    with pytest.raises(ValueError, match="without a person"):
        room.stream("me")
    assert [
        streams.short_name(n) for n in ("session.1", "session.1.staff", "session.1.person.2")
    ] == [
        "room",
        "staff",
        "me",
    ]


def test_a_fair_lock_serves_in_order_and_gives_up_in_time() -> None:
    lock = FairLock()
    assert lock.acquire(0.01)
    assert not lock.acquire(0.01)
    order: list[int] = []

    def wait(number: int) -> None:
        assert lock.acquire(5)
        order.append(number)
        lock.release()

    with ThreadPoolExecutor(3) as pool:
        for number in range(3):
            pool.submit(wait, number)
            while len(lock._waiting) <= number:
                pass
        lock.release()
    assert order == [0, 1, 2]
    assert lock.acquire(0.01)
