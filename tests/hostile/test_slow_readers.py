"""Twenty of a hundred stop reading: they are cut, cost the server no memory, and come back to all of it."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from tests.hostile import doors
from tests.hostile.stuck import Stuck, stuck
from tests.live.sockets import Client, client
from tests.site import Site, listening_pid

pytestmark = [pytest.mark.faults, pytest.mark.server_uvicorn, pytest.mark.timeout(240)]

PEOPLE = [f"p{n:03d}@demo.example" for n in range(1, 101)]
STUCK = 20
# Long Russian messages: 120 of them are a megabyte on the wire, more than is kept for anybody.
TEXT = "Д" * 3900
ROUND, ROUNDS = 120, 3
# In KiB. What is kept for twenty who do not read is theirs until they are cut, and shared text is kept
# once; the rest is what a Python process grows by anyway when so much goes through it.
MOST_GROWN, MOST_AFTER = 24 * 1024, 12 * 1024
PATIENCE = 60.0


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    running = Site(tmp_path, LIVE_LIMITS="chat=100000/100000,enter=1000/1000")
    running.start()
    yield running
    running.stop()


def message(command_id: str) -> str:
    """Return a long message as it goes on the wire."""
    data = {"text": TEXT, "lang": "ru"}
    return json.dumps({"id": command_id, "name": "message.post", "data": data}, ensure_ascii=False)


class Hall:
    """A room of a hundred: who reads, who will not, and what the server holds in memory."""

    def __init__(self, site: Site, session: str, tokens: dict[str, str]) -> None:
        self.site, self.session, self.tokens = site, session, tokens
        self.url = f"ws://127.0.0.1:{site.port}/live/"
        self.pid = listening_pid(site.port)
        self.readers: list[Client] = []
        self.stuck: list[Stuck] = []

    async def fill(self, stack: AsyncExitStack, emails: list[str]) -> None:
        """Let people in who read everything."""
        for email in emails:
            ticket = await doors.ticket(self.site.url, self.session, self.tokens[email])
            reader = await stack.enter_async_context(client(self.url))
            assert (await reader.enter(ticket))["ok"]
            self.readers.append(reader)

    async def fill_with_stuck(self, stack: AsyncExitStack, emails: list[str]) -> None:
        """Let people in who know all that was said so far, and read nothing of what comes."""
        for email in emails:
            ticket = await doors.ticket(self.site.url, self.session, self.tokens[email])
            slow = await stack.enter_async_context(stuck(self.url))
            assert (await slow.enter(ticket, {"room": self.head, "me": 0}))["ok"]
            self.stuck.append(slow)

    @property
    def head(self) -> int:
        """Return the last number that everyone who reads has heard."""
        return min(reader.seen["room"] for reader in self.readers)

    async def talk(self, messages: int) -> None:
        """Say so much, all at once, and wait until all who read have heard the last."""
        speaker = self.readers[0]
        for _ in range(messages - 1):
            await speaker.socket.send(message(str(uuid4())))
        last = str(uuid4())
        await speaker.socket.send(message(last))
        reply = await speaker.until(lambda f: f.get("id") == last, PATIENCE)
        seq = reply["data"]["seq"]
        wait = (one.until(lambda f: f.get("seq") == seq, PATIENCE) for one in self.readers)
        await asyncio.gather(*wait)

    def memory(self) -> int:
        """Return what the server process holds, in KiB."""
        for line in Path(f"/proc/{self.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1])
        raise AssertionError("the server has gone")

    async def memory_once_flat(self) -> int:
        """Return the same when it has stopped falling."""
        lowest = self.memory()
        while True:
            await asyncio.sleep(0.5)
            now = self.memory()
            if now >= lowest:
                return lowest
            lowest = now


async def test_twenty_who_stop_reading_are_cut_and_come_back_to_everything(site: Site) -> None:
    tokens = await asyncio.to_thread(site.tokens, *PEOPLE)
    token = tokens[PEOPLE[0]]
    session = await asyncio.to_thread(site.ask, "/api/v1/sessions/?state=live", token)
    hall = Hall(site, session["results"][0]["id"], tokens)
    async with AsyncExitStack() as stack:
        await hall.fill(stack, PEOPLE[STUCK:])
        await hall.talk(ROUND)
        await hall.fill_with_stuck(stack, PEOPLE[:STUCK])
        before = await hall.memory_once_flat()
        for one in hall.stuck:
            one.stop_reading()
        highest = before
        for _ in range(ROUNDS):
            await hall.talk(ROUND)
            highest = max(highest, hall.memory())
        await asyncio.gather(*(one.cut(patience=PATIENCE) for one in hall.stuck))
        after = await hall.memory_once_flat()
        figures = {"before": before, "highest": highest, "after": after}
        print(json.dumps({"memory of the server, KiB": figures}))  # noqa: T201 - the figure is the point
        assert highest - before <= MOST_GROWN, figures
        assert after - before <= MOST_AFTER, figures
        await come_back(hall)
        assert listening_pid(site.port) == hall.pid
        whole(hall.readers)


async def come_back(hall: Hall) -> None:
    """Let everyone who was cut enter with what they had seen, and hear the rest to the last word."""

    for slow in hall.stuck:
        async with client(hall.url, max_size=None) as back:
            seen = dict(slow.seen)
            reply = await back.enter(slow.ticket, seen)
            assert "snapshot" not in reply["data"], "the events that were missed are enough"
            missed = [e["seq"] for e in reply["data"]["events"] if e["stream"] == "room"]
            heard = [e["seq"] for e in back.events if e["stream"] == "room"]
            assert missed + heard == list(range(seen["room"] + 1, hall.head + 1))


def whole(readers: list[Client]) -> None:
    """See that those who read all heard the same, in one order, without a gap."""
    heads: set[Any] = set()
    for reader in readers:
        numbers = [event["seq"] for event in reader.events if event["stream"] == "room"]
        assert numbers == list(range(numbers[0], numbers[-1] + 1))
        assert reader.close_code is None
        heads.add(numbers[-1])
    assert len(heads) == 1
