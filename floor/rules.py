"""Who may do what with a question, one line a rule."""

from accounts.models import Person
from floor.models import Question
from kit.rules import allows, rule


@rule("floor.judge")
def judge(person: Person, question: Question) -> bool:
    """Letting through, putting aside and answering are the moderators' part."""
    return allows("sessions.moderate", person, question.session)


@rule("floor.upvote")
def upvote(person: Person, question: Question) -> bool:
    """Whoever takes part, but not for a question of their own."""
    return question.person_id != person.pk and allows(
        "sessions.participate", person, question.session
    )
