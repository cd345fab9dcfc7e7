"""Races and abuse that a real room meets: each of these once lost, doubled or shut out something."""

import asyncio
import json
import threading
import time
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async

from accounts.models import Person
from live import clock, dispatch, executor, fanout, handshake, presence, snapshots, streams, tickets
from live.fanout import Listener, listener
from live.frames import CommandFrame
from live.models import Lease
from live.presence import Renewal
from live.streams import Room
from tests import build
from tests.live import hall
from tests.live.hall import HALL
from tests.live.sockets import client

pytestmark = [pytest.mark.live, pytest.mark.django_db(transaction=True)]

person = sync_to_async(build.person)


def ticket_of(who: Person, epoch: int = 0) -> str:
    return tickets.issue(HALL, who.pk, "test", epoch)


async def say(actor: Person, text: str) -> None:
    frame = CommandFrame(str(uuid4()), "call.out", {"text": text})
    reply = await sync_to_async(dispatch.run)(actor=actor, room=HALL, frame=frame)
    assert reply.ok, reply


async def test_one_ticket_sent_on_two_sockets_at_once_lets_one_in(url: str) -> None:
    dan = await person("Dan")
    once = ticket_of(dan)
    async with client(url) as a, client(url) as b:
        replies = await asyncio.gather(a.enter(once), b.enter(once))
        assert sorted(reply["ok"] for reply in replies) == [False, True]
    assert await Lease.objects.acount() == 1


async def test_who_read_earlier_than_another_newcomer_misses_nothing(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first to register reads slowly; the second, who read later, is done first."""
    dan, eva, cast = await person("Dan"), await person("Eva"), await person("Cast")
    read, slow = snapshots.catch_up, [True]
    has_read, may_go_on = threading.Event(), threading.Event()

    def catch_up(room: Room, *rest: Any) -> snapshots.Caught:
        caught = read(room, *rest)
        if slow.pop() if slow else False:
            has_read.set()
            assert may_go_on.wait(5)
        return caught

    monkeypatch.setattr(snapshots, "catch_up", catch_up)
    async with client(url) as a, client(url) as b:
        first = asyncio.create_task(a.enter(ticket_of(dan)))
        assert await asyncio.to_thread(has_read.wait, 5)
        await say(cast, "in between")
        await b.enter(ticket_of(eva))
        may_go_on.set()
        reply = await first
        assert reply["data"]["as_of"]["room"] == 0
        await a.hear("call.called", patience=2.0, text="in between")
        await say(cast, "after")
        await a.hear("call.called", text="after")
        assert [e["seq"] for e in a.events if e["stream"] == "room"] == [1, 2]


async def test_what_the_reply_to_entering_holds_is_not_sent_again(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    dan, eva = await person("Dan"), await person("Eva")
    read = snapshots.catch_up
    is_registered, may_read = threading.Event(), threading.Event()

    def catch_up(*given: Any) -> snapshots.Caught:
        is_registered.set()
        assert may_read.wait(5)
        return read(*given)

    async with client(url) as a, client(url) as b:
        await a.enter(ticket_of(dan))
        monkeypatch.setattr(snapshots, "catch_up", catch_up)
        entering = asyncio.create_task(b.enter(ticket_of(eva)))
        assert await asyncio.to_thread(is_registered.wait, 5)
        await say(dan, "1")
        # Both sockets get it in one pass: what Dan hears is held back for Eva.
        await a.hear("call.called", text="1")
        may_read.set()
        reply = await entering
        assert reply["data"]["as_of"]["room"] == 1
        await say(dan, "2")
        await b.hear("call.called", text="2")
        assert [e["seq"] for e in b.events if e["stream"] == "room"] == [2]


async def test_a_room_full_of_long_texts_can_be_entered_and_its_gap_fetched(url: str) -> None:
    dan = await person("Dan")

    def long_talk() -> None:
        for _ in range(400):
            hall.call(actor=dan, text="x" * 4000)

    await sync_to_async(long_talk)()
    async with client(url, max_size=None) as a:
        reply = await a.enter(ticket_of(dan), {"room": 1, "me": 400})
        assert len(reply["data"]["events"]) == 399
        got = await a.say("stream.fetch", stream="room", after=0)
        assert got["data"]["events"][0]["seq"] == 1
        assert (await a.say("call.out", text="still here"))["ok"]


async def test_a_long_burst_cuts_nobody_who_reads(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    dan, eva = await person("Dan"), await person("Eva")

    def long_talk() -> None:
        for _ in range(450):
            hall.call(actor=eva, text="x" * 4000)

    ring = Listener.rung
    async with client(url, max_size=None) as a:
        await a.enter(ticket_of(dan))
        monkeypatch.setattr(Listener, "rung", lambda *_: None)
        await sync_to_async(long_talk)()
        monkeypatch.setattr(Listener, "rung", ring)
        async with asyncio.timeout(10):
            while a.seen["room"] < 450 and a.close_code is None:
                await asyncio.sleep(0.05)
        assert [e["seq"] for e in a.events if e["stream"] == "room"] == [*range(1, 451)]


async def test_a_socket_whose_work_broke_is_forgotten(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    dan = await person("Dan")
    async with client(url) as a:
        await a.enter(ticket_of(dan))

        def broken(*_given: Any) -> None:
            raise RuntimeError

        monkeypatch.setattr("live.frames.read", broken)
        await a.socket.send("{}")
        await a.closed()
    assert listener().sockets() == set()
    assert listener().watches == {}


async def test_a_busy_server_refuses_a_fetch_and_keeps_the_socket(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    dan = await person("Dan")
    async with client(url) as a:
        await a.enter(ticket_of(dan))
        monkeypatch.setattr(executor.executor(), "_backlog", 0)
        refused = await a.say("stream.fetch", stream="room", after=0)
        assert (refused["code"], refused["retry_in"]) == ("busy", 1.0)
        monkeypatch.setattr(executor.executor(), "_backlog", 256)
        assert (await a.say("stream.fetch", stream="room", after=0))["ok"]


async def test_more_newcomers_than_the_line_holds_all_come_in(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [await person(f"P{n}") for n in range(24)]
    executor.executor()
    monkeypatch.setattr(executor.executor(), "_backlog", 20)
    monkeypatch.setattr(fanout, "COMING_AND_GOING", 4)
    async with asyncio.TaskGroup() as group:

        async def one(who: Person) -> None:
            async with client(url) as a:
                assert (await a.enter(ticket_of(who)))["ok"]

        for who in people:
            group.create_task(one(who))


async def test_after_a_change_of_rights_no_command_is_taken(url: str) -> None:
    """Not even while the close is on its way: the rights are those that the person had."""
    dan = await person("Dan")
    async with client(url) as a:
        await a.enter(ticket_of(dan))
        (socket,) = listener().sockets()
        listener().leave(socket)
        socket.outbox._closing = 4401  # type: ignore[attr-defined]
        await a.socket.send(
            json.dumps({"id": str(uuid4()), "name": "call.out", "data": {"text": "late"}})
        )
        await asyncio.sleep(0.3)
    assert await sync_to_async(streams.heads)([str(HALL)]) == {str(HALL): 0}


@pytest.mark.parametrize("scheme", ["https", "ftp"])
async def test_an_origin_of_another_scheme_is_shut_out(url: str, scheme: str) -> None:
    host = url.split("/")[2]
    async with client(url, origin=f"http://{host}") as a:
        assert a.close_code is None
    with pytest.raises(Exception, match="403"):
        async with client(url, origin=f"{scheme}://{host}"):
            pass


@pytest.mark.parametrize(
    ("origin", "told", "is_ours"),
    [
        ("https://live.example", "https", True),
        ("http://live.example", "https", False),
        ("https://live.example", "", False),
        ("http://live.example", "", True),
        ("https://live.example:444", "https", False),
        ("null", "https", False),
        ("http://[", "", False),
        ("https://other.example", "", True),
        ("", "https", True),
    ],
)
def test_behind_a_proxy_the_scheme_is_what_the_proxy_says(
    settings: Any, origin: str, told: str, *, is_ours: bool
) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.CSRF_TRUSTED_ORIGINS = ["https://other.example"]
    named = {"host": "live.example", "origin": origin, "x-forwarded-proto": told}
    headers = [(name.encode(), value.encode()) for name, value in named.items() if value]
    assert handshake.is_ours({"scheme": "ws", "headers": headers}) is is_ours


def test_a_renewal_that_waited_in_line_does_not_over_count() -> None:
    dan = build.person("Dan")
    lease = presence.take(HALL, [dan.pk], "ws")[dan.pk]
    long_ago = clock.now() - timedelta(seconds=20)
    Lease.objects.update(entered_at=long_ago, last_seen=long_ago)
    # Answered five seconds ago; the executor was full since, or the database locked.
    renewal = Renewal(lease, time.monotonic() - 5)
    answered = clock.now() - timedelta(seconds=5)
    presence.renew([renewal])
    last_seen = Lease.objects.get().last_seen
    assert long_ago < last_seen <= answered + timedelta(seconds=0.05)


def test_a_socket_that_lives_gets_a_new_lease_when_its_own_was_swept() -> None:
    """The database was away for a minute; the people never were."""
    dan = build.person("Dan")
    lease = presence.take(HALL, [dan.pk], "ws")[dan.pk]
    away = clock.now() - timedelta(seconds=60)
    Lease.objects.update(entered_at=away, last_seen=away)
    assert presence.sweep() == 1
    moved = presence.renew([Renewal(lease, time.monotonic())])
    assert presence.present(HALL) == {dan.pk}
    presence.renew([Renewal(moved[lease], time.monotonic())])
    old, new = Lease.objects.order_by("entered_at")
    assert (old.last_seen, old.ended_at) == (away, away)
    assert new.id == moved[lease]
    assert new.entered_at > away


@pytest.mark.parametrize(("silence", "counted"), [(29, 29), (31, 0), (600, 0)])
def test_a_silence_of_more_than_half_a_minute_is_no_presence(silence: int, counted: int) -> None:
    """Though no sweep has ended it: the answer that comes after all begins a stay of its own."""
    dan = build.person("Dan")
    lease = presence.take(HALL, [dan.pk], "ws")[dan.pk]
    heard = clock.now() - timedelta(seconds=silence)
    Lease.objects.update(entered_at=heard, last_seen=heard)
    moved = presence.renew([Renewal(lease, time.monotonic())])
    rows = list(Lease.objects.order_by("entered_at", "last_seen"))
    stayed = sum((row.last_seen - row.entered_at for row in rows), timedelta(0))
    assert round(stayed.total_seconds()) == counted
    assert moved == ({} if counted else {lease: rows[1].id})
    assert [row.ended_at for row in rows] == ([None] if counted else [heard, None])
    assert presence.present(HALL) == {dan.pk}


def test_two_answers_after_a_silence_begin_one_stay() -> None:
    dan = build.person("Dan")
    lease = presence.take(HALL, [dan.pk], "ws")[dan.pk]
    heard = clock.now() - timedelta(seconds=45)
    Lease.objects.update(entered_at=heard, last_seen=heard)
    moved = presence.renew([Renewal(lease, time.monotonic())])
    assert presence.renew([Renewal(moved[lease], time.monotonic())]) == {}
    assert Lease.objects.count() == 2


def test_cached_slices_are_few() -> None:
    for number in range(snapshots.KEPT + 10):
        snapshots._keep(f"room.{number}", snapshots.Cached(0, "", 0.0))
    assert len(snapshots._cache) == snapshots.KEPT


async def test_a_listener_that_lags_tells_no_newcomer_what_their_reply_held(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With its bells lost it reads late: who entered meanwhile has those events already."""
    monkeypatch.setattr("live.bell.ring", lambda _heads: None)
    dan, eva = await person("Dan"), await person("Eva")
    async with client(url) as early, client(url) as late:
        await early.enter(ticket_of(eva))
        ears = listener()
        monkeypatch.setattr(ears, "rung", lambda _heads: None)
        assert (await early.say("call.out", text="1"))["ok"]
        entered = await late.enter(ticket_of(dan))
        assert entered["data"]["as_of"]["room"] == 1
        monkeypatch.undo()
        ears.rung({str(HALL): 1})
        await early.hear("call.called", text="1")
        assert (await early.say("call.out", text="2"))["ok"]
        await late.hear("call.called", text="2")
        assert [event["data"]["text"] for event in late.events] == ["2"]


def test_the_last_heartbeat_of_who_was_put_out_does_not_bring_them_back() -> None:
    dan = build.person("Dan")
    lease = presence.take(HALL, [dan.pk], "ws")[dan.pk]
    Lease.objects.update(last_seen=clock.now() - timedelta(seconds=5))
    presence.expel(HALL, dan.pk)
    assert presence.renew([Renewal(lease, time.monotonic())]) == {}
    assert presence.present(HALL) == frozenset()
