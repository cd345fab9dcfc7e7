"""Who may read attendance: organisers all of it, moderators as people are shown, others their own."""

from accounts.models import Person
from kit.rules import allows, rule
from sessions.models import Session


@rule("attendance.read")
def read(person: Person, session: Session | None = None) -> bool:
    """Organisers of the programme read a session's sheet with each person's name and address."""
    return person.is_organiser


@rule("attendance.read_shown")
def read_shown(person: Person, session: Session) -> bool:
    """A session's moderators read its sheet, each person in it as they chose to be shown."""
    return allows("sessions.moderate", person, session)


@rule("attendance.correct")
def correct(person: Person, session: Session | None = None) -> bool:
    """Organisers add to, or take from, what was measured; a moderator can't."""
    return person.is_organiser
