"""The questions on record: what was asked of the stage, by whom as they chose, and what was answered."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from floor.models import Naming, Question, QuestionState
from floor.telling import UPVOTES
from live import tallies
from records.faces import Faces
from records.timeline import ANSWERED, ASKED, RESTORED, Fact, aloud
from sessions.here import Who
from sessions.models import Session
from sessions.texts import language_of

ON_RECORD = (QuestionState.OPEN, QuestionState.ANSWERED)


@dataclass(frozen=True, slots=True)
class Stamp:
    """When something happened, with its number in the log where there is one."""

    at: datetime
    seq: int = 0


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as the record tells it; `number` is its place in the order of coming before the room.

    `who` is there for named ones only: who asked hidden or unnamed is no part of a record, and
    neither is a name that a moderator wrote down for somebody in the hall.
    """

    id: UUID
    number: int
    text: str
    lang: str
    naming: str
    who: Who | None
    supporters: int
    united: int
    asked: Stamp | None
    answered: Stamp | None
    answer: str
    answer_lang: str
    # That the first answer was, whatever was written later.
    is_aloud: bool
    # When the text was written, where that was after the session or after a first answer aloud.
    written: Stamp | None
    is_later: bool
    owner: Who | None
    due_on: date | None
    item: UUID | None

    @property
    def is_answered(self) -> bool:
        """Say whether it has been answered, aloud or in writing."""
        return self.answered is not None


def rows(session: Session) -> list[Question]:
    """Return the questions that came before the room and are there still, in one query.

    United ones are among them, so that their place in the log leads to the one they live on in.
    """
    kept = (*ON_RECORD, QuestionState.MERGED)
    found = Question.objects.filter(session=session, state__in=kept)
    return list(found.order_by("approved_seq", "asked_at", "id"))


def people_of(questions: Iterable[Question]) -> set[UUID]:
    """Return the people whose names questions may carry: who asked openly, and who owes an answer."""
    askers = {row.person_id for row in questions if row.naming == Naming.NAMED}
    owners = {row.owner_id for row in questions if row.state == QuestionState.OPEN}
    return {person for person in askers | owners if person is not None}


def on_record(
    session: Session, questions: Sequence[Question], told: Sequence[Fact], faces: Faces
) -> list[Asked]:
    """Return the questions as the record tells them, in two queries for any number."""
    shown = [row for row in questions if row.state in ON_RECORD]
    ways = _ways(told)
    mended = any(len(way.answers) > 1 for way in ways.values())
    around = _Around(
        faces,
        ways,
        aloud(session) if mended else (),
        tallies.published(UPVOTES, [row.pk for row in shown]),
        Counter(united_in(questions).values()),
        session.ended_at,
    )
    return [_asked(row, number, around) for number, row in enumerate(shown, start=1)]


def united_in(questions: Iterable[Question]) -> dict[UUID, UUID]:
    """Return which question each united one lives on in."""
    return {row.pk: row.merged_into_id for row in questions if row.merged_into_id}


@dataclass(slots=True)
class _Way:
    """A question's way through the log: when it came before the room, and its answers that hold."""

    asked: list[Fact] = field(default_factory=list)
    answers: list[Fact] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Around:
    """What the questions of one record are read with."""

    faces: Faces
    ways: Mapping[UUID, _Way]
    aloud: Collection[int]
    supporters: Mapping[UUID, int]
    united: Mapping[UUID, int]
    ended_at: datetime | None


def _ways(told: Iterable[Fact]) -> dict[UUID, _Way]:
    found: dict[UUID, _Way] = defaultdict(_Way)
    for fact in told:
        if fact.subject is None:
            continue
        if fact.name == ASKED:
            found[fact.subject].asked.append(fact)
        elif fact.name == ANSWERED:
            found[fact.subject].answers.append(fact)
        elif fact.name == RESTORED:
            found[fact.subject].answers.clear()
    return found


def _asked(row: Question, number: int, around: _Around) -> Asked:
    way = around.ways.get(row.pk) or _Way()
    is_answered = row.state == QuestionState.ANSWERED
    answers = way.answers if is_answered else []
    answered = _stamp(answers, row.answered_at if is_answered else None)
    is_later = bool(answered and around.ended_at and answered.at > around.ended_at)
    # Under which item it was dealt with; what was answered later stands where it was asked.
    placed = next(iter(answers if answers and not is_later else way.asked), None)
    who = around.faces.who
    return Asked(
        id=row.pk,
        number=number,
        text=row.text,
        lang=row.lang,
        naming=row.naming,
        who=who(row.person_id) if row.naming == Naming.NAMED and row.person_id else None,
        supporters=around.supporters.get(row.pk, 0),
        united=around.united.get(row.pk, 0),
        asked=_stamp(way.asked, row.approved_at),
        answered=answered,
        answer=row.answer if is_answered else "",
        answer_lang=language_of(row.answer),
        # Of several answers the log tells how the first was given: its text is gone.
        is_aloud=(
            answers[0].seq in around.aloud if len(answers) > 1 else is_answered and not row.answer
        ),
        written=_stamp(answers[-1:], None) if len(answers) > 1 and row.answer else None,
        is_later=is_later,
        owner=who(row.owner_id) if row.owner_id and not is_answered else None,
        due_on=None if is_answered else row.due_on,
        item=placed.item if placed else None,
    )


def _stamp(facts: Sequence[Fact], at: datetime | None) -> Stamp | None:
    if facts:
        return Stamp(facts[0].at, facts[0].seq)
    return Stamp(at) if at else None
