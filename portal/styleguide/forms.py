"""A form with each kind of field that pages have, to be shown empty, filled and refused."""

from datetime import date

from django import forms
from django.core.validators import MinValueValidator
from django.utils.translation import gettext_lazy as _

from kit.forms import RefusableForm

CHOICES = (("", _("all kinds")), ("one", "Round table"), ("two", "Круглый стол по охране среды"))
PICKED = (
    ("a", _("Original language")),
    ("b", "Антикоррупционная экспертиза нормативных правовых актов и их проектов"),
    ("c", "التعاون عبر الحدود"),
)


class SampleForm(RefusableForm):
    """Each field stands for a kind; what it is about does not matter."""

    title = forms.CharField(label=_("title in English"), help_text="At most 200 characters.")
    address = forms.EmailField(label=_("Email"), required=False)
    text = forms.CharField(label=_("Text"), widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}))
    day = forms.DateField(
        label=_("Day"),
        widget=forms.DateInput(attrs={"type": "date"}),
        validators=[MinValueValidator(date(2012, 1, 1))],
        required=False,
    )
    number = forms.IntegerField(label=_("Room"), max_value=300, required=False)
    kind = forms.ChoiceField(label=_("Kind of news"), choices=CHOICES, required=False)
    one = forms.ChoiceField(label=_("One of several"), choices=PICKED, widget=forms.RadioSelect)
    several = forms.MultipleChoiceField(
        label=_("Several at once"),
        choices=PICKED,
        widget=forms.CheckboxSelectMultiple,
        help_text="Нужен хотя бы один ответ.",
    )
    paper = forms.FileField(label=_("file"), required=False, help_text="PDF, ≤ 10 MB")
    agreed = forms.BooleanField(label=_("I agree"), help_text="Others see it at once.")
    shut = forms.CharField(label=_("Shut"), disabled=True, required=False, initial="—")


FILLED = {
    "title": "Открытые реестры: что публикуют обе страны и чего в них всё ещё недостаёт читателю",
    "address": "ada@people.example",
    "text": "A first line.\n\nשורה שנייה בכתב מימין לשמאל.\nИ третья строка, по-русски.",
    "day": "2012-06-14",
    "number": "214",
    "kind": "two",
    "one": "b",
    "several": ["a", "c"],
    "agreed": "on",
}
# A browser complains of a value that its kind of field cannot hold; these it can, and they are refused.
WRONG = {"address": "ada at people", "day": "2011-12-31", "number": "301", "one": "z"}


def samples() -> tuple[tuple[str, SampleForm], ...]:
    """Return the form as it comes, filled, and refused in every field."""
    refused = SampleForm(WRONG, auto_id="refused_%s")
    refused.is_valid()
    refused.add_error("shut", _("You may not do this."))
    return (
        ("empty", SampleForm(auto_id="empty_%s")),
        ("filled", SampleForm(FILLED, auto_id="filled_%s")),
        ("refused", refused),
    )
