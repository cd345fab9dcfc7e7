"""How long delivery takes to eighty who read, with twenty beside them who do not and without."""

import asyncio
import contextlib
import json
import statistics
import time
from contextlib import AsyncExitStack
from itertools import pairwise
from pathlib import Path
from typing import Any

import websockets
from websockets.asyncio.client import ClientConnection, connect

from tests.hostile import doors
from tests.hostile.stuck import stuck
from tests.site import Site

READERS, STUCK = 80, 20
PEOPLE = [f"p{n:03d}@demo.example" for n in range(1, READERS + STUCK + 1)]
EVERY = 0.05
LENGTH = 2000
# Measured by turns, so that what else the machine does falls on both alike.
TURNS, SECONDS = 16, 4.0
TARGET = 1.2
MARK, SEQ = '"text":"', '"stream":"room","seq":'


class Audience:
    """Eighty sockets that note how long each message took from its sender to them."""

    def __init__(self, site: Site, session: str, tokens: dict[str, str]) -> None:
        self.site, self.session, self.tokens = site, session, tokens
        self.url = f"ws://127.0.0.1:{site.port}/live/"
        self.took: list[float] = []
        self.cuts = self.head = 0

    async def enter(self, stack: AsyncExitStack) -> ClientConnection:
        """Let all readers in; returns the socket of the first, who speaks."""
        sockets = []
        for email in PEOPLE[STUCK:]:
            socket = await stack.enter_async_context(
                connect(self.url, compression=None, proxy=None, max_size=None)
            )
            ticket = await doors.ticket(self.site.url, self.session, self.tokens[email])
            await socket.send(doors.frame("room.enter", ticket=ticket))
            await socket.recv()
            sockets.append(socket)
            reading = asyncio.ensure_future(self._read(socket))
            stack.callback(reading.cancel)
        return sockets[0]

    async def _read(self, socket: ClientConnection) -> None:
        with contextlib.suppress(websockets.ConnectionClosed):
            async for text in socket:
                now = time.monotonic()
                said = str(text)
                if said.startswith('{"beat"'):
                    await socket.send(json.dumps({"beat": json.loads(said)["beat"]}))
                if SEQ in said:
                    self.head = max(self.head, int(said.rpartition(SEQ)[2].split(",", 1)[0]))
                # A message begins with the instant at which it was sent.
                for part in said.split(MARK)[1:]:
                    sent_at = part.split(" ", 1)[0]
                    with contextlib.suppress(ValueError):
                        self.took.append(now - float(sent_at))

    async def hear(self, speaker: ClientConnection, seconds: float = SECONDS) -> list[float]:
        """Let one speak for so long, and return how long each message took to each reader."""
        self.took = []
        end, sent = time.monotonic() + seconds, 0
        while time.monotonic() < end:
            text = f"{time.monotonic()} ".ljust(LENGTH, "x")
            await speaker.send(doors.frame("message.post", text=text))
            sent += 1
            await asyncio.sleep(EVERY)
        async with asyncio.timeout(30):
            while len(self.took) < sent * READERS:
                await asyncio.sleep(0.05)
        return self.took

    async def never_read(self, email: str) -> None:
        """Enter, read nothing until cut, and come back at once to do the same."""
        ticket = await doors.ticket(self.site.url, self.session, self.tokens[email])
        while True:
            async with stuck(self.url) as slow:
                await slow.enter(ticket, {"room": self.head, "me": 0})
                ticket = slow.ticket
                slow.stop_reading()
                await slow.cut(patience=3600)
                self.cuts += 1


async def measure(folder: Path) -> dict[str, Any]:
    """Return the p99 of delivery with twenty stuck readers beside that without, and their ratio.

    The ratio is the median of those of neighbouring turns. `noise` is the same between turns that
    both had nobody stuck: where it is not near 1, the machine was too busy for the ratio to mean much.
    """
    site = Site(folder, LIVE_LIMITS="chat=100000/100000,enter=10000/10000", LIVE_ROOM_RATE="100000")
    await asyncio.to_thread(site.start)
    try:
        tokens = await asyncio.to_thread(site.tokens, *PEOPLE)
        found = site.ask("/api/v1/sessions/?state=live", tokens[PEOPLE[0]])["results"]
        audience = Audience(site, found[0]["id"], tokens)
        return await _by_turns(audience)
    finally:
        await asyncio.to_thread(site.stop)


async def _by_turns(audience: Audience) -> dict[str, Any]:
    took: dict[str, list[list[float]]] = {"without": [], "with": []}
    async with AsyncExitStack() as stack:
        speaker = await audience.enter(stack)
        await audience.hear(speaker)
        for turn in range(TURNS):
            async with asyncio.TaskGroup() as beside:
                tasks = [
                    beside.create_task(audience.never_read(email))
                    for email in PEOPLE[: STUCK * (turn % 2)]
                ]
                # All are in and stuck, and half have been cut once, before the measuring begins.
                enough = audience.cuts + len(tasks) // 2
                await audience.hear(speaker, 1.0)
                while audience.cuts < enough:
                    await audience.hear(speaker, 1.0)
                took["with" if tasks else "without"].append(await audience.hear(speaker))
                for task in tasks:
                    task.cancel()
    figures = {name: _figures(each) for name, each in took.items()}
    pairs = zip(took["with"], took["without"], strict=True)
    ratio = statistics.median(_p99(beside) / _p99(alone) for beside, alone in pairs)
    everything = {
        name: _p99([each for turn in turns for each in turn]) for name, turns in took.items()
    }
    return {
        "bench": "delivery beside stuck readers",
        "readers": READERS,
        "stuck": STUCK,
        "cuts": audience.cuts,
        **figures,
        "ratio": round(ratio, 2),
        "ratio_of_all": round(everything["with"] / everything["without"], 2),
        "noise": round(_noise(took["without"]), 2),
        "target": TARGET,
    }


def _figures(turns: list[list[float]]) -> dict[str, float]:
    """Return the median of the turns' figures: what else the machine did in one turn spoils that one."""
    return {
        "deliveries": sum(map(len, turns)),
        "p50_ms": round(statistics.median(map(statistics.median, turns)) * 1000, 1),
        "p99_ms": round(statistics.median(map(_p99, turns)) * 1000, 1),
    }


def _p99(took: list[float]) -> float:
    return statistics.quantiles(took, n=100)[98]


def _noise(turns: list[list[float]]) -> float:
    ratios = [_p99(later) / _p99(earlier) for earlier, later in pairwise(turns)]
    return statistics.median(max(ratio, 1 / ratio) for ratio in ratios)
