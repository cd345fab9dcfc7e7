"""Frames over 64 KiB end their sender's connection, in one piece or in many, and nobody else's."""

import pytest
from asgiref.sync import sync_to_async

from live import tickets
from live.frames import MAX_BYTES
from tests import build
from tests.live.hall import HALL
from tests.live.serving import CLOSED_TOO_LARGE, SERVER
from tests.live.sockets import client

pytestmark = [pytest.mark.live, pytest.mark.django_db(transaction=True)]


async def ticket_of(name: str) -> str:
    person = await sync_to_async(build.person)(name)
    return tickets.issue(HALL, person.pk, "test", 0)


@pytest.mark.parametrize("size", [MAX_BYTES + 1, 2 * 1024 * 1024])
async def test_a_frame_that_is_too_large_ends_its_sender_and_nobody_else(
    url: str, size: int
) -> None:
    async with client(url) as loud, client(url) as other:
        await loud.enter(await ticket_of("Dan"))
        await other.enter(await ticket_of("Eva"))
        await loud.socket.send("x" * size)
        assert await loud.closed() == CLOSED_TOO_LARGE
        assert (await other.say("call.out", text="still here"))["ok"]
        await other.hear("call.called", text="still here")


async def test_a_message_too_large_in_small_frames_is_not_read(url: str) -> None:
    """Uvicorn counts the frames together; daphne hands the whole on, and the kernel refuses it."""
    async with client(url) as loud:
        await loud.enter(await ticket_of("Dan"))
        await loud.socket.send(["x" * 1024] * 65)
        if SERVER == "daphne":
            refused = await loud.until(lambda frame: "error" in frame)
            assert refused == {"error": {"code": "frame.too_large"}}
            assert (await loud.say("call.out", text="smaller now"))["ok"]
        else:
            assert await loud.closed() == CLOSED_TOO_LARGE


async def test_a_frame_as_large_as_allowed_is_read(url: str) -> None:
    async with client(url) as loud:
        await loud.enter(await ticket_of("Dan"))
        await loud.socket.send("x" * MAX_BYTES)
        refused = await loud.until(lambda frame: "error" in frame)
        assert refused == {"error": {"code": "frame.not_json"}}
