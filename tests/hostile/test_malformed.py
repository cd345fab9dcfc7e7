"""Ten thousand frames that are none, from clients that come and go, while others talk beside them."""

import asyncio
import contextlib
import json
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from itertools import cycle, islice
from pathlib import Path
from random import Random
from typing import Any

import pytest
import websockets
from websockets.asyncio.client import connect

from live.frames import MAX_BYTES
from tests.hostile import doors
from tests.hostile.malformed import BAD, REFUSED, Kind, Raw
from tests.hostile.stuck import stuck
from tests.live.serving import CLOSED_NO_TEXT, CLOSED_TOO_LARGE
from tests.live.sockets import Client, client
from tests.site import Site, listening_pid

pytestmark = pytest.mark.faults

FRAMES = 10_000
BEFORE_THE_LAST = 4
OFFENDERS = FRAMES // (10 + BEFORE_THE_LAST) + 2
TALKERS = 4
AT_ONCE = 12
PEOPLE = [f"p{n:03d}@demo.example" for n in range(1, 61)]


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    running = Site(tmp_path, LIVE_LIMITS="chat=100000/100000,enter=10000/10000")
    running.start()
    yield running
    running.stop()


class Offender:
    """Sends its share of frames, ten of them bad, and writes down what it is answered."""

    def __init__(self, number: int, chance: Random) -> None:
        kinds = cycle([*BAD])
        self.bad = list(islice(kinds, number * 7, number * 7 + 10))
        self.refused = [[*REFUSED][(number + n) % len(REFUSED)] for n in range(BEFORE_THE_LAST)]
        frames: list[tuple[str, Raw]] = [(name, REFUSED[name](chance)) for name in self.refused]
        frames += [(name, BAD[name][0](chance)) for name in self.bad]
        # The tenth bad frame closes the socket, so a bad one comes last.
        last = frames.pop()
        chance.shuffle(frames)
        self.frames = [*frames, last]
        self.answers: list[dict[str, Any]] = []

    async def offend(self, url: str, ticket: str) -> tuple[int, str]:
        """Return the code of the close, and the ticket to come back with if it entered."""
        async with connect(url, compression=None, proxy=None) as socket:
            back = ""
            if ticket:
                await socket.send(doors.frame("room.enter", ticket=ticket))
                back = json.loads(await socket.recv())["data"]["ticket"]
            *first, (_name, last) = self.frames
            for _kind, raw in first:
                await socket.send(raw)
            while len(self.answers) < len(first):
                self._take(await socket.recv())
            await socket.send(last)
            with contextlib.suppress(websockets.ConnectionClosed):
                async for text in socket:
                    self._take(text)
            return socket.close_code or 0, back

    def _take(self, text: Raw) -> None:
        told = json.loads(text)
        self.answers += [told] if "error" in told or "ok" in told else []

    def is_answered(self) -> bool:
        """Say whether each frame had its one answer, the bad ones with the code of their kind."""
        errors = Counter(a["error"]["code"] for a in self.answers if "error" in a)
        refusals = [answer for answer in self.answers if "id" in answer]
        return (
            errors == Counter(BAD[name][1] for name in self.bad)
            and len(refusals) == len(self.refused)
            and not any(answer["ok"] or answer["code"] == "broken" for answer in refusals)
        )


class Talker:
    """Talks until told to stop, and keeps what was acknowledged and heard."""

    def __init__(self, socket: Client, entered: dict[str, Any]) -> None:
        self.socket, self.entered = socket, entered
        self.said: dict[int, str] = {}
        self.is_going_on = True

    async def talk(self, name: str) -> None:
        number = 0
        while self.is_going_on:
            number += 1
            text = f"{name} says {number}"
            reply = await self.socket.say("message.post", text=text)
            assert reply["ok"], reply
            self.said[reply["data"]["seq"]] = text


@pytest.mark.timeout(240)
async def test_ten_thousand_malformed_frames_hurt_nobody_but_their_senders(site: Site) -> None:
    tokens = await asyncio.to_thread(site.tokens, *PEOPLE)
    session, url = await live_session(site, tokens[PEOPLE[0]])
    pid = listening_pid(site.port)
    offenders = [Offender(number, Random(number)) for number in range(OFFENDERS)]
    assert sum(len(offender.frames) for offender in offenders) >= FRAMES
    async with talking(site, session, url, [*tokens.values()][:TALKERS]) as talkers:
        people = asyncio.Queue[str]()
        for token in [*tokens.values()][TALKERS:]:
            people.put_nowait(await doors.ticket(site.url, session, token))
        gate = asyncio.Semaphore(AT_ONCE)

        async def one(offender: Offender, *, enters: bool) -> int:
            async with gate:
                ticket = await people.get() if enters else ""
                code, back = await offender.offend(url, ticket)
                if enters:
                    people.put_nowait(back)
                return code

        codes = await asyncio.gather(
            *(one(offender, enters=n % 2 == 0) for n, offender in enumerate(offenders))
        )
    assert Counter(codes) == {4400: OFFENDERS}
    wrong = [offender.answers for offender in offenders if not offender.is_answered()]
    assert wrong == []
    unharmed(talkers)
    assert listening_pid(site.port) == pid, "the same server as before"
    assert complaints(site) == []


@pytest.mark.parametrize("enters", [True, False])
@pytest.mark.parametrize(
    ("raw", "code"),
    [
        pytest.param("x" * (MAX_BYTES + 1), CLOSED_TOO_LARGE, id="text over 64 KiB"),
        pytest.param(b"x" * (4 * MAX_BYTES), CLOSED_TOO_LARGE, id="bytes over 64 KiB"),
        pytest.param(b'{"a":"\xff\xfe"}', CLOSED_NO_TEXT, id="text that is no UTF-8"),
    ],
)
async def test_what_no_frame_can_be_ends_the_socket_and_leaves_no_exception(
    shared_site: Site, raw: Raw, code: int, *, enters: bool
) -> None:
    site = shared_site
    token = (await asyncio.to_thread(site.tokens, PEOPLE[0]))[PEOPLE[0]]
    session, url = await live_session(site, token)
    before = complaints(site)
    async with connect(url, compression=None, proxy=None) as socket:
        if enters:
            ticket = await doors.ticket(site.url, session, token)
            await socket.send(doors.frame("room.enter", ticket=ticket))
            assert json.loads(await socket.recv())["ok"]
        with contextlib.suppress(websockets.ConnectionClosed):
            is_text = isinstance(raw, bytes) and len(raw) < MAX_BYTES
            await socket.send(raw, text=True if is_text else None)
            async for _told in socket:
                pass
        assert socket.close_code == code
    assert complaints(site) == before


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("nothing/", {}),
        ("live/../../etc/passwd", {}),
        ("live/", {"Cookie": "sessionid=\x01; a=b; =; ;;;"}),
        ("live/", {"Cookie": "sessionid=" + "x" * 4000}),
        ("live/", {"Origin": "http://[::1"}),
        ("live/", {"Origin": "null"}),
    ],
)
async def test_no_handshake_leaves_an_exception(
    shared_site: Site, path: str, headers: dict[str, str]
) -> None:
    address = f"ws://127.0.0.1:{shared_site.port}/{path}"
    before = complaints(shared_site)
    with contextlib.suppress(websockets.WebSocketException):
        async with connect(address, proxy=None, additional_headers=headers) as socket:
            await socket.send("{}")
            assert json.loads(await socket.recv()) == {"error": {"code": "frame.no_id"}}
    assert complaints(shared_site) == before


async def test_a_sender_who_never_reads_what_is_answered_is_ended_too(shared_site: Site) -> None:
    """It is closed for its frames, or cut for its backlog, whichever comes first."""
    token = (await asyncio.to_thread(shared_site.tokens, PEOPLE[0]))[PEOPLE[0]]
    _session, url = await live_session(shared_site, token)
    before = complaints(shared_site)
    async with stuck(url) as deaf:
        deaf.stop_reading()
        with contextlib.suppress(websockets.ConnectionClosed, TimeoutError):
            async with asyncio.timeout(5):
                for _ in range(5000):
                    await deaf.socket.send("{" * 100)
        await deaf.cut(patience=15)
    assert complaints(shared_site) == before


@pytest.fixture(scope="module")
def shared_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One server for tests that look whether anything was logged."""
    running = Site(tmp_path_factory.mktemp("site"), LIVE_LIMITS="enter=10000/10000")
    running.start()
    yield running
    running.stop()


async def live_session(site: Site, token: str) -> tuple[str, str]:
    """Return the id of the session that is live, and where its socket is."""
    path = "/api/v1/sessions/?state=live"
    found = (await asyncio.to_thread(site.ask, path, token))["results"][0]["id"]
    return found, f"ws://127.0.0.1:{site.port}/live/"


@contextlib.asynccontextmanager
async def talking(
    site: Site, session: str, url: str, tokens: list[str]
) -> AsyncIterator[list[Talker]]:
    """Let people talk for as long as the block lasts."""
    async with contextlib.AsyncExitStack() as sockets:
        talkers = []
        for token in tokens:
            socket = await sockets.enter_async_context(client(url))
            entered = await socket.enter(await doors.ticket(site.url, session, token))
            assert entered["ok"], entered
            talkers.append(Talker(socket, entered))
        tasks = [asyncio.create_task(t.talk(f"talker {n}")) for n, t in enumerate(talkers)]
        yield talkers
        for talker in talkers:
            talker.is_going_on = False
        await asyncio.gather(*tasks)
        last = max(seq for talker in talkers for seq in talker.said)
        for talker in talkers:
            await talker.socket.until(lambda frame: frame.get("seq", 0) >= last)


def unharmed(talkers: list[Talker]) -> None:
    """Compare what each heard with what was acknowledged to all: complete, in one order."""
    said = {seq: text for talker in talkers for seq, text in talker.said.items()}
    assert len(said) > 100
    for talker in talkers:
        first = talker.entered["data"]["as_of"]["room"]
        told = [event for event in talker.socket.events if event["stream"] == "room"]
        numbers = [event["seq"] for event in told]
        assert numbers == list(range(first + 1, first + 1 + len(numbers)))
        posted = {e["seq"]: e["data"]["text"] for e in told if e["name"] == "message.posted"}
        assert posted == {seq: text for seq, text in said.items() if seq > first}


def complaints(site: Site) -> list[str]:
    """Return what the server logged of exceptions and errors."""
    log = (site.folder / "serve.log").read_text()
    signs = ("Traceback", "ERROR", "CRITICAL", "Exception")
    return [line for line in log.splitlines() if any(sign in line for sign in signs)]


def kinds() -> dict[str, Kind]:
    """Return every kind of frame that is sent here."""
    return {name: kind for name, (kind, _code) in BAD.items()} | REFUSED


def test_there_are_many_kinds_of_malformed_frames() -> None:
    assert len(kinds()) >= 30
    sent = Counter(name for n in range(OFFENDERS) for name in Offender(n, Random(n)).bad)
    assert sent.keys() == BAD.keys()
    assert min(sent.values()) > 100
