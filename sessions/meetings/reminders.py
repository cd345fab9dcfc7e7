"""Reminders of meetings: a day and ten minutes before, once each, to who wants them."""

from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet

from accounts import letters, programmes
from live import clock
from live.duties import duty
from live.hub import verb
from sessions.meetings.letters import reminder
from sessions.meetings.models import Invitation
from sessions.models import IN_SESSION, State

DAY, SOON = timedelta(days=1), timedelta(minutes=10)
# A worker that was away reminds of "tomorrow" as long as there is that much time left.
_NOT_LATER = timedelta(hours=1)
_BATCH = 100


@duty("sessions.reminders", seconds=20)
def remind() -> int:
    """Write the reminders whose hour has come; returns how many."""
    return _remind("day") + _remind("soon")


@verb
def _remind(kind: str) -> int:
    now = clock.now()
    rows = list(_due(kind, now).order_by("session__starts_at", "pk")[:_BATCH])
    programme = programmes.current()
    letters.write(reminder(row, kind, programme) for row in rows)
    field = f"{kind}_reminded_for"
    for row in rows:
        setattr(row, field, row.session.starts_at)
    Invitation.objects.bulk_update(rows, [field])
    return len(rows)


def _due(kind: str, now: datetime) -> QuerySet[Invitation]:
    """Return the invitations to be reminded of now.

    Not those that were told when the reminder would have been due already: one letter is enough.
    """
    before, not_later = (DAY, _NOT_LATER) if kind == "day" else (SOON, timedelta(0))
    due = Invitation.objects.filter(
        session__starts_at__gt=now + not_later,
        session__starts_at__lte=now + before,
        session__state__in=(State.SCHEDULED, *IN_SESSION),
        ended_at=None,
        is_told_off=False,
        told_starts_at=F("session__starts_at"),
        told_at__lt=F("session__starts_at") - before,
        person__is_active=True,
        person__wants_reminders=True,
    ).exclude(Q(**{f"{kind}_reminded_for": F("session__starts_at")}))
    return due.select_related("person", "session__group").select_for_update(
        of=("self",), no_key=True
    )
