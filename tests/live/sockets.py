"""A client for tests: what the browser does, without a browser, and nothing hidden."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

import websockets
from websockets.asyncio.client import ClientConnection, connect

PATIENCE = 5.0


class Client:
    """One socket in one room; keeps every frame and the last number of each stream."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.frames: list[dict[str, Any]] = []
        self.events: list[dict[str, Any]] = []
        self.seen: dict[str, int] = {}
        self.ticket = ""
        self.close_code: int | None = None
        self.answers_beats = True
        self._changed = asyncio.Event()
        self._reader = asyncio.create_task(self._read())

    async def enter(self, ticket: str, seen: dict[str, int] | None = None) -> dict[str, Any]:
        """Enter with a ticket; returns the reply."""
        reply = await self.say("room.enter", ticket=ticket, seen=seen or {})
        if reply["ok"]:
            self.ticket = reply["data"]["ticket"]
            for short, number in reply["data"]["as_of"].items():
                self.seen[short] = max(self.seen.get(short, 0), number)
        return reply

    async def say(self, name: str, *, command_id: str = "", **data: Any) -> dict[str, Any]:
        """Send a command and return its reply."""
        wanted = command_id or str(uuid4())
        # An id of its own was answered by nothing that came before.
        looked = 0 if command_id else len(self.frames)
        await self.socket.send(json.dumps({"id": wanted, "name": name, "data": data}))
        return await self.until(lambda f: f.get("id") == wanted, looked=looked)

    async def until(
        self,
        wanted: Callable[[dict[str, Any]], bool],
        patience: float = PATIENCE,
        *,
        looked: int = 0,
    ) -> dict[str, Any]:
        """Return the first frame (or event in a frame) that fits, come or to come.

        The first `looked` frames are passed over.
        """
        async with asyncio.timeout(patience):
            while True:
                while looked < len(self.frames):
                    frame = self.frames[looked]
                    looked += 1
                    if wanted(frame):
                        return frame
                self._changed.clear()
                await self._changed.wait()

    async def hear(self, name: str, patience: float = PATIENCE, **data: Any) -> dict[str, Any]:
        """Return the first event or whisper of that name whose data holds what is asked for."""

        def fits(frame: dict[str, Any]) -> bool:
            return frame.get("name") == name and data.items() <= frame["data"].items()

        return await self.until(fits, patience)

    async def closed(self, patience: float = PATIENCE) -> int:
        """Return the code with which the server closed."""
        async with asyncio.timeout(patience):
            await self._reader
        return self.close_code or 0

    async def close(self) -> None:
        """Leave."""
        await self.socket.close()
        self._reader.cancel()

    async def _read(self) -> None:
        try:
            async for raw in self.socket:
                decoded = json.loads(raw)
                for frame in decoded if isinstance(decoded, list) else [decoded]:
                    await self._take(frame)
        except websockets.ConnectionClosed:
            pass
        self.close_code = self.socket.close_code
        self._changed.set()

    async def _take(self, frame: dict[str, Any]) -> None:
        self.frames.append(frame)
        if "seq" in frame:
            self.events.append(frame)
            self.seen[frame["stream"]] = max(self.seen.get(frame["stream"], 0), frame["seq"])
        if "beat" in frame and self.answers_beats:
            await self.socket.send(json.dumps({"beat": frame["beat"]}))
        self._changed.set()


@asynccontextmanager
async def client(url: str, **options: Any) -> AsyncIterator[Client]:
    """Yield a client that has connected, and not yet entered."""
    async with connect(url, compression=None, proxy=None, **options) as socket:
        joined = Client(socket)
        try:
            yield joined
        finally:
            await joined.close()
