"""Which moderator sees to a question: said to the others, so that nobody does the same work twice.

It binds nobody: whoever must can take a question over, and a moderator whose line dropped holds none
up. What is judged, answered or taken back is no longer seen to.
"""

from datetime import datetime
from uuid import UUID

from accounts.models import Person
from floor import protocol, telling
from floor.models import Question, QuestionState
from floor.rules import JUDGED_IN
from floor.states import change, locked, not_now
from live.hub import Numbered, verb
from sessions import people
from sessions.models import Session
from sessions.rules import demand_while

HANDLED_IN = frozenset({QuestionState.WAITING, QuestionState.OPEN})


@verb
def handle(*, actor: Person, session: Session, question: UUID) -> Question:
    """Tell the moderators that one sees to a question that waits or is open; said again it is so still."""
    demand_while("sessions.moderate", actor, session, JUDGED_IN)
    found = locked(session, question)
    if found.state not in HANDLED_IN:
        raise not_now(found)
    if found.handler_id != actor.pk:
        change(found, handler=actor)
        people.show([actor], session)
        event = protocol.QuestionHandled(question=found.pk, person=actor.pk)
        telling.tell(found, event, actor, numbered=_dated(found))
    return found


@verb
def free(*, actor: Person, session: Session, question: UUID) -> Question:
    """Leave a question that one was seeing to; what another has taken over meanwhile stays theirs."""
    demand_while("sessions.moderate", actor, session, JUDGED_IN)
    found = locked(session, question)
    if found.handler_id == actor.pk:
        end(found, actor)
    return found


@verb
def end(question: Question, actor: Person) -> None:
    """Say that a question needs nobody to see to it any more, where somebody did."""
    if question.handler_id is not None:
        change(question, handler=None, handled_at=None)
        telling.tell(question, protocol.QuestionFreed(question=question.pk), actor)


def _dated(question: Question) -> Numbered:
    def write(_seq: int, at: datetime) -> None:
        change(question, handled_at=at)

    return write
