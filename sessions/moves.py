"""A session's hours being changed: the start that was told before is remembered."""

from datetime import datetime

from sessions.models import Session


def put_hours(session: Session, starts_at: datetime, ends_at: datetime) -> None:
    """Write hours into a session, which the caller saves; back where it was, it has not moved."""
    before: datetime | None = session.starts_at
    if before != starts_at:
        session.moved_from = None if starts_at == session.moved_from else before
    session.starts_at, session.ends_at = starts_at, ends_at
