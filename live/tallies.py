"""Counts that change fast: every vote is stored at once, the figure is told twice a second at most.

A vote marks its tally dirty in the vote's own transaction. The absolute figure is published at once
when the last was told half a second ago or earlier, else by the next poll of any process, so that a
killed process loses nothing. A snapshot shows the last *published* figure: it equals what the
events add up to.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import CharField, UUIDField

from kit.prepared import Given, Objects, Update
from live import clock
from live.hub import publish, verb
from live.models import Tally
from live.protocol import Event
from live.streams import Room

QUIET = timedelta(seconds=0.5)

Counter = Callable[[list[UUID]], dict[UUID, int]]
Telling = Callable[[UUID, int], Event]


@dataclass(frozen=True, slots=True)
class Counted:
    """What is counted under a kind, and the event that tells the absolute figure."""

    count: Counter
    event: Telling


_counted: dict[str, Counted] = {}


def counted(kind: str, *, event: Telling) -> Callable[[Counter], Counter]:
    """Register how a kind of count is taken: `(ids) -> {id: absolute figure}`, in one query."""

    def register(count: Counter) -> Counter:
        _counted[kind] = Counted(count, event)
        return count

    return register


_told = Update(Tally, "published", "published_at", "is_dirty")
_held = Objects(
    lambda: Tally.objects.select_for_update().filter(
        kind=Given("kind", CharField()), subject=Given("subject", UUIDField())
    )
)


@verb
def touch(*, room: Room, kind: str, subject: UUID) -> None:
    """Say that a count has changed; tells the new figure now, or leaves it to the next poll."""
    tally = _held.first(kind=kind, subject=subject)
    if tally is None:
        fresh = Tally(room=str(room), kind=kind, subject=subject)
        Tally.objects.bulk_create([fresh], ignore_conflicts=True)
        tally = Tally.objects.select_for_update().get(kind=kind, subject=subject)
    now = clock.now()
    if tally.published_at is not None and now - tally.published_at < QUIET:
        tally.is_dirty = True
        _told.row(tally)
        return
    _tell([tally])


@verb
def publish_due() -> int:
    """Tell every dirty count whose last telling is half a second old; returns how many."""
    due = list(
        Tally.objects.select_for_update()
        .filter(is_dirty=True, published_at__lte=clock.now() - QUIET)
        .order_by("id")[:200]
    )
    if due:
        _tell(due)
    return len(due)


def has_due() -> bool:
    """Say, without a lock, whether some count waits to be told."""
    return Tally.objects.filter(is_dirty=True).exists()


def published(kind: str, subjects: Iterable[UUID]) -> dict[UUID, int]:
    """Return the last told figure of each subject; one never told is left out."""
    rows = Tally.objects.filter(kind=kind, subject__in=list(subjects))
    return dict(rows.values_list("subject", "published"))


def published_by_subject(
    kinds: Iterable[str], subjects: Iterable[UUID]
) -> dict[UUID, dict[str, int]]:
    """Return the last told figures of several kinds for each subject, in one query."""
    rows = Tally.objects.filter(kind__in=list(kinds), subject__in=list(subjects))
    found: dict[UUID, dict[str, int]] = {}
    for subject, kind, figure in rows.values_list("subject", "kind", "published"):
        found.setdefault(subject, {})[kind] = figure
    return found


@verb
def hold(kind: str, subjects: Iterable[UUID]) -> None:
    """Lock several counts before they change one by one, in the order in which the poll locks them."""
    rows = Tally.objects.filter(kind=kind, subject__in=list(subjects))
    list(rows.select_for_update().order_by("id"))


@verb
def forget(kinds: Iterable[str], subject: UUID) -> None:
    """Drop a subject's counts, told or not: nothing will be told of it any more."""
    rows = Tally.objects.filter(kind__in=list(kinds), subject=subject)
    # Locked in the order in which the poll locks them, so that neither shuts the other out.
    gone = [row.pk for row in rows.select_for_update().order_by("id")]
    Tally.objects.filter(pk__in=gone).delete()


def _tell(tallies: list[Tally]) -> None:
    now = clock.now()
    for kind in sorted({tally.kind for tally in tallies}):
        figures = _counted[kind].count([t.subject for t in tallies if t.kind == kind])
        for tally in tallies:
            if tally.kind == kind:
                _tell_one(tally, figures.get(tally.subject, 0))
                tally.published_at, tally.is_dirty = now, False
    for tally in tallies:
        _told.row(tally)


def _tell_one(tally: Tally, figure: int) -> None:
    if figure == tally.published and tally.published_at is not None:
        return
    tally.published = figure
    kind, key = tally.room.split(".", 1)
    publish(Room(kind, key), _counted[tally.kind].event(tally.subject, figure))
