"""What a co-chair fills in of a joint project: texts, the groups that are asked, organisations, its state."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts import queries as accounts
from accounts.models import Organisation
from groups.models import Group
from groups.projects.models import Project
from groups.projects.projects import LONGEST_TEXT, LONGEST_TITLE, Texts, courses
from kit.bilingual import CODES, other
from kit.forms import RefusableForm


class ProjectForm(RefusableForm):
    """A project's texts and the organisations that take part in it."""

    edition = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    title_en = forms.CharField(
        label=_("Title in English"),
        max_length=LONGEST_TITLE,
        required=False,
        help_text=_("In one of the languages, or in both."),
    )
    title_ru = forms.CharField(
        label=_("Title in Russian"), max_length=LONGEST_TITLE, required=False
    )
    about_en = forms.CharField(
        label=_("What the project is about, in English"),
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    about_ru = forms.CharField(
        label=_("What the project is about, in Russian"),
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    organisations = forms.ModelMultipleChoiceField(
        label=_("Organisations that take part"),
        queryset=Organisation.objects.none(),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 8}),
        help_text=_("Hold Ctrl or ⌘ to choose several."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        houses = self.fields["organisations"]
        # Typed as a plain field where forms are declared.
        houses.queryset = accounts.organisations()  # type: ignore[attr-defined]
        houses.label_from_instance = _name_of  # type: ignore[attr-defined]

    @classmethod
    def of(cls, project: Project, data: Any = None) -> "ProjectForm":
        """Return the form of a project as it stands."""
        texts = {
            f"{noun}_{code}": getattr(project, f"{noun}_{code}")
            for noun in ("title", "about")
            for code in CODES
        }
        houses = [house.pk for house in project.organisations.all()]
        initial = {**texts, "edition": project.edition, "organisations": houses}
        return cls(data, initial=initial)

    @property
    def source_language(self) -> str:
        """Return the original's language: the reader's own, unless only the other has a title."""
        own = (get_language() or "en")[:2]
        own = own if own in CODES else "en"
        return own if self.cleaned_data.get(f"title_{own}") else other(own)

    def texts(self) -> Texts:
        """Return titles and texts by language."""
        said = self.cleaned_data
        return {
            code: {"title": said[f"title_{code}"], "about": said[f"about_{code}"]} for code in CODES
        }


class ProposalForm(ProjectForm):
    """A new project, with the groups that are asked to take part."""

    groups = forms.ModelMultipleChoiceField(
        label=_("Groups that are asked"),
        queryset=Group.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose another group at least.")},
    )

    @classmethod
    def by(cls, group: Group, data: Any = None) -> "ProposalForm":
        """Return the empty form of a group that proposes something to others."""
        form = cls(data)
        groups = form.fields["groups"]
        groups.queryset = Group.objects.exclude(pk=group.pk).order_by("position", "slug")  # type: ignore[attr-defined]
        groups.label_from_instance = _name_of  # type: ignore[attr-defined]
        return form


class TurnForm(RefusableForm):
    """Where a project stands from now on."""

    state = forms.ChoiceField(label=_("The project is from now on"))
    reason = forms.CharField(
        label=_("Why"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Asked only of a project that is given up; everyone reads it."),
    )

    @classmethod
    def of(cls, project: Project, data: Any = None) -> "TurnForm":
        """Return the form with where the project may go."""
        form = cls(data, prefix="turn")
        form.fields["state"].choices = courses(project)  # type: ignore[attr-defined]
        return form


def _name_of(row: Group | Organisation) -> str:
    return str(row.name)
