"""The chat's command, and its part of the room."""

from typing import Any

from accounts.models import Person
from chat import messages, queries
from chat.protocol import PostMessage
from live.catalogue import handles, snapshot_part
from live.clock import wire
from sessions import panels
from sessions.models import Session

panels.offer("chat/_panel.html", order=10, log="chat/_messages.html")


@handles(PostMessage, room="session", who="sessions.participate")
def post(actor: Person, session: Session, command: PostMessage) -> dict[str, object]:
    message = messages.post(actor=actor, session=session, text=command.text, lang=command.lang)
    return {"id": message.pk}


@snapshot_part("messages", room="session", audience="room")
def messages_part(session: Session) -> list[dict[str, Any]]:
    return [
        {
            "id": message.pk,
            "seq": message.seq,
            "at": wire(message.at) if message.at else "",
            "person": message.person_id,
            "text": message.text,
            "lang": message.lang,
        }
        for message in queries.last_messages(session)
    ]
