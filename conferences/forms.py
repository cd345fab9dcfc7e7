"""What people fill in about conferences; forms check shape, the verbs check truth."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from conferences.conferences import Facts
from conferences.models import Attending, Conference, Registration
from kit.bilingual import CODES, LANGUAGES
from kit.forms import RefusableForm
from kit.zones import zone_names


class RevisionForm(RefusableForm):
    """How one takes part, and whether the others may know."""

    attending = forms.ChoiceField(
        label=_("How will you take part?"), choices=Attending.choices, widget=forms.RadioSelect
    )
    is_listed = forms.BooleanField(
        label=_("List me among the participants"),
        required=False,
        help_text=_(
            "Confirmed participants and the organisers will see you on the list, as your profile"
            " shows you to others. Nobody else sees the list. You can change this at any time."
        ),
    )

    @classmethod
    def of(cls, registration: Registration) -> "RevisionForm":
        """Return the form as the person last filled it in."""
        return cls(
            initial={
                "attending": registration.attending,
                "is_listed": registration.is_listed,
            }
        )


class RegistrationForm(RevisionForm):
    """A wish to take part."""

    organisation_name = forms.CharField(
        label=_("Organisation"),
        max_length=200,
        help_text=_("The organisers see it when they confirm your registration."),
    )
    field_order = ("organisation_name", "attending", "is_listed")

    @classmethod
    def for_person(cls, person: Person) -> "RegistrationForm":
        """Return the form with the organisation from the person's profile."""
        organisation = person.organisation
        named = str(organisation.name) if organisation else ""
        return cls(initial={"organisation_name": named, "attending": Attending.ONLINE})


class ConferenceForm(RefusableForm):
    """A conference's facts, with its texts in both languages side by side."""

    title_en = forms.CharField(label=_("Title in English"), max_length=300, required=False)
    title_ru = forms.CharField(label=_("Title in Russian"), max_length=300, required=False)
    about_en = forms.CharField(
        label=_("About, in English"), required=False, widget=forms.Textarea, max_length=20000
    )
    about_ru = forms.CharField(
        label=_("About, in Russian"), required=False, widget=forms.Textarea, max_length=20000
    )
    source_language = forms.ChoiceField(label=_("Original language"), choices=LANGUAGES)
    is_translation_current = forms.BooleanField(
        label=_("I have looked at the translation: it says what the original says"),
        required=False,
    )
    venue = forms.CharField(label=_("Venue"), max_length=200, required=False)
    zone = forms.ChoiceField(
        label=_("Time zone"),
        help_text=_("Hours on the agenda are told in it."),
        choices=[],
    )
    starts_on = forms.DateField(
        label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    ends_on = forms.DateField(
        label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    is_public = forms.BooleanField(
        label=_("Shown to everyone"),
        required=False,
        help_text=_("Otherwise only organisers and confirmed participants find it."),
    )
    is_open_for_registration = forms.BooleanField(label=_("Registration is open"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zone = self.initial.get("zone", "")
        names = dict.fromkeys(filter(None, (zone, *zone_names())))
        choice = self.fields["zone"]
        if isinstance(choice, forms.ChoiceField):
            choice.choices = [(name, name) for name in names]

    @classmethod
    def of(cls, conference: Conference, data: Any = None) -> "ConferenceForm":
        """Return the form with what is said of the conference now."""
        initial = {name: getattr(conference, name, None) for name in cls.base_fields}
        initial["is_translation_current"] = False
        return cls(data, initial=initial)

    def facts(self) -> Facts:
        """Return what was filled in, as the verb takes it."""
        said = dict(self.cleaned_data)
        for name in ("title", "about"):
            said[name] = {language: said.pop(f"{name}_{language}") for language in CODES}
        return Facts(**said)


class NewConferenceForm(ConferenceForm):
    """A conference's facts, with the address that it keeps."""

    slug = forms.SlugField(
        label=_("Address"),
        max_length=60,
        help_text=_("The last part of its address: Latin letters, digits, hyphens. It stays."),
    )
    field_order = ("slug",)


class PlaceForm(RefusableForm):
    """One more room, or one more track, of a conference."""

    name_en = forms.CharField(
        label=_("Name in English"),
        max_length=200,
        required=False,
        help_text=_("In one of the languages, or in both."),
    )
    name_ru = forms.CharField(label=_("Name in Russian"), max_length=200, required=False)

    def names(self) -> dict[str, str]:
        """Return the name by language, as the verbs take it."""
        return {language: self.cleaned_data[f"name_{language}"] for language in CODES}


class DecisionForm(RefusableForm):
    """Registrations that an organiser chose, and what becomes of them."""

    CONFIRM, DECLINE = "confirm", "decline"

    decision = forms.ChoiceField(choices=[(CONFIRM, CONFIRM), (DECLINE, DECLINE)])
    registration = forms.ModelMultipleChoiceField(
        queryset=Registration.objects.none(),
        error_messages={"required": _("Choose at least one registration.")},
    )
    reason = forms.CharField(label=_("Reason"), required=False, max_length=1000)

    def __init__(self, conference: Conference, data: Any = None) -> None:
        super().__init__(data)
        chosen = self.fields["registration"]
        if isinstance(chosen, forms.ModelMultipleChoiceField):
            chosen.queryset = conference.registrations.select_related("conference")
