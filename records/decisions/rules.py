"""Who may do what with decisions and actions, one line a rule."""

from accounts.models import Person
from kit.rules import allows, rule
from records.decisions.models import Action
from sessions.models import Role, RoleName, Session


@rule("records.decide")
def decide(person: Person, session: Session) -> bool:
    """The moderators, a group's co-chairs among them, and the session's rapporteurs."""
    if allows("sessions.moderate", person, session):
        return True
    roles = Role.objects.filter(session=session, person=person, name=RoleName.RAPPORTEUR)
    return roles.exists() and allows("sessions.enter", person, session)


@rule("records.close_action")
def close_action(person: Person, action: Action) -> bool:
    """Who owes it says that it is done or given up; so does who takes decisions where it was taken."""
    if action.owner_id == person.pk:
        return True
    return action.session is not None and allows("records.decide", person, action.session)
