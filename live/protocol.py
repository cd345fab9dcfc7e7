"""The base wire types that every app's live messages are made from, and the reply to a command."""

from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal
from uuid import UUID

import msgspec

from kit.refusals import tenths_up

Audience = Literal["room", "staff", "me"]


class Command(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a client may ask for; the docstring of a subclass is its line in docs/protocol.md.

    `wire` is `noun.verb`; `limit` names an entry of settings.LIVE_LIMITS; `unnamed` commands leave
    no trace of who sent them; `sociable` ones may share a transaction with others of a room on any
    database, since before the streams they lock rows of nobody but their sender.
    """

    wire: ClassVar[str] = ""
    limit: ClassVar[str] = ""
    unnamed: ClassVar[bool] = False
    sociable: ClassVar[bool] = False


class Event(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What happened, told to one audience; the docstring of a subclass documents it.

    `wire` is `noun.past`; `personal` names the fields that redaction empties; `subject` names the
    field that holds the id of what the event is about; after one that `is_last` the room is over.
    """

    wire: ClassVar[str] = ""
    audience: ClassVar[Audience] = "room"
    personal: ClassVar[tuple[str, ...]] = ()
    subject: ClassVar[str] = ""
    is_last: ClassVar[bool] = False

    def about(self) -> UUID | None:
        """Return the id of the object that the event is about, where it has one."""
        return getattr(self, self.subject) if self.subject else None


class Whisper(msgspec.Struct, frozen=True, kw_only=True):
    """What may be lost: typing, presence, speaking levels. Never logged, never numbered."""

    wire: ClassVar[str] = ""
    audience: ClassVar[Audience] = "room"


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer to one command: what came of it, or why not."""

    id: str
    ok: bool
    data: dict[str, Any] = field(default_factory=dict)
    code: str = ""
    text: str = ""
    retry_in: float | None = None
    field_name: str | None = None
    status: int = 200

    def as_dict(self) -> dict[str, Any]:
        """Return the reply as the wire's table has it."""
        if self.ok:
            return {"id": self.id, "ok": True, "data": self.data}
        answer: dict[str, Any] = {
            "id": self.id, "ok": False, "code": self.code, "text": self.text,
        }  # fmt: skip
        if self.retry_in is not None:
            answer["retry_in"] = tenths_up(self.retry_in)
        if self.field_name is not None:
            answer["field"] = self.field_name
        return answer

    def frame(self) -> str:
        """Return the reply as JSON text, not ASCII-escaped."""
        return encode(self.as_dict())


def encode(value: object) -> str:
    """Return JSON text for the wire: UTF-8, UUIDs as text, nothing escaped that need not be."""
    return msgspec.json.encode(value).decode()
