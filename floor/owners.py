"""Who answers what was left unanswered, and by when: no session ends without it."""

from datetime import date, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import Person
from floor import protocol, queries, telling
from floor.models import Question, QuestionState
from floor.states import change, locked, not_now, record
from kit.refusals import Refused
from live import clock
from live.hub import verb
from sessions import life, people
from sessions.models import Session, State
from sessions.queries import who_may_enter
from sessions.rules import demand

# How long after the end an answer is owed, unless a moderator says another day.
GRACE = timedelta(days=14)

audit.name_acts({"question.assign": _("Question given to somebody to answer")})


@verb
def assign(
    *, actor: Person, session: Session, question: UUID, owner: UUID, due_on: str
) -> Question:
    """Say who answers a question that waits or is open, and by which day in the session's zone."""
    demand("sessions.moderate", actor, session)
    found = locked(session, question)
    if found.state not in queries.UNANSWERED:
        raise not_now(found)
    person, day = _who(session, owner), _when(session, due_on)
    change(found, owner=person, due_on=day)
    tell_owner(found, actor)
    record(actor, found, "question.assign")
    return found


@life.at_end
def entrust_the_unanswered(session: Session, actor: Person | None) -> None:
    """Give each question that is left without an owner to somebody, with a day.

    It is who ended the session; where the clock did, its first moderator by name, else an organiser.
    """
    rows = Question.objects.select_for_update(no_key=True).filter(
        session=session, state__in=queries.UNANSWERED, owner=None
    )
    left = list(rows.order_by("id"))
    owner = (actor or queries.responsible_for(session)) if left else None
    if owner is None:
        return
    for question in left:
        question.session = session
        change(question, owner=owner, due_on=today_in(session) + GRACE)
        tell_owner(question, actor)


@verb
def take_on(question: Question, actor: Person) -> None:
    """Make a moderator the owner of a question that comes up when its session is over."""
    session = question.session
    if session.state == State.ENDED and question.owner_id is None:
        change(question, owner=actor, due_on=today_in(session) + GRACE)


@verb
def tell_owner(question: Question, actor: Person | None) -> None:
    """Tell who answers a question: the room where it is before it, else the moderators."""
    owner, due_on = question.owner, question.due_on
    if owner is None or due_on is None:
        return
    day = due_on.isoformat()
    if question.state == QuestionState.WAITING:
        entrusted = protocol.QuestionEntrusted(question=question.pk, owner=owner.pk, due_on=day)
        telling.tell(question, entrusted, actor)
        return
    people.show([owner], question.session)
    assigned = protocol.QuestionAssigned(question=question.pk, owner=owner.pk, due_on=day)
    telling.tell(question, assigned, actor)


def today_in(session: Session) -> date:
    """Return the present day where the session is."""
    return clock.now().astimezone(ZoneInfo(session.zone)).date()


def _who(session: Session, owner: UUID) -> Person:
    person = Person.objects.filter(pk=owner).select_related("organisation").first()
    if person is None or not who_may_enter(session, [person]):
        fault = _("Choose somebody who may enter this session.")
        raise Refused("question.owner", fault, field="owner")
    return person


def _when(session: Session, due_on: str) -> date:
    try:
        day = date.fromisoformat(due_on)
    except ValueError as error:
        fault = _("Write the day as year-month-day, like 2031-05-01.")
        raise Refused("question.due_on", fault, field="due_on") from error
    if day < today_in(session):
        raise Refused("question.due_on", _("This day is over. Choose a later one."), field="due_on")
    return day
