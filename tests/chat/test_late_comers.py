"""Who comes late never gets a text that was deleted, hidden or changed, by any way there is."""

import json
from collections.abc import AsyncIterator, Callable
from typing import Any
from urllib.parse import quote

import pytest
from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import connection
from django.test import Client

from accounts.models import Person
from chat import moderation, notices, posts
from chat.models import Message
from live import rooms, snapshots
from live.models import EventBody
from live.testing import heard, view
from sessions.models import Session
from tests import build
from tests.live.serving import serving
from tests.live.sockets import client as socket
from tests.matrix.tables import contents

pytestmark = pytest.mark.django_db

# Long and unlike anything else, so that it is found wherever it stands.
WORDS = "Unrepeatable words about the frozen river"

Act = Callable[[Person, Person, Session, Message], object]


def delete(author: Person, moderator: Person, session: Session, message: Message) -> object:
    return posts.delete(actor=author, session=session, message=message.pk)


def take_down(author: Person, moderator: Person, session: Session, message: Message) -> object:
    return posts.delete(actor=moderator, session=session, message=message.pk, reason="rules")


def hide(author: Person, moderator: Person, session: Session, message: Message) -> object:
    return moderation.hide(actor=moderator, session=session, message=message.pk)


def edit(author: Person, moderator: Person, session: Session, message: Message) -> object:
    return posts.edit(actor=author, session=session, message=message.pk, text="Something milder")


def hide_then_delete(
    author: Person, moderator: Person, session: Session, message: Message
) -> object:
    hide(author, moderator, session, message)
    return delete(author, moderator, session, message)


def hide_restore_edit(
    author: Person, moderator: Person, session: Session, message: Message
) -> object:
    hide(author, moderator, session, message)
    moderation.restore(actor=moderator, session=session, message=message.pk)
    return edit(author, moderator, session, message)


ACTS: list[Act] = [delete, take_down, hide, edit, hide_then_delete, hide_restore_edit]


def history(author: Person, moderator: Person, session: Session) -> Message:
    """Return a message whose words have gone wherever words can go."""
    message = posts.post(actor=author, session=session, text="First words")
    posts.edit(actor=author, session=session, message=message.pk, text=WORDS)
    posts.post(actor=moderator, session=session, text="Indeed", reply=message.pk)
    notices.pin(actor=moderator, session=session, message=message.pk)
    notices.pin(actor=moderator, session=session, text="Lunch at one")
    notices.pin(actor=moderator, session=session, message=message.pk)
    moderation.hide(actor=moderator, session=session, message=message.pk)
    moderation.restore(actor=moderator, session=session, message=message.pk)
    notices.pin(actor=moderator, session=session, message=message.pk)
    return message


def everything(
    client: Client, person: Person, session: Session, message: Message
) -> dict[str, str]:
    """Return all that a person can read of the room, way by way."""
    client.force_login(person)
    room = f"/s/{session.pk}/"
    api = f"/api/v1/sessions/{session.pk}/"
    searched = quote(WORDS.upper())
    places = [
        room,
        f"{room}log/",
        f"{room}chat/",
        f"{room}chat/?q={searched}",
        f"{room}chat/{message.pk}/",
        f"{room}audit/",
        f"{api}events/",
        f"{api}events/?seen=room:0&seen=staff:0&seen=me:0",
        f"{api}messages/",
        f"{api}messages/?q={searched}",
    ]
    read = {place: client.get(place).content.decode() for place in places}
    # The search form says again what was asked for.
    read = {place: page.replace(WORDS.upper(), "") for place, page in read.items()}
    read["the log"] = "".join(event.data for event in heard(person, session.live_room))
    read["the state"] = json.dumps(view(person, session.live_room).slices, ensure_ascii=False)
    return read


@pytest.mark.parametrize("act", ACTS)
def test_no_way_of_reading_leads_to_it(
    client: Client,
    plenary: Session,
    dmitri: Person,
    clara: Person,
    boris: Person,
    act: Act,
) -> None:
    build.programme()
    message = history(dmitri, boris, plenary)
    before = everything(client, clara, plenary, message)
    told = {place for place, page in before.items() if WORDS in page}
    assert len(told) == len(before) - 1, "the words stand everywhere but on the audit"
    act(dmitri, boris, plenary, message)
    readers = [clara, dmitri] if act is hide else [clara, dmitri, boris]
    for person in readers:
        after = everything(client, person, plenary, message)
        assert {place for place, page in after.items() if WORDS in page} == set()


@pytest.mark.parametrize("act", [delete, take_down, edit, hide_then_delete, hide_restore_edit])
def test_no_row_of_the_database_holds_it(
    plenary: Session, dmitri: Person, boris: Person, act: Act
) -> None:
    message = history(dmitri, boris, plenary)
    assert WORDS in str(contents())
    act(dmitri, boris, plenary, message)
    assert WORDS.casefold() not in str(contents()).casefold()


def test_what_is_hidden_lies_with_the_moderators_only(
    plenary: Session, dmitri: Person, boris: Person
) -> None:
    message = history(dmitri, boris, plenary)
    hide(dmitri, boris, plenary, message)
    bodies = EventBody.objects.filter(data__contains=WORDS)
    streams = set(bodies.values_list("event__stream", "event__name"))
    assert streams == {(f"{plenary.live_room}.staff", "message.concealed")}


def caught(person: Person, session: Session, seen: dict[str, int] | None = None) -> str:
    """Return what entering brings."""
    _subject, admission = rooms.admitted(session.live_room, person)
    return snapshots.catch_up(session.live_room, person.pk, admission, seen or {}).json()


@pytest.mark.parametrize("act", ACTS)
def test_a_state_that_another_process_has_kept_is_not_handed_out_any_more(
    plenary: Session,
    dmitri: Person,
    clara: Person,
    boris: Person,
    act: Act,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    message = history(dmitri, boris, plenary)
    # However young it is: in this test a second never passes.
    monkeypatch.setattr(snapshots, "FRESH", float("inf"))
    here: dict[str, Any] = {}
    monkeypatch.setattr(snapshots, "_cache", here)
    assert WORDS in caught(clara, plenary)
    assert here, "this process has kept the state"
    monkeypatch.setattr(snapshots, "_cache", {})
    act(dmitri, boris, plenary, message)
    monkeypatch.setattr(snapshots, "_cache", here)
    assert WORDS not in caught(clara, plenary)
    assert WORDS not in caught(clara, plenary, {"room": 1, "me": 0})


@pytest.fixture
async def url() -> AsyncIterator[str]:
    async with serving() as address:
        yield address
    await sync_to_async(lambda: connection.close())()  # noqa: PLW0108 - looked up in that thread


def signed_in(person: Person, session: Session) -> tuple[str, dict[str, str]]:
    """Return a ticket as a page gets it, and the headers that its browser sends along."""
    browser = Client()
    browser.force_login(person)
    ticket: str = browser.post(f"/api/v1/sessions/{session.pk}/ticket/").json()["ticket"]
    name = settings.SESSION_COOKIE_NAME
    return ticket, {"Cookie": f"{name}={browser.cookies[name].value}"}


@pytest.mark.live
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("act", ACTS)
async def test_no_frame_of_a_socket_tells_it(
    url: str, plenary: Session, dmitri: Person, clara: Person, boris: Person, act: Act
) -> None:
    """Neither to a newcomer, nor to one who comes back, nor as the filling of a gap."""
    sign_in = sync_to_async(signed_in)
    message = await sync_to_async(history)(dmitri, boris, plenary)
    ticket, headers = await sign_in(clara, plenary)
    async with socket(url, additional_headers=headers) as early:
        assert WORDS in json.dumps(await early.enter(ticket), ensure_ascii=False)
        await sync_to_async(act)(dmitri, boris, plenary, message)
        last: dict[Act, str] = {
            edit: "message.edited",
            hide: "message.hidden",
            hide_restore_edit: "message.edited",
        }
        await early.hear(last.get(act, "message.deleted"))
        for seen in ({}, {"room": 1, "me": 0}):
            ticket, headers = await sign_in(dmitri, plenary)
            async with socket(url, additional_headers=headers) as late:
                await late.enter(ticket, seen)
                await late.say("stream.fetch", stream="room", after=0)
                frames = json.dumps(late.frames, ensure_ascii=False)
                assert (WORDS in frames, "Indeed" in frames) == (False, True)
