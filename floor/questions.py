"""Asking the stage in three ways and for somebody in the hall; changing and taking back a question."""

from dataclasses import asdict
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import Person
from accounts.people import Shown, after_profile, lesser
from floor import merging, protocol, telling
from floor.models import Naming, Question, QuestionState
from floor.rules import ASKABLE, JUDGED_IN
from floor.states import (
    change,
    hold_session,
    is_shown,
    locked,
    not_now,
    record,
    sayable,
    stamp_new,
)
from kit.names import clean_name
from kit.refusals import Forbidden, NotHere, Refused
from kit.rules import allows
from live import clock
from live.hub import verb
from live.protocol import Event
from live.redaction import redact
from sessions import people
from sessions.models import Session
from sessions.rules import demand, demand_part, demand_while
from sessions.texts import language_of

LONGEST_NAME = 120

audit.name_acts(
    {
        "question.ask_for": _("Question asked for somebody in the hall"),
        "question.edit": _("Question edited"),
    }
)


@verb
def ask(
    *, actor: Person, session: Session, text: str, lang: str = "", naming: str = Naming.NAMED
) -> Question:
    """Ask the stage; the moderators hear it, and the room once one of them lets it through.

    A named asker is shown to the room. Of a hidden one only the moderators learn, and nothing that
    the room hears tells that somebody has asked.
    """
    _demand_open(actor, session)
    text = sayable(text)
    is_hidden = naming == Naming.HIDDEN
    question = Question(
        session=session,
        person=actor,
        naming=Naming.HIDDEN if is_hidden else Naming.NAMED,
        seen_as=telling.appearance(actor) if is_hidden else None,
        text=text,
        lang=language_of(text, lang),
        asked_at=clock.now(),
    )
    if not is_hidden:
        people.show([actor], session)
    _submit(question, actor, is_last=False)
    telling.tell(
        question,
        protocol.QuestionReceived(
            question=question.pk,
            text=text,
            lang=question.lang,
            naming="hidden" if is_hidden else "named",
        ),
        actor,
        person=actor.pk,
        numbered=stamp_new(question, "received", is_last=True),
    )
    return question


@verb
def ask_unnamed(*, actor: Person, session: Session, text: str, lang: str = "") -> Question:
    """Ask so that nobody will ever know who asked: nothing that is stored or told leads to them."""
    _demand_open(actor, session)
    text = sayable(text)
    question = Question(
        session=session,
        naming=Naming.UNNAMED,
        text=text,
        lang=language_of(text, lang),
        asked_at=clock.now(),
    )
    _submit(question, None, is_last=True)
    return question


@verb
def ask_for(
    *, actor: Person, session: Session, text: str, lang: str = "", on_behalf: str = ""
) -> Question:
    """Ask, as a moderator, for somebody in the hall; it is before the room at once."""
    demand_while("sessions.moderate", actor, session, ASKABLE)
    hold_session(session)
    text, name = sayable(text), clean_name(on_behalf, limit=LONGEST_NAME + 1)
    if len(name) > LONGEST_NAME:
        fault = _("This name is longer than 120 characters.")
        raise Refused("question.on_behalf_too_long", fault, field="on_behalf")
    question = Question.objects.create(
        session=session,
        naming=Naming.HALL,
        on_behalf=name,
        text=text,
        lang=language_of(text, lang),
        state=QuestionState.OPEN,
        asked_at=clock.now(),
    )
    telling.bring_before_the_room(question, actor)
    record(actor, question, "question.ask_for")
    return question


@verb
def edit(*, actor: Person, session: Session, question: UUID, text: str, lang: str = "") -> Question:
    """Change what a question says; what was first asked is kept for the moderators and who asked.

    Who asked may do so while it waits, a moderator until it is answered. What the room read before
    is gone, also from its log.
    """
    demand("sessions.enter", actor, session)
    found = locked(session, question)
    _demand_editable(actor, session, found)
    text = sayable(text)
    lang = language_of(text, lang)
    if (text, lang) == (found.text, found.lang):
        fault = _("This is what the question says already.")
        raise Refused("question.unchanged", fault, field="text")
    was_behind = telling.is_told_behind(found)
    original = found.original or found.text
    change(found, text=text, lang=lang, original=original, edited_at=clock.now())
    if is_shown(found):
        _tell_room_anew(found, actor)
        telling.hold(found, actor, is_new_there=not was_behind)
    else:
        telling.hold(found, actor, is_new_there=False)
    revised = protocol.QuestionRevised(question=found.pk, text=text, lang=lang, original=original)
    telling.tell_asker(found, actor, revised)
    if found.person_id != actor.pk:
        record(actor, found, "question.edit")
    return found


@verb
def retract(*, actor: Person, session: Session, question: UUID) -> Question:
    """Take one's own question back for ever: its texts are gone, from the log too.

    What was united with it is where it was before.
    """
    demand("sessions.enter", actor, session)
    hold_session(session)
    found = locked(session, question)
    if not allows("floor.retract", actor, found):
        raise (
            Forbidden(_("Only the person who asked a question can take it back."))
            if _sees(actor, found)
            else NotHere
        )
    if found.state not in {QuestionState.WAITING, QuestionState.OPEN}:
        raise not_now(found)
    was_open = found.state == QuestionState.OPEN
    if was_open:
        telling.take_from_the_room(found)
    change(
        found,
        state=QuestionState.RETRACTED,
        text="",
        original="",
        reason="",
        answer="",
        seen_as=None,
        handler=None,
        handled_at=None,
    )
    _forget_everywhere(found)
    if was_open:
        telling.tell(found, protocol.QuestionWithdrawn(question=found.pk), actor)
    telling.tell(found, protocol.QuestionDropped(question=found.pk), None)
    retracted = protocol.QuestionRetracted(question=found.pk)
    telling.tell(found, retracted, actor, person=actor.pk)
    merging.release(found, actor)
    return found


@after_profile
@verb
def show_hidden_again(person: Person) -> None:
    """Tell the moderators what a hidden asker wishes to show now; when the session is over, only less.

    What they wished before goes from the moderators' log, as it goes from the room's.
    """
    rows = Question.objects.select_for_update(no_key=True, of=("self",)).select_related("session")
    rows = rows.filter(person=person, naming=Naming.HIDDEN)
    for question in rows.exclude(state=QuestionState.RETRACTED).order_by("id"):
        now = telling.appearance(person)
        if question.seen_as and question.session.state not in ASKABLE:
            now = asdict(lesser(Shown(**question.seen_as), Shown(**now)))
        if question.seen_as != now:
            change(question, seen_as=now)
            _forget_among_moderators(question)
            telling.hold(question, None, is_new_there=False)


def _demand_open(actor: Person, session: Session) -> None:
    """Refuse whom the rule refuses, and once more when the end of the session is settled."""
    demand_part(actor, session, rule_name="floor.ask", states=ASKABLE)
    # A question that comes just before the end is seen by what the end does with questions.
    hold_session(session)


def _submit(question: Question, actor: Person | None, *, is_last: bool) -> None:
    event = protocol.QuestionSubmitted(
        question=question.pk,
        person=question.person_id,
        text=question.text,
        lang=question.lang,
        naming=question.naming,  # type: ignore[arg-type]
        asker=question.seen_as,
    )
    numbered = stamp_new(question, "asked", is_last=is_last)
    telling.tell(question, event, actor, numbered=numbered)


def _demand_editable(actor: Person, session: Session, question: Question) -> None:
    moderates = allows("sessions.moderate", actor, session)
    if not moderates and question.person_id != actor.pk:
        if not _sees(actor, question):
            raise NotHere
        raise Forbidden(_("Only the person who asked a question, or a moderator, can change it."))
    if moderates:
        demand_while("sessions.moderate", actor, session, JUDGED_IN)
    else:
        demand_part(actor, session, rule_name="floor.ask", states=ASKABLE)
    editable = {QuestionState.WAITING, QuestionState.OPEN} if moderates else {QuestionState.WAITING}
    if question.state not in editable:
        raise not_now(question)


def _sees(person: Person, question: Question) -> bool:
    return (
        is_shown(question)
        or question.person_id == person.pk
        or allows("sessions.moderate", person, question.session)
    )


def _tell_room_anew(question: Question, actor: Person) -> None:
    telling.forget_in_the_room(question)
    event = protocol.QuestionEdited(
        question=question.pk,
        text=question.text,
        lang=question.lang,
        on_behalf=question.on_behalf,
    )
    telling.tell(question, event, actor, numbered=lambda _seq, at: change(question, edited_at=at))


def _forget_everywhere(question: Question) -> None:
    telling.forget_in_the_room(question)
    _forget_among_moderators(question, protocol.QuestionDismissed)
    room = question.session.live_room
    if question.person_id is not None:
        redact(
            room.stream("me", question.person_id),
            question.pk,
            protocol.QuestionReceived,
            protocol.QuestionRevised,
            protocol.QuestionJudged,
        )


def _forget_among_moderators(question: Question, *also: type[Event]) -> None:
    staff = question.session.live_room.stream("staff")
    redact(staff, question.pk, protocol.QuestionSubmitted, protocol.QuestionHeld, *also)
