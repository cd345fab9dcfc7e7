"""Organisations as members: they come in with their first delegate, and leave with all of them."""

from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import Organisation, Person
from groups.models import Group, GroupRole, Membership
from groups.organisations.models import OrganisationMembership
from kit.refusals import Forbidden, Refused
from kit.rules import allows
from live import clock
from live.hub import verb

audit.name_acts(
    {
        "organisation.admit": _("Organisation admitted to the working group"),
        "organisation.end": _("Membership of an organisation ended"),
    }
)


def ensure(actor: Person, group: Group, organisation: Organisation) -> OrganisationMembership:
    """Return the organisation's membership, a new one if there is none; the caller has authorised.

    The caller holds the group's row, so that two admissions make one membership.
    """
    there = group.houses.filter(organisation=organisation, ended_at=None).first()
    if there is not None:
        return there
    made = OrganisationMembership.objects.create(
        group=group, organisation=organisation, admitted_at=clock.now(), admitted_by=actor
    )
    _record(actor, made, "organisation.admit")
    return made


@verb
def end(*, actor: Person, house: OrganisationMembership, reason: str = "") -> None:
    """End an organisation's membership and those of its delegates; a co-chair must be replaced first."""
    from groups import memberships  # noqa: PLC0415 - a membership admits its organisation

    group = house.group
    if not allows("groups.manage", actor, group):
        raise Forbidden
    Group.objects.select_for_update(no_key=True).get(pk=group.pk)
    house = OrganisationMembership.objects.select_for_update(no_key=True).get(pk=house.pk)
    if house.ended_at is not None:
        return
    delegates = list(_delegates(house))
    if any(row.role == GroupRole.CHAIR for row in delegates):
        text = _(
            "A co-chair belongs to this organisation. Have the chair handed over and that "
            "membership ended first."
        )
        raise Refused("organisation.chairs", text)
    for row in delegates:
        memberships.end(actor=actor, membership=row)
    house.ended_at, house.ended_by = clock.now(), actor
    house.ended_reason = audit.clean_reason(reason)
    house.save(update_fields=("ended_at", "ended_by", "ended_reason"))
    _record(actor, house, "organisation.end", reason)


def _delegates(house: OrganisationMembership) -> "list[Membership]":
    rows = Membership.objects.filter(
        group=house.group_id, organisation=house.organisation_id, ended_at=None
    )
    # In the order of people, in which two groups that lose them at once wait for one another.
    return list(rows.select_related("person", "group").order_by("person_id"))


def _record(actor: Person, house: OrganisationMembership, act: str, reason: str = "") -> None:
    audit.record(
        actor=actor,
        act=act,
        room=f"group.{house.group_id}",
        subject=house.organisation_id,
        reason=reason,
    )
