"""Texts that people write in a group: cleaned, bounded, in two languages, and never over newer ones."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from kit.bilingual import CODES, Bilingual, TranslationState, other
from kit.bilingual import revise as say
from kit.names import clean_name, clean_text
from kit.refusals import Refused
from kit.richtext import MAX_MARKDOWN

# field -> language -> text
Texts = Mapping[str, Mapping[str, str]]

LONGEST_TITLE = 300
LONGEST_TEXT = MAX_MARKDOWN


class Clash(Refused):
    """Somebody saved a newer edition meanwhile; `edition` is its number, and nothing was written."""

    def __init__(self, edition: int) -> None:
        text = _(
            "Somebody saved a newer version while you wrote. Yours is still in the form; what stands "
            "now is shown beside it. Bring both together and save again."
        )
        super().__init__("edition.clash", text)
        self.edition = edition


def too_much() -> Refused:
    """Return the refusal of more than people write in a day: programs do."""
    text = _("This is a lot for one day. Keep what you wrote and go on tomorrow.")
    return Refused("rate.limited", text, status=429, retry_in=3600)


def demand_edition(known: int, edition: int) -> None:
    """Raise Clash unless what is written starts from what stands now."""
    if known != edition:
        raise Clash(edition)


def demand_language(language: str) -> None:
    """Refuse an original in a language that is not spoken here."""
    if language not in CODES:
        text = _("The original is in English or in Russian.")
        raise Refused("text.language", text, field="source_language")


def clean_titles(titles: Mapping[str, str]) -> dict[str, str]:
    """Return a title in both languages as it is kept."""
    return {code: clean_name(titles.get(code, ""), LONGEST_TITLE) for code in CODES}


def clean_texts(texts: Mapping[str, str], field: str) -> dict[str, str]:
    """Return a text in both languages as it is kept; one beyond all measure is refused."""
    cleaned = {code: clean_text(texts.get(code, "")) for code in CODES}
    for code, text in cleaned.items():
        if len(text) > LONGEST_TEXT:
            fault = _("This text is longer than 20,000 characters. Add it as a file instead.")
            raise Refused("text.too_long", fault, field=f"{field}_{code}")
    return cleaned


def demand_original(texts: Mapping[str, str], language: str, field: str) -> None:
    """Refuse a text that is empty in its original language."""
    if not texts[language]:
        fault = _("Write this in the original language.")
        raise Refused("text.missing", fault, field=f"{field}_{language}")


def say_both(obj: Bilingual, texts: Texts, *, source: str, is_current: bool = False) -> None:
    """Write texts in both languages, the original first; the caller saves.

    A translation left as it was while its original changed becomes stale, unless who writes says
    that it still holds.
    """
    obj.source_language = source
    second = other(source)
    say(obj, language=source, **{name: said[source] for name, said in texts.items()})
    written = {name: said[second] for name, said in texts.items()}
    changed = any(getattr(obj, f"{name}_{second}") != text for name, text in written.items())
    if changed or is_current:
        say(obj, language=second, **written)
    if not any(written.values()):
        obj.translation_state = TranslationState.MISSING
