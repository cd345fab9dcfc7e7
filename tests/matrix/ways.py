"""The ways in which a person hears of what happens: the log itself, the HTTP door, the socket."""

import json
from collections.abc import Callable
from typing import Any

from accounts import tokens
from accounts.models import Person
from kit.refusals import NotHere, Refused
from live import entering, epochs, snapshots, tickets
from live.streams import Room
from live.testing import heard
from live.tickets import Credential, Presented
from tests.matrix.play import Play

Heard = list[dict[str, Any]]
Way = Callable[[Play, str, Room], Heard]

# What a client says that claims to have been there from the beginning, in every stream.
SEEN = {"room": 0, "staff": 0, "me": 0}
ASKED = "&".join(f"seen={stream}:{number}" for stream, number in SEEN.items())


def by_log(play: Play, name: str, room: Room) -> Heard:
    """Return what the log holds for a person, in the streams that the kernel reads for them."""
    return [json.loads(event.frame) for event in heard(play.people[name], room)]


def by_http(play: Play, name: str, room: Room) -> Heard:
    """Return what the HTTP door tells."""
    answer = play.scene.ask(name, "GET", f"/api/v1/sessions/{room.id}/events/?{ASKED}")
    if answer.status_code == 404:
        raise NotHere
    found: Heard = json.loads(answer.content)["events"]
    return found


def by_socket(play: Play, name: str, room: Room) -> Heard:
    """Return what entering brings."""
    found: Heard = json.loads(entered(play.people[name], room, SEEN))["events"]
    return found


def entered(person: Person, room: Room, seen: dict[str, int]) -> str:
    """Return what the reply to `room.enter` holds, by the steps that the socket takes."""
    tokens.issue(person)
    credential = Credential("token", str(person.tokens.latest("created_at").pk))
    epoch = epochs.epochs([person.pk])[person.pk]
    ticket = tickets.issue(room, person.pk, credential.mark, epoch)
    [outcome] = entering.admit([Presented(ticket)])
    if isinstance(outcome, Refused):
        raise outcome
    return f"{{{snapshots.catch_up(room, person.pk, outcome.admission, seen).json()}}}"
