"""What the front door and the desk show: which conferences there are, how many people."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, QuerySet

from conferences.models import Conference, Registration, RegistrationState
from conferences.queries import Reader, visible_to
from live import clock
from sessions.models import IN_SESSION, Session, State


@dataclass(frozen=True, slots=True)
class Seasons:
    """The conferences around the present day, as far as there are any."""

    going_on: Conference | None
    coming: Conference | None
    past: Conference | None

    def __bool__(self) -> bool:
        return any((self.going_on, self.coming, self.past))


@dataclass(frozen=True, slots=True)
class DeskRow:
    """A conference in numbers."""

    conference: Conference
    waiting: int
    confirmed: int
    sessions: int
    live: int


def seasons(person: Reader) -> Seasons:
    """Return the conference that goes on, the next and the last one, in one query."""
    now = clock.now()
    known = list(visible_to(person).order_by("starts_on", "slug"))
    today = {row.pk: now.astimezone(ZoneInfo(row.zone)).date() for row in known}
    going_on = [row for row in known if row.starts_on <= today[row.pk] <= row.ends_on]
    coming = [row for row in known if row.starts_on > today[row.pk]]
    past = [row for row in known if row.ends_on < today[row.pk]]
    return Seasons(_last(going_on), _last(coming[:1]), _last(past))


def _last(rows: Sequence[Conference]) -> Conference | None:
    return rows[-1] if rows else None


def desk_rows() -> list[DeskRow]:
    """Return all conferences with their numbers, the latest first, in three queries."""
    registered = _counted(Registration.objects.all())
    planned = _counted(Session.objects.filter(conference__isnull=False))
    return [
        DeskRow(
            conference,
            waiting=registered.get((conference.pk, RegistrationState.WAITING), 0),
            confirmed=registered.get((conference.pk, RegistrationState.CONFIRMED), 0),
            sessions=sum(planned.get((conference.pk, state), 0) for state in State),
            live=sum(planned.get((conference.pk, state), 0) for state in IN_SESSION),
        )
        for conference in Conference.objects.order_by("-starts_on", "slug")
    ]


def _counted(
    rows: QuerySet[Registration] | QuerySet[Session],
) -> Mapping[tuple[UUID, str], int]:
    groups: Iterable[tuple[UUID, str, int]] = rows.order_by().values_list(
        "conference", "state"
    ).annotate(Count("pk"))  # fmt: skip
    return {(conference, state): count for conference, state, count in groups}
