"""A programme to look at and to try things on: true to the real one, with people who are made up.

Every address ends in `.example`, everybody is marked as demonstration, and none of it can be loaded
in production settings.
"""

from django.conf import settings

from accounts.models import Person, Programme
from portal.demonstration.people import SIGN_INS


def is_wanted() -> bool:
    """Say whether to load it at start: nobody is here yet, or it is here and wants the present day.

    Where somebody has begun a programme of their own, nothing made up comes in.
    """
    if not settings.DEMONSTRATION_ALLOWED:
        return False
    if Person.objects.filter(is_demonstration=True).exists():
        return True
    return not (Person.objects.exists() or Programme.objects.exists())


def sign_ins() -> list[tuple[str, str]]:
    """Return label and address of those whom `make run` names; nobody where it is not loaded."""
    addresses = [email for _label, email in SIGN_INS]
    people = Person.objects.filter(email__in=addresses, is_demonstration=True)
    present = set(people.values_list("email", flat=True)) if settings.DEMONSTRATION_ALLOWED else ()
    return [(label, email) for label, email in SIGN_INS if email in present]
