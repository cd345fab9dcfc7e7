"""Taking out of sight what an action said before, or what was noted of it: a name that should not have stood there."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import Person
from kit.bilingual import CODES
from kit.refusals import NotHere, Refused
from live import clock
from live.hub import publish, verb
from live.redaction import redact as redact_events
from records import protocol
from records.decisions import queries
from records.decisions.decisions import demand_held, record
from records.decisions.models import Action, ActionChange
from sessions.models import Session
from sessions.rules import demand

TEXTS = tuple(f"text_{code}" for code in CODES)

audit.name_acts({"action.redact": _("Earlier wording of an action taken out of sight")})


@verb
def redact(*, actor: Person, session: Session, action: UUID, change: int, reason: str) -> Action:
    """Take out of sight for good what an action said before a change, and the note of that change.

    Never what it says now: that is worded anew first. That something stood there stays, with the
    reason. The logs of all rooms in which the action stands forget every earlier wording.
    """
    demand("sessions.moderate", actor, session)
    demand_held(actor, session)
    reason = audit.clean_reason(reason)
    if not reason:
        fault = _("Say why: the reason stands in place of the words for good.")
        raise Refused("wording.reasonless", fault, field="reason")
    found = queries.action_in(session, action)
    _empty(found, change, reason)
    event = protocol.ActionRedacted(
        action=found.pk,
        person=actor.pk,
        text_en=found.text_en,
        text_ru=found.text_ru,
        translation_state=found.translation_state,  # type: ignore[arg-type]  # as the column has it
        edition=found.edition,
    )
    told = (protocol.ActionTaken, protocol.ActionCarried, protocol.ActionChanged)
    for room in queries.rooms_of(found):
        redact_events(str(room.live_room), found.pk, *told, protocol.ActionRedacted)
        publish(room.live_room, event, actor=actor.pk)
    record(actor, session, "action.redact", found.pk, reason=reason)
    return found


def _empty(action: Action, change: int, reason: str) -> None:
    """Empty the words and the note of a change wherever the course has them: both may stand there twice."""
    rows = list(action.changes.all())
    chosen = next((row for row in rows if row.pk == change), None)
    if chosen is None:
        raise NotHere
    words = chosen.was if chosen.field in TEXTS else ""
    if not words and not chosen.note:
        raise Refused("wording.gone", _("Nothing stands there any more."))
    if words and getattr(action, chosen.field) == words:
        fault = _("The action says this now. Word it anew first, then take this out of sight.")
        raise Refused("wording.current", fault)
    note, now = chosen.note, clock.now()
    for row in rows:
        if _is_emptied(row, chosen.field, words, note):
            row.redacted_at, row.redacted_reason = now, reason
    columns = ["was", "now", "note", "redacted_at", "redacted_reason"]
    ActionChange.objects.bulk_update(rows, columns)


def _is_emptied(row: ActionChange, field: str, words: str, note: str) -> bool:
    """Empty what a row has of words and note; say whether something stood there that a reader saw."""
    is_seen = False
    if words and row.field == field:
        is_seen = row.was == words
        row.was = "" if is_seen else row.was
        row.now = "" if row.now == words else row.now
    if note and row.note == note:
        row.note, is_seen = "", True
    return is_seen
