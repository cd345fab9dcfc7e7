"""The revision of a session: the number by which calendars know that it was moved or cancelled.

RFC 5545, 3.8.7.4: up by one when hours, zone, room or being cancelled change, in the verb that
changes them; never for a word. Every change, a word's too, renews `revised_at`.
"""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db.models import F

from live import clock
from sessions.models import Session, State

Place = tuple[datetime, datetime, str, UUID | None, bool]
AfterRevision = Callable[[Session], None]

_after: list[AfterRevision] = []


def after_revision(callback: AfterRevision) -> AfterRevision:
    """Register what else is written, in the same transaction, when a session's revision went up."""
    _after.append(callback)
    return callback


def place_of(session: Session) -> Place:
    """Return when and where a session takes place, and whether it does at all."""
    is_cancelled = session.state == State.CANCELLED
    zone = session.meeting_zone
    return session.starts_at, session.ends_at, zone, session.room_id, is_cancelled


def mark(session: Session, *, is_moved: bool) -> None:
    """Note a change in a row that the caller has locked and saves."""
    session.revised_at = clock.now()
    session.revision += is_moved


def raise_one(session: Session) -> None:
    """Raise the revision of a session whose row is locked, write it, and tell of it."""
    now = clock.now()
    rows = Session.objects.filter(pk=session.pk)
    rows.update(revision=F("revision") + 1, revised_at=now)
    session.revision, session.revised_at = rows.values_list("revision", "revised_at").get()
    tell(session)


def tell(session: Session) -> None:
    """Call who registered for it; inside the verb that raised the revision."""
    for callback in _after:
        callback(session)
