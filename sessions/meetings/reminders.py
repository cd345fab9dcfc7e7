"""Reminders of meetings: a day and ten minutes before, once each, to who wants them."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet

from accounts import letters, programmes
from accounts.letters import Draft
from live import clock
from live.duties import duty
from live.hub import verb
from sessions.meetings import queries
from sessions.meetings.letters import MEMBERS, reminder
from sessions.meetings.models import Invitation
from sessions.models import IN_SESSION, State

DAY, SOON = timedelta(days=1), timedelta(minutes=10)
# A worker that was away reminds of "tomorrow" as long as there is that much time left.
_NOT_LATER = timedelta(hours=1)
# How many are reminded in one go of the duty; who is left is reminded in the next.
_MOST = 1000


@duty("sessions.reminders", seconds=20)
def remind() -> int:
    """Write the reminders whose hour has come; returns how many."""
    return _remind("day") + _remind("soon")


def _remind(kind: str) -> int:
    """Write what is due of a kind, a few members at a time, as letters of plans are written.

    They are put into words outside any transaction: on SQLite one writes while all others wait.
    """
    now, programme = clock.now(), programmes.current()
    rows = list(_due(kind, now).order_by("session__starts_at", "pk")[:_MOST])
    some = [rows[at : at + MEMBERS] for at in range(0, len(rows), MEMBERS)]
    return sum(
        _write(kind, each, [reminder(row, kind, programme) for row in each]) for each in some
    )


@verb
def _write(kind: str, rows: Sequence[Invitation], drafts: Sequence[Draft]) -> int:
    """Write reminders that are still true, and that they were written; returns how many."""
    still = _due(kind, clock.now()).filter(pk__in=[row.pk for row in rows])
    locked = {row.pk: row for row in still.select_for_update(of=("self",), no_key=True)}
    true = [
        (locked[row.pk], draft)
        for row, draft in zip(rows, drafts, strict=True)
        if row.pk in locked and locked[row.pk].session.starts_at == row.session.starts_at
    ]
    letters.write(draft for _row, draft in true)
    field = f"{kind}_reminded_for"
    for row, _draft in true:
        setattr(row, field, row.session.starts_at)
    Invitation.objects.bulk_update([row for row, _draft in true], [field])
    return len(true)


def _due(kind: str, now: datetime) -> QuerySet[Invitation]:
    """Return the invitations to be reminded of now.

    Not those that were told when the reminder would have been due already: one letter is enough. Nor
    those of who was put out of the meeting: their link opens nothing.
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
    return queries.let_in(due).select_related("person", "session__group")
