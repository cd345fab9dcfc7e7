"""A kind of room for the kernel's own tests: people call out, and the log is all there is."""

from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

import msgspec
from msgspec import Meta

from kit.refusals import NotHere, Refused
from live import streams
from live.catalogue import handles, snapshot_part
from live.hub import publish, verb
from live.protocol import Command, Event
from live.rooms import Admission, RoomKind, register
from live.streams import Room

HALL = Room("hall", "00000000-0000-4000-8000-000000000001")
closed: set[str] = set()
staff: set[UUID] = set()
barred: set[UUID] = set()


class CallOut(Command, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Calls something out."""

    wire = "call.out"
    text: Annotated[str, Meta(min_length=1, max_length=2000)]


class Hurry(Command, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Calls something out, but not too often."""

    wire = "call.hurry"
    limit = "questions"
    text: str


class CalledOut(Event, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Somebody called out."""

    wire = "call.called"
    text: str
    person: UUID


class Whispered(Event, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The staff heard something."""

    wire = "call.noted"
    audience = "staff"
    text: str


class Echoed(Event, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One person heard themselves."""

    wire = "call.echoed"
    audience = "me"
    text: str


class Hall(RoomKind):
    """Everyone may enter but the barred; some are staff."""

    name = "hall"

    def load(self, room_id: str) -> Any:
        if room_id != HALL.id:
            raise NotHere
        return room_id

    def admit(self, subject: Any, people: Sequence[Any]) -> dict[UUID, Admission]:
        return {
            person.pk: Admission(("room", "staff", "me") if person.pk in staff else ("room", "me"))
            for person in people
            if person.pk not in barred
        }


register(Hall())


@verb
def call(*, actor: Any, text: str) -> None:
    if text in closed:
        raise Refused("call.closed", "closed", field="text")
    publish(HALL, CalledOut(text=text, person=actor.pk), actor=actor.pk)
    publish(HALL, Whispered(text=text), actor=actor.pk)
    publish(HALL, Echoed(text=text), actor=actor.pk, person=actor.pk)


@handles(CallOut, room="hall", who="anyone")
def _call(actor: Any, subject: str, command: CallOut) -> dict[str, Any]:
    if command.text == "break":
        raise ZeroDivisionError
    call(actor=actor, text=command.text)
    return {"text": command.text}


@handles(Hurry, room="hall", who="anyone")
def _hurry(actor: Any, subject: str, command: Hurry) -> dict[str, Any]:
    call(actor=actor, text=command.text)
    return {}


@snapshot_part("calls", room="hall", audience="room")
def _calls(subject: str) -> list[str]:
    return [msgspec.json.decode(e.data)["text"] for e in streams.events_after(str(HALL), 0, 10_000)]
