"""Reading questions: before the room, with the moderators, one's own, and what one supports."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, When
from django.db.models.functions import Coalesce

from accounts.models import Person
from floor.models import Naming, Question, QuestionState, Upvote
from groups.models import GroupRole, Membership
from sessions.models import Role, RoleName, Session

SHOWN = (QuestionState.OPEN, QuestionState.ANSWERED)
UNANSWERED = (QuestionState.WAITING, QuestionState.OPEN)

# The question that a vote counts for: what its own was united with, else its own.
_COUNTED_FOR = Coalesce("question__merged_into", "question")


def before_the_room(session: Session) -> list[Question]:
    """Return the open and answered questions in the order of their approval, in one query."""
    return list(_in(session, *SHOWN).order_by("approved_seq"))


def waiting_in(session: Session) -> list[Question]:
    """Return the questions that wait for a moderator, the longest waiting first, in one query."""
    return list(_in(session, QuestionState.WAITING).order_by("asked_seq"))


def dismissed_in(session: Session) -> list[Question]:
    """Return the questions put aside, in the order of putting aside, in one query."""
    return list(_in(session, QuestionState.DISMISSED).order_by("asked_seq"))


def merged_in(session: Session) -> list[Question]:
    """Return the questions united with others, in the order of uniting, in one query."""
    return list(_in(session, QuestionState.MERGED).order_by("asked_seq"))


def with_something_behind(session: Session) -> list[Question]:
    """Return those before the room that hide who asks, or were edited, in one query."""
    hides = Q(naming=Naming.HIDDEN) | ~Q(original="")
    return list(_in(session, *SHOWN).filter(hides).order_by("asked_seq"))


def handled_in(session: Session) -> list[Question]:
    """Return those that a moderator sees to, sorted as clients keep them, in one query."""
    return list(_in(session, *UNANSWERED).filter(handler__isnull=False).order_by("id"))


def members_of(questions: Iterable[UUID]) -> dict[UUID, list[UUID]]:
    """Return what is united with each question, sorted, in one query; none is left out as empty."""
    rows = Question.objects.filter(merged_into__in=list(questions))
    found: dict[UUID, list[UUID]] = {}
    for member, target in rows.values_list("pk", "merged_into"):
        if target is not None:
            found.setdefault(target, []).append(member)
    return {target: sorted(members, key=str) for target, members in found.items()}


def united_with(question: Question) -> list[Question]:
    """Return what is united with a question, in one query."""
    rows = Question.objects.filter(merged_into=question).order_by("id")
    return list(rows.select_related("session"))


def asked_by(person: Person | UUID, session: Session) -> list[Question]:
    """Return a person's own questions in the order of asking, with what they live on in, in one query."""
    rows = Question.objects.filter(session=session, person=person).select_related("merged_into")
    return list(rows.exclude(state=QuestionState.RETRACTED).order_by("received_seq"))


def upvoted_by(person: Person | UUID, session: Session) -> list[UUID]:
    """Return the questions that a person supports, in the order of supporting them."""
    votes = Upvote.objects.filter(question__session=session, person=person).order_by("seq")
    return list(votes.values_list("question", flat=True))


def votes_of_family(question: Question) -> QuerySet[Upvote]:
    """Return the votes for a question and for all that is united with it."""
    return Upvote.objects.filter(Q(question=question) | Q(question__merged_into=question))


def has_asked_in_family(person: Person, question: Question) -> bool:
    """Say whether a person asked something that is united with this question."""
    return Question.objects.filter(merged_into=question, person=person).exists()


def upvotes_of(questions: Iterable[UUID]) -> dict[UUID, int]:
    """Return how many people support each question, in two queries; none is left out as 0.

    Each person counts once for all that is united: who voted for any of it, and who asked what was
    united with it. Who asked the question itself does not count.
    """
    ids = list(questions)
    figures: dict[UUID, int] = {}
    for rows in (_voters(ids), _askers(ids)):
        for question, figure in rows:
            if question is not None:
                figures[question] = figures.get(question, 0) + figure
    return figures


def _voters(ids: list[UUID]) -> Iterable[tuple[UUID | None, int]]:
    asker = Case(
        When(question__merged_into__isnull=False, then=F("question__merged_into__person")),
        default=F("question__person"),
    )
    rows = Upvote.objects.filter(Q(question__in=ids) | Q(question__merged_into__in=ids))
    rows = rows.alias(asker=asker).filter(Q(asker__isnull=True) | ~Q(person=F("asker")))
    counted = rows.annotate(counted_for=_COUNTED_FOR).values("counted_for").order_by()
    return counted.annotate(figure=Count("person", distinct=True)).values_list(
        "counted_for", "figure"
    )


def _askers(ids: list[UUID]) -> Iterable[tuple[UUID | None, int]]:
    """Count who asked what was united with these, and voted for none of it."""
    voted = Upvote.objects.annotate(counted_for=_COUNTED_FOR).filter(
        counted_for=OuterRef("merged_into"), person=OuterRef("person")
    )
    rows = Question.objects.filter(merged_into__in=ids, person__isnull=False)
    rows = rows.filter(
        ~Exists(voted),
        Q(merged_into__person__isnull=True) | ~Q(person=F("merged_into__person")),
    )
    counted = rows.values("merged_into").order_by()
    return counted.annotate(figure=Count("person", distinct=True)).values_list(
        "merged_into", "figure"
    )


def answered(session: Session) -> list[Question]:
    """Return the answered questions in the order of their answers, with who answered for them."""
    rows = _in(session, QuestionState.ANSWERED).select_related("owner")
    return list(rows.order_by("answered_seq"))


def unanswered(session: Session) -> list[Question]:
    """Return what is before the room and not answered, with who owes an answer, and by when."""
    rows = _in(session, QuestionState.OPEN).select_related("owner")
    return list(rows.order_by("approved_seq"))


def responsible_for(session: Session) -> Person | None:
    """Return the first of a session's moderators by name; where it has none, an organiser."""
    active = Person.objects.filter(is_active=True).order_by("name", "id")
    roles = Role.objects.filter(session=session, person=OuterRef("pk"), name=RoleName.MODERATOR)
    chairs = Membership.objects.filter(
        group=session.group_id, person=OuterRef("pk"), role=GroupRole.CHAIR, ended_at=None
    )
    found = active.filter(Exists(roles) | Exists(chairs)).first()
    return found or active.filter(is_organiser=True).first()


def _in(session: Session, *states: str) -> QuerySet[Question]:
    return Question.objects.filter(session=session, state__in=states)
