"""A crowd of clients in a process of its own: each does what the browser does, and keeps its own record.

It reads its people from the first argument (JSON), one order a line from its input: "speak", "hush"
(no new message; say when all is answered and heard), "leave". It prints one JSON object a line. All
times are of CLOCK_MONOTONIC, which every process of a machine shares.
"""

import asyncio
import json
import sys
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import websockets
from websockets.asyncio.client import ClientConnection, connect

COME_BACK_AFTER = 0.1
LOOK_AGAIN = 0.02
# A close code after which the ticket to come back with is worth nothing.
RIGHTS_CHANGED = 4401
TICKET_PATIENCE = 10.0


def tell(**facts: Any) -> None:
    print(json.dumps(facts), flush=True)  # noqa: T201 - this is how the program speaks


@dataclass
class Record:
    """What one client knows by itself. `heard` holds [seq, text, when, `at`] in the order applied."""

    email: str
    person: str = ""
    sent: dict[str, float] = field(default_factory=dict)
    acknowledged: dict[str, tuple[int, float]] = field(default_factory=dict)
    heard: list[tuple[int, str, float, str]] = field(default_factory=list)
    stays: list[list[str]] = field(default_factory=list)
    closes: list[tuple[int, float]] = field(default_factory=list)
    answers: Counter[str] = field(default_factory=Counter)
    troubles: list[tuple[dict[str, bool], float]] = field(default_factory=list)
    beats: list[float] = field(default_factory=list)
    failures: int = 0
    began_at: int = 0
    snapshots: int = 0
    fetches: int = 0
    told_twice: int = 0


class Delegate:
    """One person at one server, for as long as the crowd stays."""

    def __init__(self, crowd: "Crowd", who: dict[str, Any]) -> None:
        self.crowd = crowd
        self.site: str = who["site"]
        self.door: str = who["door"]
        self.token: str = who["token"]
        # Messages a second (0: as fast as they are answered), and how many may be unanswered.
        self.rate: float | None = who.get("rate")
        self.ahead: int = who.get("ahead", 1)
        self.comes_back: bool = who.get("comes_back", True)
        self.record = Record(who["email"])
        self.unanswered: dict[str, str] = {}
        self.last: dict[str, int] = {}
        self.held_ahead: dict[str, dict[int, dict[str, Any]]] = {}
        self.requests: dict[str, Callable[[dict[str, Any]], None]] = {}
        self.fetching: set[str] = set()
        self.ticket: dict[str, str] | None = None
        self.socket: ClientConnection | None = None
        self.is_inside = False
        self.goes_on = True
        self.answered = asyncio.Event()

    # Staying.

    async def live(self) -> None:
        while self.goes_on:
            try:
                got = self.ticket
                if got is None:
                    got = await asyncio.to_thread(self._ask_for_ticket)
                async with connect(got["url"], compression=None, proxy=None) as socket:
                    # One use, and this is it; while nobody listened it was not used.
                    self.ticket = None
                    await self._visit(socket, got)
            except (OSError, websockets.WebSocketException, TimeoutError):
                self.record.failures += 1
            if not self.comes_back:
                return
            if self.goes_on:
                await asyncio.sleep(COME_BACK_AFTER)

    async def _visit(self, socket: ClientConnection, got: dict[str, str]) -> None:
        self.socket = socket
        asked_at = datetime.now(UTC)
        entering = {"ticket": got["ticket"], "seen": self.last}
        try:
            await self._request(
                "room.enter", entering, lambda reply: self._entered(reply, got["url"], asked_at)
            )
            async for raw in socket:
                await self._receive(json.loads(raw))
        finally:
            self._left(socket)

    def _left(self, socket: ClientConnection) -> None:
        if self.is_inside:
            # A goodbye is a sign of life: the stay lasts until it is said.
            self.record.stays[-1][1] = datetime.now(UTC).isoformat()
        code = socket.close_code or 1006
        self.record.closes.append((code, time.monotonic()))
        if self.goes_on:
            tell(closed=self.record.email, code=code)
        self.socket, self.is_inside = None, False
        self.requests.clear()
        self.fetching.clear()
        if code == RIGHTS_CHANGED:
            self.ticket = None

    def _ask_for_ticket(self) -> dict[str, str]:
        request = urllib.request.Request(  # noqa: S310 - our own site's address
            self.site + self.door, data=b"{}", headers={"Authorization": f"Bearer {self.token}"}
        )
        request.add_header("Content-Type", "application/json")
        with urllib.request.urlopen(request, timeout=TICKET_PATIENCE) as answer:  # noqa: S310 - as above
            got: dict[str, str] = json.load(answer)
        return got

    async def _entered(self, reply: dict[str, Any], url: str, asked_at: datetime) -> None:
        if not reply["ok"]:
            tell(refused=self.record.email, code=reply["code"])
            if self.socket is not None:
                await self.socket.close()
            return
        data = reply["data"]
        self.record.person = data["you"]["id"]
        self.record.stays.append([asked_at.isoformat(), datetime.now(UTC).isoformat()])
        self.ticket = {"ticket": data["ticket"], "url": url}
        if "snapshot" in data:
            # What the crowd compares begins here; the state before is the snapshot's.
            self.record.snapshots += 1
            self.last = dict(data["as_of"])
            self.record.began_at = self.last["room"]
            self.held_ahead.clear()
        self._take(data["events"])
        for stream, head in data["as_of"].items():
            self.last[stream] = max(self.last.get(stream, 0), head)
        self.is_inside = True
        self.crowd.say_entered(self)
        for command_id, text in list(self.unanswered.items()):
            await self._post(command_id, text)

    # Speaking.

    async def speak(self) -> None:
        """Say what is to be said, at the rate agreed, never more than `ahead` unanswered."""
        due = time.monotonic()
        while self.crowd.speaks:
            if self.rate:
                due += 1 / self.rate
                await asyncio.sleep(max(0.0, due - time.monotonic()))
            while len(self.unanswered) >= self.ahead or not self.is_inside:
                self.answered.clear()
                await self.answered.wait()
            if self.crowd.speaks:
                command_id, text = str(uuid4()), f"said {uuid4()}"
                self.unanswered[command_id] = text
                self.record.sent[text] = time.monotonic()
                await self._post(command_id, text)

    async def _post(self, command_id: str, text: str) -> None:
        await self._send({"id": command_id, "name": "message.post", "data": {"text": text}})

    async def _send(self, frame: dict[str, Any]) -> None:
        if self.socket is not None:
            try:
                await self.socket.send(json.dumps(frame))
            except websockets.ConnectionClosed:
                return  # what is unanswered is said again after coming back

    async def _request(
        self, name: str, data: dict[str, Any], then: Callable[[dict[str, Any]], Any]
    ) -> None:
        request_id = str(uuid4())
        self.requests[request_id] = then
        await self._send({"id": request_id, "name": name, "data": data})

    # Hearing: what is next is applied, what is later waits, what is missing is fetched.

    async def _receive(self, frame: Any) -> None:
        if isinstance(frame, list):
            await self._hear(frame)
        elif "beat" in frame:
            self.record.beats.append(time.monotonic())
            tell(beat=self.record.email)
            await self._send({"beat": frame["beat"]})
            heads = frame["heads"].items()
            await self._fetch({short for short, head in heads if head > self.last.get(short, 0)})
        elif "ok" in frame:
            await self._answer(frame)
        elif "stream" in frame:
            await self._hear([frame])

    async def _answer(self, reply: dict[str, Any]) -> None:
        then = self.requests.pop(reply["id"], None)
        if then is not None:
            done = then(reply)
            if done is not None:
                await done
            return
        self.record.answers["ok" if reply["ok"] else reply["code"]] += 1
        text = self.unanswered.get(reply["id"])
        if text is None:
            return
        if not reply["ok"] and "retry_in" in reply:
            self.crowd.later(reply["retry_in"], self._say_again(reply["id"]))
            return
        del self.unanswered[reply["id"]]
        self.answered.set()
        if reply["ok"]:
            self.record.acknowledged[text] = (reply["data"]["seq"], time.monotonic())
            self.crowd.say_acknowledged()

    async def _say_again(self, command_id: str) -> None:
        if command_id in self.unanswered:
            await self._post(command_id, self.unanswered[command_id])

    async def _hear(self, frames: list[dict[str, Any]]) -> None:
        for whispered in (frame for frame in frames if "seq" not in frame):
            if whispered["name"] == "line.troubled":
                self.record.troubles.append((whispered["data"], time.monotonic()))
                tell(troubled=self.record.email, **whispered["data"])
        self.record.told_twice += self._take([frame for frame in frames if "seq" in frame])
        await self._fetch({short for short, waiting in self.held_ahead.items() if waiting})

    def _take(self, events: list[dict[str, Any]]) -> int:
        """Apply what is next and what follows it; return how many messages were known already."""
        known = 0
        for event in events:
            short, last = event["stream"], self.last.get(event["stream"], 0)
            waiting = self.held_ahead.setdefault(short, {})
            if event["seq"] <= last:
                known += event["name"] == "message.posted"
            elif event["seq"] > last + 1:
                waiting[event["seq"]] = event
            else:
                following: dict[str, Any] | None = event
                while following is not None:
                    self._apply(following)
                    following = waiting.pop(following["seq"] + 1, None)
            for stale in [seq for seq in waiting if seq <= self.last.get(short, 0)]:
                del waiting[stale]
        return known

    def _apply(self, event: dict[str, Any]) -> None:
        self.last[event["stream"]] = event["seq"]
        if event["stream"] == "room":
            text = event["data"].get("text", "")
            self.record.heard.append((event["seq"], text, time.monotonic(), event["at"]))

    async def _fetch(self, streams: set[str]) -> None:
        for short in streams - self.fetching:
            self.fetching.add(short)
            self.record.fetches += 1
            wanted = {"stream": short, "after": self.last.get(short, 0)}
            await self._request("stream.fetch", wanted, self._fetched(short))

    def _fetched(self, short: str) -> Callable[[dict[str, Any]], None]:
        def take(reply: dict[str, Any]) -> None:
            self.fetching.discard(short)
            if reply["ok"]:
                self._take(reply["data"]["events"])

        return take


class Crowd:
    """All of them, and what they are told from outside."""

    def __init__(self, people: list[dict[str, Any]]) -> None:
        self.speaks = False
        self.acknowledged = 0
        self.tasks: set[asyncio.Task[Any]] = set()
        self.delegates = [Delegate(self, who) for who in people]

    async def run(self, orders: asyncio.Queue[str]) -> None:
        visits = [self._spawn(delegate.live()) for delegate in self.delegates]
        while (order := await orders.get()) != "leave":
            if order == "speak":
                self.speaks = True
                for delegate in self.delegates:
                    if delegate.rate is not None:
                        self._spawn(delegate.speak())
            elif order == "hush":
                self.speaks = False
                self._spawn(self._settle())
        self.speaks = False
        for delegate in self.delegates:
            delegate.goes_on = False
            if delegate.socket is not None:
                await delegate.socket.close()
        await asyncio.wait(visits, timeout=TICKET_PATIENCE)
        for delegate in self.delegates:
            tell(record=vars(delegate.record))

    async def _settle(self) -> None:
        """Say `settled` when nothing is unanswered and all who are inside have heard the last."""
        while any(delegate.unanswered for delegate in self.delegates):
            await asyncio.sleep(LOOK_AGAIN)
        numbers = [seq for d in self.delegates for seq, _at in d.record.acknowledged.values()]
        last = max(numbers, default=0)
        while any(d.last.get("room", 0) < last for d in self.delegates if d.comes_back):
            await asyncio.sleep(LOOK_AGAIN)
        tell(settled=last)

    def say_entered(self, delegate: Delegate) -> None:
        delegate.answered.set()
        tell(entered=delegate.record.email)

    def say_acknowledged(self) -> None:
        self.acknowledged += 1
        waiting = sum(len(delegate.unanswered) for delegate in self.delegates)
        tell(acknowledged=self.acknowledged, in_flight=waiting)

    def later(self, seconds: float, work: Any) -> None:
        async def wait() -> None:
            await asyncio.sleep(seconds)
            await work

        self._spawn(wait())

    def _spawn(self, work: Any) -> asyncio.Task[Any]:
        task: asyncio.Task[Any] = asyncio.ensure_future(work)
        self.tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self.tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            tell(failed=repr(error))


async def main() -> None:
    orders: asyncio.Queue[str] = asyncio.Queue()
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), sys.stdin
    )

    async def listen() -> None:
        while line := await reader.readline():
            orders.put_nowait(line.decode().strip())
        orders.put_nowait("leave")

    listening = asyncio.ensure_future(listen())
    with open(sys.argv[1], "rb") as people:  # noqa: ASYNC230, PTH123 - before anything else runs
        crowd = Crowd(json.load(people))
    await crowd.run(orders)
    listening.cancel()


if __name__ == "__main__":
    asyncio.run(main())
