"""Partners: invited by mail, in when they accept for their organisation, out when they leave."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from grants import letters
from grants.applications import house_of
from grants.editing import changed, demand_writable, locked, opened
from grants.models import Application, Invitation, Partner
from grants.rules import demand
from kit.bilingual import CODES
from kit.refusals import NotHere, Refused
from kit.rules import allows
from live import clock
from live.hub import verb

MOST_PARTNERS = 10
# Nobody may use us to write to the whole world.
MOST_A_DAY = 20
# Nor all of us to fill one person's box.
MOST_TO_ONE = 5


@verb
def invite(
    *, actor: Person, application: Application, email: str, language: str = "en"
) -> Invitation:
    """Ask somebody by their address to join for their organisation.

    Who has no account gets one with nothing in it, so that the code of the sign-in can be sent to
    the address; `language` is that of the letter to them. Only they can accept.
    """
    held = opened(actor, application)
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        text = _("This is not a mail address.")
        raise Refused("invitation.address", text, field="email") from None
    _demand_room(actor, held)
    person = Person.objects.filter(email=address).first() or _newcomer(address, language)
    if held.partners.filter(person=person, left_at=None).exists():
        text = _("They are a partner in it already.")
        raise Refused("partner.exists", text, field="email")
    if held.invitations.filter(person=person, accepted_at=None, ended_at=None).exists():
        text = _("They are invited already. You can take that back and invite them again.")
        raise Refused("invitation.exists", text, field="email")
    _demand_peace(person)
    made = Invitation.objects.create(
        application=held, person=person, invited_by=actor, sent_at=clock.now()
    )
    letters.invite(made)
    return made


@verb
def revoke(*, actor: Person, application: Application, invitation: Invitation) -> None:
    """Take an invitation back that has not been answered."""
    demand("grants.write", actor, application)
    open_ones = application.invitations.filter(accepted_at=None, ended_at=None)
    if not open_ones.filter(pk=invitation.pk).update(ended_at=clock.now()):
        raise NotHere


@verb
def accept(
    *, actor: Person, invitation: Invitation, organisation_name: str, country: str = ""
) -> Partner:
    """Join an application for one's organisation."""
    held, open_one = _answered(actor, invitation)
    demand_writable(held)
    house = house_of(actor, organisation_name, country)
    if held.partners.filter(organisation=house, left_at=None).exists():
        text = _("Your organisation is a partner in it already, by somebody else.")
        raise Refused("partner.exists", text, field="organisation_name")
    last = held.partners.aggregate(last=Max("position"))["last"] or 0
    now = clock.now()
    made = Partner.objects.create(
        application=held, organisation=house, person=actor, position=last + 1, joined_at=now
    )
    open_one.accepted_at = now
    open_one.save(update_fields=("accepted_at",))
    changed(held, actor)
    return made


@verb
def decline(*, actor: Person, invitation: Invitation) -> None:
    """Say no to an invitation."""
    _held, open_one = _answered(actor, invitation)
    open_one.ended_at = clock.now()
    open_one.save(update_fields=("ended_at",))


@verb
def leave(*, actor: Person, application: Application) -> None:
    """Leave an application that is being written; the lines of the budget that are one's own go too."""
    held = opened(actor, application)
    if held.partners.filter(left_at=None).count() == 1:
        text = _("You are its only partner. Withdraw it instead.")
        raise Refused("partner.last", text)
    own = held.partners.get(person=actor, left_at=None)
    gone, _rows = own.lines.all().delete()
    own.left_at = clock.now()
    own.save(update_fields=("left_at",))
    if gone:
        held.budget_edition += 1
    changed(held, actor, "budget_edition")


def _answered(actor: Person, invitation: Invitation) -> tuple[Application, Invitation]:
    held = locked(invitation.application)
    row = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    if row.person_id != actor.pk:
        raise NotHere
    if not allows("grants.accept", actor, row):
        raise Refused("invitation.over", _("This invitation was answered or taken back."))
    return held, row


def _demand_room(actor: Person, application: Application) -> None:
    acting = application.partners.filter(left_at=None).count()
    asked = application.invitations.filter(accepted_at=None, ended_at=None).count()
    if acting + asked >= MOST_PARTNERS:
        text = _("An application has at most 10 partners, those who are invited among them.")
        raise Refused("partner.too_many", text)
    since = clock.now() - timedelta(days=1)
    if Invitation.objects.filter(invited_by=actor, sent_at__gt=since).count() >= MOST_A_DAY:
        text = _("You have sent 20 invitations since yesterday. Go on tomorrow.")
        raise Refused("invitation.too_many", text, status=429)


def _demand_peace(person: Person) -> None:
    since = clock.now() - timedelta(days=1)
    if Invitation.objects.filter(person=person, sent_at__gt=since).count() >= MOST_TO_ONE:
        text = _("This address was sent several invitations since yesterday. Try again tomorrow.")
        raise Refused("invitation.too_often", text, field="email", status=429)


def _newcomer(address: str, language: str) -> Person:
    if language not in CODES:
        text = _("Choose English or Russian.")
        raise Refused("invitation.language", text, field="language")
    return Person.objects.create_user(address, language=language)
