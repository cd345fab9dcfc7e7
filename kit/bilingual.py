"""Texts that organisers write in two languages of equal rank, each knowing which is the original.

Two typed columns a text rather than a translation library: sorting, searching and type checking
need no magic, and the state that readers must see (original, translated, stale) lives beside them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

LANGUAGES = (("en", _("English")), ("ru", _("Russian")))
CODES = tuple(code for code, _name in LANGUAGES)


class TranslationState(models.TextChoices):
    """How the second language stands towards the original."""

    MISSING = "missing", _("not translated")
    TRANSLATED = "translated", _("translated")
    STALE = "stale", _("translation out of date")


class Bilingual(models.Model):
    """A row with `<text>_en` and `<text>_ru` columns, one language of which is the original."""

    source_language = models.CharField(
        _("original language"), max_length=2, choices=LANGUAGES, default="en"
    )
    translation_state = models.CharField(
        _("translation"),
        max_length=10,
        choices=TranslationState.choices,
        default=TranslationState.MISSING,
    )

    class Meta:
        abstract = True


@dataclass(frozen=True, slots=True)
class Text:
    """One text as a reader gets it: `state` is original, translated, stale or missing.

    `missing` means that the reader's language has no text and the original is shown instead.
    """

    value: str
    lang: str
    state: str

    def __str__(self) -> str:
        return self.value

    def __bool__(self) -> bool:
        return bool(self.value)

    @property
    def is_original(self) -> bool:
        """Say whether this is the language in which the text was first written."""
        return self.state in {"original", "missing"}


def other(language: str) -> str:
    """Return the second of the two languages."""
    return "ru" if language == "en" else "en"


def said(obj: Bilingual, field: str, language: str | None = None) -> Text:
    """Return a text in the language asked for (the reader's, if none), else the one there is."""
    texts = {code: getattr(obj, f"{field}_{code}") for code in CODES}
    wanted = spoken(language) if language else reading()
    return chosen(texts, obj.source_language, obj.translation_state, wanted)


def chosen(texts: Mapping[str, str], source: str, state: str, wanted: str) -> Text:
    """Return one of a row's texts by language as `said` does, where there is no row but its columns."""
    if texts[wanted]:
        return Text(texts[wanted], wanted, "original" if wanted == source else state)
    return Text(texts[other(wanted)], other(wanted), "missing")


def reading() -> str:
    """Return which of the two languages the reader gets."""
    return spoken(get_language() or "en")


def spoken(language: str) -> str:
    """Return which of the two languages stands for any: regional forms for their own, others are English."""
    return language[:2] if language[:2] in CODES else "en"


def revise(obj: Bilingual, *, language: str, **texts: str) -> None:
    """Write texts in one language and keep the state true; the caller saves.

    A changed original makes an existing translation stale; a written translation is up to date
    again; a translation emptied is missing.
    """
    changed = False
    for field, value in texts.items():
        column = f"{field}_{language}"
        changed = changed or getattr(obj, column) != value
        setattr(obj, column, value)
    translated = any(_texts_in(obj, texts, other(obj.source_language)))
    if language != obj.source_language:
        obj.translation_state = (
            TranslationState.TRANSLATED if translated else TranslationState.MISSING
        )
    elif changed and translated:
        obj.translation_state = TranslationState.STALE


def _texts_in(obj: Bilingual, texts: dict[str, Any], language: str) -> list[str]:
    return [getattr(obj, f"{field}_{language}") for field in texts]
