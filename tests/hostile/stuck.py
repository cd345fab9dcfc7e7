"""A client that stops reading: it has entered, takes nothing more, and never says goodbye."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from websockets.asyncio.client import connect

from tests.live.sockets import Client

# What the kernel keeps for who does not read; small, so that the server's own line is what fills.
RECEIVE_BUFFER = 4096
ESTABLISHED = 1


class Stuck(Client):
    """Reads until told to stop; from then on only the kernel knows whether the line is still up."""

    def stop_reading(self) -> None:
        """Take nothing more from the connection."""
        self._reader.cancel()
        self.socket.transport.pause_reading()

    @property
    def is_connected(self) -> bool:
        """Say whether the connection still stands, without reading from it."""
        wire = self.socket.transport.get_extra_info("socket")
        if wire is None or wire.fileno() < 0:
            return False
        state: int = wire.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1)[0]
        return state == ESTABLISHED

    async def cut(self, patience: float) -> None:
        """Wait until the server has ended the connection."""
        async with asyncio.timeout(patience):
            while self.is_connected:
                await asyncio.sleep(0.02)


@asynccontextmanager
async def stuck(url: str) -> AsyncIterator[Stuck]:
    """Yield a client that has connected through a small buffer, and reads as yet."""
    host, port = url.split("/")[2].split(":")
    plain = socket.socket()
    plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BUFFER)
    plain.setblocking(False)
    await asyncio.get_running_loop().sock_connect(plain, (host, int(port)))
    options: dict[str, Any] = {"ping_interval": None, "close_timeout": 0}
    async with connect(url, sock=plain, compression=None, proxy=None, **options) as opened:
        one = Stuck(opened)
        try:
            yield one
        finally:
            one._reader.cancel()
            opened.transport.abort()
