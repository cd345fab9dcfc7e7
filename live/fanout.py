"""The listener of one process: reads each event once and hands the same text to all its sockets.

A bell or a poll tells it of new numbers; the log is the truth, a whisper may be lost.
"""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any
from uuid import UUID, uuid4

from channels.layers import get_channel_layer

from live import bell, epochs, interpreter, presence, streams, tallies
from live.catalogue import last_events
from live.executor import executor
from live.hub import whisper_frame
from live.presence import PeoplePresent
from live.streams import Room
from live.troubles import SignsOfLife
from live.watches import Socket, Watch

POLL_SECONDS = 1.0
TICK_SECONDS = 0.025
PRESENCE_SECONDS = 0.25
SWEEP_SECONDS = 10.0
YIELD_EVERY = 500
# A frame holds so many events at most, so that a burst of long ones is no reader's fault.
BATCH = 50
# Threads that serve those who come and go, at one time; the rest wait. More of them do no more, since
# one Python runs one thread at a time, but what is said in a room would get a smaller part of it.
COMING_AND_GOING = 2

logger = logging.getLogger(__name__)


class Listener:
    """Delivery for one process; lives on one event loop and starts with its first socket."""

    def __init__(self) -> None:
        self.watches: dict[str, Watch] = {}
        self.by_person: dict[UUID, set[Socket]] = {}
        self.doors = asyncio.Semaphore(COMING_AND_GOING)
        self._heard: dict[Socket, tuple[str, ...]] = {}
        self._telling = asyncio.Lock()
        self.here: dict[Room, frozenset[UUID]] = {}
        self._tasks: set[asyncio.Task[Any]] = set()
        self._beats = 0
        self._diff_due: asyncio.TimerHandle | None = None
        self.is_draining = False
        self._mark = str(uuid4())

    def start(self) -> None:
        """Begin to listen and to poll on the running loop."""
        loop = asyncio.get_running_loop()
        bell.attach(loop, self.deliver_whisper)
        self.signs = SignsOfLife(bell=loop.time(), store=loop.time())
        jobs = (
            self._hear,
            self._poll,
            self._beat,
            self._flush,
            self._sweep,
            self._listen_to_itself,
        )
        for forever in jobs:
            self._spawn(self._supervised(forever))
        self._spawn(self._settled())

    def stop(self) -> None:
        """End everything this listener does."""
        bell.detach()
        for task in list(self._tasks):
            task.cancel()

    # Sockets come and go.

    def register(self, socket: Socket, names: dict[str, str]) -> None:
        """Let a socket hear streams from now on; read the log only after this, or events are lost."""
        self._heard[socket] = tuple(names.values())
        for stream in names.values():
            self.watches.setdefault(stream, Watch(stream)).sockets.add(socket)
        self.by_person.setdefault(socket.person, set()).add(socket)

    def reached(self, stream: str, head: int) -> int:
        """Say how far a newcomer has read; a later bell is caught up.

        Returns from where on the watch tells all who are registered. It is above `head` when
        another newcomer, who read later, was done first: the events up to it are still to be read.
        """
        watch = self.watches.get(stream)
        if watch is None:
            return head
        if watch.head is None:
            watch.start = watch.head = head
        if watch.rung > watch.head:
            self._read_soon(watch)
        return watch.start

    def leave(self, socket: Socket) -> None:
        """Forget a socket, and every stream that nobody here listens to any more."""
        for stream in self._heard.pop(socket, ()):
            watch = self.watches[stream]
            watch.sockets.discard(socket)
            if not watch.sockets:
                del self.watches[stream]
        mine = self.by_person.get(socket.person)
        if mine is not None:
            mine.discard(socket)
            if not mine:
                del self.by_person[socket.person]

    def replace(self, person: UUID, lease: UUID | None) -> None:
        """Close the socket from whose stay its person has just come back, if it still stands here."""
        for socket in list(self.by_person.get(person, ())) if lease else ():
            if socket.lease == lease:
                socket.replaced()

    def sockets(self) -> set[Socket]:
        """Return every socket of this process."""
        return set(self._heard)

    # Numbers come in.

    def rung(self, heads: dict[str, int]) -> None:
        """Take in what a bell or a poll says: read what is new, end what has lost its rights."""
        for name, head in heads.items():
            if name.startswith("epoch."):
                self._epoch_moved(UUID(name[6:]), head)
                continue
            watch = self.watches.get(name)
            if watch is None:
                continue
            watch.rung = max(watch.rung, head)
            if watch.head is not None and watch.rung > watch.head:
                self._read_soon(watch)

    def _epoch_moved(self, person: UUID, epoch: int) -> None:
        for socket in list(self.by_person.get(person, ())):
            if socket.epoch < epoch:
                # First no more deliveries, then the close.
                self.leave(socket)
                socket.rights_changed()

    def _read_soon(self, watch: Watch) -> None:
        if not watch.is_reading:
            watch.is_reading = True
            self._spawn(self._read(watch))

    async def _read(self, watch: Watch) -> None:
        try:
            while watch.head is not None and watch.rung > watch.head:
                found = await executor().run(streams.events_after, watch.stream, watch.head, BATCH)
                if not found:
                    return
                watch.head = found[-1].seq
                watch.pending += found
                self._send_on_tick(watch)
        except Exception as error:  # noqa: BLE001 - the next poll reads again
            logger.warning("stream not read: %s", type(error).__name__)
        finally:
            watch.is_reading = False

    def _send_on_tick(self, watch: Watch) -> None:
        """Send a lone event at once; what follows within 25 ms goes out as one frame."""
        if len(watch.pending) >= BATCH:
            self._send(watch)
            return
        if watch.timer is not None:
            return
        loop = asyncio.get_running_loop()
        wait = watch.sent_at + TICK_SECONDS - loop.time()
        if wait <= 0:
            self._send(watch)
        else:
            watch.timer = loop.call_later(wait, self._send, watch)

    def _send(self, watch: Watch) -> None:
        if watch.timer is not None:
            watch.timer.cancel()
            watch.timer = None
        watch.sent_at = asyncio.get_running_loop().time()
        if watch.pending and not watch.is_sending:
            watch.is_sending = True
            self._spawn(self._fan_out(watch))

    async def _fan_out(self, watch: Watch) -> None:
        """Send what is pending, one frame after the other: none overtakes another on the way."""
        try:
            while watch.pending:
                events, watch.pending = watch.pending, []
                text = streams.frame(events)
                is_last = any(event.name in last_events() for event in events)
                for number, socket in enumerate(list(watch.sockets), 1):
                    socket.hear(events, text)
                    if is_last:
                        socket.room_over()
                    if number % YIELD_EVERY == 0:
                        await asyncio.sleep(0)
        finally:
            watch.is_sending = False

    def deliver_whisper(self, stream: str, text: str) -> None:
        """Hand a frame that may be lost to whoever hears the stream here."""
        watch = self.watches.get(stream)
        if watch is not None:
            for socket in list(watch.sockets):
                socket.offer(text)

    # What goes on for ever.

    async def _hear(self) -> None:
        layer = get_channel_layer()
        if layer is None:
            await asyncio.Event().wait()
            return
        channel = await layer.new_channel()
        await layer.group_add(bell.GROUP, channel)
        try:
            # Redis' client may swallow a cancellation while it connects; nobody would wake us again.
            while not _is_cancelled():
                message = await layer.receive(channel)
                if message.get("mark") == self._mark:
                    self.signs.bell = asyncio.get_running_loop().time()
                self.rung(message["heads"])
        finally:
            # Or each later bell would be put, for nobody, into a line that is full before long.
            await bell.leave(channel)

    async def _poll(self) -> None:
        """Look once a second, however long looking took: what no bell told is found within two."""
        loop = asyncio.get_running_loop()
        due = loop.time()
        while True:
            due = max(due + POLL_SECONDS, loop.time())
            await asyncio.sleep(due - loop.time())
            try:
                await self._look()
            except Exception as error:  # noqa: BLE001 - looked for again at the next stroke
                logger.warning("not polled: %s", type(error).__name__)

    async def _look(self) -> None:
        names = [*self.watches, *map(epochs.epoch_name, self.by_person)]
        if names:
            self.rung(await executor().run(streams.heads, names))
        self.signs.store = asyncio.get_running_loop().time()
        if names:
            if await executor().run(tallies.has_due):
                await executor().run(tallies.publish_due)
            await self._tell_presence()

    async def _listen_to_itself(self) -> None:
        """Notice within 4 s that the bell is dead or the database away, and say so to every socket."""
        while True:
            await asyncio.sleep(POLL_SECONDS)
            await bell.echo(self._mark)
            trouble = self.signs.change(asyncio.get_running_loop().time())
            if trouble is not None:
                logger.warning("%s", trouble.in_words)
                for socket in self.sockets():
                    socket.offer(whisper_frame(trouble))

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(presence.BEAT_SECONDS)
            self._beats += 1
            for number, socket in enumerate(self.sockets(), 1):
                socket.beat(self._beats, self._heads_of(socket))
                if number % YIELD_EVERY == 0:
                    await asyncio.sleep(0)

    def _heads_of(self, socket: Socket) -> dict[str, int]:
        heads = {}
        for stream in self._heard.get(socket, ()):
            head = self.watches[stream].head
            if head is not None:
                heads[streams.short_name(stream)] = head
        return heads

    async def _flush(self) -> None:
        while True:
            await asyncio.sleep(presence.FLUSH_SECONDS)
            renewals = [r for r in (s.renewal() for s in self.sockets()) if r is not None]
            if renewals:
                leases = await executor().run(presence.renew, renewals)
                for socket in self.sockets() if leases else ():
                    socket.followed(leases)

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(SWEEP_SECONDS)
            await executor().run(presence.sweep)

    async def _settled(self) -> None:
        await asyncio.sleep(interpreter.SETTLED_AFTER)
        interpreter.settle()

    def presence_changed(self) -> None:
        """Tell who came and went within a quarter of a second, many at once as one whisper."""
        if self._diff_due is None:
            loop = asyncio.get_running_loop()
            self._diff_due = loop.call_later(PRESENCE_SECONDS, self._diff_now)

    def _diff_now(self) -> None:
        self._diff_due = None
        self._spawn(self._tell_presence())

    async def _tell_presence(self) -> None:
        # One at a time: an older reading told after a newer one would bring back who has left.
        async with self._telling:
            await self._tell_difference()

    async def _tell_difference(self) -> None:
        rooms = {socket.room for socket in self.sockets()}
        try:
            here = await executor().run(presence.everyone, rooms)
        except Exception as error:  # noqa: BLE001 - told again within a second
            logger.warning("presence not read: %s", type(error).__name__)
            return
        for room, people in here.items():
            before = self.here.get(room, frozenset())
            if people != before:
                change = PeoplePresent(
                    count=len(people),
                    joined=sorted(people - before)[: presence.LISTED],
                    left=sorted(before - people),
                )
                self.deliver_whisper(room.stream("room"), whisper_frame(change))
        self.here = here

    # Tasks are kept, watched and started again.

    def _spawn(self, work: Coroutine[Any, Any, Any]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _supervised(self, forever: Callable[[], Coroutine[Any, Any, None]]) -> None:
        while not _is_cancelled():
            try:
                await forever()
            except Exception as error:  # noqa: BLE001 - a listener that stops makes a process deaf
                logger.warning("listener's %s failed: %s", forever.__name__, type(error).__name__)
                await asyncio.sleep(POLL_SECONDS)


def _is_cancelled() -> bool:
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


_listeners: dict[int, tuple[asyncio.AbstractEventLoop, Listener]] = {}


def listener() -> Listener:
    """Return the listener of the running loop, started when first asked for.

    Not at start-up: daphne has no lifespan to start it in.
    """
    loop = asyncio.get_running_loop()
    known = _listeners.get(id(loop))
    if known is None or known[0] is not loop:
        fresh = Listener()
        fresh.start()
        known = _listeners[id(loop)] = (loop, fresh)
    return known[1]


def running() -> tuple[asyncio.AbstractEventLoop, Listener] | None:
    """Return a listener of this process with its loop, if one has been started."""
    alive = [entry for entry in _listeners.values() if not entry[0].is_closed()]
    return alive[-1] if alive else None
