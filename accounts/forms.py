"""Forms in which a person says who they are: at sign-up, and on their own page."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast
from zoneinfo import ZoneInfo

from django import forms
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from accounts import people, queries
from accounts.models import Person, ShownAs
from accounts.people import ProfileChanges
from kit.bilingual import LANGUAGES, reading
from kit.forms import RefusableForm
from kit.names import clean_name
from kit.zones import CITIES, city, zone_names

AREAS = {
    "Africa": _("Africa"),
    "America": _("America"),
    "Asia": _("Asia"),
    "Atlantic": _("Atlantic Ocean"),
    "Australia": _("Australia"),
    "Europe": _("Europe"),
    "Pacific": _("Pacific Ocean"),
}

Choices = list[tuple[Any, Any]]


def country_choices() -> Choices:
    """Return all countries by their name in the reader's language, with a blank one first."""
    return [("", _("Choose a country")), *countries]


def zone_choices() -> Choices:
    """Return the zones by part of the world, those of the programme's cities before all others."""
    groups: dict[str, Choices] = {}
    for zone in zone_names():
        if "/" in zone:
            groups.setdefault(zone.split("/")[0], []).append((zone, _told(zone)))
    often = [(zone, _told(zone)) for zone in CITIES]
    return [(_("Often chosen"), often), *((AREAS[area], rows) for area, rows in groups.items())]


def _told(zone: str) -> str:
    offset = datetime.now(ZoneInfo(zone)).strftime("%z")
    return f"{city(zone)} (UTC{offset[:3]}:{offset[3:]})"


class SignupForm(forms.Form):
    """What allauth asks of a new person beside the address; the rest is said on their own page."""

    field_order = ("email", "name", "country", "language", "zone")

    name = forms.CharField(
        label=_("Your name"),
        help_text=_("Organisers see it. Others see it only if you choose so later."),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    country = forms.ChoiceField(
        label=_("Your country"),
        choices=country_choices,
        widget=forms.Select(attrs={"autocomplete": "country"}),
    )
    language = forms.ChoiceField(
        label=_("Language of pages and mail"), choices=LANGUAGES, initial=get_language
    )
    zone = forms.ChoiceField(
        label=_("Your time zone"),
        choices=zone_choices,
        initial="UTC",
        help_text=_("Hours are shown as in the city of the event, with your own beside them."),
        widget=forms.Select(attrs={"data-guess-zone": ""}),
    )

    def clean_name(self) -> str:
        """Return the name without letters that can't be seen; there must be others."""
        name = clean_name(self.cleaned_data["name"])
        if not name:
            raise forms.ValidationError(_("Write a name that can be read."), code="name.unreadable")
        return name

    def signup(self, request: HttpRequest, user: Person) -> None:
        """Store what the new person said; allauth has just stored the person."""
        fields = {field: self.cleaned_data[field] for field in self.field_order if field != "email"}
        revised = people.revise_profile(actor=user, **fields)
        for field in fields:
            setattr(user, field, getattr(revised, field))


class ShownForm(RefusableForm):
    """What others shall see of a person."""

    shown_as = forms.ChoiceField(
        label=_("What others see of you"), choices=ShownAs.choices, widget=forms.RadioSelect
    )
    pseudonym = forms.CharField(
        label=_("Pseudonym"),
        required=False,
        max_length=80,
        help_text=_(
            "Only the organisers, and the co-chairs of your working groups, can tell who is behind it."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def options(self, told: Mapping[str, str]) -> list[dict[str, str]]:
        """Return the ways to be shown, each with the sentence that tells what others would see."""
        return [
            {"value": value, "label": str(label), "sentence": told[value]}
            for value, label in ShownAs.choices
        ]


class EntryForm(ShownForm):
    """What others shall see, asked of somebody who is about to enter; the least is chosen already."""

    name = forms.CharField(
        label=_("Your name"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    @classmethod
    def of(cls, person: Person, data: Any = None) -> "EntryForm":
        """Return the form as the person chose before; a name is asked of who has none yet."""
        form = cls(data, initial={"shown_as": person.shown_as, "pseudonym": person.pseudonym})
        if person.name:
            del form.fields["name"]
        return form

    def changes(self) -> ProfileChanges:
        """Return what was said; a pseudonym that is not to be shown stays as it was."""
        said = dict(self.cleaned_data)
        if said["shown_as"] != ShownAs.PSEUDONYM:
            del said["pseudonym"]
        return cast("ProfileChanges", said)


class ProfileForm(ShownForm):
    """What a person says of themselves."""

    name = forms.CharField(
        label=_("Name"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    organisation_name = forms.CharField(
        label=_("Organisation"),
        required=False,
        max_length=200,
        help_text=_("Choose from what appears while you type, or write a new one."),
        widget=forms.TextInput(attrs={"autocomplete": "organization", "list": "organisations"}),
    )
    country = forms.ChoiceField(
        label=_("Country"),
        choices=country_choices,
        required=False,
        widget=forms.Select(attrs={"autocomplete": "country"}),
    )
    language = forms.ChoiceField(label=_("Language of pages and mail"), choices=LANGUAGES)
    zone = forms.ChoiceField(label=_("Time zone"), choices=zone_choices)
    wants_reminders = forms.BooleanField(
        label=_("Remind me of meetings by mail, a day and ten minutes before"),
        help_text=_("What is moved or called off is mailed to you in any case."),
        required=False,
    )

    @classmethod
    def of(cls, person: Person, data: Any = None) -> "ProfileForm":
        """Return the form filled with what the person has said before."""
        initial = {
            field: getattr(person, field)
            for field in ("name", "language", "zone", "wants_reminders", "shown_as", "pseudonym")
        }
        initial["country"] = person.country.code or ""
        initial["organisation_name"] = str(person.organisation.name) if person.organisation else ""
        form = cls(data, initial=initial)
        _offer(form.fields["zone"], person.zone)
        return form

    def organisation_names(self) -> list[str]:
        """Return what completes the organisation's name while it is typed."""
        return queries.names_to_choose_from(reading())


def _offer(field: forms.Field, zone: str) -> None:
    # A zone by an old name ("US/Eastern") stays a valid choice for whoever has it.
    if isinstance(field, forms.ChoiceField) and zone not in zone_names():
        field.choices = [(zone, _told(zone)), *zone_choices()]
