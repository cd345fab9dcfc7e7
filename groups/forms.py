"""What people fill in about working groups."""

from django import forms
from django.utils.translation import gettext_lazy as _

from groups.models import GroupRole
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
