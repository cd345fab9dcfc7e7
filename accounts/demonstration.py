"""One-click sign-in as people of the demonstration; absent from production settings."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import Person
from kit.refusals import NotHere

DOMAIN = "demo.example"


@dataclass(frozen=True, slots=True)
class Door:
    """A button that signs in as one person of the demonstration."""

    email: str
    label: str


def doors() -> list[Door]:
    """Return the buttons; none in production, and none while no demonstration is loaded."""
    if not settings.DEMONSTRATION_ALLOWED:
        return []
    labels = {
        f"organiser@{DOMAIN}": _("Organiser"),
        f"moderator@{DOMAIN}": _("Moderator"),
        f"participant@{DOMAIN}": _("Participant"),
        f"p001@{DOMAIN}": _("Delegate 1"),
        f"p002@{DOMAIN}": _("Delegate 2"),
        f"p003@{DOMAIN}": _("Delegate 3"),
    }
    present = set(_people().filter(email__in=labels).values_list("email", flat=True))
    return [Door(email, label) for email, label in labels.items() if email in present]


def person_behind(email: str) -> Person:
    """Return the demonstration's person of that address; nobody else can be signed in as."""
    person = _people().filter(email=email).first() if settings.DEMONSTRATION_ALLOWED else None
    if person is None:
        raise NotHere
    return person


def _people() -> QuerySet[Person]:
    return Person.objects.filter(is_demonstration=True, is_active=True)
