"""What is filled in to plan a session; forms check shape, the verbs check truth."""

from datetime import datetime
from typing import Any, cast
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from conferences.models import Conference, Room, Track
from groups.models import Group
from kit.bilingual import CODES, LANGUAGES
from kit.forms import RefusableForm
from kit.richtext import render_markdown
from kit.zones import zone_names
from sessions.models import RoleName, Session, StageKind

_WALL = "%Y-%m-%dT%H:%M"


class WallClockField(forms.DateTimeField):
    """A date and an hour as a clock on a wall shows them; the form says in which city."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_WALL)
    input_formats = (_WALL, "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S")

    def to_python(self, value: Any) -> datetime | None:
        """Return the wall time without a zone: Django's own would take the server's."""
        read = super().to_python(value)
        return read.replace(tzinfo=None) if read else None

    def prepare_value(self, value: Any) -> Any:
        """Show what is already a wall time as it is."""
        return value


class SessionForm(RefusableForm):
    """A session in both languages, with its hours in the event's own zone."""

    title_en = forms.CharField(label=_("Title in English"), max_length=400, required=False)
    title_ru = forms.CharField(label=_("Title in Russian"), max_length=400, required=False)
    source_language = forms.ChoiceField(label=_("Original language"), choices=LANGUAGES)
    starts_at = WallClockField(label=_("Starts"))
    ends_at = WallClockField(label=_("Ends"))
    zone = forms.ChoiceField(
        label=_("Time zone of these hours"),
        choices=[(name, name) for name in zone_names()],
        help_text=_("Everyone sees the session at the same moment, on their own clock too."),
    )
    track = forms.ModelChoiceField(
        label=_("Track"), queryset=Track.objects.none(), required=False, empty_label="—"
    )
    room = forms.ModelChoiceField(
        label=_("Room"), queryset=Room.objects.none(), required=False, empty_label="—"
    )
    kind = forms.CharField(label=_("Kind"), max_length=60, required=False)
    stage_url = forms.URLField(
        label=_("Link to audio and video"),
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text=_("A meeting or a stream elsewhere; the room shows it to those who may enter."),
    )
    is_record_public = forms.BooleanField(
        label=_("Its record is public"),
        required=False,
        help_text=_(
            "After the end everyone can read the agenda, the answered questions and the materials. "
            "Otherwise it is for those who may enter."
        ),
    )
    is_run_by_clock = forms.BooleanField(
        label=_("Open, start and end it by the clock"),
        required=False,
        help_text=_("Otherwise a moderator does it with a button."),
    )
    abstract_en = forms.CharField(
        label=_("Abstract in English"), required=False, widget=forms.Textarea, max_length=20000
    )
    abstract_ru = forms.CharField(
        label=_("Abstract in Russian"), required=False, widget=forms.Textarea, max_length=20000
    )
    is_translation_current = forms.BooleanField(
        label=_("I have looked at the translation: it says what the original says"),
        required=False,
    )

    def __init__(self, host: Conference | Group, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.host = host
        if isinstance(host, Conference):
            # The hours of a conference are those of its city.
            del self.fields["zone"]
            self._choose_from("track", host.tracks.order_by("name_en", "name_ru"))
            self._choose_from("room", host.rooms.order_by("position", "name_en"))
        else:
            del self.fields["track"], self.fields["room"]

    def _choose_from(self, name: str, rows: Any) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = rows

    @classmethod
    def new(cls, host: Conference | Group, zone: str, data: Any = None) -> "SessionForm":
        """Return an empty form; a group's hours are at first those of whoever plans."""
        is_public = isinstance(host, Conference)
        initial = {"zone": zone, "is_run_by_clock": True, "is_record_public": is_public}
        form = cls(host, data, initial=initial)
        del form.fields["is_translation_current"]
        return form

    @classmethod
    def of(cls, session: Session, zone: str, data: Any = None) -> "SessionForm":
        """Return the form with what is planned now."""
        host = session.host
        told_in = host.zone if isinstance(host, Conference) else session.meeting_zone or zone
        initial = {
            name: getattr(session, name)
            for name in cls.base_fields
            if name not in {"zone", "is_translation_current"}
        }
        wall = {
            name: getattr(session, name).astimezone(ZoneInfo(told_in)).replace(tzinfo=None)
            for name in ("starts_at", "ends_at")
        }
        form = cls(host, data, initial={**initial, **wall, "zone": told_in})
        # What the original is can't change once there is a text in it; the stage has its own form,
        # since the room is told when it changes.
        del form.fields["source_language"], form.fields["stage_url"]
        return form

    def clean(self) -> dict[str, Any]:
        """Turn wall times into instants; an hour that a night skips is no hour."""
        said = super().clean() or self.cleaned_data
        name = self.host.zone if isinstance(self.host, Conference) else said.get("zone")
        for field in ("starts_at", "ends_at"):
            wall = said.get(field)
            if wall is None or not name:
                continue
            instant = wall.replace(tzinfo=ZoneInfo(name))
            if _skipped(wall, name):
                text = _("The clocks are put forward that night: this hour does not exist.")
                self.add_error(field, forms.ValidationError(text, code="hour.skipped"))
            said[field] = instant
        return said

    def texts(self) -> dict[str, dict[str, str]]:
        """Return titles and abstracts by language; an abstract without HTML is Markdown."""
        said = self.cleaned_data
        return {
            language: {
                "title": said[f"title_{language}"],
                "abstract": _as_html(said[f"abstract_{language}"]),
            }
            for language in CODES
        }

    def details(self) -> dict[str, Any]:
        """Return what else is planned, as the verbs take it."""
        names = (
            "starts_at",
            "ends_at",
            "track",
            "room",
            "kind",
            "stage_url",
            "is_run_by_clock",
            "is_record_public",
        )
        said = {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}
        if "zone" in self.cleaned_data:
            said["meeting_zone"] = self.cleaned_data["zone"]
        return said


class StageForm(RefusableForm):
    """What the room shows where audio and video will be."""

    kind = forms.ChoiceField(
        label=_("The room shows"), choices=StageKind.choices, widget=forms.RadioSelect
    )
    url = forms.CharField(
        label=_("Address of the link or the video"),
        max_length=500,
        required=False,
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        text = _("Videos of these services can stand inside the page: %(hosts)s.")
        self.fields["url"].help_text = text % {"hosts": ", ".join(settings.STAGE_EMBED_HOSTS)}


class MaterialForm(RefusableForm):
    """A link that belongs to a session."""

    title_en = forms.CharField(label=_("Title in English"), max_length=200, required=False)
    title_ru = forms.CharField(label=_("Title in Russian"), max_length=200, required=False)
    url = forms.URLField(label=_("Address"), max_length=500, assume_scheme="https")


class RoleForm(RefusableForm):
    """Whom to give a role, by the address they sign in with."""

    email = forms.EmailField(label=_("E-mail"))
    name = forms.ChoiceField(
        label=_("Role"), choices=RoleName.choices, initial=RoleName.MODERATOR.value
    )

    def narrowed(self, *, may_assign: bool) -> "RoleForm":
        """Return it with the roles that its reader gives: who only moderates makes rapporteurs."""
        if not may_assign:
            field = cast("forms.ChoiceField", self.fields["name"])
            field.choices = [(RoleName.RAPPORTEUR.value, RoleName.RAPPORTEUR.label)]
            field.initial = RoleName.RAPPORTEUR.value
        return self


def _skipped(wall: datetime, zone: str) -> bool:
    instant = wall.replace(tzinfo=ZoneInfo(zone)).astimezone(ZoneInfo("UTC"))
    return instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None) != wall


def _as_html(text: str) -> str:
    return text if "</" in text else render_markdown(text)
