"""Who may do what with the programme and its people."""

from accounts.models import Person, Programme
from kit.rules import rule


@rule("accounts.desk")
def desk(person: Person, place: None = None) -> bool:
    """Organisers of the programme see the desk."""
    return person.is_organiser


@rule("accounts.establish")
def establish(person: Person, programme: Programme | None = None) -> bool:
    """The installation's operators name the programme and its sides."""
    return person.is_superuser


@rule("accounts.set_rights")
def set_rights(person: Person, subject: Person) -> bool:
    """Operators make and unmake organisers, and shut people out; never themselves."""
    return person.is_superuser and person.pk != subject.pk
