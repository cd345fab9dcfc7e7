"""Calls: organisers write, publish and withdraw them, and say by what applications are judged."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import Person
from grants.models import BudgetLine, Call, Criterion, Score, State
from grants.money import CURRENCIES
from grants.rules import demand
from grants.wording import Texts, put, text_of, title_of
from groups.models import Group
from kit.bilingual import TranslationState
from kit.refusals import Forbidden, NotHere, Refused
from kit.rules import allows
from kit.zones import validate_zone
from live import clock
from live.hub import verb

MOST_CRITERIA = 20

audit.name_acts(
    {
        "call.create": _("Call for applications written"),
        "call.revise": _("Call for applications changed"),
        "call.publish": _("Call for applications published"),
        "call.withdraw": _("Call for applications withdrawn"),
        "criterion.add": _("Criterion added"),
        "criterion.remove": _("Criterion removed"),
    }
)


@dataclass(frozen=True, slots=True)
class CallFacts:
    """What a call says."""

    title: Texts
    ceiling: Decimal
    opens_at: datetime
    closes_at: datetime
    zone: str
    text: Texts = field(default_factory=dict)
    rules: Texts = field(default_factory=dict)
    currency: str = "USD"
    least_share: int = 0
    decision_on: date | None = None
    shows_others: bool = True
    themes: Sequence[Group] = ()
    source_language: str = "en"
    is_translation_current: bool = False


@verb
def create(*, actor: Person, slug: str, facts: CallFacts) -> Call:
    """Write a call; until it is published only organisers see it."""
    _demand_organiser(actor)
    if Call.objects.filter(slug=slug).exists():
        text = _("There is a call at this address already.")
        raise Refused("call.slug_taken", text, field="slug")
    now = clock.now()
    made = Call(slug=slug, created_by=actor, created_at=now, ceiling=0, opens_at=now, closes_at=now)
    _write(made, facts)
    made.save(force_insert=True)
    made.themes.set(facts.themes)
    _record(actor, "call.create", made)
    return made


@verb
def revise(*, actor: Person, call: Call, edition: int, facts: CallFacts) -> Call:
    """Change a call; who changed it meanwhile is not written over.

    Its money and its hours stay what they were once somebody has handed in under them: only the
    close may be put off, and the ceiling raised.
    """
    demand("grants.organise", actor, call)
    locked = _locked(call)
    if locked.edition != edition:
        raise Refused("call.edited", _("Somebody else has changed the call since you opened it."))
    before, themes = audit.facts(locked), set(locked.themes.all())
    terms = (locked.currency, locked.least_share, locked.ceiling, locked.closes_at)
    _write(locked, facts)
    if locked.applications.filter(submitted_at__isnull=False).exists():
        _demand_no_worse(locked, terms)
    elif locked.currency != terms[0]:
        _demand_unpriced(locked)
    if audit.facts(locked) == before and set(facts.themes) == themes:
        return locked
    locked.edition += 1
    locked.save()
    locked.themes.set(facts.themes)
    _record(actor, "call.revise", locked)
    return locked


@verb
def publish(*, actor: Person, call: Call) -> Call:
    """Show a call to everybody, or show again one that was withdrawn."""
    demand("grants.organise", actor, call)
    locked = _locked(call)
    if locked.is_public:
        return locked
    if not locked.criteria.exists():
        text = _("Say first by what applications are judged: add a criterion.")
        raise Refused("call.no_criteria", text)
    locked.published_at = locked.published_at or clock.now()
    locked.withdrawn_at = None
    locked.save(update_fields=("published_at", "withdrawn_at"))
    _record(actor, "call.publish", locked)
    return locked


@verb
def withdraw(*, actor: Person, call: Call, reason: str = "") -> Call:
    """Take a call back: nobody applies any more, and who has written something keeps it to read."""
    demand("grants.organise", actor, call)
    locked = _locked(call)
    if not locked.is_public:
        raise Refused("call.not_published", _("This call is not published."))
    locked.withdrawn_at = clock.now()
    locked.save(update_fields=("withdrawn_at",))
    _record(actor, "call.withdraw", locked, reason)
    return locked


@verb
def add_criterion(
    *, actor: Person, call: Call, name: Texts, weight: int = 1, scale: int = 5
) -> Criterion:
    """Add a criterion, as long as nobody has been marked by the others."""
    demand("grants.organise", actor, call)
    locked = _locked(call)
    _demand_unmarked(locked)
    if locked.criteria.count() >= MOST_CRITERIA:
        raise Refused("criterion.too_many", _("A call has at most 20 criteria."))
    names = title_of(name, "name")
    if not any(names.values()):
        raise Refused("criterion.nameless", _("Write a name."), field="name_en")
    if not (1 <= weight <= 100 and 1 <= scale <= 100):  # noqa: PLR2004 - said in the text
        text = _("Weight and best mark are whole numbers from 1 to 100.")
        raise Refused("criterion.numbers", text, field="weight")
    last = locked.criteria.aggregate(last=Max("position"))["last"]
    made = Criterion(call=locked, weight=weight, scale=scale, position=(last or 0) + 1)
    put(made, "en" if names["en"] else "ru", {"name": names})
    made.save(force_insert=True)
    _record(actor, "criterion.add", locked)
    return made


@verb
def remove_criterion(*, actor: Person, call: Call, criterion: Criterion) -> None:
    """Take a criterion away, as long as nobody has been marked."""
    demand("grants.organise", actor, call)
    locked = _locked(call)
    _demand_unmarked(locked)
    if locked.is_public and locked.criteria.count() == 1:
        text = _("A published call keeps at least one criterion. Add another first.")
        raise Refused("call.no_criteria", text)
    gone, _rows = locked.criteria.filter(pk=criterion.pk).delete()
    if not gone:
        raise NotHere
    _record(actor, "criterion.remove", locked)


def is_open(call: Call) -> bool:
    """Say whether a call takes applications at this moment, by the server's clock."""
    return call.is_public and call.opens_at <= clock.now() < call.closes_at


def demand_open(call: Call) -> None:
    """Raise unless the call takes applications now."""
    if not call.is_public:
        raise Refused("call.withdrawn", _("This call was withdrawn. What you wrote stays here."))
    now = clock.now()
    if now < call.opens_at:
        raise Refused("call.not_open", _("This call is not open yet."))
    if now >= call.closes_at:
        text = _("This call has closed. What you wrote stays here to read.")
        raise Refused("call.closed", text)


def room_of(call: Call) -> str:
    """Return the name under which the audit keeps what was done about a call."""
    return f"call.{call.pk}"


def _write(call: Call, facts: CallFacts) -> None:
    title, text = title_of(facts.title, "title"), text_of(facts.text, "text")
    if not any(title.values()):
        fault = _("Write the title in one language at least.")
        raise Refused("call.untitled", fault, field=f"title_{facts.source_language}")
    _check(facts)
    texts = {"title": title, "text": text, "rules": text_of(facts.rules, "rules")}
    put(call, facts.source_language, texts)
    if facts.is_translation_current and call.translation_state == TranslationState.STALE:
        call.translation_state = TranslationState.TRANSLATED
    call.ceiling, call.currency = facts.ceiling, facts.currency
    call.least_share, call.shows_others = facts.least_share, facts.shows_others
    call.opens_at, call.closes_at, call.zone = facts.opens_at, facts.closes_at, facts.zone
    call.decision_on = facts.decision_on


def _check(facts: CallFacts) -> None:
    if facts.closes_at <= facts.opens_at:
        raise Refused("call.hours", _("The call closes before it opens."), field="closes_at")
    if not 0 < facts.ceiling < Decimal(10) ** 10:
        raise Refused("call.ceiling", _("Write an amount above nothing."), field="ceiling")
    if facts.currency not in CURRENCIES:
        text = _("Write the currency's three letters, like USD.")
        raise Refused("call.currency", text, field="currency")
    if not 0 <= facts.least_share < 100:  # noqa: PLR2004 - said in the text
        raise Refused("call.share", _("From 0 to 99 percent."), field="least_share")
    try:
        validate_zone(facts.zone)
    except ValidationError as error:
        raise Refused("zone.unknown", error.messages[0], field="zone") from error


def _demand_no_worse(call: Call, terms: tuple[str, int, Decimal, datetime]) -> None:
    currency, share, ceiling, closes_at = terms
    is_worse = call.currency != currency or call.least_share > share or call.ceiling < ceiling
    if is_worse or call.closes_at < closes_at:
        text = _(
            "Applications were handed in under these terms. The close can be put off, the ceiling"
            " raised and the least share lowered, nothing else."
        )
        raise Refused("call.in_use", text)


def _demand_unpriced(call: Call) -> None:
    # Amounts carry no currency of their own: another one would change what partners wrote and signed.
    if BudgetLine.objects.filter(application__call=call).exists():
        text = _("Budgets were written in this currency: it stays as it is.")
        raise Refused("call.priced", text, field="currency")


def _demand_unmarked(call: Call) -> None:
    if Score.objects.filter(criterion__call=call).exists():
        text = _("Reviewers have begun to mark: the criteria stay as they are.")
        raise Refused("criterion.in_use", text)
    if call.applications.filter(submitted_at__isnull=False).exclude(state=State.WITHDRAWN).exists():
        text = _("Applications were handed in under these criteria: they stay as they are.")
        raise Refused("criterion.in_use", text)


def _demand_organiser(actor: Person) -> None:
    if not allows("grants.organise", actor):
        raise Forbidden


def _locked(call: Call) -> Call:
    return Call.objects.select_for_update(no_key=True).get(pk=call.pk)


def _record(actor: Person, act: str, call: Call, reason: str = "") -> None:
    audit.record(actor=actor, act=act, room=room_of(call), subject=call.pk, reason=reason)
