"""What can be read of meetings: one of a group, its series, and what of that is still to come."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import cast
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from groups.models import Group, GroupRole, Membership
from live import clock
from sessions.meetings import recurrence
from sessions.meetings.models import Invitation, Occurrence, Series
from sessions.meetings.recurrence import Pattern
from sessions.models import Removal, Role, RoleName, Session, State

# What can still be laid to another hour, or made known.
_AHEAD = (State.SCHEDULED, State.OPEN)


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


def untold(group: Group) -> QuerySet[Session]:
    """Return the meetings still to come to which nobody is invited: nobody hears of them by mail."""
    invited = Invitation.objects.filter(session=OuterRef("pk"), ended_at=None)
    ahead = Session.objects.filter(
        group=group, state__in=_AHEAD, ends_at__gt=clock.now(), withdrawn_at=None
    )
    return ahead.exclude(Exists(invited)).order_by("starts_at", "id")


def untold_with(session: Session) -> QuerySet[Session]:
    """Return, of the meetings to which nobody is invited, a meeting and those of its series."""
    place = Occurrence.objects.filter(session=session).first()
    waiting = untold(cast("Group", session.group))
    return (
        waiting.filter(occurrence__series=place.series_id)
        if place
        else waiting.filter(pk=session.pk)
    )


def with_put_out(rows: QuerySet[Invitation]) -> QuerySet[Invitation]:
    """Say of each invitation, as `is_put_out`, whether a moderator keeps its person out of the meeting.

    Who moderates is let in all the same, as everywhere (`sessions.queries.who_may_enter`).
    """
    here = {"session": OuterRef("session"), "person": OuterRef("person")}
    moderates = Role.objects.filter(**here, name=RoleName.MODERATOR)
    chairs = Membership.objects.filter(
        group=OuterRef("session__group"),
        person=OuterRef("person"),
        role=GroupRole.CHAIR,
        ended_at=None,
    )
    may = Q(person__is_organiser=True) | Exists(moderates) | Exists(chairs)
    return rows.annotate(is_put_out=Q(Exists(Removal.objects.filter(**here))) & ~may)


def let_in(rows: QuerySet[Invitation]) -> QuerySet[Invitation]:
    """Leave out the invitations of who is put out of the meeting."""
    is_let_in = {"is_put_out": False}
    return with_put_out(rows).filter(**is_let_in)


def _is_ahead(session: Session) -> bool:
    return session.state in _AHEAD and session.ends_at > clock.now()
