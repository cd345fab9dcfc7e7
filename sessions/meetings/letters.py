"""The letters about meetings: invitation, change, end, reminder; in the reader's language and zone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from accounts import letters, programmes
from accounts.letters import Content, Draft
from accounts.models import Person, Programme
from kit.links import absolute
from kit.zones import Local, local
from live import clock
from live.clock import wire
from live.duties import duty
from live.hub import verb
from sessions.meetings import changes, itip, joining
from sessions.meetings.changes import News
from sessions.meetings.models import Invitation, Notice
from sessions.models import Session

# How many changed plans are mailed in one go.
_BATCH = 20


@dataclass(frozen=True, slots=True)
class Line:
    """A meeting in a letter: the hours of its own city, the reader's, where it was before, the way in."""

    title: str
    starts: Local
    ends: Local
    own_starts: Local
    own_ends: Local
    was: Local | None
    way_in: str

    @property
    def is_elsewhere(self) -> bool:
        """Say whether the reader's clock shows something else than the meeting's."""
        return self.starts.wall.utcoffset() != self.own_starts.wall.utcoffset()


@duty("sessions.meeting_letters", seconds=2)
def write_due() -> int:
    """Write the letters of plans that have been left alone long enough; returns of how many plans."""
    due = Notice.objects.filter(due_at__lte=clock.now()).order_by("due_at")
    return sum(_write(pk) for pk in list(due.values_list("pk", flat=True)[:_BATCH]))


@verb
def _write(pk: int) -> bool:
    """Write one plan's letters and forget the notice, in one transaction: all are told, or nobody yet."""
    rows = Notice.objects.select_for_update(of=("self",))
    rows = rows.select_related("series__group", "session")
    notice = rows.prefetch_related("series__occurrences").filter(pk=pk).first()
    if notice is None or notice.due_at > clock.now():
        return False
    thread = notice.series or notice.session
    if thread is not None:
        found = list(changes.news_of(thread))
        programme = programmes.current()
        letters.write(_draft(news, programme) for news in found)
        changes.note(found)
    notice.delete()
    return True


def _draft(news: News, programme: Programme) -> Draft:
    """Return the one letter that tells a member what is new; its key names what they will then know."""
    person, now = news.person, clock.now()
    with translation.override(person.language):
        content = _content(news, programme)
    key = f"meeting:{news.thread.pk}:{person.pk}:{news.thread.revision}:{wire(now)}"
    ends = [each.session.ends_at for each in (*news.told, *news.kept)]
    return Draft(person, key, content, max(ends) if max(ends) > now else None)


def _content(news: News, programme: Programme) -> Content:
    kind = _kind(news)
    words = {
        "programme": programme,
        "kind": kind,
        "thread": news.thread,
        "group": news.told[0].session.group,
        "new": _lines(news.new, news.person),
        "moved": _lines(news.moved, news.person),
        "off": _lines(news.off, news.person),
        "has_left": any(each.ended_at for each in news.off),
        "count": len(news.ahead),
    }
    calendar, method = _calendar(news, programme)
    return _rendered("meeting", news.person, words, calendar=calendar, method=method)


def _kind(news: News) -> str:
    if news.off and not (news.new or news.moved):
        return "off"
    if news.moved and not (news.new or news.off):
        return "moved"
    return "new" if news.new and not (news.moved or news.off or news.kept) else "changed"


def _calendar(news: News, programme: Programme) -> tuple[str, str]:
    """Return the part that a calendar reads, and its method."""
    thread, person = news.thread, news.person
    off = [each.session for each in news.off]
    on = [each.session for each in news.ahead]
    if isinstance(thread, Session):
        method = itip.REQUEST if on else itip.CANCEL
        way_in = joining.address_of(news.told[0])
        return itip.of_meeting(news.told[0].session, person, programme, way_in, method), method
    if not on:
        return itip.end_of_series(thread, off[0], person, programme), itip.CANCEL
    if not (news.new or news.moved):
        return itip.skipped(thread, off, person, programme), itip.CANCEL
    return itip.of_series(thread, on, person, programme), itip.REQUEST


def _lines(invitations: Sequence[Invitation], person: Person) -> list[Line]:
    return [_line(each, person) for each in invitations]


def _line(invitation: Invitation, person: Person) -> Line:
    session = invitation.session
    before = invitation.told_starts_at
    return Line(
        title=session.title.value,
        starts=local(session.starts_at, session.zone),
        ends=local(session.ends_at, session.zone),
        own_starts=local(session.starts_at, person.zone),
        own_ends=local(session.ends_at, person.zone),
        was=local(before, session.zone) if before else None,
        way_in=joining.address_of(invitation),
    )


def reminder(invitation: Invitation, kind: str, programme: Programme) -> Draft:
    """Return a reminder (`day` or `soon`) for a meeting as it is planned now; late it is of no use."""
    session, person = invitation.session, invitation.person
    with translation.override(person.language):
        words = {
            "programme": programme,
            "line": _line(invitation, person),
            "group": session.group,
            "profile": absolute("accounts:me"),
        }
        content = _rendered(f"reminder_{kind}", person, words)
    key = f"reminder.{kind}:{invitation.pk}:{wire(session.starts_at)}"
    return Draft(person, key, content, _useful_until(session, kind))


def _useful_until(session: Session, kind: str) -> datetime:
    return session.starts_at if kind == "day" else session.ends_at


def _rendered(
    template: str, person: Person, words: dict[str, Any], *, calendar: str = "", method: str = ""
) -> Content:
    context = {"person": person, **words}
    subject = render_to_string(f"sessions/letters/{template}_subject.txt", context)
    body = render_to_string(f"sessions/letters/{template}.txt", context)
    return Content(subject, body, calendar, method)
