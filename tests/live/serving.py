"""The kernel on a real server in this process, on a free port of the loopback address."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn

from live import executor
from live.fanout import listener
from live.server import uvicorn_server


def free_port() -> int:
    """Return a port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


async def _started(server: uvicorn.Server, task: asyncio.Task[None]) -> None:
    while not server.started and not task.done():
        await asyncio.sleep(0.01)


@asynccontextmanager
async def serving() -> AsyncIterator[str]:
    """Yield the address of a running server's socket; it ends with the block."""
    port = free_port()
    server = uvicorn_server("127.0.0.1", port)
    task = asyncio.create_task(server._serve())
    async with asyncio.timeout(10):
        await _started(server, task)
    try:
        yield f"ws://127.0.0.1:{port}/live/"
    finally:
        server.should_exit = True
        await task
        listener().stop()
        await asyncio.sleep(0)
        await asyncio.to_thread(executor.close)
