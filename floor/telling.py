"""What the room, the moderators and who asked are told of a question, and what the log forgets."""

from dataclasses import asdict
from datetime import datetime
from typing import cast
from uuid import UUID

from accounts.models import Person
from accounts.people import shown
from floor import protocol, queries
from floor.models import Naming, Question, QuestionState
from floor.states import change, day, is_shown, stamp
from live import tallies
from live.clock import wire
from live.hub import Numbered, publish
from live.protocol import Event
from live.redaction import redact
from sessions import people

UPVOTES = "upvotes"

_PLACES: dict[str, protocol.Place] = {
    QuestionState.WAITING: "waiting",
    QuestionState.DISMISSED: "dismissed",
    QuestionState.MERGED: "merged",
    QuestionState.OPEN: "behind",
    QuestionState.ANSWERED: "behind",
}


def tell(
    question: Question,
    event: Event,
    actor: Person | None,
    *,
    person: UUID | None = None,
    numbered: Numbered | None = None,
) -> None:
    """Publish an event about a question in its session."""
    room = question.session.live_room
    by = actor.pk if actor else None
    publish(room, event, actor=by, person=person, numbered=numbered)


def named_asker(question: Question) -> UUID | None:
    """Return who asks, as far as everyone may know it."""
    return question.person_id if question.naming == Naming.NAMED else None


def appearance(person: Person) -> dict[str, str]:
    """Return what others see of a person, as the wire has it."""
    return {name: str(value) for name, value in asdict(shown(person)).items()}


def bring_before_the_room(question: Question, actor: Person) -> None:
    """Tell the room of a question that comes before it, or is back, with the support it has."""
    tallies.forget([UPVOTES], question.pk)
    if question.owner is not None:
        people.show([question.owner], question.session)
    event = protocol.QuestionAsked(
        question=question.pk,
        person=named_asker(question),
        text=question.text,
        lang=question.lang,
        naming=cast("protocol.NamingOf", question.naming),
        on_behalf=question.on_behalf,
        edited_at=wire(question.edited_at) if question.edited_at else None,
        merged=queries.members_of([question.pk]).get(question.pk, []),
        owner=question.owner_id,
        due_on=day(question.due_on),
    )
    tell(question, event, actor, numbered=stamp(question, "approved"))
    if queries.upvotes_of([question.pk]):
        recount(question)


def recount(question: Question) -> None:
    """Have the figure of a question before the room told anew."""
    room = question.session.live_room
    tallies.touch(room=room, kind=UPVOTES, subject=question.pk)


def take_from_the_room(question: Question) -> None:
    """Forget the figure, the pin and the texts of a question that the room shall no longer read."""
    tallies.forget([UPVOTES], question.pk)
    change(question, is_pinned=False)
    forget_in_the_room(question)


def forget_in_the_room(question: Question) -> None:
    """Empty what the room's log tells of a question's text, so that no late comer gets it."""
    room = str(question.session.live_room)
    redact(room, question.pk, protocol.QuestionAsked, protocol.QuestionEdited)


def hold(question: Question, actor: Person | None, *, is_new_there: bool = True) -> None:
    """Tell the moderators a question whole; newly in one of their lists, it is the last there."""
    event = protocol.QuestionHeld(
        question=question.pk,
        place=_PLACES[question.state],
        person=question.person_id,
        asker=question.seen_as,
        naming=cast("protocol.NamingOf", question.naming),
        on_behalf=question.on_behalf,
        text=question.text,
        lang=question.lang,
        asked_at=wire(question.asked_at),
        original=question.original or None,
        edited_at=wire(question.edited_at) if question.edited_at else None,
        owner=question.owner_id,
        due_on=day(question.due_on),
        reason=question.reason,
        into=question.merged_into_id,
    )
    tell(question, event, actor, numbered=listed(question) if is_new_there else None)


def hold_behind(question: Question, actor: Person) -> None:
    """Tell the moderators who asks, or what was first asked, where the room does not see it."""
    if is_told_behind(question):
        hold(question, actor)


def is_told_behind(question: Question) -> bool:
    """Say whether the moderators know more of a question before the room than everyone does."""
    hides = question.naming == Naming.HIDDEN or bool(question.original)
    return is_shown(question) and hides


def tell_asker(question: Question, actor: Person, event: Event) -> None:
    """Tell who asked, where that is known to anyone."""
    if question.person_id is not None:
        tell(question, event, actor, person=question.person_id)


def judge(
    question: Question,
    actor: Person,
    state: str,
    *,
    reason: str = "",
    into: UUID | None = None,
) -> None:
    """Tell who asked what became of the question."""
    event = protocol.QuestionJudged(
        question=question.pk,
        state=state,  # type: ignore[arg-type]
        reason=reason,
        into=into,
    )
    tell_asker(question, actor, event)


def judge_united(question: Question, actor: Person, state: str) -> None:
    """Tell who asked what is united with a question that it shares its fate."""
    into = question.pk if state == "merged" else None
    for member in queries.united_with(question):
        judge(member, actor, state, into=into)


def listed(question: Question) -> Numbered:
    """Put a question last in that list of the moderators' into which an event brings it."""

    def write(seq: int, _at: datetime) -> None:
        change(question, asked_seq=seq)

    return write
