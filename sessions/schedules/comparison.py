"""Compares a schedule with what a conference already has; nothing is written here."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db.models import Model

from conferences.models import Conference, Room, Speaker, Track
from kit.bilingual import Bilingual, TranslationState, revise
from sessions.models import Session, Speaking
from sessions.schedules import own_ids
from sessions.schedules.document import Schedule, Talk, language_of

M = TypeVar("M", Room, Track, Speaker, Session)
Keys = tuple[frozenset[str], ...]


@dataclass(slots=True)
class Changes(Generic[M]):
    """What becomes of the rows of one model: new ones, changed ones with their columns, the rest."""

    rows: dict[str, M]
    created: list[M] = field(default_factory=list)
    updated: list[M] = field(default_factory=list)
    columns: set[str] = field(default_factory=set)
    unchanged: int = 0

    def settle(
        self, key: str, row: M, before: dict[str, Any] | None, *, is_touched: bool = False
    ) -> None:
        """Sort a row under what happened to it; `before` is None when it is new."""
        if before is None:
            self.created.append(row)
            self.rows[key] = row
            return
        changed = {name for name, value in _columns(row).items() if before[name] != value}
        self.columns |= changed
        if changed or is_touched:
            self.updated.append(row)
        else:
            self.unchanged += 1


@dataclass(slots=True)
class Plan:
    """All that an import will write, made ready outside its transaction."""

    conference: Conference
    is_new: bool
    based_on: Keys
    rooms: Changes[Room]
    tracks: Changes[Track]
    speakers: Changes[Speaker]
    sessions: Changes[Session]
    speaking: list[Speaking] = field(default_factory=list)
    spoken_anew: list[UUID] = field(default_factory=list)
    absent: int = 0


def keys_of(conference: Conference) -> Keys:
    """Return the import keys that a conference has now: they tell whether a plan still holds."""
    keys = (
        conference.rooms.values_list("import_key", flat=True),
        conference.tracks.values_list("import_key", flat=True),
        conference.speakers.values_list("import_key", flat=True),
        conference.sessions.values_list("import_key", flat=True),
    )
    return tuple(frozenset(of_model) - {""} for of_model in keys)


def compare(schedule: Schedule, conference: Conference, *, is_new: bool, now: datetime) -> Plan:
    """Return what must be written so that the conference has what the schedule says.

    Rows are known by their import key; rows that the schedule does not have, and texts in the
    other language, are left as they are. Only columns that the schedule speaks of are compared.
    """
    schedule = own_ids.recognised(schedule, conference)
    rooms, tracks, speakers, sessions = (
        Changes(_by_key(Room, conference)),
        Changes(_by_key(Track, conference)),
        Changes(_by_key(Speaker, conference)),
        Changes(_by_key(Session, conference)),
    )
    based_on = tuple(frozenset(c.rows) for c in (rooms, tracks, speakers, sessions))
    rooms.rows |= own_ids.named_here(Room, conference, schedule.rooms)
    tracks.rows |= own_ids.named_here(Track, conference, schedule.tracks)
    speakers.rows |= own_ids.planned_here(Speaker, conference, schedule.speakers)
    sessions.rows |= own_ids.planned_here(
        Session, conference, {talk.key for talk in schedule.talks}
    )
    plan = Plan(conference, is_new, based_on, rooms, tracks, speakers, sessions)
    plan.absent = len(sessions.rows.keys() - {talk.key for talk in schedule.talks})
    positions = own_ids.places(schedule.rooms, rooms.rows)
    for position, name in zip(positions, schedule.rooms, strict=True):
        _settle_name(plan.rooms, Room, conference, name, name, position=position)
    for name in schedule.tracks:
        _settle_name(plan.tracks, Track, conference, name, name)
    for key, name in schedule.speakers.items():
        _settle_name(plan.speakers, Speaker, conference, key, name)
    spoken = _speaking(conference)
    for talk in schedule.talks:
        _settle_talk(plan, talk, spoken, now)
    return plan


def _settle_name(
    changes: Changes[M], model: type[M], conference: Conference, key: str, name: str, **more: int
) -> None:
    row, before = _row(changes, model, conference, key)
    _say(row, language_of(name), name=name)
    for column, value in more.items():
        setattr(row, column, value)
    changes.settle(key, row, before)


def _settle_talk(plan: Plan, talk: Talk, spoken: dict[UUID, list[UUID]], now: datetime) -> None:
    session, before = _row(plan.sessions, Session, plan.conference, talk.key)
    _say(session, talk.language, title=talk.title, abstract=talk.abstract)
    session.kind = talk.kind
    session.room = plan.rooms.rows[talk.room] if talk.room else None
    session.track = plan.tracks.rows[talk.track] if talk.track else None
    session.starts_at = talk.starts_at(plan.conference.zone)
    session.ends_at = talk.ends_at(plan.conference.zone)
    # What is over will not open by itself; what moves from the past into the future will again.
    if before is None:
        session.is_run_by_clock = session.ends_at > now
    elif before["ends_at"] <= now < session.ends_at:
        session.is_run_by_clock = True
    is_spoken_anew = _settle_speaking(plan, session, talk, spoken.get(session.id, []))
    plan.sessions.settle(talk.key, session, before, is_touched=is_spoken_anew)


def _settle_speaking(plan: Plan, session: Session, talk: Talk, present: list[UUID]) -> bool:
    """Plan who speaks; say whether that differs from who does now."""
    wanted = [plan.speakers.rows[key] for key in talk.speakers]
    if [speaker.id for speaker in wanted] == present:
        return False
    plan.spoken_anew.append(session.id)
    plan.speaking += [
        Speaking(session=session, speaker=speaker, position=position)
        for position, speaker in enumerate(wanted)
    ]
    return True


def _row(
    changes: Changes[M], model: type[M], conference: Conference, key: str
) -> tuple[M, dict[str, Any] | None]:
    known = changes.rows.get(key)
    if known is not None:
        return known, _columns(known)
    return model(conference=conference, import_key=key), None


def _say(row: Bilingual, language: str, **texts: str) -> None:
    """Write texts as the row's original; its language may change until somebody translated it."""
    if row.translation_state == TranslationState.MISSING and row.source_language != language:
        for name in texts:
            setattr(row, f"{name}_{row.source_language}", "")
        row.source_language = language
    revise(row, language=row.source_language, **texts)


def _columns(row: Model) -> dict[str, Any]:
    return {field.name: getattr(row, field.attname) for field in row._meta.concrete_fields}


def _by_key(model: type[M], conference: Conference) -> dict[str, M]:
    rows = model.objects.filter(conference=conference).exclude(import_key="")
    return {row.import_key: row for row in rows}


def _speaking(conference: Conference) -> dict[UUID, list[UUID]]:
    rows = Speaking.objects.filter(session__conference=conference).order_by("position")
    found: dict[UUID, list[UUID]] = {}
    for session, speaker in rows.values_list("session_id", "speaker_id"):
        found.setdefault(session, []).append(speaker)
    return found
