"""Progress notes: what happened on which day after a delivery, in either language or both."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import Person
from kit.bilingual import TranslationState
from kit.names import clean_text
from kit.refusals import Refused
from live import clock
from live.hub import verb
from records.deliveries import days
from records.deliveries.deliveries import locked
from records.deliveries.models import Delivery, Progress

LONGEST = 2_000
MOST = 200

audit.name_acts(
    {
        "progress.note": _("Progress noted"),
        "progress.withdraw": _("Progress note taken back"),
    }
)


@verb
def note(
    *,
    actor: Person,
    delivery: Delivery,
    on: date,
    text_en: str = "",
    text_ru: str = "",
    source_language: str = "en",
) -> Progress:
    """Write down what happened on a day; of two languages, `source_language` is the original."""
    row = locked(actor, delivery)
    english, russian = clean_text(text_en), clean_text(text_ru)
    if not (english or russian):
        raise Refused("progress.empty", _("Write what happened."), field="text_en")
    for field, text in (("text_en", english), ("text_ru", russian)):
        if len(text) > LONGEST:
            fault = _("This is longer than 2,000 characters.")
            raise Refused("progress.too_long", fault, field=field)
    if on > days.latest():
        raise Refused("progress.future", _("This day has not come yet."), field="on")
    if row.notes.count() >= MOST:
        raise Refused("progress.too_many", _("There are too many notes on this delivery."))
    both = bool(english and russian)
    made = Progress.objects.create(
        delivery=row,
        on=on,
        text_en=english,
        text_ru=russian,
        source_language=_source(english, russian, source_language),
        translation_state=TranslationState.TRANSLATED if both else TranslationState.MISSING,
        by=actor,
        at=clock.now(),
    )
    audit.record(actor=actor, act="progress.note", subject=row.pk)
    return made


def _source(english: str, russian: str, said: str) -> str:
    if english and russian:
        return "ru" if said == "ru" else "en"
    return "en" if english else "ru"


@verb
def withdraw(*, actor: Person, note: Progress) -> None:
    """Take a note back: nobody reads it any more, and the audit says who took it back."""
    row = locked(actor, note.delivery)
    if row.notes.filter(pk=note.pk, withdrawn_at=None).update(withdrawn_at=clock.now()):
        audit.record(actor=actor, act="progress.withdraw", subject=row.pk)
