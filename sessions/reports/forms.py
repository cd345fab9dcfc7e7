"""What is filled in of reports: how long each group speaks, and where a group's slides are."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kit.forms import RefusableForm
from sessions.reports.laying import MOST_MINUTES, SHORTEST


class LayOutForm(RefusableForm):
    """How many minutes each group has."""

    minutes = forms.IntegerField(
        label=_("Minutes for each group"),
        min_value=SHORTEST,
        max_value=MOST_MINUTES,
        initial=10,
    )


class SlidesForm(RefusableForm):
    """Where a group's slides are."""

    url = forms.CharField(
        label=_("Link to the slides"),
        max_length=500,
        required=False,
        widget=forms.URLInput,
        help_text=_("An address that begins with https://; left empty, the link is taken away."),
    )
