"""Who may read attendance: the organisers all of it, everyone else their own record only."""

from accounts.models import Person
from kit.rules import rule
from sessions.models import Session


@rule("attendance.read")
def read(person: Person, session: Session | None = None) -> bool:
    """Organisers of the programme read a session's sheet."""
    return person.is_organiser
