"""The chat's commands, and its parts of the room: messages, the notice, what is hidden, what is mine."""

from functools import partial
from typing import Any
from uuid import UUID

from accounts.models import Person
from chat import moderation, notices, posts, protocol, queries, reactions
from chat.rows import hidden_row, notice_row, rows
from live import tallies
from live.catalogue import handles, snapshot_part
from sessions import panels
from sessions.models import Session

panels.offer("chat/_panel.html", order=10, log="chat/_messages.html")

Row = dict[str, Any]


@handles(protocol.PostMessage, room="session", who="sessions.participate")
def post(actor: Person, session: Session, command: protocol.PostMessage) -> dict[str, object]:
    message = posts.post(
        actor=actor,
        session=session,
        text=command.text,
        lang=command.lang,
        reply=command.reply,
    )
    return {"id": message.pk}


@handles(protocol.EditMessage, room="session", who="sessions.participate")
def edit(actor: Person, session: Session, command: protocol.EditMessage) -> dict[str, object]:
    posts.edit(
        actor=actor,
        session=session,
        message=command.message,
        text=command.text,
        lang=command.lang,
    )
    return {"id": command.message}


@handles(protocol.DeleteMessage, room="session", who="sessions.enter")
def delete(actor: Person, session: Session, command: protocol.DeleteMessage) -> dict[str, object]:
    posts.delete(actor=actor, session=session, message=command.message, reason=command.reason)
    return {"id": command.message}


@handles(protocol.HideMessage, room="session", who="sessions.moderate")
def hide(actor: Person, session: Session, command: protocol.HideMessage) -> dict[str, object]:
    moderation.hide(actor=actor, session=session, message=command.message, reason=command.reason)
    return {"id": command.message}


@handles(protocol.RestoreMessage, room="session", who="sessions.moderate")
def restore(actor: Person, session: Session, command: protocol.RestoreMessage) -> dict[str, object]:
    moderation.restore(actor=actor, session=session, message=command.message)
    return {"id": command.message}


@handles(protocol.ReactToMessage, room="session", who="sessions.participate")
def react(actor: Person, session: Session, command: protocol.ReactToMessage) -> dict[str, object]:
    reactions.react(
        actor=actor, session=session, message=command.message, reaction=command.reaction
    )
    return {"id": command.message}


@handles(protocol.TakeBackReaction, room="session", who="sessions.participate")
def take_back(
    actor: Person, session: Session, command: protocol.TakeBackReaction
) -> dict[str, object]:
    reactions.take_back(
        actor=actor, session=session, message=command.message, reaction=command.reaction
    )
    return {"id": command.message}


@handles(protocol.PinNotice, room="session", who="sessions.moderate")
def pin(actor: Person, session: Session, command: protocol.PinNotice) -> dict[str, object]:
    notice = notices.pin(
        actor=actor,
        session=session,
        text=command.text,
        lang=command.lang,
        message=command.message,
    )
    return {"id": notice.pk}


@handles(protocol.UnpinNotice, room="session", who="sessions.moderate")
def unpin(actor: Person, session: Session, command: protocol.UnpinNotice) -> dict[str, object]:
    return {"id": notices.unpin(actor=actor, session=session).pk}


def _counted(kind: protocol.Reaction, message: UUID, figure: int) -> protocol.MessageCounted:
    return protocol.MessageCounted(message=message, reaction=kind, count=figure)


for _kind in reactions.KINDS:
    tallies.counted(reactions.tally(_kind), event=partial(_counted, _kind))(
        partial(queries.reacted, _kind)
    )


@snapshot_part("messages", room="session", audience="room")
def messages_part(session: Session) -> list[Row]:
    return rows(queries.last_messages(session))


@snapshot_part("notice", room="session", audience="room")
def notice_part(session: Session) -> Row | None:
    notice = queries.pinned_in(session)
    return notice_row(notice) if notice else None


@snapshot_part("hidden", room="session", audience="staff")
def hidden_part(session: Session) -> list[Row]:
    return [hidden_row(message) for message in queries.hidden_in(session)]


@snapshot_part("reactions", room="session", audience="me")
def reactions_part(session: Session, person: UUID) -> list[Row]:
    own = queries.reactions_of(person, session)
    return [{"message": message, "reaction": kind} for message, kind in own]
