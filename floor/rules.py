"""Who may do what with questions, one line a rule; where a question stands is the verbs' affair."""

from accounts.models import Person
from floor.models import Question
from kit.rules import allows, rule
from sessions.models import NOT_OVER, Session, State

# From the day on which a session is in the programme until its end.
ASKABLE = NOT_OVER
# What nobody got to is seen to after the end; nothing is, once a session was called off.
JUDGED_IN = (*NOT_OVER, State.ENDED)


@rule("floor.ask")
def ask(person: Person, session: Session) -> bool:
    """Whoever may enter, before the session and during it."""
    return session.state in ASKABLE and allows("sessions.enter", person, session)


@rule("floor.edit")
def edit(person: Person, question: Question) -> bool:
    """Who asked it as long as questions are taken, and the moderators also after the end."""
    if question.person_id == person.pk and allows("floor.ask", person, question.session):
        return True
    return allows("sessions.moderate", person, question.session)


@rule("floor.retract")
def retract(person: Person, question: Question) -> bool:
    """Who asked it, as long as they may enter."""
    return question.person_id == person.pk and allows("sessions.enter", person, question.session)


@rule("floor.answer")
def answer(person: Person, question: Question) -> bool:
    """The moderators, and who owes the answer, as long as they may enter."""
    who = "sessions.enter" if question.owner_id == person.pk else "sessions.moderate"
    return allows(who, person, question.session)
