"""What the chat's frequent events weigh on the wire beside what was said."""

import json
from typing import Any
from uuid import uuid4

import msgspec
import pytest

from accounts.models import Person
from chat import notices, posts
from chat.protocol import MessageCounted, MessagePosted, NoticePinned
from chat.reactions import KINDS
from live import clock
from live.protocol import Event, encode
from live.streams import Logged
from live.testing import heard
from sessions.models import Session

# A session in which a million things have happened.
LATE = 1_000_000


def weight(event: Event) -> int:
    """Return the bytes of an event's frame without its text and the language that the text is in."""
    data = encode(event)
    frame = Logged("session.x", LATE, event.wire, clock.now(), data).frame
    said = {
        key: text for key in ("text", "lang") if (text := json.loads(data).get(key)) is not None
    }
    own = sum(len(f'"{key}":{encode(text)},'.encode()) for key, text in said.items())
    return len(frame.encode()) - own


@pytest.mark.django_db
def test_a_frequent_event_weighs_no_more_than_two_hundred_bytes_beside_its_text() -> None:
    posted = MessagePosted(message=uuid4(), person=uuid4(), text="Добрый день", lang="ru")
    assert weight(posted) <= 200
    for kind in KINDS:
        assert weight(MessageCounted(message=uuid4(), reaction=kind, count=99_999)) <= 200


@pytest.mark.django_db
def test_what_an_event_does_not_refer_to_is_not_in_it(
    dmitri: Person, boris: Person, plenary: Session
) -> None:
    first = posts.post(actor=dmitri, session=plenary, text="Who?")
    posts.post(actor=dmitri, session=plenary, text="I", reply=first.pk)
    notices.pin(actor=boris, session=plenary, text="Lunch")
    notices.pin(actor=boris, session=plenary, message=first.pk)
    told: list[dict[str, Any]] = [
        json.loads(event.data)
        for event in heard(dmitri, plenary.live_room)
        if event.name in {"message.posted", "notice.pinned"}
    ]
    assert [data.get("reply") for data in told[:2]] == [None, str(first.pk)]
    assert [data.get("message", "") for data in told[2:]] == ["", str(first.pk)]
    assert "reply" not in told[0]


@pytest.mark.parametrize("event", [MessagePosted, NoticePinned])
def test_an_event_that_says_null_where_there_is_nothing_is_read_too(event: type[Event]) -> None:
    """As it was told before that was left out."""
    fields = {"message": uuid4(), "person": uuid4(), "text": "", "lang": "en"}
    if event is NoticePinned:
        fields |= {"notice": uuid4(), "message": None}
    else:
        fields |= {"reply": None}
    assert msgspec.json.decode(msgspec.json.encode(fields), type=event) == event(**fields)
