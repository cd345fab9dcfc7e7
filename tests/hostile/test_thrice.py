"""Every command sent three times at once, over two sockets and HTTP, under one id: one effect."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest
from asgiref.sync import sync_to_async
from django.apps import apps
from django.db import connection
from django.db.models import Model

from accounts import tokens
from accounts.models import ApiToken
from chat.models import Message
from live import catalogue, streams
from live.models import Allowance, Event, Lease, Stream, UsedTicket
from live.streams import Room
from tests.hostile import doors, said
from tests.hostile.said import SAID, Scene
from tests.live.serving import serving
from tests.live.sockets import Client, client

pytestmark = [pytest.mark.live, pytest.mark.django_db(transaction=True)]

# Not what a command does: the way in, how often one may, and counters that events tell of anyway.
NO_EFFECT: tuple[type[Model], ...] = (Lease, UsedTicket, Allowance, ApiToken, Stream)
FOREIGN = {"sessions", "contenttypes", "auth", "admin", "account"}


@pytest.fixture
async def url(settings: Any) -> AsyncIterator[str]:
    settings.LIVE_LIMITS = dict.fromkeys(settings.LIVE_LIMITS, (1000, 1000))
    async with serving() as address:
        yield address
    await sync_to_async(lambda: connection.close())()  # noqa: PLW0108 - looked up in that thread


@dataclass(frozen=True, slots=True)
class Doors:
    """Three ways of one person into one session."""

    one: Client
    other: Client
    base: str
    session: UUID
    token: str

    async def say_thrice(self, command: str, command_id: str, data: Any) -> list[dict[str, Any]]:
        """Send the same command by all three at once; returns the three answers."""
        answers: list[dict[str, Any]] = await asyncio.gather(
            doors.say(self.one, command, command_id, data),
            doors.say(self.other, command, command_id, data),
            doors.command(self.base, self.session, self.token, command, command_id, data),
        )
        return answers


@dataclass(frozen=True, slots=True)
class Effect:
    """How many rows each table has gained, and which events each audience was told."""

    rows: dict[str, int]
    events: Counter[str]


def counts() -> dict[str, int]:
    """Return the number of rows of every table that a command may write to."""
    models = [m for m in apps.get_models() if m._meta.app_label not in FOREIGN]
    return {m._meta.label: m._default_manager.count() for m in models if m not in NO_EFFECT}


def told(room: Room) -> Counter[str]:
    """Return how often each event was published in a room, by the audience that heard it."""
    rows = Event.objects.filter(stream__startswith=str(room)).values_list("stream", "name")
    return Counter(f"{streams.short_name(stream)}: {name}" for stream, name in rows)


class Watch:
    """What happens in one session from now on."""

    def __init__(self, scene: Scene) -> None:
        self.room = scene.session.live_room
        self.rows, self.events = counts(), told(self.room)

    def effect(self) -> Effect:
        rows = {name: n - self.rows[name] for name, n in counts().items() if n != self.rows[name]}
        return Effect(rows, told(self.room) - self.events)


async def come_in(stack: AsyncExitStack, url: str, scene: Scene, who: str) -> Doors:
    """Let a person in by two sockets, with a token for the third door."""
    base = url.replace("ws://", "http://").removesuffix("/live/")
    token = await sync_to_async(tokens.issue)(scene.people[who])
    sockets = []
    for _ in range(2):
        socket = await stack.enter_async_context(client(url))
        entered = await socket.enter(await doors.ticket(base, scene.session.pk, token))
        assert entered["ok"], entered
        sockets.append(socket)
    return Doors(sockets[0], sockets[1], base, scene.session.pk, token)


def ours() -> list[str]:
    """Return the commands of the programme; tests of the kernel declare some of their own."""
    return [
        entry.command.wire
        for entry in catalogue.commands()
        if not entry.command.__module__.startswith("tests.")
    ]


def test_every_command_is_said_here_and_nothing_else() -> None:
    assert sorted(SAID) == ours()


@pytest.mark.parametrize("command", SAID)
async def test_a_command_sent_thrice_at_once_has_one_effect_and_one_answer(
    url: str, command: str
) -> None:
    everyone = await sync_to_async(said.people)()
    once, data_once = await sync_to_async(said.scene)(everyone, command, "once")
    async with AsyncExitStack() as stack:
        way = await come_in(stack, url, once, SAID[command].who)
        watch = await sync_to_async(Watch)(once)
        reply = await way.one.say(command, **plain(data_once))
        assert reply["ok"], reply
        expected = await sync_to_async(watch.effect)()
    thrice, data = await sync_to_async(said.scene)(everyone, command, "thrice")
    async with AsyncExitStack() as stack:
        way = await come_in(stack, url, thrice, SAID[command].who)
        watch = await sync_to_async(Watch)(thrice)
        command_id = str(uuid4())
        answers = await way.say_thrice(command, command_id, plain(data))
        assert answers[0]["ok"], answers
        assert answers[0] == answers[1] == answers[2]
        assert await sync_to_async(watch.effect)() == expected
        # And once more when all is long done.
        assert await doors.say(way.other, command, command_id, plain(data)) == answers[0]
        assert await sync_to_async(watch.effect)() == expected
    assert expected.events
    assert expected.rows["live.Receipt"] == 1


@pytest.mark.parametrize("command", SAID)
async def test_a_refused_command_is_judged_afresh_under_the_same_id(url: str, command: str) -> None:
    everyone = await sync_to_async(said.people)()
    scene, data = await sync_to_async(said.scene)(everyone, command, "hindered")
    command_id = str(uuid4())
    async with AsyncExitStack() as stack:
        way = await come_in(stack, url, scene, SAID[command].who)
        clear = await sync_to_async(said.hinder)(scene, command)
        watch = await sync_to_async(Watch)(scene)
        refused = await way.say_thrice(command, command_id, plain(data))
        why = {(answer["ok"], answer["code"]) for answer in refused}
        assert why in ({(False, "forbidden")}, {(False, "session.not_open")}), refused
        assert await sync_to_async(watch.effect)() == Effect({}, Counter())
        await sync_to_async(clear)()
        taken = await way.say_thrice(command, command_id, plain(data))
        assert taken[0]["ok"], taken
        assert taken[0] == taken[1] == taken[2]
        assert (await sync_to_async(watch.effect)()).rows["live.Receipt"] == 1


async def test_one_id_for_two_texts_at_once_takes_one_and_refuses_the_other(url: str) -> None:
    everyone = await sync_to_async(said.people)()
    scene, _data = await sync_to_async(said.scene)(everyone, "message.post", "twice")
    async with AsyncExitStack() as stack:
        way = await come_in(stack, url, scene, "dmitri")
        same = str(uuid4())
        answers = await asyncio.gather(
            way.one.say("message.post", command_id=same, text="Good morning"),
            way.other.say("message.post", command_id=same, text="Good evening"),
        )
        assert sorted(answer.get("code", "taken") for answer in answers) == ["id.reused", "taken"]
    assert await Message.objects.acount() == 1


def plain(data: said.Data) -> dict[str, Any]:
    """Return a command's data as JSON has it."""
    found: dict[str, Any] = msgspec.to_builtins(data)
    return found
