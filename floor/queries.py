"""Reading questions: before the room, waiting, one's own, and what one supports."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Count

from accounts.models import Person
from floor.models import Question, QuestionState, Upvote
from sessions.models import Session


def before_the_room(session: Session) -> list[Question]:
    """Return the open and answered questions in the order of their approval, in one query."""
    shown = (QuestionState.OPEN, QuestionState.ANSWERED)
    rows = Question.objects.filter(session=session, state__in=shown)
    return list(rows.order_by("approved_seq"))


def waiting_in(session: Session) -> list[Question]:
    """Return the questions that wait for a moderator, the longest waiting first, in one query."""
    rows = Question.objects.filter(session=session, state=QuestionState.WAITING)
    return list(rows.order_by("asked_seq"))


def asked_by(person: Person | UUID, session: Session) -> list[Question]:
    """Return a person's own questions in the order of asking, in one query."""
    rows = Question.objects.filter(session=session, person=person)
    return list(rows.order_by("received_seq"))


def upvoted_by(person: Person | UUID, session: Session) -> list[UUID]:
    """Return the questions that a person supports, in the order of supporting them."""
    votes = Upvote.objects.filter(question__session=session, person=person).order_by("seq")
    return list(votes.values_list("question", flat=True))


def upvotes_of(questions: Iterable[UUID]) -> dict[UUID, int]:
    """Return how many people support each question, in one query; none is left out as 0."""
    rows = Upvote.objects.filter(question__in=list(questions)).values("question")
    return dict(rows.annotate(figure=Count("id")).values_list("question", "figure"))
