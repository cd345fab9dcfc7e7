"""A socket that the kernel ends has ended for its client too, whatever the server can do: it comes back."""

import asyncio
from typing import Any

import pytest
from asgiref.sync import sync_to_async

from live import snapshots, tickets
from live.closing import GOODBYES
from live.fanout import listener
from live.outbox import MAX_FRAMES
from tests import build
from tests.live.hall import HALL
from tests.live.sockets import Client, client

pytestmark = [pytest.mark.live, pytest.mark.django_db(transaction=True)]

NOISE = '{"stream":"room","name":"noise","data":{}}'


async def ticket_of(name: str) -> str:
    person = await sync_to_async(build.person)(name)
    return tickets.issue(HALL, person.pk, "test", 0)


async def ended(a: Client) -> None:
    """See a client sent away in a way that is no goodbye, and the server forget it."""
    assert await a.closed() not in GOODBYES
    async with asyncio.timeout(5):
        while listener().sockets():
            await asyncio.sleep(0.01)


async def test_a_socket_that_is_cut_is_closed_for_its_client_too(url: str) -> None:
    """On a server that takes whatever it is given, a burst within one step of the loop can still do it."""
    async with client(url) as a:
        await a.enter(await ticket_of("Dan"))
        for _ in range(MAX_FRAMES + 1):
            listener().deliver_whisper(str(HALL), NOISE)
        await ended(a)


async def test_who_can_not_be_told_the_state_is_sent_to_come_again(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Daphne may not say 1012, the code for it."""

    def unreadable(*_given: Any) -> snapshots.Caught:
        raise ConnectionError

    monkeypatch.setattr(snapshots, "catch_up", unreadable)
    async with client(url) as a:
        entering = asyncio.create_task(a.enter(await ticket_of("Dan")))
        await ended(a)
        entering.cancel()
