"""Commands that wait for each other anyway are carried out in one transaction, and answered after its commit.

On SQLite, which has one writer: what its file waits for at a commit is waited for once. On PostgreSQL only
commands of one room that are `sociable`, numbered together at the end: there the rows of streams are locked
last, so that nobody who holds one waits for anything else. The second command of several in one transaction
would else hold its room's while it waits for a question's, whose holder waits for the room's.
"""

from dataclasses import dataclass
from typing import Any
from weakref import WeakValueDictionary

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection, transaction
from django.utils import translation

from kit.refusals import Refused
from live import dispatch, hub
from live.batches import Batch
from live.catalogue import handled
from live.executor import executor
from live.frames import CommandFrame
from live.locks import Busy, writing
from live.protocol import Reply
from live.streams import Room

# As long as so many take, whoever else writes waits.
AT_ONCE = 16


@dataclass(frozen=True, slots=True)
class Said:
    """A command as it came in: by whom, where, and in which language it is answered."""

    actor: Any
    room: Room
    language: str
    frame: CommandFrame


class _Undone(Exception):
    """The database has undone the whole transaction, for a reason of its own."""


async def carried_out(said: Said) -> Reply:
    """Return the reply to a command; raises Busy at once when too many wait."""
    if connection.vendor == "sqlite":
        return await _waiting.ask(said)
    if _is_sociable(said):
        return await _lane_of(said.room).ask(said)
    return await executor().run(_one, said)


def all_of(said: list[Said]) -> list[Reply]:
    """Carry out commands in their order; one that is refused or breaks is undone alone.

    What the database undoes as a whole is done again, each by itself: nothing of it was answered yet.
    Where it had no time for all of them, none is tried again: one by one they would wait as long each.
    """
    if len(said) == 1 or not _are_distinct(said):
        return [_one(each) for each in said]
    try:
        if all(map(_is_sociable, said)):
            return hub.in_company(lambda: [_still_there(_one(each)) for each in said])
        with writing(), transaction.atomic():
            return [_still_there(_one(each)) for each in said]
    except Busy as busy:
        return [_refused(each, busy) for each in said]
    except (_Undone, Refused, DatabaseError, InterfaceError) as error:
        if dispatch.is_out_of_reach(error):
            return [_refused(each, Busy()) for each in said]
        return [_one(each) for each in said]


def _is_sociable(said: Said) -> bool:
    entry = handled(said.frame.name)
    return entry is not None and entry.command.sociable


def _are_distinct(said: list[Said]) -> bool:
    """Say whether none is another's repetition, which needs the first one's answer: it comes at the end."""
    return len({each.frame.id for each in said}) == len(said)


def _still_there(reply: Reply) -> Reply:
    # Left alone, Django would roll back without a word, after acceptances that came to nothing.
    if connection.needs_rollback:
        raise _Undone
    return reply


def _one(said: Said) -> Reply:
    with translation.override(said.language):
        return dispatch.run(actor=said.actor, room=said.room, frame=said.frame)


def _refused(said: Said, busy: Busy) -> Reply:
    with translation.override(said.language):
        return dispatch.refusal(said.frame.id, busy)


def _lane() -> Batch[Said, Reply]:
    line = settings.LIVE_EXECUTOR_BACKLOG
    return Batch(all_of, seconds=0.0, most=AT_ONCE, line=line, is_at_door=False)


_waiting = _lane()
# One for each room in which somebody speaks at this moment. Of two for a room one waits for the other's
# numbers: 184 commands a second instead of 216.
_lanes: WeakValueDictionary[Room, Batch[Said, Reply]] = WeakValueDictionary()


def _lane_of(room: Room) -> Batch[Said, Reply]:
    lane = _lanes.get(room)
    if lane is None:
        lane = _lanes[room] = _lane()
    return lane
