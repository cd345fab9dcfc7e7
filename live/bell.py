"""The doorbell: says that a stream has reached a number; it may fail, since a poll finds the rest.

The channel layer carries `(stream, head)` pairs and nothing else. Threads of this process ring
through the loop on which its listener runs, because the in-memory layer wakes a waiter of another
loop late; a process without a listener rings Redis directly, and the in-memory bell not at all.
"""

import asyncio
import logging
from collections.abc import Callable
from typing import Any

from asgiref.sync import async_to_sync
from channels.layers import InMemoryChannelLayer, get_channel_layer

GROUP = "live"
RING_LIMIT = 0.2

logger = logging.getLogger(__name__)
Deliver = Callable[[str, str], None]

_loop: asyncio.AbstractEventLoop | None = None
_deliver: Deliver | None = None


def attach(loop: asyncio.AbstractEventLoop, deliver: Deliver) -> None:
    """Name the loop that rings for this process, and what hands a whisper to its sockets."""
    global _loop, _deliver
    _loop, _deliver = loop, deliver


def detach() -> None:
    """Forget the listener: it has stopped."""
    global _loop, _deliver  # noqa: PLW0603 - as above
    _loop = _deliver = None


def ring_all(heads: dict[str, int]) -> None:
    """Ring for every stream that moved; never raises and never waits longer than 200 ms."""
    if heads:
        ring(heads)


def ring(heads: dict[str, int]) -> None:
    """Send the bell; this is the one place at which tests drop it."""
    layer = get_channel_layer()
    if layer is None:
        return
    loop = _loop
    if loop is not None and not loop.is_closed():
        loop.call_soon_threadsafe(_ring_soon, heads)
    elif not isinstance(layer, InMemoryChannelLayer):
        async_to_sync(_ring)(heads)


def whisper(stream: str, frame: str) -> None:
    """Hand a frame that may be lost to this process's sockets, from any thread."""
    loop, deliver = _loop, _deliver
    if loop is not None and deliver is not None and not loop.is_closed():
        loop.call_soon_threadsafe(deliver, stream, frame)


async def echo(mark: str) -> None:
    """Send the bell of this process round to itself: hearing its mark again shows that it works."""
    await _send({"type": "live.bell", "heads": {}, "mark": mark})


async def leave(channel: str) -> None:
    """Let a listener's channel hear no more bells; never raises and never waits longer than 200 ms."""
    layer = get_channel_layer()
    if layer is None:
        return
    try:
        async with asyncio.timeout(RING_LIMIT):
            await layer.group_discard(GROUP, channel)
    except Exception as error:  # noqa: BLE001 - the layer forgets a silent channel by itself, later
        logger.info("bell not left: %s", type(error).__name__)


_ringing: set[asyncio.Task[None]] = set()


def _ring_soon(heads: dict[str, int]) -> None:
    task = asyncio.ensure_future(_ring(heads))
    _ringing.add(task)
    task.add_done_callback(_ringing.discard)


async def _ring(heads: dict[str, int]) -> None:
    await _send({"type": "live.bell", "heads": heads})


async def _send(message: dict[str, Any]) -> None:
    layer = get_channel_layer()
    if layer is None:
        return
    try:
        async with asyncio.timeout(RING_LIMIT):
            await layer.group_send(GROUP, message)
    except Exception as error:  # noqa: BLE001 - a bell may fail in any way; the poll delivers
        logger.info("bell not rung: %s", type(error).__name__)
