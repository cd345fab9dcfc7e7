"""Decisions and actions: what can be asked for, and what happens to them."""

from typing import Literal
from uuid import UUID

import msgspec

from live.protocol import Command, Event

Language = Literal["en", "ru"]
Standing = Literal["open", "done", "dropped"]
Translation = Literal["missing", "translated", "stale"]


class TakeDecision(Command, frozen=True, kw_only=True):
    """Takes a decision down; `sources` are numbers in the room's log of what it comes from.

    `subjects` name the same by the ids of questions, messages and agenda items: their last events count.
    """

    wire = "decision.take"

    text: str
    lang: str = ""
    # The same in the other language, where somebody has it already.
    translation: str = ""
    sources: list[int] = msgspec.field(default_factory=list)
    subjects: list[UUID] = msgspec.field(default_factory=list)
    # For which group, by its address, a conference's session decides; a group's meeting for its own.
    group: str = ""


class ReviseDecision(Command, frozen=True, kw_only=True):
    """Writes a decision anew in one language; what it said before is kept."""

    wire = "decision.revise"

    decision: UUID
    edition: int
    language: Language
    text: str


class RedactDecision(Command, frozen=True, kw_only=True):
    """Takes an earlier wording of a decision out of sight for good, with the reason; never the present one."""

    wire = "decision.redact"

    decision: UUID
    wording: int
    reason: str


class WithdrawDecision(Command, frozen=True, kw_only=True):
    """Says that a decision was taken down by mistake, and why; it keeps its number."""

    wire = "decision.withdraw"

    decision: UUID
    reason: str


class TakeAction(Command, frozen=True, kw_only=True):
    """Says who does what until which day (YYYY-MM-DD)."""

    wire = "action.take"

    text: str
    owner: UUID
    due_on: str
    lang: str = ""
    translation: str = ""
    decision: UUID | None = None


class ChangeAction(Command, frozen=True, kw_only=True):
    """Changes an action, or closes it; what is left out stays as it is."""

    wire = "action.change"
    limit = "chat"

    action: UUID
    edition: int
    language: Language | None = None
    text: str | None = None
    owner: UUID | None = None
    due_on: str | None = None
    state: Standing | None = None
    note: str = ""


class RedactAction(Command, frozen=True, kw_only=True):
    """Takes what an action said before a change, and its note, out of sight for good; never the present words."""

    wire = "action.redact"

    action: UUID
    change: int
    reason: str


class SourceTold(msgspec.Struct, frozen=True, kw_only=True):
    """What a decision comes from: a question, a message, an agenda item, or another decision."""

    kind: str
    subject: UUID
    seq: int


class SideTold(msgspec.Struct, frozen=True, kw_only=True):
    """A side, of whose member organisations the rule asked for so many, and got them."""

    name_en: str
    name_ru: str
    at_least: int


class QuorumTold(msgspec.Struct, frozen=True, kw_only=True):
    """Whether the group's rule of quorum was met at that instant; where it was, what it asked for.

    What was counted is told to nobody here: who is a member is known, so a count would name the rest.
    """

    is_met: bool
    sides: list[SideTold]


class DecisionTaken(Event, frozen=True, kw_only=True):
    """A decision was taken down; `taken_at` is there where it was taken before this was said."""

    wire = "decision.taken"
    subject = "decision"
    personal = ("text_en", "text_ru")

    decision: UUID
    number: int
    person: UUID
    text_en: str
    text_ru: str
    source_language: Language
    translation_state: Translation
    item: UUID | None
    sources: list[SourceTold]
    quorum: QuorumTold | None
    taken_at: str | None


class DecisionRevised(Event, frozen=True, kw_only=True):
    """A decision is worded anew, or in its other language."""

    wire = "decision.revised"
    subject = "decision"
    personal = ("text_en", "text_ru")

    decision: UUID
    person: UUID
    text_en: str
    text_ru: str
    translation_state: Translation
    edition: int


class DecisionRedacted(Event, frozen=True, kw_only=True):
    """An earlier wording of a decision is gone from the log; it says what it said before this."""

    wire = "decision.redacted"
    subject = "decision"
    personal = ("text_en", "text_ru")

    decision: UUID
    person: UUID
    text_en: str
    text_ru: str
    translation_state: Translation
    edition: int


class DecisionWithdrawn(Event, frozen=True, kw_only=True):
    """A decision was taken down by mistake."""

    wire = "decision.withdrawn"
    subject = "decision"

    decision: UUID
    person: UUID
    reason: str


class OriginTold(msgspec.Struct, frozen=True, kw_only=True):
    """The session in which an action was taken. What it is called is told by its own page, to who may see it."""

    session: UUID


class ActionTaken(Event, frozen=True, kw_only=True):
    """Somebody owes something by a day."""

    wire = "action.taken"
    subject = "action"
    personal = ("text_en", "text_ru")

    action: UUID
    person: UUID
    owner: UUID
    due_on: str
    text_en: str
    text_ru: str
    source_language: Language
    translation_state: Translation
    decision: UUID | None


class ActionCarried(Event, frozen=True, kw_only=True):
    """An action of an earlier meeting is still open as this one begins."""

    wire = "action.carried"
    subject = "action"
    personal = ("text_en", "text_ru")

    action: UUID
    owner: UUID | None
    due_on: str | None
    text_en: str
    text_ru: str
    source_language: Language
    translation_state: Translation
    decision: UUID | None
    edition: int
    origin: OriginTold | None


class ActionChanged(Event, frozen=True, kw_only=True):
    """An action as it stands now, in every room where it stands."""

    wire = "action.changed"
    subject = "action"
    personal = ("text_en", "text_ru")

    action: UUID
    person: UUID
    owner: UUID | None
    due_on: str | None
    text_en: str
    text_ru: str
    translation_state: Translation
    state: Standing
    closed_at: str | None
    edition: int


class ActionRedacted(Event, frozen=True, kw_only=True):
    """An earlier wording of an action is gone from the log; it says what it said before this."""

    wire = "action.redacted"
    subject = "action"
    personal = ("text_en", "text_ru")

    action: UUID
    person: UUID
    text_en: str
    text_ru: str
    translation_state: Translation
    edition: int
