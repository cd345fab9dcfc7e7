"""Who is tied to an application: by what they declared, or because they belong to who applies."""

from uuid import UUID

from django.db.models import Q

from accounts.models import Person
from grants.models import Application, Declared, Partner, Review
from groups.models import Membership


def houses_of(person: Person) -> set[UUID]:
    """Return the organisations that a person belongs to: by their profile, in groups, as a partner."""
    found = {person.organisation_id} if person.organisation_id else set()
    groups = Membership.objects.filter(person=person, ended_at=None, organisation__isnull=False)
    found.update(groups.values_list("organisation", flat=True))
    acting = Partner.objects.filter(person=person, left_at=None)
    found.update(acting.values_list("organisation", flat=True))
    return found


def tied(person: Person) -> Q:
    """Return which applications a person is tied to, as a condition on applications.

    A declared conflict ties, and so does belonging to a partner: to the organisation, or to that of
    the person who acts for it. Nobody can lift the second.
    """
    declared = Review.objects.filter(person=person, declared=Declared.CONFLICT)
    return Q(pk__in=declared.values("application")) | belongs(person)


def belongs(person: Person) -> Q:
    """Return the applications to whose partners a person belongs."""
    houses = houses_of(person)
    theirs = Q(person=person) | Q(organisation__in=houses) | Q(person__organisation__in=houses)
    return Q(pk__in=Partner.objects.filter(theirs).values("application"))


def is_tied(person: Person, application: Application) -> bool:
    """Say whether a person is tied to an application."""
    return Application.objects.filter(tied(person), pk=application.pk).exists()
