"""Supporting a question, once a person for all that was united with it, and taking it back."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from floor import protocol, queries, telling
from floor.models import Question, QuestionState, Upvote
from floor.rules import ASKABLE
from floor.states import is_shown, locked, not_now
from kit.refusals import NotHere, Refused
from live import clock
from live.hub import Numbered, verb
from sessions.models import Session
from sessions.rules import demand_part


@verb
def upvote(*, actor: Person, session: Session, question: UUID) -> Upvote:
    """Support a question before the room, once; one's own has one's support anyway.

    A question that was united with another counts there. The room learns the figure, never who.
    """
    demand_part(actor, session, rule_name="floor.ask", states=ASKABLE)
    found = _votable(session, question)
    if found.person_id == actor.pk:
        raise Refused("question.own", _("This is your own question."))
    votes = queries.votes_of_family(found).filter(person=actor)
    if votes.exists() or queries.has_asked_in_family(actor, found):
        raise Refused("question.already_upvoted", _("You support this question already."))
    vote = Upvote.objects.create(question=found, person=actor, at=clock.now())
    telling.recount(found)
    event = protocol.QuestionUpvoted(question=found.pk)
    telling.tell(found, event, actor, person=actor.pk, numbered=_numbering(vote))
    return vote


@verb
def unvote(*, actor: Person, session: Session, question: UUID) -> None:
    """Take back one's support for a question and for all that was united with it."""
    demand_part(actor, session, rule_name="floor.ask", states=ASKABLE)
    found = _votable(session, question)
    votes = list(queries.votes_of_family(found).filter(person=actor).order_by("seq"))
    if not votes:
        raise Refused("question.not_upvoted", _("You do not support this question."))
    Upvote.objects.filter(pk__in=[vote.pk for vote in votes]).delete()
    telling.recount(found)
    for vote in votes:
        event = protocol.QuestionUnvoted(question=vote.question_id)
        telling.tell(found, event, actor, person=actor.pk)


def _votable(session: Session, question: UUID) -> Question:
    """Return, locked, the open question that a vote for this one counts for."""
    merged = Question.objects.filter(session=session, pk=question, state=QuestionState.MERGED)
    target = merged.values_list("merged_into", flat=True).first()
    found = locked(session, target or question)
    if found.state == QuestionState.MERGED:
        # United in this very moment: the room hears of it, and the next vote goes there.
        raise not_now(found)
    if not is_shown(found):
        raise NotHere
    if found.state == QuestionState.ANSWERED:
        raise not_now(found)
    return found


def _numbering(vote: Upvote) -> Numbered:
    def write(seq: int, at: datetime) -> None:
        vote.seq, vote.at = seq, at
        vote.save(update_fields=["seq", "at"])

    return write
