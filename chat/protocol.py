"""What is said in the chat."""

from uuid import UUID

from live.protocol import Command, Event


class PostMessage(Command, frozen=True, kw_only=True):
    """Says something to everyone in the room; 1 to 4,000 characters, `lang` where it is known."""

    wire = "message.post"
    limit = "chat"

    text: str
    lang: str = ""


class MessagePosted(Event, frozen=True, kw_only=True):
    """Somebody said something to everyone."""

    wire = "message.posted"
    personal = ("text",)
    subject = "message"

    message: UUID
    person: UUID
    text: str
    lang: str
