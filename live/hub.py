"""The only sender: verbs collect what they publish, and the outermost one numbers it and commits."""

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from functools import wraps
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

from django.db import InterfaceError, OperationalError, connection, transaction
from django.utils import timezone

from live import bell, clock, ledger
from live.locks import writing
from live.models import Event as EventRow
from live.models import Stream
from live.protocol import Event, Whisper, encode
from live.streams import Room

P = ParamSpec("P")
T = TypeVar("T")
Numbered = Callable[[int, datetime], None]


@dataclass(slots=True)
class Publication:
    """One event on its way into the log; `seq`, `at` and `item` are known once it is numbered."""

    room: str
    stream: str
    event: Event
    actor: UUID | None
    numbered: Numbered | None
    # The unit itself turned the agenda before this was said; else the room's row knows the item.
    turned: bool = False
    item: UUID | None = None
    seq: int = 0
    at: datetime = field(default_factory=timezone.now)


@dataclass(slots=True)
class Unit:
    """What one outermost verb has collected so far."""

    publications: list[Publication] = field(default_factory=list)
    bumps: set[str] = field(default_factory=set)
    redacted: set[str] = field(default_factory=set)
    turns: dict[str, UUID | None] = field(default_factory=dict)
    checks: list[Callable[[], None]] = field(default_factory=list)
    finishers: list[Callable[["Unit"], None]] = field(default_factory=list)
    # What was found out of people's rights, for as long as the unit itself changes none.
    rights: dict[object, Any] = field(default_factory=dict)
    begun: datetime | None = None


_unit: ContextVar[Unit | None] = ContextVar("live_unit", default=None)
# Those so far that are numbered together.
_company: ContextVar["Company | None"] = ContextVar("live_company", default=None)


@dataclass(slots=True)
class Company:
    """Units that are carried out in one transaction, and when that began."""

    units: list[Unit] = field(default_factory=list)
    begun: datetime | None = None


def verb(function: Callable[P, T]) -> Callable[P, T]:
    """Run a write as one transaction with the events it publishes; re-entrant.

    At the outermost exit the rows of all streams concerned are locked in the order of their names,
    numbers are taken, events stored, and the whole is committed; bells ring after the commit. A
    deadlock or a broken connection is tried once more.
    """

    @wraps(function)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> T:
        if _unit.get() is not None:
            return function(*args, **kwargs)
        return run_unit(lambda _unit: function(*args, **kwargs))

    return wrapper


def run_unit(work: Callable[[Unit], T]) -> T:
    """Run `work` as an outermost verb; it may add finishers, called once numbers are known."""
    company = _company.get()
    if company is not None:
        return _joined(work, company)
    nested = connection.in_atomic_block
    try:
        return _attempt(work)
    except (OperationalError, InterfaceError):
        if nested:
            raise
        connection.close()
        return _attempt(work)


def _attempt(work: Callable[[Unit], T]) -> T:
    unit = Unit()
    token = _unit.set(unit)
    try:
        with writing(), transaction.atomic():
            result = work(unit)
            rung = _number(unit)
            for finish in unit.finishers:
                finish(unit)
            transaction.on_commit(lambda: bell.ring_all(rung))
        return result
    finally:
        _unit.reset(token)


def in_company(run: Callable[[], T]) -> T:
    """Run several outermost verbs in one transaction, and number at its end what all of them have told.

    So no stream is locked before the last of them has done its work, and all are locked in the order of
    their names. A verb that fails is undone alone. What is judged once the streams are locked undoes all,
    with what it raises: whoever calls this does them one by one then.
    """
    company = Company()
    with writing(), transaction.atomic():
        token = _company.set(company)
        try:
            result = run()
        finally:
            _company.reset(token)
        rung = _number(_united(company.units))
        for unit in company.units:
            for finish in unit.finishers:
                finish(unit)
        transaction.on_commit(lambda: bell.ring_all(rung))
    return result


def _joined(work: Callable[[Unit], T], company: Company) -> T:
    unit = Unit()
    token = _unit.set(unit)
    try:
        with transaction.atomic():
            result = work(unit)
    except (OperationalError, InterfaceError):
        # A deadlock, or no connection any more: alone it will be tried once more.
        transaction.set_rollback(True)
        raise
    finally:
        _unit.reset(token)
    company.units.append(unit)
    return result


def _united(units: list[Unit]) -> Unit:
    whole = Unit()
    for unit in units:
        whole.publications += unit.publications
        whole.bumps |= unit.bumps
        whole.redacted |= unit.redacted
        whole.turns |= unit.turns
        whole.checks += unit.checks
    return whole


def publish(
    room: Room,
    event: Event,
    *,
    actor: UUID | None = None,
    person: UUID | None = None,
    numbered: Numbered | None = None,
) -> None:
    """Collect an event for its audience's stream; call it inside a verb only.

    `person` says whose `me` stream it is; `numbered(seq, at)` is called inside the transaction when
    the number is known, to write it where a row keeps it.
    """
    unit = _unit.get()
    if unit is None:
        msg = f"{event.wire} published outside a verb"
        raise RuntimeError(msg)
    name = str(room)
    unit.publications.append(
        Publication(
            room=name,
            stream=room.stream(event.audience, person),
            event=event,
            actor=actor,
            numbered=numbered,
            turned=name in unit.turns,
            item=unit.turns.get(name),
        )
    )


def turn(room: Room, item: UUID | None) -> None:
    """Make an agenda item the room's current one: what is published after this carries it."""
    unit = _unit.get()
    if unit is None:
        msg = f"agenda of {room} turned outside a verb"
        raise RuntimeError(msg)
    unit.turns[str(room)] = item


def bump(name: str) -> None:
    """Raise a counter that has no events (a person's epoch) with the transaction under way."""
    unit = _unit.get()
    if unit is None:
        msg = f"{name} raised outside a verb"
        raise RuntimeError(msg)
    unit.bumps.add(name)
    unit.rights.clear()


def begun() -> datetime:
    """Return when what is under way began, by the database's clock, which is asked once for all of it.

    For what comes before the streams are locked, a limit or a receipt; what is told is stamped after that.
    """
    under_way = _company.get() or _unit.get()
    if under_way is None:
        return clock.now()
    if under_way.begun is None:
        under_way.begun = clock.now()
    return under_way.begun


def rights_known() -> dict[object, Any] | None:
    """Return what this unit has found out of people's rights, to be asked once; outside of one, None.

    It is forgotten when the unit raises anybody's epoch: by that alone can rights change in it.
    """
    unit = _unit.get()
    return None if unit is None else unit.rights


def mark_redacted(stream: str) -> None:
    """Remember, with what this unit publishes, that older states of a stream must not be told."""
    unit = _unit.get()
    if unit is None:
        msg = f"{stream} redacted outside a verb"
        raise RuntimeError(msg)
    unit.redacted.add(stream)


def once_locked(check: Callable[[], None]) -> None:
    """Judge again what was judged before the streams were locked; what it raises undoes the unit.

    Until then another's change may still be committed: a session may end while a message waits for
    its number. Afterwards none can be numbered in between.
    """
    unit = _unit.get()
    if unit is None:
        msg = "a check for the end of a verb, outside a verb"
        raise RuntimeError(msg)
    unit.checks.append(check)


def whisper(room: Room, message: Whisper) -> None:
    """Tell the sockets of this process something that may be lost; nothing is stored."""
    bell.whisper(room.stream(message.audience), whisper_frame(message))


def whisper_frame(message: Whisper) -> str:
    """Return a whisper as it goes on the wire: it has no number."""
    return f'{{"stream":"{message.audience}","name":"{message.wire}","data":{encode(message)}}}'


def _number(unit: Unit) -> dict[str, int]:
    """Lock streams by name, give out numbers, store the events; returns the new heads."""
    published = {p.stream for p in unit.publications}
    names = sorted(published | unit.bumps | unit.redacted | unit.turns.keys())
    if not names:
        return {}
    rows = _locked(names)
    for check in unit.checks:
        check()
    _carry_items(unit, rows)
    now = clock.now()
    for name in unit.bumps:
        rows[name].head += 1
    for publication in unit.publications:
        row = rows[publication.stream]
        row.head += 1
        row.last_at = max(now, row.last_at or now)
        publication.seq, publication.at = row.head, row.last_at
    for name in unit.redacted:
        rows[name].redacted = rows[name].head
    for name, item in unit.turns.items():
        rows[name].agenda_item = item
    ledger.write(rows.values())
    _store(unit.publications)
    for publication in unit.publications:
        if publication.numbered is not None:
            publication.numbered(publication.seq, publication.at)
    return {name: row.head for name, row in rows.items()}


def _carry_items(unit: Unit, rows: dict[str, Stream]) -> None:
    """Give each event the item under discussion in its room, as the room's row has it."""
    known = {name: row.agenda_item for name, row in rows.items()}
    elsewhere = {p.room for p in unit.publications} - known.keys()
    if elsewhere:
        known |= ledger.items_of(elsewhere)
    for publication in unit.publications:
        if not publication.turned:
            publication.item = known.get(publication.room)


def _locked(names: list[str]) -> dict[str, Stream]:
    return ledger.locked(names)


def _store(publications: list[Publication]) -> None:
    ledger.store([(_row(each), encode(each.event)) for each in publications])


def _row(told: Publication) -> EventRow:
    return EventRow(
        stream=told.stream,
        seq=told.seq,
        name=told.event.wire,
        at=told.at,
        actor=told.actor,
        subject=told.event.about(),
        agenda_item=told.item,
    )
