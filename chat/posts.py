"""Saying something to everyone in the room, saying it better, and taking it back."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import Person
from chat import notices, protocol, queries
from chat.folding import folded
from chat.models import Message, MessageState
from chat.reactions import KINDS, tally
from chat.states import deleted, demand_shown, unsay
from kit.names import clean_text
from kit.prepared import Insert
from kit.refusals import Forbidden, NotHere, Refused
from kit.rules import allows
from live import clock, tallies
from live.hub import publish, verb
from sessions import people
from sessions.models import Session
from sessions.rules import demand, demand_part
from sessions.texts import is_blank, language_of, told_language

LONGEST = 4000
EDITABLE = timedelta(minutes=5)

_messages = Insert(Message)

audit.name_acts({"message.delete": _("Message deleted")})


@verb
def post(
    *, actor: Person, session: Session, text: str, lang: str = "", reply: UUID | None = None
) -> Message:
    """Say something to everyone in a session whose doors are open, perhaps in reply to a message.

    It is stored when it has its number, at the end of the outermost verb.
    """
    demand_part(actor, session)
    text = _sayable(text)
    if reply is not None and not queries.among(session, [reply]):
        raise NotHere
    message = Message(
        session=session,
        person=actor,
        text=text,
        folded=folded(text),
        lang=language_of(text, lang),
        reply_id=reply,
    )

    def number(seq: int, at: datetime) -> None:
        message.seq, message.at = seq, at
        _messages.rows([message])

    people.show([actor], session)
    event = protocol.MessagePosted(
        message=message.pk,
        person=actor.pk,
        text=text,
        lang=told_language(text, message.lang),
        reply=reply,
    )
    publish(session.live_room, event, actor=actor.pk, numbered=number)
    return message


@verb
def edit(*, actor: Person, session: Session, message: UUID, text: str, lang: str = "") -> Message:
    """Change one's own message within five minutes; what it said before is gone, also from the log."""
    demand_part(actor, session)
    found = queries.locked(session, message)
    if not allows("chat.edit", actor, found):
        raise Forbidden(_("Only the author of a message can change it."))
    demand_shown(found)
    if not is_young(found):
        fault = _("A message can be changed for five minutes. Write another one, or delete it.")
        raise Refused("message.edit_over", fault)
    found.text = _sayable(text)
    found.folded, found.lang = folded(found.text), language_of(found.text, lang)
    found.save(update_fields=["text", "folded", "lang"])
    unsay(found, session, from_moderators=True)

    def number(seq: int, at: datetime) -> None:
        found.edited_at = at
        found.save(update_fields=["edited_at"])

    lang = told_language(found.text, found.lang)
    event = protocol.MessageEdited(message=found.pk, text=found.text, lang=lang)
    publish(session.live_room, event, actor=actor.pk, numbered=number)
    notices.repeat(found, session, actor)
    return found


@verb
def delete(*, actor: Person, session: Session, message: UUID, reason: str = "") -> Message:
    """Take a message back for ever: one's own, or as a moderator anyone's; its place is left."""
    demand("sessions.enter", actor, session)
    reason = audit.clean_reason(reason)
    found = queries.locked(session, message)
    if not allows("chat.delete", actor, found):
        raise Forbidden(_("Only the author of a message, or a moderator, can delete it."))
    if found.state == MessageState.DELETED:
        raise deleted()
    was_hidden = found.state == MessageState.HIDDEN
    found.text = found.folded = found.hidden_reason = ""
    found.state = MessageState.DELETED
    found.save(update_fields=["text", "folded", "hidden_reason", "state"])
    unsay(found, session, from_moderators=True)
    tallies.forget([tally(kind) for kind in KINDS], found.pk)

    def number(seq: int, at: datetime) -> None:
        found.deleted_at = at
        found.save(update_fields=["deleted_at"])

    event = protocol.MessageDeleted(message=found.pk)
    publish(session.live_room, event, actor=actor.pk, numbered=number)
    if was_hidden:
        cleared = protocol.MessageCleared(message=found.pk)
        publish(session.live_room, cleared, actor=actor.pk)
    notices.let_go(found, session, actor)
    if found.person_id != actor.pk:
        audit.record(
            actor=actor,
            act="message.delete",
            room=str(session.live_room),
            subject=found.pk,
            person=found.person_id,
            reason=reason,
        )
    return found


def is_young(message: Message) -> bool:
    """Say whether a message was said so lately that its author may still change it."""
    return message.at is not None and clock.now() - message.at <= EDITABLE


def _sayable(text: str) -> str:
    text = clean_text(text)
    if is_blank(text):
        raise Refused("message.empty", _("Write something first."), field="text")
    if len(text) > LONGEST:
        fault = _("This is longer than 4,000 characters. Cut it, or send it in two parts.")
        raise Refused("message.too_long", fault, field="text")
    return text
