"""Stars: the sessions that a person marked for their own agenda. Nobody else sees who starred what."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Count, QuerySet

from accounts.models import Person
from kit.refusals import NotHere
from kit.rules import allows
from live import clock
from live.hub import verb
from sessions import queries
from sessions.models import Session, Star

# Fewer than this, and a count could tell an organiser who it was.
FEWEST_TOLD = 3


@verb
def star(*, actor: Person, session: Session) -> None:
    """Put a session on one's own agenda; a second time changes nothing."""
    if not allows("sessions.star", actor, session):
        raise NotHere
    Star.objects.get_or_create(
        person=actor, session=session, defaults={"starred_at": clock.now()}
    )  # fmt: skip


@verb
def unstar(*, actor: Person, session: Session) -> None:
    """Take a session off one's own agenda, also one that may no longer be seen."""
    taken, _rows = Star.objects.filter(person=actor, session=session).delete()
    if not taken and not allows("sessions.star", actor, session):
        raise NotHere


def starred_by(person: Person) -> QuerySet[Session]:
    """Return what a person has starred and may still see, by hour, withdrawn sessions too.

    For their own calendar: what was called off or withdrawn has to be told there as cancelled.
    """
    return queries.listed_for(person).filter(stars__person=person).order_by("starts_at", "id")


def counts(sessions: Iterable[UUID]) -> dict[UUID, int]:
    """Return how many people starred each session, in one query; fewer than three are not told."""
    rows = Star.objects.filter(session__in=list(sessions)).values("session")
    counted = rows.annotate(people=Count("pk")).filter(people__gte=FEWEST_TOLD)
    return dict(counted.values_list("session", "people"))
