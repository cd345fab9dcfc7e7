"""What somebody leans on: silent sockets, waits of one person, tickets that are none, a hanging cache."""

import asyncio
import json
from contextlib import closing
from http.client import HTTPConnection
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.core.cache.backends.redis import RedisCache
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from redis.exceptions import TimeoutError as RedisTimeoutError

from accounts.models import Person
from accounts.people import set_rights
from kit import caches
from live import bell, entering, limits, presence, tickets, waiting
from live.closing import Close
from live.consumer import BEATS_UNANSWERED
from live.fanout import listener
from live.testing import say
from live.tickets import Presented
from sessions.models import Session
from tests import build
from tests.live import hall
from tests.live.hall import HALL
from tests.live.sockets import client

pytestmark = [pytest.mark.live, pytest.mark.django_db(transaction=True)]


def ticket_of(person: Person) -> str:
    return tickets.issue(HALL, person.pk, "test", 0)


async def test_who_answers_no_heartbeat_does_not_listen_on_unseen(url: str, dmitri: Person) -> None:
    async with client(url) as silent, client(url) as lively:
        silent.answers_beats = False
        for socket in (silent, lively):
            assert (await socket.enter(ticket_of(dmitri)))["ok"]
        for number in range(1, BEATS_UNANSWERED + 2):
            for each in listener().sockets():
                each.beat(number, {})
            if number <= BEATS_UNANSWERED:
                await silent.until(lambda frame, beat=number: frame.get("beat") == beat)  # type: ignore[misc]
                await lively.say("call.out", text="still here")
        assert await silent.closed() in {Close.RESTART, Close.COME_AGAIN}
        assert (await lively.say("call.out", text="and now"))["ok"]


@pytest.fixture
def fetch(url: str, plenary: Session) -> Any:
    host = url.split("/")[2]

    def asked(cookie: str, query: str) -> dict[str, Any]:
        path = f"/api/v1/sessions/{plenary.pk}/events/?{query}"
        with closing(HTTPConnection(host, timeout=30)) as line:
            line.request("GET", path, headers={"Cookie": f"sessionid={cookie}"})
            with line.getresponse() as answer:
                return {"status": answer.status, **json.load(answer)}

    async def ask(cookie: str, query: str = "") -> dict[str, Any]:
        return await asyncio.to_thread(asked, cookie, query)

    return ask


def signed_in(person: Person) -> Browser:
    browser = Browser()
    browser.force_login(person)
    return browser


def seen(page: dict[str, Any]) -> str:
    return "&".join(f"seen={name}:{number}" for name, number in page["as_of"].items())


async def waiting_now(many: int = 1) -> None:
    async with asyncio.timeout(10):
        while waiting._waiting < many:
            await asyncio.sleep(0.01)


@pytest.mark.parametrize("how", ["shut out", "signed out"])
async def test_a_wait_is_answered_under_the_rights_of_its_end(
    fetch: Any,
    plenary: Session,
    ada: Person,
    boris: Person,
    dmitri: Person,
    how: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    root = await sync_to_async(build.person)("Root", is_superuser=True)
    posted = await sync_to_async(say)(dmitri, plenary.live_room, "message.post", text="Regret")
    browser = await sync_to_async(signed_in)(ada)
    cookie = browser.cookies["sessionid"].value
    first = await fetch(cookie)
    assert first["status"] == 200
    asked = asyncio.ensure_future(fetch(cookie, f"{seen(first)}&wait=10"))
    await waiting_now()
    # No bell tells of the one before the other: both are there when the answer is made.
    monkeypatch.setattr(bell, "ring", lambda _heads: None)
    if how == "shut out":
        rights = {"is_active": False, "is_organiser": False, "is_staff": False}
        await sync_to_async(set_rights)(actor=root, person=ada, **rights)
    else:
        await sync_to_async(browser.logout)()
    await sync_to_async(say)(
        boris, plenary.live_room, "message.hide", message=posted.data["id"], reason="unkind"
    )
    answer = await asked
    assert answer["status"] in {401, 403}
    assert "Regret" not in str(answer)


async def test_one_person_does_not_take_every_place_to_wait(
    fetch: Any, plenary: Session, dmitri: Person, clara: Person, settings: Any
) -> None:
    settings.LIVE_MAX_SOCKETS = 2
    greedy = (await sync_to_async(signed_in)(dmitri)).cookies["sessionid"].value
    other = (await sync_to_async(signed_in)(clara)).cookies["sessionid"].value
    first = await fetch(greedy)
    held = [asyncio.ensure_future(fetch(greedy, f"{seen(first)}&wait=10")) for _ in range(2)]
    await waiting_now(2)
    assert (await fetch(greedy, f"{seen(first)}&wait=10"))["events"] == []
    held.append(asyncio.ensure_future(fetch(other, f"{seen(await fetch(other))}&wait=10")))
    await waiting_now(3)
    await sync_to_async(say)(clara, plenary.live_room, "message.post", text="All may go home")
    assert all(page["events"] for page in await asyncio.gather(*held))


def test_what_is_no_ticket_takes_no_turn_to_write() -> None:
    with CaptureQueriesContext(connection) as asked:
        outcomes = entering.admit([Presented("no ticket"), Presented("")])
    assert [outcome.code for outcome in outcomes] == ["ticket.altered"] * 2  # type: ignore[union-attr]
    assert len(asked) == 0


def test_a_newcomer_costs_no_more_than_a_turn_of_their_limit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hall.fresh()
    monkeypatch.setattr(limits, "take", lambda _limit, _person: None)

    def cost(many: int) -> int:
        people = [build.person(f"Guest {many} {number}") for number in range(many)]
        batch = [Presented(ticket_of(person)) for person in people]
        with CaptureQueriesContext(connection) as asked:
            outcomes = entering.admit(batch)
        assert all(isinstance(outcome, entering.Entered) for outcome in outcomes)
        return len(asked)

    assert cost(2) == cost(40)


def test_one_person_who_enters_twice_at_once_has_two_stays(dmitri: Person) -> None:
    leases = presence.begin(HALL, [dmitri.pk, dmitri.pk], "ws")
    assert len(set(leases)) == 2


def test_a_cache_that_hangs_does_not_hold_up_every_command(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []

    def hang(_cache: RedisCache, *key: object) -> bool:
        asked.append(key)
        raise RedisTimeoutError

    monkeypatch.setattr(RedisCache, "add", hang)
    monkeypatch.setattr(caches, "_rests_until", 0.0)
    cache = caches.ForgivingRedisCache("redis://127.0.0.1:1/0", {})
    assert not any(cache.add("key", 1) for _ in range(20))
    assert len(asked) == 1
