"""Reading the chat."""

from chat.models import Message
from sessions.models import Session

SHOWN = 200


def last_messages(session: Session, most: int = SHOWN) -> list[Message]:
    """Return the last messages of a session in the order of their numbers, in one query."""
    rows = Message.objects.filter(session=session, seq__gt=0).order_by("-seq")
    return list(rows[:most])[::-1]
