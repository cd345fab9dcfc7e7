"""How tests speak to the kernel: say a command, hear what was published, prove the client agrees."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast
from uuid import uuid4

import msgspec
from django.conf import settings

from live import dispatch, rooms, snapshots, streams, tallies
from live.catalogue import event_class
from live.frames import CommandFrame
from live.protocol import Audience, Reply
from live.streams import Logged, Room

REPLAY = Path(settings.BASE_DIR) / "static" / "dist-node" / "replay.js"


def say(actor: Any, room: Room, name: str, *, command_id: str = "", **data: Any) -> Reply:
    """Send one command as a socket would, and return its reply."""
    plain = cast("dict[str, Any]", msgspec.to_builtins(data))
    return dispatch.run(
        actor=actor, room=room, frame=CommandFrame(command_id or str(uuid4()), name, plain)
    )


def heard(person: Any, room: Room, after: dict[str, int] | None = None) -> list[Logged]:
    """Return the events that a person hears in a room, stream by stream, after given numbers."""
    _subject, admission = rooms.admitted(room, person)
    names = rooms.streams_of(room, admission, person.pk)
    seen = after or {}
    return [
        event
        for short, stream in names.items()
        for event in streams.events_after(stream, seen.get(short, 0))
    ]


@dataclass(frozen=True, slots=True)
class View:
    """What one person's client holds: the slices of its streams, and their numbers."""

    as_of: dict[str, int]
    slices: dict[str, Any]


def view(person: Any, room: Room) -> View:
    """Return the present state as a fresh client gets it, read from the tables."""
    return views([person], room)[person.pk]


def views(people: list[Any], room: Room) -> dict[Any, View]:
    """Return the present state as a fresh client of each person gets it.

    A slice that is one for all is read once: no part of it is asked for a person.
    """
    read: dict[str, Any] = {}
    found: dict[Any, View] = {}
    for person in people:
        _subject, admission = rooms.admitted(room, person)
        names = rooms.streams_of(room, admission, person.pk)
        heads = streams.heads(names.values())
        for short, stream in names.items():
            if stream not in read:
                audience = cast("Audience", short)
                slices = snapshots.read_slice(room, audience, person.pk)
                read[stream] = msgspec.to_builtins(slices, str_keys=True)
        as_of = {short: heads[stream] for short, stream in names.items()}
        found[person.pk] = View(as_of, {short: read[stream] for short, stream in names.items()})
    return found


def _node() -> str:
    # The machine's own, or the one that set-up brought along with the Python packages.
    found = shutil.which("node") or shutil.which("node", path=str(Path(sys.executable).parent))
    if found is None:
        msg = "Node is needed to run the client's reducers: make setup"
        raise RuntimeError(msg)
    return found


class Replay:
    """The client's own reducers in one long-lived Node process."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [_node(), str(REPLAY)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def ask(self, question: dict[str, Any]) -> Any:
        """Return the process's answer to one line of JSON."""
        if self._process.stdin is None or self._process.stdout is None:
            msg = "the replay process has no pipes"
            raise RuntimeError(msg)
        self._process.stdin.write(json.dumps(question) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            msg = f"the replay process ended: is {REPLAY} built?"
            raise RuntimeError(msg)
        return json.loads(line)

    def reduce(self, slices: dict[str, Any], events: list[Logged], *, without: str = "") -> Any:
        """Return the slices after the events, as the client computes them.

        `without` names one reducer, as "room message.posted", that a broken client lacks.
        """
        frames = [json.loads(event.frame) for event in events]
        return self.ask({"slices": slices, "events": frames, "without": without})

    def close(self) -> None:
        """End the process."""
        self._process.terminate()
        self._process.communicate()


@dataclass(frozen=True, slots=True)
class Witness:
    """What one person's client held, what it heard since, and what a fresh one is given now."""

    old: View
    events: list[Logged]
    new: View

    def check(self, replay: Replay, *, without: str = "") -> None:
        """Raise unless old snapshot + events = new snapshot, computed by the client's reducers."""
        replayed = replay.reduce(self.old.slices, self.events, without=without)
        if replayed != self.new.slices:
            names = [event.name for event in self.events]
            held = f"after {names} the client holds\n{replayed}"
            msg = f"{held}\nbut the tables say\n{self.new.slices}"
            raise AssertionError(msg)


@contextmanager
def verify_live(replay: Replay, room: Room, people: list[Any]) -> Iterator[list[Witness]]:
    """Prove, for each person, that old snapshot + events = new snapshot.

    Runs the block, checks every event against its declared type, then replays the events through
    the client's reducers over the old state and compares with a fresh read of the tables. What it
    yields is filled after the block: one witness a person, to be checked again by tests of it.
    """
    before = views(people, room)
    witnesses: list[Witness] = []
    yield witnesses
    after = views(people, room)
    for person in people:
        old, new = before[person.pk], after[person.pk]
        events = heard(person, room, old.as_of)
        for event in events:
            msgspec.json.decode(event.data, type=event_class(event.name))
        _gap_free(old, new, events)
        witness = Witness(old, events, new)
        witness.check(replay)
        witnesses.append(witness)


def _gap_free(old: View, new: View, events: list[Logged]) -> None:
    for short, head in new.as_of.items():
        numbers = [e.seq for e in events if streams.short_name(e.stream) == short]
        if numbers != list(range(old.as_of.get(short, 0) + 1, head + 1)):
            msg = f"stream {short} has a gap: {numbers} does not reach {head}"
            raise AssertionError(msg)


def tell_counts() -> None:
    """Publish what counts are due, as the next poll would."""
    tallies.publish_due()
