"""Sessions of a conference or a group: written once, moved when another day has come."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings

from conferences.models import Conference
from groups.models import Group
from portal.demonstration.facts import Planned, key
from portal.demonstration.loading.rows import Count, add_missing
from sessions.models import Session, State

Host = Conference | Group
_HOURS = (
    "starts_at",
    "ends_at",
    "state",
    "is_run_by_clock",
    "opened_at",
    "started_at",
    "ended_at",
)


def session_key(host: Host, planned: Planned) -> UUID:
    """Return the key of a planned session."""
    return key("session", f"{host.slug}:{planned.talk.key}")


def write(host: Host, plan: Sequence[Planned], count: Count) -> list[Session]:
    """Write the sessions that are missing; returns those that were written."""
    return add_missing(Session, [_session(host, planned) for planned in plan], count, "sessions")


def move(host: Host, plan: Sequence[Planned], count: Count) -> None:
    """Give sessions that are there new hours, and the state that goes with them."""
    wanted = {session_key(host, planned): hours(planned) for planned in plan}
    rows = list(Session.objects.filter(pk__in=wanted))
    for row in rows:
        for name, value in wanted[row.pk].items():
            setattr(row, name, value)
    Session.objects.bulk_update(rows, _HOURS)
    count.moved += len(rows)


def hours(planned: Planned) -> dict[str, Any]:
    """Return a session's times and state: opened a quarter of an hour early, begun and ended in time."""
    state, start = planned.state, planned.starts_at
    is_open = state in {State.OPEN, State.LIVE, State.ENDED}
    return {
        "starts_at": start,
        "ends_at": planned.ends_at,
        "state": state,
        "is_run_by_clock": planned.is_run_by_clock,
        "opened_at": _early(start) if is_open else None,
        "started_at": start if state in {State.LIVE, State.ENDED} else None,
        "ended_at": planned.ends_at if state == State.ENDED else None,
    }


def _early(start: datetime) -> datetime:
    return start - timedelta(minutes=settings.ENTRY_MINUTES)


def _session(host: Host, planned: Planned) -> Session:
    talk = planned.talk
    session = Session(
        id=session_key(host, planned),
        kind=talk.kind,
        **talk.title.columns("title"),
        **talk.abstract.columns("abstract"),
        source_language=talk.title.source,
        translation_state=talk.state,
        **hours(planned),
    )
    if isinstance(host, Group):
        session.group, session.meeting_zone = host, "Europe/Moscow"
    else:
        session.conference = host
        session.room_id = key("room", f"{host.slug}:{talk.room}")
        session.track_id = key("track", f"{host.slug}:{talk.track}")
    return session
