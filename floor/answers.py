"""Answering a question aloud or in writing, also after the end; a text may replace an earlier one."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import Person
from floor import handling, judging, protocol, telling
from floor.models import Question, QuestionState
from floor.rules import JUDGED_IN
from floor.states import change, is_shown, locked, not_now, record, stamp
from kit.names import clean_text
from kit.refusals import Forbidden, NotHere, Refused
from kit.rules import allows
from live.hub import verb
from live.redaction import redact
from sessions.models import Session
from sessions.rules import demand, demand_state
from sessions.texts import is_blank

LONGEST = 4000

audit.name_acts({"question.answer": _("Question answered")})


@verb
def answer(*, actor: Person, session: Session, question: UUID, text: str = "") -> Question:
    """Mark an open question as answered: aloud, or with a text for everyone to read.

    Also after the end, by a moderator or by who owes the answer. A text may follow upon an answer,
    or take its place: the question then tells the last one and its instant and number, and of what
    was told before the log keeps that it was, and whether it was aloud.
    """
    demand("sessions.enter", actor, session)
    found = locked(session, question)
    _demand_right(actor, found)
    demand_state(actor, session, JUDGED_IN)
    text = clean_text(text)
    if len(text) > LONGEST:
        fault = _("An answer has at most 4,000 characters. Say it shorter.")
        raise Refused("question.answer_too_long", fault, field="text")
    text = "" if is_blank(text) else text
    is_later = found.state == QuestionState.ANSWERED and text not in {"", found.answer}
    if found.state != QuestionState.OPEN and not is_later:
        raise not_now(found)
    judging.let_go(found, actor)
    handling.end(found, actor)
    if is_later:
        redact(str(session.live_room), found.pk, protocol.QuestionAnswered)
    change(found, state=QuestionState.ANSWERED, answer=text)
    event = protocol.QuestionAnswered(question=found.pk, answer=text or None)
    telling.tell(found, event, actor, numbered=stamp(found, "answered"))
    record(actor, found, "question.answer")
    return found


def _demand_right(actor: Person, question: Question) -> None:
    if allows("floor.answer", actor, question):
        return
    if not is_shown(question) and question.person_id != actor.pk:
        raise NotHere
    raise Forbidden(_("Only a moderator, or who owes the answer, can give it."))
