"""What was taken back is told to nobody who comes later, however fresh a kept state may be."""

from uuid import UUID, uuid4

import msgspec
import pytest

from live import snapshots, streams
from live.hub import publish, verb
from live.models import EventBody, Stream
from live.redaction import redact
from live.rooms import Admission
from tests.live import hall
from tests.live.hall import HALL, TakenBack, Voiced

pytestmark = pytest.mark.django_db

ROOM_ONLY = Admission(("room",))


@verb
def voice(text: str) -> UUID:
    call = uuid4()
    publish(HALL, Voiced(call=call, text=text))
    return call


@verb
def take_back(call: UUID) -> int:
    found = redact(str(HALL), call, Voiced)
    publish(HALL, TakenBack(call=call))
    return found


def entered() -> snapshots.Caught:
    return snapshots.catch_up(HALL, uuid4(), ROOM_ONLY, {})


def test_a_kept_state_from_before_a_redaction_is_told_to_nobody() -> None:
    """The cache below stands for that of another process: nothing but the database reaches it."""
    hall.fresh()
    snapshots.forget_all()
    call = voice("my secret")
    assert "my secret" in entered().json()
    kept = dict(snapshots._cache)
    assert take_back(call) == 1
    snapshots._cache.update(kept)
    caught = entered()
    assert "my secret" not in caught.json()
    assert caught.as_of == {"room": 2}


def test_a_kept_state_serves_again_once_it_is_from_after_the_redaction() -> None:
    snapshots.forget_all()
    take_back(voice("gone"))
    entered()
    kept = snapshots._cache[str(HALL)]
    voice("news")
    caught = entered()
    assert snapshots._cache[str(HALL)] is kept, "young, and nothing in it is gone"
    assert [msgspec.json.decode(event)["data"]["text"] for event in caught.events] == ["news"]


def test_bodies_stay_valid_and_numbers_stay() -> None:
    other, call = voice("stays"), voice("goes")
    assert take_back(call) == 1
    assert take_back(call) == 0, "what is empty is not emptied again"
    events = streams.events_after(str(HALL), 0)
    assert [event.seq for event in events] == [1, 2, 3, 4]
    first, second = (msgspec.json.decode(event.data, type=Voiced) for event in events[:2])
    assert (first.call, first.text) == (other, "stays")
    assert (second.call, second.text) == (call, "")
    assert EventBody.objects.filter(is_redacted=True).count() == 1
    assert Stream.objects.get(name=str(HALL)).redacted == 4


def test_redaction_outside_a_verb_is_a_mistake_of_ours() -> None:
    with pytest.raises(RuntimeError, match="outside a verb"):
        redact(str(HALL), uuid4(), Voiced)
