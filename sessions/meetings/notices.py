"""Which changes wait to be mailed: a plan that is still being changed is left alone for a minute."""

from datetime import timedelta

from django.conf import settings

from accounts import letters
from live import clock
from live.clock import wire
from live.hub import verb
from sessions.calendars.revisions import after_revision
from sessions.meetings.models import Notice, Occurrence, Series
from sessions.models import Session, State

# Who changes a plan without a pause is mailed about after this many quiet periods all the same.
_PATIENCE = 10
# What can't be mailed is tried once a day at least.
_LONGEST = timedelta(days=1)
_INSTANT = timedelta(milliseconds=1)


@verb
def push(thread: Session | Series) -> None:
    """Have changes of a meeting or a series mailed once it has been left alone for a while."""
    now = clock.now()
    quiet = timedelta(seconds=settings.MEETING_QUIET_SECONDS)
    of = {"series": thread} if isinstance(thread, Series) else {"session": thread}
    fresh = {"since": now, "due_at": now + quiet}
    notice, is_new = Notice.objects.select_for_update().get_or_create(**of, defaults=fresh)
    if not is_new:
        # Never the same instant again: by it whoever writes the letters sees that there is something new.
        latest = max(notice.since + _PATIENCE * quiet, notice.due_at + _INSTANT)
        notice.due_at = min(now + quiet, latest)
        notice.save(update_fields=["due_at"])


@verb
def put_off(pk: int) -> None:
    """Try later what could not be mailed: each time after as long again as it waits already."""
    notice = Notice.objects.select_for_update().filter(pk=pk).first()
    if notice is not None:
        now = clock.now()
        quiet = timedelta(seconds=max(settings.MEETING_QUIET_SECONDS, 1))
        notice.due_at = now + min(max(now - notice.since, quiet), _LONGEST)
        notice.save(update_fields=["due_at"])


@after_revision
def session_changed(session: Session) -> None:
    """Mail what was moved or cancelled, whichever door it was done by."""
    if not session.group_id:
        return
    is_off = session.state == State.CANCELLED
    letters.drop(reminders_of(session), but="" if is_off else wire(session.starts_at))
    place = Occurrence.objects.filter(session=session).select_related("series").first()
    if place is None:
        push(session)
        return
    raise_series(place.series)
    push(place.series)


def reminder_of(session: Session, kind: str) -> str:
    """Return the thread of a meeting's reminders of a kind: they wait for no other letter."""
    return f"reminder.{kind}:{session.pk}"


def reminders_of(session: Session) -> list[str]:
    """Return the threads of all reminders of a meeting."""
    return [reminder_of(session, kind) for kind in ("day", "soon")]


def raise_series(series: Series) -> None:
    """Raise the revision of a series under its lock."""
    row = Series.objects.select_for_update(no_key=True).get(pk=series.pk)
    row.revision += 1
    row.save(update_fields=["revision"])
    series.revision = row.revision
