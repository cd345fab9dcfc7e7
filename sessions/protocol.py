"""A session's own commands and events: its life, and the people who appear in it."""

from uuid import UUID

from live.protocol import Command, Event


class OpenSession(Command, frozen=True, kw_only=True):
    """Opens the doors: people may come in and write."""

    wire = "session.open"


class StartSession(Command, frozen=True, kw_only=True):
    """Begins the session; opens the doors too where they are still shut."""

    wire = "session.start"


class EndSession(Command, frozen=True, kw_only=True):
    """Ends the session: all of it can be read, no more is said; its questions may still be answered."""

    wire = "session.end"


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
