"""The weekly letter: what is new in what a person follows, in their language, once a week at most.

Each person is thought of once a week, and remembered as such in the transaction that writes the
letter; its key names the week, so that two workers write one. Nothing new, no letter.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Greatest
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from accounts import letters, programmes
from accounts.letters import Content, Draft
from accounts.models import Letter, Person, Programme
from grants.models import Call
from grants.queries import open_calls
from groups.models import Membership
from kit.links import absolute
from kit.zones import Local, local
from live import clock
from live.duties import duty
from live.hub import verb
from portal.news import following
from portal.news.following import Followed
from portal.news.models import Digest, Following, Story
from portal.news.queries import published
from records.queries import readable_by
from records.recommendations.models import Standing, Version
from sessions.models import NOT_OVER, Session, State
from sessions.queries import visible_to

logger = logging.getLogger(__name__)

# A worker that was away writes the letter later, but not when the week is half over.
LATE = timedelta(days=2)
# How far back the first letter looks, and one after a long silence; how far ahead meetings are told.
WEEK = timedelta(days=7)
LONGEST_BACK = timedelta(days=21)
AHEAD = timedelta(days=14)
# A letter is read in a minute: of each kind so many, and how many more there are.
MOST = 10
_BATCH = 50
_KEY = "digest."


@dataclass(frozen=True, slots=True)
class Line:
    """Something in the letter: what it is called, where it is read, and when it is where it has an hour."""

    title: str
    url: str
    place: str = ""
    at: Local | None = None
    own: Local | None = None

    @property
    def is_elsewhere(self) -> bool:
        """Say whether the reader's clock shows something else."""
        return bool(self.at and self.own and self.at.wall.utcoffset() != self.own.wall.utcoffset())


@dataclass(frozen=True, slots=True)
class Issue:
    """What there is to tell one person."""

    news: list[Line]
    meetings: list[Line]
    records: list[Line]
    adopted: list[Line]
    calls: list[Line]

    def __bool__(self) -> bool:
        return any((self.news, self.meetings, self.records, self.adopted, self.calls))


@duty("news.digests", seconds=60)
def write_due() -> int:
    """Write the letters of this week once its hour has come; returns how many."""
    now = clock.now()
    hour = hour_of_week(now)
    if not hour <= now < hour + LATE:
        return 0
    week, written = week_of(hour), 0
    programme = programmes.current()
    for person in _waiting(week)[:_BATCH]:
        written += _try(person, week, programme)
    return written


def hour_of_week(now: datetime) -> datetime:
    """Return the hour of this week's letters, by the calendar of the zone in which they are sent."""
    here = now.astimezone(ZoneInfo(settings.DIGEST_ZONE))
    day = here.date() + timedelta(days=settings.DIGEST_DAY - here.isoweekday())
    wall = datetime(day.year, day.month, day.day, settings.DIGEST_HOUR, tzinfo=here.tzinfo)
    return wall.astimezone(now.tzinfo)


def week_of(hour: datetime) -> str:
    """Return the ISO week of an hour, as in 2026-W49."""
    year, week, _day = hour.astimezone(ZoneInfo(settings.DIGEST_ZONE)).isocalendar()
    return f"{year}-W{week:02}"


def _waiting(week: str) -> QuerySet[Person]:
    """Return who may follow something and has not been thought of this week."""
    done = Digest.objects.filter(person=OuterRef("pk")).filter(Q(is_stopped=True) | Q(week=week))
    own = Membership.objects.filter(person=OuterRef("pk"), ended_at=None)
    chosen = Following.objects.filter(person=OuterRef("pk"), is_on=True)
    rows = Person.objects.filter(Exists(own) | Exists(chosen), ~Exists(done), is_active=True)
    return rows.select_related("organisation", "digest").order_by("pk")


def _try(person: Person, week: str, programme: Programme) -> bool:
    try:
        return _write(person, week, programme)
    except Exception as error:  # noqa: BLE001 - whatever stops one letter must not stop the others
        # Never for whom: logs are read by others.
        logger.warning("a weekly letter was not written: %s", type(error).__name__)
        return False


def _write(person: Person, week: str, programme: Programme) -> bool:
    """Put a letter into words outside any transaction, and write it in a short one."""
    known = getattr(person, "digest", None)
    now = clock.now()
    since = max(known.told_until, now - LONGEST_BACK) if known and known.told_until else now - WEEK
    with translation.override(person.language):
        found = issue(person, following.followed_by(person), since, now)
        content = _content(person, found, programme) if found else None
    return _keep(person, week, now, content)


@verb
def _keep(person: Person, week: str, now: datetime, content: Content | None) -> bool:
    """Write the letter with that this week is done, unless another worker was first."""
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    row, _new = Digest.objects.get_or_create(person=person)
    if row.is_stopped or row.week == week:
        return False
    row.week, row.told_until = week, now
    row.save()
    if content is None:
        return False
    key = f"{_KEY}{person.pk}.{week}"
    letters.write([Draft(person, key, content, now + LATE)])
    return True


def issue(person: Person, followed: Followed, since: datetime, now: datetime) -> Issue:
    """Return what is new to a person of what they follow, as far as they may read of it now.

    New is what came from `since` on and before `now`: the next letter begins where this one ends.
    """
    if not followed:
        return Issue([], [], [], [], [])
    return Issue(
        news=[_news_line(row) for row in _news(followed, since, now)],
        meetings=[_session_line(row, person) for row in _meetings(person, followed, now)],
        records=[_record_line(row) for row in _records(person, followed, since, now)],
        adopted=[_adopted_line(row) for row in _adopted(followed, since, now)],
        calls=[_call_line(row) for row in _calls(followed, since, now)],
    )


def _news(followed: Followed, since: datetime, now: datetime) -> QuerySet[Story]:
    theirs = Q(group__in=followed.groups)
    if followed.programme:
        theirs |= Q(group=None)
    return published().filter(theirs, published_at__gte=since, published_at__lt=now)[:MOST]


def _meetings(person: Person, followed: Followed, now: datetime) -> QuerySet[Session]:
    rows = visible_to(person).filter(withdrawn_at=None, group__in=followed.groups)
    rows = rows.filter(state__in=NOT_OVER)
    coming = rows.filter(ends_at__gt=now, starts_at__lte=now + AHEAD)
    return coming.order_by("starts_at", "id")[:MOST]


def _records(
    person: Person, followed: Followed, since: datetime, now: datetime
) -> QuerySet[Session]:
    theirs = Q(group__in=followed.groups)
    if followed.programme:
        theirs |= Q(conference__isnull=False)
    rows = readable_by(person).filter(theirs, state=State.ENDED, record__isnull=False)
    return rows.filter(ended_at__gte=since, ended_at__lt=now).order_by("-ended_at", "id")[:MOST]


def _adopted(followed: Followed, since: datetime, now: datetime) -> QuerySet[Version]:
    theirs = Q(recommendation__group__in=followed.groups)
    if followed.programme:
        theirs |= Q(recommendation__group__isnull=False)
    rows = Version.objects.filter(theirs, adopted_at__gte=since, adopted_at__lt=now)
    standing = rows.exclude(recommendation__standing=Standing.WITHDRAWN)
    return standing.select_related("recommendation__group").order_by("-adopted_at", "pk")[:MOST]


def _calls(followed: Followed, since: datetime, now: datetime) -> QuerySet[Call]:
    """Return the calls that can be answered since this letter's time began."""
    rows = open_calls().annotate(open_since=Greatest("opens_at", "published_at"))
    rows = rows.filter(open_since__gte=since, open_since__lt=now)
    if not followed.programme:
        themes = Call.themes.through.objects.filter(group__in=followed.groups)
        rows = rows.filter(pk__in=themes.values("call"))
    return rows[:MOST]


def _adopted_line(version: Version) -> Line:
    row = version.recommendation
    title, place = f"{row} · {version.title.value}", row.group.name.value if row.group else ""
    return Line(title, absolute("records:recommendation", row.number), place)


def _call_line(call: Call) -> Line:
    until = _("until %(day)s") % {"day": local(call.closes_at, call.zone).day}
    return Line(call.title.value, absolute("grants:call", call.slug), until)


def _news_line(story: Story) -> Line:
    place = story.group.name.value if story.group else ""
    return Line(story.title.value, absolute("news:story", story.slug), place)


def _session_line(session: Session, person: Person) -> Line:
    return Line(
        session.title.value,
        absolute("sessions:detail", session.pk),
        session.group.name.value if session.group else "",
        local(session.starts_at, session.zone),
        local(session.starts_at, person.zone),
    )


def _record_line(session: Session) -> Line:
    host = session.group.name if session.group else session.conference and session.conference.title
    place = host.value if host else ""
    return Line(session.title.value, absolute("records:record", session.pk), place)


def _content(person: Person, found: Issue, programme: Programme) -> Content:
    context = {
        "person": person,
        "issue": found,
        "programme": programme,
        "stop": following.address_of(person),
        "choices": f"{absolute('accounts:me')}#following",
    }
    subject = render_to_string("news/letters/digest_subject.txt", context)
    return Content(subject, render_to_string("news/letters/digest.txt", context))


@letters.heads(_KEY)
def heads(letter: Letter) -> dict[str, str]:
    """Let a mail program offer to stop the weekly letter by one press (RFC 8058)."""
    return {
        "List-Unsubscribe": f"<{following.address_of(letter.person)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
