"""The life of a session: doors open, live, ended; or cancelled. By a moderator's button or the clock."""

import logging
from collections.abc import Callable, Collection, Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts import queries as account_queries
from accounts.models import Person
from kit.refusals import Refused
from live import clock, presence
from live.hub import Numbered, publish, verb
from sessions import items, people, queries
from sessions.calendars import revisions
from sessions.models import IN_SESSION, Session, State
from sessions.protocol import (
    SessionCancelled,
    SessionEnded,
    SessionOpened,
    SessionReopened,
    SessionReturned,
    SessionStarted,
)
from sessions.rules import demand

logger = logging.getLogger(__name__)

# How long after its end a session can be gone on with, as if it had not ended.
REOPEN_WITHIN = timedelta(minutes=10)

AtEnd = Callable[[Session, Person | None], None]

_at_end: list[AtEnd] = []
_at_opening: list[AtEnd] = []


def at_opening(callback: AtEnd) -> AtEnd:
    """Register what else must be written, in the same transaction, when a session's doors open.

    It is called with the session and with who opened it (nobody: the clock), and may publish.
    """
    _at_opening.append(callback)
    return callback


def at_end(callback: AtEnd) -> AtEnd:
    """Register what else must be written, in the same transaction, when a session ends.

    It is called with the session and with who ended it (nobody: the clock), and may publish. No
    agenda item is current any more by then.
    """
    _at_end.append(callback)
    return callback


audit.name_acts(
    {
        "session.open": _("Doors opened"),
        "session.start": _("Session started"),
        "session.end": _("Session ended"),
        "session.reopen": _("Session reopened"),
        "session.cancel": _("Session cancelled"),
        "session.withdraw": _("Session withdrawn: the schedule has it no more"),
        "session.return": _("Session back: the schedule has it again"),
    }
)


@verb
def open_doors(*, actor: Person | None, session: Session) -> Session:
    """Open the doors of a scheduled session; without an actor it is the clock that does."""
    session = _stepping(actor, session, "sessions.open", {State.SCHEDULED})
    _open(actor, session)
    return _recorded(actor, session, "session.open")


@verb
def start(*, actor: Person | None, session: Session) -> Session:
    """Begin a session; where the doors are still shut, they open with it."""
    before = {State.SCHEDULED, State.OPEN}
    session = _stepping(actor, session, "sessions.start", before)
    if session.state == State.SCHEDULED:
        _open(actor, session)
    _step(session, State.LIVE)
    publish(
        session.live_room,
        SessionStarted(),
        actor=_id(actor),
        numbered=_stamp(session, "started_at"),
    )
    return _recorded(actor, session, "session.start")


@verb
def end(*, actor: Person | None, session: Session) -> Session:
    """End a session whose doors are open; what was said in it stays to be read."""
    session = _stepping(actor, session, "sessions.end", IN_SESSION)
    _step(session, State.ENDED)
    items.end_current(actor, session)
    for callback in _at_end:
        callback(session, actor)
    publish(
        session.live_room, SessionEnded(), actor=_id(actor), numbered=_stamp(session, "ended_at")
    )
    return _recorded(actor, session, "session.end")


@verb
def reopen(*, actor: Person, session: Session) -> Session:
    """Go on with a session that has just ended: the same log, the same room, live again.

    Whoever stayed connected is counted again from this moment, and the agenda item that was current
    at the end is so again. The clock runs it no more: its
    planned end may have passed, and a moderator has it in hand.
    """
    session = _stepping(actor, session, "sessions.moderate", {State.ENDED})
    if not may_be_reopened(session):
        text = _("A session can be reopened within ten minutes of its end.")
        raise Refused("session.reopen_over", text)
    ended_at, session.ended_at, session.is_run_by_clock = session.ended_at, None, False
    session.save(update_fields=["is_run_by_clock", "ended_at"])
    _step(session, State.LIVE)
    presence.count_again(session.live_room)
    publish(session.live_room, SessionReopened(), actor=_id(actor))
    if session.started_at is None:
        # It was ended before it had begun.
        publish(
            session.live_room,
            SessionStarted(),
            actor=_id(actor),
            numbered=_stamp(session, "started_at"),
        )
    people.show_everybody_again(session)
    items.resume(actor, session, ended_at)
    here = presence.present(session.live_room) - queries.kept_out_of(session)
    people.come_in(list(account_queries.people().filter(pk__in=here)), session)
    return _recorded(actor, session, "session.reopen")


def may_be_reopened(session: Session) -> bool:
    """Say whether a session ended so short a time ago that it can be gone on with."""
    if session.state != State.ENDED or session.ended_at is None:
        return False
    return clock.now() - session.ended_at <= REOPEN_WITHIN


@verb
def cancel(*, actor: Person | None, session: Session) -> Session:
    """Call off a session that has not begun."""
    before = {State.SCHEDULED, State.OPEN}
    session = _stepping(actor, session, "sessions.cancel", before)
    _step(session, State.CANCELLED)
    revisions.raise_one(session)
    publish(session.live_room, SessionCancelled(), actor=_id(actor))
    return _recorded(actor, session, "session.cancel")


@verb
def withdraw(*, actor: Person | None, session: Session) -> Session:
    """Take a session out that the schedule no longer has: cancelled, out of sight, kept.

    Only one that has not opened its doors. Without an actor it is an operator at a terminal.
    """
    session = _stepping(actor, session, "sessions.revise", {State.SCHEDULED})
    _step(session, State.CANCELLED)
    _drop(session, clock.now())
    publish(session.live_room, SessionCancelled(), actor=_id(actor))
    return _recorded(actor, session, "session.withdraw")


@verb
def give_back(*, actor: Person | None, session: Session) -> Session:
    """Let a withdrawn session take place after all; one that somebody cancelled stays cancelled."""
    session = _stepping(actor, session, "sessions.revise", {State.CANCELLED})
    if session.withdrawn_at is None:
        raise _out_of_step(session.state)
    _step(session, State.SCHEDULED)
    _drop(session, None)
    publish(session.live_room, SessionReturned(), actor=_id(actor))
    return _recorded(actor, session, "session.return")


def run_clock(now: datetime | None = None) -> int:
    """Open, start and end what the hour asks for; returns how many steps were taken.

    Each step is a transaction of its own, which looks at the session again under its lock: it may
    run in several processes at once, and one session in trouble does not hold up the others.
    """
    instant = now or clock.now()
    return (
        _take(open_doors, queries.due_to_open(instant, settings.ENTRY_MINUTES))
        + _take(start, queries.due_to_start(instant))
        + _take(end, queries.due_to_end(instant))
    )


def _take(step: Callable[..., Session], due: Iterable[Session]) -> int:
    taken = 0
    for session in due:
        try:
            step(actor=None, session=session)
        except Refused as refused:
            # Another process, or a moderator, was faster.
            logger.info("clock: session %s: %s", session.pk, refused.code)
        else:
            taken += 1
    return taken


def _stepping(
    actor: Person | None, session: Session, rule: str, before: Collection[str]
) -> Session:
    """Authorise, lock the session's row, and refuse a step that its state does not allow."""
    if actor is not None:
        demand(rule, actor, session)
    locked = Session.objects.select_for_update(no_key=True).get(pk=session.pk)
    session.state = locked.state
    session.started_at, session.ended_at = locked.started_at, locked.ended_at
    session.withdrawn_at, session.revision = locked.withdrawn_at, locked.revision
    if session.state not in before:
        raise _out_of_step(session.state)
    return session


def _out_of_step(state: str) -> Refused:
    refusals = {
        State.SCHEDULED: ("session.not_open", _("The doors of this session are not open yet.")),
        State.OPEN: ("session.already_open", _("The doors are open already.")),
        State.LIVE: ("session.already_live", _("The session is live already.")),
        State.ENDED: ("session.ended", _("This session has ended.")),
        State.CANCELLED: ("session.cancelled", _("This session was cancelled.")),
    }
    code, text = refusals[State(state)]
    return Refused(code, text)


def _open(actor: Person | None, session: Session) -> None:
    _step(session, State.OPEN)
    publish(
        session.live_room, SessionOpened(), actor=_id(actor), numbered=_stamp(session, "opened_at")
    )
    for callback in _at_opening:
        callback(session, actor)


def _recorded(actor: Person | None, session: Session, act: str) -> Session:
    # What the clock does is nobody's act: it stands in the session's own log.
    if actor is not None:
        audit.record(actor=actor, act=act, room=str(session.live_room), subject=session.pk)
    return session


def _step(session: Session, state: State) -> None:
    session.state = state
    session.save(update_fields=["state"])


def _drop(session: Session, at: datetime | None) -> None:
    """Write since when no schedule has it; its entry in calendars is another one then."""
    session.withdrawn_at = at
    revisions.mark(session, is_moved=True)
    session.save(update_fields=["withdrawn_at", "revision", "revised_at"])


def _stamp(session: Session, field: str) -> Numbered:
    """Write an event's own instant into the session's row, so that both say the same."""

    def write(_seq: int, at: datetime) -> None:
        setattr(session, field, at)
        session.save(update_fields=[field])

    return write


def _id(actor: Person | None) -> UUID | None:
    return actor.pk if actor else None
