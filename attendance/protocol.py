"""Several people at one screen: what is said of it, and what becomes of it."""

from uuid import UUID

from live.protocol import Command, Event


class DeclareScreen(Command, frozen=True, kw_only=True):
    """Says that several people are at one's screen: 2 to 200 heads, oneself among them.

    One of them says so, for all; `signed_in` of the heads have come in by themselves. `names` may tell
    who the others are, to the moderators and the organisers only.
    """

    wire = "screen.declare"
    limit = "votes"

    heads: int
    signed_in: int = 1
    names: list[str] = []


class WithdrawScreen(Command, frozen=True, kw_only=True):
    """Takes back what one has said of one's screen."""

    wire = "screen.withdraw"


class ConfirmScreen(Command, frozen=True, kw_only=True):
    """Countersigns that so many people are at somebody's screen, and who.

    Numbers and names are what the sender saw; where something else is said by now, it is refused.
    """

    wire = "screen.confirm"

    person: UUID
    heads: int
    signed_in: int = 1
    names: list[str] = []


class ScreenConfirmed(Event, frozen=True, kw_only=True):
    """A shared screen counts: a moderator has countersigned it, and its person is here."""

    wire = "screen.confirmed"
    subject = "person"

    person: UUID
    heads: int
    signed_in: int = 1


class ScreenCleared(Event, frozen=True, kw_only=True):
    """A shared screen no longer counts: its person has gone, or said something else of it."""

    wire = "screen.cleared"
    subject = "person"

    person: UUID


class ScreenDeclared(Event, frozen=True, kw_only=True):
    """Somebody says that several people are at their screen; nobody has countersigned it yet."""

    wire = "screen.declared"
    audience = "staff"
    personal = ("names",)
    subject = "person"

    person: UUID
    heads: int
    signed_in: int = 1
    names: list[str] | None


class ScreenSettled(Event, frozen=True, kw_only=True):
    """A moderator has countersigned what somebody says of their screen."""

    wire = "screen.settled"
    audience = "staff"
    subject = "person"

    person: UUID


class ScreenWithdrawn(Event, frozen=True, kw_only=True):
    """Somebody has taken back what they said of their screen."""

    wire = "screen.withdrawn"
    audience = "staff"
    subject = "person"

    person: UUID


class ScreenNoted(Event, frozen=True, kw_only=True):
    """How one's own shared screen stands: as one said, and whether a moderator has countersigned."""

    wire = "screen.noted"
    audience = "me"
    personal = ("names",)
    subject = "screen"

    screen: UUID
    heads: int
    signed_in: int = 1
    names: list[str] | None
    confirmed: bool


class ScreenForgotten(Event, frozen=True, kw_only=True):
    """What one said of one's screen is taken back."""

    wire = "screen.forgotten"
    audience = "me"
    subject = "screen"

    screen: UUID
