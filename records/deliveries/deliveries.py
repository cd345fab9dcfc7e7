"""Deliveries: an adopted text goes to an addressee, and what is known of that is kept true."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import Person
from kit import finding
from kit.bilingual import TranslationState
from kit.names import clean_name
from kit.refusals import Forbidden, NotHere, Refused
from kit.rules import allows
from live import clock
from live.hub import verb
from records.deliveries import days
from records.deliveries.models import Addressee, Channel, Delivery
from records.recommendations.models import Recommendation, Version
from records.recommendations.wording import AdoptedText

LONGEST_NAME, LONGEST_CONTACT = 200, 300
# A reply that is due later than this is a slip of the pen.
FURTHEST = timedelta(days=3660)

audit.name_acts(
    {
        "delivery.record": _("Delivery recorded"),
        "delivery.amend": _("Delivery corrected"),
        "delivery.withdraw": _("Delivery taken out of the register"),
        "delivery.prove": _("Proof of delivery added"),
        "delivery.unprove": _("Proof of delivery removed"),
    }
)


@dataclass(frozen=True, slots=True)
class Office:
    """Whom a text is delivered to, in words: office, post, country (two letters)."""

    office_en: str = ""
    office_ru: str = ""
    post_en: str = ""
    post_ru: str = ""
    country: str = ""

    def cleaned(self) -> "Office":
        """Return it without invisible letters and too many blanks."""
        words = ("office_en", "office_ru", "post_en", "post_ru")
        return replace(
            self, **{name: clean_name(getattr(self, name), LONGEST_NAME) for name in words}
        )


@dataclass(frozen=True, slots=True)
class Facts:
    """What is said of a delivery beside its text."""

    addressee: Addressee | Office
    channel: str
    delivered_on: date
    due_on: date | None = None
    contact: str = field(default="", repr=False)


def manageable(actor: Person, delivery: Delivery) -> Recommendation:
    """Return whose delivery it is; who may not manage it is told so."""
    recommendation = delivery.version.recommendation
    if not allows("deliveries.manage", actor, recommendation):
        raise Forbidden
    return recommendation


def locked(actor: Person, delivery: Delivery) -> Delivery:
    """Return a delivery under its lock, for who manages it and as long as it stands."""
    manageable(actor, delivery)
    rows = Delivery.objects.select_for_update(no_key=True, of=("self",))
    found = rows.select_related("version__recommendation__group", "addressee").get(pk=delivery.pk)
    if found.withdrawn_at is not None:
        text = _("This delivery was taken out of the register.")
        raise Refused("delivery.withdrawn", text)
    return found


@verb
def record(*, actor: Person, version: Version, language: str, facts: Facts) -> Delivery:
    """Record that an adopted version was delivered, in one of the languages that it has."""
    if not allows("deliveries.manage", actor, version.recommendation):
        raise Forbidden
    if not is_whole(version, language):
        text = _("The adopted text is not complete in this language.")
        raise Refused("delivery.language", text, field="language")
    made = Delivery(version=version, language=language, recorded_by=actor, recorded_at=clock.now())
    _write(made, facts)
    made.save(force_insert=True)
    finding.touch("delivery", made.pk)
    audit.record(actor=actor, act="delivery.record", subject=made.pk)
    return made


@verb
def amend(*, actor: Person, delivery: Delivery, seen: int, facts: Facts) -> Delivery:
    """Correct what is known of a delivery; its text and language never change.

    Who has not seen the newest state of it is shown the clash.
    """
    row = locked(actor, delivery)
    if row.edition != seen:
        text = _("Somebody else has corrected this delivery meanwhile. Compare, then save again.")
        raise Refused("delivery.clash", text)
    before = audit.facts(row)
    _write(row, facts)
    if audit.facts(row) == before:
        return row
    row.edition += 1
    row.save()
    finding.touch("delivery", row.pk)
    audit.record(actor=actor, act="delivery.amend", subject=row.pk)
    return row


class DeliveredText(AdoptedText):
    """Somebody would have had another text delivered than was: doors write the attempt down."""

    def __init__(self) -> None:
        text = _(
            "What was delivered can’t be exchanged: neither its version nor its language. Record another delivery instead."
        )
        Refused.__init__(self, "delivery.text", text)


def demand_same_text(delivery: Delivery, said: Mapping[str, str]) -> None:
    """Refuse what names another version or language than was delivered."""
    own = {"version": str(delivery.version_id), "language": delivery.language}
    if any(said.get(name, value) != value for name, value in own.items()):
        raise DeliveredText


@verb
def withdraw(*, actor: Person, delivery: Delivery, reason: str) -> None:
    """Take out of the register what was recorded by mistake; who manages it still sees it."""
    row = locked(actor, delivery)
    reason = audit.clean_reason(reason)
    if not reason:
        raise Refused("reason.empty", _("Say why."), field="reason")
    if row.replies.exists():
        text = _("It has been answered, so it was delivered. Correct what is wrong in it instead.")
        raise Refused("delivery.answered", text)
    row.withdrawn_at, row.withdrawn_reason = clock.now(), reason
    row.edition += 1
    row.save()
    row.links.filter(revoked_at=None).update(revoked_at=row.withdrawn_at)
    audit.record(actor=actor, act="delivery.withdraw", subject=row.pk, reason=reason)


def is_whole(version: Version, language: str) -> bool:
    """Say whether a version has a title and all its paragraphs in a language."""
    if language not in {"en", "ru"}:
        return False
    paragraphs = version.paragraphs.values_list(f"text_{language}", flat=True)
    return bool(getattr(version, f"title_{language}")) and bool(paragraphs) and all(paragraphs)


def addressee_named(office: Office) -> Addressee:
    """Return the addressee of these words, made where there is none yet."""
    said = office.cleaned()
    if not (said.office_en or said.office_ru):
        raise Refused("addressee.nameless", _("Name the office."), field="office_en")
    words: dict[str, Any] = {
        "office_en": said.office_en,
        "office_ru": said.office_ru,
        "post_en": said.post_en,
        "post_ru": said.post_ru,
        "country": said.country,
    }
    known = Addressee.objects.filter(**words).order_by("pk").first()
    if known is not None:
        return known
    both = bool(said.office_en and said.office_ru)
    return Addressee.objects.create(
        **words,
        source_language="en" if said.office_en else "ru",
        translation_state=TranslationState.TRANSLATED if both else TranslationState.MISSING,
    )


def _write(row: Delivery, facts: Facts) -> None:
    if facts.channel not in Channel.values:
        raise Refused("delivery.channel", _("Choose one of the ways."), field="channel")
    if facts.delivered_on > days.latest():
        text = _("This day has not come yet.")
        raise Refused("delivery.future", text, field="delivered_on")
    adopted = row.version.adopted_at.date() - timedelta(days=1)
    # Of what was imported, only the day of the import is known.
    if facts.delivered_on < adopted and not row.version.recommendation.import_key:
        text = _("This version had not been adopted by then.")
        raise Refused("delivery.too_early", text, field="delivered_on")
    due = facts.due_on
    if due is not None and not facts.delivered_on <= due <= facts.delivered_on + FURTHEST:
        text = _("A reply is due after the delivery, and within ten years.")
        raise Refused("delivery.due", text, field="due_on")
    chosen = facts.addressee
    row.addressee = addressee_named(chosen) if isinstance(chosen, Office) else chosen
    row.channel, row.delivered_on, row.due_on = facts.channel, facts.delivered_on, due
    row.contact = clean_name(facts.contact, LONGEST_CONTACT)


def demand_seen(actor: Any, recommendation: Recommendation) -> None:
    """Raise NotHere for who does not manage deliveries of a recommendation: the page is not theirs."""
    if not allows("deliveries.manage", actor, recommendation):
        raise NotHere
