"""How decisions and actions are told, field for field as clients hold them."""

from typing import Any

import msgspec

from live.clock import wire
from records import protocol
from records.decisions import quorum
from records.decisions.models import Action, Carried, Decision

Row = dict[str, Any]


def decision_row(decision: Decision) -> Row:
    """Return a decision as everyone inside reads it."""
    told = quorum.told(decision)
    return {
        "id": decision.pk,
        "number": decision.number,
        "person": decision.by_id,
        "text_en": decision.text_en,
        "text_ru": decision.text_ru,
        "source_language": decision.source_language,
        "translation_state": decision.translation_state,
        "item": decision.item_id,
        "at": wire(decision.taken_at),
        "is_afterwards": decision.is_afterwards,
        "sources": [
            {"kind": each.kind, "subject": each.subject, "seq": each.seq}
            for each in decision.sources.all()
        ],
        "quorum": msgspec.to_builtins(told) if told else None,
        "withdrawn": decision.withdrawn_at is not None,
        "reason": decision.withdrawn_reason,
        "edition": decision.edition,
    }


def action_row(action: Action, carried: Carried | None = None) -> Row:
    """Return an action as everyone inside reads it; `carried` where it comes from an earlier meeting."""
    origin = origin_of(action) if carried else None
    return {
        "id": action.pk,
        "owner": action.owner_id,
        "due_on": day(action),
        "text_en": action.text_en,
        "text_ru": action.text_ru,
        "source_language": action.source_language,
        "translation_state": action.translation_state,
        "decision": action.decision_id,
        "state": action.state,
        "closed_at": wire(action.closed_at) if action.closed_at else None,
        "edition": action.edition,
        "origin": msgspec.to_builtins(origin) if origin else None,
    }


def day(action: Action) -> str | None:
    """Return the day by which it is due, as the wire has it."""
    return action.due_on.isoformat() if action.due_on else None


def origin_of(action: Action) -> protocol.OriginTold | None:
    """Return the session that an action was taken in: not its title, which not all in later meetings may read."""
    return protocol.OriginTold(session=action.session_id) if action.session_id else None
