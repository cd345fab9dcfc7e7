"""Whose sessions a feed holds: a conference's, a group's, a person's own. Read anew at each request."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import Person
from conferences.models import Conference
from groups.models import Group, Membership
from live import clock
from sessions import queries
from sessions.models import Role, Session
from sessions.programme.stars import starred_by

# What a person's own feeds still hold of the past.
_PAST = timedelta(days=366)


def of_conference(conference: Conference) -> QuerySet[Session]:
    """Return a conference's sessions; what was withdrawn stays in it, as cancelled."""
    return _in_order(queries.with_shown(Session.objects.filter(conference=conference)))


def of_group(group: Group, person: Person) -> QuerySet[Session]:
    """Return the meetings of a group that a person may enter."""
    return _recent(queries.visible_to(person).filter(group=group))


def of_person(person: Person) -> QuerySet[Session]:
    """Return a person's own agenda: what they starred, where they have a role, their groups' meetings.

    Not everything that they may enter: to be registered for a conference of 700 sessions is no plan
    to go to each. A way in that has been taken away since takes the session away too.
    """
    roles = Role.objects.filter(session=OuterRef("pk"), person=person)
    groups = Membership.objects.filter(group=OuterRef("group"), person=person, ended_at=None)
    own = queries.visible_to(person).filter(Exists(roles) | Exists(groups))
    is_own = Q(pk__in=own.values("pk")) | Q(pk__in=starred_by(person).values("pk"))
    return _recent(queries.with_shown(Session.objects.filter(is_own)))


def _recent(sessions: QuerySet[Session]) -> QuerySet[Session]:
    return _in_order(sessions.filter(ends_at__gte=clock.now() - _PAST))


def _in_order(sessions: QuerySet[Session]) -> QuerySet[Session]:
    return sessions.order_by("starts_at", "id")
