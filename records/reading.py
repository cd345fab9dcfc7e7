"""A session's record as it is read: put together from the log and the tables, each time anew.

So it is complete the moment the session ends, what was taken back or made nameless since then is
not in it, and an answer that was written later stands beside its question.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.contrib.auth.models import AnonymousUser

from attendance.periods import Periods, length_of, periods_of
from chat.models import Message, MessageState
from conferences.models import Conference
from groups.models import Group
from groups.queries import Seat, chairs_on
from records import presence, queries, questions, timeline
from records.decisions import queries as decision_queries
from records.decisions.models import Decision
from records.decisions.reading import Owed, Taken, by_decision, owed, taken
from records.faces import faces
from records.presence import Company
from records.questions import Asked
from records.timeline import Fact, Notice
from sessions.models import IN_SESSION, AgendaItem, ItemRun, Material, Session, Speaking, State
from sessions.queries import Reader, items_of, materials_of, speakers_of

MINUTE = timedelta(minutes=1)
NOBODY = AnonymousUser()


class Standing(StrEnum):
    """Where a record stands: made, going on after an early end, yet to come, or never to come."""

    COMING = "coming"
    MADE = "made"
    REOPENED = "reopened"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Item:
    """An agenda item: what was planned, when it ran, and the questions dealt with under it."""

    number: int
    item: AgendaItem
    runs: Sequence[ItemRun]
    questions: Sequence[Asked]

    @property
    def taken(self) -> timedelta:
        """Return for how long it was the current one, in all."""
        ended = (run.ended_at - run.started_at for run in self.runs if run.ended_at is not None)
        return sum(ended, timedelta(0))

    @property
    def planned(self) -> timedelta:
        """Return the minutes that it had, with those added while it ran."""
        return timedelta(minutes=self.item.minutes + self.item.added_minutes)

    @property
    def minutes(self) -> int:
        """Return how many minutes it took, to the nearest."""
        return round(self.taken / MINUTE)

    @property
    def over(self) -> int:
        """Return by how many whole minutes it ran over what it had."""
        return max(0, (self.taken - self.planned) // MINUTE)


@dataclass(frozen=True, slots=True)
class Line:
    """A fact of the course, with what it speaks of as the record still has it."""

    fact: Fact
    item: int | None = None
    of_item: Item | None = None
    question: Asked | None = None
    is_united: bool = False
    # That a question came up, or was answered, for a second time.
    is_again: bool = False
    notice: Notice | None = None
    decision: Decision | None = None
    # The numbers of the decisions that rest on it.
    rested_on: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Figures:
    """How much was said; what was deleted or hidden is not counted."""

    messages: int
    asked: int
    answered: int
    owed: int


@dataclass(frozen=True, slots=True)
class Document:
    """Everything that a session's record says."""

    session: Session
    host: Conference | Group
    standing: Standing
    made_at: datetime | None
    periods: Periods
    speakers: Sequence[Speaking]
    items: Sequence[Item]
    questions: Sequence[Asked]
    company: Company
    figures: Figures
    materials: Sequence[Material]
    course: Sequence[Line]
    # Of a group's meeting: who chaired the group on that day, by side.
    chairs: Sequence[Seat] = ()
    decisions: Sequence[Taken] = ()
    actions: Sequence[Owed] = ()

    @property
    def owed(self) -> list[Asked]:
        """Return the questions that still wait for an answer."""
        return [asked for asked in self.questions if not asked.is_answered]

    @property
    def elsewhere(self) -> list[Asked]:
        """Return the answered questions that no agenda item holds."""
        held = {asked.id for item in self.items for asked in item.questions}
        return [asked for asked in self.questions if asked.is_answered and asked.id not in held]

    @property
    def length(self) -> timedelta:
        """Return for how long the session was live, in all."""
        return length_of(self.periods)


def standing(session: Session) -> Standing:
    """Return where a session's record stands; one that has ended always has one."""
    if session.state == State.ENDED:
        return Standing.MADE
    if session.state == State.CANCELLED:
        return Standing.CANCELLED
    is_continued = session.state in IN_SESSION and queries.record_of(session) is not None
    return Standing.REOPENED if is_continued else Standing.COMING


def document(session: Session, reader: Reader = NOBODY, *, is_inside: bool = False) -> Document:
    """Return a session's record, in a number of queries that does not grow with what happened in it.

    What is going on, before the first end or after a reopening, is for who may enter (`is_inside`):
    to everybody else a record that goes on is only that.
    """
    stands = standing(session)
    if stands != Standing.MADE and not (stands == Standing.REOPENED and is_inside):
        return _blank(session, stands)
    decided = decision_queries.decisions_in(session)
    rested_on = decision_queries.numbers_resting_on(decided)
    told = timeline.facts(session, rested_on)
    actions = decision_queries.actions_in(session)
    periods = periods_of(session)
    asked = questions.rows(session)
    present = presence.there(session, periods)
    owners = {action.owner_id for action, _carried in actions if action.owner_id}
    known = faces(session, present | questions.people_of(asked) | owners)
    on_record = questions.on_record(session, asked, told, known)
    items = _items(session, on_record)
    record = queries.record_of(session)
    owed_here = owed(actions, reader, known)
    return Document(
        session=session,
        host=session.host,
        standing=stands,
        made_at=record.made_at if record else session.ended_at,
        periods=periods,
        speakers=_speakers(session),
        items=items,
        questions=on_record,
        company=presence.company(session, present, known),
        figures=_figures(session, on_record),
        materials=materials_of(session),
        course=_course(
            told,
            items,
            on_record,
            questions.united_in(asked),
            _Decided({each.pk: each for each in decided}, rested_on),
            notices=timeline.notices(session, told),
        ),
        chairs=_chairs(session, periods),
        decisions=taken(
            decided, inside={session.pk} if is_inside else (), actions=by_decision(owed_here)
        ),
        actions=owed_here,
    )


def _chairs(session: Session, periods: Periods) -> Sequence[Seat]:
    """Return the co-chairs of the day of a group's meeting, which a later change does not replace."""
    if session.group is None:
        return ()
    return chairs_on(session.group, periods[0].start if periods else session.starts_at)


def _blank(session: Session, stands: Standing) -> Document:
    record = queries.record_of(session)
    return Document(
        session=session,
        host=session.host,
        standing=stands,
        made_at=record.made_at if record else None,
        periods=(),
        speakers=_speakers(session),
        items=(),
        questions=(),
        company=Company(),
        figures=Figures(0, 0, 0, 0),
        materials=(),
        course=(),
    )


def _speakers(session: Session) -> list[Speaking]:
    return speakers_of([session]).get(session.pk, [])


def _items(session: Session, asked: Iterable[Asked]) -> list[Item]:
    held: dict[UUID, list[Asked]] = {}
    for each in asked:
        if each.item is not None and each.is_answered:
            held.setdefault(each.item, []).append(each)
    return [
        Item(number, row, list(row.runs.all()), held.get(row.pk, ()))
        for number, row in enumerate(items_of(session), start=1)
    ]


def _figures(session: Session, asked: Sequence[Asked]) -> Figures:
    said = Message.objects.filter(session=session, state=MessageState.SHOWN).count()
    answered = sum(each.is_answered for each in asked)
    return Figures(said, len(asked), answered, len(asked) - answered)


@dataclass(frozen=True, slots=True)
class _Decided:
    """A session's decisions by id, and which of them rest on each event."""

    by_id: Mapping[UUID, Decision]
    rested_on: Mapping[int, Sequence[int]]


def _course(
    told: Iterable[Fact],
    items: Iterable[Item],
    asked: Iterable[Asked],
    united: Mapping[UUID, UUID],
    decided: _Decided,
    *,
    notices: Mapping[int, Notice],
) -> list[Line]:
    """Return the facts with what they speak of; of what is gone only that it was."""
    numbered = {item.item.pk: item for item in items}
    by_id = {each.id: each for each in asked}
    once: set[tuple[str, UUID]] = set()
    lines = []
    for fact in told:
        subject = fact.subject
        into = united.get(subject) if subject else None
        under = numbered.get(fact.item) if fact.item else None
        lines.append(
            Line(
                fact=fact,
                item=under.number if under else None,
                of_item=numbered.get(subject) if subject else None,
                question=by_id.get(into or subject) if subject else None,
                is_united=into is not None,
                is_again=bool(subject) and (fact.name, subject) in once,
                notice=notices.get(fact.seq),
                decision=decided.by_id.get(subject) if subject else None,
                rested_on=decided.rested_on.get(fact.seq, ()),
            )
        )
        if subject:
            once.add((fact.name, subject))
    return lines
