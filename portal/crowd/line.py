"""One simulated person's line to the room: enters, says, hears, drops and comes back with its numbers."""

import asyncio
import json
import urllib.request
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import websockets
from websockets.asyncio.client import ClientConnection, connect

Heard = Callable[[dict[str, Any]], None]

_PATIENCE = 10.0
_RIGHTS_CHANGED = 4401


class Line:
    """A line that outlives its sockets; what was not answered is said again with the same id."""

    def __init__(self, site: str, session: UUID, token: str, *, began: Heard, heard: Heard) -> None:
        self._site, self._session, self._token = site, session, token
        self._began, self._heard = began, heard
        self._seen: dict[str, int] = {}
        self._ticket: dict[str, str] | None = None
        self._socket: ClientConnection | None = None
        self._waiting: dict[str, tuple[str, asyncio.Future[dict[str, Any]]]] = {}
        self.is_inside = False

    async def visit(self) -> None:
        """Stay for as long as one socket lasts; raises OSError while nobody answers."""
        ticket = self._ticket
        if ticket is None:
            ticket = await asyncio.to_thread(self._ask_for_ticket)
        async with connect(ticket["url"], compression=None, proxy=None) as socket:
            self._ticket = None
            self._socket = socket
            try:
                await self._enter(socket, ticket)
                async for raw in socket:
                    await self._take(socket, json.loads(raw))
            except websockets.ConnectionClosed:
                pass
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
        try:
            await self._socket.send(frame)
        except websockets.ConnectionClosed:
            return

    def _ask_for_ticket(self) -> dict[str, str]:
        request = urllib.request.Request(  # noqa: S310 - the site's address, given by who runs this
            f"{self._site}/api/v1/sessions/{self._session}/ticket/",
            data=b"{}",
            headers={
                "Authorization": f"Bearer {self._token}",
                "Content-Type": "application/json",
            },
        )
        with urllib.request.urlopen(request, timeout=_PATIENCE) as answer:  # noqa: S310 - as above
            ticket: dict[str, str] = json.load(answer)
        return ticket
