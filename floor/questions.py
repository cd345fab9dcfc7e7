"""Asking the stage, and what becomes of a question: every change of one is written here."""

from collections.abc import Callable, Collection
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import Person
from floor import protocol
from floor.models import Question, QuestionState, Upvote
from kit.names import clean_text
from kit.refusals import NotHere, Refused
from live import clock, tallies
from live.hub import Numbered, publish, verb
from live.protocol import Event
from sessions import people
from sessions.models import Session
from sessions.rules import demand, demand_part
from sessions.texts import is_blank, language_of

LONGEST = 1000
LONGEST_ANSWER = 4000
UPVOTES = "upvotes"

audit.name_acts(
    {
        "question.approve": _("Question let through"),
        "question.dismiss": _("Question put aside"),
        "question.answer": _("Question answered"),
    }
)


@verb
def ask(*, actor: Person, session: Session, text: str, lang: str = "") -> Question:
    """Ask the stage; the moderators hear it, and the room once one of them lets it through."""
    demand_part(actor, session)
    text = clean_text(text)
    if is_blank(text):
        raise Refused("question.empty", _("Write your question first."), field="text")
    if len(text) > LONGEST:
        fault = _("A question has at most 1,000 characters. Say it shorter.")
        raise Refused("question.too_long", fault, field="text")
    question = Question.objects.create(
        session=session,
        person=actor,
        text=text,
        lang=language_of(text, lang),
        asked_at=clock.now(),
    )
    people.show([actor], session)
    tell = _teller(actor, session)
    tell(
        protocol.QuestionSubmitted(
            question=question.pk, person=actor.pk, text=text, lang=question.lang
        ),
        numbered=_stamp(question, "asked"),
    )
    tell(
        protocol.QuestionReceived(question=question.pk, text=text, lang=question.lang),
        person=actor.pk,
        numbered=_stamp(question, "received"),
    )
    return question


@verb
def upvote(*, actor: Person, session: Session, question: UUID) -> Upvote:
    """Support a question before the room, once; one's own has one's support anyway."""
    demand_part(actor, session)
    found = _found(session, question, {QuestionState.OPEN, QuestionState.ANSWERED})
    if found.state == QuestionState.ANSWERED:
        raise _answered()
    if found.person_id == actor.pk:
        raise Refused("question.own", _("This is your own question."))
    vote, is_new = Upvote.objects.get_or_create(
        question=found, person=actor, defaults={"at": clock.now()}
    )
    if not is_new:
        raise Refused("question.already_upvoted", _("You support this question already."))

    def number(seq: int, at: datetime) -> None:
        vote.seq, vote.at = seq, at
        vote.save(update_fields=["seq", "at"])

    people.show([actor], session)
    tallies.touch(room=session.live_room, kind=UPVOTES, subject=found.pk)
    event = protocol.QuestionUpvoted(question=found.pk)
    publish(session.live_room, event, actor=actor.pk, person=actor.pk, numbered=number)
    return vote


@verb
def approve(*, actor: Person, session: Session, question: UUID) -> Question:
    """Let a waiting question through to the room."""
    demand("sessions.moderate", actor, session)
    found = _found(session, question)
    if found.state != QuestionState.WAITING:
        raise _judged(found)
    _set(found, state=QuestionState.OPEN)
    tell = _teller(actor, session)
    tell(
        protocol.QuestionAsked(
            question=found.pk, person=found.person_id, text=found.text, lang=found.lang
        ),
        numbered=_stamp(found, "approved"),
    )
    tell(protocol.QuestionApproved(question=found.pk))
    tell(
        protocol.QuestionJudged(question=found.pk, state="approved", reason=""),
        person=found.person_id,
    )
    _record(actor, session, found, "question.approve")
    return found


@verb
def dismiss(*, actor: Person, session: Session, question: UUID, reason: str = "") -> Question:
    """Put aside a question that waits or is open; only who asked it is told the reason."""
    demand("sessions.moderate", actor, session)
    found = _found(session, question)
    before = found.state
    if before not in {QuestionState.WAITING, QuestionState.OPEN}:
        raise _judged(found)
    reason = clean_text(reason)
    if len(reason) > LONGEST:
        raise Refused("question.reason_too_long", _("The reason is too long."), field="reason")
    _set(found, state=QuestionState.DISMISSED, reason=reason)
    tell = _teller(actor, session)
    if before == QuestionState.WAITING:
        tell(protocol.QuestionDismissed(question=found.pk))
    else:
        tell(protocol.QuestionWithdrawn(question=found.pk))
    tell(
        protocol.QuestionJudged(question=found.pk, state="dismissed", reason=reason),
        person=found.person_id,
    )
    _record(actor, session, found, "question.dismiss", reason)
    return found


@verb
def answer(*, actor: Person, session: Session, question: UUID, text: str = "") -> Question:
    """Mark an open question as answered: aloud, or with a text for everyone to read."""
    demand("sessions.moderate", actor, session)
    found = _found(session, question)
    if found.state != QuestionState.OPEN:
        raise _judged(found)
    text = clean_text(text)
    if len(text) > LONGEST_ANSWER:
        fault = _("An answer has at most 4,000 characters. Say it shorter.")
        raise Refused("question.answer_too_long", fault, field="text")
    text = "" if is_blank(text) else text
    _set(found, state=QuestionState.ANSWERED, answer=text)
    _teller(actor, session)(
        protocol.QuestionAnswered(question=found.pk, answer=text or None),
        numbered=lambda _seq, at: _set(found, answered_at=at),
    )
    _record(actor, session, found, "question.answer")
    return found


def _record(
    actor: Person, session: Session, question: Question, act: str, reason: str = ""
) -> None:
    audit.record(
        actor=actor,
        act=act,
        room=str(session.live_room),
        subject=question.pk,
        person=question.person_id,
        reason=reason,
    )


def _found(session: Session, question: UUID, states: Collection[str] = ()) -> Question:
    """Return the question with its row locked; in another state than these it is not here."""
    rows = Question.objects.select_for_update(no_key=True).filter(session=session, pk=question)
    found = rows.first()
    if found is None or (states and found.state not in states):
        raise NotHere
    return found


def _set(question: Question, **changes: str | int | datetime) -> None:
    for name, value in changes.items():
        setattr(question, name, value)
    question.save(update_fields=list(changes))


def _teller(actor: Person, session: Session) -> Callable[..., None]:
    def tell(event: Event, *, person: UUID | None = None, numbered: Numbered | None = None) -> None:
        publish(session.live_room, event, actor=actor.pk, person=person, numbered=numbered)

    return tell


def _stamp(question: Question, fact: str) -> Numbered:
    """Write an event's own number and instant into the question's row, so that both say the same."""

    def write(seq: int, at: datetime) -> None:
        facts: dict[str, str | int | datetime] = {f"{fact}_at": at, f"{fact}_seq": seq}
        _set(question, **facts)

    return write


def _answered() -> Refused:
    return Refused("question.answered", _("This question has been answered."))


def _judged(question: Question) -> Refused:
    """Return the refusal of a step that another moderator has made needless, or that comes too early."""
    if question.state == QuestionState.ANSWERED:
        return _answered()
    if question.state == QuestionState.DISMISSED:
        return Refused("question.dismissed", _("This question has been put aside."))
    if question.state == QuestionState.OPEN:
        return Refused("question.already_open", _("This question is before the room already."))
    return Refused("question.waiting", _("Let this question through first."))
