"""Who may do what with grants, one line a rule."""

from typing import Any

from accounts.models import Person
from grants import queries
from grants.models import Application, Award, Call, Invitation, Mandate
from grants.standing import is_independent
from grants.ties import is_tied
from kit.refusals import Forbidden, NotHere
from kit.rules import allows, rule


@rule("grants.organise")
def organise(person: Person, call: Call | None = None) -> bool:
    """Organisers write calls, publish them and appoint who reviews."""
    return person.is_organiser


@rule("grants.see_call")
def see_call(person: Person, call: Call) -> bool:
    """A published call is everybody's; another one its organisers', reviewers' and applicants'."""
    return queries.calls_visible_to(person).filter(pk=call.pk).exists()


@rule("grants.apply")
def apply(person: Person, call: Call) -> bool:
    """Whoever reads a published call may begin an application."""
    return call.is_public


@rule("grants.read")
def read(person: Person, application: Application) -> bool:
    """Its partners; once it is handed in also organisers and cleared reviewers without a tie."""
    return queries.applications_visible_to(person).filter(pk=application.pk).exists()


@rule("grants.write")
def write(person: Person, application: Application) -> bool:
    """Only those who act for its partners change it, sign it, hand it in and withdraw it."""
    return queries.is_partner(person, application)


@rule("grants.accept")
def accept(person: Person, invitation: Invitation) -> bool:
    """An invitation is answered by whom it was sent to, whoever else has its link."""
    return invitation.person_id == person.pk and invitation.is_open


@rule("grants.declare")
def declare(person: Person, application: Application) -> bool:
    """Reviewers of its call declare their ties to it, once it is handed in, unless they are tied."""
    return queries.is_to_review(person, application)


@rule("grants.review")
def review(person: Person, application: Application) -> bool:
    """Reviewers of its call who declared that they have no conflict."""
    return queries.is_cleared(person, application) and queries.is_to_review(person, application)


@rule("grants.judge")
def judge(person: Person, application: Application) -> bool:
    """Organisers read all reviews and decide, but not on what they are tied to."""
    is_handed_in = application.submitted_at is not None
    return person.is_organiser and is_handed_in and not is_tied(person, application)


@rule("grants.vouch")
def vouch(person: Person, mandate: Mandate) -> bool:
    """Organisers confirm who acts for an organisation that is not their own, nor of whom they apply with."""
    return person.is_organiser and is_independent(person, mandate)


@rule("grants.follow")
def follow(person: Person, award: Award) -> bool:
    """Milestones and reports are read by the partners and by organisers."""
    return person.is_organiser or queries.is_partner(person, award.application)


@rule("grants.report")
def report(person: Person, award: Award) -> bool:
    """Those who act for its partners report."""
    return queries.is_partner(person, award.application)


@rule("grants.oversee")
def oversee(person: Person, award: Award) -> bool:
    """Organisers set milestones and accept reports, but not of what they are tied to."""
    return person.is_organiser and not is_tied(person, award.application)


def demand(name: str, actor: Person, thing: Any) -> None:
    """Raise unless the rule allows it: 404 for who may not know of the thing, else 403."""
    if allows(name, actor, thing):
        return
    raise Forbidden if _is_known_to(actor, thing) else NotHere


def _is_known_to(actor: Person, thing: Any) -> bool:
    if isinstance(thing, Call):
        return allows("grants.see_call", actor, thing)
    if isinstance(thing, Application):
        return allows("grants.read", actor, thing) or allows("grants.declare", actor, thing)
    return isinstance(thing, Award)
