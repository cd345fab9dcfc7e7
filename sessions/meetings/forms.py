"""What a co-chair fills in: when a meeting is, what it is about, and whether it is repeated."""

from dataclasses import asdict
from datetime import date, datetime, time, timedelta
from hashlib import blake2b
from typing import Any
from uuid import UUID, uuid4, uuid5

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import zone_choices
from accounts.models import Person
from groups.models import Group
from kit.bilingual import CODES, other, reading
from kit.forms import RefusableForm
from kit.refusals import Refused
from kit.richtext import render_markdown
from kit.zones import local
from sessions.meetings import recurrence
from sessions.meetings.models import Frequency
from sessions.meetings.plans import LONGEST, SHORTEST, length
from sessions.meetings.queries import Rest
from sessions.meetings.recurrence import Pattern
from sessions.meetings.usual import usual
from sessions.models import Session

_ONCE = "once"


class HoursForm(RefusableForm):
    """A day and an hour on the clocks of one city; what it amounts to is shown before it is done."""

    date = forms.DateField(
        label=_("Day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d.%m.%Y"],
    )
    time = forms.TimeField(
        label=_("Begins at"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        input_formats=["%H:%M", "%H:%M:%S"],
    )
    minutes = forms.IntegerField(
        label=_("Minutes"), min_value=SHORTEST, max_value=LONGEST, initial=60
    )
    zone = forms.ChoiceField(label=_("On the clocks of"), choices=zone_choices)

    slots: tuple[datetime, ...] = ()

    def clean(self) -> dict[str, Any]:
        """Find the instants that were meant; an hour that does not exist is told at its field."""
        said = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                self.slots = tuple(self._slots(said))
            except Refused as refused:
                self.refuse(refused)
        return said

    def _slots(self, said: dict[str, Any]) -> list[datetime]:
        recurrence.demand_near(said["date"])
        return [recurrence.instant_of(said["date"], said["time"], said["zone"])]

    @property
    def length(self) -> timedelta:
        """Return how long a meeting takes."""
        return length(self.cleaned_data["minutes"])

    @property
    def mark(self) -> str:
        """Return a mark of the hours as they are filled in, by which they are known to have been shown."""
        told = (self.slots, self.cleaned_data.get("minutes"), self.cleaned_data.get("zone"))
        return blake2b(repr(told).encode(), digest_size=8).hexdigest()

    @property
    def was_shown(self) -> bool:
        """Say whether the hours of all members were shown for just these hours."""
        return self.data.get("checked") == self.mark


class RepeatedForm(HoursForm):
    """Hours that may be repeated."""

    repeat = forms.ChoiceField(
        label=_("Repeated"),
        choices=[(_ONCE, _("no, it takes place once")), *Frequency.choices],
        initial=_ONCE,
    )
    every = forms.IntegerField(
        label=_("Every so many weeks or months"),
        min_value=1,
        max_value=12,
        required=False,
        help_text=_("1: every week or month; 2: every other."),
    )

    def _pattern(self, said: dict[str, Any], **end: Any) -> Pattern:
        return Pattern(
            frequency=said["repeat"],
            every=said["every"] or 1,
            starts_on=said["date"],
            starts=said["time"],
            zone=said["zone"],
            **end,
        )


class MeetingForm(RepeatedForm):
    """A meeting or a series of a working group, in one language or both."""

    # The same in all that one page sends: a second press plans nothing more.
    page = forms.UUIDField(required=False, widget=forms.HiddenInput)
    title_en = forms.CharField(
        label=_("Title in English"),
        max_length=400,
        required=False,
        help_text=_("In one of the languages, or in both."),
    )
    title_ru = forms.CharField(label=_("Title in Russian"), max_length=400, required=False)
    text_en = forms.CharField(
        label=_("What it is about, in English"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=20000,
    )
    text_ru = forms.CharField(
        label=_("What it is about, in Russian"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=20000,
    )
    count = forms.IntegerField(
        label=_("Number of meetings"), min_value=2, max_value=recurrence.MOST, required=False
    )
    until = forms.DateField(
        label=_("Or until"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d.%m.%Y"],
        required=False,
    )
    stage_url = forms.URLField(
        label=_("Link to audio and video"),
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text=_("A meeting or a stream elsewhere; the room shows it to those who may enter."),
    )

    @classmethod
    def new(cls, person: Person, group: Group, data: Any = None) -> "MeetingForm":
        """Return the form with when the group meets as a rule; only a title is left to say."""
        return cls(data, initial={**asdict(usual(group, person)), "page": uuid4()})

    def clean(self) -> dict[str, Any]:
        """Ask for a title in one of the languages, whichever."""
        said = super().clean()
        if not (said.get("title_en") or said.get("title_ru")):
            text = _("Give the meeting a title, in English or in Russian or in both.")
            self.add_error("title_en", forms.ValidationError(text, code="session.untitled"))
        return said

    def _slots(self, said: dict[str, Any]) -> list[datetime]:
        if not self.is_series:
            return super()._slots(said)
        return recurrence.slots(self.pattern)

    @property
    def is_series(self) -> bool:
        """Say whether it is to be repeated."""
        return bool(self.cleaned_data.get("repeat", _ONCE) != _ONCE)

    @property
    def pattern(self) -> Pattern:
        """Return what a series is planned by; a number goes before a last day."""
        said = self.cleaned_data
        until = said.get("until") if said.get("count") is None else None
        return self._pattern(said, count=said.get("count"), until=until)

    def key_for(self, group: Group) -> UUID | None:
        """Return the key of what is planned: one for each page and what it says, for one group.

        Who comes back to the page and changes something plans something else.
        """
        said = self.cleaned_data
        if said["page"] is None:
            return None
        told = [f"{name}={said[name]}" for name in sorted(self.fields)]
        return uuid5(group.pk, "\n".join(told))

    @property
    def source_language(self) -> str:
        """Return the original's language: the reader's own, unless only the other has a title."""
        own = reading()
        return own if self.cleaned_data[f"title_{own}"] else other(own)

    def texts(self) -> dict[str, dict[str, str]]:
        """Return titles and texts by language."""
        said = self.cleaned_data
        return {
            language: {
                "title": said[f"title_{language}"],
                "abstract": render_markdown(said[f"text_{language}"]),
            }
            for language in CODES
        }


class MoveForm(RepeatedForm):
    """New hours for a meeting; of a series, for it alone or for all from it on."""

    scope = forms.ChoiceField(
        label=_("What is moved"),
        choices=[
            ("one", _("this meeting only")),
            ("rest", _("this meeting and all later ones of the series")),
        ],
        initial="one",
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, rest: Rest | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rest = rest
        repeat = self.fields["repeat"]
        if rest and rest.ahead and isinstance(repeat, forms.ChoiceField):
            repeat.choices = Frequency.choices
            repeat.label = _("The later ones follow")
        else:
            for name in ("scope", "repeat", "every"):
                del self.fields[name]

    @classmethod
    def of(cls, session: Session, rest: Rest | None, data: Any = None) -> "MoveForm":
        """Return the form with the hours as they are planned now."""
        here = local(session.starts_at, session.zone)
        initial: dict[str, Any] = {
            "date": here.date,
            "time": time(here.wall.hour, here.wall.minute),
            "minutes": int((session.ends_at - session.starts_at).total_seconds()) // 60,
            "zone": session.zone,
        }
        if rest is not None:
            initial |= {"repeat": rest.series.frequency, "every": rest.series.every}
        return cls(data, initial=initial, rest=rest)

    def _slots(self, said: dict[str, Any]) -> list[datetime]:
        if self.rest is None or not self.is_rest:
            return super()._slots(said)
        return [slot for _meeting, slot in self.rest.laid(self.pattern)]

    @property
    def is_rest(self) -> bool:
        """Say whether the later meetings go with it."""
        is_asked = self.cleaned_data.get("scope") == "rest"
        return is_asked and self.rest is not None and len(self.rest.ahead) > 1

    @property
    def pattern(self) -> Pattern:
        """Return by what the rest is laid anew: there are as many of them as before."""
        return self._pattern(self.cleaned_data)


def day_of(session: Session) -> date:
    """Return the day of a meeting in its own city."""
    return local(session.starts_at, session.zone).date
