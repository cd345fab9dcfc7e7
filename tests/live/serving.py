"""The kernel on a real server in this process, on a free port of the loopback address.

TEST_SERVER=daphne runs the same tests on daphne.
"""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn

from cspp_live.asgi import application
from live import executor
from live.fanout import listener
from live.server import uvicorn_server
from tests.live.daphne import serving_on_daphne

SERVER = os.environ.get("TEST_SERVER", "uvicorn")
# How a server ends whoever sends what no frame can be: uvicorn says why, daphne drops the connection.
CLOSED_TOO_LARGE = {"uvicorn": 1009, "daphne": 1006}[SERVER]
CLOSED_NO_TEXT = {"uvicorn": 1007, "daphne": 1006}[SERVER]


@asynccontextmanager
async def serving() -> AsyncIterator[str]:
    """Yield the address of a running server's socket; it ends with the block."""
    try:
        async with _servers[SERVER]() as port:
            yield f"ws://127.0.0.1:{port}/live/"
    finally:
        listener().stop()
        await asyncio.sleep(0)
        await asyncio.to_thread(executor.close)


@asynccontextmanager
async def _serving_on_uvicorn() -> AsyncIterator[int]:
    server = uvicorn_server("127.0.0.1", 0)
    task = asyncio.create_task(server._serve())
    async with asyncio.timeout(10):
        await _started(server, task)
    try:
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        await task


async def _started(server: uvicorn.Server, task: asyncio.Task[None]) -> None:
    while not server.started and not task.done():
        await asyncio.sleep(0.01)


@asynccontextmanager
async def _serving_on_daphne() -> AsyncIterator[int]:
    async with serving_on_daphne(application) as port:
        yield port


_servers = {"uvicorn": _serving_on_uvicorn, "daphne": _serving_on_daphne}
