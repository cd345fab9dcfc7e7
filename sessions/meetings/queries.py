"""What can be read of meetings: one of a group, its series, and how many of that are still to come."""

from uuid import UUID

from groups.models import Group
from live import clock
from sessions.meetings.models import Invitation, Occurrence, Series
from sessions.models import Session, State


def meeting_of(group: Group, session_id: UUID) -> Session | None:
    """Return a meeting of a group by its key."""
    return Session.objects.select_related("group").filter(pk=session_id, group=group).first()


def series_of(session: Session) -> tuple[Series | None, int]:
    """Return the series of a meeting, and how many of it are to come from this one on, with it."""
    place = Occurrence.objects.select_related("series").filter(session=session).first()
    if place is None:
        return None, 0
    ahead = Occurrence.objects.filter(
        series=place.series,
        slot__gte=place.slot,
        session__state=State.SCHEDULED,
        session__ends_at__gt=clock.now(),
    )
    return place.series, ahead.count()


def has_invited(session: Session) -> bool:
    """Say whether anybody is told by mail when a meeting changes: not of one that was brought in."""
    return Invitation.objects.filter(session=session, ended_at=None).exists()
