"""What organisers fill in about a whole programme: a version to release, a conference to copy."""

from datetime import timedelta
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from conferences.models import Conference
from kit.bilingual import CODES, LANGUAGES
from kit.forms import RefusableForm
from sessions.models import Release
from sessions.programme.releases import LONGEST_NAME, LONGEST_TEXT, next_name


class ReleaseForm(RefusableForm):
    """The name of a version of the agenda, and what its organisers say of it."""

    name = forms.CharField(
        label=_("Name of the version"),
        max_length=LONGEST_NAME,
        help_text=_("It stands on the agenda and before the list of what has changed, e.g. 1.2."),
    )
    text_en = forms.CharField(
        label=_("What is new, in English"),
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    text_ru = forms.CharField(
        label=_("What is new, in Russian"),
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    source_language = forms.ChoiceField(label=_("Original language"), choices=LANGUAGES)

    @classmethod
    def after(cls, last: Release | None) -> "ReleaseForm":
        """Return the form with the name that would come next."""
        return cls(initial={"name": next_name(last)})

    def texts(self) -> dict[str, str]:
        """Return the organiser's text by language."""
        return {language: self.cleaned_data[f"text_{language}"] for language in CODES}


class WordsForm(ReleaseForm):
    """The words of a version that is released, with the edition in which they were read."""

    edition = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    is_translation_current = forms.BooleanField(
        label=_("The translation still says the same"),
        required=False,
        help_text=_("Otherwise one that you have not touched is marked as out of date."),
    )

    @classmethod
    def of(cls, release: Release, data: Any = None) -> "WordsForm":
        """Return the form with the words as they stand."""
        names = ("name", "text_en", "text_ru", "source_language", "edition")
        return cls(data, initial={name: getattr(release, name) for name in names})

    def said(self) -> dict[str, Any]:
        """Return what was filled in besides the texts."""
        names = ("name", "source_language", "edition", "is_translation_current")
        return {name: self.cleaned_data[name] for name in names}

    def look_again(self, release: Release) -> None:
        """Keep what was typed, now over the words that somebody else has saved."""
        data = cast("QueryDict", self.data).copy()
        data["edition"] = str(release.edition)
        self.data = data


class CopyForm(RefusableForm):
    """The next conference: its names, its address, its first day."""

    title_en = forms.CharField(label=_("Title in English"), max_length=300, required=False)
    title_ru = forms.CharField(label=_("Title in Russian"), max_length=300, required=False)
    slug = forms.SlugField(
        label=_("Address"),
        max_length=60,
        help_text=_("Small Latin letters, digits and hyphens; it can’t be changed later."),
    )
    starts_on = forms.DateField(
        label=_("First day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_(
            "Everything moves by as many days and keeps its hour on the wall, also where the clocks"
            " are changed between."
        ),
    )
    with_stages = forms.BooleanField(
        label=_("Copy the links to audio and video too"),
        required=False,
        help_text=_("Only if the same meetings and streams will be used again."),
    )

    @classmethod
    def of(cls, conference: Conference) -> "CopyForm":
        """Return the form with a first day a year later, on the same day of the week."""
        later = conference.starts_on + timedelta(weeks=52)
        titles = {f"title_{code}": getattr(conference, f"title_{code}") for code in CODES}
        return cls(initial={**titles, "starts_on": later})

    def titles(self) -> dict[str, str]:
        """Return the title by language."""
        return {language: self.cleaned_data[f"title_{language}"] for language in CODES}
