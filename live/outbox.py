"""What waits to be sent to one socket: bounded, and never awaited by those who fill it."""

import asyncio
import logging
import random
from collections import deque
from collections.abc import Awaitable, Callable

logger = logging.getLogger(__name__)

MAX_FRAMES = 64
MAX_BYTES = 1024 * 1024
# One message overflows the lines of all who stopped at the same time: within so many seconds they are
# cut, or all of them would stand at the door in the same instant, and who speaks then would wait for them.
CUT_WITHIN = 1.0

Send = Callable[[dict[str, object]], Awaitable[None]]


class Outbox:
    """A line of ready-made frames with one writer; a reader who stopped overflows it and is cut.

    `cut` must end the connection at once; it is called within a second of the overflow. The client comes
    back with its last numbers and loses nothing.
    """

    def __init__(self, send: Send, cut: Callable[[], None]) -> None:
        self._send = send
        self._cut = cut
        self._frames: deque[tuple[str, int]] = deque()
        self._bytes = 0
        self._wake = asyncio.Event()
        self._empty = asyncio.Event()
        self._empty.set()
        self._closing: int | None = None
        self._due: asyncio.TimerHandle | None = None
        self.is_cut = False
        self.writer = asyncio.ensure_future(self._write())

    def put(self, text: str, *, is_asked_for: bool = False) -> None:
        """Line up a frame; over 64 frames or 1 MiB the socket is cut instead.

        What was asked for, a state or a gap, may be larger than that: it does not count, or a room
        of long texts could never be entered. Who asks waits for `emptied` before the next.
        """
        if self.is_cut or self._closing is not None:
            return
        size = 0 if is_asked_for else _size(text)
        self._frames.append((text, size))
        self._empty.clear()
        self._bytes += size
        if len(self._frames) > MAX_FRAMES or self._bytes > MAX_BYTES:
            self.is_cut = True
            self._frames.clear()
            self._empty.set()
            self.writer.cancel()
            delay = random.uniform(0, CUT_WITHIN)  # noqa: S311 - no secret: it only spreads them
            self._due = asyncio.get_running_loop().call_later(delay, self._cut)
            return
        self._wake.set()

    def close(self, code: int) -> None:
        """Send what is lined up, then close with a code; nothing is taken any more."""
        if self._closing is None and not self.is_cut:
            self._closing = code
            self._wake.set()

    def stop(self) -> None:
        """End the writer: the socket has gone."""
        self.is_cut = True
        if self._due is not None:
            self._due.cancel()
        self._frames.clear()
        self._empty.set()
        self.writer.cancel()

    async def emptied(self) -> None:
        """Wait until everything lined up has been taken by the connection, or it has gone."""
        await self._empty.wait()

    @property
    def is_open(self) -> bool:
        """Say whether the socket still takes part: neither cut nor about to be closed."""
        return not self.is_cut and self._closing is None

    async def _write(self) -> None:
        try:
            while True:
                await self._wake.wait()
                self._wake.clear()
                while self._frames:
                    text, size = self._frames.popleft()
                    self._bytes -= size
                    await self._send({"type": "websocket.send", "text": text})
                self._empty.set()
                if self._closing is not None:
                    await self._send({"type": "websocket.close", "code": self._closing})
                    return
        except (OSError, RuntimeError):
            # The peer went between two frames; the server tells the consumer with a disconnect.
            self.stop()
        except Exception as error:  # noqa: BLE001 - whatever a server won't send, none stays mute
            logger.warning("frame not sent: %s", type(error).__name__)
            self.stop()
            self._cut()


def _size(text: str) -> int:
    """Return how many bytes a frame has on the wire, which is UTF-8."""
    return len(text) if text.isascii() else len(text.encode())
