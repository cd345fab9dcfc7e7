"""What can be read of working groups: the groups, their co-chairs by side, their members."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Prefetch, Q, QuerySet

from accounts import programmes
from accounts.models import Organisation, Person, ShownAs, Side
from accounts.people import Shown, shown
from groups.faces import face
from groups.models import Group, GroupRole, Membership
from groups.organisations.models import OrganisationMembership
from groups.terms import country_of, house_of, side_in
from kit.refusals import NotHere

Reader = Person | AnonymousUser


@dataclass(frozen=True, slots=True)
class Seat:
    """A side of the programme and those who chair for it; without a side, people of no side."""

    side: Side | None
    people: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Houses:
    """A side of the programme and its member organisations; without a side, those of no side."""

    side: Side | None
    organisations: tuple[Organisation, ...]
    number: int = 0


@dataclass(frozen=True, slots=True)
class GroupCard:
    """A group as a list shows it: how many belong to it, and the co-chairs who agreed to be named."""

    group: Group
    members: int
    seats: tuple[Seat, ...]


def cards() -> list[GroupCard]:
    """Return all groups in their order, in three queries however many there are."""
    now = Q(memberships__ended_at__isnull=True)
    counted = Group.objects.annotate(members=Count("memberships", filter=now))
    # Said again: a query that counts per group forgets the model's own order.
    groups = counted.order_by("position", "slug").prefetch_related(_listed_chairs())
    sides = programmes.sides()
    return [
        GroupCard(group, group.members, _seats(group, sides, with_empty=False)) for group in groups
    ]


def group_at(slug: str) -> Group:
    """Return the group at an address, with its co-chairs prefetched."""
    found = Group.objects.filter(slug=slug).prefetch_related(_listed_chairs()).first()
    if found is None:
        raise NotHere
    return found


def seats(group: Group) -> tuple[Seat, ...]:
    """Return the co-chairs of a group by side, a side without one included."""
    return _seats(group, programmes.sides(), with_empty=True)


def chairs_on(group: Group, instant: datetime) -> tuple[Seat, ...]:
    """Return who chaired the group at an instant, by side: those who agreed then and still agree.

    Whoever took the agreement back, or shows no name now, is not among them.
    """
    began = group.memberships.filter(role=GroupRole.CHAIR, joined_at__lte=instant)
    then = began.filter(Q(ended_at=None) | Q(ended_at__gt=instant), person__is_active=True)
    named = then.filter(Q(ended_at=None, is_listed=True) | Q(seen_at_end__isnull=False))
    rows = named.select_related("person__organisation").order_by("joined_at", "pk")
    faces = [
        shown(row.person) if row.ended_at is None else face(row.seen_at_end, row.person)
        for row in rows
    ]
    named_now = (seen for seen in faces if seen.kind == ShownAs.NAMED)
    return _by_side(named_now, programmes.sides(), with_empty=False)


def organisations_of(group: Group) -> QuerySet[Organisation]:
    """Return the organisations that are members of a group now, by name; this is public."""
    now = OrganisationMembership.objects.filter(group=group, ended_at=None)
    members = Organisation.objects.filter(pk__in=now.values("organisation"))
    return members.order_by("name_en", "name_ru", "pk")


def houses(group: Group, few: int | None = None) -> tuple[Houses, ...]:
    """Return the member organisations by side, of each the first few; a side without one is left out."""
    sides = programmes.sides()
    found: dict[str, list[Organisation]] = {}
    for organisation in organisations_of(group):
        side = side_in(sides, organisation.country.code or "")
        found.setdefault(side.code if side else "", []).append(organisation)
    places: list[Side | None] = [*sides, None]
    ours = ((side, found.get(side.code if side else "", [])) for side in places)
    told = [Houses(side, tuple(rows[:few]), len(rows)) for side, rows in ours]
    return tuple(each for each in told if each.organisations)


def was_named_as_chair(person: Reader, group: Group) -> bool:
    """Say whether records of earlier meetings name a person as a co-chair of their day."""
    if not isinstance(person, Person):
        return False
    ended = group.memberships.filter(person=person, role=GroupRole.CHAIR, ended_at__isnull=False)
    return ended.filter(seen_at_end__isnull=False).exists()


def members(group: Group) -> QuerySet[Membership]:
    """Return who belongs to a group now, co-chairs first, with people and organisations."""
    now = group.memberships.filter(ended_at=None)
    people = now.select_related("person", "person__organisation", "organisation")
    return people.order_by("role", "joined_at", "pk")


def membership_of(person: Reader, group: Group) -> Membership | None:
    """Return a person's membership, if it goes on."""
    if not isinstance(person, Person):
        return None
    now = group.memberships.filter(person=person, ended_at=None)
    return now.select_related("organisation").first()


def demand_member(person: Person, group: Group) -> None:
    """Raise NotHere for who does not belong to the group, unless they organise the programme."""
    if not person.is_organiser and membership_of(person, group) is None:
        raise NotHere


def is_chair(person: Person, group: Group) -> bool:
    """Say whether a person co-chairs the group now."""
    chairs = group.memberships.filter(role=GroupRole.CHAIR, ended_at=None)
    return chairs.filter(person=person).exists()


def chairs_by_side(group: Group) -> dict[str, list[Membership]]:
    """Return who co-chairs the group now, by the side each sits for, listed or not; a vacant side is empty.

    A co-chair sits for the side of their own country, else of the organisation that sent them.
    """
    sides = programmes.sides()
    found: dict[str, list[Membership]] = {side.code: [] for side in sides}
    chairs = members(group).filter(role=GroupRole.CHAIR, person__is_active=True)
    for chair in chairs:
        side = side_in(sides, country_of(chair.person, house_of(chair)))
        found.setdefault(side.code if side else "", []).append(chair)
    return found


def memberships_of(person: Person) -> QuerySet[Membership]:
    """Return a person's memberships that go on, in the groups' order."""
    now = person.memberships.filter(ended_at=None).select_related("group")
    return now.order_by("group__position", "group__slug")


def _listed_chairs() -> "Prefetch[str, QuerySet[Membership], str]":
    chairs = Membership.objects.filter(
        role=GroupRole.CHAIR, ended_at=None, is_listed=True, person__is_active=True
    )
    people = chairs.select_related("person", "person__organisation").order_by("joined_at", "pk")
    return Prefetch("memberships", queryset=people, to_attr="listed_chairs")


def _seats(group: Group, sides: list[Side], *, with_empty: bool) -> tuple[Seat, ...]:
    chairs: list[Membership] = getattr(group, "listed_chairs")  # noqa: B009 - Prefetch sets it
    return _by_side((shown(chair.person) for chair in chairs), sides, with_empty=with_empty)


def _by_side(people: Iterable[Shown], sides: list[Side], *, with_empty: bool) -> tuple[Seat, ...]:
    taken: dict[str, list[Shown]] = {}
    for seen in people:
        side = side_in(sides, seen.country)
        taken.setdefault(side.code if side else "", []).append(seen)
    found = [Seat(side, tuple(taken.pop(side.code, ()))) for side in sides]
    found += [Seat(None, tuple(people)) for people in taken.values()]
    return tuple(seat for seat in found if seat.people or with_empty)
