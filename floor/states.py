"""Where a question stands: taking hold of it, and the words for what can't be done to it there."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import UUIDField
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import Person
from floor.models import Question, QuestionState
from kit.names import clean_text
from kit.prepared import Given, Insert, Objects, Values
from kit.refusals import NotHere, Refused
from live.hub import Numbered
from sessions.models import Session
from sessions.texts import is_blank

LONGEST = 1000


def hold_session(session: Session) -> None:
    """Lock the session's row and read its state anew: whoever needs several questions begins here.

    So they wait for each other, and for the end of the session, before they lock any question.
    """
    row = _HELD.row(session=session.pk)
    if row is None:
        raise NotHere
    session.state = row[0]


_HELD = Values(
    lambda: (
        Session.objects.select_for_update(no_key=True)
        .filter(pk=Given("session", UUIDField()))
        .values_list("state")
    )
)


def locked(session: Session, question: UUID) -> Question:
    """Return a question of this session with its row locked, or NotHere for what was taken back."""
    found = _LOCKED.first(session=session.pk, question=question)
    if found is None:
        raise NotHere
    found.session = session
    return found


_LOCKED = Objects(
    lambda: (
        Question.objects.select_for_update(no_key=True)
        .filter(session=Given("session", UUIDField()), pk=Given("question", UUIDField()))
        .exclude(state=QuestionState.RETRACTED)
    )
)


def is_shown(question: Question) -> bool:
    """Say whether a question is before the room, answered or not."""
    return question.state in {QuestionState.OPEN, QuestionState.ANSWERED}


def was_shown(question: Question) -> bool:
    """Say whether a question has ever been before the room: that is where it goes back to."""
    return question.approved_seq > 0


def change(question: Question, **changes: Any) -> None:
    """Write some fields of a question."""
    for name, value in changes.items():
        setattr(question, name, value)
    question.save(update_fields=list(changes))


def stamp(question: Question, fact: str) -> Numbered:
    """Write an event's own number and instant into the question's row, so that both say the same."""

    def write(seq: int, at: datetime) -> None:
        change(question, **{f"{fact}_at": at, f"{fact}_seq": seq})

    return write


def stamp_new(question: Question, fact: str, *, is_last: bool) -> Numbered:
    """As `stamp`, of a question that is being asked: it is stored with the last of what is told of it."""

    def write(seq: int, at: datetime) -> None:
        setattr(question, f"{fact}_at", at)
        setattr(question, f"{fact}_seq", seq)
        if is_last:
            _questions.rows([question])

    return write


_questions = Insert(Question)


def sayable(text: str) -> str:
    """Return a question as it is kept, or refuse nothing and too much."""
    text = clean_text(text)
    if is_blank(text):
        raise Refused("question.empty", _("Write your question first."), field="text")
    if len(text) > LONGEST:
        fault = _("A question has at most 1,000 characters. Say it shorter.")
        raise Refused("question.too_long", fault, field="text")
    return text


def not_now(question: Question) -> Refused:
    """Return the refusal of a step that another has made needless, or that comes too early."""
    refusals = {
        QuestionState.WAITING: ("question.waiting", _("Let this question through first.")),
        QuestionState.OPEN: (
            "question.already_open",
            _("This question is before the room already."),
        ),
        QuestionState.ANSWERED: ("question.answered", _("This question has been answered.")),
        QuestionState.DISMISSED: ("question.dismissed", _("This question has been put aside.")),
        QuestionState.MERGED: (
            "question.merged",
            _("This question has been united with another one."),
        ),
    }
    code, text = refusals[QuestionState(question.state)]
    return Refused(code, text)


def day(on: date | None) -> str | None:
    """Return a calendar day as the wire has it."""
    return on.isoformat() if on else None


def record(actor: Person, question: Question, act: str, reason: str = "") -> None:
    """Keep in the audit what a moderator did to a question, and whose it was where that is known."""
    audit.record(
        actor=actor,
        act=act,
        room=str(question.session.live_room),
        subject=question.pk,
        person=question.person_id,
        reason=reason,
    )
