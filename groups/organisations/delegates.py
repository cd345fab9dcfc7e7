"""Delegates: who belongs to a group and, as somebody of the organisation or an organiser says, acts for it."""

from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import Organisation, Person
from groups import memberships, queries
from groups.models import Group, Membership
from groups.organisations import houses
from groups.organisations.models import Application
from kit.refusals import Forbidden, NotHere, Refused
from kit.rules import allows
from live import clock
from live.hub import verb

audit.name_acts({"delegate.confirm": _("Confirmed as a delegate of an organisation")})


@verb
def confirm(*, actor: Person, membership: Membership, organisation: Organisation) -> Membership:
    """Confirm that a member acts for the organisation that they name, which counts from now on.

    `organisation` is the one that was looked at: who names another meanwhile is not confirmed for that.
    """
    Group.objects.select_for_update(no_key=True).get(pk=membership.group_id)
    row = memberships.locked(membership)
    if not allows("groups.confirm_delegate", actor, row):
        raise Forbidden if allows("groups.see_members", actor, row.group) else NotHere
    if row.ended_at is not None or row.organisation_id is not None:
        fault = _("There is nothing to confirm any more: look again.")
        raise Refused("delegate.settled", fault, field="email")
    if row.person.organisation_id != organisation.pk:
        fault = _("This person names another organisation now: look again.")
        raise Refused("delegate.other_house", fault, field="email")
    settle(actor, row, organisation)
    return row


def settle(actor: Person, membership: Membership, organisation: Organisation) -> None:
    """Have a member count as a delegate; the caller has authorised."""
    # As at an admission: two that begin an organisation's membership at once begin one.
    Group.objects.select_for_update(no_key=True).get(pk=membership.group_id)
    membership.organisation = organisation
    membership.confirmed_by, membership.confirmed_at = actor, clock.now()
    membership.save(update_fields=("organisation", "confirmed_by", "confirmed_at"))
    houses.ensure(actor, membership.group, organisation)
    audit.record(
        actor=actor,
        act="delegate.confirm",
        room=f"group.{membership.group_id}",
        subject=organisation.pk,
        person=membership.person_id,
    )


def is_vouched_for(actor: Person, application: Application) -> bool:
    """Say whether who applied is known to act for the organisation, when this one admits them.

    The group admits an organisation with its first delegate. Of one that is a member already its
    own delegates say who else acts for it: by proposing them, or by admitting them; or organisers.
    """
    group, house = application.group, application.organisation
    if actor.is_organiser or not group.houses.filter(organisation=house, ended_at=None).exists():
        return True
    known = (queries.membership_of(who, group) for who in (actor, application.brought_by) if who)
    return any(mine is not None and mine.organisation_id == house.pk for mine in known)
