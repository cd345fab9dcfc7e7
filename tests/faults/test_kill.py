"""SIGKILL while twenty delegates chat: what was acknowledged is there, once, in one order."""

import asyncio
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import websockets
from asgiref.sync import sync_to_async

from tests.live.sockets import Client, client
from tests.site import Site

pytestmark = [pytest.mark.faults, pytest.mark.timeout(240)]

KILLS = 5
BETWEEN_KILLS = 6.0
DELEGATES = [f"p{n:03d}@demo.example" for n in range(1, 21)]
AT_MOST_LOST = timedelta(seconds=15)


class Delegate:
    """One person's own record: what was acknowledged, what was heard, when they were inside."""

    def __init__(self, site: Site, session: str, token: str) -> None:
        self.site, self.session, self.token = site, session, token
        self.acknowledged: dict[str, int] = {}
        self.heard: dict[int, str] = {}
        self.stays: list[list[datetime]] = []
        self.person = ""
        self.is_going_on = True

    async def live(self) -> None:
        """Enter, chat, and come back whenever the line breaks, until told to stop."""
        seen: dict[str, int] = {}
        unanswered: tuple[str, str] | None = None
        while self.is_going_on:
            try:
                path = f"/api/v1/sessions/{self.session}/ticket/"
                got = await asyncio.to_thread(self.site.ask, path, self.token, {})
                async with client(got["url"]) as socket:
                    unanswered = await self._inside(socket, got["ticket"], seen, unanswered)
            except (OSError, websockets.WebSocketException, TimeoutError):
                await asyncio.sleep(0.2)

    async def _inside(
        self,
        socket: Client,
        ticket: str,
        seen: dict[str, int],
        unanswered: tuple[str, str] | None,
    ) -> tuple[str, str] | None:
        asked_at = datetime.now(UTC)
        reply = await socket.enter(ticket, seen)
        assert reply["ok"], reply
        self.person = reply["data"]["you"]["id"]
        self.stays.append([asked_at, datetime.now(UTC)])
        try:
            while self.is_going_on:
                command_id, text = unanswered or (str(uuid4()), f"said {uuid4()}")
                unanswered = (command_id, text)
                answer = await self._said(socket, command_id, text)
                if answer is None:
                    return unanswered
                assert answer["ok"], answer
                self.acknowledged[text] = answer["data"]["seq"]
                unanswered = None
                await asyncio.sleep(0.1)
        finally:
            # A goodbye is a sign of life: the stay lasts until it is said.
            await socket.socket.close()
            self.stays[-1][1] = datetime.now(UTC)
            for event in [*reply["data"]["events"], *socket.events]:
                if event["stream"] == "room" and event["name"] == "message.posted":
                    self.heard[event["seq"]] = event["data"]["text"]
            seen.update(socket.seen)
        return None

    async def _said(self, socket: Client, command_id: str, text: str) -> dict[str, Any] | None:
        """Return the reply, or nothing when the line broke before it came."""
        said = asyncio.ensure_future(socket.say("message.post", command_id=command_id, text=text))
        done, _ = await asyncio.wait(
            {said, socket._reader}, return_when=asyncio.FIRST_COMPLETED, timeout=10
        )
        if said in done:
            return said.result()
        said.cancel()
        return None


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    running = Site(tmp_path, LIVE_LIMITS="chat=100000/100000,enter=1000/1000")
    running.start()
    yield running
    running.stop()


async def test_nothing_acknowledged_is_lost_or_doubled_and_attendance_never_overcounts(
    site: Site,
) -> None:
    tokens = await asyncio.to_thread(site.tokens, *DELEGATES)
    first = next(iter(tokens.values()))
    session = (await asyncio.to_thread(site.ask, "/api/v1/sessions/?state=live", first))["results"][
        0
    ]["id"]
    delegates = [Delegate(site, session, token) for token in tokens.values()]
    tasks = [asyncio.create_task(delegate.live()) for delegate in delegates]
    for _ in range(KILLS):
        await asyncio.sleep(BETWEEN_KILLS)
        await asyncio.to_thread(site.kill)
        assert await asyncio.to_thread(site.start) < 5
    await asyncio.sleep(2)
    for delegate in delegates:
        delegate.is_going_on = False
    await asyncio.gather(*tasks)
    log = await asyncio.to_thread(whole_log, site, session, first)
    posted = [event["data"]["text"] for event in log if event["name"] == "message.posted"]
    acknowledged = {text: seq for d in delegates for text, seq in d.acknowledged.items()}
    by_seq = {event["seq"]: event for event in log}
    assert len(acknowledged) > 200
    assert len(posted) == len(set(posted)), "none twice"
    assert acknowledged.keys() <= set(posted), "none lost"
    assert [e["seq"] for e in log] == list(range(1, len(log) + 1)), "one order without a hole"
    for text, seq in acknowledged.items():
        assert by_seq[seq]["data"]["text"] == text
    for delegate in delegates:
        for seq, text in delegate.heard.items():
            assert by_seq[seq]["data"]["text"] == text, "all heard the same order"
    await asyncio.to_thread(site.stop)
    await sync_to_async(attendance_is_true)(site, session, delegates)


def whole_log(site: Site, session: str, token: str) -> list[dict[str, Any]]:
    """Return the room's events from the first to the last, page by page, over HTTP."""
    events: list[dict[str, Any]] = []
    more, seen = True, 0
    while more:
        path = f"/api/v1/sessions/{session}/events/?seen=room:{seen}"
        page = site.ask(path, token)
        events += [event for event in page["events"] if event["stream"] == "room"]
        more, seen = page["more"], page["as_of"]["room"]
    return events


def attendance_is_true(site: Site, session: str, delegates: list[Delegate]) -> None:
    """Compare each stay on the server's record with the client's own: within 15 s, never over."""
    script = (
        "import json; from live.models import Lease; "
        f"rows = Lease.objects.filter(room='session.{session}', door='ws').order_by('entered_at'); "
        "print(json.dumps([[str(r.person), r.entered_at.isoformat(), r.last_seen.isoformat()] "
        "for r in rows]))"
    )
    printed = site.manage("shell", "--verbosity", "0", "-c", script).strip().splitlines()[-1]
    for delegate in delegates:
        leases = [row for row in json.loads(printed) if row[0] == delegate.person]
        assert len(leases) == len(delegate.stays)
        for (_person, entered, last_seen), (asked_at, last_at) in zip(
            leases, delegate.stays, strict=True
        ):
            begun, ended = datetime.fromisoformat(entered), datetime.fromisoformat(last_seen)
            # The record is in whole milliseconds.
            assert begun >= asked_at - timedelta(milliseconds=1)
            assert ended <= last_at
            assert last_at - ended <= AT_MOST_LOST
