"""A person's own agenda over all conferences and groups, by the days of their own clock."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import groupby
from zoneinfo import ZoneInfo

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import Person
from groups.models import Membership
from live import clock
from sessions import queries
from sessions.models import Role, RoleName, Session, Star, State
from sessions.programme.rows import starred_among

# Sessions on a page, and with how many of them an overlap is looked for.
PAGE = 100
# Of a session that overlaps with many, so many are named and the rest counted.
NAMED = 3


@dataclass(slots=True)
class Row:
    """A session of mine: why it is here, and what else of mine is at the same time."""

    session: Session
    is_starred: bool
    roles: list[str]
    is_of_my_group: bool
    may_enter: bool
    overlaps: list[Session] = field(default_factory=list)

    @property
    def named(self) -> list[Session]:
        """Return the first few of what it overlaps with."""
        return self.overlaps[:NAMED]

    @property
    def unnamed(self) -> int:
        """Return how many more there are."""
        return max(0, len(self.overlaps) - NAMED)


@dataclass(frozen=True, slots=True)
class Day:
    """What is on my agenda on one day of my own clock."""

    starts_at: datetime
    date: date
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class Mine:
    """A page of my agenda; `conflicts` counts its sessions that overlap with another."""

    days: list[Day]
    page: "Page[Session]"
    conflicts: int


def mine(person: Person, *, is_past: bool = False, page: str = "") -> Mine:
    """Return what a person starred, has a role in, or meets for with their group.

    From today on, the soonest first; or what is over, the latest first. The same few queries
    whatever their number. What is called off overlaps with nothing.
    """
    zone = ZoneInfo(person.zone)
    today = datetime.combine(clock.now().astimezone(zone).date(), time(), zone)
    order = ("-starts_at", "-id") if is_past else ("starts_at", "id")
    found = of_person(person).order_by(*order)
    found = found.filter(ends_at__lte=today) if is_past else found.filter(ends_at__gt=today)
    shown = Paginator(found, PAGE).get_page(page)
    rows = _rows(person, list(shown.object_list))
    _find_overlaps(rows)

    def midnight(row: Row) -> datetime:
        return datetime.combine(row.session.starts_at.astimezone(zone).date(), time(), zone)

    days = [Day(day, day.date(), list(within)) for day, within in groupby(rows, key=midnight)]
    return Mine(days, shown, sum(bool(row.overlaps) for row in rows))


def of_person(person: Person) -> QuerySet[Session]:
    """Return the sessions of a person's own agenda, as far as they may see them."""
    starred = Star.objects.filter(session=OuterRef("pk"), person=person)
    roles = Role.objects.filter(session=OuterRef("pk"), person=person)
    groups = Membership.objects.filter(group=OuterRef("group"), person=person, ended_at=None)
    return queries.listed_for(person).filter(
        Q(Exists(starred)) | Q(Exists(roles)) | Q(Exists(groups))
    )


def _rows(person: Person, sessions: Sequence[Session]) -> list[Row]:
    starred = starred_among(person, sessions)
    inside = queries.enterable(person, sessions)
    ids = [each.pk for each in sessions]
    roles: dict[object, list[str]] = {}
    for session, name in Role.objects.filter(person=person, session__in=ids).values_list(
        "session", "name"
    ):
        roles.setdefault(session, []).append(name)
    of_groups = Membership.objects.filter(person=person, ended_at=None)
    groups = set(of_groups.values_list("group", flat=True))
    return [
        Row(
            session=each,
            is_starred=each.pk in starred,
            roles=[name for name in RoleName.values if name in roles.get(each.pk, [])],
            is_of_my_group=each.group_id in groups,
            may_enter=each.pk in inside,
        )
        for each in sessions
    ]


def _find_overlaps(rows: list[Row]) -> None:
    """Note for each row what is on at the same time; one that ends as another begins is not."""
    going_on: list[Row] = []
    held = [row for row in rows if row.session.state != State.CANCELLED]
    for row in sorted(held, key=lambda row: row.session.starts_at):
        going_on = [each for each in going_on if each.session.ends_at > row.session.starts_at]
        for each in going_on:
            each.overlaps.append(row.session)
            row.overlaps.append(each.session)
        going_on.append(row)
