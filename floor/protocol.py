"""Questions from the audience: what can be asked for, and what happens to them."""

from typing import Literal
from uuid import UUID

import msgspec

from live.protocol import Command, Event

AskedAs = Literal["named", "hidden"]
NamingOf = Literal["named", "hidden", "unnamed", "hall"]
# Among whose lists the moderators find a question.
Place = Literal["waiting", "dismissed", "merged", "behind"]
# What others see of who asks, as in `person.shown`: kind, name, organisation, country.
Asker = dict[str, str]


class AskQuestion(Command, frozen=True, kw_only=True):
    """Asks the stage a question of 1 to 1,000 characters; a moderator lets it through first."""

    wire = "question.ask"
    limit = "questions"

    text: str
    lang: str = ""
    naming: AskedAs = "named"


class AskUnnamed(Command, frozen=True, kw_only=True):
    """Asks a question of which nobody, not even the platform, will know who asked it."""

    wire = "question.ask_unnamed"
    limit = "questions"
    unnamed = True

    text: str
    lang: str = ""


class AskForSomebody(Command, frozen=True, kw_only=True):
    """Asks for somebody in the hall; the question is before the room at once."""

    wire = "question.ask_for"

    text: str
    lang: str = ""
    on_behalf: str = ""


class EditQuestion(Command, frozen=True, kw_only=True):
    """Changes a question: one's own while it waits, a moderator any that is not answered yet."""

    wire = "question.edit"
    limit = "chat"

    question: UUID
    text: str
    lang: str = ""


class RetractQuestion(Command, frozen=True, kw_only=True):
    """Takes one's own question back for ever, as long as it is not answered."""

    wire = "question.retract"

    question: UUID


class UpvoteQuestion(Command, frozen=True, kw_only=True):
    """Supports a question that somebody else asked, once."""

    wire = "question.upvote"
    limit = "votes"

    question: UUID


class UnvoteQuestion(Command, frozen=True, kw_only=True):
    """Takes one's support back."""

    wire = "question.unvote"
    limit = "votes"

    question: UUID


class ApproveQuestion(Command, frozen=True, kw_only=True):
    """Lets a waiting question through to the room."""

    wire = "question.approve"

    question: UUID


class DismissQuestion(Command, frozen=True, kw_only=True):
    """Puts a waiting or open question aside; who asked it is told the reason."""

    wire = "question.dismiss"

    question: UUID
    reason: str = ""


class RestoreQuestion(Command, frozen=True, kw_only=True):
    """Takes up again a question that was put aside, where it was; opens an answered one again."""

    wire = "question.restore"

    question: UUID


class PinQuestion(Command, frozen=True, kw_only=True):
    """Puts an open question above the others, in place of the one before."""

    wire = "question.pin"

    question: UUID


class UnpinQuestion(Command, frozen=True, kw_only=True):
    """Puts the pinned question back in its place."""

    wire = "question.unpin"

    question: UUID


class MergeQuestion(Command, frozen=True, kw_only=True):
    """Unites a question with another that asks the same; who supports either supports both."""

    wire = "question.merge"

    question: UUID
    into: UUID


class SplitQuestion(Command, frozen=True, kw_only=True):
    """Takes a united question out again; it is where it was before."""

    wire = "question.split"

    question: UUID


class HandleQuestion(Command, frozen=True, kw_only=True):
    """Tells the other moderators that one sees to a question, also in place of another who did."""

    wire = "question.handle"

    question: UUID


class FreeQuestion(Command, frozen=True, kw_only=True):
    """Leaves a question that one was seeing to for whoever takes it."""

    wire = "question.free"

    question: UUID


class AnswerQuestion(Command, frozen=True, kw_only=True):
    """Marks an open question as answered, aloud or in writing; a text may replace an earlier one."""

    wire = "question.answer"

    question: UUID
    text: str = ""


class AssignQuestion(Command, frozen=True, kw_only=True):
    """Says who answers a question, and until which day (YYYY-MM-DD)."""

    wire = "question.assign"

    question: UUID
    owner: UUID
    due_on: str


class OfQuestion(Event, frozen=True, kw_only=True):
    """What happened to a question."""

    subject = "question"

    question: UUID


class QuestionAsked(OfQuestion, frozen=True, kw_only=True):
    """A question is before the room, for the first time or again; `person` where it is named."""

    wire = "question.asked"
    personal = ("text", "on_behalf")

    person: UUID | None
    text: str
    lang: str
    naming: NamingOf = "named"
    on_behalf: str = ""
    edited_at: str | None = None
    merged: list[UUID] = msgspec.field(default_factory=list)
    owner: UUID | None = None
    due_on: str | None = None


class QuestionEdited(OfQuestion, frozen=True, kw_only=True):
    """A moderator changed a question before the room."""

    wire = "question.edited"
    personal = ("text", "on_behalf")

    text: str
    lang: str
    on_behalf: str = ""


class QuestionWithdrawn(OfQuestion, frozen=True, kw_only=True):
    """A question is no longer before the room."""

    wire = "question.withdrawn"


class QuestionCounted(OfQuestion, frozen=True, kw_only=True):
    """How many people support a question: the absolute figure."""

    wire = "question.counted"

    upvotes: int


class QuestionAnswered(OfQuestion, frozen=True, kw_only=True):
    """A question has been answered; `answer` is there when it was answered in writing."""

    wire = "question.answered"
    personal = ("answer",)

    answer: str | None


class QuestionRestored(OfQuestion, frozen=True, kw_only=True):
    """An answered question is open again, without its answer."""

    wire = "question.restored"


class QuestionPinned(OfQuestion, frozen=True, kw_only=True):
    """A question stands above the others."""

    wire = "question.pinned"


class QuestionUnpinned(OfQuestion, frozen=True, kw_only=True):
    """A question is back in its place."""

    wire = "question.unpinned"


class QuestionMerged(OfQuestion, frozen=True, kw_only=True):
    """A question is one with another that is before the room; where it was there, it no longer is."""

    wire = "question.merged"

    into: UUID


class QuestionSplit(OfQuestion, frozen=True, kw_only=True):
    """A question is no longer one with another that is before the room."""

    wire = "question.split"

    into: UUID


class QuestionAssigned(OfQuestion, frozen=True, kw_only=True):
    """Somebody is to answer a question before the room by a day."""

    wire = "question.assigned"

    owner: UUID
    due_on: str


class QuestionSubmitted(OfQuestion, frozen=True, kw_only=True):
    """A question waits for a moderator; `asker` says who asks where the room must not know."""

    wire = "question.submitted"
    audience = "staff"
    personal = ("text", "asker")

    person: UUID | None
    text: str
    lang: str
    naming: NamingOf = "named"
    asker: Asker | None = None


class QuestionApproved(OfQuestion, frozen=True, kw_only=True):
    """A question waits no more: it is before the room."""

    wire = "question.approved"
    audience = "staff"


class QuestionDismissed(OfQuestion, frozen=True, kw_only=True):
    """A waiting question was put aside, and why."""

    wire = "question.dismissed"
    audience = "staff"
    personal = ("reason",)

    reason: str = ""


class QuestionHeld(OfQuestion, frozen=True, kw_only=True):
    """What the moderators know of a question, whole, and in which of their lists it is now."""

    wire = "question.held"
    audience = "staff"
    personal = ("asker", "on_behalf", "text", "original", "reason")

    place: Place
    person: UUID | None
    asker: Asker | None
    naming: NamingOf
    on_behalf: str
    text: str
    lang: str
    asked_at: str
    original: str | None
    edited_at: str | None
    owner: UUID | None
    due_on: str | None
    reason: str
    into: UUID | None


class QuestionEntrusted(OfQuestion, frozen=True, kw_only=True):
    """Somebody is to answer a waiting question by a day."""

    wire = "question.entrusted"
    audience = "staff"

    owner: UUID
    due_on: str


class QuestionDropped(OfQuestion, frozen=True, kw_only=True):
    """Who asked a question took it back."""

    wire = "question.dropped"
    audience = "staff"


class QuestionHandled(OfQuestion, frozen=True, kw_only=True):
    """A moderator sees to a question, in place of whoever did before."""

    wire = "question.handled"
    audience = "staff"

    person: UUID


class QuestionFreed(OfQuestion, frozen=True, kw_only=True):
    """No moderator sees to a question any more: it was left, or is done."""

    wire = "question.freed"
    audience = "staff"


class QuestionReceived(OfQuestion, frozen=True, kw_only=True):
    """My question has reached the moderators."""

    wire = "question.received"
    audience = "me"
    personal = ("text",)

    text: str
    lang: str
    naming: NamingOf = "named"


class QuestionJudged(OfQuestion, frozen=True, kw_only=True):
    """My question was let through, put aside and why, united with another, or waits again."""

    wire = "question.judged"
    audience = "me"
    personal = ("reason",)

    state: Literal["waiting", "approved", "dismissed", "merged"]
    reason: str
    into: UUID | None = None


class QuestionRevised(OfQuestion, frozen=True, kw_only=True):
    """My question was edited, by me or by a moderator; what I first asked is kept."""

    wire = "question.revised"
    audience = "me"
    personal = ("text", "original")

    text: str
    lang: str
    original: str


class QuestionRetracted(OfQuestion, frozen=True, kw_only=True):
    """I took my question back."""

    wire = "question.retracted"
    audience = "me"


class QuestionUpvoted(OfQuestion, frozen=True, kw_only=True):
    """I support this question."""

    wire = "question.upvoted"
    audience = "me"


class QuestionUnvoted(OfQuestion, frozen=True, kw_only=True):
    """I support this question no more."""

    wire = "question.unvoted"
    audience = "me"
