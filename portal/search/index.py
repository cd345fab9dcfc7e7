"""Keeping the index: in the transaction of who says what has changed, else within seconds by a duty."""

import time
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from kit import finding
from kit.finding import Source
from live import clock
from live.duties import duty
from live.hub import verb
from portal.search.models import Entry, Progress
from portal.search.words import kept

# How often what changes without saying so is compared as a whole.
COMPARED_EACH = timedelta(minutes=1)
# And what says so: for whatever passed by without a stamp.
COMPARED_RARELY = timedelta(hours=1)
# A transaction commits some time after the instant that it wrote down: nearly always at once, so that
# each round looks back a little, and one round in ten far. A room that talks is not read ten times.
BRIEFLY = timedelta(seconds=5)
OVERLAP = timedelta(seconds=30)
# How many rows one transaction compares: on SQLite one writes while all others wait, for 5 ms then. Their
# texts are in memory meanwhile, twice. After each that wrote, others have as much time as it took.
BATCH = 12
LONGEST_REST = 0.05
_KEPT = ["title_en", "title_ru", "text_en", "text_ru", "at"]

Told = Callable[[str, int], object]

# Up to when this process has followed each source.
_followed: dict[str, datetime] = {}


@dataclass(frozen=True, slots=True)
class Difference:
    """Where the index says something else than the rows: what to write, and what is gone."""

    changed: list[Entry]
    gone: set[UUID]

    def __len__(self) -> int:
        return len(self.changed) + len(self.gone)


@finding.on_touch
@verb
def refresh(name: str, subjects: Collection[UUID]) -> int:
    """Bring the entries of some rows up to date, inside the verb that changed them or on its own.

    What nobody can find any more leaves the index. Returns how many entries were written or went.
    """
    source = finding.named(name)
    if source is None or not subjects:
        return 0
    difference = _difference(source, subjects)
    if difference.changed:
        Entry.objects.bulk_create(
            difference.changed,
            update_conflicts=True,
            unique_fields=["source", "subject"],
            update_fields=_KEPT,
        )
    if difference.gone:
        _entries(name).filter(subject__in=difference.gone).delete()
    return len(difference)


def _difference(source: Source[Any], subjects: Collection[UUID]) -> Difference:
    found = [_entry(source, row) for row in source.rows().filter(pk__in=list(subjects))]
    rows = _entries(source.name).filter(subject__in=list(subjects))
    known = {entry.subject: entry for entry in rows}
    changed = [entry for entry in found if _differs(entry, known.get(entry.subject))]
    return Difference(changed, known.keys() - {entry.subject for entry in found})


@duty("search.index", seconds=3)
def follow() -> int:
    """Follow what has changed in all sources; safe in several processes at once."""
    return sum(_follow(source) for source in finding.sources())


def _follow(source: Source[Any]) -> int:
    now = clock.now()
    known = Progress.objects.filter(source=source.name).first() or Progress(source=source.name)
    is_far = known.followed_until is None or now - known.followed_until >= OVERLAP
    changed = source.changed_since(_since(source.name, known.followed_until or now, is_far=is_far))
    each = COMPARED_EACH if changed is None else COMPARED_RARELY
    if known.compared_at is None or now - known.compared_at >= each:
        written = compare(source)
        _note(source.name, followed_until=now, compared_at=now)
        return written
    if changed is None:
        return 0
    keys = list(changed.order_by().values_list("pk", flat=True))
    written = sum(_keep_up(source, some) for some in _batches(keys))
    _followed[source.name] = now
    # Not at each round: it would be a write every few seconds, for nothing.
    if is_far:
        _note(source.name, followed_until=now)
    return written


def _since(name: str, noted: datetime, *, is_far: bool) -> datetime:
    """Return from when on a round looks for changes; a process that has just begun looks far back."""
    here = _followed.get(name)
    return noted - OVERLAP if is_far or here is None else here - BRIEFLY


def _keep_up(source: Source[Any], subjects: Collection[UUID]) -> int:
    """Write what differs, and pause; where nothing does, nobody waits for a transaction."""
    if not len(_difference(source, subjects)):
        return 0
    begun = time.monotonic()
    written = refresh(source.name, subjects)
    if not connection.in_atomic_block:
        time.sleep(min(time.monotonic() - begun, LONGEST_REST))
    return written


def _batches(keys: Sequence[UUID]) -> Iterator[list[UUID]]:
    rest = iter(keys)
    while some := list(islice(rest, BATCH)):
        yield some


@verb
def _note(name: str, **moments: datetime) -> None:
    Progress.objects.update_or_create(source=name, defaults=moments)


def compare(source: Source[Any], told: Told | None = None) -> int:
    """Compare a whole source with the index, a batch at a time; returns how many entries changed."""
    keys = set(source.rows().order_by().values_list("pk", flat=True))
    indexed = set(_entries(source.name).values_list("subject", flat=True))
    written = done = 0
    for some in _batches(sorted(keys | indexed, key=str)):
        written += _keep_up(source, some)
        done += len(some)
        if told:
            told(source.name, done)
    return written


def compare_all() -> int:
    """Compare all sources with the index; returns how many entries changed."""
    return sum(compare(source) for source in finding.sources())


def forget(source: str) -> None:
    """Take a source out of the index, whose app is gone or which is to be written anew."""
    _entries(source).delete()


def _entries(name: str) -> QuerySet[Entry]:
    return Entry.objects.filter(source=name)


def _entry(source: Source[Any], row: Any) -> Entry:
    said = source.words(row)
    return Entry(
        source=source.name,
        subject=row.pk,
        title_en=kept(said.title.get("en", "")),
        title_ru=kept(said.title.get("ru", "")),
        text_en=kept(said.body.get("en", "")),
        text_ru=kept(said.body.get("ru", "")),
        at=source.at(row),
    )


def _differs(entry: Entry, known: Entry | None) -> bool:
    return known is None or any(getattr(entry, name) != getattr(known, name) for name in _KEPT)
