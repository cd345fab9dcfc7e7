"""Taking a message out of everyone's sight, and showing it again."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import Person
from chat import notices, protocol, queries
from chat.models import Message, MessageState
from chat.states import deleted, demand_shown, unsay
from kit.refusals import Refused
from live.clock import wire
from live.hub import publish, verb
from sessions import people
from sessions.models import Session
from sessions.rules import demand
from sessions.texts import told_language

audit.name_acts(
    {
        "message.hide": _("Message hidden"),
        "message.restore": _("Hidden message shown again"),
    }
)


@verb
def hide(*, actor: Person, session: Session, message: UUID, reason: str = "") -> Message:
    """Hide a message from all but the moderators, at any hour; its text leaves the room's log."""
    demand("sessions.moderate", actor, session)
    reason = audit.clean_reason(reason)
    found = queries.locked(session, message)
    demand_shown(found)
    found.state, found.hidden_by, found.hidden_reason = MessageState.HIDDEN, actor, reason
    found.save(update_fields=["state", "hidden_by", "hidden_reason"])
    unsay(found, session, from_moderators=False)

    def number(seq: int, at: datetime) -> None:
        found.hidden_at = at
        found.save(update_fields=["hidden_at"])

    people.show([actor], session)
    publish(session.live_room, protocol.MessageHidden(message=found.pk), actor=actor.pk)
    publish(session.live_room, _concealed(found, actor), actor=actor.pk, numbered=number)
    notices.let_go(found, session, actor)
    _record(actor, session, "message.hide", found, reason)
    return found


@verb
def restore(*, actor: Person, session: Session, message: UUID) -> Message:
    """Show a hidden message to everyone again, at any hour."""
    demand("sessions.moderate", actor, session)
    found = queries.locked(session, message)
    if found.state == MessageState.DELETED:
        raise deleted()
    if found.state != MessageState.HIDDEN:
        raise Refused("message.not_hidden", _("This message is not hidden."))
    found.state, found.hidden_by, found.hidden_at = MessageState.SHOWN, None, None
    found.hidden_reason = ""
    found.save(update_fields=["state", "hidden_by", "hidden_at", "hidden_reason"])
    lang = told_language(found.text, found.lang)
    shown = protocol.MessageRestored(message=found.pk, text=found.text, lang=lang)
    publish(session.live_room, shown, actor=actor.pk)
    publish(session.live_room, protocol.MessageCleared(message=found.pk), actor=actor.pk)
    _record(actor, session, "message.restore", found)
    return found


def _concealed(message: Message, actor: Person) -> protocol.MessageConcealed:
    return protocol.MessageConcealed(
        message=message.pk,
        seq=message.seq,
        posted_at=wire(message.at) if message.at else "",
        person=message.person_id,
        text=message.text,
        lang=message.lang,
        by=actor.pk,
        reason=message.hidden_reason,
    )


def _record(actor: Person, session: Session, act: str, message: Message, reason: str = "") -> None:
    audit.record(
        actor=actor,
        act=act,
        room=str(session.live_room),
        subject=message.pk,
        person=message.person_id,
        reason=reason,
    )
