"""A socket that is cut has gone for its client too, whatever the server can do: it comes back and resumes."""

import asyncio

import pytest
from asgiref.sync import sync_to_async

from live import tickets
from live.fanout import listener
from live.outbox import MAX_FRAMES
from tests import build
from tests.live.hall import HALL
from tests.live.sockets import client

pytestmark = [pytest.mark.live, pytest.mark.django_db(transaction=True)]

NOISE = '{"stream":"room","name":"noise","data":{}}'


async def test_a_socket_that_is_cut_is_closed_for_its_client_too(url: str) -> None:
    """On a server that takes whatever it is given, a burst within one step of the loop can still do it."""
    dan = await sync_to_async(build.person)("Dan")
    async with client(url) as a:
        await a.enter(tickets.issue(HALL, dan.pk, "test", 0))
        for _ in range(MAX_FRAMES + 1):
            listener().deliver_whisper(str(HALL), NOISE)
        await a.closed()
    async with asyncio.timeout(5):
        while listener().sockets():
            await asyncio.sleep(0.01)
    async with client(url) as a:
        assert (await a.enter(tickets.issue(HALL, dan.pk, "test", 0)))["ok"]
