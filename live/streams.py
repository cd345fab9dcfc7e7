"""Stream names, their numbers, and the log behind them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from live.clock import wire
from live.models import Event as EventRow
from live.models import EventBody, Stream

AUDIENCES = ("room", "staff", "me")
MAX_CATCH_UP = 500


@dataclass(frozen=True, slots=True, order=True)
class Room:
    """A place in which events are numbered: `kind` is registered by an app, `id` is its key."""

    kind: str
    id: str

    def __str__(self) -> str:
        return f"{self.kind}.{self.id}"

    @classmethod
    def named(cls, name: str) -> "Room":
        """Return the room whose stored name this is."""
        kind, _dot, key = name.partition(".")
        return cls(kind, key)

    def stream(self, audience: str, person: UUID | None = None) -> str:
        """Return the stored name of a stream: everyone's, the staff's, or one person's."""
        if audience == "room":
            return str(self)
        if audience == "staff":
            return f"{self}.staff"
        if audience == "me" and person is not None:
            return f"{self}.person.{person}"
        msg = f"no stream for audience {audience!r} without a person"
        raise ValueError(msg)


def short_name(stream: str) -> str:
    """Return what the wire calls a stream: one socket is one room, so the rest is implied."""
    if stream.endswith(".staff"):
        return "staff"
    return "me" if ".person." in stream else "room"


@dataclass(frozen=True, slots=True)
class Logged:
    """One event as it lies in the log, with its data as JSON text."""

    stream: str
    seq: int
    name: str
    at: datetime
    data: str

    @property
    def frame(self) -> str:
        """Return the event as it goes on the wire; its data is not encoded again."""
        head = f'{{"stream":"{short_name(self.stream)}","seq":{self.seq},"name":"{self.name}"'
        return f'{head},"at":"{wire(self.at)}","data":{self.data}}}'


def frame(events: Sequence[Logged]) -> str:
    """Return one frame that tells these events: a lone one as itself, more as an array."""
    if len(events) == 1:
        return events[0].frame
    return f"[{','.join(event.frame for event in events)}]"


def heads(names: Iterable[str]) -> dict[str, int]:
    """Return the last number given out in each stream, in one query; a new stream has 0."""
    wanted = list(names)
    known = dict(Stream.objects.filter(name__in=wanted).values_list("name", "head"))
    return {name: known.get(name, 0) for name in wanted}


@dataclass(frozen=True, slots=True)
class Mark:
    """How far a stream has come, and with which number something in it was last redacted."""

    head: int = 0
    redacted: int = 0


def marks(names: Iterable[str]) -> dict[str, Mark]:
    """Return the mark of each stream, in one query; a new stream has none yet."""
    wanted = list(names)
    rows = Stream.objects.filter(name__in=wanted).values_list("name", "head", "redacted")
    known = {name: Mark(head, redacted) for name, head, redacted in rows}
    return {name: known.get(name, Mark()) for name in wanted}


def events_after(stream: str, seq: int, limit: int = MAX_CATCH_UP) -> list[Logged]:
    """Return up to `limit` events numbered above `seq`, in order, in one query."""
    rows = EventBody.objects.filter(event__stream=stream, event__seq__gt=seq).order_by("event__seq")
    fields = ("event__seq", "event__name", "event__at", "data")
    return [Logged(stream, *row) for row in rows.values_list(*fields)[:limit]]


def moments_of(names: Iterable[str], of: Iterable[str]) -> dict[str, list[tuple[str, datetime]]]:
    """Return which events of these names there were in each of several streams, in one query."""
    rows = EventRow.objects.filter(stream__in=list(of), name__in=list(names)).order_by("seq")
    found: dict[str, list[tuple[str, datetime]]] = {}
    for stream, name, at in rows.values_list("stream", "name", "at"):
        found.setdefault(stream, []).append((name, at))
    return found


def moments(stream: str, names: Iterable[str]) -> list[tuple[str, datetime]]:
    """Return which events of these names there were, and when each was numbered, in one query."""
    rows = EventRow.objects.filter(stream=stream, name__in=list(names)).order_by("seq")
    return list(rows.values_list("name", "at"))
