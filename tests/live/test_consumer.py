import asyncio
import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async

from accounts.models import Person
from live import bell, clock, dispatch, epochs, limits, presence, tickets
from live.fanout import listener
from live.frames import CommandFrame
from live.hub import whisper
from live.models import Lease
from live.presence import PeoplePresent
from tests import build
from tests.live import hall
from tests.live.hall import HALL
from tests.live.sockets import client

pytestmark = [pytest.mark.live, pytest.mark.django_db(transaction=True)]


def made(name: str) -> Person:
    return build.person(name)


def ticket_of(person: Person, epoch: int = 0) -> str:
    return tickets.issue(HALL, person.pk, "test", epoch)


person = sync_to_async(made)


async def say(actor: Person, text: str) -> None:
    frame = CommandFrame(str(uuid4()), "call.out", {"text": text})
    await sync_to_async(dispatch.run)(actor=actor, room=HALL, frame=frame)


async def test_all_in_the_room_hear_a_call_at_once_and_in_one_order(url: str) -> None:
    dan, eva = await person("Dan"), await person("Eva")
    async with client(url) as a, client(url) as b:
        entered = await a.enter(ticket_of(dan))
        assert entered["data"]["as_of"] == {"room": 0, "me": 0}
        assert entered["data"]["snapshot"] == {"room": {"calls": []}, "me": {}}
        assert entered["data"]["you"] == {"id": str(dan.pk), "may": []}
        await b.enter(ticket_of(eva))
        reply = await a.say("call.out", text="привет")
        assert reply["ok"]
        assert reply["data"] == {"text": "привет", "seq": 1}
        for one in (a, b):
            event = await one.hear("call.called")
            assert (event["seq"], event["data"]["text"]) == (1, "привет")
        assert [e["name"] for e in b.events] == ["call.called"]


async def test_whoever_drops_off_gets_only_what_was_missed(url: str) -> None:
    dan = await person("Dan")
    async with client(url) as a:
        await a.enter(ticket_of(dan))
        await a.say("call.out", text="1")
        await a.hear("call.called", text="1")
        await a.hear("call.echoed", text="1")
        seen, ticket = dict(a.seen), a.ticket
    await say(dan, "2")
    await say(dan, "3")
    async with client(url) as a:
        back = await a.enter(ticket, seen)
        data = back["data"]
        assert "snapshot" not in data
        assert [(e["stream"], e["data"]["text"]) for e in data["events"]] == [
            ("room", "2"),
            ("room", "3"),
            ("me", "2"),
            ("me", "3"),
        ]


async def test_a_number_above_the_head_brings_a_snapshot_and_no_error(url: str) -> None:
    dan = await person("Dan")
    await say(dan, "1")
    async with client(url) as a:
        data = (await a.enter(ticket_of(dan), {"room": 99, "me": 1}))["data"]
        assert data["snapshot"] == {"room": {"calls": ["1"]}}


async def test_with_every_bell_lost_the_poll_delivers_within_two_seconds(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bell, "ring", lambda _heads: None)
    dan = await person("Dan")
    async with client(url) as a:
        await a.enter(ticket_of(dan))
        await say(dan, "late")
        await a.hear("call.called", patience=2.0, text="late")


@pytest.mark.parametrize("bells", ["heard", "lost"])
async def test_a_change_of_rights_shuts_the_socket_within_two_seconds(
    url: str, bells: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    dan = await person("Dan")
    async with client(url) as a:
        await a.enter(ticket_of(dan))
        if bells == "lost":
            monkeypatch.setattr(bell, "ring", lambda _heads: None)
        await sync_to_async(epochs.raise_epoch)(dan.pk)
        assert await a.closed(patience=2.0) == 4401
    async with client(url) as a:
        assert (await a.enter(a.ticket or ticket_of(dan)))["code"] == "ticket.outdated"
    async with client(url) as a:
        assert (await a.enter(ticket_of(dan, epoch=1)))["ok"]


async def test_a_ticket_opens_once_and_only_unaltered(url: str) -> None:
    dan = await person("Dan")
    once = ticket_of(dan)
    async with client(url) as a:
        assert (await a.enter(once))["ok"]
    async with client(url) as a:
        assert (await a.enter(once))["code"] == "ticket.used"
    for bad in (once[:-1] + ("A" if once[-1] != "A" else "B"), "", "x:y:z"):
        async with client(url) as a:
            assert (await a.enter(bad))["code"] == "ticket.altered"


async def test_a_ticket_is_good_for_sixty_seconds(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    dan = await person("Dan")
    now = clock.here()
    monkeypatch.setattr(clock, "here", lambda: now - timedelta(seconds=61))
    old = ticket_of(dan)
    monkeypatch.setattr(clock, "here", lambda: now - timedelta(seconds=55))
    fresh = ticket_of(dan)
    monkeypatch.undo()
    async with client(url) as a:
        assert (await a.enter(old))["code"] == "ticket.expired"
    async with client(url) as a:
        entered = await a.enter(fresh)
        assert entered["ok"]
        back = tickets.read(entered["data"]["ticket"])
    assert back.good_until - now.timestamp() > 3600, "to come back with, after a long session"


async def test_whoever_may_not_enter_hears_that_nothing_is_here(url: str) -> None:
    frank = await person("Frank")
    hall.barred.add(frank.pk)
    async with client(url) as a:
        assert (await a.enter(ticket_of(frank)))["code"] == "not_found"
        assert await a.closed() == 4404


async def test_a_foreign_origin_is_shut_out(url: str) -> None:
    with pytest.raises(Exception, match="403"):
        async with client(url, origin="https://elsewhere.example"):
            pass


async def test_ten_bad_frames_close_and_one_does_not(url: str) -> None:
    dan = await person("Dan")
    async with client(url) as a:
        await a.enter(ticket_of(dan))
        await a.socket.send("{")
        assert (await a.until(lambda f: "error" in f))["error"] == {"code": "frame.not_json"}
        assert (await a.say("call.out", text="still here"))["ok"]
        for _ in range(9):
            await a.socket.send(b"\xff")
        assert await a.closed() == 4400


async def test_a_command_before_entering_is_refused(url: str) -> None:
    async with client(url) as a:
        assert (await a.say("call.out", text="a"))["code"] == "room.not_entered"


async def test_a_seventh_socket_of_one_person_is_too_many(url: str) -> None:
    dan = await person("Dan")
    opened = []
    async with asyncio.TaskGroup() as group:
        for _ in range(6):
            one = client(url)
            opened.append(one)
            socket = await one.__aenter__()
            group.create_task(socket.enter(ticket_of(dan)))
    async with client(url) as seventh:
        await seventh.socket.send(
            json.dumps(
                {"id": str(uuid4()), "name": "room.enter", "data": {"ticket": ticket_of(dan)}}
            )
        )
        assert await seventh.closed() == 4429
    for one in opened:
        await one.__aexit__(None, None, None)


async def test_a_gap_can_be_fetched_from_streams_one_hears_and_no_other(url: str) -> None:
    dan = await person("Dan")
    for text in "123":
        await say(dan, text)
    async with client(url) as a:
        await a.enter(ticket_of(dan))
        got = await a.say("stream.fetch", stream="room", after=1)
        assert [e["seq"] for e in got["data"]["events"]] == [2, 3]
        assert (await a.say("stream.fetch", stream="staff", after=0))["code"] == "stream.unknown"


async def test_people_come_and_go_as_whispers_and_leases_end_at_the_last_word(url: str) -> None:
    dan, eva = await person("Dan"), await person("Eva")
    async with client(url) as a:
        await a.enter(ticket_of(dan))
        async with client(url) as b:
            entered = await b.enter(ticket_of(eva))
            assert entered["data"]["people"]["count"] == 2
            came = await a.hear("people.present", count=2)
            assert str(eva.pk) in came["data"]["joined"]
    async with asyncio.timeout(5):
        while await Lease.objects.filter(ended_at=None).aexists():
            await asyncio.sleep(0.05)
    leases = await sync_to_async(lambda: list(Lease.objects.order_by("entered_at")))()
    assert [lease.person for lease in leases] == [dan.pk, eva.pk]
    assert all(lease.ended_at == lease.last_seen >= lease.entered_at for lease in leases)
    here = await sync_to_async(presence.present)(HALL)
    assert here == {dan.pk, eva.pk}, "thirty seconds of grace, or each reconnect flaps"


async def test_heartbeats_carry_the_heads_and_renew_the_lease(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    dan = await person("Dan")
    await say(dan, "1")
    async with client(url) as a:
        await a.enter(ticket_of(dan))
        for socket in listener().sockets():
            socket.beat(7, listener()._heads_of(socket))
        beat = await a.until(lambda f: f.get("beat") == 7)
        assert beat["heads"] == {"room": 1, "me": 1}


async def test_a_whisper_has_no_number_and_leaves_no_trace(url: str) -> None:
    dan = await person("Dan")
    async with client(url) as a:
        await a.enter(ticket_of(dan))
        whisper(HALL, PeoplePresent(count=5, joined=[], left=[]))
        heard: dict[str, Any] = await a.hear("people.present", count=5)
        assert "seq" not in heard
        assert a.events == []


@pytest.mark.server_uvicorn
async def test_a_reader_that_stopped_is_cut_and_the_others_go_on(url: str) -> None:
    dan, slow = await person("Dan"), await person("Slow")
    async with client(url) as a, client(url, max_queue=1) as stuck:
        await a.enter(ticket_of(dan))
        await stuck.enter(ticket_of(slow))
        stuck._reader.cancel()
        frame = '{"stream":"room","name":"noise","data":{"x":"' + "x" * 60_000 + '"}}'
        async with asyncio.timeout(10):
            while len(listener().sockets()) > 1:
                listener().deliver_whisper(str(HALL), frame)
                await asyncio.sleep(0.005)
        await say(dan, "after")
        await a.hear("call.called", text="after")


async def test_entering_is_limited_and_told_so(
    url: str, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.LIVE_LIMITS = settings.LIVE_LIMITS | {"enter": (1, 1)}
    dan = await person("Dan")
    async with client(url) as a:
        assert (await a.enter(ticket_of(dan)))["ok"]
    async with client(url) as a:
        refused = await a.enter(ticket_of(dan))
        assert refused["code"] == "rate.limited"
        assert refused["retry_in"] > 30
    assert limits.RateLimited(3.0).retry_in == 3.0
