"""What decisions and actions say: made fit to be kept, in the language it is written in."""

from django.utils.translation import gettext_lazy as _

from kit.bilingual import CODES, TranslationState, other
from kit.names import clean_text
from kit.refusals import Refused
from sessions.texts import is_blank, language_of

LONGEST = 4000


def sayable(text: str, noun: str, field: str = "text") -> str:
    """Return a text as it is kept, or refuse nothing and too much."""
    text = clean_text(text)
    if is_blank(text):
        raise Refused(f"{noun}.empty", _("Write something first."), field=field)
    if len(text) > LONGEST:
        fault = _("This is longer than 4,000 characters. Say it shorter.")
        raise Refused(f"{noun}.too_long", fault, field=field)
    return text


def columns(noun: str, text: str, lang: str, translation: str) -> dict[str, str]:
    """Return the columns of a text that is new, and of its translation where there is one."""
    text = sayable(text, noun)
    language = language_of(text, lang if lang in CODES else "")
    given = sayable(translation, noun, "translation") if translation.strip() else ""
    state = TranslationState.TRANSLATED if given else TranslationState.MISSING
    return {
        f"text_{language}": text,
        f"text_{other(language)}": given,
        "source_language": language,
        "translation_state": state.value,
    }
