"""What records add to a live room: decisions and actions, their commands and their parts of its state."""

from typing import Any

from accounts.models import Person
from live.catalogue import handles, snapshot_part
from records import protocol
from records.decisions import (
    actions,
    courses,
    decisions,
    queries,
    reminders,  # noqa: F401 - registers its duty when imported
    rules,  # noqa: F401 - names who may when imported
    wordings,
)
from records.decisions.rows import action_row, decision_row
from sessions import panels
from sessions.live import offer_to_everyone, offer_to_role
from sessions.models import RoleName, Session

panels.offer("records/decisions/_panel.html", order=30, log="records/decisions/_log.html")
offer_to_role(RoleName.RAPPORTEUR, "records.decide")
offer_to_everyone("records.close_action")

Row = dict[str, Any]


@handles(protocol.TakeDecision, room="session", who="records.decide")
def take_decision(
    actor: Person, session: Session, command: protocol.TakeDecision
) -> dict[str, object]:
    decision = decisions.take(
        actor=actor,
        session=session,
        text=command.text,
        lang=command.lang,
        translation=command.translation,
        sources_at=command.sources,
        subjects=command.subjects,
        group=command.group,
    )
    return {"id": decision.pk, "number": decision.number}


@handles(protocol.ReviseDecision, room="session", who="records.decide")
def revise_decision(
    actor: Person, session: Session, command: protocol.ReviseDecision
) -> dict[str, object]:
    decisions.revise(
        actor=actor,
        session=session,
        decision=command.decision,
        edition=command.edition,
        language=command.language,
        text=command.text,
    )
    return {"id": command.decision}


@handles(protocol.RedactDecision, room="session", who="sessions.moderate")
def redact_decision(
    actor: Person, session: Session, command: protocol.RedactDecision
) -> dict[str, object]:
    wordings.redact(
        actor=actor,
        session=session,
        decision=command.decision,
        wording=command.wording,
        reason=command.reason,
    )
    return {"id": command.decision}


@handles(protocol.WithdrawDecision, room="session", who="records.decide")
def withdraw_decision(
    actor: Person, session: Session, command: protocol.WithdrawDecision
) -> dict[str, object]:
    decisions.withdraw(
        actor=actor, session=session, decision=command.decision, reason=command.reason
    )
    return {"id": command.decision}


@handles(protocol.TakeAction, room="session", who="records.decide")
def take_action(actor: Person, session: Session, command: protocol.TakeAction) -> dict[str, object]:
    action = actions.take(
        actor=actor,
        session=session,
        text=command.text,
        owner=command.owner,
        due_on=command.due_on,
        lang=command.lang,
        translation=command.translation,
        decision=command.decision,
    )
    return {"id": action.pk}


@handles(protocol.ChangeAction, room="session", who="records.close_action")
def change_action(
    actor: Person, session: Session, command: protocol.ChangeAction
) -> dict[str, object]:
    actions.change(
        actor=actor,
        session=session,
        action=command.action,
        edition=command.edition,
        language=command.language,
        text=command.text,
        owner=command.owner,
        due_on=command.due_on,
        state=command.state,
        note=command.note,
    )
    return {"id": command.action}


@handles(protocol.RedactAction, room="session", who="sessions.moderate")
def redact_action(
    actor: Person, session: Session, command: protocol.RedactAction
) -> dict[str, object]:
    courses.redact(
        actor=actor,
        session=session,
        action=command.action,
        change=command.change,
        reason=command.reason,
    )
    return {"id": command.action}


@snapshot_part("decisions", room="session", audience="room")
def decisions_part(session: Session) -> list[Row]:
    return [decision_row(decision) for decision in queries.decisions_in(session)]


@snapshot_part("actions", room="session", audience="room")
def actions_part(session: Session) -> list[Row]:
    return [action_row(action, carried) for action, carried in queries.actions_in(session)]
