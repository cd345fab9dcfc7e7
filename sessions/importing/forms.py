"""What an organiser fills in to bring a schedule in: the file, how it is laid out, where it goes."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.text import format_lazy, slugify
from django.utils.translation import gettext_lazy as _

from conferences.models import Conference
from kit.forms import RefusableForm
from kit.zones import zone_names
from sessions.importing.jobs import SHEET
from sessions.importing.uploaded import ImportJob
from sessions.schedules import columns, days, delimited
from sessions.schedules.columns import Column
from sessions.schedules.grids import MAX_ROW_NUMBER

MAX_SLUG = 60
# The choice of a conference that is not there yet; no address can be it.
NEW = "+"

_ORDERS = (
    (days.DAY_FIRST, _("the day first, as in 14/11/2031")),
    (days.MONTH_FIRST, _("the month first, as in 11/14/2031")),
)


class UploadForm(RefusableForm):
    """A file, and the conference from whose desk it comes."""

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "A spreadsheet (XLSX or CSV), or a schedule.xml or schedule.json as pretalx, frab and "
            "others give it out. At most 16 MiB."
        ),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.tsv,.txt,.xml,.json"}),
        error_messages={"empty": _("The file is empty.")},
    )
    conference = forms.SlugField(required=False, widget=forms.HiddenInput)


class LayoutForm(RefusableForm):
    """Where in the file the programme stands, and how its text is written down."""

    sheet = forms.ChoiceField(label=_("Sheet"))
    heading = forms.IntegerField(
        label=_("Row with the headings"), min_value=1, max_value=MAX_ROW_NUMBER
    )
    encoding = forms.ChoiceField(label=_("Alphabet"), choices=list(delimited.ENCODINGS.items()))
    separator = forms.ChoiceField(
        label=_("Columns are separated by"), choices=list(delimited.SEPARATORS.items())
    )

    @classmethod
    def of(cls, job: ImportJob, data: Any = None) -> "LayoutForm":
        """Return the form with what was recognised; a workbook has sheets, a CSV file has none."""
        layout = job.sketch["layout"]
        form = cls(data, prefix="layout", initial=layout)
        sheets = form.fields["sheet"]
        if job.sketch["names"]:
            del form.fields["encoding"], form.fields["separator"]
            if isinstance(sheets, forms.ChoiceField):
                sheets.choices = [(name, name) for name in job.sketch["names"]]
        else:
            del form.fields["sheet"]
        return form

    def layout(self, job: ImportJob) -> dict[str, Any]:
        """Return what was chosen; another sheet has its headings elsewhere, so these are looked for."""
        said = {**job.sketch["layout"], **self.cleaned_data}
        is_other = said["sheet"] != job.sketch["layout"]["sheet"]
        return {**said, "heading": 0} if is_other else said


class ChoicesForm(RefusableForm):
    """Where a schedule goes, in which zone its hours are, and what the columns of a sheet are."""

    conference = forms.ChoiceField(label=_("It goes into"))
    title_en = forms.CharField(label=_("Title in English"), max_length=300, required=False)
    title_ru = forms.CharField(label=_("Title in Russian"), max_length=300, required=False)
    slug = forms.SlugField(
        label=_("Address"),
        max_length=MAX_SLUG,
        required=False,
        help_text=_(
            "The last part of its address: Latin letters, digits, hyphens. Left empty, it is made "
            "from the English title."
        ),
    )
    zone = forms.ChoiceField(label=_("Time zone of the hours in the file"), required=False)
    date_order = forms.ChoiceField(
        label=_("Dates with slashes begin with"), choices=_ORDERS, widget=forms.RadioSelect
    )
    is_part = forms.BooleanField(
        label=_("The file is only a part of the programme"),
        required=False,
        help_text=_(
            "Otherwise sessions that an earlier import brought in and that the file no longer has "
            "are withdrawn: they leave the agenda and are kept."
        ),
    )

    def __init__(self, job: ImportJob, reader_zone: str, data: Any = None) -> None:
        super().__init__(data, initial=_initial(job, reader_zone))
        self.job = job
        self._offer("conference", [(NEW, _("a new conference")), *_conferences()])
        own: list[tuple[str, str | Promise]] = [("", _own_zone(job))]
        self._offer("zone", own + [(name, name) for name in zone_names()])
        self.columns: list[tuple[Column, forms.BoundField]] = []
        if job.kind == SHEET:
            self._ask_for_columns()
        if not job.sketch.get("has_slashes"):
            del self.fields["date_order"]

    def _offer(self, name: str, choices: list[tuple[str, str | Promise]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def _ask_for_columns(self) -> None:
        chosen = self.job.choices.get("columns") or self.job.sketch["chosen"]
        offered = [("", _("— not taken")), *columns.names().items()]
        for said in self.job.sketch["columns"]:
            column = Column(said["place"], said["heading"], tuple(said["samples"]))
            name = f"column_{column.place}"
            self.fields[name] = forms.ChoiceField(
                label=format_lazy(_("Column {letter}"), letter=column.letter),
                choices=offered,
                required=False,
                initial=chosen.get(str(column.place), ""),
            )
            self.columns.append((column, self[name]))

    @property
    def is_new(self) -> bool:
        """Say whether a conference is to be made."""
        return bool(self.cleaned_data.get("conference") == NEW)

    def clean(self) -> dict[str, Any]:
        """Ask of a new conference what it can't be without."""
        said = super().clean() or self.cleaned_data
        if self.is_new:
            self._clean_new(said)
        if self.job.kind == SHEET:
            for fault in columns.faults(self._columns()):
                self.add_error(None, fault)
        return said

    def _clean_new(self, said: dict[str, Any]) -> None:
        if not (said.get("title_en") or said.get("title_ru")):
            self.add_error(
                "title_en", _("Write the title of the new conference, in one language at least.")
            )
        elif not said.get("slug") and "slug" in said:
            said["slug"] = slugify(said.get("title_en", ""))[:MAX_SLUG].strip("-")
            if not said["slug"]:
                text = _("Write an address: it can’t be made from a title without Latin letters.")
                self.add_error("slug", text)
        if not said.get("zone") and not self.job.sketch.get("zone"):
            self.add_error("zone", _("Choose the zone: the file does not say it."))

    def _columns(self) -> dict[int, str]:
        return {
            column.place: self.cleaned_data.get(f"column_{column.place}", "")
            for column, _field in self.columns
        }

    def choices(self) -> dict[str, Any]:
        """Return what was chosen as the job keeps it."""
        said = self.cleaned_data
        return {
            "is_new": self.is_new,
            "slug": said["slug"] if self.is_new else said["conference"],
            "title_en": said["title_en"],
            "title_ru": said["title_ru"],
            "zone": said["zone"],
            "date_order": said.get("date_order", ""),
            "is_part": said["is_part"],
            "columns": {str(place): name for place, name in self._columns().items()},
        }


def _initial(job: ImportJob, reader_zone: str) -> dict[str, Any]:
    """Return what was chosen before, else what the file says, else what is most likely."""
    sketch, chosen = job.sketch, job.choices
    if "slug" in chosen:
        return {**chosen, "conference": NEW if chosen["is_new"] else chosen["slug"]}
    known = job.home
    home = known.slug if known else sketch.get("slug", "")
    title = sketch.get("title", {})
    return {
        "conference": home or NEW,
        "title_en": title.get("en", ""),
        "title_ru": title.get("ru", ""),
        "zone": "" if home or sketch.get("zone") else reader_zone,
        "date_order": sketch.get("date_order") or days.DAY_FIRST,
    }


def _own_zone(job: ImportJob) -> str | Promise:
    if job.sketch.get("zone"):
        return format_lazy(_("as the file says: {zone}"), zone=job.sketch["zone"])
    return _("the zone of the conference, if it is there")


def _conferences() -> list[tuple[str, str | Promise]]:
    return [(each.slug, f"{each.title}, {each.days}") for each in Conference.objects.all()]
