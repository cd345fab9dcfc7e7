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
