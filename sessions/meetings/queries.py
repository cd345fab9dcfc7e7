"""What can be read of meetings: one of a group, its series, and what of that is still to come."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from groups.models import Group
from live import clock
from sessions.meetings import recurrence
from sessions.meetings.models import Invitation, Occurrence, Series
from sessions.meetings.recurrence import Pattern
from sessions.models import Session, State


def meeting_of(group: Group, session_id: UUID) -> Session | None:
    """Return a meeting of a group by its key."""
    return Session.objects.select_related("group").filter(pk=session_id, group=group).first()


@dataclass(frozen=True, slots=True)
class Rest:
    """The meetings of a series from one of them on, in the order of the first plan, with that one."""

    series: Series
    meetings: tuple[Session, ...]

    @property
    def ahead(self) -> list[Session]:
        """Return those that are still to come, or that people wait in already."""
        return [each for each in self.meetings if _is_ahead(each)]

    def laid(self, pattern: Pattern) -> list[tuple[Session, datetime]]:
        """Return where a pattern lays those that are still to come; its own count is not asked.

        One that was called off has its place in the pattern too: the week that was left out stays
        so, and no later meeting is drawn into it.
        """
        count = len(self.meetings)
        if count == 1:
            slots = [recurrence.instant_of(pattern.starts_on, pattern.starts, pattern.zone)]
        else:
            slots = recurrence.slots(replace(pattern, count=count, until=None))
        pairs = zip(self.meetings, slots, strict=True)
        return [(each, slot) for each, slot in pairs if _is_ahead(each)]


def rest_of(session: Session) -> Rest | None:
    """Return a meeting's series from it on; nothing for one that belongs to no series."""
    place = Occurrence.objects.select_related("series").filter(session=session).first()
    if place is None:
        return None
    rows = Session.objects.filter(
        occurrence__series=place.series_id, occurrence__slot__gte=place.slot
    )
    rows = rows.select_related("group").order_by("occurrence__slot")
    return Rest(place.series, tuple(rows))


def has_invited(session: Session) -> bool:
    """Say whether anybody is told by mail when a meeting changes: not of one that was brought in."""
    return Invitation.objects.filter(session=session, ended_at=None).exists()


def _is_ahead(session: Session) -> bool:
    return session.state in {State.SCHEDULED, State.OPEN} and session.ends_at > clock.now()
