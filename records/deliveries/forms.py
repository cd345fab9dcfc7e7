"""What is filled in about deliveries and replies."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from kit.bilingual import LANGUAGES
from kit.forms import RefusableForm
from records.deliveries.deliveries import LONGEST_CONTACT, LONGEST_NAME, Facts, Office
from records.deliveries.models import Addressee, Channel, Delivery, Stance
from records.deliveries.replies import LONGEST, LONGEST_COMMITMENT, Said
from records.recommendations.models import Version

_PROOFS = ".pdf,.png,.jpg,.jpeg"


def _day(**more: Any) -> forms.DateField:
    # A browser's own field for dates reads and writes ISO, whatever the page's language.
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(widget=widget, input_formats=["%Y-%m-%d"], **more)


def _several(rows: int = 4) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class FactsForm(RefusableForm):
    """Whom a text goes to, how and when; an office that is not in the list is written in."""

    addressee = forms.ModelChoiceField(
        label=_("Addressee"),
        queryset=Addressee.objects.none(),
        required=False,
        empty_label=_("another one, as follows"),
    )
    office_en = forms.CharField(
        label=_("Office in English"), required=False, max_length=LONGEST_NAME
    )
    office_ru = forms.CharField(
        label=_("Office in Russian"), required=False, max_length=LONGEST_NAME
    )
    post_en = forms.CharField(label=_("Post in English"), required=False, max_length=LONGEST_NAME)
    post_ru = forms.CharField(
        label=_("Post in Russian"),
        required=False,
        max_length=LONGEST_NAME,
        help_text=_("The post, not the person: everyone can read it."),
    )
    country = forms.ChoiceField(label=_("Country"), required=False)
    channel = forms.ChoiceField(label=_("How it was delivered"), choices=Channel.choices)
    delivered_on = _day(label=_("Delivered on"))
    due_on = _day(
        label=_("Reply due"),
        required=False,
        help_text=_("You are reminded a week before, and when it is overdue."),
    )
    contact = forms.CharField(
        label=_("Contact"),
        required=False,
        max_length=LONGEST_CONTACT,
        help_text=_(
            "An address or a telephone number. Only who manages this delivery sees it: co-chairs of the group and organisers."
        ),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        choices: Iterable[Addressee] = options.pop("addressees")
        super().__init__(*args, **options)
        field: Any = self.fields["addressee"]
        field.queryset = choices
        field.label_from_instance = _named
        self.fields["country"].choices = [("", "—"), *countries]  # type: ignore[attr-defined]

    def facts(self) -> Facts:
        """Return what was filled in, for the verb."""
        said = dict(self.cleaned_data)
        words = ("office_en", "office_ru", "post_en", "post_ru", "country")
        return Facts(
            addressee=said["addressee"] or Office(**{name: said[name] for name in words}),
            channel=said["channel"],
            delivered_on=said["delivered_on"],
            due_on=said["due_on"],
            contact=said["contact"],
        )


class DeliveryForm(FactsForm):
    """The same with the text that is delivered: which version, in which language."""

    version = forms.ModelChoiceField(
        label=_("Version"), queryset=Version.objects.none(), empty_label=None
    )
    language = forms.ChoiceField(
        label=_("In which language"),
        choices=LANGUAGES,
        help_text=_("This very text is what was delivered. It can’t be changed afterwards."),
    )
    field_order = ("version", "language")

    def __init__(self, *args: Any, **options: Any) -> None:
        versions = options.pop("versions")
        super().__init__(*args, **options)
        field: Any = self.fields["version"]
        field.queryset = versions
        field.label_from_instance = _numbered


class AmendForm(FactsForm):
    """The same of a delivery that is there, with the state that was seen of it."""

    seen = forms.IntegerField(widget=forms.HiddenInput)


class ReasonForm(RefusableForm):
    """Why something is taken out of sight."""

    reason = forms.CharField(label=_("Reason"), required=False, max_length=1000)


class ProofForm(RefusableForm):
    """A file that proves the delivery."""

    proof = forms.FileField(
        label=_("File"),
        help_text=_("PDF, PNG or JPEG, at most 10 MiB. Only who manages this delivery sees it."),
        widget=forms.FileInput(attrs={"accept": _PROOFS}),
        error_messages={"empty": _("The file is empty.")},
    )


class ReplyForm(RefusableForm):
    """What an addressee answers."""

    stance = forms.ChoiceField(label=_("Answer"), choices=Stance.choices, widget=forms.RadioSelect)
    text = forms.CharField(label=_("Reply"), required=False, max_length=LONGEST, widget=_several(8))
    commitment = forms.CharField(
        label=_("What will be done, and by when"),
        required=False,
        max_length=LONGEST_COMMITMENT,
        widget=_several(),
    )
    lang = forms.ChoiceField(label=_("Written in"), choices=LANGUAGES)
    answered_by = forms.CharField(
        label=_("Name of who answers"), required=False, max_length=LONGEST_NAME
    )
    is_name_public = forms.BooleanField(label=_("The name may be published"), required=False)

    def said(self) -> Said:
        """Return what was filled in, for the verb."""
        return Said(**self.cleaned_data)


class EnteredReplyForm(ReplyForm):
    """The same of a reply that came on paper or by word, with its date."""

    replied_on = _day(label=_("Date of the reply"))
    field_order = ("replied_on",)


class PublishForm(RefusableForm):
    """The group's translation of a reply, which stands beside it."""

    translation = forms.CharField(
        label=_("Translation of the reply"), required=False, max_length=LONGEST, widget=_several()
    )
    commitment_translation = forms.CharField(
        label=_("Translation of the commitment"),
        required=False,
        max_length=LONGEST_COMMITMENT,
        widget=_several(2),
    )


class ProgressForm(RefusableForm):
    """What happened on a day."""

    on = _day(label=_("Date"))
    text_en = forms.CharField(
        label=_("In English"), required=False, max_length=2000, widget=_several(3)
    )
    text_ru = forms.CharField(
        label=_("In Russian"), required=False, max_length=2000, widget=_several(3)
    )
    source_language = forms.ChoiceField(
        label=_("Written first in"), choices=LANGUAGES, required=False
    )


def known(delivery: Delivery) -> dict[str, Any]:
    """Return what a delivery says now, as the form has it."""
    return {
        "addressee": delivery.addressee_id,
        "channel": delivery.channel,
        "delivered_on": delivery.delivered_on,
        "due_on": delivery.due_on,
        "contact": delivery.contact,
        "seen": delivery.edition,
    }


def _named(addressee: Addressee) -> str:
    parts = (addressee.office.value, addressee.post.value, str(addressee.country.name or ""))
    return ", ".join(part for part in parts if part)


def _numbered(version: Version) -> str:
    return f"{version.number}: {version.title.value}"
