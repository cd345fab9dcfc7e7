"""Giving and taking roles; each change ends the rights that open sockets entered with."""

from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import Person
from kit.refusals import Refused
from kit.rules import allows
from live.epochs import raise_epoch
from live.hub import verb
from sessions import queries, removals
from sessions.models import Role, RoleName, Session
from sessions.rules import demand

audit.name_acts(
    {
        "moderator.appoint": _("Made a moderator"),
        "moderator.dismiss": _("No longer a moderator"),
        "speaker.appoint": _("Made a speaker"),
        "speaker.dismiss": _("No longer a speaker"),
        "rapporteur.appoint": _("Made a rapporteur"),
        "rapporteur.dismiss": _("No longer a rapporteur"),
        "participant.appoint": _("Let in as a participant"),
        "participant.dismiss": _("No longer let in as a participant"),
    }
)


@verb
def give_role(*, actor: Person, session: Session, person: Person, name: str) -> Role:
    """Give a person a role, which also lets them enter, even if they were removed before.

    Given twice it is the same role. Who moderates makes a rapporteur of somebody who may enter
    anyway: whom else the session lets in is for those who plan it.
    """
    demand(rule_for(name), actor, session)
    if not allows("sessions.assign", actor, session):
        _demand_inside(session, person)
    role, is_new = Role.objects.get_or_create(
        session=session, person=person, name=RoleName(name).value
    )
    if queries.who_is_removed(session, {person.pk}):
        removals.readmit(actor=actor, session=session, person=person.pk)
    if is_new:
        _changed(actor, session, person, f"{role.name}.appoint")
    return role


@verb
def give_role_by_email(*, actor: Person, session: Session, email: str, name: str) -> Role:
    """Give a role to the person who signs in with an address.

    To who only moderates, an address that nobody has answers as one whose person may not enter.
    """
    demand(rule_for(name), actor, session)
    person = Person.objects.filter(email=email.strip().lower(), is_active=True).first()
    if person is None and not allows("sessions.assign", actor, session):
        raise _outside()
    if person is None:
        text = _(
            "Nobody has signed in with this address yet. Ask them to sign in once, then try again."
        )
        raise Refused("person.unknown", text, field="email")
    return give_role(actor=actor, session=session, person=person, name=name)


@verb
def take_role(*, actor: Person, session: Session, person: Person, name: str) -> None:
    """Take a role away; who may enter only by it is out within two seconds."""
    demand(rule_for(name), actor, session)
    taken, _rows = Role.objects.filter(session=session, person=person, name=name).delete()
    if not taken:
        raise Refused("role.not_given", _("This person does not have this role."))
    _changed(actor, session, person, f"{name}.dismiss")


def rule_for(name: str) -> str:
    """Return the rule that says who gives and takes a role."""
    is_rapporteur = name == RoleName.RAPPORTEUR
    return "sessions.appoint_rapporteur" if is_rapporteur else "sessions.assign"


def _demand_inside(session: Session, person: Person) -> None:
    if not queries.who_may_enter(session, [person]):
        raise _outside()


def _outside() -> Refused:
    text = _("Nobody who may enter this session signs in with this address.")
    return Refused("person.outside", text, field="email")


def _changed(actor: Person, session: Session, person: Person, act: str) -> None:
    audit.record(
        actor=actor, act=act, room=str(session.live_room), subject=session.pk, person=person.pk
    )
    raise_epoch(person.pk)
