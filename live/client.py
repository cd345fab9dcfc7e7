"""A program's own line to a room: enters, says, hears, drops and comes back with its numbers."""

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from uuid import uuid4

import websockets
from websockets.asyncio.client import ClientConnection, connect

Heard = Callable[[dict[str, Any]], None]
# Returns {"ticket", "url"} as the ticket's door answers; called in a thread, since it may wait.
AskForTicket = Callable[[], dict[str, str]]

_PATIENCE = 10.0
_RIGHTS_CHANGED = 4401


class Line:
    """A line that outlives its sockets; what was not answered is said again with the same id."""

    def __init__(self, ask_for_ticket: AskForTicket, *, began: Heard, heard: Heard) -> None:
        self._ask_for_ticket, self._began, self._heard = ask_for_ticket, began, heard
        self._seen: dict[str, int] = {}
        self._ticket: dict[str, str] | None = None
        self._socket: ClientConnection | None = None
        self._waiting: dict[str, tuple[str, asyncio.Future[dict[str, Any]]]] = {}
        self.is_inside = False

    async def visit(self) -> None:
        """Stay for as long as one socket lasts; raises OSError or TimeoutError while nobody answers."""
        ticket = self._ticket
        if ticket is None:
            ticket = await asyncio.to_thread(self._ask_for_ticket)
        try:
            async with connect(ticket["url"], compression=None, proxy=None) as socket:
                await self._stay(socket, ticket)
        except websockets.WebSocketException as refused:
            raise ConnectionError from refused

    async def _stay(self, socket: ClientConnection, ticket: dict[str, str]) -> None:
        self._ticket, self._socket = None, socket
        try:
            with suppress(websockets.ConnectionClosed):
                await self._enter(socket, ticket)
                async for raw in socket:
                    await self._take(socket, json.loads(raw))
        finally:
            self._socket, self.is_inside = None, False
            if socket.close_code == _RIGHTS_CHANGED:
                self._ticket = None

    async def say(self, name: str, data: dict[str, Any]) -> dict[str, Any]:
        """Send a command and return its reply, over as many sockets as it takes."""
        command_id = str(uuid4())
        frame = json.dumps({"id": command_id, "name": name, "data": data}, ensure_ascii=False)
        answered: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self._waiting[command_id] = (frame, answered)
        try:
            await self._send(frame)
            return await answered
        finally:
            del self._waiting[command_id]

    def drop(self) -> None:
        """Lose the line as a tunnel does: without a goodbye."""
        if self._socket is not None:
            self._socket.transport.abort()

    async def leave(self) -> None:
        """Close the socket with a goodbye."""
        if self._socket is not None:
            await self._socket.close()

    async def _enter(self, socket: ClientConnection, ticket: dict[str, str]) -> None:
        entering = {"ticket": ticket["ticket"], "seen": self._seen}
        await socket.send(json.dumps({"id": str(uuid4()), "name": "room.enter", "data": entering}))
        reply = json.loads(await asyncio.wait_for(socket.recv(), _PATIENCE))
        if not reply.get("ok"):
            await socket.close()
            return
        entered = reply["data"]
        self._ticket = {"ticket": entered["ticket"], "url": ticket["url"]}
        if "snapshot" in entered:
            self._seen = {}
            self._began(entered["snapshot"])
        self._hear(entered["events"])
        self._seen |= entered["as_of"]
        self.is_inside = True
        for frame, _answered in list(self._waiting.values()):
            await self._send(frame)

    async def _take(self, socket: ClientConnection, frame: Any) -> None:
        if isinstance(frame, list):
            self._hear(frame)
        elif "beat" in frame:
            await socket.send(json.dumps({"beat": frame["beat"]}))
        elif "ok" in frame:
            _frame, answered = self._waiting.get(frame["id"], ("", None))
            if answered is not None and not answered.done():
                answered.set_result(frame)
        elif "stream" in frame:
            self._hear([frame])

    def _hear(self, frames: list[dict[str, Any]]) -> None:
        for event in frames:
            if event.get("seq", 0) > self._seen.get(event["stream"], 0):
                self._seen[event["stream"]] = event["seq"]
                self._heard(event)

    async def _send(self, frame: str) -> None:
        if self._socket is None or not self.is_inside:
            return  # it is said on coming back
        with suppress(websockets.ConnectionClosed):
            await self._socket.send(frame)
