"""Membership of working groups: who is admitted, who leaves, who agrees to be named."""

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import Organisation, Person
from groups import faces, terms
from groups.models import Group, GroupRole, Membership
from groups.organisations import houses
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
    """Register what else is written, in the same transaction, when a membership has ended.

    Another role in the same group is no leaving, though another row holds it.
    """
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
    """Make a person a member, or a member a co-chair.

    Nobody is named to others by being admitted: that is for the person to agree to. What their
    profile says makes nobody a delegate: whoever calls this names an organisation only where they
    know that it is confirmed, else it is confirmed afterwards (`groups.organisations.delegates`).
    It becomes a member with its first delegate. A side has one co-chair.
    """
    _demand("groups.manage", actor, group)
    if role not in GroupRole.values:
        raise Refused("membership.role", _("A member is a co-chair or a member."), field="role")
    if role == GroupRole.CHAIR:
        _demand("groups.appoint", actor, group)
    # The group's row is the lock: two chairs who admit one person at once admit them once.
    Group.objects.select_for_update(no_key=True).get(pk=group.pk)
    present = _locked_present(group, person)
    if present is not None and present.role == role:
        text = _("This person belongs to the group already.")
        raise Refused("membership.exists", text, field="email")
    if role == GroupRole.CHAIR:
        house = organisation or (present and present.organisation) or person.organisation
        terms.demand_free_seat(group, person, house)
    if present is not None:
        return _change_role(actor, present, role)
    return _join(actor, group, person, organisation, role)


@verb
def hand_over(*, actor: Person, membership: Membership, person: Person) -> Membership:
    """Have a person take the chair of a co-chair of their side, who stays a member: in one act."""
    group = membership.group
    _demand("groups.appoint", actor, group)
    Group.objects.select_for_update(no_key=True).get(pk=group.pk)
    former = locked(membership)
    if former.ended_at is not None or former.role != GroupRole.CHAIR:
        text = _("This person is no longer a co-chair: look again who chairs now.")
        raise Refused("chair.gone", text, field="membership")
    if former.person_id == person.pk:
        text = _("This person holds the chair already.")
        raise Refused("membership.exists", text, field="email")
    present = _locked_present(group, person)
    if present is not None and present.role == GroupRole.CHAIR:
        text = _("This person chairs the group already.")
        raise Refused("membership.exists", text, field="email")
    house = (present and present.organisation) or person.organisation
    terms.demand_same_side(former, person, house)
    _change_role(actor, former, GroupRole.MEMBER)
    if present is not None:
        return _change_role(actor, present, GroupRole.CHAIR)
    return _join(actor, group, person, None, GroupRole.CHAIR)


@verb
def end(*, actor: Person, membership: Membership) -> Membership:
    """End a membership; the row stays, so that it is known who belonged to the group and when."""
    membership = locked(membership)
    if not allows("groups.end", actor, membership):
        may_see = allows("groups.see_members", actor, membership.group)
        raise Forbidden if may_see else NotHere
    if membership.ended_at is not None:
        return membership
    _close(membership)
    # Who leaves by themselves acts as a member, not as a chair.
    if membership.person_id != actor.pk:
        _record(actor, membership, "member.end")
    raise_epoch(membership.person_id)
    for callback in _after_leaving:
        callback(membership)
    return membership


@verb
def agree(*, actor: Person, membership: Membership, is_listed: bool) -> Membership:
    """Agree to be named among the members and as a co-chair, or take that back.

    A co-chair who takes it back is no longer named as a former one either.
    """
    membership = locked(membership)
    if membership.person_id != actor.pk:
        raise NotHere
    if membership.ended_at is not None:
        raise Refused("membership.ended", _("You no longer belong to this group."))
    membership.is_listed = is_listed
    membership.save(update_fields=("is_listed",))
    if not is_listed and membership.role == GroupRole.CHAIR:
        _forget_past(actor, membership.group)
    return membership


@verb
def be_named_no_more(*, actor: Person, group: Group) -> None:
    """Take back being named as a former co-chair of a group; it can't be given again."""
    if not _forget_past(actor, group):
        raise NotHere


def _forget_past(person: Person, group: Group) -> int:
    named = group.memberships.filter(person=person, ended_at__isnull=False)
    return named.exclude(seen_at_end=None).update(seen_at_end=None)


def _join(
    actor: Person, group: Group, person: Person, organisation: Organisation | None, role: str
) -> Membership:
    made = Membership.objects.create(
        group=group,
        person=person,
        organisation=organisation,
        role=role,
        joined_at=clock.now(),
    )
    if organisation is not None:
        houses.ensure(actor, group, organisation)
    _record(actor, made, "member.admit")
    if role == GroupRole.CHAIR:
        _record(actor, made, "chair.appoint")
    raise_epoch(person.pk)
    for callback in _after_joining:
        callback(made)
    return made


def _change_role(actor: Person, membership: Membership, role: str) -> Membership:
    # A co-chair who becomes a member again loses an office that only organisers give.
    _demand("groups.appoint", actor, membership.group)
    was_listed = membership.is_listed
    _close(membership)
    is_chair = role == GroupRole.CHAIR
    made = Membership.objects.create(
        group=membership.group,
        person=membership.person,
        organisation=membership.organisation,
        confirmed_by=membership.confirmed_by,
        confirmed_at=membership.confirmed_at,
        role=role,
        # Members agreed to be named to members; a co-chair is named to everyone, and asked anew.
        is_listed=was_listed and not is_chair,
        joined_at=membership.ended_at or clock.now(),
    )
    _record(actor, made, "chair.appoint" if is_chair else "chair.dismiss")
    raise_epoch(membership.person_id)
    return made


def _close(membership: Membership) -> None:
    """End a row; of a co-chair who agreed to be named it is kept how they were seen."""
    if membership.role == GroupRole.CHAIR and membership.is_listed:
        membership.seen_at_end = faces.seen(membership.person)
    # Not before it began: a clock that was set back must not turn it round.
    membership.ended_at = max(clock.now(), membership.joined_at)
    membership.is_listed = False
    membership.save(update_fields=("ended_at", "is_listed", "seen_at_end"))


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


def _locked_present(group: Group, person: Person) -> Membership | None:
    """Return a membership that goes on, locked: whoever leaves or withdraws consent meanwhile is heard."""
    rows = group.memberships.select_for_update(no_key=True, of=("self",))
    return rows.select_related("group", "person").filter(person=person, ended_at=None).first()


def locked(membership: Membership) -> Membership:
    """Return a membership with its row locked."""
    rows = Membership.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("group", "person").get(pk=membership.pk)
