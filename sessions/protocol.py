"""A session's own commands and events: its life, its agenda, its stage, and the people in it."""

from typing import Annotated, Literal
from uuid import UUID

import msgspec

from live.protocol import Command, Event

StageName = Literal["card", "link", "embed"]
AddedMinutes = Annotated[int, msgspec.Meta(ge=1, le=60)]


class PlannedItem(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One line of the plan; the times at which it ran are told by other events."""

    id: UUID
    title_en: str
    title_ru: str
    speaker: str
    minutes: int


class OpenSession(Command, frozen=True, kw_only=True):
    """Opens the doors: people may come in and write."""

    wire = "session.open"


class StartSession(Command, frozen=True, kw_only=True):
    """Begins the session; opens the doors too where they are still shut."""

    wire = "session.start"


class EndSession(Command, frozen=True, kw_only=True):
    """Ends the session: all of it can be read, no more is said; its questions may still be answered."""

    wire = "session.end"


class ReopenSession(Command, frozen=True, kw_only=True):
    """Goes on with a session that has ended, in the same log; within ten minutes of its end."""

    wire = "session.reopen"


class NextItem(Command, frozen=True, kw_only=True):
    """Ends the current agenda item and starts the one below; `after` is what the sender saw as current."""

    wire = "agenda.next"

    after: UUID | None = None


class PreviousItem(Command, frozen=True, kw_only=True):
    """Goes back to the agenda item above, or to the one that was stopped last."""

    wire = "agenda.back"

    after: UUID | None = None


class StartItem(Command, frozen=True, kw_only=True):
    """Starts any agenda item in place of the current one."""

    wire = "agenda.start"

    item: UUID
    after: UUID | None = None


class StopItem(Command, frozen=True, kw_only=True):
    """Ends the current agenda item; none is current then."""

    wire = "agenda.stop"

    after: UUID | None = None


class ExtendItem(Command, frozen=True, kw_only=True):
    """Adds minutes to the current agenda item."""

    wire = "agenda.extend"

    item: UUID
    minutes: AddedMinutes


class SetStage(Command, frozen=True, kw_only=True):
    """Says what the room shows as its stage: the title card, a link, or a video of an allowed service."""

    wire = "stage.set"

    kind: StageName
    url: str = ""


class RemovePerson(Command, frozen=True, kw_only=True):
    """Puts a person out of the session at once, and keeps them out."""

    wire = "person.remove"

    person: UUID
    reason: str = ""


class ReadmitPerson(Command, frozen=True, kw_only=True):
    """Lets a removed person come in again."""

    wire = "person.readmit"

    person: UUID


class SessionOpened(Event, frozen=True, kw_only=True):
    """The doors are open."""

    wire = "session.opened"


class SessionStarted(Event, frozen=True, kw_only=True):
    """The session has begun."""

    wire = "session.started"


class SessionEnded(Event, frozen=True, kw_only=True):
    """The session is over."""

    wire = "session.ended"


class SessionCancelled(Event, frozen=True, kw_only=True):
    """The session does not take place."""

    wire = "session.cancelled"
    is_last = True


class SessionReopened(Event, frozen=True, kw_only=True):
    """The session goes on: it had ended too early."""

    wire = "session.reopened"


class SessionReturned(Event, frozen=True, kw_only=True):
    """The session takes place after all: its schedule has it again."""

    wire = "session.returned"


class AgendaSet(Event, frozen=True, kw_only=True):
    """The whole plan, when it was edited; what has run of it, and minutes added, stay as they are."""

    wire = "agenda.set"

    items: list[PlannedItem]


class ItemStarted(Event, frozen=True, kw_only=True):
    """An agenda item is the current one."""

    wire = "item.started"
    subject = "item"

    item: UUID


class ItemEnded(Event, frozen=True, kw_only=True):
    """An agenda item is not the current one any more."""

    wire = "item.ended"
    subject = "item"

    item: UUID


class ItemExtended(Event, frozen=True, kw_only=True):
    """How many minutes have been added to an agenda item by now, in all."""

    wire = "item.extended"
    subject = "item"

    item: UUID
    added: int


class StageChanged(Event, frozen=True, kw_only=True):
    """What the room shows as its stage."""

    wire = "stage.changed"

    kind: StageName
    url: str


class PersonShown(Event, frozen=True, kw_only=True):
    """What others see of a person, told when they first appear and whenever it changes."""

    wire = "person.shown"
    personal = ("name", "organisation")
    subject = "person"

    person: UUID
    kind: str
    name: str
    organisation: str
    country: str


class PersonRemoved(Event, frozen=True, kw_only=True):
    """A moderator put a person out."""

    wire = "person.removed"
    audience = "staff"
    personal = ("reason",)
    subject = "person"

    person: UUID
    by: UUID
    reason: str


class PersonReadmitted(Event, frozen=True, kw_only=True):
    """A removed person may come in again."""

    wire = "person.readmitted"
    audience = "staff"
    subject = "person"

    person: UUID
