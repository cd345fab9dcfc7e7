"""What reviewers declare and how they mark; what organisers decide."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from grants.decisions import Verdict
from grants.forms.both import BilingualForm, long
from grants.models import SAYABLE, Application, ConflictKind, Criterion, Outcome, Review
from grants.money import sums_of
from grants.reviews import Mark
from kit.forms import RefusableForm
from sessions.forms import WallClockField


class DeclarationForm(RefusableForm):
    """What ties a reviewer to those who apply."""

    declared = forms.ChoiceField(
        label=_("Is there anything between you and those who apply?"),
        choices=[(each.value, each.label) for each in SAYABLE],
        widget=forms.RadioSelect,
    )
    conflict = forms.ChoiceField(
        label=_("If there is a conflict: of which kind?"),
        choices=[("", "—"), *ConflictKind.choices],
        required=False,
    )


class ReviewForm(RefusableForm):
    """A mark and a remark by each criterion, and remarks on the whole."""

    remarks = long(_("Remarks for the committee"), 5)
    remarks_for_partners = long(
        _("Remarks for those who apply"),
        5,
        help_text=_("They read this, without your name, once the decision is released."),
    )
    edition = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, criteria: Sequence[Criterion], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = criteria
        for each in criteria:
            self.fields[f"mark-{each.pk}"] = forms.IntegerField(
                label=_("Mark, 0 to %(best)s") % {"best": each.scale},
                required=False,
                min_value=0,
                max_value=each.scale,
            )
            self.fields[f"remark-{each.pk}"] = long(_("Remark"), 2)

    @classmethod
    def of(cls, review: Review, criteria: Sequence[Criterion], data: Any = None) -> "ReviewForm":
        """Return the form with what was written so far."""
        initial: dict[str, Any] = {
            "remarks": review.remarks,
            "remarks_for_partners": review.remarks_for_partners,
            "edition": review.edition,
        }
        for score in review.scores.all():
            initial[f"mark-{score.criterion_id}"] = score.mark
            initial[f"remark-{score.criterion_id}"] = score.remark
        return cls(criteria, data, initial=initial)

    def marks(self) -> dict[UUID, Mark]:
        """Return the marks by criterion."""
        said = self.cleaned_data
        return {
            each.pk: Mark(said[f"mark-{each.pk}"], said[f"remark-{each.pk}"])
            for each in self.criteria
        }

    @property
    def lines(self) -> list[tuple[Criterion, forms.BoundField, forms.BoundField]]:
        """Return the criteria with their two fields."""
        return [
            (each, self[f"mark-{each.pk}"], self[f"remark-{each.pk}"]) for each in self.criteria
        ]


class DecisionForm(BilingualForm):
    """A decision with its reason."""

    outcome = forms.ChoiceField(
        label=_("Decision"), choices=Outcome.choices, widget=forms.RadioSelect
    )
    amount = forms.DecimalField(
        label=_("Amount that is awarded"), max_digits=12, decimal_places=2, required=False
    )
    due_at = WallClockField(
        label=_("If you ask for more: until when"),
        required=False,
    )
    reason_en = long(_("Reason in English"), 4)
    reason_ru = long(_("Reason in Russian"), 4)

    @classmethod
    def of(cls, application: Application, data: Any = None) -> "DecisionForm":
        """Return the form with what was decided so far, else with what is asked for."""
        initial: dict[str, Any] = {"amount": sums_of(application.lines.all()).asked}
        known = application.decisions.filter(released_at=None).first()
        if known is not None:
            initial |= {
                name: getattr(known, name)
                for name in ("outcome", "reason_en", "reason_ru", "source_language")
            }
            initial["amount"] = known.amount or initial["amount"]
            if known.due_at is not None:
                zone = ZoneInfo(application.call.zone)
                initial["due_at"] = known.due_at.astimezone(zone).replace(tzinfo=None)
        form = cls(data, initial=initial)
        form.zone = application.call.zone
        return form

    zone = "UTC"

    def verdict(self) -> Verdict:
        """Return what was filled in."""
        said = self.cleaned_data
        due = said["due_at"]
        return Verdict(
            outcome=said["outcome"],
            reason=self.texts("reason"),
            amount=said["amount"],
            due_at=due.replace(tzinfo=ZoneInfo(self.zone)) if due else None,
            source_language=self.source,
        )
