"""The page is told when the bell is not heard or the database is away, and when all is well again."""

from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.db import OperationalError

from live import bell, streams, tickets
from live.troubles import PATIENCE, LineTroubled, SignsOfLife
from tests import build
from tests.live.hall import HALL
from tests.live.sockets import client

live = [pytest.mark.live, pytest.mark.django_db(transaction=True)]


def test_trouble_is_told_once_when_it_begins_and_once_when_it_ends() -> None:
    signs = SignsOfLife(bell=0, store=0)
    assert signs.change(PATIENCE) is None
    assert signs.change(PATIENCE + 0.1) == LineTroubled(bell=True, store=True)
    assert signs.change(PATIENCE + 1) is None
    signs.store = PATIENCE + 1
    assert signs.change(PATIENCE + 1) == LineTroubled(bell=True, store=False)
    assert signs.is_troubled
    signs.bell = PATIENCE + 1
    assert signs.change(PATIENCE + 1) == LineTroubled(bell=False, store=False)
    assert not signs.is_troubled


async def silent(_mark: str) -> None:
    """Echo nothing."""


class TestOnASocket:
    pytestmark = live

    async def test_a_dead_bell_is_told_also_to_who_comes_then_and_its_return(
        self, url: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        dan = await sync_to_async(build.person)("Dan")
        async with client(url) as a:
            await a.enter(tickets.issue(HALL, dan.pk, "test", 0))
            monkeypatch.setattr(bell, "echo", silent)
            await a.hear("line.troubled", patience=6, bell=True, store=False)
            async with client(url) as late:
                await late.enter(tickets.issue(HALL, dan.pk, "test", 0))
                await late.hear("line.troubled", bell=True, store=False)
            monkeypatch.undo()
            await a.hear("line.troubled", patience=6, bell=False, store=False)

    async def test_a_database_that_is_away_is_told_and_the_socket_lives_on(
        self, url: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        dan = await sync_to_async(build.person)("Dan")

        def away(*_names: Any) -> Any:
            raise OperationalError

        async with client(url) as a:
            await a.enter(tickets.issue(HALL, dan.pk, "test", 0))
            monkeypatch.setattr(streams, "heads", away)
            await a.hear("line.troubled", patience=6, bell=False, store=True)
            monkeypatch.undo()
            await a.hear("line.troubled", patience=6, bell=False, store=False)
            assert (await a.say("call.out", text="still here"))["ok"]
