"""Numbers and names cost more bytes than what was said: at most 200 beside the text and its language."""

from datetime import UTC, datetime
from uuid import uuid4

import msgspec
import pytest
from asgiref.sync import sync_to_async

from chat.protocol import MessageCounted, MessageEdited, MessagePosted, MessageReacted
from floor.protocol import QuestionCounted
from live.protocol import Event, encode
from live.streams import Logged, Room
from tests import build

in_the_open = pytest.mark.django_db(transaction=True)
person = sync_to_async(build.person)


SEQ, FIGURE = 99_999, 999
# What somebody said, and in which language.
TEXT = {"text", "lang"}
OFTEN: list[tuple[Event, str]] = [
    (MessagePosted(message=uuid4(), person=uuid4(), text="", lang="en"), "room"),
    (MessageEdited(message=uuid4(), text="", lang="en"), "room"),
    (MessageCounted(message=uuid4(), reaction="applause", count=FIGURE), "room"),
    (QuestionCounted(question=uuid4(), upvotes=FIGURE), "room"),
    (MessageReacted(message=uuid4(), reaction="applause"), "me"),
]


@pytest.mark.parametrize(("event", "audience"), OFTEN, ids=lambda each: getattr(each, "wire", ""))
def test_what_is_heard_often_costs_two_hundred_bytes_beside_its_text(
    event: Event, audience: str
) -> None:
    room = Room("session", str(uuid4()))
    name = room.stream(audience, uuid4())
    beside = {k: v for k, v in msgspec.to_builtins(event).items() if k not in TEXT}
    logged = Logged(name, SEQ, event.wire, datetime.now(UTC), encode(beside))
    assert len(logged.frame.encode()) <= 200, logged.frame
