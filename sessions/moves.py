"""A session's hours being changed: the start that was told before is remembered."""

from datetime import datetime

from sessions.models import Session


def put_hours(session: Session, starts_at: datetime, ends_at: datetime) -> None:
    """Write hours into a session, which the caller saves; back where it was, it has not moved."""
    if not session._state.adding and starts_at != session.starts_at:
        is_back = starts_at == session.moved_from
        session.moved_from = None if is_back else session.starts_at
    session.starts_at, session.ends_at = starts_at, ends_at
