"""Every limit at its last turn and one past it: refused with the seconds left, and taken after them."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from asgiref.sync import sync_to_async
from django.conf import settings as configured
from django.db import connection

from accounts.models import Person
from chat.models import Message
from floor.models import Question
from live import clock, entering, epochs, limits, tickets
from live.catalogue import commands
from live.entering import Entered
from live.frames import MAX_BYTES, MAX_DEPTH, MAX_INTEGER, MAX_KEYS, CommandFrame, read
from live.models import Lease
from live.protocol import Reply
from live.streams import Room
from live.testing import say
from live.tickets import Presented
from sessions.models import Session
from tests import build
from tests.live.hall import HALL
from tests.live.serving import CLOSED_TOO_LARGE, serving
from tests.live.sockets import Client, client

# limit: so many at once, then one every so many seconds
LIMITS = {
    "chat": (5, 2.0),
    "questions": (3, 20.0),
    "votes": (20, 3.0),
    "reactions": (20, 1.0),
    "enter": (20, 3.0),
}
# Of doors that are no commands.
OF_PAGES = {"replies": (5, 120.0)}


class Clock:
    """The kernel's clock, moved by hand."""

    def __init__(self) -> None:
        self.at = clock.whole_ms(clock.now())

    def now(self) -> datetime:
        return self.at

    def pass_by(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


@pytest.fixture
def hand(db: None, monkeypatch: pytest.MonkeyPatch) -> Clock:
    moved = Clock()
    monkeypatch.setattr(clock, "now", moved.now)
    return moved


Turn = Callable[[], Reply]


@pytest.fixture
def turns(dmitri: Person, clara: Person, plenary: Session) -> dict[str, Turn]:
    """For each limit, how Dmitri uses one turn of it."""
    asked = [
        Question(
            session=plenary,
            person=clara,
            text="Why?",
            lang="en",
            state="open",
            asked_at=clock.now(),
        )
        for _ in range(60)
    ]
    questions = [question.pk for question in Question.objects.bulk_create(asked)]
    messages = [said(clara, plenary, number) for number in range(1, 61)]

    def turn(name: str, make: Callable[[], dict[str, Any]]) -> Turn:
        return lambda: say(dmitri, plenary.live_room, name, **make())

    return {
        "chat": turn("message.post", lambda: {"text": f"Good morning {uuid4()}"}),
        "questions": turn("question.ask", lambda: {"text": f"Who pays {uuid4()}?"}),
        "votes": turn("question.upvote", lambda: {"question": questions.pop()}),
        "reactions": turn(
            "message.react", lambda: {"message": messages.pop(), "reaction": "heart"}
        ),
        "enter": lambda: enter(dmitri, plenary.live_room),
    }


def said(person: Person, session: Session, seq: int) -> UUID:
    row = {"session": session, "person": person, "text": "a", "lang": "en"}
    return Message.objects.create(**row, seq=seq, at=clock.now()).pk


def enter(person: Person, room: Room) -> Reply:
    """Enter without a socket and leave at once: only the turn of the limit is used."""
    epoch = epochs.epochs([person.pk])[person.pk]
    ticket = tickets.issue(room, person.pk, "test", epoch)
    (outcome,) = entering.admit([Presented(ticket)])
    Lease.objects.update(ended_at=clock.now())
    if isinstance(outcome, Entered):
        return Reply("", ok=True)
    return Reply("", ok=False, code=outcome.code, retry_in=outcome.retry_in)


@pytest.mark.django_db
def test_every_limit_is_written_down_here_and_used_by_some_command() -> None:
    known = {name: (burst, 60 / minute) for name, (burst, minute) in configured.LIVE_LIMITS.items()}
    assert known == LIMITS | OF_PAGES
    used = {
        entry.command.limit
        for entry in commands()
        if entry.command.limit and not entry.command.__module__.startswith("tests.")
    }
    assert used | {"enter"} == set(LIMITS)


@pytest.mark.parametrize("limit", LIMITS)
def test_the_last_turn_is_taken_the_next_refused_and_taken_after_the_seconds_told(
    hand: Clock, turns: dict[str, Turn], limit: str
) -> None:
    burst, every = LIMITS[limit]
    use = turns[limit]
    replies = [use() for _ in range(burst)]
    assert [reply.code for reply in replies] == [""] * burst
    refused = use()
    assert (refused.ok, refused.code) == (False, "rate.limited")
    assert refused.retry_in == pytest.approx(every)
    hand.pass_by(every - 0.002)
    assert use().code == "rate.limited"
    hand.pass_by(0.002)
    assert use().ok
    assert use().code == "rate.limited"


@pytest.mark.parametrize("limit", LIMITS)
@pytest.mark.parametrize("pause", [0.017, 0.123, 0.377])
def test_the_seconds_that_the_wire_tells_are_never_too_few(
    hand: Clock, turns: dict[str, Turn], limit: str, pause: float
) -> None:
    """A client waits as long as it was told, then sends again: it must not be refused once more."""
    for _round in range(3):
        reply = turns[limit]()
        while reply.ok:
            hand.pass_by(pause)
            reply = turns[limit]()
        told = reply.as_dict()["retry_in"]
        assert 0 < told <= LIMITS[limit][1] + 0.1
        hand.pass_by(told)
        assert turns[limit]().ok


@pytest.mark.parametrize("limit", LIMITS)
def test_a_long_silence_gives_back_all_turns_at_once_and_no_more(
    hand: Clock, turns: dict[str, Turn], limit: str
) -> None:
    burst, _every = LIMITS[limit]
    assert turns[limit]().ok
    hand.pass_by(3600)
    if limit == "votes":
        burst = min(burst, 25)
    assert [turns[limit]().ok for _ in range(burst + 1)] == [True] * burst + [False]


def test_a_refused_turn_costs_nothing(hand: Clock, turns: dict[str, Turn]) -> None:
    burst, every = LIMITS["chat"]
    for _ in range(burst):
        assert turns["chat"]().ok
    for _ in range(50):
        assert not turns["chat"]().ok
    hand.pass_by(every)
    assert turns["chat"]().ok


def test_a_command_that_is_refused_for_another_reason_costs_no_turn(
    hand: Clock, dmitri: Person, plenary: Session, turns: dict[str, Turn]
) -> None:
    for _ in range(50):
        assert say(dmitri, plenary.live_room, "message.post", text=" ").code == "message.empty"
    assert [turns["chat"]().ok for _ in range(6)] == [True] * 5 + [False]


def test_a_limit_is_a_persons_own_and_one_for_all_their_sessions(
    hand: Clock, dmitri: Person, clara: Person, plenary: Session, turns: dict[str, Turn]
) -> None:
    assert plenary.conference is not None
    other = build.session(plenary.conference, title="Other")
    for _ in range(3):
        assert turns["questions"]().ok
    assert say(dmitri, other.live_room, "question.ask", text="Why?").code == "rate.limited"
    assert say(clara, plenary.live_room, "question.ask", text="Why?").ok


@pytest.mark.django_db
def test_a_room_takes_fifty_commands_a_second_and_then_some_as_time_goes_by(
    dmitri: Person, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.LIVE_ROOM_RATE, settings.REDIS_URL = 50, ""
    now = 1000.0
    monkeypatch.setattr("live.limits.time.monotonic", lambda: now)
    limits._rooms.forget()
    assert [say(dmitri, HALL, "call.out", text="a").ok for _ in range(50)] == [True] * 50
    refused = say(dmitri, HALL, "call.out", text="a")
    assert (refused.code, refused.retry_in) == ("busy", 0.1)
    now += 0.1
    assert [say(dmitri, HALL, "call.out", text="a").ok for _ in range(6)] == [True] * 5 + [False]
    limits._rooms.forget()


# Frames: what passes, and what is one too many.


def framed(data: str) -> str:
    return f'{{"id":"{uuid4()}","name":"call.out","data":{data}}}'


def of_size(size: int) -> str:
    empty = framed('{"text":""}')
    return empty.replace('""', '"' + "x" * (size - len(empty)) + '"')


def of_depth(depth: int) -> str:
    # The frame is one object, its data another.
    return framed('{"text":' * (depth - 1) + "1" + "}" * (depth - 1))


def of_keys(count: int) -> str:
    return framed(json.dumps({f"k{n}": n for n in range(count)}))


def of_integer(number: int) -> str:
    return framed(json.dumps({"text": number}))


FRAMES: dict[str, tuple[Callable[[int], str], int, str]] = {
    "bytes": (of_size, MAX_BYTES, "frame.too_large"),
    "depth": (of_depth, MAX_DEPTH, "frame.too_deep"),
    "keys": (of_keys, MAX_KEYS, "frame.too_many_keys"),
    "integer": (of_integer, MAX_INTEGER, "frame.number_too_large"),
    "negative": (lambda n: of_integer(-n), MAX_INTEGER, "frame.number_too_large"),
}


def test_the_bounds_of_a_frame_are_those_that_are_promised() -> None:
    assert (MAX_BYTES, MAX_DEPTH, MAX_KEYS, MAX_INTEGER) == (65_536, 8, 64, 9_007_199_254_740_992)


@pytest.mark.parametrize("bound", FRAMES)
def test_a_frame_at_its_bound_is_read_and_one_past_it_is_not(bound: str) -> None:
    make, most, code = FRAMES[bound]
    assert isinstance(read(make(most)), CommandFrame)
    with pytest.raises(Exception, match=code):
        read(make(most + 1))


# Sockets: over a real one.


@pytest.fixture
async def url() -> AsyncIterator[str]:
    async with serving() as address:
        yield address
    await sync_to_async(lambda: connection.close())()  # noqa: PLW0108 - looked up in that thread


person = sync_to_async(build.person)


def ticket_of(who: Person) -> str:
    return tickets.issue(HALL, who.pk, "test", 0)


@pytest.mark.live
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("bound", FRAMES)
async def test_a_socket_takes_a_frame_at_its_bound_and_tells_of_one_past_it(
    url: str, bound: str
) -> None:
    make, most, code = FRAMES[bound]
    async with client(url) as a:
        await a.enter(ticket_of(await person("Dan")))
        at_its_bound = make(most)
        await a.socket.send(at_its_bound)
        reply = await a.until(lambda f: f.get("id") == json.loads(at_its_bound)["id"])
        assert reply["code"] == "command.invalid", "read, and judged by what it says"
        await a.socket.send(make(most + 1))
        if bound == "bytes":
            assert await a.closed() == CLOSED_TOO_LARGE
        else:
            told = await a.until(lambda f: "error" in f)
            assert told["error"] == {"code": code}


@pytest.mark.live
@pytest.mark.django_db(transaction=True)
async def test_nine_bad_frames_are_told_and_the_tenth_within_a_minute_closes(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    passed = [0.0]
    monotonic = time.monotonic
    monkeypatch.setattr("live.consumer.time.monotonic", lambda: monotonic() + passed[0])
    async with client(url) as a:
        await a.enter(ticket_of(await person("Dan")))
        for _ in range(9):
            await a.socket.send("{")
        assert (await a.say("call.out", text="still here"))["ok"]
        passed[0] = 60.0
        await a.socket.send("{")
        assert (await a.say("call.out", text="a minute later"))["ok"], "the nine are forgotten"
        for _ in range(8):
            await a.socket.send("{")
        assert (await a.say("call.out", text="nine again"))["ok"]
        await a.socket.send("{")
        assert await a.closed() == 4400
    assert sum("error" in frame for frame in a.frames) == 19


@pytest.mark.live
@pytest.mark.django_db(transaction=True)
async def test_six_sockets_are_taken_and_the_seventh_is_told_when_to_come(url: str) -> None:
    dan, eva = await person("Dan"), await person("Eva")
    async with AsyncExitStack() as stack:
        sockets: list[Client] = []
        for _ in range(6):
            socket = await stack.enter_async_context(client(url))
            assert (await socket.enter(ticket_of(dan)))["ok"]
            sockets.append(socket)
        async with client(url) as seventh:
            refused = await seventh.enter(ticket_of(dan))
            assert refused["code"] == "sockets.too_many"
            assert 0 < refused["retry_in"] <= 30
            assert await seventh.closed() == 4429
        async with client(url) as other:
            assert (await other.enter(ticket_of(eva)))["ok"], "a limit of one person's own"
        await sockets[0].socket.close()
        assert await comes_in(url, dan), "there is room again as soon as one has left"


async def comes_in(url: str, who: Person) -> bool:
    async with asyncio.timeout(5):
        while True:
            async with client(url) as socket:
                if (await socket.enter(await sync_to_async(ticket_of)(who)))["ok"]:
                    return True


@pytest.mark.live
@pytest.mark.django_db(transaction=True)
async def test_whoever_comes_back_from_a_drop_takes_the_place_of_the_socket_they_lost(
    url: str,
) -> None:
    """The dead sockets still count for their thirty seconds; a ticket to come back with ends its own."""
    dan = await person("Dan")
    async with AsyncExitStack() as stack:
        tickets_back = []
        for _ in range(6):
            socket = await stack.enter_async_context(client(url))
            tickets_back.append((await socket.enter(ticket_of(dan)))["data"]["ticket"])
        for ticket in tickets_back:
            back = await stack.enter_async_context(client(url))
            assert (await back.enter(ticket))["ok"]
    assert await Lease.objects.acount() == 12
