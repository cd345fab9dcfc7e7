"""Reminders of reports: a week before they are due, and each week that they are overdue."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from grants import letters
from grants.models import Milestone, Report, ReportState
from live import clock
from live.duties import duty
from live.hub import verb

AHEAD = timedelta(days=7)
AGAIN = timedelta(days=7)
_BATCH = 50


@duty("grants.reminders", seconds=60)
def remind() -> int:
    """Write the letters whose day has come; returns of how many milestones."""
    return _remind_ahead() + _tell_overdue()


def waiting() -> QuerySet[Milestone]:
    """Return the milestones of which a report is still to come, with what letters say of them."""
    told = Report.objects.filter(milestone=OuterRef("pk")).exclude(state=ReportState.RETURNED)
    rows = Milestone.objects.filter(needs_report=True).exclude(Exists(told))
    return rows.select_related("award__application__call")


def is_overdue(milestone: Milestone) -> bool:
    """Say whether its day is over in the city of the call."""
    return milestone.due_on < today_of(milestone)


def today_of(milestone: Milestone) -> date:
    """Return the day that it is in the city of the call."""
    zone = milestone.award.application.call.zone
    return clock.now().astimezone(ZoneInfo(zone)).date()


@verb
def _remind_ahead() -> int:
    # A day's difference between cities is looked at one by one.
    last = clock.now().date() + AHEAD + timedelta(days=1)
    rows = waiting().filter(due_on__lte=last).exclude(reminded_on=F("due_on"))
    due = [each for each in _held(rows) if today_of(each) <= each.due_on <= today_of(each) + AHEAD]
    for each in due:
        each.reminded_on = each.due_on
        each.save(update_fields=("reminded_on",))
        letters.due(each, is_overdue=False)
    return len(due)


@verb
def _tell_overdue() -> int:
    today = clock.now().date() + timedelta(days=1)
    long_ago = Q(overdue_told_on=None) | Q(overdue_told_on__lte=today - AGAIN)
    rows = waiting().filter(long_ago, due_on__lt=today)
    due = [each for each in _held(rows) if is_overdue(each) and _is_long_ago(each)]
    for each in due:
        each.overdue_told_on = today_of(each)
        each.save(update_fields=("overdue_told_on",))
        letters.due(each, is_overdue=True)
    return len(due)


def _is_long_ago(milestone: Milestone) -> bool:
    told = milestone.overdue_told_on
    return told is None or told + AGAIN <= today_of(milestone)


def _held(rows: QuerySet[Milestone]) -> list[Milestone]:
    held = rows.select_for_update(of=("self",), no_key=True).order_by("due_on", "pk")
    return list(held[:_BATCH])
