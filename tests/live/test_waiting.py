"""The long poll: an answer as soon as there is news, and never without the right to it."""

import asyncio
import json
from contextlib import closing
from http.client import HTTPConnection
from typing import Any

import pytest
from asgiref.sync import sync_to_async

from accounts import tokens
from accounts.models import Person
from accounts.people import set_rights
from live import bell, waiting
from live.fanout import listener
from live.testing import say
from sessions.models import Session

pytestmark = [pytest.mark.live, pytest.mark.django_db(transaction=True)]


@pytest.fixture
async def door(url: str, plenary: Session, dmitri: Person) -> Any:
    """Ask for the events of the plenary as Dmitri, over a real connection."""
    token = await sync_to_async(tokens.issue)(dmitri)
    host = url.split("/")[2]

    def fetch(query: str) -> dict[str, Any]:
        path = f"/api/v1/sessions/{plenary.pk}/events/?{query}"
        with closing(HTTPConnection(host, timeout=30)) as asked:
            asked.request("GET", path, headers={"Authorization": f"Bearer {token}"})
            with asked.getresponse() as answer:
                return {"status": answer.status, **json.load(answer)}

    async def ask(query: str = "") -> dict[str, Any]:
        return await asyncio.to_thread(fetch, query)

    return ask


def seen(page: dict[str, Any]) -> str:
    return "&".join(f"seen={name}:{number}" for name, number in page["as_of"].items())


async def waiting_now() -> None:
    """Return when a request waits."""
    async with asyncio.timeout(5):
        while waiting._waiting == 0:
            await asyncio.sleep(0.01)


@pytest.mark.timed
@pytest.mark.parametrize("bells", ["heard", "lost"])
async def test_news_ends_the_wait_within_two_seconds(
    door: Any, plenary: Session, clara: Person, bells: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if bells == "lost":
        monkeypatch.setattr(bell, "ring", lambda _heads: None)
    first = await door()
    asked = asyncio.ensure_future(door(f"{seen(first)}&wait=20"))
    await waiting_now()
    reply = await sync_to_async(say)(clara, plenary.live_room, "message.post", text="at last")
    assert reply.ok
    async with asyncio.timeout(2):
        page = await asked
    assert [e["data"]["text"] for e in page["events"] if e["name"] == "message.posted"] == [
        "at last"
    ]
    assert waiting._waiting == 0
    assert not listener().sockets()


async def test_without_news_the_answer_comes_when_the_wait_is_over(door: Any) -> None:
    first = await door()
    page = await door(f"{seen(first)}&wait=1")
    assert page["events"] == []
    assert page["as_of"] == first["as_of"]


async def test_what_came_before_the_wait_began_is_told_at_once(
    door: Any, plenary: Session, clara: Person
) -> None:
    first = await door()
    await sync_to_async(say)(clara, plenary.live_room, "message.post", text="already")
    async with asyncio.timeout(2):
        page = await door(f"{seen(first)}&wait=20")
    assert page["events"]


async def test_who_is_shut_out_while_waiting_is_told_at_once(
    door: Any, dmitri: Person, ada: Person
) -> None:
    first = await door()
    asked = asyncio.ensure_future(door(f"{seen(first)}&wait=20"))
    await waiting_now()
    ada.is_superuser = True  # for set_rights, which reads nothing else of her
    await sync_to_async(set_rights)(
        actor=ada, person=dmitri, is_active=False, is_organiser=False, is_staff=False
    )
    async with asyncio.timeout(2):
        assert (await asked)["status"] in {401, 403, 404}


@pytest.mark.parametrize("wait", ["-1", "soon", "1e3", "00000000-0000-4000-8000-000000000001"])
async def test_a_wait_that_is_no_number_is_refused(door: Any, wait: str) -> None:
    page = await door(f"seen=room:0&wait={wait}")
    assert (page["status"], page["code"], page["field"]) == (400, "wait.invalid", "wait")


async def test_when_too_many_wait_the_answer_comes_at_once(
    door: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = await door()
    monkeypatch.setattr(waiting, "WAITERS", 0)
    async with asyncio.timeout(2):
        assert (await door(f"{seen(first)}&wait=20"))["events"] == []
