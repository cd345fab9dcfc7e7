"""Saying something to everyone in the room."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from chat.models import Message
from chat.protocol import MessagePosted
from kit.names import clean_text
from kit.refusals import Refused
from live.hub import publish, verb
from sessions import people
from sessions.models import Session
from sessions.rules import demand_part
from sessions.texts import is_blank, language_of

LONGEST = 4000


@verb
def post(*, actor: Person, session: Session, text: str, lang: str = "") -> Message:
    """Say something to everyone in a session whose doors are open."""
    demand_part(actor, session)
    text = clean_text(text)
    if is_blank(text):
        raise Refused("message.empty", _("Write something first."), field="text")
    if len(text) > LONGEST:
        fault = _("This is longer than 4,000 characters. Cut it, or send it in two parts.")
        raise Refused("message.too_long", fault, field="text")
    # Stored before it has its number: the row's foreign key waits for a session that is just
    # being ended, which after the stream's lock would be a deadlock.
    message = Message.objects.create(
        session=session, person=actor, text=text, lang=language_of(text, lang)
    )

    def number(seq: int, at: datetime) -> None:
        message.seq, message.at = seq, at
        message.save(update_fields=["seq", "at"])

    people.show([actor], session)
    event = MessagePosted(message=message.pk, person=actor.pk, text=text, lang=message.lang)
    publish(session.live_room, event, actor=actor.pk, numbered=number)
    return message
