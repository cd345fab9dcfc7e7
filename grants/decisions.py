"""Decisions: taken one by one, released together, told to all partners once."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import Person
from grants import letters
from grants.calls import room_of
from grants.editing import locked
from grants.marks import submitted_reviews, tenths
from grants.models import Application, Award, Call, Decision, Outcome, State
from grants.money import checked, sums_of
from grants.rules import demand
from grants.standing import unproved
from grants.ties import tied
from grants.wording import Texts, put, text_of
from kit.refusals import Refused
from live import clock
from live.hub import verb

audit.name_acts(
    {
        "application.decide": _("Decision taken on an application"),
        "application.release": _("Decision told to the partners"),
    }
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is decided, for which reason, with which amount or until when."""

    outcome: str
    reason: Texts = field(default_factory=dict)
    amount: Decimal | None = None
    due_at: datetime | None = None
    source_language: str = "en"


@verb
def decide(*, actor: Person, application: Application, verdict: Verdict) -> Decision:
    """Take a decision, or another one while it is not released; no partner sees it yet."""
    demand("grants.judge", actor, application)
    held = locked(application)
    if held.state != State.SUBMITTED:
        raise Refused("decision.over", _("This application does not wait for a decision."))
    _check(held, verdict)
    row = held.decisions.filter(released_at=None).first() or Decision(application=held)
    row.outcome, row.due_at = verdict.outcome, None
    row.amount = None
    if verdict.outcome == Outcome.AWARD:
        row.amount = verdict.amount
    if verdict.outcome == Outcome.MORE:
        row.due_at = verdict.due_at
    put(row, verdict.source_language, {"reason": text_of(verdict.reason, "reason")})
    if not row.reason:
        text = _("Give the reason, in one language at least: the partners read it.")
        raise Refused("decision.reason", text, field=f"reason_{row.source_language}")
    row.decided_by, row.decided_at = actor, clock.now()
    _remember_marks(row, held)
    row.save()
    _record(actor, "application.decide", held)
    return row


@verb
def release(
    *, actor: Person, call: Call, applications: Iterable[Application] | None = None
) -> list[Decision]:
    """Tell the partners what was decided: of all applications of a call, or of some.

    What ties who releases it is left to another organiser. Each decision is released once.
    """
    demand("grants.organise", actor, call)
    Call.objects.select_for_update(no_key=True).get(pk=call.pk)
    rows = Application.objects.filter(call=call, state=State.SUBMITTED).exclude(tied(actor))
    rows = rows.filter(decisions__released_at=None, decisions__isnull=False)
    if applications is not None:
        rows = rows.filter(pk__in=[each.pk for each in applications])
    released = [_released(actor, each) for each in rows.distinct().order_by("pk")]
    found = [each for each in released if each is not None]
    if not found:
        text = _("There is no decision to release.")
        raise Refused("decision.none", text)
    return found


def _released(actor: Person, application: Application) -> Decision | None:
    """Release one, unless its partners have withdrawn it since it was looked up."""
    held = locked(application)
    row = held.decisions.select_for_update().filter(released_at=None).first()
    if row is None or held.state != State.SUBMITTED:
        return None
    if row.outcome == Outcome.AWARD and unproved(held):
        # A confirmation was taken back since it was decided: it waits for another decision.
        return None
    row.released_at = clock.now()
    row.save(update_fields=("released_at",))
    row.application = held
    if row.outcome == Outcome.AWARD:
        held.state = State.AWARDED
        _award(held, row)
    elif row.outcome == Outcome.REFUSE:
        held.state = State.REFUSED
    else:
        # Handed in again, it is signed again: what is asked for changes what was signed.
        held.state, held.due_at = State.ASKED, row.due_at
        held.partners.update(signed_edition=None, signed_at=None, standing="")
    held.save(update_fields=("state", "due_at"))
    letters.decided(row)
    _record(actor, "application.release", held)
    return row


def _remember_marks(decision: Decision, application: Application) -> None:
    """Keep on what it was taken: a reviewer's later conflict closes their marks, not this."""
    given = [each.percent for each in submitted_reviews(application) if each.percent is not None]
    decision.reviews_counted = len(given)
    decision.mean = tenths(sum(given, Decimal(0)) / len(given)) if given else None


def _demand_proved(application: Application) -> None:
    doubtful = unproved(application)
    if doubtful:
        text = _(
            "It is not known that whoever signed for “%(house)s” might do so. Confirm it first, or"
            " decide otherwise."
        )
        named = {"house": doubtful[0].organisation.name}
        raise Refused("decision.unproved", text % named, field="outcome")


def _award(application: Application, decision: Decision) -> Award:
    now = clock.now()
    texts = {
        f"{name}_{language}": getattr(application, f"{name}_{language}")
        for name in ("title", "summary")
        for language in ("en", "ru")
    }
    if application.starts_on is None or application.ends_on is None or decision.amount is None:
        # The table and the checks at handing in hold it to all three.
        raise Refused("application.no_period", _("It is not said when it begins and ends."))
    made: Award = Award.objects.create(
        application=application,
        **texts,
        source_language=application.source_language,
        translation_state=application.translation_state,
        amount=decision.amount,
        currency=application.call.currency,
        asked=sums_of(application.lines.all()).asked,
        starts_on=application.starts_on,
        ends_on=application.ends_on,
        awarded_on=now.astimezone(ZoneInfo(application.call.zone)).date(),
        changed_at=now,
    )
    return made


def _check(application: Application, verdict: Verdict) -> None:
    if verdict.outcome not in Outcome.values:
        raise Refused("decision.outcome", _("Say what you decide."), field="outcome")
    if verdict.outcome == Outcome.AWARD:
        _demand_proved(application)
        amount = checked(verdict.amount or Decimal(0), "amount")
        if not amount:
            text = _("Write the amount that is awarded.")
            raise Refused("decision.amount", text, field="amount")
        if amount > application.call.ceiling:
            text = _("This is more than a project is given under this call.")
            raise Refused("decision.over_ceiling", text, field="amount")
        if amount > sums_of(application.lines.all()).asked:
            text = _("This is more than was asked for.")
            raise Refused("decision.over_asked", text, field="amount")
    if verdict.outcome == Outcome.MORE and (
        verdict.due_at is None or verdict.due_at <= clock.now()
    ):
        text = _("Say until when: an hour that is still to come.")
        raise Refused("decision.due", text, field="due_at")


def _record(actor: Person, act: str, application: Application) -> None:
    audit.record(actor=actor, act=act, room=room_of(application.call), subject=application.pk)
