"""What one person or one room may do, asked of two server processes by turns: one limit for both."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any
from uuid import uuid4

import pytest

from tests.hostile import doors
from tests.hostile.conftest import PEOPLE, TwoSites
from tests.live.sockets import Client, client
from tests.site import Site

pytestmark = [pytest.mark.services, pytest.mark.faults, pytest.mark.timeout(120)]


async def opened(stack: AsyncExitStack, site: Site) -> Client:
    return await stack.enter_async_context(client(f"ws://127.0.0.1:{site.port}/live/"))


@asynccontextmanager
async def inside(two: TwoSites, email: str) -> AsyncIterator[tuple[Client, Client]]:
    """Yield a socket of one person at each process; a ticket of one opens the other too."""
    async with AsyncExitStack() as stack:
        sockets = []
        for issuer, taker in ((two.one, two.other), (two.other, two.one)):
            ticket = await doors.ticket(issuer.url, two.session, two.tokens[email])
            socket = await opened(stack, taker)
            reply = await socket.enter(ticket)
            assert reply["ok"], reply
            sockets.append(socket)
        yield sockets[0], sockets[1]


async def test_a_ticket_used_at_one_process_is_used_at_the_other(two_sites: TwoSites) -> None:
    ticket = await doors.ticket(two_sites.one.url, two_sites.session, two_sites.tokens[PEOPLE[0]])
    async with AsyncExitStack() as stack:
        both = [await opened(stack, site) for site in (two_sites.one, two_sites.other)]
        replies = await asyncio.gather(*(socket.enter(ticket) for socket in both))
    assert sorted(reply.get("code", "inside") for reply in replies) == ["inside", "ticket.used"]


@pytest.mark.parametrize(
    ("email", "command", "burst", "every"),
    [(PEOPLE[1], "message.post", 5, 2.0), (PEOPLE[2], "question.ask", 3, 20.0)],
)
async def test_turns_of_a_limit_are_counted_over_both_processes(
    two_sites: TwoSites, email: str, command: str, burst: int, every: float
) -> None:
    async with inside(two_sites, email) as sockets:
        begun = time.monotonic()
        said = [{"text": f"Good morning {uuid4()}"} for _ in range(2 * burst + 10)]
        replies = await asyncio.gather(
            *(sockets[n % 2].say(command, **data) for n, data in enumerate(said))
        )
        seconds = time.monotonic() - begun
    refused = [reply for reply in replies if not reply["ok"]]
    taken = len(replies) - len(refused)
    assert burst <= taken <= burst + seconds / every
    assert {reply["code"] for reply in refused} == {"rate.limited"}
    assert all(0 < reply["retry_in"] <= every for reply in refused)


async def test_after_exactly_the_seconds_told_by_one_process_the_other_takes_it(
    two_sites: TwoSites,
) -> None:
    async with inside(two_sites, PEOPLE[3]) as (a, b):
        refused = reply = await a.say("message.post", text="once")
        while reply["ok"]:
            refused = reply = await a.say("message.post", text=f"again {uuid4()}")
        await asyncio.sleep(refused["retry_in"])
        assert (await b.say("message.post", text="after the seconds told"))["ok"]
        assert (await a.say("message.post", text="and one too many"))["code"] == "rate.limited"


async def test_six_sockets_at_both_processes_together_and_the_seventh_at_neither(
    two_sites: TwoSites,
) -> None:
    sites, token = (two_sites.one, two_sites.other), two_sites.tokens[PEOPLE[4]]
    async with AsyncExitStack() as stack:
        for number in range(6):
            socket = await opened(stack, sites[number % 2])
            ticket = await doors.ticket(two_sites.one.url, two_sites.session, token)
            assert (await socket.enter(ticket))["ok"]
        for site in sites:
            socket = await opened(stack, site)
            ticket = await doors.ticket(two_sites.one.url, two_sites.session, token)
            refused = await socket.enter(ticket)
            assert refused["code"] == "sockets.too_many"
            assert 0 < refused["retry_in"] <= 30
            assert await socket.closed() == 4429


async def test_seven_sockets_at_once_at_both_processes_are_six_and_one_refused(
    two_sites: TwoSites,
) -> None:
    token = two_sites.tokens[PEOPLE[5]]
    async with AsyncExitStack() as stack:
        pairs = []
        for number in range(12):
            site = (two_sites.one, two_sites.other)[number % 2]
            ticket = await doors.ticket(site.url, two_sites.session, token)
            pairs.append((await opened(stack, site), ticket))
        replies = await asyncio.gather(*(socket.enter(ticket) for socket, ticket in pairs))
    codes = sorted(reply.get("code", "inside") for reply in replies)
    assert codes == ["inside"] * 6 + ["sockets.too_many"] * 6


async def test_twenty_entries_a_minute_at_both_processes_together(two_sites: TwoSites) -> None:
    token = two_sites.tokens[PEOPLE[6]]
    begun = time.monotonic()
    taken = 0
    reply: dict[str, Any] = {"ok": True}
    while reply["ok"]:
        site = (two_sites.one, two_sites.other)[taken % 2]
        ticket = await doors.ticket(site.url, two_sites.session, token)
        async with AsyncExitStack() as stack:
            reply = await (await opened(stack, site)).enter(ticket)
        if reply["ok"]:
            taken += 1
        elif reply["code"] == "sockets.too_many":
            reply = {"ok": True}
        assert taken < 40
    assert reply["code"] == "rate.limited"
    # Twenty at once, and one more every three seconds.
    assert 20 <= taken <= 20 + (time.monotonic() - begun) / 3
    assert 0 < reply["retry_in"] <= 3.0


async def test_a_room_takes_fifty_commands_a_second_at_both_processes_together(
    two_sites: TwoSites,
) -> None:
    """Each alone would take as many; a command that is refused for what it asks has its turn too."""
    async with AsyncExitStack() as stack:
        sockets: list[Client] = []
        for email in PEOPLE[8:12]:
            sockets += await stack.enter_async_context(inside(two_sites, email))
        begun, began_at = time.monotonic(), time.time()
        replies = await asyncio.gather(*(volley(socket, 60) for socket in sockets))
        seconds, ended_at = time.monotonic() - begun, time.time()
    answers = [answer for each in replies for answer in each]
    refused = [answer for answer in answers if answer["code"] == "busy"]
    taken = len(answers) - len(refused)
    assert {answer["code"] for answer in answers} == {"busy", "forbidden"}
    assert len(answers) == 480
    assert refused, f"480 commands in {seconds:.1f} s"
    assert taken <= 50 * (int(ended_at) - int(began_at) + 1)
    assert all(0 < answer["retry_in"] <= 1.0 for answer in refused)


async def volley(socket: Client, count: int) -> list[dict[str, Any]]:
    """Send many commands without waiting for an answer, and return all answers."""
    ids = [str(uuid4()) for _ in range(count)]
    for each in ids:
        data = {"question": str(uuid4())}
        await socket.socket.send(json.dumps({"id": each, "name": "question.approve", "data": data}))
    await socket.until(lambda frame: frame.get("id") == ids[-1], patience=30)
    return [frame for frame in socket.frames if frame.get("id") in ids]
