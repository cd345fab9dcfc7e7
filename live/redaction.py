"""Taking back what was said: bodies are emptied, numbers stay, and no cached state outlives it."""

from uuid import UUID

import msgspec

from live import hub
from live.models import EventBody
from live.protocol import Event, encode


def redact(stream: str, subject: UUID, *events: type[Event]) -> int:
    """Empty what is personal in a stream's events about one subject; returns how many there were.

    Each body stays valid: texts become empty, other personal values null. Call it inside a verb
    that publishes in the same stream what replaces it: the stream then remembers that number, and
    no process hands out a state from before it, however fresh.
    """
    emptied = []
    for event in events:
        bodies = EventBody.objects.filter(
            event__stream=stream, event__name=event.wire, event__subject=subject, is_redacted=False
        )
        emptied += [_tombstone(body, event.personal) for body in bodies]
    EventBody.objects.bulk_update(emptied, ["data", "is_redacted"])
    hub.mark_redacted(stream)
    return len(emptied)


def _tombstone(body: EventBody, personal: tuple[str, ...]) -> EventBody:
    data = msgspec.json.decode(body.data)
    # A field that has come since is not in what was told before.
    empty = {f: "" if isinstance(data[f], str) else None for f in personal if f in data}
    body.data, body.is_redacted = encode(data | empty), True
    return body
