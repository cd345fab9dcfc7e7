"""Everything that may travel: collects each app's commands, events, handlers and snapshot parts."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from live.protocol import Audience, Command, Event, Whisper

Handler = Callable[[Any, Any, Any], dict[str, Any]]
PartReader = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Handled:
    """A command with what answers it, in which kind of room, and the rule that says who may."""

    command: type[Command]
    room: str
    who: str
    handler: Handler


@dataclass(frozen=True, slots=True)
class Part:
    """One named part of a snapshot; readers for `me` get the person as second argument."""

    name: str
    room: str
    audience: Audience
    read: PartReader


_handled: dict[str, Handled] = {}
_parts: dict[tuple[str, Audience], list[Part]] = {}


def handles(
    command: type[Command], *, room: str, who: str
) -> Callable[[Callable[..., dict[str, Any]]], Callable[..., dict[str, Any]]]:
    """Register what answers a command: `(actor, subject of the room, command) -> reply data`."""

    def register(handler: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
        if command.wire in _handled:
            msg = f"command {command.wire} has two handlers"
            raise ValueError(msg)
        _handled[command.wire] = Handled(command, room, who, handler)
        return handler

    return register


def snapshot_part(
    name: str, *, room: str, audience: Audience
) -> Callable[[PartReader], PartReader]:
    """Register what an app adds to the snapshot of one audience's stream."""

    def register(read: PartReader) -> PartReader:
        _parts.setdefault((room, audience), []).append(Part(name, room, audience, read))
        return read

    return register


def handled(name: str) -> Handled | None:
    """Return what answers a command, or nothing for a name that nobody declared."""
    return _handled.get(name)


def commands() -> list[Handled]:
    """Return all commands in order of their names."""
    return [_handled[name] for name in sorted(_handled)]


def parts(room: str, audience: Audience) -> list[Part]:
    """Return the snapshot parts of one audience in a kind of room, in order of their names."""
    return sorted(_parts.get((room, audience), []), key=lambda part: part.name)


def events() -> list[type[Event]]:
    """Return all event types in order of their names."""
    return sorted(_subclasses(Event), key=lambda event: event.wire)


def whispers() -> list[type[Whisper]]:
    """Return all whisper types in order of their names."""
    return sorted(_subclasses(Whisper), key=lambda whisper: whisper.wire)


def event_class(name: str) -> type[Event]:
    """Return the type of an event by its name on the wire."""
    return next(event for event in _subclasses(Event) if event.wire == name)


@cache
def last_events() -> frozenset[str]:
    """Return the names of the events after which a room is over; asked once all apps are ready."""
    return frozenset(event.wire for event in events() if event.is_last)


def _subclasses(base: type[Any]) -> Iterator[type[Any]]:
    for sub in base.__subclasses__():
        if sub.wire:
            yield sub
        yield from _subclasses(sub)
