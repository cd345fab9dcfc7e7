"""What one says to prove that one acts for an organisation, and what the organisers answer."""

from django import forms
from django.utils.translation import gettext_lazy as _

from grants.forms.both import short
from kit.forms import RefusableForm


class ProofForm(RefusableForm):
    """How the organisers can check it."""

    proof = forms.CharField(
        label=_("How can the organisers check that you may sign for it?"),
        help_text=_(
            "For example the page of the organisation that names you, or whom to ask there. Only"
            " the organisers read it."
        ),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReasonForm(RefusableForm):
    """Why it is not confirmed, or not any more."""

    reason = short(_("Reason"))
