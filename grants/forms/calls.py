"""A call, its criteria, its files, its reviewers."""

from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from grants.calls import CallFacts
from grants.forms.both import BilingualForm, day, long, short
from grants.models import Call
from grants.money import CURRENCIES
from groups.models import Group
from kit.forms import RefusableForm
from kit.zones import zone_names
from sessions.forms import WallClockField


class ThemesField(forms.ModelMultipleChoiceField[Group]):
    """Working groups to tick, by their names in the reader's language."""

    def label_from_instance(self, obj: Group) -> str:
        """Return a group's name."""
        return obj.name.value


class CallForm(BilingualForm):
    """A call with its texts in both languages and its terms."""

    title_en = short(_("Title in English"))
    title_ru = short(_("Title in Russian"))
    text_en = long(_("What it is about, in English"))
    text_ru = long(_("What it is about, in Russian"))
    rules_en = long(_("Rules in English"))
    rules_ru = long(_("Rules in Russian"))
    is_translation_current = forms.BooleanField(
        label=_("I have looked at the translation: it says what the original says"),
        required=False,
    )
    themes = ThemesField(
        label=_("Themes"),
        queryset=Group.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Of the working groups. With none chosen, any theme is welcome."),
    )
    ceiling = forms.DecimalField(
        label=_("Most that one project is given"), max_digits=12, decimal_places=2
    )
    currency = forms.ChoiceField(label=_("Currency"), choices=[(c, c) for c in CURRENCIES])
    least_share = forms.IntegerField(
        label=_("Least share that partners bear, in percent"),
        min_value=0,
        max_value=99,
        initial=0,
        help_text=_("Of the whole cost: what is asked for and what partners bear, together."),
    )
    opens_at = WallClockField(label=_("Opens"))
    closes_at = WallClockField(label=_("Closes"))
    zone = forms.ChoiceField(
        label=_("Time zone of these hours"), choices=[(name, name) for name in zone_names()]
    )
    decision_on = day(_("Decision expected by"), required=False)
    shows_others = forms.BooleanField(
        label=_("Reviewers see each other’s scores once they have submitted theirs"),
        required=False,
        initial=True,
    )
    edition = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)

    @classmethod
    def of(cls, call: Call, data: Any = None) -> "CallForm":
        """Return the form with what the call says now, its hours in its own zone."""
        initial = {name: getattr(call, name, None) for name in cls.base_fields}
        zone = ZoneInfo(call.zone)
        for name in ("opens_at", "closes_at"):
            initial[name] = getattr(call, name).astimezone(zone).replace(tzinfo=None)
        initial["themes"] = list(call.themes.all())
        initial["is_translation_current"] = False
        return cls(data, initial=initial)

    def facts(self) -> CallFacts:
        """Return what was filled in."""
        said = self.cleaned_data
        zone = ZoneInfo(said["zone"])
        return CallFacts(
            title=self.texts("title"),
            text=self.texts("text"),
            rules=self.texts("rules"),
            themes=list(said["themes"]),
            opens_at=said["opens_at"].replace(tzinfo=zone),
            closes_at=said["closes_at"].replace(tzinfo=zone),
            source_language=self.source,
            **{
                name: said[name]
                for name in (
                    "ceiling", "currency", "least_share", "zone", "decision_on", "shows_others",
                    "is_translation_current",
                )
            },
        )  # fmt: skip


class NewCallForm(CallForm):
    """The same with the address under which the call will be read."""

    slug = forms.SlugField(
        label=_("Address"),
        max_length=60,
        help_text=_("Latin letters, figures and dashes, like linkage-2012. It stays for ever."),
    )
    field_order = ("slug",)


class CriterionForm(RefusableForm):
    """By what applications are judged."""

    name_en = short(_("Name in English"))
    name_ru = short(_("Name in Russian"))
    weight = forms.IntegerField(label=_("Weight"), min_value=1, max_value=100, initial=1)
    scale = forms.IntegerField(label=_("Best mark"), min_value=1, max_value=100, initial=5)


class FileForm(RefusableForm):
    """A file."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("PDF, Word, Excel, OpenDocument, PNG or JPEG, at most 10 MB."),
    )


class ReviewerForm(RefusableForm):
    """Who is to review."""

    email = forms.EmailField(
        label=_("E-mail of the reviewer"),
        help_text=_("They must have signed in here once."),
    )


class WithdrawForm(RefusableForm):
    """Why a call is taken back."""

    reason = short(_("Reason"), max_length=1000)
