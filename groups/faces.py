"""How people stand beside what they wrote or were: as seen then, never with more than they show now."""

from dataclasses import asdict
from typing import Any

from accounts.models import Person
from accounts.people import NOBODY, Shown, lesser, shown

Seen = dict[str, Any]


def seen(person: Person) -> Seen:
    """Return what others see of a person at this moment, to be kept in a row."""
    return asdict(shown(person))


def face(kept: Seen | None, person: Person) -> Shown:
    """Return what is shown of a person beside a row that kept how they were seen.

    Who was kept as nobody is nobody, and so is who has been shut out of the platform.
    """
    if not kept or not person.is_active:
        return NOBODY
    return lesser(Shown(**kept), shown(person))
