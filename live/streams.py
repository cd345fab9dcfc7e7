"""Stream names, their numbers, and the log behind them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import msgspec

from live.catalogue import event_class
from live.clock import wire
from live.models import EventBody, Stream
from live.protocol import encode

AUDIENCES = ("room", "staff", "me")
MAX_CATCH_UP = 500


@dataclass(frozen=True, slots=True, order=True)
class Room:
    """A place in which events are numbered: `kind` is registered by an app, `id` is its key."""

    kind: str
    id: str

    def __str__(self) -> str:
        return f"{self.kind}.{self.id}"

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


def events_after(stream: str, seq: int, limit: int = MAX_CATCH_UP) -> list[Logged]:
    """Return up to `limit` events numbered above `seq`, in order, in one query."""
    rows = EventBody.objects.filter(event__stream=stream, event__seq__gt=seq).order_by("event__seq")
    fields = ("event__seq", "event__name", "event__at", "data")
    return [Logged(stream, *row) for row in rows.values_list(*fields)[:limit]]


def redact(stream: str, name: str, subject: UUID) -> int:
    """Empty what is personal in a stream's events of one name about one subject; returns how many.

    Numbers stay, and each body stays valid: texts become empty, other personal values null. Call it
    inside a verb that publishes what replaces it; a cached state is at most a second old.
    """
    personal = event_class(name).personal
    bodies = list(
        EventBody.objects.filter(
            event__stream=stream, event__name=name, event__subject=subject, is_redacted=False
        )
    )
    for body in bodies:
        data = msgspec.json.decode(body.data)
        emptied = {field: "" if isinstance(data[field], str) else None for field in personal}
        body.data, body.is_redacted = encode(data | emptied), True
    EventBody.objects.bulk_update(bodies, ["data", "is_redacted"])
    return len(bodies)
