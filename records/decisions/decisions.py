"""Taking a decision down, wording it anew, and withdrawing it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import Person
from attendance.periods import periods_of
from floor.states import hold_session
from groups.models import Group
from kit import finding
from kit.bilingual import CODES
from kit.bilingual import revise as revise_text
from kit.refusals import NotHere, Refused
from live import clock
from live.clock import wire
from live.hub import publish, verb
from records import protocol
from records.decisions import numbers, present, quorum, sources, texts
from records.decisions.models import Decision, Source, Wording
from records.decisions.sources import Chosen
from sessions import people, queries
from sessions.models import Session, State
from sessions.rules import demand, demand_state

# For how long after its end something can be taken down from a session's log.
AFTERWARDS = timedelta(days=30)
HELD = (State.LIVE, State.ENDED)

audit.name_acts(
    {
        "decision.take": _("Decision taken down"),
        "decision.revise": _("Decision worded anew"),
        "decision.withdraw": _("Decision withdrawn"),
    }
)


@verb
def take(
    *,
    actor: Person,
    session: Session,
    text: str,
    lang: str = "",
    translation: str = "",
    sources_at: Sequence[int] = (),
    subjects: Sequence[UUID] = (),
    group: str = "",
) -> Decision:
    """Take a decision down while the session is live, or afterwards from its log.

    Who was there is counted at this instant; afterwards at that of the latest event it rests on.
    """
    is_afterwards = demand_taking(actor, session)
    columns = texts.columns("decision", text, lang, translation)
    chosen = sources.chosen(session, [*sources_at, *sources.last_of(session, subjects)])
    instant = _instant_of(session, chosen) if is_afterwards else clock.now()
    decides_for = _group(session, group)
    there = present.there_at(session, instant)
    members_of = present.organisations_of(decides_for, there, instant)
    counted = quorum.count(decides_for, instant, members_of)
    run = queries.current_run(session)
    decision = Decision.objects.create(
        number=numbers.take("decision"),
        session=session,
        group=decides_for,
        item_id=run.item_id if run else _item_of(session, chosen),
        taken_at=instant,
        by=actor,
        is_afterwards=is_afterwards,
        quorum_rule=counted.rule,
        is_quorate=counted.is_met,
        **columns,
    )
    rows = [Source(decision=decision, kind=c.kind, subject=c.subject, seq=c.seq) for c in chosen]
    Source.objects.bulk_create(rows)
    present.keep(decision, there, members_of)
    _tell(decision, actor, chosen)
    record(actor, session, "decision.take", decision.pk)
    return decision


def demand_taking(actor: Person, session: Session) -> bool:
    """Refuse who may take nothing down here, or not any more; say whether it is done afterwards."""
    demand("records.decide", actor, session)
    hold_session(session)
    demand_held(actor, session)
    # What was begun in a live session does not end up in it when it has ended meanwhile.
    demand_state(actor, session, (session.state,))
    if session.state == State.LIVE:
        return False
    # The row may have been read before its end.
    ended_at = Session.objects.values_list("ended_at", flat=True).get(pk=session.pk)
    if ended_at is None or clock.now() - ended_at > AFTERWARDS:
        fault = _("A session's log can be drawn upon for thirty days after its end. They are over.")
        raise Refused("decision.too_late", fault)
    return True


def demand_held(actor: Person, session: Session) -> None:
    """Refuse everybody before a session has begun, and in one that was called off."""
    if session.state == State.OPEN:
        text = _("The session has not begun yet, so nothing has been decided.")
        raise Refused("session.not_live", text)
    demand_state(actor, session, HELD)


@verb
def revise(
    *, actor: Person, session: Session, decision: UUID, edition: int, language: str, text: str
) -> Decision:
    """Write a decision anew in one language, at any time later; what it said before is kept."""
    demand("records.decide", actor, session)
    demand_held(actor, session)
    found = unwithdrawn(session, decision)
    if found.edition != edition:
        fault = _("Somebody changed this decision meanwhile. It says now: %(text)s")
        now = getattr(found, f"text_{language}") or found.text.value
        raise Refused("decision.changed", fault % {"text": now}, field="text")
    text = texts.sayable(text, "decision")
    if language not in CODES:
        raise Refused("decision.language", _("Choose English or Russian."), field="language")
    was = getattr(found, f"text_{language}")
    if was == text:
        raise Refused("decision.unchanged", _("It says that already."), field="text")
    revise_text(found, language=language, text=text)
    found.edition += 1
    found.save(update_fields=["text_en", "text_ru", "translation_state", "edition"])
    Wording.objects.create(
        decision=found, language=language, was=was, now=text, at=clock.now(), by=actor
    )
    event = protocol.DecisionRevised(
        decision=found.pk,
        person=actor.pk,
        text_en=found.text_en,
        text_ru=found.text_ru,
        translation_state=found.translation_state,  # type: ignore[arg-type]  # as the column has it
        edition=found.edition,
    )
    publish(session.live_room, event, actor=actor.pk)
    # What it said before is found no more from this instant on.
    finding.touch("decision", found.pk)
    record(actor, session, "decision.revise", found.pk)
    return found


@verb
def withdraw(*, actor: Person, session: Session, decision: UUID, reason: str) -> Decision:
    """Say that a decision was taken down by mistake; it stays to be read, with the reason."""
    demand("records.decide", actor, session)
    demand_held(actor, session)
    reason = audit.clean_reason(reason)
    if not reason:
        fault = _("Say why: the reason stands beside the decision for good.")
        raise Refused("decision.reasonless", fault, field="reason")
    found = unwithdrawn(session, decision)
    found.withdrawn_at, found.withdrawn_reason = clock.now(), reason
    found.save(update_fields=["withdrawn_at", "withdrawn_reason"])

    def number(_seq: int, at: datetime) -> None:
        found.withdrawn_at = at
        found.save(update_fields=["withdrawn_at"])

    event = protocol.DecisionWithdrawn(decision=found.pk, person=actor.pk, reason=reason)
    publish(session.live_room, event, actor=actor.pk, numbered=number)
    record(actor, session, "decision.withdraw", found.pk, reason=reason)
    return found


def record(
    actor: Person,
    session: Session,
    act: str,
    subject: UUID,
    *,
    reason: str = "",
    person: UUID | None = None,
) -> None:
    """Keep an act in the audit of its session."""
    audit.record(
        actor=actor,
        act=act,
        room=str(session.live_room),
        subject=subject,
        reason=reason,
        person=person,
    )


def locked(session: Session, decision: UUID) -> Decision:
    """Return a decision of a session with its row locked."""
    rows = Decision.objects.select_for_update(no_key=True)
    found = rows.filter(session=session, pk=decision).first()
    if found is None:
        raise NotHere
    found.session = session
    return found


def unwithdrawn(session: Session, decision: UUID) -> Decision:
    """Return it with its row locked, or refuse one that has been withdrawn."""
    found = locked(session, decision)
    if found.withdrawn_at is not None:
        raise Refused("decision.withdrawn", _("This decision has been withdrawn."))
    return found


def _instant_of(session: Session, chosen: Sequence[Chosen]) -> datetime:
    """Return when a decision was taken that is written down afterwards: when its last source was."""
    if not chosen:
        fault = _("Choose what of the session's log this rests on: it says when it was decided.")
        raise Refused("decision.without_source", fault, field="sources")
    instant = max(each.at for each in chosen)
    if not any(each.start <= instant <= each.end for each in periods_of(session)):
        fault = _("The session was not live at that time. Choose something from while it was.")
        raise Refused("decision.not_live", fault, field="sources")
    return instant


def _item_of(session: Session, chosen: Sequence[Chosen]) -> UUID | None:
    """Return the agenda item under which the latest source was said, where the log knows it still."""
    if not chosen:
        return None
    last = max(chosen, key=lambda each: each.at)
    return sources.item_at(session, last.seq)


def _group(session: Session, group: str) -> Group | None:
    if session.group is not None or not group:
        return session.group
    found = Group.objects.filter(slug=group).first()
    if found is None:
        raise Refused("decision.group", _("There is no such working group."), field="group")
    return found


def _tell(decision: Decision, actor: Person, chosen: Sequence[Chosen]) -> None:
    session, is_afterwards = decision.session, decision.is_afterwards
    people.show([actor], session)

    def number(seq: int, at: datetime) -> None:
        decision.seq = seq
        decision.taken_at = decision.taken_at if is_afterwards else at
        decision.save(update_fields=["seq", "taken_at"])

    event = protocol.DecisionTaken(
        decision=decision.pk,
        number=decision.number,
        person=actor.pk,
        text_en=decision.text_en,
        text_ru=decision.text_ru,
        source_language=decision.source_language,  # type: ignore[arg-type]  # as the column has it
        translation_state=decision.translation_state,  # type: ignore[arg-type]  # as the column has it
        item=decision.item_id,
        sources=[
            protocol.SourceTold(kind=each.kind.value, subject=each.subject, seq=each.seq)
            for each in chosen
        ],
        quorum=quorum.told(decision),
        taken_at=wire(decision.taken_at) if is_afterwards else None,
    )
    publish(session.live_room, event, actor=actor.pk, numbered=number)
