"""Changing an application: under its lock, while it may be changed, and with what was signed taken back."""

from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from grants import letters
from grants.calls import demand_open
from grants.models import Application, State
from grants.rules import demand
from kit import finding
from kit.refusals import Refused
from live import clock


def locked(application: Application) -> Application:
    """Return the application as it is now, held until the verb ends; it orders all that is done to it."""
    rows = Application.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("call").get(pk=application.pk)


def opened(actor: Person, application: Application) -> Application:
    """Return an application held for one of its partners, if it may still be changed."""
    demand("grants.write", actor, application)
    held = locked(application)
    # Who waited for the lock may have left meanwhile.
    demand("grants.write", actor, held)
    demand_writable(held)
    return held


def demand_writable(application: Application) -> None:
    """Raise unless an application may be changed at this moment, by the server's clock."""
    if not application.is_writable:
        text = _("The application is submitted or decided, and is not changed any more.")
        raise Refused("application.shut", text)
    if application.state == State.DRAFT:
        demand_open(application.call)
    elif application.due_at is not None and clock.now() >= application.due_at:
        text = _("The time to add what was asked for is over. What you wrote stays here to read.")
        raise Refused("application.late", text)


def is_writable(application: Application) -> bool:
    """Say whether an application may be changed at this moment."""
    try:
        demand_writable(application)
    except Refused:
        return False
    return True


def changed(application: Application, actor: Person, *fields: str) -> None:
    """Count a change, save it, and take back what was signed: a sign-off is to what was there before.

    Who changes it sees that on the page; the others who had signed are told by mail.
    """
    application.edition += 1
    application.save(update_fields=("edition", *fields))
    finding.touch("application", application.pk)
    signed = list(
        application.partners.filter(signed_edition__isnull=False).select_related("person")
    )
    if not signed:
        return
    application.partners.update(signed_edition=None, signed_at=None)
    others = [each for each in signed if each.person_id != actor.pk and each.left_at is None]
    letters.unsigned(application, others)
