"""Who may do what with a conference, one line a rule."""

from accounts.models import Person
from conferences import queries
from conferences.models import Conference, Registration
from kit.rules import rule


@rule("conferences.organise")
def organise(person: Person, conference: Conference | None = None) -> bool:
    """Organisers of the programme run its conferences."""
    return person.is_organiser


@rule("conferences.see")
def see(person: Person, conference: Conference) -> bool:
    """A public conference is everyone's; any other its organisers' and confirmed participants'."""
    return conference.is_public or attend(person, conference)


@rule("conferences.attend")
def attend(person: Person, conference: Conference) -> bool:
    """Organisers and people whose registration is confirmed."""
    return organise(person, conference) or queries.is_confirmed(person, conference)


@rule("conferences.register")
def register(person: Person, conference: Conference) -> bool:
    """Whoever sees the conference may ask to take part, while registration is open."""
    return conference.is_open_for_registration and see(person, conference)


@rule("conferences.see_people")
def see_people(person: Person, conference: Conference) -> bool:
    """The list of participants is for those who take part."""
    return attend(person, conference)


@rule("conferences.own_registration")
def own_registration(person: Person, registration: Registration) -> bool:
    """A registration is changed and withdrawn by the person it is of."""
    return registration.person_id == person.pk
