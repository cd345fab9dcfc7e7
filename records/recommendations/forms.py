"""The forms of the working pages: two languages beside each other, and the edition that was seen."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from groups.models import Group
from kit.bilingual import CODES, LANGUAGES
from kit.forms import RefusableForm
from records.recommendations.discussion import LONGEST
from records.recommendations.models import Standing
from records.recommendations.wording import LONGEST_TEXT, LONGEST_TITLE


def _area(language: str = "", rows: int = 6) -> forms.Textarea:
    return forms.Textarea({"rows": rows, **({"lang": language} if language else {})})


class _Bilingual(RefusableForm):
    field = ""

    def texts(self) -> dict[str, str]:
        """Return what was written, by language."""
        return {code: self.cleaned_data[f"{self.field}_{code}"] for code in CODES}


class TitleForm(_Bilingual):
    """A title in both languages."""

    field = "title"
    title_en = forms.CharField(
        label=_("Title in English"),
        max_length=LONGEST_TITLE,
        required=False,
        widget=forms.TextInput({"lang": "en"}),
    )
    title_ru = forms.CharField(
        label=_("Title in Russian"),
        max_length=LONGEST_TITLE,
        required=False,
        widget=forms.TextInput({"lang": "ru"}),
    )
    edition = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)


class DraftForm(TitleForm):
    """What begins a draft: a title, and what it comes from."""

    edition = None  # type: ignore[assignment] # nothing is there yet that could have been seen
    origin = forms.CharField(
        label=_("Decision or question that it comes from"),
        max_length=400,
        required=False,
        help_text=_(
            "The number of a decision, such as D7, or a link to a question on a session’s record. It becomes the first paragraph."
        ),
    )


class ParagraphForm(_Bilingual):
    """A paragraph in both languages."""

    field = "text"
    text_en = forms.CharField(
        label=_("Paragraph in English"), required=False, max_length=LONGEST_TEXT, widget=_area("en")
    )
    text_ru = forms.CharField(
        label=_("Paragraph in Russian"), required=False, max_length=LONGEST_TEXT, widget=_area("ru")
    )
    edition = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)


class OriginForm(RefusableForm):
    """What a paragraph comes from."""

    origin = forms.CharField(
        label=_("Decision or question"),
        max_length=400,
        help_text=_(
            "The number of a decision, such as D7, or a link to a question on a session’s record."
        ),
    )


class CommentForm(RefusableForm):
    """What somebody says of a draft."""

    text = forms.CharField(label=_("Comment"), max_length=LONGEST, widget=_area(rows=4))
    paragraph = forms.UUIDField(required=False, widget=forms.HiddenInput)


class AmendmentForm(RefusableForm):
    """Another wording, in one language."""

    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    text = forms.CharField(
        label=_("Proposed wording"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=_area(rows=8),
        help_text=_("Leave it empty to propose that the paragraph is taken out."),
    )
    grounds = forms.CharField(label=_("Why"), required=False, max_length=2000, widget=_area(rows=3))
    paragraph = forms.UUIDField(required=False, widget=forms.HiddenInput)
    edition = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)


class ReasonForm(RefusableForm):
    """Why something is refused or withdrawn."""

    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=_area(rows=3))


class SeenForm(forms.Form):
    """Which edition somebody has before them who presses a button, and of what."""

    do = forms.CharField(max_length=20)
    edition = forms.IntegerField(min_value=0, required=False)
    organisation = forms.UUIDField(required=False)


class SearchForm(forms.Form):
    """What the list is narrowed to."""

    group = forms.ChoiceField(label=_("Working group"), required=False)
    standing = forms.ChoiceField(
        label=_("Standing"), required=False, choices=[("", _("any")), *Standing.choices]
    )
    text = forms.CharField(label=_("Words in the title"), required=False, max_length=100)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        groups = [(group.slug, group.name.value) for group in Group.objects.order_by("position")]
        choices = self.fields["group"]
        if isinstance(choices, forms.ChoiceField):
            choices.choices = [("", _("any")), *groups]
