"""One socket: lets its person in, reads frames, carries commands, forwards ready-made text."""

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from typing import Any, cast
from uuid import UUID

from channels.consumer import AsyncConsumer
from channels.exceptions import StopConsumer
from django.conf import settings
from django.db import DatabaseError, InterfaceError
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from kit.refusals import NotHere, Refused
from live import dispatch, frames, handshake, presence, rooms, snapshots, streams
from live.batches import Batch
from live.closing import AFTER_REFUSAL, GOODBYES, Close
from live.entering import Door, Entered
from live.executor import executor
from live.fanout import Listener, listener
from live.frames import BadFrameError, BadFrames, Beat, CommandFrame
from live.hearing import Hearing
from live.hub import whisper_frame
from live.locks import Busy
from live.outbox import Outbox
from live.presence import Renewal
from live.protocol import encode
from live.rooms import streams_of
from live.streams import Logged
from live.tickets import Presented
from live.together import Said, carried_out

HEARD_LATE = 0.1
CLOSE_WITHIN = 1.0
# Commands of one socket that wait their turn; further ones stay in the network's buffers.
COMMANDS_AHEAD = 16
# So long the reason is looked for why somebody's rights changed, before the socket closes anyway.
REASON_WITHIN = 1.0
ENTER_WITHIN = 20.0
# Heartbeats left unanswered until a socket is gone: by then its stay is over, and it would hear
# what is said here while it counts as nobody's and is seen by none.
BEATS_UNANSWERED = 3

logger = logging.getLogger(__name__)
_door = Door()
# Those whom one frame too many cuts go together; each by itself would stand before what is said meanwhile.
_departures: Batch[Renewal, None] = Batch(presence.end, seconds=0.05, most=200)


class LiveConsumer(AsyncConsumer):
    """One client in one room. It owns no channel and never waits for another client."""

    # A layer that is not configured: the consumer gets no channel, so Redis can't end its socket.
    channel_layer_alias = "live-owns-no-channel"

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Serve the socket to its end, and forget it however it ends: a bug, or a server's cancel."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._forgotten()

    async def dispatch(self, message: dict[str, Any]) -> None:
        """Handle one ASGI message; the stock version makes a thread hop for each."""
        kind = message["type"]
        if kind == "websocket.receive":
            await self._received(message.get("text") or message.get("bytes") or "")
        elif kind == "websocket.connect":
            await self._connected()
        elif kind == "websocket.disconnect":
            await self._disconnected(message.get("code"))
            raise StopConsumer

    # Coming and going.

    async def _connected(self) -> None:
        self.entered: Entered | None = None
        self.listener: Listener = listener()
        self._lease: UUID | None = None
        self._answered = time.monotonic()
        self._unwritten = False
        self._unanswered = 0
        self._bad = BadFrames()
        scope = cast("dict[str, Any]", self.scope)
        if self.listener.is_draining or not handshake.is_ours(scope):
            await self._send({"type": "websocket.close", "code": Close.NOT_HERE})
            return
        self._task = asyncio.current_task()
        extensions = scope.get("extensions") or {}
        abort = cast("Callable[[], None]", extensions.get("live.abort") or self._ask_to_close)
        self.outbox = Outbox(self._send, abort)
        self.hearing = Hearing(self.outbox)
        self._commands: asyncio.Queue[CommandFrame] = asyncio.Queue(COMMANDS_AHEAD)
        self._worker: asyncio.Task[None] | None = None
        self._is_ending = self._is_over = False
        await self._send({"type": "websocket.accept"})
        loop = asyncio.get_running_loop()
        self._late = loop.call_later(ENTER_WITHIN, self._never_entered)

    async def _send(self, message: dict[str, object]) -> None:
        await self.base_send(cast("Any", message))

    def _ask_to_close(self) -> None:
        """Where a server can't drop a connection: ask it for a close, in a code that all may say."""
        self._last_word = asyncio.ensure_future(self._closed_or_cancelled())

    async def _closed_or_cancelled(self) -> None:
        try:
            async with asyncio.timeout(CLOSE_WITHIN):
                await self._send({"type": "websocket.close", "code": Close.COME_AGAIN})
        except Exception:  # noqa: BLE001 - a server that can't even close: our own part ends at least
            if self._task is not None:
                self._task.cancel()

    def _never_entered(self) -> None:
        if self.entered is None:
            self.outbox.close(Close.NOT_HERE)

    async def _disconnected(self, code: int | None) -> None:
        if not hasattr(self, "outbox"):
            return
        self._forgotten()
        if code in GOODBYES:
            # A close frame is a sign of life, as good as the answer to a heartbeat; but it was said
            # before it is heard here, and a stay must not be too long.
            self._answered = max(self._answered, time.monotonic() - HEARD_LATE)
        await self._end_lease()

    def _forgotten(self) -> None:
        if not hasattr(self, "outbox"):
            return
        self._late.cancel()
        self.outbox.stop()
        if self._worker is not None:
            self._worker.cancel()
        if self.entered is not None:
            self.listener.leave(self)

    async def _end_lease(self) -> None:
        if self._lease is None:
            return
        last = Renewal(self._lease, self._answered)
        try:
            await _departures.ask(last)
        except Exception as error:  # noqa: BLE001 - the sweep ends it at its last heartbeat
            logger.warning("lease not ended: %s", type(error).__name__)
        self.listener.presence_changed()

    # What the listener asks of a socket.

    @property
    def person(self) -> UUID:
        """Return who sits behind this socket."""
        return self._inside().person.pk  # type: ignore[no-any-return]

    @property
    def epoch(self) -> int:
        """Return the number of the rights under which it entered."""
        return self._inside().epoch

    @property
    def room(self) -> streams.Room:
        """Return the room it is in."""
        return self._inside().room

    def _inside(self) -> Entered:
        if self.entered is None:
            msg = "this socket has not entered"
            raise RuntimeError(msg)
        return self.entered

    def offer(self, text: str) -> None:
        """Take a frame: held back until the reply to entering is out, which must come first."""
        self.hearing.offer(text)

    def hear(self, events: Sequence[Logged], text: str) -> None:
        """Take numbered events, but for those that the reply to entering tells."""
        self.hearing.hear(events, text)

    @property
    def lease(self) -> UUID | None:
        """Return the stay that this socket is."""
        return self._lease

    def replaced(self) -> None:
        """Close: its own client has come back by another line and does not listen to this one."""
        self._is_ending = True
        self.outbox.close(Close.REPLACED)

    def rights_changed(self) -> None:
        """Take nothing more, and close: 4403 for who was put out, 4404 for who may not enter now.

        Everyone else gets 4401 and comes back under their new rights.
        """
        if not self._is_ending:
            self._is_ending = True
            self._ending = asyncio.ensure_future(self._close_with_reason())

    async def _close_with_reason(self) -> None:
        inside, code = self._inside(), Close.RIGHTS_CHANGED
        try:
            async with asyncio.timeout(REASON_WITHIN):
                await executor().run(rooms.admitted_now, inside.room, self.person)
        except rooms.Removed:
            code = Close.REMOVED
        except NotHere:
            code = Close.NOT_HERE
        except Exception as error:  # noqa: BLE001 - whatever is wrong, the socket closes
            logger.warning("rights not read: %s", type(error).__name__)
        self.outbox.close(code)

    def room_over(self) -> None:
        """Close for good, after what has been told: nothing will ever happen here again."""
        self._is_over = True
        if not self.hearing.is_holding:
            self.outbox.close(Close.OVER)

    def beat(self, number: int, heads: dict[str, int]) -> None:
        """Send a heartbeat, by whose heads a client sees that it is behind; who answers none is cut off.

        Whoever is there after all comes back with its last numbers.
        """
        if self._unanswered >= BEATS_UNANSWERED:
            self.outbox.close(Close.RESTART)
            return
        self._unanswered += not self.hearing.is_holding
        self.offer(encode({"beat": number, "heads": heads}))

    def renewal(self) -> Renewal | None:
        """Return the last answer as a renewal of the lease, once."""
        if self._lease is None or not self._unwritten:
            return None
        self._unwritten = False
        return Renewal(self._lease, self._answered)

    def followed(self, leases: dict[UUID, UUID]) -> None:
        """Go on under the lease that follows one's own, where it is among these."""
        if self._lease is not None:
            self._lease = leases.get(self._lease, self._lease)

    def drain(self, reconnect_in_ms: int) -> None:
        """Tell the client when to come back, then close for a restart."""
        self.outbox.put(encode({"drain": {"reconnect_in": reconnect_in_ms}}))
        self.outbox.close(Close.RESTART)

    # What the client says.

    async def _received(self, raw: str | bytes) -> None:
        if self._is_ending or not self.outbox.is_open:
            # About to be closed: nothing is done any more under rights that may have changed.
            return
        try:
            frame = frames.read(raw)
        except BadFrameError as bad:
            self._count_bad(bad)
            return
        self._answered, self._unwritten, self._unanswered = time.monotonic(), True, 0
        if isinstance(frame, Beat):
            return
        if frame.name == "room.enter":
            await self._enter(frame)
        elif self.entered is None:
            self._refuse(frame, Refused("room.not_entered", _("Enter the room first."), status=403))
        else:
            await self._commands.put(frame)

    def _count_bad(self, bad: BadFrameError) -> None:
        self.outbox.put(encode({"error": {"code": bad.code}}))
        if self._bad.is_too_many(time.monotonic()):
            self.outbox.close(Close.BAD_FRAMES)

    def _refuse(self, frame: CommandFrame, refused: Refused) -> None:
        with translation.override(self._language()):
            self.outbox.put(dispatch.refusal(frame.id, refused).frame())

    def _language(self) -> str:
        return self.entered.person.language if self.entered else settings.LANGUAGE_CODE

    async def _work(self) -> None:
        """Carry out commands one after the other, beside the reading: heartbeats don't wait for them."""
        while True:
            frame = await self._commands.get()
            if not self._is_ending:
                await self._answer(frame)

    async def _answer(self, frame: CommandFrame) -> None:
        try:
            if frame.name == "stream.fetch":
                await self._fetch(frame)
            else:
                inside = self._inside()
                said = Said(inside.person, inside.room, self._language(), frame)
                self.outbox.put((await carried_out(said)).frame())
        except Refused as refused:
            self._refuse(frame, refused)
        except Exception as error:  # noqa: BLE001 - one command must not end the line for the rest
            logger.warning("%s not answered: %s", frame.name, type(error).__name__)
            self._refuse(frame, Busy())

    async def _enter(self, frame: CommandFrame) -> None:
        presented, seen = self._presented(frame), frame.data.get("seen", {})
        if self.entered is not None or presented is None or not isinstance(seen, dict):
            self._refuse(
                frame, Refused("room.enter_invalid", _("This entry could not be read."), status=400)
            )
            return
        try:
            entered = await _door.enter(presented)
        except Refused as refused:
            self._refuse(frame, refused)
            code = AFTER_REFUSAL.get(refused.code)
            if code is not None:
                self.outbox.close(code)
            return
        except (DatabaseError, InterfaceError) as error:
            logger.warning("nobody let in: %s", type(error).__name__)
            self._refuse(frame, Busy())
            return
        self._lease = entered.lease
        self.entered = entered
        self.listener.replace(entered.person.pk, entered.replaced)
        self._worker = asyncio.ensure_future(self._work())
        self._is_packed = frame.data.get("packed") is True
        await self._catch_up(frame, {k: v for k, v in seen.items() if isinstance(v, int)})

    def _presented(self, frame: CommandFrame) -> Presented | None:
        ticket, room = frame.data.get("ticket"), frame.data.get("room", "")
        if not isinstance(ticket, str) or not isinstance(room, str):
            return None
        scope = cast("dict[str, Any]", self.scope)
        return Presented(ticket, handshake.cookie_key(scope), handshake.bearer(scope), room)

    async def _catch_up(self, frame: CommandFrame, seen: dict[str, int]) -> None:
        """Register first, read second: what happens in between is held back, not lost."""
        inside = self._inside()
        names = streams_of(inside.room, inside.admission, self.person)
        self.listener.register(self, names)
        try:
            async with self.listener.doors:
                caught, here = await executor().run(self._read, seen)
            missed = await self._missed(names, caught.as_of)
        except Exception as error:  # noqa: BLE001 - the client comes back and reads again
            self.listener.leave(self)
            logger.warning("catching up failed: %s", type(error).__name__)
            self.outbox.close(Close.RESTART)
            return
        self._let_in(frame, caught, here)
        told = {stream: caught.as_of[short] for short, stream in names.items()}
        self.hearing.release(missed, told)
        if inside.is_over or self._is_over:
            self.outbox.close(Close.OVER)
        elif self.listener.signs.is_troubled:
            self.offer(whisper_frame(self.listener.signs.told))
        self.listener.presence_changed()

    async def _missed(self, names: dict[str, str], as_of: dict[str, int]) -> list[Logged]:
        """Read what was told before this socket counted, since another had read later."""
        missed: list[Logged] = []
        for short, stream in names.items():
            after, start = as_of[short], self.listener.reached(stream, as_of[short])
            if start > after:
                missed += await executor().run(streams.events_after, stream, after, start - after)
        return missed

    def _let_in(self, frame: CommandFrame, caught: snapshots.Caught, here: frozenset[UUID]) -> None:
        inside = self._inside()
        you = {"id": self.person, "may": inside.admission.may, **inside.admission.extra}
        members = [
            caught.json(is_packed=self._is_packed),
            f'"ticket":"{inside.ticket}"',
            f'"you":{encode(you)}',
        ]
        people = {"count": len(here), "here": sorted(here)[: presence.LISTED]}
        members.append(f'"people":{encode(people)}')
        reply = f'{{"id":"{frame.id}","ok":true,"data":{{{",".join(members)}}}}}'
        self.outbox.put(reply, is_asked_for=True)

    def _read(self, seen: dict[str, int]) -> tuple[snapshots.Caught, frozenset[UUID]]:
        inside = self._inside()
        caught = snapshots.catch_up(inside.room, self.person, inside.admission, seen)
        return caught, presence.present(inside.room)

    async def _fetch(self, frame: CommandFrame) -> None:
        inside = self._inside()
        names = streams_of(inside.room, inside.admission, self.person)
        stream = names.get(str(frame.data.get("stream")))
        after = frame.data.get("after")
        if stream is None or not isinstance(after, int):
            self._refuse(
                frame, Refused("stream.unknown", _("There is no such stream."), status=404)
            )
            return
        # Who does not read what they asked for is not given more of it.
        await self.outbox.emptied()
        found = await executor().run(streams.events_after, stream, after)
        text = ",".join(event.frame for event in found)
        reply = f'{{"id":"{frame.id}","ok":true,"data":{{"events":[{text}]}}}}'
        self.outbox.put(reply, is_asked_for=True)
