"""Mandates: who acts for an organisation asks, an organiser looks into it, and confirms it or does not."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import Person
from grants import letters
from grants.editing import locked
from grants.models import Application, Mandate, MandateState, Partner, State
from grants.rules import demand
from grants.wording import prose
from kit.names import clean_name
from kit.refusals import Forbidden, NotHere, Refused
from kit.rules import allows
from live import clock
from live.hub import verb

LONGEST_PROOF = 1000
# What waits of one person at once, for as many organisations.
MOST_WAITING = 5

audit.name_acts(
    {
        "mandate.confirm": _("Confirmed that somebody acts for an organisation"),
        "mandate.refuse": _("Not confirmed that somebody acts for an organisation"),
        "mandate.end": _("Confirmation taken back that somebody acts for an organisation"),
    }
)


@verb
def ask(*, actor: Person, application: Application, proof: str) -> Mandate:
    """Ask the organisers to confirm that one acts for the organisation for which one is in an application.

    They are told the person, the organisation and the proof; of the application nothing.
    """
    demand("grants.write", actor, application)
    held = locked(application)
    own = held.partners.select_related("organisation").filter(person=actor, left_at=None).first()
    if own is None:
        raise NotHere
    said = prose(proof, "proof", LONGEST_PROOF)
    if not clean_name(said, LONGEST_PROOF):
        text = _("Say how the organisers can check it: who knows you there, where you are named.")
        raise Refused("mandate.no_proof", text, field="proof")
    waiting = Mandate.objects.filter(person=actor, state=MandateState.WAITING)
    if waiting.exclude(organisation=own.organisation).count() >= MOST_WAITING:
        text = _("Five of your questions wait already. Go on when they are answered.")
        raise Refused("mandate.too_many", text, status=429)
    _put_away_outdated(own)
    try:
        with transaction.atomic():
            return Mandate.objects.create(
                person=actor,
                organisation=own.organisation,
                country=own.organisation.country.code or "",
                proof=said,
                proof_language=actor.language,
                asked_at=clock.now(),
            )
    except IntegrityError as error:
        text = _("The organisers are asked already, or have confirmed it.")
        raise Refused("mandate.exists", text) from error


@verb
def confirm(*, actor: Person, mandate: Mandate) -> Mandate:
    """Confirm that somebody acts for an organisation of the country that it has; mailed to them."""
    held = _waiting(actor, mandate)
    country = held.organisation.country.code or ""
    if country != held.country:
        text = _("The organisation has moved to another country since. Ask them to ask anew.")
        raise Refused("mandate.moved", text)
    return _decide(actor, held, MandateState.CONFIRMED, "mandate.confirm", "")


@verb
def refuse(*, actor: Person, mandate: Mandate, reason: str) -> Mandate:
    """Refuse to confirm it, with a reason, which is mailed as it is written."""
    held = _waiting(actor, mandate)
    return _decide(actor, held, MandateState.REFUSED, "mandate.refuse", _reason(reason))


@verb
def end(*, actor: Person, mandate: Mandate, reason: str) -> Mandate:
    """Take a confirmation back: what is handed in by it and not decided yet does not count any more."""
    held = _held(actor, mandate)
    if held.state != MandateState.CONFIRMED:
        raise Refused("mandate.over", _("This is not confirmed now. Look again."))
    said = _reason(reason)
    open_ones = Application.objects.filter(state__in=(State.SUBMITTED, State.ASKED))
    Partner.objects.filter(
        person=held.person, organisation=held.organisation, application__in=open_ones
    ).update(standing="")
    return _decide(actor, held, MandateState.ENDED, "mandate.end", said)


def _put_away_outdated(partner: Partner) -> None:
    """A confirmation for another country is over: it is asked for anew."""
    rows = Mandate.objects.filter(person=partner.person_id, organisation=partner.organisation)
    live = rows.filter(state__in=(MandateState.WAITING, MandateState.CONFIRMED))
    moved = live.exclude(country=partner.organisation.country.code or "")
    moved.update(state=MandateState.ENDED, decided_at=clock.now())


def _waiting(actor: Person, mandate: Mandate) -> Mandate:
    held = _held(actor, mandate)
    if held.state != MandateState.WAITING:
        raise Refused("mandate.over", _("Somebody has answered it already."))
    return held


def _held(actor: Person, mandate: Mandate) -> Mandate:
    if not actor.is_organiser:
        raise NotHere
    rows = Mandate.objects.select_for_update(of=("self",), no_key=True)
    held = rows.select_related("person", "organisation").get(pk=mandate.pk)
    if not allows("grants.vouch", actor, held):
        raise Forbidden
    return held


def _reason(text: str) -> str:
    said = audit.clean_reason(text)
    if not said:
        words = _("Write the reason: it is mailed to them.")
        raise Refused("mandate.no_reason", words, field="reason")
    return said


def _decide(actor: Person, mandate: Mandate, state: MandateState, act: str, reason: str) -> Mandate:
    mandate.state, mandate.reason = state, reason
    mandate.decided_by, mandate.decided_at = actor, clock.now()
    mandate.save(update_fields=("state", "reason", "decided_by", "decided_at"))
    audit.record(
        actor=actor,
        act=act,
        subject=mandate.organisation_id,
        person=mandate.person_id,
        reason=reason,
    )
    letters.vouched(mandate)
    return mandate
