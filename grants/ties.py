"""Who is tied to an application: by what they declared, or because they belong to who applies."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import DateTimeField, Exists, OuterRef, Q, Value

from accounts.models import FormerHouse, Person
from grants.models import Application, Declared, Mandate, MandateState, Partner, Review
from groups.models import Membership

# For so long somebody stays tied to an organisation that they have left: as the declaration says.
AFTERWARDS = timedelta(days=3 * 365 + 1)


def houses_of(person: Person) -> dict[UUID, datetime | None]:
    """Return the organisations that a person belongs to, and those they have left, with when.

    As far as the site knows them: by their profile, in groups, as a partner, by what was confirmed.
    """
    former = FormerHouse.objects.filter(person=person).values_list("organisation", "left_at")
    groups = Membership.objects.filter(person=person, organisation__isnull=False)
    acting = Partner.objects.filter(person=person).order_by()
    trusted = Mandate.objects.filter(person=person).order_by()
    rows = former.union(
        groups.values_list("organisation", "ended_at"),
        acting.values_list("organisation", "left_at"),
        trusted.filter(state=MandateState.CONFIRMED).values_list(
            "organisation", Value(None, output_field=DateTimeField())
        ),
        trusted.filter(state=MandateState.ENDED).values_list("organisation", "decided_at"),
    )
    found: dict[UUID, datetime | None] = {}
    for house, left_at in rows:
        before = found.get(house, left_at)
        found[house] = None if before is None or left_at is None else max(before, left_at)
    if person.organisation_id:
        found[person.organisation_id] = None
    return found


def tied(person: Person) -> Q:
    """Return which applications a person is tied to, as a condition on applications.

    A declared conflict ties, and so does belonging to a partner: to the organisation, or to that of
    the person who acts for it, now or until lately. Nobody can lift the second.
    """
    declared = Review.objects.filter(person=person, declared=Declared.CONFLICT)
    return Q(pk__in=declared.values("application")) | belongs(person)


def belongs(person: Person) -> Q:
    """Return the applications to whose partners a person belongs, or belonged.

    Who leaves an organisation stays tied to what it has begun and to what it begins in the three
    years after that, and so does who acts for a partner to the organisation that they came from.
    """
    houses = houses_of(person)
    theirs = Q(person=person) | _acting_for([each for each, left in houses.items() if left is None])
    for house, left_at in houses.items():
        if left_at is not None:
            begun = Q(application__started_at__lt=left_at + AFTERWARDS)
            theirs |= begun & _acting_for([house])
    return Q(pk__in=Partner.objects.filter(theirs).values("application"))


def _acting_for(houses: Sequence[UUID]) -> Q:
    """Return the partners that are these organisations, or for whom somebody of these acts."""
    came = FormerHouse.objects.filter(
        person=OuterRef("person"),
        organisation__in=houses,
        left_at__gte=OuterRef("application__started_at"),
    )
    return Q(organisation__in=houses) | Q(person__organisation__in=houses) | Q(Exists(came))


def is_tied(person: Person, application: Application) -> bool:
    """Say whether a person is tied to an application."""
    return Application.objects.filter(tied(person), pk=application.pk).exists()
