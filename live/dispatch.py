"""One command from any door to its verb and back: decode, claim, limit, admit, act, answer."""

import logging
import re
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import msgspec
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.utils.translation import gettext as _

from kit.refusals import Refused
from live import hub, limits, receipts, rooms
from live.catalogue import Handled, handled
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
    except (DatabaseError, InterfaceError) as error:
        if not is_out_of_reach(error):
            return _broken(actor, room, frame, error)
        # In a kernel thread no signal drops a connection that broke: the next try needs another.
        connection.close_if_unusable_or_obsolete()
        logger.warning("command %s not taken: %s", frame.name, type(error).__name__)
        return refusal(frame.id, Busy())
    except Exception as error:  # noqa: BLE001 - a bug in one handler must not end the socket
        return _broken(actor, room, frame, error)
    return Reply(frame.id, ok=True, data=data)


def is_out_of_reach(error: Exception) -> bool:
    """Say whether the database is away or had no time; on SQLite a fault of ours is operational too."""
    if connection.vendor == "postgresql" and isinstance(error, OperationalError | InterfaceError):
        return True
    return any(word in str(error) for word in _LOCK_TROUBLE)


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
    if command.unnamed:
        return _taken_unnamed(entry, actor, room, frame, command)
    return _taken(entry, actor, room, frame, command)


def _taken(
    entry: Handled, actor: Any, room: Room, frame: CommandFrame, command: Command
) -> dict[str, Any]:
    scope = f"{actor.id}:{room}"

    def work(unit: hub.Unit) -> dict[str, Any]:
        if not receipts.begin(scope, frame):
            return receipts.first_answer(scope, frame)
        subject = rooms.subject_for(room, actor)
        if command.limit:
            limits.take(command.limit, actor.id)
        data = entry.handler(actor, subject, command)

        def answer(done: hub.Unit) -> None:
            data.update(_number_heard_by(done, room, actor))
            receipts.fill(scope, frame, data)

        unit.finishers.append(answer)
        return data

    return hub.run_unit(work)


def _taken_unnamed(
    entry: Handled, actor: Any, room: Room, frame: CommandFrame, command: Command
) -> dict[str, Any]:
    """Carry out a command of which nobody shall ever know who sent it.

    Neither its receipt nor its events name the actor, its id is not kept and its text leaves no
    digest, its limit is not stored, and the answer is a bare yes.
    """
    scope = str(room)

    def work(unit: hub.Unit) -> dict[str, Any]:
        if not receipts.begin(scope, frame, is_unnamed=True):
            return receipts.first_answer(scope, frame, is_unnamed=True)
        subject = rooms.subject_for(room, actor)
        with _one_turn(command.limit, actor.id):
            entry.handler(actor, subject, command)
        for publication in unit.publications:
            publication.actor = None
        receipts.fill(scope, frame, {}, is_unnamed=True)
        return {}

    return hub.run_unit(work)


@contextmanager
def _one_turn(limit: str, person: Any) -> Iterator[None]:
    """Use a turn of a limit that no transaction knows of; what fails costs none."""
    if limit:
        limits.take_unnamed(limit, person)
    try:
        yield
    except Exception:
        if limit:
            limits.give_back_unnamed(limit, person)
        raise


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


def _broken(actor: Any, room: Room, frame: CommandFrame, error: Exception) -> Reply:
    """Log where it broke, and never with what: a database's message quotes the row it refused."""
    entry = handled(frame.name)
    who = "somebody" if entry is not None and entry.command.unnamed else actor.id
    where = "".join(traceback.format_tb(error.__traceback__))
    kind = type(error).__name__
    logger.error("command %s by %s in %s failed: %s\n%s", frame.name, who, room, kind, where)
    text = _("Something broke on our side. Your text is still here; try again.")
    return Reply(frame.id, ok=False, code="broken", text=text, status=500)
