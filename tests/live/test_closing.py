"""How a socket ends: with the code that tells its client whether coming back makes sense."""

import asyncio
import json
import time
from typing import Any
from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async

from accounts.models import Person
from live import bell, dispatch, epochs, tickets
from live.fanout import listener
from live.frames import CommandFrame
from tests import build
from tests.live import hall
from tests.live.hall import HALL
from tests.live.sockets import client

pytestmark = [pytest.mark.live, pytest.mark.django_db(transaction=True)]

person = sync_to_async(build.person)


def ticket_of(who: Person, epoch: int = 0) -> str:
    return tickets.issue(HALL, who.pk, "test", epoch)


async def say(actor: Person, text: str) -> None:
    frame = CommandFrame(str(uuid4()), "call.out", {"text": text})
    await sync_to_async(dispatch.run)(actor=actor, room=HALL, frame=frame)


def ban(who: Person) -> None:
    Person.objects.filter(pk=who.pk).update(is_active=False)


def bar(who: Person) -> None:
    hall.barred.add(who.pk)


def remove(who: Person) -> None:
    hall.removed.add(who.pk)


def sign_out(who: Person) -> None:
    """Nothing changes but the epoch."""


CODES = [(sign_out, 4401), (remove, 4403), (ban, 4403), (bar, 4404)]


@pytest.mark.parametrize("bells", ["heard", "lost"])
@pytest.mark.parametrize(("change", "code"), CODES)
async def test_a_change_of_rights_closes_with_its_code_and_nothing_follows(
    url: str, change: Any, code: int, bells: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    dan, eva = await person("Dan"), await person("Eva")
    if bells == "lost":
        monkeypatch.setattr(bell, "ring", lambda _heads: None)
    async with client(url) as a:
        await a.enter(ticket_of(dan))
        await sync_to_async(change)(dan)
        await sync_to_async(epochs.raise_epoch)(dan.pk)
        await say(eva, "after the change")
        assert await a.closed(patience=2.0) == code
        assert a.events == []


async def test_who_was_put_out_is_told_so_when_coming_back(url: str) -> None:
    dan = await person("Dan")
    hall.removed.add(dan.pk)
    async with client(url) as a:
        assert (await a.enter(ticket_of(dan)))["code"] == "room.removed"
        assert await a.closed() == 4403


async def test_a_room_that_is_over_tells_it_and_closes(url: str) -> None:
    dan = await person("Dan")
    async with client(url) as a:
        await a.enter(ticket_of(dan))
        await sync_to_async(hall.close)()
        await a.hear("call.closed")
        assert await a.closed() == 4410
    async with client(url) as late:
        entered = await late.enter(ticket_of(dan))
        assert entered["data"]["as_of"]["room"] == 1
        assert await late.closed() == 4410


async def test_whoever_comes_back_ends_the_line_they_come_from(url: str) -> None:
    dan = await person("Dan")
    async with client(url) as old:
        await old.enter(ticket_of(dan))
        async with client(url) as new:
            assert (await new.enter(old.ticket))["ok"]
            assert await old.closed() == 1000
            assert len(listener().sockets()) == 1
            assert (await new.say("call.out", text="here"))["ok"]


async def test_a_slow_command_does_not_make_a_heartbeat_late(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Attendance may not grow by the time that an answer waited behind the person's own command."""
    dan = await person("Dan")
    slow = asyncio.Event()
    loop = asyncio.get_running_loop()
    run = dispatch.run

    def held(**given: Any) -> Any:
        asyncio.run_coroutine_threadsafe(slow.wait(), loop).result()
        return run(**given)

    async with client(url) as a:
        await a.enter(ticket_of(dan))
        (socket,) = listener().sockets()
        monkeypatch.setattr(dispatch, "run", held)
        frame = {"id": str(uuid4()), "name": "call.out", "data": {"text": "slow"}}
        await a.socket.send(json.dumps(frame))
        before = time.monotonic()
        await a.socket.send('{"beat": 1}')
        async with asyncio.timeout(5):
            while not (renewal := socket.renewal()) or renewal.answered < before:
                await asyncio.sleep(0.01)
        assert not slow.is_set()
        slow.set()
        await a.hear("call.called", text="slow")
