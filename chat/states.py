"""What can't be done to a message that is gone from sight, and how its text leaves no trace."""

from django.utils.translation import gettext_lazy as _

from chat import protocol
from chat.models import Message, MessageState, Notice
from kit.refusals import Refused
from live.redaction import redact
from sessions.models import Session


def deleted() -> Refused:
    """Return the refusal of whatever is done to a deleted message."""
    return Refused("message.deleted", _("This message was deleted."))


def hidden() -> Refused:
    """Return the refusal of what needs a message that everyone can read."""
    return Refused("message.hidden", _("A moderator has hidden this message."))


def demand_shown(message: Message) -> None:
    """Refuse what can only be done to a message that everyone can read."""
    if message.state == MessageState.DELETED:
        raise deleted()
    if message.state == MessageState.HIDDEN:
        raise hidden()


def unsay(message: Message, session: Session, *, from_moderators: bool) -> None:
    """Empty what the log and former notices still tell of a message's text.

    What a moderator was told of a message while it was hidden goes only with the text itself.
    """
    room = session.live_room
    redact(
        room.stream("room"),
        message.pk,
        protocol.MessagePosted,
        protocol.MessageEdited,
        protocol.MessageRestored,
    )
    for notice in Notice.objects.filter(message=message).values_list("pk", flat=True):
        redact(room.stream("room"), notice, protocol.NoticePinned)
    Notice.objects.filter(message=message).update(text="")
    if from_moderators:
        redact(room.stream("staff"), message.pk, protocol.MessageConcealed)
