"""Who answers what was left unanswered, and by when: no session ends without it."""

from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import Person
from floor import protocol, queries, telling
from floor.models import Question, QuestionState
from floor.rules import JUDGED_IN
from floor.states import change, locked, not_now, record
from kit.refusals import Refused
from kit.rules import allows
from live import clock
from live.hub import verb
from sessions import life, people
from sessions.models import Session, State
from sessions.queries import who_may_enter
from sessions.rules import demand_while

# How long after the end an answer is owed, unless a moderator says another day.
GRACE = timedelta(days=14)

audit.name_acts({"question.assign": _("Question given to somebody to answer")})


@verb
def assign(
    *, actor: Person, session: Session, question: UUID, owner: UUID, due_on: str
) -> Question:
    """Say who answers a question that waits or is open, and by which day in the session's zone."""
    demand_while("sessions.moderate", actor, session, JUDGED_IN)
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
    """Give each question that nobody will answer to somebody, with a day; in few queries for any number.

    It is who ended the session; where the clock did, its first moderator by name, else an organiser.
    An owner who may not enter any more counts as none, and so does a day that is over.
    """
    rows = Question.objects.select_for_update(no_key=True, of=("self",)).select_related("owner")
    left = list(rows.filter(session=session, state__in=queries.UNANSWERED).order_by("id"))
    able = who_may_enter(session, list({each.owner for each in left if each.owner is not None}))
    if all(_is_in_hand(each, able, today_in(session)) for each in left):
        return
    stand_in = actor or queries.responsible_for(session)
    found = [each for each in left if _entrust(each, session, stand_in, able)]
    Question.objects.bulk_update(found, ["owner", "due_on"])
    owners = {each.owner for each in found if each.owner and each.state == QuestionState.OPEN}
    people.show(list(owners), session)
    for question in found:
        _tell(question, actor)


@verb
def take_on(question: Question, actor: Person) -> bool:
    """See that a question which comes up when its session is over is owed; says whether that is new.

    By the moderator who brings it up. Anybody else only makes it come up, as who takes back what it
    was united with: then it is owed by the moderator who would be responsible anyway.
    """
    session, owner = question.session, question.owner
    if session.state != State.ENDED:
        return False
    able = who_may_enter(session, [owner]) if owner else set()
    if _is_in_hand(question, able, today_in(session)):
        return False
    moderates = allows("sessions.moderate", actor, session)
    stand_in = actor if moderates else queries.responsible_for(session)
    if not _entrust(question, session, stand_in, able):
        return False
    change(question, owner=question.owner, due_on=question.due_on)
    return True


@verb
def tell_owner(question: Question, actor: Person | None) -> None:
    """Tell who answers a question: the room where it is before it, else the moderators."""
    if question.owner is not None and question.state != QuestionState.WAITING:
        people.show([question.owner], question.session)
    _tell(question, actor)


def today_in(session: Session) -> date:
    """Return the present day where the session is."""
    return clock.now().astimezone(ZoneInfo(session.zone)).date()


def _tell(question: Question, actor: Person | None) -> None:
    owner, due_on = question.owner_id, question.due_on
    if owner is None or due_on is None:
        return
    is_waiting = question.state == QuestionState.WAITING
    event = protocol.QuestionEntrusted if is_waiting else protocol.QuestionAssigned
    told = event(question=question.pk, owner=owner, due_on=due_on.isoformat())
    telling.tell(question, told, actor)


def _is_in_hand(question: Question, able: Collection[UUID], today: date) -> bool:
    """Say whether somebody owes the answer who can give it, by a day that is not over."""
    return question.owner_id in able and question.due_on is not None and question.due_on >= today


def _entrust(
    question: Question, session: Session, stand_in: Person | None, able: Collection[UUID]
) -> bool:
    """Put in what is missing, an owner or a day, unsaved; says whether anything was, and could be."""
    question.session = session
    today = today_in(session)
    owner = question.owner if question.owner_id in able else stand_in
    if owner is None or _is_in_hand(question, able, today):
        return False
    question.owner = owner
    if question.due_on is None or question.due_on < today:
        question.due_on = today + GRACE
    return True


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
