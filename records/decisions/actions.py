"""What somebody takes upon themselves until a day, its changes, and its end."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import Person
from floor.owners import today_in
from groups.models import Membership
from kit.bilingual import revise as revise_text
from kit.refusals import Forbidden, NotHere, Refused
from kit.rules import allows
from live import clock
from live.clock import wire
from live.hub import publish, verb
from records import protocol
from records.decisions import carrying, queries, texts
from records.decisions.decisions import HELD, demand_taking, record
from records.decisions.models import Action, ActionChange, ActionState, Decision
from records.decisions.rows import day
from sessions import people
from sessions.models import IN_SESSION, Session
from sessions.queries import who_may_enter
from sessions.rules import demand, demand_state

LONGEST_NOTE = 1000
_FIELDS = ("text_en", "text_ru", "owner", "due_on", "state")

audit.name_acts({"action.take": _("Action taken down"), "action.change": _("Action changed")})


@verb
def take(
    *,
    actor: Person,
    session: Session,
    text: str,
    owner: UUID,
    due_on: str,
    lang: str = "",
    translation: str = "",
    decision: UUID | None = None,
) -> Action:
    """Take down who does what until which day, while the session is live or afterwards."""
    is_afterwards = demand_taking(actor, session)
    columns = texts.columns("action", text, lang, translation)
    of_decision = _decision(session, decision)
    group = session.group or (of_decision.group if of_decision else None)
    if is_afterwards and group is not None:
        # Its next meeting may be opening at this moment.
        carrying.hold_group(group)
    action = Action.objects.create(
        session=session,
        group=group,
        decision=of_decision,
        owner=_owner(session, group.pk if group else None, owner),
        due_on=_due(session, due_on),
        taken_at=clock.now(),
        **columns,
    )
    _tell_taken(action, actor)
    if is_afterwards and group is not None:
        # Its next meeting may be under way already.
        carrying.carry_into_what_goes_on(action)
    record(actor, session, "action.take", action.pk, person=action.owner_id)
    return action


@verb
def change(
    *,
    actor: Person,
    session: Session,
    action: UUID,
    edition: int,
    language: str | None = None,
    text: str | None = None,
    owner: UUID | None = None,
    due_on: str | None = None,
    state: str | None = None,
    note: str = "",
) -> Action:
    """Change an action where it stands, or close it; each change is kept with who made it, and where.

    Who owes it says whether it is done; all else is for those who take things down in this session.
    """
    demand("sessions.enter", actor, session)
    demand_state(actor, session, (*HELD, *IN_SESSION))
    found = queries.action_in(session, action)
    wish = _Wish(text, language, owner, due_on, state)
    if not allows("records.decide", actor, session) and not (
        wish.is_only_its_end and allows("records.close_action", actor, found)
    ):
        raise Forbidden(_("Only who owes an action can say that it is done."))
    if found.edition != edition:
        fault = _("Somebody changed this action meanwhile. It says now: %(text)s")
        raise Refused("action.changed", fault % {"text": found.text.value}, field="text")
    changes = _changes(found, session, wish)
    if not changes:
        raise Refused("action.unchanged", _("Nothing of this is new."))
    _write(found, actor, session, changes, _note(note))
    _tell_changed(found, actor)
    record(actor, session, "action.change", found.pk, person=found.owner_id)
    return found


Change = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class _Wish:
    """What is to be otherwise; what is None stays as it is."""

    text: str | None = None
    language: str | None = None
    owner: UUID | None = None
    due_on: str | None = None
    state: str | None = None

    @property
    def is_only_its_end(self) -> bool:
        """Say whether nothing but the state is to change."""
        return self.text is None and self.owner is None and self.due_on is None


def _changes(action: Action, session: Session, wish: _Wish) -> list[Change]:
    """Put what is new into the action, unsaved; returns each field with what it was and is."""
    before = {name: _plain(action, name) for name in _FIELDS}
    if wish.text is not None:
        language = wish.language or action.source_language
        revise_text(action, language=language, text=texts.sayable(wish.text, "action"))
    if wish.owner is not None and wish.owner != action.owner_id:
        action.owner = _owner(session, action.group_id, wish.owner)
        # Who owes it from now on has not been reminded of it.
        action.reminded_for = action.overdue_for = None
    if wish.due_on is not None and wish.due_on != day(action):
        action.due_on = _due(session, wish.due_on)
    if wish.state is not None:
        action.state = wish.state
    return [
        (name, was, now) for name, was in before.items() if (now := _plain(action, name)) != was
    ]


def _plain(action: Action, name: str) -> str:
    value: Any = action.owner_id if name == "owner" else getattr(action, name)
    return "" if value is None else str(value)


def _write(
    action: Action, actor: Person, session: Session, changes: list[Change], note: str
) -> None:
    now = clock.now()
    action.edition += 1
    action.closed_at = None if action.state == ActionState.OPEN else (action.closed_at or now)
    action.save()
    held_in = session if session.state in IN_SESSION else None
    ActionChange.objects.bulk_create(
        ActionChange(
            action=action,
            session=held_in,
            at=now,
            by=actor,
            field=name,
            was=was,
            now=new,
            note=note,
        )
        for name, was, new in changes
    )


def _note(note: str) -> str:
    note = texts.sayable(note, "action", "note") if note.strip() else ""
    if len(note) > LONGEST_NOTE:
        fault = _("The note is longer than 1,000 characters.")
        raise Refused("action.note_too_long", fault, field="note")
    return note


def _decision(session: Session, decision: UUID | None) -> Decision | None:
    if decision is None:
        return None
    found = Decision.objects.filter(session=session, pk=decision).select_related("group").first()
    if found is None:
        raise NotHere
    return found


def _owner(session: Session, group: UUID | None, owner: UUID) -> Person:
    """Return who is to owe it: somebody who may enter the session, or belongs to the group."""
    person = Person.objects.filter(pk=owner, is_active=True).select_related("organisation").first()
    is_there = person is not None and (
        bool(who_may_enter(session, [person]))
        or Membership.objects.filter(group=group, person=person, ended_at=None).exists()
    )
    if person is None or not is_there:
        fault = _("Choose somebody who may enter this session or belongs to the group.")
        raise Refused("action.owner", fault, field="owner")
    return person


def _due(session: Session, due_on: str) -> date:
    try:
        found = date.fromisoformat(due_on)
    except ValueError as error:
        fault = _("Write the day as year-month-day, like 2031-05-01.")
        raise Refused("action.due_on", fault, field="due_on") from error
    if found < today_in(session):
        raise Refused("action.due_on", _("This day is over. Choose a later one."), field="due_on")
    return found


def _tell_taken(action: Action, actor: Person) -> None:
    session, owner = action.session, action.owner
    if session is None or owner is None:
        msg = f"action {action.pk} was taken in no session or by nobody"
        raise ValueError(msg)
    people.show([actor, owner] if actor.pk != owner.pk else [owner], session)

    def number(seq: int, at: datetime) -> None:
        action.seq, action.taken_at = seq, at
        action.save(update_fields=["seq", "taken_at"])

    event = protocol.ActionTaken(
        action=action.pk,
        person=actor.pk,
        owner=owner.pk,
        due_on=day(action) or "",
        text_en=action.text_en,
        text_ru=action.text_ru,
        source_language=action.source_language,  # type: ignore[arg-type]  # as the column has it
        translation_state=action.translation_state,  # type: ignore[arg-type]  # as the column has it
        decision=action.decision_id,
    )
    publish(session.live_room, event, actor=actor.pk, numbered=number)


def _tell_changed(action: Action, actor: Person) -> None:
    """Tell every room in which it stands: each holds it as it is now."""
    event = protocol.ActionChanged(
        action=action.pk,
        person=actor.pk,
        owner=action.owner_id,
        due_on=day(action),
        text_en=action.text_en,
        text_ru=action.text_ru,
        translation_state=action.translation_state,  # type: ignore[arg-type]  # as the column has it
        state=action.state,  # type: ignore[arg-type]  # as the column has it
        closed_at=wire(action.closed_at) if action.closed_at else None,
        edition=action.edition,
    )
    for session in queries.rooms_of(action):
        if action.owner is not None:
            people.show([action.owner], session)
        publish(session.live_room, event, actor=actor.pk)
