"""Uniting questions that ask the same, so that their support counts together, and parting them."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import Person
from floor import handling, judging, protocol, telling
from floor.models import Question, QuestionState
from floor.rules import JUDGED_IN
from floor.states import change, hold_session, is_shown, locked, not_now, record
from kit.refusals import Refused
from live import tallies
from live.hub import verb
from sessions.models import Session
from sessions.rules import demand_while

audit.name_acts(
    {
        "question.merge": _("Question united with another"),
        "question.split": _("Question parted from another"),
    }
)


@verb
def merge(*, actor: Person, session: Session, question: UUID, into: UUID) -> Question:
    """Unite a question with another that asks the same; returns that other.

    What was itself united counts as what it was united with, and what a question brings along
    joins the new one beside it: a family is never deeper than one step, so there are no circles.
    """
    demand_while("sessions.moderate", actor, session, JUDGED_IN)
    hold_session(session)
    found = locked(session, question)
    target = _target(session, into)
    if target.pk in {found.pk, found.merged_into_id}:
        fault = _("These questions are one already.")
        raise Refused("question.same", fault, field="into")
    if found.state not in {QuestionState.WAITING, QuestionState.OPEN}:
        raise not_now(found)
    if found.state == QuestionState.OPEN and not is_shown(target):
        fault = _("Let the other question through first, or unite it with this one.")
        raise Refused("question.waiting", fault, field="into")
    tallies.hold(telling.UPVOTES, [found.pk, target.pk])
    if found.state == QuestionState.OPEN:
        telling.take_from_the_room(found)
    for member in [*_members(found), found]:
        _join(member, target, actor)
    if is_shown(target):
        telling.recount(target)
    record(actor, found, "question.merge")
    return target


@verb
def split(*, actor: Person, session: Session, question: UUID) -> Question:
    """Take a united question out again; it is where it was before."""
    demand_while("sessions.moderate", actor, session, JUDGED_IN)
    hold_session(session)
    found = locked(session, question)
    if found.merged_into_id is None:
        fault = _("This question is not united with another one.")
        raise Refused("question.not_merged", fault)
    target = locked(session, found.merged_into_id)
    _part(found, target, actor)
    if is_shown(target):
        telling.recount(target)
    record(actor, found, "question.split")
    return found


@verb
def release(target: Question, actor: Person) -> None:
    """Part all that was united with a question which is no more."""
    for member in _members(target):
        _part(member, target, actor)


def _target(session: Session, into: UUID) -> Question:
    target = locked(session, into)
    if target.merged_into_id is not None:
        target = locked(session, target.merged_into_id)
    if target.state == QuestionState.DISMISSED:
        refused = not_now(target)
        refused.field = "into"
        raise refused
    return target


def _members(target: Question) -> list[Question]:
    rows = Question.objects.select_for_update(no_key=True).filter(merged_into=target)
    members = list(rows.order_by("id"))
    for member in members:
        member.session = target.session
    return members


def _join(question: Question, target: Question, actor: Person) -> None:
    is_new_there = question.state != QuestionState.MERGED
    handling.end(question, actor)
    change(question, state=QuestionState.MERGED, merged_into=target, reason="")
    if is_shown(target):
        event = protocol.QuestionMerged(question=question.pk, into=target.pk)
        telling.tell(question, event, actor)
    telling.hold(question, actor, is_new_there=is_new_there)
    telling.judge(question, actor, "merged", into=target.pk)


def _part(question: Question, target: Question, actor: Person) -> None:
    change(question, merged_into=None)
    if is_shown(target):
        event = protocol.QuestionSplit(question=question.pk, into=target.pk)
        telling.tell(question, event, actor)
    judging.put_back(question, actor)
