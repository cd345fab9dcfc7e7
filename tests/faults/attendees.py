"""Delegates who come and go by a timetable, in a process of their own that can be stopped and killed.

The plan (JSON, first argument) names the site, the instant from which seconds are counted, and the
devices: whose they are and their visits, each `[from, until, how it ends]`. A visit that is cut is
taken up again until its time is over; at SIGTERM all who are still there leave. What a device knows by itself of when it was connected is
printed as one JSON object a device, once all is over. Instants are seconds of the machine's clock.
"""

import asyncio
import json
import signal
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import websockets
from websockets.asyncio.client import ClientConnection, connect

COME_BACK_AFTER = 0.3
PATIENCE = 10.0
GOODBYE, DROP = "goodbye", "drop"


@dataclass
class Device:
    """One tab or telephone: comes, answers heartbeats, leaves, comes back."""

    site: str
    door: str
    start: float
    email: str
    token: str
    visits: list[tuple[float, float, str]]
    stays: list[list[float]] = field(default_factory=list)
    ticket: dict[str, str] | None = None
    is_inside: bool = False

    async def live(self) -> None:
        for begins, ends, how in self.visits:
            await asyncio.sleep(max(0.0, self.start + begins - time.time()))
            while time.time() < self.start + ends:
                await self._visit(self.start + ends, how)

    async def _visit(self, until: float, how: str) -> None:
        try:
            got = self.ticket
            if got is None:
                got = await asyncio.to_thread(self._ask_for_ticket)
            # Pings of the protocol are off: a device that does not answer is the server's to notice.
            async with connect(
                got["url"], compression=None, proxy=None, ping_interval=None
            ) as socket:
                self.ticket = None
                await self._stay(socket, got, until, how)
        except (OSError, websockets.WebSocketException, TimeoutError):
            await asyncio.sleep(COME_BACK_AFTER)

    async def _stay(
        self, socket: ClientConnection, got: dict[str, str], until: float, how: str
    ) -> None:
        asked_at = time.time()
        data = {"ticket": got["ticket"], "seen": {}}
        await socket.send(json.dumps({"id": str(uuid4()), "name": "room.enter", "data": data}))
        self.is_inside = False
        try:
            async with asyncio.timeout(max(0.0, until - time.time())):
                async for raw in socket:
                    await self._hear(socket, json.loads(raw), got, asked_at)
        except TimeoutError:
            if how == DROP:
                self._left()
                socket.transport.abort()
            else:
                await socket.close()
        finally:
            self._left()

    async def _hear(
        self, socket: ClientConnection, frame: Any, got: dict[str, str], asked_at: float
    ) -> None:
        if not isinstance(frame, dict):
            return
        if "beat" in frame:
            await socket.send(json.dumps({"beat": frame["beat"]}))
        elif "ok" in frame and not frame["ok"]:
            await socket.close()
        elif "ok" in frame and not self.is_inside:
            self.is_inside = True
            self.stays.append([asked_at, time.time()])
            self.ticket = {"ticket": frame["data"]["ticket"], "url": got["url"]}

    def _left(self) -> None:
        if self.is_inside:
            self.stays[-1][1] = time.time()
            self.is_inside = False

    def _ask_for_ticket(self) -> dict[str, str]:
        request = urllib.request.Request(  # noqa: S310 - our own site's address
            self.site + self.door,
            data=b"{}",
            headers={"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310 - as above
            got: dict[str, str] = json.load(answer)
        return got


def _leave(living: list["asyncio.Task[None]"]) -> None:
    for task in living:
        task.cancel()


async def main(plan: dict[str, Any]) -> None:
    devices = [
        Device(plan["site"], plan["door"], plan["start"], one["email"], one["token"], one["visits"])
        for one in plan["devices"]
    ]
    async with asyncio.TaskGroup() as group:
        living = [group.create_task(device.live()) for device in devices]
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, _leave, living)
    for device in devices:
        # This is how the program speaks.
        print(json.dumps({"email": device.email, "stays": device.stays}), flush=True)  # noqa: T201


if __name__ == "__main__":
    asyncio.run(main(json.loads(Path(sys.argv[1]).read_text())))
