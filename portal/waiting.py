"""What waits for the organisers: today's sessions, and each kind of work that nobody has done yet.

Every kind is a count and its first rows; the number of queries does not grow with any of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, TypeVar
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from accounts.models import Letter, LetterState, Person
from accounts.people import Shown, shown
from conferences.models import Conference
from floor.models import Question
from floor.queries import UNANSWERED
from groups.models import Group, GroupRole, Membership
from groups.organisations.models import ApplicationState
from live import clock, presence
from records.deliveries import queries as deliveries
from records.deliveries.models import Delivery
from sessions import queries as sessions
from sessions.models import IN_SESSION, Role, RoleName, Session, State
from sessions.programme import clashes, releases

# How many rows of a kind are shown before "and n more".
FIRST = 5
# Who plans needs to hear in time that nobody will moderate; not of what lies beyond.
AHEAD = timedelta(days=30)
# No zone's today begins or ends further than this from now.
_A_DAY_ANYWHERE = timedelta(hours=26)
_COMING = (State.SCHEDULED, *IN_SESSION)


Row = TypeVar("Row", Session, Question, Delivery)


@dataclass(frozen=True, slots=True)
class Today:
    """A session of today, how many are in it now, and whether anybody moderates it."""

    session: Session
    people: int
    is_moderated: bool


@dataclass(frozen=True, slots=True)
class Nearest:
    """The conference that goes on or comes next: what its agenda does not tell yet, and what clashes."""

    conference: Conference
    unreleased: int
    clashes: int


@dataclass(frozen=True, slots=True)
class Kind(Generic[Row]):
    """The first rows of a kind of work, and how many there are."""

    rows: Sequence[Row]
    count: int

    @property
    def more(self) -> int:
        """Return how many are not among the rows."""
        return self.count - len(self.rows)


@dataclass(frozen=True, slots=True)
class Waiting:
    """All that waits for the organisers."""

    today: list[Today]
    unmoderated: Kind[Session]
    applied: list[Group]
    unanswered: Kind[Question]
    owners: list[Shown | None]
    letters_given_up: int
    letters_troubled: int
    nearest: Nearest | None
    overdue: Kind[Delivery]

    @property
    def owed(self) -> list[tuple[Question, Shown | None]]:
        """Return what was left unanswered, each with who owes the answer, as they show themselves."""
        return list(zip(self.unanswered.rows, self.owners, strict=True))

    @property
    def is_anything(self) -> bool:
        """Say whether any of it is there, today's sessions apart."""
        counted = (self.unmoderated, self.unanswered, self.overdue)
        near = self.nearest is not None and (self.nearest.unreleased or self.nearest.clashes)
        mail = self.letters_given_up or self.letters_troubled
        return bool(self.applied or mail or near or any(kind.count for kind in counted))


def waiting(reader: Person) -> Waiting:
    """Return what waits, for an organiser."""
    now = clock.now()
    given_up, troubled = _letters()
    unanswered = _unanswered()
    return Waiting(
        today=_today(now),
        unmoderated=_unmoderated(now),
        applied=_applied(),
        unanswered=unanswered,
        owners=[shown(row.owner) if row.owner else None for row in unanswered.rows],
        letters_given_up=given_up,
        letters_troubled=troubled,
        nearest=_nearest(reader, now),
        overdue=_overdue(reader),
    )


def _today(now: datetime) -> list[Today]:
    near = Q(starts_at__range=(now - _A_DAY_ANYWHERE, now + _A_DAY_ANYWHERE))
    rows = _moderation(Session.objects.filter(near | Q(state__in=IN_SESSION), withdrawn_at=None))
    found = [each for each in rows.order_by("starts_at", "pk") if _is_today(each, now)]
    people = presence.counts([each.live_room for each in found])
    return [Today(each, people[each.live_room], _is_moderated(each)) for each in found]


def _is_today(session: Session, now: datetime) -> bool:
    zone = ZoneInfo(session.zone)
    is_its_day = session.starts_at.astimezone(zone).date() == now.astimezone(zone).date()
    return is_its_day or session.state in IN_SESSION


def _moderation(rows: QuerySet[Session]) -> QuerySet[Session]:
    moderators = Role.objects.filter(session=OuterRef("pk"), name=RoleName.MODERATOR)
    chairs = Membership.objects.filter(group=OuterRef("group"), role=GroupRole.CHAIR, ended_at=None)
    return sessions.with_shown(rows.annotate(is_moderated=Exists(moderators) | Exists(chairs)))


def _is_moderated(session: Session) -> bool:
    return bool(getattr(session, "is_moderated"))  # noqa: B009 - annotated above


def _unmoderated(now: datetime) -> Kind[Session]:
    """Return what begins soon without a moderator; organisers moderate all, so none is named for it."""
    soon = Session.objects.filter(
        starts_at__lte=now + AHEAD, ends_at__gte=now, state__in=_COMING, withdrawn_at=None
    )
    return _kind(_moderation(soon).filter(Q(is_moderated=False)).order_by("starts_at", "pk"))


def _applied() -> list[Group]:
    """Return the groups to which somebody has applied, each with how many wait."""
    wait = Q(applications__state=ApplicationState.WAITING)
    counted = Group.objects.annotate(applicants=Count("applications", filter=wait))
    return list(counted.filter(applicants__gt=0).order_by("position"))


def _unanswered() -> Kind[Question]:
    """Return what was left unanswered at the end of a session, the earliest promise first."""
    left = Question.objects.filter(session__state=State.ENDED, state__in=UNANSWERED)
    fetched = left.select_related("session__conference", "session__group", "owner__organisation")
    return _kind(fetched.order_by("due_on", "asked_at", "pk"))


def _letters() -> tuple[int, int]:
    counted = Letter.objects.aggregate(
        given_up=Count("pk", filter=Q(state=LetterState.FAILED)),
        troubled=Count("pk", filter=Q(state=LetterState.WAITING) & ~Q(fault="")),
    )
    return counted["given_up"], counted["troubled"]


def _nearest(reader: Person, now: datetime) -> Nearest | None:
    # Until its day is over everywhere on Earth.
    coming = Conference.objects.filter(ends_on__gte=(now - timedelta(hours=12)).date())
    found = coming.order_by("starts_on", "slug").first()
    if found is None:
        return None
    return Nearest(
        found, len(releases.unreleased(found)), len(clashes.of_conference(found, reader))
    )


def _overdue(reader: Person) -> Kind[Delivery]:
    rows = deliveries.ordered(reader, overdue_first=True).filter(Q(lateness=0))
    return _kind(rows.select_related("version__recommendation", "addressee"))


def _kind(rows: QuerySet[Row]) -> Kind[Row]:
    return Kind(list(rows[:FIRST]), rows.count())
