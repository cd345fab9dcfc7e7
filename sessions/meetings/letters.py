"""The letters about meetings: invitation, change, end, reminder; in the reader's language and zone."""

import logging
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
from sessions.meetings import changes, itip, joining, notices
from sessions.meetings.changes import News
from sessions.meetings.models import Invitation, Notice, Series
from sessions.models import Session

logger = logging.getLogger(__name__)

# How many changed plans are mailed in one go.
_BATCH = 20
# To how many members' letters one transaction is held.
MEMBERS = 20


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
    """Write the letters of plans that have been left alone long enough; returns of how many plans.

    A plan whose letters can't be written is put off, and stops nobody else's.
    """
    due = Notice.objects.filter(due_at__lte=clock.now()).order_by("due_at")
    return sum(_told(pk) for pk in list(due.values_list("pk", flat=True)[:_BATCH]))


def _told(pk: int) -> bool:
    try:
        return _tell(pk)
    except Exception as error:  # noqa: BLE001 - whatever stops one plan must not stop the others
        # Never a text, and never for whom: logs are read by others.
        logger.warning("plan of notice %s was not mailed: %s", pk, type(error).__name__)
        notices.put_off(pk)
        return False


def _tell(pk: int) -> bool:
    """Write one plan's letters, a few members at a time, and say whether all have been told.

    They are put into words outside any transaction: on SQLite one writes while all others wait. Who
    ends in between, or finds the plan changed, leaves the notice; the next round tells the others.
    """
    rows = Notice.objects.select_related("series__group", "session")
    notice = rows.prefetch_related("series__occurrences").filter(pk=pk).first()
    if notice is None or notice.due_at > clock.now():
        return False
    thread = notice.series or notice.session
    if thread is None:  # the table holds it to one of them
        return False
    found, programme = list(changes.news_of(thread)), programmes.current()
    some = [found[at : at + MEMBERS] for at in range(0, len(found), MEMBERS)] or [[]]
    for each in some:
        drafts = [_draft(news, notice, programme) for news in each]
        if not _write(notice, thread, each, drafts, is_last=each is some[-1]):
            return False
    return True


@verb
def _write(
    notice: Notice,
    thread: Session | Series,
    found: Sequence[News],
    drafts: Sequence[Draft],
    *,
    is_last: bool,
) -> bool:
    """Write letters and that these members are told, if everything is still as it was read.

    Each change of a plan or of its members moves its notice, under the notice's lock.
    """
    row = Notice.objects.select_for_update(of=("self",)).filter(pk=notice.pk).first()
    if row is None or row.due_at != notice.due_at or not changes.are_untold(thread, found):
        return False
    if isinstance(thread, Session):
        # Who has not been sent the invitation yet needs none to a meeting that is off.
        people = [news.person.pk for news in found if news.off]
        letters.drop([_thread_of(thread)], people=people)
    letters.write(drafts)
    changes.note(found)
    if is_last:
        row.delete()
    return True


def _draft(news: News, notice: Notice, programme: Programme) -> Draft:
    """Return the one letter that tells a member what is new; its key names what they will then know."""
    person = news.person
    with translation.override(person.language):
        content = _content(news, programme)
    key = f"meeting:{news.thread.pk}:{person.pk}:{news.thread.revision}:{wire(notice.due_at)}"
    end = max(each.session.ends_at for each in (*news.told, *news.kept))
    good_until = end if end > clock.now() else None
    return Draft(person, key, content, good_until, _thread_of(news.thread))


def _thread_of(thread: Session | Series) -> str:
    return f"meeting:{thread.pk}"


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
        was=local(before, invitation.told_zone or session.zone) if before else None,
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
    useful = _useful_until(session, kind)
    return Draft(person, key, content, useful, notices.reminder_of(session, kind))


def _useful_until(session: Session, kind: str) -> datetime:
    return session.starts_at if kind == "day" else session.ends_at


def _rendered(
    template: str, person: Person, words: dict[str, Any], *, calendar: str = "", method: str = ""
) -> Content:
    context = {"person": person, **words}
    subject = render_to_string(f"sessions/letters/{template}_subject.txt", context)
    body = render_to_string(f"sessions/letters/{template}.txt", context)
    return Content(subject, body, calendar, method)
