"""Who is named in a plan, and to whom: what each shows, to those who may know that they belong to it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django_countries import countries

from accounts.models import Person
from accounts.people import Shown, lesser, shown
from groups.models import GroupRole, Membership
from groups.plans import queries
from groups.plans.models import Plan
from groups.queries import Reader


@dataclass(frozen=True, slots=True)
class Faces:
    """What a reader sees of the people of a plan.

    Everyone sees co-chairs who agreed to be named; members see members who agreed. Of anyone else
    nothing is told but that it is somebody of the group: not even a country, which in a small group says
    who it is. Organisers, and each of themselves, see what a person shows.
    """

    reader: Reader
    sees_members: bool
    sees_all: bool
    listed: frozenset[UUID]
    chairs: frozenset[UUID]
    members: frozenset[UUID]

    def of(self, person: Person | None) -> Shown | None:
        """Return what the reader sees of a person; nothing where they may not know who it is."""
        if person is None or not self._may_name(person):
            return None
        return shown(person)

    def then(self, person: Person | None, told: Mapping[str, Any]) -> Shown | None:
        """Return what the reader sees of who once did something: never more than was shown then."""
        now = self.of(person)
        return lesser(Shown(**told), now) if now and told else None

    def has_left(self, person: Person | None) -> bool:
        """Say whether somebody who was to do a step does not belong to the group any more."""
        return person is not None and person.pk not in self.members

    def _may_name(self, person: Person) -> bool:
        if self.sees_all or person.pk == getattr(self.reader, "pk", None):
            return True
        is_open = person.pk in self.chairs or self.sees_members
        return person.is_active and person.pk in self.listed and is_open


def called(seen: Shown | None) -> str:
    """Return a person in words, for where there is no room for more: in a choice, a file, a mail."""
    if seen is None:
        return _("a member of the group")
    if not seen.name:
        country = countries.name(seen.country) if seen.country else ""
        return _("a delegate, %(country)s") % {"country": country} if country else _("a delegate")
    return f"{seen.name}, {seen.organisation}" if seen.organisation else seen.name


def faces(reader: Reader, plan: Plan) -> Faces:
    """Return what a reader sees of the people of a plan, in one query."""
    return faces_of(reader, [plan])[plan.pk]


def faces_of(reader: Reader, plans: Collection[Plan]) -> dict[UUID, Faces]:
    """Return what a reader sees of the people of each plan, in one query for all of them."""
    groups = {plan.pk: set(queries.groups_of(plan)) for plan in plans}
    rows = Membership.objects.filter(group__in=set().union(*groups.values()), ended_at=None)
    found = list(rows.values_list("group", "person", "role", "is_listed"))
    return {
        plan: _faces(reader, [row for row in found if row[0] in theirs])
        for plan, theirs in groups.items()
    }


def _faces(reader: Reader, rows: Iterable[tuple[UUID, UUID, str, bool]]) -> Faces:
    members = [(person, role, is_listed) for _group, person, role, is_listed in rows]
    listed = {person for person, _role, is_listed in members if is_listed}
    own = getattr(reader, "pk", None)
    return Faces(
        reader=reader,
        sees_members=any(person == own for person, _role, _listed in members),
        sees_all=queries.is_organiser(reader),
        listed=frozenset(listed),
        chairs=frozenset(
            person for person, role, is_listed in members if is_listed and role == GroupRole.CHAIR
        ),
        members=frozenset(person for person, _role, _listed in members),
    )
