"""Giving and taking roles; each change ends the rights that open sockets entered with."""

from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import Person
from kit.refusals import Refused
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
        "participant.appoint": _("Let in as a participant"),
        "participant.dismiss": _("No longer let in as a participant"),
    }
)


@verb
def give_role(*, actor: Person, session: Session, person: Person, name: str) -> Role:
    """Give a person a role, which also lets them enter, even if they were removed before.

    Given twice it is the same role.
    """
    demand("sessions.assign", actor, session)
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
    """Give a role to the person who signs in with an address."""
    demand("sessions.assign", actor, session)
    person = Person.objects.filter(email=email.strip().lower(), is_active=True).first()
    if person is None:
        text = _("Nobody signs in with this address. Ask them to sign in once, then try again.")
        raise Refused("person.unknown", text, field="email")
    return give_role(actor=actor, session=session, person=person, name=name)


@verb
def take_role(*, actor: Person, session: Session, person: Person, name: str) -> None:
    """Take a role away; who may enter only by it is out within two seconds."""
    demand("sessions.assign", actor, session)
    taken, _rows = Role.objects.filter(session=session, person=person, name=name).delete()
    if not taken:
        raise Refused("role.not_given", _("This person does not have this role."))
    _changed(actor, session, person, f"{name}.dismiss")


def _changed(actor: Person, session: Session, person: Person, act: str) -> None:
    audit.record(
        actor=actor, act=act, room=str(session.live_room), subject=session.pk, person=person.pk
    )
    raise_epoch(person.pk)
