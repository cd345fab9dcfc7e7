"""Entering with a packed state: the room's slice, the same for everybody in it, and no other."""

import gzip
import json
from base64 import b64decode
from typing import Any

import pytest

from accounts.models import Person
from chat import posts
from live import rooms, snapshots
from sessions.models import Session
from tests import build

pytestmark = pytest.mark.django_db


def entered(person: Person, where: Session, *, is_packed: bool) -> dict[str, Any]:
    room = where.live_room
    _subject, admission = rooms.admitted(room, person)
    caught = snapshots.catch_up(room, person.pk, admission, {})
    told: dict[str, Any] = json.loads("{" + caught.json(is_packed=is_packed) + "}")
    return told


def test_only_what_everyone_in_the_room_may_know_is_packed(
    plenary: Session, boris: Person, clara: Person
) -> None:
    build.programme()
    for number in range(60):
        posts.post(actor=clara, session=plenary, text=f"What we found in our town, number {number}")
    plain, packed = (entered(boris, plenary, is_packed=each) for each in (False, True))
    assert "packed" not in plain
    assert set(packed["packed"]) == {"room"}
    assert set(packed["snapshot"]) == {"staff", "me"}
    room = json.loads(gzip.decompress(b64decode(packed["packed"]["room"])))
    assert {**packed["snapshot"], "room": room} == plain["snapshot"]
    assert len(json.dumps(packed)) < len(json.dumps(plain)) / 3
