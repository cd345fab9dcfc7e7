"""Compares a schedule with what a conference already has; nothing is written here.

Three are compared, field by field: what the schedule says, what stands here, and what the last
schedule said. Where the first two differ, the schedule is followed, unless the last two differ too:
then somebody changed the field here, and their edit stands and is reported. Rows that no schedule
ever spoke of field by field (they were imported before that was kept) follow the schedule.
"""

from datetime import datetime
from typing import Any

from conferences.models import Conference
from kit.bilingual import TranslationState, other
from sessions.calendars import revisions
from sessions.models import IN_SESSION, Session, State
from sessions.schedules import fields, own_ids
from sessions.schedules.document import Schedule, Talk, language_of
from sessions.schedules.fields import Row, Value, Values
from sessions.schedules.known import Known, read_known
from sessions.schedules.plan import PARTS, Line, Plan
from sessions.schedules.reports import Act, Altered


def compare(
    schedule: Schedule,
    conference: Conference,
    *,
    is_new: bool,
    zone: str,
    now: datetime,
    is_open: bool = False,
) -> Plan:
    """Return what must be written so that the conference has what the schedule says.

    `zone` is the one in which the schedule's wall clocks are read; a conference that is there takes it
    only from a whole schedule that says it itself, or if an import chose the one it has. Rows are known by their import
    key; texts in the other language are left as they are unless the schedule has them. `is_open` says
    that the import opens a conference for registration.
    """
    plan = Plan(conference, is_new, zone)
    known = read_known(conference, is_new=is_new)
    schedule = own_ids.recognised(schedule, known.own)
    known.rows |= own_ids.planned_here(schedule, known.own)
    plan.lines.append(_conference(plan, known, schedule, is_open=is_open))
    rooms = {name: row for name in schedule.rooms if (row := _known_as(known, "room", name))}
    positions = own_ids.places(schedule.rooms, rooms)
    for position, name in zip(positions, schedule.rooms, strict=True):
        _name(plan, known, schedule, "room", name, position=position)
    for name in schedule.tracks:
        _name(plan, known, schedule, "track", name)
    for key in schedule.speakers:
        _name(plan, known, schedule, "speaker", key)
    ids = {line.kind + line.key: str(line.row.pk) for line in plan.lines}
    keys = {talk.key for talk in schedule.talks}
    for talk in schedule.talks:
        line = _session(plan, known, talk, keys)
        _settle_talk(plan, known, line, _wanted(plan, talk, ids), now)
        plan.lines.append(line)
    if schedule.is_whole:
        _withdraw_others(plan, known)
    return plan


def _conference(plan: Plan, known: Known, schedule: Schedule, *, is_open: bool) -> Line:
    row = plan.conference
    line = _line(known, "conference", row.slug, row, is_new=plan.is_new)
    starts, ends = schedule.starts_on, schedule.ends_on
    days = [min(row.starts_on, starts).isoformat(), max(row.ends_on, ends).isoformat()]
    wanted: Values = {"days": days}
    # One that an import had to guess is put right by the next, read in the zone that is asked for.
    says_zone = bool(schedule.zone) or "zone" in (line.said_before or {})
    if plan.is_new or (says_zone and schedule.is_whole and not schedule.is_zone_asked):
        # What people planned here stands on the conference's clocks: only a file's own word turns them.
        plan.keeps_zone = not (plan.is_new or schedule.zone) and known.is_planned_by_hand
        if not plan.keeps_zone:
            wanted["zone"] = plan.zone
    _settle(plan, known, line, wanted)
    if is_open and not plan.is_new and not row.is_open_for_registration:
        fields.put(row, "registration", value=True)
        line.altered.append(_altered(plan, known, "registration", now=False, value=True))
        line.act = Act.UPDATED
        # It is opened as the import begins, so that it is open when this line is written and noted.
        line.columns["is_open_for_registration"] = True
    return line


def _name(plan: Plan, known: Known, schedule: Schedule, kind: str, key: str, **more: Value) -> None:
    row = _known_as(known, kind, key)
    model: Any = fields.KINDS[kind]
    name = schedule.speakers[key] if kind == "speaker" else schedule.called.get((kind, key), key)
    made = row or model(conference=plan.conference, import_key=key)
    line = _line(known, kind, key, made, is_new=row is None)
    if (kind, key) not in known.own:
        made.import_key = key
    translated = schedule.other_names.get((kind, key), "")
    if _is_translation(row, name):
        texts: Values = {"name": translated, "other_name": name}
    else:
        texts = {"language": _language(row, name), "name": name, "other_name": translated}
    wanted = more | {field: text for field, text in texts.items() if text}
    _settle(plan, known, line, wanted)
    known.names[str(made.pk)] = name
    plan.lines.append(line)


def _language(row: Any, name: str) -> str:
    """Return the language of a name, by its letters; one that stands here already keeps the one it has."""
    if row is not None and name == getattr(row, f"name_{row.source_language}"):
        return str(row.source_language)
    return language_of(name)


def _is_translation(row: Any, name: str) -> bool:
    """Say whether a name is the one that a row has in its other language, or a newer one in that."""
    if row is None or name == getattr(row, f"name_{row.source_language}"):
        return False
    if name == getattr(row, f"name_{other(row.source_language)}"):
        return True
    return not fields.may_change_language(row) and language_of(name) != row.source_language


def _known_as(known: Known, kind: str, key: str) -> Any:
    return known.rows.get((kind, key)) or known.by_hand.get((kind, key))


def _session(plan: Plan, known: Known, talk: Talk, keys: set[str]) -> Line:
    """Return the line of a talk: a session is known by the guid, else by the id in its conference."""
    row: Any = known.rows.get(("session", talk.key)) or _by_id(known, talk, keys)
    session = row or Session(conference=plan.conference, import_key=talk.key)
    line = _line(known, "session", talk.key, session, is_new=row is None)
    if session.import_key == talk.id:
        session.import_key = talk.key  # a newer file has guids: they are the better keys
    line.event_id = talk.id
    if row is not None:
        _take_parts(known, line)
    return line


def _take_parts(known: Known, line: Line) -> None:
    for name, found in (("speakers", known.speakers), ("links", known.links)):
        parts = list[str](found.get(line.row.pk, ()))
        setattr(line, name, parts)
        line.before[name] = list[str](parts)


def _by_id(known: Known, talk: Talk, keys: set[str]) -> Row | None:
    """Return a session by the id of its event, where one of the two files had no guids."""
    row: Any
    row = known.rows.get(("session", talk.id)) if talk.key != talk.id else known.by_id.get(talk.id)
    if row is None or row.import_key in keys or row.pk in known.found:
        return None
    said = known.said.get(row.pk)
    if said is None or said.event_id != talk.id:
        return None  # its key is a number in somebody's sheet, and no id of an event
    return row  # type: ignore[no-any-return]  # a Session, by its kind


def _settle_talk(plan: Plan, known: Known, line: Line, wanted: Values, now: datetime) -> None:
    session: Any = line.row
    ended_before = None if line.is_new else session.ends_at
    _settle(plan, known, line, wanted)
    # What is over will not open by itself; what moves from the past into the future will again.
    if ended_before is None:
        session.is_run_by_clock = session.ends_at > now
    elif ended_before <= now < session.ends_at:
        session.is_run_by_clock = True
    if not line.is_new:
        _settle_state(line, session)


def _wanted(plan: Plan, talk: Talk, ids: dict[str, str]) -> Values:
    starts, ends = talk.starts_at(plan.zone), talk.ends_at(plan.zone)
    wanted: Values = {
        "language": talk.language,
        "title": talk.title,
        "abstract": talk.abstract,
        "kind": talk.kind,
        "room": ids["room" + talk.room] if talk.room else None,
        "track": ids["track" + talk.track] if talk.track else None,
        "hours": [starts.isoformat(), ends.isoformat()],
        "speakers": [ids["speaker" + key] for key in talk.speakers],
    }
    if talk.links is not None:
        wanted["links"] = list(talk.links)
    others = {"other_title": talk.other_title, "other_abstract": talk.other_abstract}
    return wanted | {name: text for name, text in others.items() if text}


def _settle(plan: Plan, known: Known, line: Line, wanted: Values) -> None:
    """Write what the schedule says into the row, but for what was changed here or must stay."""
    row = line.row
    if not line.is_new and "language" in wanted and not fields.may_change_language(row):
        del wanted["language"]
    for name, value in wanted.items():
        now = line.before.get(name)
        _hear(line, name, value)
        if not line.is_new and now == value:
            continue
        if not line.is_new and _is_kept(line, name, now):
            line.kept.append(_altered(plan, known, name, now, value))
            continue
        if name in PARTS:
            setattr(line, name, list(value) if isinstance(value, list) else [])
        else:
            fields.put(row, name, value)
        if not line.is_new:
            line.altered.append(_altered(plan, known, name, now, value))
    if not line.is_new:
        _keep_translation(line, wanted)
    if line.is_new:
        line.act = Act.CREATED
    elif line.altered:
        line.act = Act.UPDATED
        _revise(line)


def _hear(line: Line, name: str, value: Value) -> None:
    """Note what the schedule says; one that repeats an edit made here does not make it its own.

    Our own export does so: the edit shall still stand when the next file from outside comes.
    """
    is_same = not line.is_new and line.before.get(name) == value
    if not (is_same and _is_kept(line, name, value)):
        line.said[name] = fields.digest(value)


def _is_kept(line: Line, name: str, now: Value) -> bool:
    """Say whether a field stays: it was changed here, or the hours are those of what has begun."""
    state = line.columns.get("state") if line.columns.get("withdrawn_at") is None else None
    if name == "hours" and state in {*IN_SESSION, State.ENDED, State.CANCELLED}:
        return True  # its record hangs on them, and the clock would end what goes on
    if line.said_before is None:
        return False
    # Of another language that no schedule has spoken of yet it has said nothing: a text is ours.
    unsaid = fields.digest("") if name.startswith("other_") else None
    # What schedules said of links was not noted once, and none were taken over.
    unsaid = fields.digest([]) if name == "links" else unsaid
    said = line.said_before.get(name, unsaid)
    return said is not None and said != fields.digest(now)


def _altered(plan: Plan, known: Known, name: str, now: Value, value: Value) -> Altered:
    zone = plan.conference.zone
    return Altered(
        name,
        fields.told(name, now, known.names, zone),
        fields.told(name, value, known.names, zone),
    )


def _keep_translation(line: Line, wanted: Values) -> None:
    """A schedule that has both languages says that they belong together."""
    is_both = any(name.startswith("other_") for name in wanted) and not line.kept
    stale = TranslationState.STALE
    became_stale = (
        fields.here(line.row).get("translation") == stale != line.before.get("translation")
    )
    if is_both and became_stale:
        fields.put(line.row, "translation", TranslationState.TRANSLATED)


def _revise(line: Line) -> None:
    if isinstance(line.row, Session):
        is_moved = bool({"hours", "room"} & {each.field for each in line.altered})
        revisions.mark(line.row, is_moved=is_moved)


def _settle_state(line: Line, session: Session) -> None:
    """A withdrawn session comes back; one that somebody cancelled here stays cancelled."""
    if session.state != State.CANCELLED:
        return
    if session.withdrawn_at is None:
        here, there = (State(each).label for each in (State.CANCELLED, State.SCHEDULED))
        line.kept.append(Altered("state", str(here), str(there)))
    else:
        line.act = Act.RETURNED


def _withdraw_others(plan: Plan, known: Known) -> None:
    for (kind, key), row in known.rows.items():
        if not isinstance(row, Session) or row.pk in known.found or row.withdrawn_at is not None:
            continue
        line = _line(known, kind, key, row, is_new=False)
        _take_parts(known, line)
        if row.state == State.SCHEDULED:
            line.act = Act.WITHDRAWN
            plan.lines.append(line)
        elif row.state in {*IN_SESSION, State.ENDED}:
            plan.left.append(line.change(Act.LEFT, []))


def _line(known: Known, kind: str, key: str, row: Row, *, is_new: bool) -> Line:
    line = Line(kind, key, row, is_new)
    if not is_new:
        known.found.add(row.pk)
        line.before, line.columns = fields.here(row), fields.columns_of(row)
        said = known.said.get(row.pk)
        line.said_before = dict(said.said) if said else None
        line.said = dict(said.said) if said else {}
        line.event_id = line.event_id_before = said.event_id if said else ""
    return line
