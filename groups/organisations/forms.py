"""What people fill in to apply to a group, and co-chairs to answer."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kit.forms import RefusableForm


class ApplicationForm(RefusableForm):
    """Why one applies."""

    note = forms.CharField(
        label=_("Why do you apply?"),
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("In your language. The co-chairs and the organisers read it, nobody else."),
    )


class BringForm(RefusableForm):
    """Which colleague one proposes."""

    email = forms.EmailField(
        label=_("E-mail of your colleague"),
        help_text=_("They must have signed in here once and named your organisation."),
    )
    note = forms.CharField(label=_("Why"), widget=forms.Textarea(attrs={"rows": 4}), required=False)


class ConfirmationForm(forms.Form):
    """Which member acts for which organisation."""

    membership = forms.UUIDField()
    organisation = forms.UUIDField()


class AnswerForm(RefusableForm):
    """What a co-chair answers to an application."""

    ADMIT, REFUSE = "admit", "refuse"
    application = forms.UUIDField(widget=forms.HiddenInput)
    answer = forms.ChoiceField(choices=((ADMIT, ADMIT), (REFUSE, REFUSE)))
    reason = forms.CharField(
        label=_("Reason, if you refuse"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It is mailed to who applied, as you write it."),
    )


class EndOrganisationForm(RefusableForm):
    """Which organisation's membership ends, and why."""

    organisation = forms.UUIDField(widget=forms.HiddenInput)
    reason = forms.CharField(required=False, max_length=1000)


class WithdrawalForm(forms.Form):
    """Which application is withdrawn."""

    application = forms.UUIDField()
