"""Running the ASGI application: uvicorn with an end for sockets that stopped reading, and draining."""

import asyncio
import socket
import struct
from asyncio import BaseTransport
from typing import Any, cast

import uvicorn
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from live.fanout import running
from live.frames import MAX_BYTES

DRAIN_SPREAD_MS = 5000
DRAIN_SECONDS = 1.0
# What the system may hold of what was sent and not yet taken, beside our own 64 frames or 1 MiB.
SEND_BUFFER = 128 * 1024

# Daphne holds what it sends to the size that it would take, and a room's state is far above 64 KiB:
# two hundred of the longest messages, or a gap of five hundred events. So single frames are bounded as
# on uvicorn, and a message put together from many of them by `live.frames`.
DAPHNE_LIMITS = {
    "websocket_max_frame_size": MAX_BYTES,
    "websocket_max_message_size": 16 * 1024 * 1024,
}


class AbortableProtocol(WebSocketsSansIOProtocol):
    """Puts into the scope a way to drop a connection whose peer reads nothing.

    A graceful close would wait for a flush that never comes; SO_LINGER 0 makes the kernel let go of
    what it holds as well.
    """

    def connection_made(self, transport: BaseTransport) -> None:
        """Bound what the system keeps for a peer that reads nothing: left alone, it is megabytes."""
        super().connection_made(transport)
        sock = transport.get_extra_info("socket")
        if sock is not None:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)

    async def run_asgi(self) -> None:
        """Serve one connection, with `extensions["live.abort"]` in its scope."""
        extensions = cast("dict[str, Any]", self.scope.setdefault("extensions", {}))
        extensions["live.abort"] = self._abort
        await super().run_asgi()

    def send_receive_event_to_app(self) -> None:
        """Close with 1007 for a text that is no UTF-8: a client's doing, so no exception is logged."""
        if self.curr_msg_data_type == "text" and not _is_utf8(b"".join(self.frames)):
            self.frames = []
            self.conn.send_close(1007)
            self.handle_parser_exception()
            return
        super().send_receive_event_to_app()

    def _abort(self) -> None:
        sock = self.transport.get_extra_info("socket")
        if sock is not None and not self.transport.is_closing():
            linger = struct.pack("ii", 1, 0)
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self.transport.abort()


def _is_utf8(text: bytes) -> bool:
    try:
        text.decode()
    except UnicodeDecodeError:
        return False
    return True


class DrainingServer(uvicorn.Server):
    """Tells the sockets when to come back before it closes them."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Turn /readyz to 503, spread the reconnects over some seconds, then stop."""
        await drain()
        await super().shutdown(sockets)


async def drain() -> None:
    """Send every socket of this process a time to reconnect, spread evenly, and close it."""
    found = running()
    if found is None:
        return
    listener = found[1]
    listener.is_draining = True
    open_sockets = sorted(listener.sockets(), key=id)
    for number, open_socket in enumerate(open_sockets):
        open_socket.drain(500 + DRAIN_SPREAD_MS * number // max(1, len(open_sockets)))
    if open_sockets:
        await asyncio.sleep(DRAIN_SECONDS)


def uvicorn_server(host: str, port: int) -> DrainingServer:
    """Return the production server: sansio WebSockets, no per-message deflate (3.4 times the CPU)."""
    config = uvicorn.Config(
        "cspp_live.asgi:application",
        host=host,
        port=port,
        ws=AbortableProtocol,
        ws_max_size=MAX_BYTES,
        ws_per_message_deflate=False,
        ws_ping_interval=20,
        ws_ping_timeout=20,
        timeout_graceful_shutdown=20,
        lifespan="off",
        log_level="warning",
        access_log=False,
        server_header=False,
    )
    return DrainingServer(config)
