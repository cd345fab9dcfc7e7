"""What hour a meeting is for its members, where they live; and what else takes place at that time."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext as _

from accounts.models import Person
from groups.models import Group, GroupRole, Membership
from kit.zones import Local, local
from sessions import queries
from sessions.models import Role, RoleName, Session, State

# A wall clock's hours from which on people sleep, and at which they don't any more.
NIGHT_FROM, NIGHT_UNTIL = 22, 7
# Of what is in the way, as many are named as can be read at a glance.
_MOST = 5


@dataclass(frozen=True, slots=True)
class MemberHour:
    """When a meeting begins and ends for the members of one zone, and whether they should sleep then."""

    starts: Local
    ends: Local
    members: int
    is_night: bool


def zones_of(group: Group) -> list[tuple[str, int]]:
    """Return how many members live by which zone.

    How many, never who: where somebody lives is not for the others of the group.
    """
    rows = Membership.objects.filter(group=group, ended_at=None, person__is_active=True)
    return list(rows.values_list("person__zone").annotate(Count("pk")).order_by("person__zone"))


def hours_at(
    members: list[tuple[str, int]], starts_at: datetime, ends_at: datetime
) -> list[MemberHour]:
    """Return the hours of a meeting for all members, those of one zone together, from east to west."""
    found = [_hour(starts_at, ends_at, zone, count) for zone, count in members]
    return sorted(found, key=lambda hour: hour.starts.wall.replace(tzinfo=None), reverse=True)


def _hour(starts_at: datetime, ends_at: datetime, zone: str, count: int) -> MemberHour:
    starts, ends = local(starts_at, zone), local(ends_at, zone)
    last = local(ends_at - timedelta(minutes=1), zone)
    is_night = any(_at_night(each.wall) for each in (starts, last))
    return MemberHour(starts, ends, count, is_night)


def _at_night(wall: datetime) -> bool:
    return wall.hour >= NIGHT_FROM or wall.hour < NIGHT_UNTIL


def warnings_for(
    person: Person,
    group: Group,
    starts_at: datetime,
    ends_at: datetime,
    *,
    but: Session | None = None,
) -> list[str]:
    """Return in words what is in the way: another meeting of the group, a co-chair's own session.

    What the person who plans may not know of is told without its title and its hour.
    """
    at_once = Session.objects.filter(starts_at__lt=ends_at, ends_at__gt=starts_at)
    at_once = at_once.exclude(state__in=(State.CANCELLED, State.ENDED))
    if but is not None:
        at_once = at_once.exclude(pk=but.pk)
    chairs = Membership.objects.filter(group=group, role=GroupRole.CHAIR, ended_at=None)
    busy = Role.objects.filter(
        person__in=chairs.values("person"), name__in=(RoleName.MODERATOR, RoleName.SPEAKER)
    )
    listed = queries.listed_for(person).filter(pk=OuterRef("pk"))
    rows = at_once.filter(Q(group=group) | Q(pk__in=busy.values("session")))
    rows = rows.select_related("conference", "group").annotate(is_listed=Exists(listed))
    rows = rows.order_by("starts_at", "id").distinct()
    told = [_warning(row, group, is_listed=row.is_listed) for row in rows[:_MOST]]
    # What is told without a title would say the same of two.
    return list(dict.fromkeys(told))


def _warning(session: Session, group: Group, *, is_listed: bool) -> str:
    told = {"title": session.title.value, "hour": str(local(session.starts_at, session.zone))}
    if session.group_id == group.pk:
        return _("The group meets at that time already: “%(title)s”, %(hour)s.") % told
    if is_listed:
        return _("A co-chair has a part in another session then: “%(title)s”, %(hour)s.") % told
    return _("A co-chair has a part in another session then.")
