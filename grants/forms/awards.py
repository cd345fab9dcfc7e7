"""What the public reads of an award; milestones; reports and the answers to them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from grants.forms.both import BilingualForm, day, long, short
from grants.models import Award
from kit.forms import RefusableForm


class AwardForm(BilingualForm):
    """Title and summary in both languages, as the public reads them."""

    title_en = short(_("Title in English"))
    title_ru = short(_("Title in Russian"))
    summary_en = long(_("Summary in English"), 8)
    summary_ru = long(_("Summary in Russian"), 8)
    edition = forms.IntegerField(widget=forms.HiddenInput)

    @classmethod
    def of(cls, award: Award, data: Any = None) -> "AwardForm":
        """Return the form with what stands there now."""
        return cls(data, initial={name: getattr(award, name, None) for name in cls.base_fields})


class MilestoneForm(RefusableForm):
    """What is due, and when."""

    title_en = short(_("Title in English"))
    title_ru = short(_("Title in Russian"))
    due_on = day(_("Due"))
    needs_report = forms.BooleanField(label=_("Wants a report"), required=False, initial=True)


class ManyFilesInput(forms.ClearableFileInput):
    """A field in which several files are chosen at once."""

    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Several files, or none."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Return the files as a list."""
        many = data if isinstance(data, list | tuple) else [data]
        return [cleaned for each in many if (cleaned := super(ManyFilesField, self).clean(each))]


class ReportForm(BilingualForm):
    """What was done, in one language or both, with files."""

    text_en = long(_("In English"), 12)
    text_ru = long(_("In Russian"), 12)
    papers = ManyFilesField(
        label=_("Files"),
        required=False,
        help_text=_("At most five: PDF, Word, Excel, OpenDocument, PNG or JPEG, 10 MB each."),
    )


class AnswerForm(RefusableForm):
    """The answer to a report."""

    note = long(_("What you write to the partners"), 3)
