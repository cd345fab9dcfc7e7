"""Questions from the audience: asking, supporting, letting through, putting aside, answering."""

from typing import Literal
from uuid import UUID

from live.protocol import Command, Event


class AskQuestion(Command, frozen=True, kw_only=True):
    """Asks the stage a question of 1 to 1,000 characters; a moderator lets it through first."""

    wire = "question.ask"
    limit = "questions"

    text: str
    lang: str = ""


class UpvoteQuestion(Command, frozen=True, kw_only=True):
    """Supports a question that somebody else asked, once."""

    wire = "question.upvote"
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


class AnswerQuestion(Command, frozen=True, kw_only=True):
    """Marks an open question as answered: aloud, or with a written answer."""

    wire = "question.answer"

    question: UUID
    text: str = ""


class QuestionSubmitted(Event, frozen=True, kw_only=True):
    """A question waits for a moderator."""

    wire = "question.submitted"
    audience = "staff"
    personal = ("text",)
    subject = "question"

    question: UUID
    person: UUID
    text: str
    lang: str


class QuestionReceived(Event, frozen=True, kw_only=True):
    """My question has reached the moderators."""

    wire = "question.received"
    audience = "me"
    personal = ("text",)
    subject = "question"

    question: UUID
    text: str
    lang: str


class QuestionApproved(Event, frozen=True, kw_only=True):
    """A question waits no more: it is before the room."""

    wire = "question.approved"
    audience = "staff"
    subject = "question"

    question: UUID


class QuestionAsked(Event, frozen=True, kw_only=True):
    """A question is before the room."""

    wire = "question.asked"
    personal = ("text",)
    subject = "question"

    question: UUID
    person: UUID
    text: str
    lang: str


class QuestionJudged(Event, frozen=True, kw_only=True):
    """My question was let through or put aside, and why."""

    wire = "question.judged"
    audience = "me"
    personal = ("reason",)
    subject = "question"

    question: UUID
    state: Literal["approved", "dismissed"]
    reason: str


class QuestionDismissed(Event, frozen=True, kw_only=True):
    """A waiting question was put aside."""

    wire = "question.dismissed"
    audience = "staff"
    subject = "question"

    question: UUID


class QuestionWithdrawn(Event, frozen=True, kw_only=True):
    """A question is no longer before the room."""

    wire = "question.withdrawn"
    subject = "question"

    question: UUID


class QuestionUpvoted(Event, frozen=True, kw_only=True):
    """I support this question."""

    wire = "question.upvoted"
    audience = "me"
    subject = "question"

    question: UUID


class QuestionCounted(Event, frozen=True, kw_only=True):
    """How many people support a question: the absolute figure."""

    wire = "question.counted"
    subject = "question"

    question: UUID
    upvotes: int


class QuestionAnswered(Event, frozen=True, kw_only=True):
    """A question has been answered; `answer` is there when it was answered in writing."""

    wire = "question.answered"
    personal = ("answer",)
    subject = "question"

    question: UUID
    answer: str | None
