"""A line of our own between a client and a server: thin, far, cut or dumb in one direction, and every byte counted."""

import asyncio
import socket
import struct
import threading
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from typing import Any, Self

# As much as one packet carries: by turns of these all connections share the line.
PACKET = 1400
# Packets of one connection that are on the way at a time; further ones wait at the sender.
ON_THE_WAY = 64


class Way:
    """One direction of the line: what has passed, and when it is free for the next packet."""

    def __init__(self, bits_per_second: float | None, delay: float) -> None:
        self.bits_per_second, self.delay = bits_per_second, delay
        self.passed = 0
        self.is_open = asyncio.Event()
        self.is_open.set()
        self._free_at = 0.0

    async def carry(self, data: bytes) -> float:
        """Put a packet on the line; returns at the end of it, with when it arrives."""
        loop = asyncio.get_running_loop()
        begun = max(loop.time(), self._free_at)
        seconds = len(data) * 8 / self.bits_per_second if self.bits_per_second else 0.0
        self._free_at = begun + seconds
        await asyncio.sleep(max(0.0, self._free_at - loop.time()))
        self.passed += len(data)
        return self._free_at + self.delay


class ThinLine:
    """A TCP proxy on a port of its own, in a thread of its own, for as long as its `with` block.

    Both directions have the same bandwidth, shared by all connections, and half the round trip each; a new
    connection costs one round trip more, as a handshake does. No byte is lost, doubled or overtaken.
    """

    def __init__(
        self, target: int, *, bits_per_second: float | None = None, round_trip: float = 0.0
    ) -> None:
        self._target, self._round_trip = target, round_trip
        self._bits = bits_per_second
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._pairs: set[tuple[asyncio.StreamWriter, asyncio.StreamWriter]] = set()
        self._writers: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._is_cut = False

    def __enter__(self) -> Self:
        self._thread.start()
        self._run(self._listen())
        return self

    def __exit__(self, *_exception: object) -> None:
        self._run(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout=5)
        self._loop.close()

    @property
    def url(self) -> str:
        """Return where the server is reached by this line."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def down(self) -> int:
        """Return how many bytes the server has sent over it, headers and frames included."""
        return self._down.passed

    @property
    def up(self) -> int:
        """Return how many bytes clients have sent over it."""
        return self._up.passed

    def cut(self) -> None:
        """Break every connection at once and let nobody in, until it is mended."""
        self._run(self._break())

    def mend(self) -> None:
        """Let clients in again."""
        self._is_cut = False

    def stop(self, way: str) -> None:
        """Let nothing through `down` or `up` any more; the other direction and the connections live on."""
        self._call(self._way(way).is_open.clear)

    def go_on(self, way: str) -> None:
        """Deliver what has waited in a stopped direction, and whatever follows."""
        self._call(self._way(way).is_open.set)

    def _way(self, name: str) -> Way:
        return {"down": self._down, "up": self._up}[name]

    def _call(self, act: Callable[[], None]) -> None:
        async def acted() -> None:
            act()

        self._run(acted())

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        done: Future[None] = asyncio.run_coroutine_threadsafe(work, self._loop)
        done.result(timeout=10)

    async def _listen(self) -> None:
        self._down = Way(self._bits, self._round_trip / 2)
        self._up = Way(self._bits, self._round_trip / 2)
        self._server = await asyncio.start_server(self._accepted, "127.0.0.1", 0)
        self.port: int = self._server.sockets[0].getsockname()[1]

    def _accepted(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Take a connection in a task of ours: one that the server made would outlive the line."""
        self._writers.add(writer)
        self._spawn(self._connect(reader, writer))

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._is_cut:
            _reset(writer)
            return
        await asyncio.sleep(self._round_trip)
        try:
            there, to_there = await asyncio.open_connection("127.0.0.1", self._target)
        except OSError:
            writer.transport.abort()
            return
        self._writers.add(to_there)
        pair = (writer, to_there)
        self._pairs.add(pair)
        self._spawn(self._pump(reader, to_there, self._up, pair))
        self._spawn(self._pump(there, writer, self._down, pair))

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = self._loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _pump(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        way: Way,
        pair: tuple[asyncio.StreamWriter, asyncio.StreamWriter],
    ) -> None:
        coming: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue(ON_THE_WAY)
        self._spawn(self._deliver(coming, writer, way))
        try:
            while data := await reader.read(PACKET):
                await coming.put((await way.carry(data), data))
        except OSError:
            self._abort(pair)
        await coming.put((self._loop.time() + way.delay, b""))

    async def _deliver(
        self, coming: asyncio.Queue[tuple[float, bytes]], writer: asyncio.StreamWriter, way: Way
    ) -> None:
        try:
            while True:
                due, data = await coming.get()
                await asyncio.sleep(max(0.0, due - self._loop.time()))
                await way.is_open.wait()
                if not data:
                    writer.close()
                    return
                writer.write(data)
                await writer.drain()
        except OSError:
            writer.transport.abort()

    def _abort(self, pair: tuple[asyncio.StreamWriter, asyncio.StreamWriter]) -> None:
        self._pairs.discard(pair)
        for writer in pair:
            _reset(writer)

    async def _break(self) -> None:
        self._is_cut = True
        for pair in list(self._pairs):
            self._abort(pair)

    async def _close(self) -> None:
        self._server.close()
        await self._break()
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for writer in self._writers:
            _reset(writer)
        # A reset connection is closed at the loop's next turn: its socket must not be left to the collector.
        await asyncio.gather(
            *(each.wait_closed() for each in self._writers), return_exceptions=True
        )


def _reset(writer: asyncio.StreamWriter) -> None:
    """End a connection as a broken line does: at once, and without a farewell."""
    if not writer.transport.is_closing():
        own = writer.get_extra_info("socket")
        own.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        writer.transport.abort()


def until(is_so: Callable[[], bool], what: str, within: float = 30.0) -> None:
    """Wait for a fact, with a limit."""
    end = time.monotonic() + within
    while not is_so():
        if time.monotonic() > end:
            raise AssertionError(what)
        time.sleep(0.02)
