import logging
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from accounts.models import Person
from live import limits, streams
from live.models import Event, Receipt
from live.testing import heard, say
from tests.live import hall
from tests.live.hall import HALL

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def empty_hall() -> None:
    hall.fresh()


def test_say_publishes_to_each_audience_with_numbers_of_its_own(dmitri: Person) -> None:
    first, second = say(dmitri, HALL, "call.out", text="a"), say(dmitri, HALL, "call.out", text="b")
    assert (first.ok, first.data) == (True, {"text": "a", "seq": 1})
    assert second.data["seq"] == 2
    assert [(e.stream, e.seq) for e in heard(dmitri, HALL)] == [
        (HALL.stream("room"), 1),
        (HALL.stream("room"), 2),
        (HALL.stream("me", dmitri.pk), 1),
        (HALL.stream("me", dmitri.pk), 2),
    ]


def test_say_twice_with_one_id_has_one_effect_and_the_first_answer(dmitri: Person) -> None:
    once = str(uuid4())
    first = say(dmitri, HALL, "call.out", command_id=once, text="a")
    again = say(dmitri, HALL, "call.out", command_id=once, text="a")
    assert first == again
    assert streams.heads([str(HALL)]) == {str(HALL): 1}


def test_say_with_a_used_id_and_another_body_is_refused(dmitri: Person) -> None:
    once = str(uuid4())
    say(dmitri, HALL, "call.out", command_id=once, text="a")
    assert say(dmitri, HALL, "call.out", command_id=once, text="b").code == "id.reused"
    assert Event.objects.count() == 3


def test_the_same_id_from_two_people_is_two_commands(dmitri: Person, clara: Person) -> None:
    once = str(uuid4())
    say(dmitri, HALL, "call.out", command_id=once, text="a")
    assert say(clara, HALL, "call.out", command_id=once, text="a").data["seq"] == 2


def test_a_refusal_leaves_nothing_and_is_judged_afresh(dmitri: Person) -> None:
    once = str(uuid4())
    hall.closed.add("a")
    refused = say(dmitri, HALL, "call.out", command_id=once, text="a")
    assert (refused.ok, refused.code, refused.field_name) == (False, "call.closed", "text")
    assert (Event.objects.count(), Receipt.objects.count()) == (0, 0)
    hall.fresh()
    assert say(dmitri, HALL, "call.out", command_id=once, text="a").ok


@pytest.mark.parametrize(
    ("name", "data", "code", "field"),
    [
        ("call.nothing", {}, "command.unknown", None),
        ("call.out", {}, "command.invalid", None),
        ("call.out", {"text": ""}, "command.invalid", "text"),
        ("call.out", {"text": 7}, "command.invalid", "text"),
        ("call.out", {"text": "a", "more": 1}, "command.invalid", None),
    ],
)
def test_a_command_that_does_not_fit_names_what_is_wrong(
    dmitri: Person, name: str, data: dict[str, Any], code: str, field: str | None
) -> None:
    reply = say(dmitri, HALL, name, **data)
    assert (reply.code, reply.field_name) == (code, field)
    assert Event.objects.count() == 0


def test_whoever_may_not_enter_is_told_that_nothing_is_here(frank: Person) -> None:
    hall.barred.add(frank.pk)
    assert say(frank, HALL, "call.out", text="a").code == "not_found"
    assert Event.objects.count() == 0


def test_a_limit_is_told_with_the_seconds_left_and_costs_nothing(dmitri: Person) -> None:
    replies = [say(dmitri, HALL, "call.hurry", text=str(n)) for n in range(4)]
    assert [reply.ok for reply in replies] == [True, True, True, False]
    assert replies[3].code == "rate.limited"
    assert 15 < (replies[3].retry_in or 0) <= 20
    assert streams.heads([str(HALL)]) == {str(HALL): 3}


def test_a_bug_in_a_handler_is_a_reply_and_a_line_in_the_log(
    dmitri: Person, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        reply = say(dmitri, HALL, "call.out", text="break")
    assert (reply.code, reply.status) == ("broken", 500)
    assert "call.out" in caplog.text
    assert "break" not in caplog.records[0].getMessage()


def test_a_room_takes_so_many_commands_a_second_and_says_when_it_takes_more(
    dmitri: Person, settings: Any
) -> None:
    settings.LIVE_ROOM_RATE = 5
    limits._rooms.forget()
    replies = [say(dmitri, HALL, "call.out", text=str(n)) for n in range(7)]
    limits._rooms.forget()
    assert [reply.ok for reply in replies[:5]] == [True] * 5
    refused = next(reply for reply in replies if not reply.ok)
    assert refused.code == "busy"
    assert 0 < (refused.retry_in or 0) <= 0.2


@pytest.mark.django_db(transaction=True)
def test_eight_twins_at_once_have_one_effect_and_one_answer(dmitri: Person) -> None:
    once, together = str(uuid4()), Barrier(8)

    def twin(_number: int) -> str:
        together.wait()
        try:
            return say(dmitri, HALL, "call.out", command_id=once, text="a").frame()
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        answers = set(pool.map(twin, range(8)))
    assert len(answers) == 1
    assert '"ok":true' in answers.pop()
    assert streams.heads([str(HALL)]) == {str(HALL): 1}
