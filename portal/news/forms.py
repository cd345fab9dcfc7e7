"""What is filled in to write and to publish news; forms check shape, the verbs check truth."""

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4
from zoneinfo import ZoneInfo

from django import forms
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext_lazy as _

from conferences.models import Conference
from groups.models import Group
from kit.bilingual import CODES, LANGUAGES
from kit.forms import RefusableForm
from kit.zones import zone_names
from portal.news.models import Kind, Story
from portal.news.stories import LONGEST_TEXT, LONGEST_TITLE, Facts
from sessions.forms import WallClockField
from sessions.models import Session


class DayInput(forms.DateInput):
    """A day as browsers let one choose it."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class StoryForm(RefusableForm):
    """A piece of news in both languages; `edition` is what its writer has read."""

    title_en = forms.CharField(
        label=_("Title in English"), max_length=LONGEST_TITLE, required=False
    )
    title_ru = forms.CharField(
        label=_("Title in Russian"), max_length=LONGEST_TITLE, required=False
    )
    text_en = forms.CharField(
        label=_("Text in English"),
        required=False,
        widget=forms.Textarea,
        max_length=LONGEST_TEXT,
    )
    text_ru = forms.CharField(
        label=_("Text in Russian"),
        required=False,
        widget=forms.Textarea,
        max_length=LONGEST_TEXT,
    )
    source_language = forms.ChoiceField(label=_("Original language"), choices=LANGUAGES)
    is_translation_current = forms.BooleanField(
        label=_("I have looked at the translation: it says what the original says"),
        required=False,
    )
    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=[
            (Kind.NEWS, _("News: what has happened")),
            (Kind.ANNOUNCEMENT, _("Announcement: what is to come, with the days it is of use")),
        ],
        widget=forms.RadioSelect,
    )
    useful_from = forms.DateField(label=_("Of use from"), required=False, widget=DayInput())
    useful_until = forms.DateField(label=_("Of use until"), required=False, widget=DayInput())
    zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=[(name, name) for name in zone_names()],
        help_text=_("The days, and the hour of publication, are told on its clocks."),
    )
    is_pinned = forms.BooleanField(
        label=_("Pin it on the home page while it is of use"),
        required=False,
        help_text=_("An announcement only."),
    )
    link = forms.CharField(
        label=_("Address of the session or the conference it is about"),
        required=False,
        max_length=500,
        help_text=_("Copy it from the browser. It is shown to those who may read about it."),
    )
    edition = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def without_pin(self) -> None:
        """Leave out what is the organisers' to decide."""
        del self.fields["is_pinned"]

    @classmethod
    def new(cls, zone: str, language: str, data: Any = None) -> "StoryForm":
        """Return an empty form, or what was filled in."""
        initial = {
            "zone": zone,
            "source_language": language,
            "kind": Kind.NEWS,
            "edition": 0,
            "key": uuid4(),
        }
        return cls(data, initial=initial)

    @classmethod
    def of(cls, story: Story, data: Any = None) -> "StoryForm":
        """Return the form with what the story says now."""
        initial = {name: getattr(story, name, None) for name in cls.base_fields}
        initial["is_translation_current"] = False
        initial["link"] = link_of(story)
        initial["key"] = None
        return cls(data, initial=initial)

    def clean(self) -> dict[str, Any]:
        """Read the address of what the story is about."""
        said = super().clean() or {}
        said["conference"], said["session"] = None, None
        if said.get("link"):
            found = _behind(said["link"])
            if found is None:
                text = _("There is no session and no conference at this address.")
                self.add_error("link", forms.ValidationError(text, code="news.link"))
            elif isinstance(found, Session):
                said["session"] = found
            else:
                said["conference"] = found
        return said

    def facts(self) -> Facts:
        """Return what was filled in, as the verb takes it."""
        said = self.cleaned_data
        return Facts(
            title={code: said[f"title_{code}"] for code in CODES},
            text={code: said[f"text_{code}"] for code in CODES},
            is_pinned=said.get("is_pinned", False),
            **{
                name: said[name]
                for name in (
                    "source_language",
                    "is_translation_current",
                    "kind",
                    "zone",
                    "useful_from",
                    "useful_until",
                    "conference",
                    "session",
                )
            },
        )


class ActForm(RefusableForm):
    """What becomes of a story, and at which hour on the clocks of its zone."""

    PROPOSE, HOLD, PUBLISH, SCHEDULE, WITHDRAW = (
        "propose",
        "hold",
        "publish",
        "schedule",
        "withdraw",
    )
    do = forms.ChoiceField(
        choices=[(name, name) for name in (PROPOSE, HOLD, PUBLISH, SCHEDULE, WITHDRAW)]
    )
    at = WallClockField(label=_("Publish it at"), required=False)
    reason = forms.CharField(label=_("Reason"), required=False, max_length=1000)

    def clean(self) -> dict[str, Any]:
        """Ask for the hour where one is needed."""
        said = super().clean() or {}
        if said.get("do") == self.SCHEDULE and not said.get("at") and "at" not in self.errors:
            self.add_error("at", forms.ValidationError(_("Choose a day and an hour."), code="at"))
        return said

    def hour(self, zone: str) -> datetime:
        """Return the hour as an instant."""
        wall: datetime = self.cleaned_data["at"]
        return wall.replace(tzinfo=ZoneInfo(zone))


class FollowForm(forms.Form):
    """What is followed or no more: a group, the programme where it is empty, or the letter."""

    LETTER = "letter"

    what = forms.ChoiceField(choices=[("news", "news"), (LETTER, LETTER)])
    group = forms.ModelChoiceField(
        queryset=Group.objects.all(), to_field_name="slug", required=False
    )
    is_on = forms.TypedChoiceField(
        choices=[("1", "1"), ("0", "0")], coerce=lambda value: value == "1"
    )


def link_of(story: Story) -> str:
    """Return the address that a story's form shows of what it is about."""
    if story.session_id:
        return reverse("sessions:detail", args=[story.session_id])
    return reverse("conferences:detail", args=[story.conference.slug]) if story.conference else ""


def _behind(link: str) -> Session | Conference | None:
    """Return the session or the conference that a page of the site is about."""
    try:
        found = resolve(urlsplit(link.strip()).path)
    except (Resolver404, ValueError):
        return None
    key, slug = found.kwargs.get("session_id"), found.kwargs.get("slug")
    if key is not None:
        return Session.objects.filter(pk=key).first()
    return Conference.objects.filter(slug=slug).first() if found.route[:2] == "c/" else None
