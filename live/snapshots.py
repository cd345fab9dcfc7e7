"""The state of a room as of a number, and what happened since: what a client enters with."""

import gzip
import threading
import time
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast
from uuid import UUID

from django.db import connection, transaction

from live import streams
from live.catalogue import parts
from live.protocol import Audience, encode
from live.rooms import Admission, kind_of, streams_of
from live.streams import MAX_CATCH_UP, Mark, Room

FRESH = 1.0
# Slices that a process keeps; a room that nobody enters any more makes way for others.
KEPT = 128


@dataclass(frozen=True, slots=True)
class Caught:
    """What one entry brings: JSON texts, and the number that each stream has reached."""

    as_of: dict[str, int]
    snapshot: dict[str, "Cached"]
    events: list[str]

    def json(self, *, is_packed: bool = False) -> str:
        """Return the three as members of a JSON object, without its braces.

        Packed, the room's slice comes as gzip in base64, for who asked for it. Of the others none does: beside
        what only some may know stands what others wrote, and together they would tell of it by their length.
        """
        members = [f'"as_of":{encode(self.as_of)}']
        if self.snapshot:
            packed = {"room"} & self.snapshot.keys() if is_packed else set()
            slices = ",".join(
                f'"{name}":{cached.text}'
                for name, cached in self.snapshot.items()
                if name not in packed
            )
            members.append(f'"snapshot":{{{slices}}}')
            members += [f'"packed":{{"{name}":"{self.snapshot[name].packed}"}}' for name in packed]
        members.append(f'"events":[{",".join(self.events)}]')
        return ",".join(members)


@dataclass(frozen=True)
class Cached:
    """A slice as bytes to be shared by all who enter, with its number and its age."""

    as_of: int
    text: str
    made: float

    @cached_property
    def packed(self) -> str:
        """Return it as gzip in base64: made once, for all who ask for it so."""
        return b64encode(gzip.compress(self.text.encode(), 9, mtime=0)).decode()


_cache: dict[str, Cached] = {}
_keeping = threading.Lock()


def catch_up(room: Room, person: UUID, admission: Admission, seen: dict[str, int]) -> Caught:
    """Return, for each stream, the events after what was seen, or the state when that is too old.

    `seen` above the head, absent, or more than 500 events behind brings a snapshot, no error. All
    is read in one consistent view of the database.
    """
    as_of: dict[str, int] = {}
    snapshot: dict[str, Cached] = {}
    events: list[str] = []
    names = streams_of(room, admission, person)
    with reading():
        marks = streams.marks(names.values())
        for short, stream in names.items():
            head = as_of[short] = marks[stream].head
            after = seen.get(short)
            if after is None or after > head or head - after > MAX_CATCH_UP:
                cached = _slice(room, cast("Audience", short), stream, person, marks[stream])
                snapshot[short], after = cached, cached.as_of
            if after < head:
                events += [event.frame for event in streams.events_after(stream, after)]
    return Caught(as_of, snapshot, events)


def _slice(room: Room, audience: Audience, stream: str, person: UUID, mark: Mark) -> Cached:
    known = _cache.get(stream)
    if audience != "me" and known is not None and _usable(known, mark):
        return known
    text = encode(read_slice(room, audience, person))
    cached = Cached(mark.head, text, time.monotonic())
    if audience != "me":
        _keep(stream, cached)
    return cached


def _keep(stream: str, cached: Cached) -> None:
    with _keeping:
        _cache.pop(stream, None)
        while len(_cache) >= KEPT:
            del _cache[next(iter(_cache))]
        _cache[stream] = cached


def _usable(cached: Cached, mark: Mark) -> bool:
    """Say whether a kept state may be told: young, near the head, and without anything since gone.

    The number of the last redaction lies in the database, so this holds in every process.
    """
    if cached.as_of < mark.redacted:
        return False
    behind = mark.head - cached.as_of
    return behind == 0 or (0 < behind <= MAX_CATCH_UP and time.monotonic() - cached.made < FRESH)


def read_slice(room: Room, audience: Audience, person: UUID) -> dict[str, Any]:
    """Return one audience's state from the tables: every part that the apps have registered.

    The subject is loaded afresh, so that it belongs to the same view of the database.
    """
    subject = kind_of(room).load(room.id)
    if audience == "me":
        return {part.name: part.read(subject, person) for part in parts(room.kind, audience)}
    return {part.name: part.read(subject) for part in parts(room.kind, audience)}


def forget_all() -> None:
    """Drop all cached bytes."""
    with _keeping:
        _cache.clear()


@contextmanager
def reading() -> Iterator[None]:
    """Read in one consistent view: REPEATABLE READ on PostgreSQL, a deferred one on SQLite.

    Django's own transaction on SQLite is IMMEDIATE here and would take the write lock for a read.
    """
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
    else:
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("COMMIT")
