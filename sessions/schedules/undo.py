"""Takes a whole import back: what it changed is as before, what it created goes, unless people used it.

A field that was changed since the import stays as it is now. A row that the import created is
deleted when nothing hangs on it, and no row of any other table points to it: messages, questions,
attendance, roles, registrations. A session on which something hangs is withdrawn instead, unless
its doors have opened: then it stays. All that stays is reported.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import audit
from accounts.deeds import AuditEntry
from accounts.models import Person
from kit.refusals import Forbidden, Refused
from kit.rules import allows
from live import clock
from live.hub import verb
from live.models import Event, Lease
from sessions import life
from sessions.calendars import revisions
from sessions.models import IN_SESSION, Material, Session, Speaking, State
from sessions.schedules import fields, links
from sessions.schedules.fields import Row, Values
from sessions.schedules.imported import SILENCE, Import, ImportChange, Imported, ImportState
from sessions.schedules.reports import Act, Altered, Change, Progress, Tell
from sessions.schedules.writing import BATCH, paused

audit.name_acts({"schedule.undo": gettext_lazy("Import of a schedule undone")})

# Sessions go before what they point to; the conference goes last.
_BACKWARDS = ("session", "speaker", "track", "room", "conference")

# What an import itself makes beside a row is no use that people made of it.
_OWN = (Import, Imported, ImportChange)
_OWN_ACTS = ("schedule.import", "schedule.undo", "session.withdraw", "session.return")

# A room's place moves when another room comes: that is nobody's edit. Silent fields follow others.
_UNTELLING = fields.SILENT | {"position", "columns"}


@dataclass(slots=True)
class Undone:
    """What taking an import back did; `kept` names what stays, with the fields that were changed since."""

    imported: UUID
    restored: int = 0
    deleted: int = 0
    withdrawn: int = 0
    returned: int = 0
    kept: list[Change] = field(default_factory=list)


def counts(undone: Undone) -> dict[str, Any]:
    """Return the report as the last line of the terminal shows it."""
    return {
        "import": str(undone.imported),
        "restored": undone.restored,
        "deleted": undone.deleted,
        "withdrawn": undone.withdrawn,
        "returned": undone.returned,
        "kept": [f"{each.kind} {each.name} ({each.key})" for each in undone.kept],
    }


def undo(*, actor: Person | None, imported: Import, tell: Tell = lambda _progress: None) -> Undone:
    """Put back what an import changed, and take away what it created; in short transactions.

    `actor` is None for the operator at a terminal. An import that broke off is undone as far as it
    came; one that is undone already, or still writing, is refused. What a later import has changed
    counts as changed since.
    """
    if actor is not None and not allows("conferences.organise", actor):
        raise Forbidden
    claim(imported=imported, actor=actor)
    undone = Undone(imported.pk)
    changes = list(imported.changes.all())
    done, total = 0, len(changes)
    for batch in _batches(changes):
        with paused():
            take_back(actor=actor, batch=batch, undone=undone)
        done += len(batch)
        tell(Progress(_("undoing"), done, total))
    close(imported=imported, actor=actor, undone=undone)
    return undone


@verb
def claim(*, imported: Import, actor: Person | None) -> None:
    """Mark an import as being undone, so that no other import writes and nobody undoes it twice.

    Undoing that broke off can be begun again: what is back already is found as it was before.
    """
    row = Import.objects.select_for_update(no_key=True).get(pk=imported.pk)
    now = clock.now()
    if row.state == ImportState.UNDONE and row.undone_at is not None:
        raise Refused("import.undone", _("This import was undone already."))
    others = Import.objects.filter(conference=row.conference, touched_at__gt=now - SILENCE)
    if row.conference_id and others.filter(state=ImportState.RUNNING).exists():
        text = _("An import into this conference is under way. Wait until it is done.")
        raise Refused("schedule.running", text)
    row.state, row.touched_at, row.undone_by = ImportState.RUNNING, now, actor
    row.save(update_fields=["state", "touched_at", "undone_by"])


@verb
def take_back(*, actor: Person | None, batch: list[ImportChange], undone: Undone) -> None:
    """Take back some changes of one kind."""
    kind = batch[0].kind
    model: Any = fields.KINDS[kind]
    created = [each.row for each in batch if each.act == Act.CREATED]
    # What may be deleted is locked with its key: a star or a message that comes waits, and is refused.
    rows = model.objects.select_for_update(no_key=not created).order_by("pk")
    found: dict[UUID, Row] = rows.in_bulk([each.row for each in batch])
    parts = _parts(found) if kind == "session" else {}
    used = _used(model, created)
    gone: list[UUID] = []
    for each in batch:
        row = found.get(each.row)
        if row is None:
            continue  # somebody deleted it: nothing is left to take back
        now = fields.here(row) | parts.get(each.row, {})
        if each.act != Act.CREATED:
            _restore(actor, each, row, now, undone)
        elif _may_go(each, row, now, is_used=each.row in used):
            gone.append(each.row)
        else:
            _leave(actor, row, kind, undone)
    _delete(model, gone)
    undone.deleted += len(gone)
    Import.objects.filter(pk=batch[0].made_by_id).update(touched_at=clock.now())


@verb
def close(*, imported: Import, actor: Person | None, undone: Undone) -> None:
    """Note that an import is undone, by whom and when."""
    now = clock.now()
    Import.objects.filter(pk=imported.pk).update(
        state=ImportState.UNDONE, undone_at=now, undone_by=actor, touched_at=now
    )
    imported.refresh_from_db()
    if actor is not None:
        audit.record(actor=actor, act="schedule.undo", subject=imported.pk)


def _batches(changes: list[ImportChange]) -> Iterator[list[ImportChange]]:
    ordered = sorted(changes, key=lambda each: (_BACKWARDS.index(each.kind), each.pk))
    for _kind, of_kind in groupby(ordered, key=lambda each: each.kind):
        rows = list(of_kind)
        for start in range(0, len(rows), BATCH):
            yield rows[start : start + BATCH]


def _restore(
    actor: Person | None, each: ImportChange, row: Any, now: Values, undone: Undone
) -> None:
    """Put back what one import replaced in a row, field by field, and its state."""
    stays = [name for name in each.before if _is_changed_since(each, row, name, now[name])]
    back = {
        name: value
        for name, value in each.before.items()
        if name not in stays and now[name] != value
    }
    if stays:
        back.pop("translation", None)
    _put_back(row, back)
    if "zone" in back:
        # Another place in every calendar entry, as it was when the import changed it.
        sessions = Session.objects.filter(conference=row)
        sessions.update(revision=F("revision") + 1, revised_at=clock.now())
    _forget(each, back)
    is_stepped = _step_back(actor, each, row, undone)
    undone.restored += bool(back)
    told = [name for name in stays if name not in fields.SILENT]
    if told or not is_stepped:
        undone.kept.append(_change(row, each.kind, told))


def _is_changed_since(each: ImportChange, row: Any, name: str, now: Any) -> bool:
    """Say whether a field is neither as the import wrote it nor as it was before; or must stay."""
    if now == each.before[name]:
        return False
    if name == "hours" and row.state in {*IN_SESSION, State.ENDED}:
        return True  # its record hangs on them, and the clock would end what goes on
    if name == "language" and not fields.may_change_language(row):
        return True  # a translation stands where the text would go
    return bool(each.after.get(name) != fields.digest(now))


def _put_back(row: Any, back: Values) -> None:
    """Write values into a row and save it; the state of its translation last, since texts move it."""
    if not back:
        return
    before = audit.facts(row)
    for name in sorted(back, key=lambda name: (name == "translation", name != "language")):
        value: Any = back[name]
        if name == "speakers":
            _speak(row, value)
        elif name == "links":
            links.replace(row, value, clock.now())
        else:
            fields.put(row, name, value)
    if isinstance(row, Session):
        revisions.mark(row, is_moved=bool(back.keys() & {"hours", "room"}))
    changed = [name for name, value in audit.facts(row).items() if before[name] != value]
    if changed:
        row.save(update_fields=changed)


def _speak(session: Session, speakers: Any) -> None:
    Speaking.objects.filter(session=session).delete()
    present = set(
        session.conference.speakers.filter(pk__in=speakers).values_list("pk", flat=True)
        if session.conference
        else ()
    )
    Speaking.objects.bulk_create(
        Speaking(session=session, speaker_id=UUID(speaker), position=place)
        for place, speaker in enumerate(speakers)
        if UUID(speaker) in present
    )


def _forget(each: ImportChange, back: Values) -> None:
    """Let what the schedule before said be what was said last."""
    noted = Imported.objects.filter(row=each.row).first()
    if noted is None or not back:
        return
    before = each.said_before or {}
    for name in back:
        noted.said.pop(name, None)
        noted.said |= {name: before[name]} if name in before else {}
    noted.save(update_fields=["said"])


def _step_back(actor: Person | None, each: ImportChange, row: Any, undone: Undone) -> bool:
    """Take back a withdrawal or a return; say whether that could be done, or was done already."""
    is_out = isinstance(row, Session) and row.withdrawn_at is not None
    if each.act == Act.WITHDRAWN and is_out:
        life.give_back(actor=actor, session=row)
        undone.returned += 1
    elif each.act == Act.RETURNED and not is_out:
        if row.state != State.SCHEDULED:
            return False
        life.withdraw(actor=actor, session=row)
        undone.withdrawn += 1
    return True


def _may_go(each: ImportChange, row: Row, now: Values, *, is_used: bool) -> bool:
    """Say whether nothing hangs on a row that an import created, and nobody changed it."""
    if is_used or (isinstance(row, Session) and row.state != State.SCHEDULED):
        return False
    columns = fields.column_marks(row)
    # One that a later version of the site added was not noted, and one that it dropped is gone.
    noted = each.after.get("columns", {})
    if any(columns[name] != mark for name, mark in noted.items() if name in columns):
        return False  # somebody gave a speaker an account, or a conference its text
    marks = {name: mark for name, mark in each.after.items() if name not in _UNTELLING}
    return all(fields.digest(now[name]) == mark for name, mark in marks.items())


def _leave(actor: Person | None, row: Any, kind: str, undone: Undone) -> None:
    """Withdraw a session that can't go, unless it has opened its doors; anything else stays."""
    if isinstance(row, Session) and row.withdrawn_at is not None:
        return
    if isinstance(row, Session) and row.state == State.SCHEDULED:
        life.withdraw(actor=actor, session=row)
        undone.withdrawn += 1
        return
    undone.kept.append(_change(row, kind, []))


def _used(model: Any, ids: list[UUID]) -> set[UUID]:
    """Return on which rows something hangs: rows of any table, events of a log, acts on record."""
    if not ids:
        return set()
    used: set[UUID] = set()
    for relation in model._meta.get_fields(include_hidden=True):
        table: Any = relation.related_model
        points_here = relation.auto_created and (relation.one_to_many or relation.one_to_one)
        is_part = table is Speaking and model is Session
        if not points_here or is_part or table in _OWN:
            continue
        name = relation.field.name
        rows = table.objects.filter(**{f"{name}__in": ids})
        if table is Material:
            rows = rows.filter(
                is_public=False
            )  # the links that a schedule brought are a part of it
        used |= set(rows.values_list(f"{name}_id", flat=True))
    acts = AuditEntry.objects.filter(subject__in=ids).exclude(act__in=_OWN_ACTS)
    used |= {subject for subject in acts.values_list("subject", flat=True) if subject}
    return used | (_heard(ids) if model is Session else set())


def _heard(ids: list[UUID]) -> set[UUID]:
    """Return the sessions whose rooms have a log, or had anybody in them."""
    rooms = {str(Session(pk=pk).live_room): pk for pk in ids}
    streams = {name: pk for room, pk in rooms.items() for name in (room, f"{room}.staff")}
    logged = Event.objects.filter(stream__in=streams).values_list("stream", flat=True).distinct()
    entered = Lease.objects.filter(room__in=rooms).values_list("room", flat=True).distinct()
    return {streams[name] for name in logged} | {rooms[name] for name in entered}


def _delete(model: Any, ids: list[UUID]) -> None:
    if ids:
        Imported.objects.filter(row__in=ids).delete()
        model.objects.filter(pk__in=ids).delete()


def _spoken(sessions: Iterable[UUID]) -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = {pk: [] for pk in sessions}
    rows = Speaking.objects.filter(session__in=found).order_by("position", "id")
    for session, speaker in rows.values_list("session_id", "speaker_id"):
        found[session].append(str(speaker))
    return found


def _parts(sessions: Iterable[UUID]) -> dict[UUID, Values]:
    """Return who speaks and what is linked, of each session."""
    spoken, linked = _spoken(sessions), links.here(links.public_of(sessions))
    return {pk: {"speakers": spoken[pk], "links": linked.get(pk, [])} for pk in spoken}


def _change(row: Any, kind: str, names: list[str]) -> Change:
    key = getattr(row, "import_key", "") or str(row.pk)
    return Change(Act.KEPT, kind, key, str(row), tuple(Altered(name, "", "") for name in names))
