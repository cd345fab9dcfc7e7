"""What an organiser fills in to correct a sheet; forms check shape, the verb checks truth."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.audit import LONGEST_REASON
from attendance.periods import Periods, periods_of
from kit.forms import RefusableForm
from sessions.forms import WallClockField
from sessions.models import Session

_AN_HOUR = timedelta(hours=1)
_TO_THE_SECOND = "%Y-%m-%dT%H:%M:%S"
_HERE, _AWAY = "yes", "no"
_HOURS = ("starts_at", "ends_at")
_AGAIN = _("The second of the two hours: the clocks are put back that night")


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
    # Asked only where an hour comes twice: a wall clock alone does not tell which of the two.
    starts_at_again = forms.BooleanField(label=_AGAIN, required=False)
    ends_at_again = forms.BooleanField(label=_AGAIN, required=False)
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
        if not _has_an_hour_twice(periods_of(session), self.zone):
            for field in _HOURS:
                del self.fields[f"{field}_again"]

    @classmethod
    def about(cls, session: Session, email: str) -> "CorrectionForm":
        """Return a form for one person over the whole session, to be narrowed."""
        zone, periods = ZoneInfo(session.zone), periods_of(session)
        hours: dict[str, object] = {}
        if periods:
            # To the next whole second, or the last moments would go on counting.
            ends = periods[-1].end + timedelta(microseconds=999_999)
            for name, at in zip(_HOURS, (periods[0].start, ends), strict=True):
                wall = _wall(at, zone)
                hours |= {name: wall, f"{name}_again": bool(wall.fold)}
        return cls(session, initial={"email": email, **hours})

    def clean_email(self) -> str:
        """Return the address as sign-in has it."""
        return str(self.cleaned_data["email"]).strip().lower()

    def clean(self) -> dict[str, Any]:
        """Turn wall times into instants; an hour that a night skips is no hour."""
        said = super().clean() or self.cleaned_data
        for field in _HOURS:
            wall = said.get(field)
            if wall is None:
                continue
            fold = int(bool(said.get(f"{field}_again")))
            instant = wall.replace(tzinfo=self.zone, fold=fold)
            # In UTC from here on: two times of one zone are compared as their walls show them.
            instant = instant.astimezone(UTC)
            if _wall(instant, self.zone) != wall:
                text = _("The clocks are put forward that night: this hour does not exist.")
                self.add_error(field, forms.ValidationError(text, code="hour.skipped"))
            said[field] = instant
        return said

    def told(self) -> dict[str, Any]:
        """Return what was filled in as the verb takes it, but for the person."""
        said = self.cleaned_data
        kept = {name: said[name] for name in ("starts_at", "ends_at", "reason")}
        return {**kept, "was_there": said["was_there"] == _HERE}


def _has_an_hour_twice(periods: Periods, zone: ZoneInfo) -> bool:
    """Say whether the clocks are put back while a session lasts: offsets are less at its end."""
    if not periods:
        return False
    # An hour more on either side: whoever begins in the second of the two has passed the change.
    around = (periods[0].start - _AN_HOUR, periods[-1].end + _AN_HOUR)
    before, after = (at.astimezone(zone).utcoffset() or timedelta(0) for at in around)
    return after < before


def _wall(at: datetime, zone: ZoneInfo) -> datetime:
    return at.astimezone(zone).replace(tzinfo=None, microsecond=0)
