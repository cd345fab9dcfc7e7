"""What is said in the chat, and what becomes of it."""

from typing import Literal
from uuid import UUID

from live.protocol import Command, Event

Reaction = Literal["agree", "applause", "heart", "laugh", "wonder"]


class PostMessage(Command, frozen=True, kw_only=True):
    """Says something to everyone in the room; 1 to 4,000 characters, `lang` where it is known."""

    wire = "message.post"
    limit = "chat"
    sociable = True

    text: str
    lang: str = ""
    reply: UUID | None = None


class EditMessage(Command, frozen=True, kw_only=True):
    """Changes one's own message, within five minutes."""

    wire = "message.edit"
    limit = "chat"

    message: UUID
    text: str
    lang: str = ""


class DeleteMessage(Command, frozen=True, kw_only=True):
    """Takes a message back for ever; its place in the log stays, its text does not."""

    wire = "message.delete"

    message: UUID
    reason: str = ""


class HideMessage(Command, frozen=True, kw_only=True):
    """Takes a message out of everyone's sight; the moderators can still read and restore it."""

    wire = "message.hide"

    message: UUID
    reason: str = ""


class RestoreMessage(Command, frozen=True, kw_only=True):
    """Shows a hidden message again."""

    wire = "message.restore"

    message: UUID


class ReactToMessage(Command, frozen=True, kw_only=True):
    """Adds one's reaction to a message; each kind once."""

    wire = "message.react"
    limit = "reactions"

    message: UUID
    reaction: Reaction


class TakeBackReaction(Command, frozen=True, kw_only=True):
    """Takes one's reaction back."""

    wire = "message.unreact"
    limit = "reactions"

    message: UUID
    reaction: Reaction


class PinNotice(Command, frozen=True, kw_only=True):
    """Puts a notice above the chat in place of the one before: a text of its own, or a message."""

    wire = "notice.pin"

    text: str = ""
    lang: str = ""
    message: UUID | None = None


class UnpinNotice(Command, frozen=True, kw_only=True):
    """Takes the notice away."""

    wire = "notice.unpin"


class MessagePosted(Event, frozen=True, kw_only=True, omit_defaults=True):
    """Somebody said something to everyone, perhaps in reply to a message; `lang` where the text does not tell it.

    Where `lang` is left out it is what the text's own letters say: Russian where it has more letters of the
    block U+0400 to U+04FF than Latin ones from A to Z, else English; of an empty text, none.
    """

    wire = "message.posted"
    personal = ("text",)
    subject = "message"

    message: UUID
    person: UUID
    text: str
    lang: str = ""
    reply: UUID | None = None


class MessageEdited(Event, frozen=True, kw_only=True, omit_defaults=True):
    """The author changed a message; what it said before is gone. `lang` as in `message.posted`."""

    wire = "message.edited"
    personal = ("text",)
    subject = "message"

    message: UUID
    text: str
    lang: str = ""


class MessageDeleted(Event, frozen=True, kw_only=True):
    """A message was taken back for ever."""

    wire = "message.deleted"
    subject = "message"

    message: UUID


class MessageHidden(Event, frozen=True, kw_only=True):
    """A moderator took a message out of sight."""

    wire = "message.hidden"
    subject = "message"

    message: UUID


class MessageRestored(Event, frozen=True, kw_only=True, omit_defaults=True):
    """A moderator shows a hidden message again. `lang` as in `message.posted`."""

    wire = "message.restored"
    personal = ("text",)
    subject = "message"

    message: UUID
    text: str
    lang: str = ""


class MessageConcealed(Event, frozen=True, kw_only=True):
    """What the moderators hear of a hidden message: what it said, who hid it and why."""

    wire = "message.concealed"
    audience = "staff"
    personal = ("text", "reason")
    subject = "message"

    message: UUID
    seq: int
    posted_at: str
    person: UUID
    text: str
    lang: str
    by: UUID
    reason: str


class MessageCleared(Event, frozen=True, kw_only=True):
    """A hidden message was restored or deleted."""

    wire = "message.cleared"
    audience = "staff"
    subject = "message"

    message: UUID


class MessageCounted(Event, frozen=True, kw_only=True):
    """How many people have reacted to a message in one way by now."""

    wire = "message.counted"
    subject = "message"

    message: UUID
    reaction: Reaction
    count: int


class MessageReacted(Event, frozen=True, kw_only=True):
    """One's own reaction was taken."""

    wire = "message.reacted"
    audience = "me"
    subject = "message"

    message: UUID
    reaction: Reaction


class MessageUnreacted(Event, frozen=True, kw_only=True):
    """One's own reaction was taken back."""

    wire = "message.unreacted"
    audience = "me"
    subject = "message"

    message: UUID
    reaction: Reaction


class NoticePinned(Event, frozen=True, kw_only=True, omit_defaults=True):
    """A notice stands above the chat; `message` names the one it was made from."""

    wire = "notice.pinned"
    personal = ("text",)
    subject = "notice"

    notice: UUID
    person: UUID
    text: str
    lang: str
    message: UUID | None = None


class NoticeUnpinned(Event, frozen=True, kw_only=True):
    """The notice is gone."""

    wire = "notice.unpinned"
    subject = "notice"

    notice: UUID
