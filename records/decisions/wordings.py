"""Taking an earlier wording of a decision out of sight: a name that should not have stood there."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import Person
from kit import finding
from kit.refusals import NotHere, Refused
from live import clock
from live.hub import publish, verb
from live.redaction import redact as redact_events
from records import protocol
from records.decisions.decisions import demand_held, locked, record
from records.decisions.models import Decision, Wording
from sessions.models import Session
from sessions.rules import demand

audit.name_acts({"decision.redact": _("Earlier wording of a decision taken out of sight")})


@verb
def redact(
    *, actor: Person, session: Session, decision: UUID, wording: int, reason: str
) -> Decision:
    """Take out of sight for good what a decision said before; that it said something, and the reason, stays.

    Never what it says now: that is worded anew first. The log forgets every earlier wording, since
    whoever comes late needs none of them.
    """
    demand("sessions.moderate", actor, session)
    demand_held(actor, session)
    reason = audit.clean_reason(reason)
    if not reason:
        fault = _("Say why: the reason stands in place of the words for good.")
        raise Refused("wording.reasonless", fault, field="reason")
    found = locked(session, decision)
    _empty(found, wording, reason)
    told = (protocol.DecisionTaken, protocol.DecisionRevised, protocol.DecisionRedacted)
    redact_events(str(session.live_room), found.pk, *told)
    event = protocol.DecisionRedacted(
        decision=found.pk,
        person=actor.pk,
        text_en=found.text_en,
        text_ru=found.text_ru,
        translation_state=found.translation_state,  # type: ignore[arg-type]  # as the column has it
        edition=found.edition,
    )
    publish(session.live_room, event, actor=actor.pk)
    finding.touch("decision", found.pk)
    record(actor, session, "decision.redact", found.pk, reason=reason)
    return found


def _empty(decision: Decision, wording: int, reason: str) -> None:
    """Empty a wording wherever the history has it: it may have come back in between."""
    rows = list(decision.wordings.all())
    chosen = next((row for row in rows if row.pk == wording), None)
    if chosen is None:
        raise NotHere
    if not chosen.was:
        raise Refused("wording.gone", _("Nothing stands there any more."))
    language, gone = chosen.language, chosen.was
    if getattr(decision, f"text_{language}") == gone:
        fault = _("The decision says this now. Word it anew first, then take this out of sight.")
        raise Refused("wording.current", fault)
    now = clock.now()
    for row in rows:
        if row.language != language:
            continue
        if row.was == gone:
            row.was, row.redacted_at, row.redacted_reason = "", now, reason
        if row.now == gone:
            row.now = ""
    Wording.objects.bulk_update(rows, ["was", "now", "redacted_at", "redacted_reason"])
