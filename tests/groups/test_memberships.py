"""Who is admitted to a group, who leaves, who agrees to be named."""

import pytest

from accounts.models import Person
from groups import memberships
from groups.models import Group, GroupRole, Membership
from kit.refusals import Forbidden, NotHere, Refused
from kit.rules import allows
from live.epochs import epochs
from tests import build

# person: see members, manage, appoint
EXPECTED = {
    "ada": (True, True, True),
    "boris": (True, True, False),
    "dmitri": (True, False, False),
    "eve": (False, False, False),
}


def epoch(person: Person) -> int:
    return epochs([person.pk]).get(person.pk, 0)


def of(person: Person) -> Membership:
    return Membership.objects.get(person=person, ended_at=None)


@pytest.mark.parametrize("name", EXPECTED)
def test_rules(request: pytest.FixtureRequest, circle: Group, name: str) -> None:
    person = request.getfixturevalue(name)
    rules = ("see_members", "manage", "appoint")
    assert tuple(allows(f"groups.{rule}", person, circle) for rule in rules) == EXPECTED[name]


def test_chair_admits_a_member_who_is_not_named_yet(
    circle: Group, boris: Person, eve: Person
) -> None:
    eve.organisation = build.organisation()
    eve.save()
    made = memberships.admit(actor=boris, group=circle, person=eve)
    # What a profile says makes nobody a delegate.
    assert (made.role, made.is_listed, made.organisation) == ("member", False, None)
    assert not circle.houses.exists()
    assert epoch(eve) == 1


def test_only_who_manages_admits(circle: Group, dmitri: Person, eve: Person) -> None:
    for actor in (dmitri, eve):
        with pytest.raises(Forbidden):
            memberships.admit(actor=actor, group=circle, person=eve)
    assert not Membership.objects.filter(person=eve).exists()


def test_only_organisers_appoint_a_chair(
    circle: Group, ada: Person, boris: Person, dmitri: Person
) -> None:
    with pytest.raises(Forbidden):
        memberships.admit(actor=boris, group=circle, person=dmitri, role=GroupRole.CHAIR)
    assert of(dmitri).role == GroupRole.MEMBER
    memberships.admit(actor=ada, group=circle, person=dmitri, role=GroupRole.CHAIR)
    assert of(dmitri).role == GroupRole.CHAIR
    assert Membership.objects.filter(person=dmitri).count() == 2
    assert epoch(dmitri) == 1


def test_chair_can_not_make_the_other_chair_a_member(
    circle: Group, ada: Person, boris: Person, dmitri: Person
) -> None:
    memberships.admit(actor=ada, group=circle, person=dmitri, role=GroupRole.CHAIR)
    with pytest.raises(Forbidden):
        memberships.admit(actor=boris, group=circle, person=dmitri)
    assert of(dmitri).role == GroupRole.CHAIR


def test_admitting_twice_is_refused(circle: Group, boris: Person, dmitri: Person) -> None:
    with pytest.raises(Refused) as refused:
        memberships.admit(actor=boris, group=circle, person=dmitri)
    assert (refused.value.code, refused.value.field) == ("membership.exists", "email")


def test_unknown_role_is_refused(circle: Group, ada: Person, eve: Person) -> None:
    with pytest.raises(Refused) as refused:
        memberships.admit(actor=ada, group=circle, person=eve, role="king")
    assert refused.value.code == "membership.role"


def test_end_keeps_the_row_and_lets_come_back(circle: Group, boris: Person, dmitri: Person) -> None:
    old = memberships.end(actor=boris, membership=of(dmitri))
    assert old.ended_at is not None
    assert epoch(dmitri) == 1
    assert memberships.end(actor=boris, membership=old).ended_at == old.ended_at
    assert epoch(dmitri) == 1
    new = memberships.admit(actor=boris, group=circle, person=dmitri)
    assert new.pk != old.pk
    assert Membership.objects.filter(person=dmitri).count() == 2


def test_member_may_leave_but_not_end_another(
    circle: Group, boris: Person, dmitri: Person, eve: Person
) -> None:
    with pytest.raises(Forbidden):
        memberships.end(actor=dmitri, membership=of(boris))
    with pytest.raises(NotHere):
        memberships.end(actor=eve, membership=of(boris))
    memberships.end(actor=dmitri, membership=of(dmitri))
    assert not Membership.objects.filter(person=dmitri, ended_at=None).exists()


def test_chair_is_ended_by_organisers_or_leaves(
    circle: Group, ada: Person, boris: Person, dmitri: Person
) -> None:
    memberships.admit(actor=ada, group=circle, person=dmitri, role=GroupRole.CHAIR)
    with pytest.raises(Forbidden):
        memberships.end(actor=boris, membership=of(dmitri))
    memberships.end(actor=ada, membership=of(dmitri))
    memberships.end(actor=boris, membership=of(boris))
    assert not circle.memberships.filter(ended_at=None).exists()


def test_to_be_named_is_ones_own_to_agree(circle: Group, boris: Person, dmitri: Person) -> None:
    row = of(dmitri)
    with pytest.raises(NotHere):
        memberships.agree(actor=boris, membership=row, is_listed=True)
    assert memberships.agree(actor=dmitri, membership=row, is_listed=True).is_listed
    assert not memberships.end(actor=boris, membership=row).is_listed
    with pytest.raises(Refused) as refused:
        memberships.agree(actor=dmitri, membership=row, is_listed=True)
    assert refused.value.code == "membership.ended"
