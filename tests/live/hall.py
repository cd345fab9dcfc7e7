"""A kind of room for the kernel's own tests: people call out, and the log is all there is."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any
from uuid import UUID, uuid4

import msgspec
from msgspec import Meta

from kit.refusals import NotHere, Refused
from live import streams, tickets
from live.catalogue import handles, snapshot_part
from live.hub import publish, verb
from live.protocol import Command, Event
from live.rooms import Admission, Removed, RoomKind, register
from live.streams import Room

HALL = Room("hall", "00000000-0000-4000-8000-000000000001")
closed: set[str] = set()
staff: set[UUID] = set()
barred: set[UUID] = set()
removed: set[UUID] = set()
over: set[str] = set()


class CallOut(Command, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Calls something out."""

    wire = "call.out"
    sociable = True
    text: Annotated[str, Meta(min_length=1, max_length=2000)]


class Hurry(Command, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Calls something out, but not too often."""

    wire = "call.hurry"
    limit = "questions"
    text: str


class CallUnnamed(Command, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Calls something out, and nobody shall know who did."""

    wire = "call.unnamed"
    limit = "questions"
    unnamed = True
    text: str


class CalledOut(Event, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Somebody called out."""

    wire = "call.called"
    text: str
    person: UUID


class Closed(Event, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The hall is shut for good."""

    wire = "call.closed"
    is_last = True


class Voiced(Event, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Somebody called out without a name."""

    wire = "call.voiced"
    personal = ("text",)
    subject = "call"
    call: UUID
    text: str


class TakenBack(Event, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What was called out without a name is gone."""

    wire = "call.taken_back"
    subject = "call"
    call: UUID


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
            if person.pk not in barred | removed
        }

    def refusal(self, subject: Any, person: Any) -> Refused:
        return Removed() if person.pk in removed else NotHere()

    def is_over(self, subject: Any) -> bool:
        return subject in over


register(Hall())


@tickets.judges_credentials("test")
def _whoever(marks: Mapping[str, str]) -> tickets.Owners:
    return dict.fromkeys(marks)


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


@verb
def close() -> None:
    over.add(HALL.id)
    publish(HALL, Closed())


@verb
def voice(*, actor: Any, text: str) -> UUID:
    call_id = uuid4()
    publish(HALL, Voiced(call=call_id, text=text), actor=actor.pk)
    return call_id


@handles(CallUnnamed, room="hall", who="anyone")
def _unnamed(actor: Any, subject: str, command: CallUnnamed) -> dict[str, Any]:
    return {"id": voice(actor=actor, text=command.text)}


@handles(Hurry, room="hall", who="anyone")
def _hurry(actor: Any, subject: str, command: Hurry) -> dict[str, Any]:
    call(actor=actor, text=command.text)
    return {}


@snapshot_part("calls", room="hall", audience="room")
def _calls(subject: str) -> list[str]:
    told = (msgspec.json.decode(e.data) for e in streams.events_after(str(HALL), 0, 10_000))
    return [data["text"] for data in told if "text" in data]


def fresh() -> None:
    """Open the hall to everybody again."""
    for marks in (closed, staff, barred, removed, over):
        marks.clear()
