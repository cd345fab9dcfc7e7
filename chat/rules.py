"""Who may do what with a message, one line a rule; time and state are the verbs' affair."""

from accounts.models import Person
from chat.models import Message
from kit.rules import allows, rule


@rule("chat.edit")
def edit(person: Person, message: Message) -> bool:
    """Its author, while the doors are open."""
    return message.person_id == person.pk and allows(
        "sessions.participate", person, message.session
    )


@rule("chat.delete")
def delete(person: Person, message: Message) -> bool:
    """Its author, as long as they may enter, and the moderators."""
    who = "sessions.enter" if message.person_id == person.pk else "sessions.moderate"
    return allows(who, person, message.session)
