"""What an organiser fills in to correct a sheet; forms check shape, the verb checks truth."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.audit import LONGEST_REASON
from attendance.periods import periods_of
from kit.forms import RefusableForm
from sessions.forms import WallClockField
from sessions.models import Session

_TO_THE_SECOND = "%Y-%m-%dT%H:%M:%S"
_HERE, _AWAY = "yes", "no"


def _clock() -> forms.DateTimeInput:
    attrs = {"type": "datetime-local", "step": "1"}
    return forms.DateTimeInput(attrs=attrs, format=_TO_THE_SECOND)


class CorrectionForm(RefusableForm):
    """Whom a correction is about, what it says, and why; hours are those of the session's city."""

    email = forms.EmailField(
        label=_("E-mail"),
        help_text=_("Of somebody who was there, is registered, or may enter the session."),
    )
    was_there = forms.ChoiceField(
        label=_("In this time the person"),
        choices=((_HERE, _("was there")), (_AWAY, _("was not there"))),
        widget=forms.RadioSelect,
        initial=_HERE,
    )
    starts_at = WallClockField(label=_("From"), widget=_clock())
    ends_at = WallClockField(label=_("Until"), widget=_clock())
    reason = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea,
        help_text=_(
            "It stays beside the correction for good. Moderators read it too: do not name the person in it."
        ),
    )

    def __init__(self, session: Session, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = ZoneInfo(session.zone)

    @classmethod
    def about(cls, session: Session, email: str) -> "CorrectionForm":
        """Return a form for one person over the whole session, to be narrowed."""
        zone, periods = ZoneInfo(session.zone), periods_of(session)
        hours: dict[str, datetime] = {}
        if periods:
            span = {"starts_at": periods[0].start, "ends_at": periods[-1].end}
            hours = {name: _wall(at, zone) for name, at in span.items()}
        return cls(session, initial={"email": email, **hours})

    def clean_email(self) -> str:
        """Return the address as sign-in has it."""
        return str(self.cleaned_data["email"]).strip().lower()

    def clean(self) -> dict[str, Any]:
        """Turn wall times into instants; an hour that a night skips is no hour."""
        said = super().clean() or self.cleaned_data
        for field in ("starts_at", "ends_at"):
            wall = said.get(field)
            if wall is None:
                continue
            instant = wall.replace(tzinfo=self.zone)
            if _wall(instant.astimezone(ZoneInfo("UTC")), self.zone) != wall:
                text = _("The clocks are put forward that night: this hour does not exist.")
                self.add_error(field, forms.ValidationError(text, code="hour.skipped"))
            said[field] = instant
        return said

    def told(self) -> dict[str, Any]:
        """Return what was filled in as the verb takes it, but for the person."""
        said = self.cleaned_data
        kept = {name: said[name] for name in ("starts_at", "ends_at", "reason")}
        return {**kept, "was_there": said["was_there"] == _HERE}


def _wall(at: datetime, zone: ZoneInfo) -> datetime:
    return at.astimezone(zone).replace(tzinfo=None, microsecond=0)
