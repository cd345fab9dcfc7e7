"""A ticket that can't be used says why, over a real socket: each reason has a code and words of its own."""

import asyncio
import json
import secrets
import urllib.request
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import connection
from django.test import Client as Browser

from accounts import tokens
from accounts.models import Person
from conferences.models import Conference
from live import clock, epochs, tickets
from live.models import Lease, UsedTicket
from sessions.models import Session
from tests import build
from tests.hostile import doors
from tests.live.serving import serving
from tests.live.sockets import Client, client

pytestmark = [pytest.mark.live, pytest.mark.django_db(transaction=True)]

WORDS = {
    "ticket.altered": "This is not a ticket of ours. Ask for a new one.",
    "ticket.expired": "This ticket is too old. Ask for a new one.",
    "ticket.used": "This ticket has been used. Ask for a new one.",
    "ticket.other_room": "This ticket is for another session. Ask for one for this session.",
    "ticket.other_person": "This ticket belongs to another sign-in. Ask for a new one.",
    "ticket.outdated": "Your rights have changed since this ticket was made. Ask for a new one.",
}


@dataclass(frozen=True, slots=True)
class Visitor:
    """A browser that is signed in, by its cookies."""

    cookies: dict[str, str]

    @property
    def header(self) -> dict[str, str]:
        return {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}

    async def ticket(self, base: str, session: Session) -> str:
        """Ask for a ticket as the room's page does."""
        address = f"{base}/api/v1/sessions/{session.pk}/ticket/"
        headers = self.header | {"X-CSRFToken": self.cookies["csrftoken"]}
        request = urllib.request.Request(  # noqa: S310 - our own server
            address, data=b"", headers=headers
        )

        def post() -> str:
            with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 - as above
                text: str = json.load(answer)["ticket"]
                return text

        return await asyncio.to_thread(post)


def signed_in(person: Person) -> Visitor:
    browser = Browser()
    browser.force_login(person)
    name = settings.SESSION_COOKIE_NAME
    return Visitor({name: browser.cookies[name].value, "csrftoken": secrets.token_hex(16)})


@pytest.fixture
async def url() -> AsyncIterator[str]:
    async with serving() as address:
        yield address
    await sync_to_async(lambda: connection.close())()  # noqa: PLW0108 - looked up in that thread


@pytest.fixture
def base(url: str) -> str:
    return url.replace("ws://", "http://").removesuffix("/live/")


@pytest.fixture
def visitor(dmitri: Person) -> Visitor:
    return signed_in(dmitri)


@pytest.fixture
def token(dmitri: Person) -> str:
    return tokens.issue(dmitri)


async def enter(url: str, ticket: Any, visitor: Visitor | None = None, **more: Any) -> Any:
    """Return the reply to entering over a socket of its own."""
    headers = visitor.header if visitor else {}
    async with client(url, additional_headers=headers) as socket:
        return await socket.say("room.enter", ticket=ticket, **more)


def refused(reply: Any) -> str:
    """Return why an entry was refused, once its words are seen to fit."""
    assert not reply["ok"], reply
    assert reply["text"] == WORDS[reply["code"]]
    code: str = reply["code"]
    return code


async def test_a_ticket_of_a_signed_in_page_and_of_a_program_lets_in(
    url: str, base: str, plenary: Session, visitor: Visitor, token: str
) -> None:
    assert (await enter(url, await visitor.ticket(base, plenary), visitor))["ok"]
    assert (await enter(url, await doors.ticket(base, plenary.pk, token)))["ok"]


async def test_a_ticket_used_twice_is_refused(
    url: str, base: str, plenary: Session, visitor: Visitor
) -> None:
    once = await visitor.ticket(base, plenary)
    assert (await enter(url, once, visitor))["ok"]
    assert refused(await enter(url, once, visitor)) == "ticket.used"
    assert await Lease.objects.acount() == 1


async def test_a_ticket_to_come_back_with_is_for_one_return(
    url: str, base: str, plenary: Session, visitor: Visitor
) -> None:
    first = await enter(url, await visitor.ticket(base, plenary), visitor)
    back = first["data"]["ticket"]
    assert (await enter(url, back, visitor))["ok"]
    assert refused(await enter(url, back, visitor)) == "ticket.used"


@pytest.mark.parametrize(("seconds", "is_good"), [(59, True), (61, False)])
async def test_a_ticket_is_good_for_sixty_seconds(
    url: str,
    base: str,
    plenary: Session,
    visitor: Visitor,
    monkeypatch: pytest.MonkeyPatch,
    seconds: int,
    *,
    is_good: bool,
) -> None:
    ticket = await visitor.ticket(base, plenary)
    here = clock.here
    monkeypatch.setattr(clock, "here", lambda: here() + timedelta(seconds=seconds))
    reply = await enter(url, ticket, visitor)
    assert reply["ok"] if is_good else refused(reply) == "ticket.expired"


async def test_a_ticket_for_another_session_is_refused_and_still_good_where_it_belongs(
    url: str, base: str, plenary: Session, visitor: Visitor
) -> None:
    other = f"session.{uuid4()}"
    ticket = await visitor.ticket(base, plenary)
    assert refused(await enter(url, ticket, visitor, room=other)) == "ticket.other_room"
    assert (await enter(url, ticket, visitor, room=str(plenary.live_room)))["ok"]


async def test_a_ticket_in_the_hands_of_another_person_is_refused_and_not_used_up(
    url: str, base: str, plenary: Session, visitor: Visitor, clara: Person
) -> None:
    ticket = await visitor.ticket(base, plenary)
    thief = await sync_to_async(signed_in)(clara)
    assert refused(await enter(url, ticket, thief)) == "ticket.other_person"
    assert refused(await enter(url, ticket)) == "ticket.other_person", "no sign-in at all"
    assert (await enter(url, ticket, visitor))["ok"]


async def test_a_ticket_to_come_back_with_is_no_use_to_another_person_either(
    url: str, base: str, plenary: Session, visitor: Visitor, clara: Person
) -> None:
    first = await enter(url, await visitor.ticket(base, plenary), visitor)
    thief = await sync_to_async(signed_in)(clara)
    back = first["data"]["ticket"]
    assert refused(await enter(url, back, thief)) == "ticket.other_person"


ALTERED: dict[str, Callable[[str], Any]] = {
    "last letter": lambda t: t[:-1] + ("A" if t[-1] != "A" else "B"),
    "first letter": lambda t: ("A" if t[0] != "A" else "B") + t[1:],
    "cut": lambda t: t[: len(t) // 2],
    "longer": lambda t: t + t,
    "signature of nothing": lambda t: ":" + t.split(":")[-1],
    "empty": lambda _t: "",
    "rubbish": lambda _t: "x:y:z",
    "not ASCII": lambda t: t + "й",
    "null byte": lambda t: t + "\x00",
    "very long": lambda _t: "x" * 60_000,
}


@pytest.mark.parametrize("how", ALTERED)
async def test_an_altered_ticket_is_refused(
    url: str, base: str, plenary: Session, visitor: Visitor, how: str
) -> None:
    ticket = ALTERED[how](await visitor.ticket(base, plenary))
    assert refused(await enter(url, ticket, visitor)) == "ticket.altered"
    assert await UsedTicket.objects.acount() == 0


async def test_another_signature_of_ours_is_no_ticket(url: str, visitor: Visitor) -> None:
    """What the site signs for other purposes must not open a room."""
    forged = await sync_to_async(signed_otherwise)()
    assert refused(await enter(url, forged, visitor)) == "ticket.altered"


def signed_otherwise() -> str:
    from django.core import signing  # noqa: PLC0415 - only here

    return signing.Signer(salt="elsewhere").sign_object("[]")


async def test_a_ticket_from_before_a_change_of_rights_is_refused(
    url: str, base: str, plenary: Session, visitor: Visitor, dmitri: Person
) -> None:
    before = await visitor.ticket(base, plenary)
    await sync_to_async(epochs.raise_epoch)(dmitri.pk)
    assert refused(await enter(url, before, visitor)) == "ticket.outdated"
    assert (await enter(url, await visitor.ticket(base, plenary), visitor))["ok"]


async def test_a_ticket_of_a_revoked_token_is_refused(
    url: str, base: str, plenary: Session, token: str, dmitri: Person
) -> None:
    before = await doors.ticket(base, plenary.pk, token)
    await sync_to_async(tokens.revoke_all)(dmitri)
    assert refused(await enter(url, before)) == "ticket.outdated"


async def test_a_refused_ticket_does_not_end_the_socket(
    url: str, base: str, plenary: Session, visitor: Visitor
) -> None:
    good = await visitor.ticket(base, plenary)
    async with client(url, additional_headers=visitor.header) as socket:
        assert refused(await socket.enter(good + "x")) == "ticket.altered"
        assert (await socket.enter(good))["ok"]
        again = await socket.enter(await visitor.ticket(base, plenary))
        assert again["code"] == "room.enter_invalid", "one socket is one session"


async def test_the_words_are_in_the_language_of_the_site_before_one_is_known(url: str) -> None:
    assert refused(await enter(url, "x")) == "ticket.altered"
    assert set(WORDS) == {f"ticket.{why}" for why in tickets._WHY}


async def test_ten_people_with_tickets_of_each_kind_in_one_batch_are_judged_singly(
    url: str, base: str, forum: Conference, plenary: Session
) -> None:
    """All come within the three milliseconds that make one transaction."""

    def delegates() -> list[str]:
        people = [build.person(f"Delegate {n}") for n in range(10)]
        for person in people:
            build.registration(person, forum)
        return [tokens.issue(person) for person in people]

    good = [await doors.ticket(base, plenary.pk, each) for each in await sync_to_async(delegates)()]
    sockets: list[Client] = []
    async with asyncio.timeout(30):
        opened = [client(url) for _ in range(12)]
        sockets = [await each.__aenter__() for each in opened]
        try:
            tried = [*good, good[0], good[1] + "x"]
            pairs = zip(sockets, tried, strict=True)
            replies = await asyncio.gather(*(s.enter(ticket) for s, ticket in pairs))
        finally:
            for each in opened:
                await each.__aexit__(None, None, None)
    codes = sorted(reply.get("code", "inside") for reply in replies)
    assert codes == ["inside"] * 10 + ["ticket.altered", "ticket.used"]
