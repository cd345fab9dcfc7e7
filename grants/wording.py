"""How what people write gets into a row: cleaned, bounded, in one language or both."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from kit.bilingual import CODES, Bilingual, TranslationState, other
from kit.bilingual import revise as say
from kit.names import clean_name, clean_text
from kit.refusals import Refused

Texts = Mapping[str, str]

LONGEST_TITLE = 200
LONGEST_TEXT = 20_000
_ANY_LENGTH = 100_000


def title_of(texts: Texts, field: str) -> dict[str, str]:
    """Return a line in each language as it is kept, or refuse one that is too long."""
    return {language: line(texts.get(language, ""), f"{field}_{language}") for language in CODES}


def text_of(texts: Texts, field: str) -> dict[str, str]:
    """Return a text in each language as it is kept, or refuse one that is too long."""
    return {language: prose(texts.get(language, ""), f"{field}_{language}") for language in CODES}


def line(text: str, field: str, most: int = LONGEST_TITLE) -> str:
    """Return one line of text without what can't be seen."""
    cleaned = clean_name(text, _ANY_LENGTH)
    if len(cleaned) > most:
        fault = _("At most %(most)s characters.") % {"most": most}
        raise Refused("text.too_long", fault, field=field)
    return cleaned


def prose(text: str, field: str, most: int = LONGEST_TEXT) -> str:
    """Return a longer text, in its lines."""
    cleaned = clean_text(text)
    if len(cleaned) > most:
        fault = _("At most %(most)s characters.") % {"most": most}
        raise Refused("text.too_long", fault, field=field)
    return cleaned


def put(row: Bilingual, source: str, texts: Mapping[str, Texts]) -> bool:
    """Write texts in both languages, the original first; say whether anything became other.

    A translation that stays while its original changes is stale. Where the original has no text at
    all, the other language is the original.
    """
    if source not in CODES or not any(said[source] for said in texts.values()):
        source = next((each for each in CODES if any(s[each] for s in texts.values())), "en")
    before = _standing(row, texts)
    row.source_language = source
    second = other(source)
    say(row, language=source, **{name: said[source] for name, said in texts.items()})
    written = {name: said[second] for name, said in texts.items()}
    if any(getattr(row, f"{name}_{second}") != text for name, text in written.items()):
        say(row, language=second, **written)
    if not any(written.values()):
        row.translation_state = TranslationState.MISSING
    return _standing(row, texts) != before


def _standing(row: Bilingual, texts: Mapping[str, Texts]) -> tuple[str, ...]:
    said = (getattr(row, f"{name}_{language}") for name in texts for language in CODES)
    return (row.source_language, row.translation_state, *said)
