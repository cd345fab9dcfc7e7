"""One command from any door to its verb and back: decode, claim, limit, admit, act, answer."""

import logging
import re
from typing import Any

import msgspec
from django.db import DatabaseError
from django.utils.translation import gettext as _

from kit.refusals import Refused
from live import hub, limits, receipts, rooms
from live.catalogue import handled
from live.frames import CommandFrame
from live.locks import Busy
from live.protocol import Command, Reply
from live.streams import Room

logger = logging.getLogger(__name__)
_PATH = re.compile(r" - at `\$\.([A-Za-z_]+)")
_LOCK_TROUBLE = ("locked", "timeout", "deadlock", "canceling statement")


def run(*, actor: Any, room: Room, frame: CommandFrame) -> Reply:
    """Carry out one command and return its reply; never raises for anything a client can send.

    Sent twice, a command has one effect and the first answer; a refusal is judged afresh.
    """
    try:
        data = _accepted(actor, room, frame)
    except Refused as refused:
        return refusal(frame.id, refused)
    except DatabaseError as error:
        if any(word in str(error) for word in _LOCK_TROUBLE):
            return refusal(frame.id, Busy())
        logger.exception("command %s by %s in %s failed", frame.name, actor.id, room)
        return _broken(frame)
    except Exception:  # a bug in one handler must not end the socket
        logger.exception("command %s by %s in %s failed", frame.name, actor.id, room)
        return _broken(frame)
    return Reply(frame.id, ok=True, data=data)


def refusal(command_id: str, refused: Refused) -> Reply:
    """Return a refusal as the reply to a command, in the language that is active."""
    return Reply(
        command_id,
        ok=False,
        code=refused.code,
        text=str(refused.text),
        retry_in=refused.retry_in,
        field_name=refused.field,
        status=refused.status,
    )


def _accepted(actor: Any, room: Room, frame: CommandFrame) -> dict[str, Any]:
    entry = handled(frame.name)
    if entry is None or entry.room != room.kind:
        raise Refused("command.unknown", _("There is no such command."), status=400)
    command = _decode(entry.command, frame.data)
    limits.take_room(room)
    scope = f"{actor.id}:{room}"

    def work(unit: hub.Unit) -> dict[str, Any]:
        if not receipts.begin(scope, frame):
            return receipts.first_answer(scope, frame)
        subject, _admission = rooms.admitted(room, actor)
        if command.limit:
            limits.take(command.limit, actor.id)
        data = entry.handler(actor, subject, command)

        def answer(done: hub.Unit) -> None:
            data.update(_number_heard_by(done, room, actor))
            receipts.fill(scope, frame, data)

        unit.finishers.append(answer)
        return data

    return hub.run_unit(work)


def _number_heard_by(unit: hub.Unit, room: Room, actor: Any) -> dict[str, Any]:
    """Return the number of the first event that the sender hears too: the room's, else their own."""
    heard = (room.stream("room"), room.stream("me", actor.id))
    for stream in heard:
        for publication in unit.publications:
            if publication.stream == stream:
                return {"seq": publication.seq}
    return {}


def _decode(command: type[Command], data: dict[str, Any]) -> Command:
    try:
        return msgspec.convert(data, command)
    except msgspec.ValidationError as error:
        field = _PATH.search(str(error))
        raise Refused(
            "command.invalid",
            _("This could not be read: %(fault)s") % {"fault": str(error)},
            status=400,
            field=field[1] if field else None,
        ) from error


def _broken(frame: CommandFrame) -> Reply:
    text = _("Something broke on our side. Your text is still here; try again.")
    return Reply(frame.id, ok=False, code="broken", text=text, status=500)
