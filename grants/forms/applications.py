"""An application: who applies, its head, its sections, its budget, who is invited."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from accounts.models import Person
from grants.applications import Head
from grants.budgets import MOST_LINES, Line
from grants.forms.both import BilingualForm, day, long, short
from grants.models import Application, Section
from grants.money import amount
from groups.models import Group
from kit.bilingual import LANGUAGES, said
from kit.forms import RefusableForm
from kit.refusals import Refused

SPARE_LINES = 3


class HouseForm(RefusableForm):
    """For which organisation somebody acts."""

    organisation_name = forms.CharField(
        label=_("Your organisation"),
        max_length=200,
        help_text=_("The one for which you act and sign."),
    )
    country = forms.ChoiceField(
        label=_("Its country"),
        required=False,
        choices=[],
        help_text=_("Needed where the organisation is new here."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["country"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", "—"), *countries]

    @classmethod
    def for_person(cls, person: Person) -> "HouseForm":
        """Return the form with what the person's profile says."""
        house = person.organisation
        named = said(house, "name").value if house else ""
        country = (house.country.code if house else person.country.code) or ""
        return cls(initial={"organisation_name": named, "country": country})


class ThemeField(forms.ModelChoiceField[Group]):
    """A choice among working groups, by their names in the reader's language."""

    def label_from_instance(self, obj: Group) -> str:
        """Return a group's name."""
        return obj.name.value


class HeadForm(BilingualForm):
    """What the application is called, in short what it is, and for which time."""

    title_en = short(_("Title in English"))
    title_ru = short(_("Title in Russian"))
    summary_en = long(_("Summary in English"), 5)
    summary_ru = long(_("Summary in Russian"), 5)
    theme = ThemeField(
        label=_("Theme"), queryset=Group.objects.none(), required=False, empty_label="—"
    )
    recommendation = forms.IntegerField(
        label=_("Recommendation that it serves"),
        required=False,
        help_text=_("Its number: 4 for R4."),
    )
    starts_on = day(_("Begins"), required=False)
    ends_on = day(_("Ends"), required=False)
    edition = forms.IntegerField(widget=forms.HiddenInput)

    @classmethod
    def of(cls, application: Application, data: Any = None) -> "HeadForm":
        """Return the form with what stands there now."""
        initial = {name: getattr(application, name, None) for name in cls.base_fields}
        initial["edition"] = application.head_edition
        form = cls(data, initial=initial)
        themes = application.call.themes.all()
        field = form.fields["theme"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = themes if themes.exists() else Group.objects.all()
        return form

    def head(self) -> Head:
        """Return what was filled in."""
        plain = ("theme", "recommendation", "starts_on", "ends_on")
        return Head(
            title=self.texts("title"),
            summary=self.texts("summary"),
            source_language=self.source,
            **{name: self.cleaned_data[name] for name in plain},
        )


class SectionForm(BilingualForm):
    """One section in both languages."""

    text_en = long(_("In English"), 14)
    text_ru = long(_("In Russian"), 14)
    edition = forms.IntegerField(widget=forms.HiddenInput)

    @classmethod
    def of(cls, section: Section, data: Any = None) -> "SectionForm":
        """Return the form with what stands there now."""
        initial = {name: getattr(section, name, None) for name in cls.base_fields}
        return cls(data, initial=initial)


class InvitationForm(RefusableForm):
    """Who is asked to join."""

    email = forms.EmailField(
        label=_("E-mail of whom you invite"),
        help_text=_("They get a letter with a link, and join for their organisation."),
    )
    language = forms.ChoiceField(
        label=_("Language of the letter, if they are new here"), choices=LANGUAGES
    )


@dataclass(slots=True)
class TypedLine:
    """A line of the budget as it was typed, with what is wrong with it by field."""

    place: int
    partner: str = ""
    name: str = ""
    asked: str = ""
    own: str = ""
    faults: tuple[tuple[str, str], ...] = ()

    @property
    def is_blank(self) -> bool:
        """Say whether nothing was typed."""
        return not (self.name.strip() or self.asked.strip() or self.own.strip())

    @property
    def wrong(self) -> tuple[str, ...]:
        """Return the names of the fields at fault."""
        return tuple(name for name, _text in self.faults)


class BudgetForm:
    """All lines of a budget, some spare ones at the end; what is blank is left out."""

    def __init__(self, lines: Sequence[TypedLine], edition: int) -> None:
        self.lines, self.edition = list(lines), edition
        self.fault = ""

    @classmethod
    def of(cls, application: Application) -> "BudgetForm":
        """Return the form with what stands there now."""
        rows = [
            TypedLine(place, str(row.partner_id), row.name, _plain(row.asked), _plain(row.own))
            for place, row in enumerate(application.lines.all())
        ]
        return cls(rows, application.budget_edition)

    @classmethod
    def typed(cls, data: Mapping[str, str]) -> "BudgetForm":
        """Return the form as it was sent."""
        count = _whole(data.get("count", ""), MOST_LINES + SPARE_LINES)
        rows = [
            TypedLine(
                place,
                partner=data.get(f"line-{place}-partner", ""),
                name=data.get(f"line-{place}-name", ""),
                asked=data.get(f"line-{place}-asked", ""),
                own=data.get(f"line-{place}-own", ""),
            )
            for place in range(count)
        ]
        return cls([row for row in rows if not row.is_blank], _whole(data.get("edition", "")))

    def said(self) -> list[Line]:
        """Return the lines; what is no amount is refused, by its line."""
        return [self._said(place, row) for place, row in enumerate(self.lines)]

    def refuse(self, refused: Refused) -> None:
        """Show a refusal at its line, or above all."""
        parts = (refused.field or "").split("-", 2)
        if len(parts) == 3 and parts[1].isdecimal() and int(parts[1]) < len(self.lines):  # noqa: PLR2004
            row = self.lines[int(parts[1])]
            row.faults = (*row.faults, (parts[2], str(refused.text)))
            self.fault = _("Line %(number)s: %(fault)s") % {
                "number": int(parts[1]) + 1,
                "fault": refused.text,
            }
        else:
            self.fault = str(refused.text)

    @property
    def rows(self) -> list[TypedLine]:
        """Return the lines as the page shows them, numbered, with spare ones."""
        for place, row in enumerate(self.lines):
            row.place = place
        last = len(self.lines)
        spare = [TypedLine(place) for place in range(last, last + SPARE_LINES)]
        return [*self.lines, *spare]

    def _said(self, place: int, row: TypedLine) -> Line:
        at = f"line-{place}"
        try:
            partner = UUID(row.partner)
        except ValueError:
            text = _("Say whose line this is: one of the partners.")
            raise Refused("budget.partner", text, field=f"{at}-partner") from None
        return Line(
            partner, row.name, amount(row.asked, f"{at}-asked"), amount(row.own, f"{at}-own")
        )


def _plain(value: Decimal) -> str:
    return f"{value:.2f}" if value else ""


def _whole(text: str, most: int = 10**9) -> int:
    return min(int(text), most) if text.isdecimal() and len(text) < 10 else 0  # noqa: PLR2004
