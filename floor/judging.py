"""What moderators do with questions: let through, put aside, take up again, pin."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import Person
from floor import handling, owners, protocol, telling
from floor.models import Question, QuestionState
from floor.rules import JUDGED_IN
from floor.states import change, hold_session, locked, not_now, record, was_shown
from kit.names import clean_text
from kit.refusals import Refused
from live.hub import verb
from live.redaction import redact
from sessions.models import Session
from sessions.rules import demand_while

LONGEST_REASON = 1000

audit.name_acts(
    {
        "question.approve": _("Question let through"),
        "question.dismiss": _("Question put aside"),
        "question.restore": _("Question taken up again"),
        "question.pin": _("Question pinned"),
        "question.unpin": _("Question no longer pinned"),
    }
)


@verb
def approve(*, actor: Person, session: Session, question: UUID) -> Question:
    """Let a waiting question through to the room."""
    demand_while("sessions.moderate", actor, session, JUDGED_IN)
    found = locked(session, question)
    if found.state != QuestionState.WAITING:
        raise not_now(found)
    handling.end(found, actor)
    show(found, actor)
    record(actor, found, "question.approve")
    return found


@verb
def show(question: Question, actor: Person) -> None:
    """Bring a question before the room, and tell the moderators and who asked."""
    change(question, state=QuestionState.OPEN, reason="")
    telling.bring_before_the_room(question, actor)
    telling.tell(question, protocol.QuestionApproved(question=question.pk), actor)
    telling.hold_behind(question, actor)
    telling.judge(question, actor, "approved")


@verb
def wait_again(question: Question, actor: Person) -> None:
    """Put a question back among those that wait."""
    change(question, state=QuestionState.WAITING, reason="")
    telling.hold(question, actor)
    telling.judge(question, actor, "waiting")


@verb
def dismiss(*, actor: Person, session: Session, question: UUID, reason: str = "") -> Question:
    """Put aside a question that waits or is open; the moderators and who asked are told the reason.

    What was before the room is gone from there, also from its log. Who asked what was united with it
    is told that it was put aside too, and not the reason: that was written to somebody else.
    """
    demand_while("sessions.moderate", actor, session, JUDGED_IN)
    found = locked(session, question)
    before = found.state
    if before not in {QuestionState.WAITING, QuestionState.OPEN}:
        raise not_now(found)
    reason = clean_text(reason)
    if len(reason) > LONGEST_REASON:
        raise Refused("question.reason_too_long", _("The reason is too long."), field="reason")
    handling.end(found, actor)
    change(found, state=QuestionState.DISMISSED, reason=reason)
    if before == QuestionState.WAITING:
        dismissed = protocol.QuestionDismissed(question=found.pk, reason=reason)
        telling.tell(found, dismissed, actor, numbered=telling.listed(found))
    else:
        telling.take_from_the_room(found)
        telling.tell(found, protocol.QuestionWithdrawn(question=found.pk), actor)
        telling.hold(found, actor)
    telling.judge(found, actor, "dismissed", reason=reason)
    telling.judge_united(found, actor, "dismissed")
    record(actor, found, "question.dismiss", reason)
    return found


@verb
def restore(*, actor: Person, session: Session, question: UUID) -> Question:
    """Take up again what was put aside, where it was; open again what was answered."""
    demand_while("sessions.moderate", actor, session, JUDGED_IN)
    hold_session(session)
    found = locked(session, question)
    if found.state == QuestionState.ANSWERED:
        _open_again(found, actor)
    elif found.state != QuestionState.DISMISSED:
        raise Refused("question.not_aside", _("This question has not been put aside."))
    else:
        put_back(found, actor)
        telling.judge_united(found, actor, "merged")
    record(actor, found, "question.restore")
    return found


@verb
def put_back(question: Question, actor: Person) -> None:
    """Put a question where it was before it was put aside or united with another."""
    owners.take_on(question, actor)
    if was_shown(question):
        show(question, actor)
    else:
        wait_again(question, actor)


@verb
def pin(*, actor: Person, session: Session, question: UUID) -> Question:
    """Put an open question above the others, in place of the one before."""
    demand_while("sessions.moderate", actor, session, JUDGED_IN)
    hold_session(session)
    found = locked(session, question)
    if found.state != QuestionState.OPEN:
        raise not_now(found)
    if found.is_pinned:
        raise Refused("question.already_pinned", _("This question is pinned already."))
    for other in Question.objects.filter(session=session, is_pinned=True):
        other.session = session
        let_go(other, actor)
    change(found, is_pinned=True)
    telling.tell(found, protocol.QuestionPinned(question=found.pk), actor)
    record(actor, found, "question.pin")
    return found


@verb
def unpin(*, actor: Person, session: Session, question: UUID) -> Question:
    """Put the pinned question back in its place."""
    demand_while("sessions.moderate", actor, session, JUDGED_IN)
    found = locked(session, question)
    if not found.is_pinned:
        raise Refused("question.not_pinned", _("This question is not pinned."))
    let_go(found, actor)
    record(actor, found, "question.unpin")
    return found


@verb
def let_go(question: Question, actor: Person) -> None:
    """End a question's pin, where it has one."""
    if question.is_pinned:
        change(question, is_pinned=False)
        telling.tell(question, protocol.QuestionUnpinned(question=question.pk), actor)


def _open_again(question: Question, actor: Person) -> None:
    is_newly_owed = owners.take_on(question, actor)
    changes = {"answer": "", "answered_at": None, "answered_seq": 0}
    change(question, state=QuestionState.OPEN, **changes)
    redact(str(question.session.live_room), question.pk, protocol.QuestionAnswered)
    telling.tell(question, protocol.QuestionRestored(question=question.pk), actor)
    if is_newly_owed:
        owners.tell_owner(question, actor)
