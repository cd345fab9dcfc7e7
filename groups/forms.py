"""What people fill in about working groups."""

from typing import Any, ClassVar, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from groups.models import Group, GroupRole, Membership
from groups.texts import Clash
from kit.bilingual import CODES, LANGUAGES, Bilingual
from kit.forms import RefusableForm


class AdmissionForm(RefusableForm):
    """Whom to admit: somebody who has signed in here at least once, by their address."""

    email = forms.EmailField(
        label=_("E-mail of the new member"),
        help_text=_("They must have signed in here once, so that they know what they join."),
    )
    role = forms.ChoiceField(
        label=_("In the group"), choices=GroupRole.choices, initial=GroupRole.MEMBER
    )

    def without_roles(self) -> None:
        """Leave out the choice that only organisers have: then a member is a member."""
        del self.fields["role"]


class EndForm(forms.Form):
    """Which membership ends."""

    membership = forms.UUIDField()


class AgreementForm(RefusableForm):
    """Whether one may be named among the members."""

    is_listed = forms.BooleanField(required=False)


class ChairField(forms.ModelChoiceField):  # type: ignore[type-arg] # generic in the stubs only
    """A sitting co-chair, called by name, or by address where there is none yet."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.person.name or obj.person.email)


class HandOverForm(RefusableForm):
    """Whose chair goes to whom."""

    membership = ChairField(
        label=_("Whose chair"), queryset=Membership.objects.none(), empty_label=None
    )
    email = forms.EmailField(
        label=_("E-mail of the new co-chair"),
        help_text=_("Somebody of the same side who has signed in here once."),
    )

    def __init__(self, chairs: QuerySet[Membership], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        cast("ChairField", self.fields["membership"]).queryset = chairs


# What is chosen in such forms and stands in the row; a note on one's own change does not.
_CHOSEN = {"source_language", "is_public", "quorum_each_side", "quorum_percent"}


class BilingualForm(RefusableForm):
    """A form with texts in both languages, as `<text>_en` and `<text>_ru`, and the edition it began from."""

    edition = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    source_language = forms.ChoiceField(label=_("Original language"), choices=LANGUAGES)
    is_translation_current = forms.BooleanField(
        label=_("I have looked at the translation: it says what the original says"),
        required=False,
    )
    # The texts, each of which has a field a language.
    texts: ClassVar[tuple[str, ...]] = ()

    def said(self) -> dict[str, Any]:
        """Return what was filled in, each text as `<language>: <text>`."""
        told = dict(self.cleaned_data)
        for name in self.texts:
            told[name] = {code: told.pop(f"{name}_{code}") for code in CODES}
        return told

    def clash(self, refused: Clash, row: Bilingual) -> None:
        """Show a clash: what was typed stays, what stands now is beside it, and saving again is knowing.

        `standing` is then what the row says otherwise than what was typed: texts, and choices in words.
        """
        self.refuse(refused)
        self.data = {**self.data.dict(), "edition": str(refused.edition)}  # type: ignore[attr-defined] # a QueryDict
        texts = [f"{name}_{code}" for name in self.texts for code in CODES]
        choices = [name for name in self.fields if name in _CHOSEN and hasattr(row, name)]
        differing = [
            (field, getattr(row, field))
            for field in (*texts, *choices)
            if getattr(row, field) != self.cleaned_data.get(field, "")
        ]
        own = get_language() or "en"
        self.standing = [
            (self.fields[field].label, value, field[-2:])
            if field in texts
            else (self.fields[field].label, _in_words(value), own)
            for field, value in differing
        ]

    standing: list[tuple[Any, str, str]] | None = None


def _in_words(value: object) -> str:
    """Return what a field says, as it is read beside the form."""
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    return str(dict(LANGUAGES).get(str(value), value))


def title_field(label: Any, longest: int = 300) -> forms.CharField:
    """Return a one-line text of one language; whether it may be empty, the verb says."""
    return forms.CharField(label=label, max_length=longest, required=False)


def text_field(label: Any) -> forms.CharField:
    """Return a long text of one language; its length is the verb's to judge."""
    return forms.CharField(label=label, required=False, widget=forms.Textarea(attrs={"rows": 14}))


class GroupForm(BilingualForm):
    """What co-chairs and organisers say of a group, and its rule of quorum."""

    texts = ("name", "about")
    name_en = title_field(_("Name in English"), 200)
    name_ru = title_field(_("Name in Russian"), 200)
    about_en = text_field(_("About, in English"))
    about_ru = text_field(_("About, in Russian"))
    quorum_each_side = forms.IntegerField(
        label=_("Organisations of each side that make a quorum"),
        min_value=0,
        max_value=1000,
        help_text=_("0 asks for none."),
    )
    quorum_percent = forms.IntegerField(
        label=_("Share of the member organisations that makes a quorum, in percent"),
        min_value=0,
        max_value=100,
        help_text=_("0 asks for none. Where both are set, a decision needs both."),
    )

    @classmethod
    def of(cls, group: Group, data: Any = None) -> "GroupForm":
        """Return the form with what is said of the group now."""
        initial = {name: getattr(group, name, None) for name in cls.base_fields}
        return cls(data, initial=initial | {"is_translation_current": False})
