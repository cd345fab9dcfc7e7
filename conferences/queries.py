"""What can be read of conferences: who sees which, who registered, how many."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Q, QuerySet

from accounts.models import Person
from conferences.models import Attending, Conference, Registration, RegistrationState
from kit.refusals import NotHere

Reader = Person | AnonymousUser


@dataclass(frozen=True, slots=True)
class Numbers:
    """How many registered for a conference; the three last count confirmed people only."""

    waiting: int
    confirmed: int
    declined: int
    withdrawn: int
    hall: int
    online: int
    listed: int


def visible_to(person: Reader) -> QuerySet[Conference]:
    """Return public conferences, with those that a person takes part in; an organiser's are all."""
    if not isinstance(person, Person):
        return Conference.objects.filter(is_public=True)
    if person.is_organiser:
        return Conference.objects.all()
    confirmed = Registration.objects.filter(person=person, state=RegistrationState.CONFIRMED)
    return Conference.objects.filter(
        Q(is_public=True) | Q(pk__in=confirmed.values("conference_id"))
    )


def visible(person: Reader, slug: str) -> Conference:
    """Return the conference at an address, or the refusal that says nothing is there."""
    found = visible_to(person).filter(slug=slug).first()
    if found is None:
        raise NotHere
    return found


def is_confirmed(person: Person, conference: Conference) -> bool:
    """Say whether a person's registration is confirmed."""
    return _confirmed(conference).filter(person=person).exists()


def registration_of(person: Reader, conference: Conference) -> Registration | None:
    """Return a person's own registration, whatever its state."""
    if not isinstance(person, Person):
        return None
    return conference.registrations.filter(person=person).first()


def registrations_of(person: Person) -> QuerySet[Registration]:
    """Return all that a person registered for and did not withdraw from, the next event first."""
    kept = person.registrations.exclude(state=RegistrationState.WITHDRAWN)
    return kept.select_related("conference").order_by("-conference__starts_on", "pk")


def registrations(
    conference: Conference, state: str, *, search: str = ""
) -> QuerySet[Registration]:
    """Return registrations in one state, in the order in which they came, with people prefetched.

    A search looks in names, addresses and organisations.
    """
    found = conference.registrations.filter(state=state)
    for word in search.split():
        found = found.filter(_holds(word))
    people = found.select_related("person", "person__organisation", "decided_by")
    return people.order_by("registered_at", "pk")


def registrations_waiting(conference: Conference) -> QuerySet[Registration]:
    """Return those that an organiser has to decide."""
    return registrations(conference, RegistrationState.WAITING)


def listed(conference: Conference) -> QuerySet[Registration]:
    """Return confirmed participants who agreed to be listed for the others."""
    agreed = _confirmed(conference).filter(is_listed=True, person__is_active=True)
    people = agreed.select_related("person", "person__organisation")
    return people.order_by("registered_at", "pk")


def numbers(conference: Conference) -> Numbers:
    """Return how many registered, by state and by way of taking part, in one query."""
    confirmed = Q(state=RegistrationState.CONFIRMED)
    asked: dict[str, Any] = {
        state: Count("pk", filter=Q(state=state)) for state in RegistrationState.values
    }
    asked["hall"] = Count("pk", filter=confirmed & Q(attending=Attending.HALL))
    asked["online"] = Count("pk", filter=confirmed & Q(attending=Attending.ONLINE))
    asked["listed"] = Count("pk", filter=confirmed & Q(is_listed=True))
    return Numbers(**conference.registrations.aggregate(**asked))


def _confirmed(conference: Conference) -> QuerySet[Registration]:
    return conference.registrations.filter(state=RegistrationState.CONFIRMED)


def _holds(word: str) -> Q:
    # SQLite folds the case of Latin letters only, so the usual spellings are asked for by name.
    found = Q()
    for spelling in {word, word.lower(), word.upper(), word.capitalize()}:
        found |= Q(person__name__icontains=spelling) | Q(person__email__icontains=spelling)
        found |= Q(organisation_name__icontains=spelling)
    return found
