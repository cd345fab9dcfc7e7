"""What can be read of groups' reports: those of a session, and those that a group has still to give."""

from uuid import UUID

from django.db.models import QuerySet

from groups.models import Group
from kit.refusals import NotHere
from sessions.models import State
from sessions.reports.models import Report


def of_session(session_id: UUID) -> QuerySet[Report]:
    """Return the reports of a session in the order of its agenda."""
    rows = Report.objects.filter(session=session_id)
    return rows.select_related("group", "item", "slides", "plan", "session__conference")


def report_at(session_id: UUID, slug: str) -> Report:
    """Return a group's report in a session."""
    found = of_session(session_id).filter(group__slug=slug).first()
    if found is None:
        raise NotHere
    return found


def coming(group: Group) -> QuerySet[Report]:
    """Return the reports that a group has still to give, the next one first."""
    rows = Report.objects.filter(
        group=group,
        session__state__in=(State.SCHEDULED, State.OPEN, State.LIVE),
        session__withdrawn_at=None,
    )
    return rows.select_related("session__conference", "slides").order_by("session__starts_at", "id")
