"""Writes what a comparison found, in short transactions: a live room waits for none of them long.

Each batch is whole in itself: rooms, tracks and people before the sessions that name them, a session
with its speakers, every row with the note of what was there before. If an import breaks off, what
it wrote until then is a programme that makes sense; it can be undone, and the next import completes it.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import F
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import Person
from conferences.models import Conference
from kit.refusals import Refused
from live import clock
from live.hub import verb
from sessions import life
from sessions.models import Material, Session, Speaking
from sessions.schedules import fields, links
from sessions.schedules.imported import SILENCE, Import, ImportChange, Imported, ImportState
from sessions.schedules.plan import ORDER, Line, Plan
from sessions.schedules.reports import Act, Change, Source

# How many rows a batch writes, about 4 ms on SQLite, and how much longer than a batch is the pause
# after it: whoever writes in a live room waits no longer than for one batch, and mostly for none.
# On a machine that is busy with other things a batch takes longer; the pause has a limit then.
BATCH = 6
REST = 3
LONGEST_REST = 0.05


Begun = Callable[[UUID], None]


class Overtaken(Exception):
    """Something changed since the comparison: it must be made again."""


def batches(plan: Plan) -> Iterator[list[Line]]:
    """Yield what must be written, in order, a few rows of one kind at a time."""
    for kind in ORDER[1:]:
        lines = [line for line in plan.of(kind) if line.is_written]
        for start in range(0, len(lines), BATCH):
            yield lines[start : start + BATCH]


@verb
def begin(
    *,
    plan: Plan,
    actor: Person | None,
    source: Source,
    acronym: str,
    is_open: bool = False,
    resumes: UUID | None = None,
    begun: Begun = lambda _imported: None,
) -> Import:
    """Start an import: one at a time for a conference, which is made here when it is new.

    One that broke off is gone on with, if no other has come after it: so both parts of it are one
    for whoever takes it back. `begun` is called with its id before anything is committed.
    """
    conference = plan.conference
    now = clock.now()
    if plan.is_new:
        conference.is_open_for_registration = True
        conference.save(force_insert=True)
    else:
        Conference.objects.select_for_update(no_key=True).get(pk=conference.pk)
        running = Import.objects.filter(conference=conference, state=ImportState.RUNNING)
        if running.filter(touched_at__gt=now - SILENCE).exists():
            text = _("Another import into this conference is under way. Wait until it is done.")
            raise Refused("schedule.running", text)
        running.update(state=ImportState.STOPPED)
        if is_open:
            rows = Conference.objects.filter(pk=conference.pk)
            rows.update(is_open_for_registration=True)
    imported = to_resume(resumes, conference) or Import(
        conference=conference,
        by=actor,
        began_at=now,
        file=source.name[-200:],
        digest=source.digest,
        acronym=acronym[:200],
    )
    imported.state, imported.touched_at = ImportState.RUNNING, now
    imported.save()
    begun(imported.pk)
    head = [line for line in plan.of("conference") if line.is_written]
    if plan.is_new:
        _note(imported, head)
    elif head:
        write_batch(imported=imported, lines=head, actor=actor)
    return imported


def to_resume(wanted: UUID | None, conference: Conference) -> Import | None:
    """Return an import that broke off in a conference and that was the last one into it."""
    if wanted is None:
        return None
    last = Import.objects.filter(conference=conference.pk).order_by("-began_at", "-id").first()
    if last is None or last.pk != wanted:
        return None
    return last if last.state in {ImportState.RUNNING, ImportState.STOPPED} else None


def changes_of(imported: Import) -> dict[UUID, Change]:
    """Return what an import has done to which row before it broke off, as a report names it."""
    found: dict[UUID, Change] = {}
    for kind, model in fields.KINDS.items():
        acts = dict(imported.changes.filter(kind=kind).values_list("row", "act"))
        rows: Any = model._default_manager.filter(pk__in=acts)  # noqa: SLF001 - Django's own name for it
        for row in rows:
            key = row.slug if kind == "conference" else row.import_key
            found[row.pk] = Change(Act(acts[row.pk]), kind, key, str(row))
    return found


@contextmanager
def paused() -> Iterator[None]:
    """Pause after a write for longer than it took: three quarters of the time are others'."""
    began = time.monotonic()
    yield
    if not connection.in_atomic_block:
        time.sleep(min(REST * (time.monotonic() - began), LONGEST_REST))


@verb
def write_batch(*, imported: Import, lines: list[Line], actor: Person | None) -> None:
    """Write some lines of one kind, provided that their rows are still what the comparison saw."""
    model: Any = fields.KINDS[lines[0].kind]
    _check(model, lines)
    model.objects.bulk_create([line.row for line in lines if line.is_new])
    _update(model, [line for line in lines if not line.is_new and line.changed_columns])
    spoken = [line for line in lines if line.kind == "session"]
    _speak(spoken)
    _link(spoken)
    _step(actor, lines)
    _note(imported, lines)
    touched = Import.objects.filter(pk=imported.pk, state=ImportState.RUNNING)
    if not touched.update(touched_at=clock.now()):
        raise Refused("schedule.stopped", _("Somebody else took this import over."))


@verb
def finish(
    *, imported: Import, actor: Person | None, counts: dict[str, Any], written: Sequence[Line]
) -> None:
    """Close an import that is written; a zone that moved is another place in every calendar entry."""
    imported.state, imported.counts, imported.touched_at = ImportState.DONE, counts, clock.now()
    imported.save(update_fields=["state", "counts", "touched_at"])
    conference = imported.conference
    if any(each.field == "zone" for line in written for each in line.altered):
        moved = [line.row.pk for line in written if line.kind == "session" and _is_raised(line)]
        rows = Session.objects.filter(conference=conference).exclude(pk__in=moved)
        rows.update(revision=F("revision") + 1, revised_at=clock.now())
    if actor is not None and conference is not None and any(line.act for line in written):
        audit.record(actor=actor, act="schedule.import", subject=conference.pk)


def _is_raised(line: Line) -> bool:
    """Say whether a session's revision is new already: it came, moved, went or came back."""
    return line.is_new or "revision" in line.changed_columns


@verb
def stop(*, imported: Import, counts: dict[str, Any]) -> None:
    """Note that an import broke off: what it has written stands."""
    imported.state, imported.counts = ImportState.STOPPED, counts
    imported.save(update_fields=["state", "counts"])


def _check(model: Any, lines: list[Line]) -> None:
    """Raise Overtaken unless what is to be changed still has the values that were compared."""
    known = {line.row.pk: line for line in lines if not line.is_new}
    rows = model.objects.select_for_update(no_key=True).filter(pk__in=known).order_by("pk")
    found = {row.pk: fields.columns_of(row) for row in rows}
    # All of them are written with the columns that any of them changes.
    names = {name for line in known.values() for name in line.changed_columns}
    names |= {"state"} if lines[0].kind == "session" else set()
    for pk, line in known.items():
        if pk not in found or any(found[pk][name] != line.columns[name] for name in names):
            raise Overtaken
    if lines[0].kind == "conference":
        return
    made = [line.row.import_key for line in lines if line.is_new]  # type: ignore[union-attr]
    conference = lines[0].row.conference_id  # type: ignore[union-attr]
    if made and model.objects.filter(conference=conference, import_key__in=made).exists():
        raise Overtaken


def _update(model: Any, lines: list[Line]) -> None:
    columns = {name for line in lines for name in line.changed_columns}
    if columns:
        model.objects.bulk_update([line.row for line in lines], sorted(columns))


def _speak(lines: list[Line]) -> None:
    """Write who speaks where that differs; only if nobody else has changed it meanwhile."""
    anew = [line for line in lines if list(line.before.get("speakers") or []) != line.speakers]  # type: ignore[arg-type]
    if not anew:
        return
    present: dict[UUID, list[str]] = {line.row.pk: [] for line in anew}
    rows = Speaking.objects.filter(session__in=present).order_by("position", "id")
    for session, speaker in rows.values_list("session_id", "speaker_id"):
        present[session].append(str(speaker))
    if any(present[line.row.pk] != (line.before.get("speakers") or []) for line in anew):
        raise Overtaken
    rows.delete()
    Speaking.objects.bulk_create(
        Speaking(session_id=line.row.pk, speaker_id=UUID(speaker), position=place)
        for line in anew
        for place, speaker in enumerate(line.speakers)
    )


def _link(lines: list[Line]) -> None:
    """Write the links where they differ; only if nobody else has changed them meanwhile."""
    anew = [line for line in lines if (line.before.get("links") or []) != line.links]
    present = links.here(links.public_of(line.row.pk for line in anew)) if anew else {}
    if any(present.get(line.row.pk, []) != (line.before.get("links") or []) for line in anew):
        raise Overtaken
    now, fresh = clock.now(), []
    for line in anew:
        session: Any = line.row
        if line.is_new:
            fresh += links.made(session, line.links, now)
        else:
            links.replace(session, line.links, now)
    Material.objects.bulk_create(fresh)


def _step(actor: Person | None, lines: list[Line]) -> None:
    """Withdraw sessions, or let them come back, as steps of their own lives."""
    steps = {Act.WITHDRAWN: life.withdraw, Act.RETURNED: life.give_back}
    for line in lines:
        step = steps.get(line.act) if line.act else None
        if step is None or not isinstance(line.row, Session):
            continue
        try:
            step(actor=actor, session=line.row)
        except Refused as refused:
            raise Overtaken from refused


def _note(imported: Import, lines: list[Line]) -> None:
    """Keep what each row was, for undoing, and what the schedule said, for the next comparison."""
    Imported.objects.bulk_create(
        [
            Imported(
                conference=imported.conference,
                kind=line.kind,
                row=line.row.pk,
                said=line.said,
                event_id=line.event_id,
            )
            for line in lines
        ],
        update_conflicts=True,
        unique_fields=["row"],
        update_fields=["said", "event_id"],
    )
    # Written twice in one import, a row was changed by somebody in between: what was there first counts.
    ImportChange.objects.bulk_create(
        [_change(imported, line) for line in lines if line.act], ignore_conflicts=True
    )


def _change(imported: Import, line: Line) -> ImportChange:
    after, replaced = line.after, line.replaced
    marks: dict[str, Any]
    marks = {name: fields.digest(after[name]) for name in (after if line.is_new else replaced)}
    if line.is_new:
        marks["columns"] = fields.column_marks(line.row)
    return ImportChange(
        made_by=imported,
        kind=line.kind,
        row=line.row.pk,
        act=line.act or "",
        before=replaced,
        after=marks,
        said_before=line.said_before,
    )
