"""The rows of streams and of events, read and written by as few statements as there can be."""

from collections.abc import Iterable, Sequence
from functools import cache
from uuid import UUID

from django.db.models import CharField

from kit.prepared import Given, Insert, Objects, Update, Values
from live.models import Event, EventBody, Stream

# Names of streams that this process remembers, and of how many it locks with a statement made before.
REMEMBERED = 50_000
FEW = 4
# So that no statement has more values than a database takes.
AT_ONCE = 500

_streams = Update(Stream, "head", "last_at", "redacted", "agenda_item")
_events = Insert(Event)
_bodies = Insert(EventBody)
# Streams that are there, committed: none is ever deleted.
_there: set[str] = set()


def locked(names: list[str]) -> dict[str, Stream]:
    """Lock streams in the order of their names, which is given; one that is not there yet is made.

    It is made first, in the same order, so that the order of locks holds.
    """
    if not _there.issuperset(names):
        _make_missing(names)
    rows = _lock(names)
    if len(rows) < len(
        names
    ):  # what is remembered is of another database: one brought back from a copy
        _there.clear()
        _make_missing(names)
        rows = _lock(names)
    return rows


def _make_missing(names: list[str]) -> None:
    present = set(Stream.objects.filter(name__in=names).values_list("name", flat=True))
    missing = [Stream(name=name) for name in names if name not in present]
    if missing:
        Stream.objects.bulk_create(missing, ignore_conflicts=True)
    if len(_there) > REMEMBERED:
        _there.clear()
    # Not the missing ones: they may be undone with all else.
    _there.update(present)


def _lock(names: list[str]) -> dict[str, Stream]:
    if len(names) <= FEW:
        rows = _locking(len(names)).all(**{str(place): name for place, name in enumerate(names)})
    else:
        rows = list(Stream.objects.select_for_update().filter(name__in=names).order_by("name"))
    return {row.name: row for row in rows}


@cache
def _locking(count: int) -> Objects[Stream]:
    slots = [Given(str(place), CharField()) for place in range(count)]
    return Objects(
        lambda: Stream.objects.select_for_update().filter(name__in=slots).order_by("name")
    )


_item = Values(
    lambda: Stream.objects.filter(name=Given("name", CharField())).values_list("agenda_item")
)


def items_of(rooms: Iterable[str]) -> dict[str, UUID | None]:
    """Return the item under discussion in each of some rooms."""
    found = ((name, _item.row(name=name)) for name in rooms)
    return {name: row[0] if row else None for name, row in found}


def write(streams: Iterable[Stream]) -> None:
    """Write how far streams have come, and what else stands in their rows."""
    for row in streams:
        _streams.row(row)


def store(told: Sequence[tuple[Event, str]]) -> None:
    """Write events, each with its body as JSON text."""
    for begin in range(0, len(told), AT_ONCE):
        some = told[begin : begin + AT_ONCE]
        _events.rows([event for event, _data in some])
        _bodies.rows([EventBody(event_id=event.pk, data=data) for event, data in some])
