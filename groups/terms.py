"""The chairs of a group: one co-chair from each side, and whose side somebody is on."""

from django.utils.translation import gettext_lazy as _

from accounts import programmes
from accounts.models import Organisation, Person, Side
from groups.models import Group, GroupRole, Membership
from kit.bilingual import said
from kit.refusals import Refused


def side_in(sides: list[Side], country: str) -> Side | None:
    """Return that one of the sides to which a country belongs."""
    return next((s for s in sides if country and country in programmes.codes_of(s)), None)


def country_of(person: Person, organisation: Organisation | None) -> str:
    """Return the country for which a person belongs: their own, else that of the organisation."""
    return person.country.code or (organisation.country.code if organisation else "") or ""


def house_of(membership: Membership) -> Organisation | None:
    """Return whom somebody comes from, for the side they sit for: as is confirmed, else as they say."""
    return membership.organisation or membership.person.organisation


def demand_free_seat(group: Group, person: Person, organisation: Organisation | None) -> None:
    """Refuse a co-chair of no side, or of a side that has one; without sides there is no such rule."""
    sides = programmes.sides()
    if not sides:
        return
    side = side_in(sides, country_of(person, organisation))
    if side is None:
        text = _(
            "A co-chair comes from one of the sides of the programme, and this person’s country "
            "belongs to none. Ask them to put the country right on their own page."
        )
        raise Refused("chair.no_side", text, field="role")
    chairs = group.memberships.filter(role=GroupRole.CHAIR, ended_at=None)
    rows = chairs.select_related("person__organisation", "organisation").exclude(person=person)
    if any(side_in(sides, country_of(row.person, house_of(row))) == side for row in rows):
        text = _(
            "This side has a co-chair already: %(side)s. To replace them, hand the chair over: it "
            "is one step, and the former co-chair stays a member."
        )
        name = said(side, "name").value
        raise Refused("chair.side_taken", text % {"side": name}, field="role")


def demand_same_side(former: Membership, person: Person, organisation: Organisation | None) -> None:
    """Refuse that a chair goes over to another side."""
    sides = programmes.sides()
    theirs = side_in(sides, country_of(former.person, house_of(former)))
    if sides and side_in(sides, country_of(person, organisation)) != theirs:
        text = _("A chair stays with its side. Choose somebody of the same side.")
        raise Refused("chair.other_side", text, field="email")
