"""Which steps are stale: late, or under way and left alone; the one rule that the page prints."""

from datetime import date, datetime, timedelta

from django.db.models import Q

from groups.plans.models import OPEN, Step, StepState
from live import clock

IDLE_DAYS = 30
OVERDUE, IDLE = "overdue", "idle"
# A day is over everywhere when it is over twelve hours behind UTC.
_LAST_ZONE = timedelta(hours=12)


def today(now: datetime | None = None) -> date:
    """Return the day that it still is somewhere: what is due on it is not late yet."""
    return ((now or clock.now()) - _LAST_ZONE).date()


def staleness(step: Step, now: datetime) -> str:
    """Return `overdue`, `idle`, or nothing; what is late is not told to be left alone as well."""
    if step.state in OPEN and step.due_on is not None and step.due_on < today(now):
        return OVERDUE
    if step.state == StepState.UNDER_WAY and step.touched_at < _idle_since(now):
        return IDLE
    return ""


def overdue(now: datetime) -> Q:
    """Return the condition for steps that are late."""
    return Q(state__in=OPEN, due_on__lt=today(now))


def idle(now: datetime) -> Q:
    """Return the condition for steps that are under way and have been left alone."""
    return Q(state=StepState.UNDER_WAY, touched_at__lt=_idle_since(now))


def _idle_since(now: datetime) -> datetime:
    return now - timedelta(days=IDLE_DAYS)
