"""What is filled in of a plan: an aim, a step, and what was there when its writer began."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from accounts import queries as accounts
from accounts.models import Organisation, Person
from groups.plans.faces import Faces, called
from groups.plans.history import value_in_words
from groups.plans.models import Aim, Plan, Step, StepState
from groups.plans.writing import LONGEST_TEXT, LONGEST_TITLE, Clash, Row, raw
from kit.bilingual import CODES, other
from kit.forms import RefusableForm

# Of a step: whoever does it now, where the writer may not know who that is.
KEEP = "keep"
_PLACE = 100


def _text(label: Any, rows: int = 3, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": rows}),
        help_text=help_text,
    )


class WrittenForm(RefusableForm):
    """A row of a plan; `edition` says which of its editions the writer saw."""

    edition = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    title_en = forms.CharField(
        label=_("In English"),
        max_length=LONGEST_TITLE,
        required=False,
        help_text=_("In one of the languages, or in both."),
    )
    title_ru = forms.CharField(label=_("In Russian"), max_length=LONGEST_TITLE, required=False)

    # What stands there now of the fields that another has changed meanwhile, in words.
    now: Mapping[str, str] = {}

    @property
    def source_language(self) -> str:
        """Return the original's language: the reader's own, unless only the other has a text."""
        own = (get_language() or "en")[:2]
        own = own if own in CODES else "en"
        return own if self.cleaned_data.get(f"title_{own}") else other(own)

    @property
    def seen(self) -> int | None:
        """Return the edition that the writer saw; none says that whatever stands there is replaced."""
        found: int | None = self.cleaned_data.get("edition")
        return 0 if found is None else found

    @property
    def pairs(self) -> list[tuple[forms.BoundField, str]]:
        """Return the fields, each with what stands there now where another has changed it."""
        return [(bound, self.now.get(bound.name, "")) for bound in self]

    def said(self) -> dict[str, Any]:
        """Return what the verb takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "edition"}


class AimForm(WrittenForm):
    """An aim, in one language or both."""

    about_en = _text(_("How one sees that it is reached, in English"))
    about_ru = _text(_("How one sees that it is reached, in Russian"))

    @classmethod
    def of(cls, aim: Aim | None, data: Any = None) -> "AimForm":
        """Return the form of an aim, or an empty one."""
        return cls(data, initial=_initial(aim, ("title", "about")))


class StepForm(WrittenForm):
    """A step: what is done, by whom, until when, and how far it is."""

    state = forms.ChoiceField(label=_("How far it is"), choices=StepState.choices)
    due_on = forms.DateField(
        label=_("Due on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d.%m.%Y"],
    )
    owner = forms.ChoiceField(label=_("Who does it"), required=False)
    organisation = forms.ModelChoiceField(
        label=_("For which organisation"), queryset=Organisation.objects.none(), required=False
    )
    aim = forms.ModelChoiceField(label=_("Towards which aim"), queryset=Aim.objects.none())
    note_en = _text(_("Note in English"))
    note_ru = _text(_("Note in Russian"))
    reason_en = _text(
        _("Why it is given up, in English"), 2, _("Asked only of a step that is given up.")
    )
    reason_ru = _text(_("Why it is given up, in Russian"), 2)

    def __init__(self, *args: Any, people: Mapping[str, Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._people = people

    @classmethod
    def of(
        cls, plan: Plan, step: Step | None, faces: Faces, *, aim: Aim, data: Any = None
    ) -> "StepForm":
        """Return the form of a step, or an empty one for an aim."""
        people = _nameable(plan, faces)
        initial = values_of(step, people) if step else {"aim": aim.pk, "state": StepState.PLANNED}
        form = cls(data, initial=initial, people=people)
        form._offer(plan, step, faces)
        return form

    def _offer(self, plan: Plan, step: Step | None, faces: Faces) -> None:
        owner, house, aim = (self.fields[name] for name in ("owner", "organisation", "aim"))
        choices = [(key, called(faces.of(person))) for key, person in self._people.items()]
        choices.sort(key=lambda pair: pair[1].casefold())
        if step and step.owner_id and str(step.owner_id) not in self._people:
            choices.insert(0, (KEEP, gettext("as it is: a member of the group")))
        # Typed as plain fields where forms are declared.
        owner.choices = [("", gettext("nobody yet")), *choices]  # type: ignore[attr-defined]
        # All there are: to offer those of the group's people only would tell who belongs to it.
        house.queryset = accounts.organisations()  # type: ignore[attr-defined]
        house.label_from_instance = _name_of  # type: ignore[attr-defined]
        aims = plan.aims.filter(put_away_at=None)
        if step and step.aim.put_away_at is not None:
            aims = aims | Aim.objects.filter(pk=step.aim_id)
        aim.queryset = aims  # type: ignore[attr-defined]
        aim.label_from_instance = _title_of  # type: ignore[attr-defined]

    def said(self) -> dict[str, Any]:
        """Return what the verb takes; who does it is left out where it stays who it is."""
        found = super().said()
        owner = found.pop("owner")
        if owner != KEEP:
            found["owner"] = self._people.get(owner)
        return found


def clashed(data: Any, clash: Clash, people: Mapping[str, Person] | None = None) -> Any:
    """Return what was sent, with fields that its writer left alone as another has left them."""
    row, merged = clash.row, data.copy()
    now = (
        values_of(row, people or {}) if isinstance(row, Step) else _initial(row, ("title", "about"))
    )
    for name, value in now.items():
        if name not in clash.mine:
            merged[name] = raw(value)
    merged["edition"] = str(row.edition)
    return merged


def show_clash(form: WrittenForm, clash: Clash, faces: Faces) -> None:
    """Show a clash: the texts that stand there now, beside those that were typed."""
    form.is_valid()
    form.add_error(None, forms.ValidationError(str(clash.text), code=clash.code))
    form.now = {
        name: value_in_words(name, getattr(clash.row, name), faces) for name in clash.fields
    }


def values_of(step: Step, people: Mapping[str, Person]) -> dict[str, Any]:
    """Return what a step's form shows at first."""
    key = str(step.owner_id) if step.owner_id else ""
    return {
        **_initial(step, ("title", "note", "reason")),
        "state": step.state,
        "due_on": step.due_on,
        "owner": key if key in people or not key else KEEP,
        "organisation": step.organisation_id or "",
        "aim": step.aim_id,
    }


def people_of(plan: Plan, faces: Faces) -> Mapping[str, Person]:
    """Return those whom a writer may name as who does a step, by their keys."""
    return _nameable(plan, faces)


def _nameable(plan: Plan, faces: Faces) -> dict[str, Person]:
    people = Person.objects.select_related("organisation").filter(
        pk__in=faces.members, is_active=True
    )
    return {str(each.pk): each for each in people if faces.of(each) is not None}


def _initial(row: Row | None, nouns: tuple[str, ...]) -> dict[str, Any]:
    if row is None:
        return {}
    texts = {f"{noun}_{code}": getattr(row, f"{noun}_{code}") for noun in nouns for code in CODES}
    return {**texts, "edition": row.edition}


def _name_of(house: Organisation) -> str:
    return str(house.name)


def _title_of(aim: Aim) -> str:
    text = str(aim.title)
    return text if len(text) <= _PLACE else f"{text[:_PLACE]}…"
