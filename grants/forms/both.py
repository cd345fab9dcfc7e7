"""Texts that are written in two languages side by side."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kit.bilingual import CODES, LANGUAGES
from kit.forms import RefusableForm


class BilingualForm(RefusableForm):
    """A form with texts in both languages, one of which is the original."""

    source_language = forms.ChoiceField(
        label=_("Original language"), choices=LANGUAGES, widget=forms.RadioSelect, initial="en"
    )

    def texts(self, name: str) -> dict[str, str]:
        """Return a text by language, as it was typed."""
        return {code: self.cleaned_data.get(f"{name}_{code}") or "" for code in CODES}

    @property
    def source(self) -> str:
        """Return the language that was called the original."""
        said: str = self.cleaned_data["source_language"]
        return said


def short(label: Any, **more: Any) -> forms.CharField:
    """Return a field of one line; how long it may be, the verb says."""
    return forms.CharField(label=label, required=False, **more)


def long(label: Any, rows: int = 8, **more: Any) -> forms.CharField:
    """Return a field of many lines, that loses none at its ends."""
    return forms.CharField(
        label=label, required=False, widget=forms.Textarea(attrs={"rows": rows}), **more
    )


def day(label: Any, **more: Any) -> forms.DateField:
    """Return a field for a day."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **more)
