"""Whose records a person may read, and what a conference's proceedings list."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce

from conferences.models import Conference
from floor.models import Question, QuestionState
from kit.refusals import NotHere
from kit.zones import local
from records.models import Record
from sessions import queries as session_queries
from sessions.models import IN_SESSION, Material, Session, State
from sessions.queries import Reader

# A session belongs into the proceedings from the moment that it begins.
_HELD = Q(state__in=(State.LIVE, State.ENDED)) | Q(record__isnull=False)


def readable_by(reader: Reader) -> QuerySet[Session]:
    """Return the sessions whose records a person may read: public ones, and where they may enter."""
    public = Q(is_record_public=True, conference__is_public=True)
    entered = Q(pk__in=session_queries.visible_to(reader).order_by().values("pk"))
    return session_queries.with_shown(Session.objects.filter(public | entered))


def readable_among(reader: Reader, sessions: Collection[UUID | None]) -> set[UUID]:
    """Return those of some sessions whose records a person may read; they may be told what they are called."""
    wanted = {each for each in sessions if each is not None}
    if not wanted:
        return set()
    found = readable_by(reader).filter(pk__in=wanted).order_by()
    return set(found.values_list("pk", flat=True))


def told_to(reader: Reader) -> QuerySet[Session]:
    """Return the sessions of whose records a person may be told elsewhere what they say.

    What goes on again is told only to who may enter it, as in its own record.
    """
    inside = session_queries.visible_to(reader).order_by().values("pk")
    return readable_by(reader).filter(Q(state=State.ENDED) | Q(pk__in=inside))


def readable(reader: Reader, session_id: UUID) -> Session:
    """Return the session whose record is at an address; who may not read it finds nothing there."""
    found = readable_by(reader).select_related("record").filter(pk=session_id).first()
    if found is None:
        raise NotHere
    return found


def record_of(session: Session) -> Record | None:
    """Return a session's record, if it has ended before."""
    return getattr(session, "record", None)


@dataclass(frozen=True, slots=True)
class Entry:
    """A session in the proceedings: what its record holds, for who may read it."""

    session: Session
    may_read: bool
    may_enter: bool
    is_reopened: bool
    answered: int
    owed: int
    materials: int


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the proceedings, by the conference's own calendar."""

    date: date
    words: str
    entries: list[Entry]


@dataclass(frozen=True, slots=True)
class Proceedings:
    """A conference's sessions that have begun, by day, and how many are yet to come."""

    days: list[Day]
    records: int
    coming: int


def proceedings(conference: Conference, reader: Reader) -> Proceedings:
    """Return the proceedings as a person may read them, in a number of queries that does not grow."""
    entries = _entries(conference, reader)
    days = [
        Day(day, local(_began(within[0]), conference.zone).day, within)
        for day, within in (
            (day, list(each)) for day, each in groupby(entries, key=lambda e: _day(e, conference))
        )
    ]
    coming = Session.objects.filter(conference=conference, state__in=(State.SCHEDULED, State.OPEN))
    records = sum(entry.session.state == State.ENDED for entry in entries)
    return Proceedings(days, records, coming.filter(record__isnull=True).count())


def count_of_records(conference: Conference) -> int:
    """Return how many sessions of a conference have ended, each with its record."""
    return Session.objects.filter(conference=conference, state=State.ENDED).count()


def _entries(conference: Conference, reader: Reader) -> list[Entry]:
    found = Session.objects.filter(_HELD, conference=conference).select_related("record", "room")
    light = found.defer("abstract_en", "abstract_ru")
    held_at = Coalesce("started_at", "starts_at")
    sessions = list(light.order_by(held_at, "room__position", "id"))
    inside = session_queries.enterable(reader, sessions)
    # What goes on is told to who may enter it alone.
    told = [each.pk for each in sessions if each.state == State.ENDED or each.pk in inside]
    questions = _by_state(told)
    materials = _materials(told)
    return [
        Entry(
            session=session,
            may_read=(session.is_record_public and conference.is_public) or session.pk in inside,
            may_enter=session.pk in inside,
            is_reopened=session.state in IN_SESSION and record_of(session) is not None,
            answered=questions[session.pk].get(QuestionState.ANSWERED, 0),
            owed=questions[session.pk].get(QuestionState.OPEN, 0),
            materials=materials.get(session.pk, 0),
        )
        for session in sessions
    ]


def _day(entry: Entry, conference: Conference) -> date:
    return local(_began(entry), conference.zone).date


def _began(entry: Entry) -> datetime:
    return entry.session.started_at or entry.session.starts_at


def _by_state(sessions: Iterable[UUID]) -> dict[UUID, dict[str, int]]:
    found: dict[UUID, dict[str, int]] = defaultdict(dict)
    rows = Question.objects.filter(session__in=sessions).values_list("session", "state")
    for session, state, count in rows.annotate(Count("id")):
        found[session][state] = count
    return found


def _materials(sessions: Iterable[UUID]) -> dict[UUID, int]:
    rows = Material.objects.filter(session__in=sessions).values_list("session")
    return dict(rows.annotate(Count("id")).order_by())
