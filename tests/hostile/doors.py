"""How a test reaches a running site as a person with an API token: tickets, commands, the log."""

import asyncio
import json
import urllib.error
import urllib.request
from typing import Any
from uuid import uuid4

from tests.live.sockets import Client


async def post(base: str, path: str, token: str, body: Any = None) -> Any:
    """Return the JSON that the API answers to a POST, whatever the status."""
    return await asyncio.to_thread(_post, base + path, token, body)


def _post(address: str, token: str, body: Any) -> Any:
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    data = b"" if body is None else json.dumps(body).encode()
    request = urllib.request.Request(address, data=data, headers=headers)  # noqa: S310 - our own
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310 - as above
            return json.load(answer)
    except urllib.error.HTTPError as refused:
        with refused:
            return json.load(refused)


async def ticket(base: str, session: object, token: str) -> str:
    """Return a fresh ticket for a session."""
    answer = await post(base, f"/api/v1/sessions/{session}/ticket/", token)
    text: str = answer["ticket"]
    return text


async def command(
    base: str, session: object, token: str, name: str, command_id: str, data: Any
) -> Any:
    """Send a command by HTTP, as a page without a socket does."""
    frame = {"id": command_id, "name": name, "data": data}
    return await post(base, f"/api/v1/sessions/{session}/commands/", token, frame)


async def say(client: Client, name: str, command_id: str, data: Any) -> dict[str, Any]:
    """Send a command whose id may have been answered before, and return its new answer."""

    def answers() -> list[dict[str, Any]]:
        return [frame for frame in client.frames if frame.get("id") == command_id]

    before = len(answers())
    await client.socket.send(json.dumps({"id": command_id, "name": name, "data": data}))
    await client.until(lambda _frame: len(answers()) > before)
    return answers()[before]


def frame(name: str, **data: Any) -> str:
    """Return a command as it goes on the wire, with an id of its own."""
    return json.dumps({"id": str(uuid4()), "name": name, "data": data})
