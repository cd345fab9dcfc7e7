"""Membership of working groups: who is admitted, who leaves, who agrees to be named."""

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import Organisation, Person
from groups.models import Group, GroupRole, Membership
from kit.refusals import Forbidden, NotHere, Refused
from kit.rules import allows
from live import clock
from live.epochs import raise_epoch
from live.hub import verb

MembershipCallback = Callable[[Membership], None]

_after_joining: list[MembershipCallback] = []
_after_leaving: list[MembershipCallback] = []

audit.name_acts(
    {
        "member.admit": _("Admitted to the working group"),
        "member.end": _("Membership of the working group ended"),
        "chair.appoint": _("Made a co-chair"),
        "chair.dismiss": _("No longer a co-chair"),
    }
)


def after_joining(callback: MembershipCallback) -> MembershipCallback:
    """Register what else is written, in the same transaction, when somebody becomes a member."""
    _after_joining.append(callback)
    return callback


def after_leaving(callback: MembershipCallback) -> MembershipCallback:
    """Register what else is written, in the same transaction, when a membership has ended."""
    _after_leaving.append(callback)
    return callback


@verb
def admit(
    *,
    actor: Person,
    group: Group,
    person: Person,
    organisation: Organisation | None = None,
    role: str = GroupRole.MEMBER,
) -> Membership:
    """Make a person a member, or a member a co-chair, on behalf of an organisation.

    Nobody is named to others by being admitted: that is for the person to agree to.
    """
    _demand("groups.manage", actor, group)
    if role not in GroupRole.values:
        raise Refused("membership.role", _("A member is a co-chair or a member."), field="role")
    if role == GroupRole.CHAIR:
        _demand("groups.appoint", actor, group)
    # The group's row is the lock: two chairs who admit one person at once admit them once.
    Group.objects.select_for_update().get(pk=group.pk)
    present = group.memberships.filter(person=person, ended_at=None).first()
    if present is not None and present.role == role:
        text = _("This person belongs to the group already.")
        raise Refused("membership.exists", text, field="email")
    if present is not None:
        return _change_role(actor, present, role)
    made = Membership.objects.create(
        group=group,
        person=person,
        organisation=organisation or person.organisation,
        role=role,
        joined_at=clock.now(),
    )
    _record(actor, made, "member.admit")
    if role == GroupRole.CHAIR:
        _record(actor, made, "chair.appoint")
    raise_epoch(person.pk)
    for callback in _after_joining:
        callback(made)
    return made


@verb
def end(*, actor: Person, membership: Membership) -> Membership:
    """End a membership; the row stays, so that it is known who belonged to the group and when."""
    membership = _locked(membership)
    if not allows("groups.end", actor, membership):
        may_see = allows("groups.see_members", actor, membership.group)
        raise Forbidden if may_see else NotHere
    if membership.ended_at is not None:
        return membership
    membership.ended_at = clock.now()
    membership.is_listed = False
    membership.save(update_fields=("ended_at", "is_listed"))
    # Who leaves by themselves acts as a member, not as a chair.
    if membership.person_id != actor.pk:
        _record(actor, membership, "member.end")
    raise_epoch(membership.person_id)
    for callback in _after_leaving:
        callback(membership)
    return membership


@verb
def agree(*, actor: Person, membership: Membership, is_listed: bool) -> Membership:
    """Agree to be named among the members and as a co-chair, or take that back."""
    membership = _locked(membership)
    if membership.person_id != actor.pk:
        raise NotHere
    if membership.ended_at is not None:
        raise Refused("membership.ended", _("You no longer belong to this group."))
    membership.is_listed = is_listed
    membership.save(update_fields=("is_listed",))
    return membership


def _change_role(actor: Person, membership: Membership, role: str) -> Membership:
    # A co-chair who becomes a member again loses an office that only organisers give.
    _demand("groups.appoint", actor, membership.group)
    membership.role = role
    membership.save(update_fields=("role",))
    is_chair = role == GroupRole.CHAIR
    _record(actor, membership, "chair.appoint" if is_chair else "chair.dismiss")
    raise_epoch(membership.person_id)
    return membership


def _record(actor: Person, membership: Membership, act: str) -> None:
    audit.record(
        actor=actor,
        act=act,
        room=f"group.{membership.group_id}",
        subject=membership.pk,
        person=membership.person_id,
    )


def _demand(rule: str, actor: Person, group: Group) -> None:
    if not allows(rule, actor, group):
        raise Forbidden


def _locked(membership: Membership) -> Membership:
    rows = Membership.objects.select_for_update(of=("self",))
    return rows.select_related("group", "person").get(pk=membership.pk)
