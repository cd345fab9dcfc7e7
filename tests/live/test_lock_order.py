"""Streams are locked in the order of their names, and a deadlock over other rows is tried again."""

import contextlib
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction

from live import hub, streams
from live.hub import publish, verb
from live.models import Stream
from live.streams import Room
from tests.live import hall
from tests.live.hall import HALL, CalledOut

in_the_open = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def empty_hall() -> None:
    hall.fresh()


TWO = (Room("hall", str(uuid4())), Room("hall", str(uuid4())))
WRITERS, EACH = 20, 10


@verb
def tell_both(first: Room, second: Room, who: UUID, text: str) -> None:
    publish(first, CalledOut(text=text, person=who))
    tell_other(second, who, text)


@verb
def tell_other(room: Room, who: UUID, text: str) -> None:
    publish(room, CalledOut(text=text, person=who))


@in_the_open
def test_twenty_threads_write_two_streams_in_opposite_order_without_a_deadlock(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    attempts: list[object] = []
    attempt = hub._attempt

    def counted(work: Any) -> Any:
        attempts.append(work)
        return attempt(work)

    monkeypatch.setattr(hub, "_attempt", counted)
    together, who = threading.Barrier(WRITERS), uuid4()

    def write(number: int) -> None:
        rooms = TWO if number % 2 else TWO[::-1]
        together.wait(30)
        try:
            for n in range(EACH):
                tell_both(*rooms, who, f"{number}.{n}")
        finally:
            connection.close()

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(write, range(WRITERS)))
    logged = [streams.events_after(str(room), 0, 1000) for room in TWO]
    for events in logged:
        assert [event.seq for event in events] == list(range(1, WRITERS * EACH + 1))
        assert [event.at for event in events] == sorted(event.at for event in events)
    one, other = ([event.data for event in events] for events in logged)
    assert one == other, "both streams tell it in the same order"
    assert len(attempts) == WRITERS * EACH, "nobody had to try again"


@in_the_open
def test_a_deadlock_over_other_rows_is_tried_again_and_nobody_sees_it() -> None:
    Stream.objects.bulk_create([Stream(name="row.a"), Stream(name="row.b")])
    both_hold, tries = threading.Barrier(2), {"a": 0, "b": 0}

    @verb
    def cross(first: str, second: str) -> None:
        tries[first] += 1
        Stream.objects.select_for_update().get(name=f"row.{first}")
        if tries[first] == 1:
            # On SQLite the other waits outside, so there is nobody to meet.
            with contextlib.suppress(threading.BrokenBarrierError):
                both_hold.wait(0.5)
        Stream.objects.select_for_update().get(name=f"row.{second}")
        tell_other(HALL, uuid4(), f"{first}{second}")

    def write(order: str) -> None:
        try:
            cross(*order)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(write, ("ab", "ba")))
    assert sorted(tries.values()) == ([1, 2] if connection.vendor == "postgresql" else [1, 1])
    assert [event.seq for event in streams.events_after(str(HALL), 0)] == [1, 2]


@in_the_open
def test_a_refused_outer_verb_takes_back_what_inner_ones_have_said() -> None:
    who = uuid4()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        fail_after_telling(who)
    assert streams.heads(map(str, TWO)) == dict.fromkeys(map(str, TWO), 0)


@verb
def fail_after_telling(who: UUID) -> None:
    tell_both(*TWO, who, "never")
    raise ZeroDivisionError
