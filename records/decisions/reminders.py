"""Reminders of what is owed: some days before and when the day is over, once each, to who wants them."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from django.db.models import F, Q, QuerySet
from django.template.loader import render_to_string
from django.utils import translation

from accounts import letters, programmes
from accounts.letters import Content, Draft
from accounts.models import Person, Programme
from kit.links import absolute
from live import clock
from live.duties import duty
from live.hub import verb
from records.decisions.models import Action, ActionState
from records.queries import readable_among

BEFORE = timedelta(days=3)
_BATCH = 50


@duty("records.reminders", seconds=60)
def remind() -> int:
    """Write the reminders whose day has come; returns how many."""
    return _remind(is_over=False) + _remind(is_over=True)


@verb
def _remind(*, is_over: bool) -> int:
    field = "overdue_for" if is_over else "reminded_for"
    programme = programmes.current()
    rows = [row for row in _due(field, is_over=is_over)[:_BATCH] if _is_time(row, is_over=is_over)]
    letters.write(_draft(row, programme, is_over=is_over) for row in rows)
    for row in rows:
        setattr(row, field, row.due_on)
    Action.objects.bulk_update(rows, [field])
    return len(rows)


def _due(field: str, *, is_over: bool) -> QuerySet[Action]:
    """Return what may be reminded of: somewhere on earth its hour has come."""
    today = clock.now().date()
    a_day = timedelta(days=1)
    hour = (
        {"due_on__lte": today}
        if is_over
        else {"due_on__gte": today - a_day, "due_on__lte": today + BEFORE + a_day}
    )
    open_ones = Action.objects.filter(
        **hour,
        state=ActionState.OPEN,
        owner__is_active=True,
        owner__wants_reminders=True,
    ).exclude(Q(**{f"{field}__isnull": False}) & Q(**{field: F("due_on")}))
    rows = open_ones.select_related("owner", "session__conference", "session__group", "group")
    # What somebody is writing to at this moment comes next time: nobody waits here for a row.
    return rows.order_by("due_on", "pk").select_for_update(
        of=("self",), no_key=True, skip_locked=True
    )


def _is_time(action: Action, *, is_over: bool) -> bool:
    """Say whether it is the day where its owner lives; who is told that it is over needs no other."""
    if action.owner is None or action.due_on is None:
        return False
    today = clock.now().astimezone(ZoneInfo(action.owner.zone)).date()
    return action.due_on < today if is_over else today <= action.due_on <= today + BEFORE


def _draft(action: Action, programme: Programme, *, is_over: bool) -> Draft:
    owner = _owner_of(action)
    kind = "overdue" if is_over else "soon"
    with translation.override(owner.language):
        words = {
            "programme": programme,
            "person": owner,
            "action": action,
            "is_over": is_over,
            # Who may not read of the session any more is not told what it is called.
            "origin": action.session if readable_among(owner, {action.session_id}) else None,
            "where": absolute("records:action", action.session_id, action.pk),
            "profile": absolute("accounts:me"),
        }
        subject = render_to_string("records/letters/action_subject.txt", words)
        body = render_to_string("records/letters/action.txt", words)
    return Draft(owner, f"action.{kind}:{action.pk}:{action.due_on}", Content(subject, body))


def _owner_of(action: Action) -> Person:
    if action.owner is None:
        msg = f"nobody owes action {action.pk}"
        raise ValueError(msg)
    return action.owner
