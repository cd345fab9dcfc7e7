"""Who reviews a call, what they declare and how they mark; what the organisers decide."""

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from grants.models.applications import Application
from grants.models.calls import Call, Criterion
from kit.bilingual import Bilingual, Text, said
from kit.models import Identified


class Reviewer(Identified):
    """Somebody who reviews the applications of a call; ended, never deleted."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="reviewers")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="grant_reviewing")
    appointed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("appointed_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("call", "person"), condition=Q(ended_at=None), name="grants_reviewer_once"
            ),
        )

    def __str__(self) -> str:
        return f"reviewer {self.id}"


class Declared(models.TextChoices):
    """What a reviewer has said of their ties to those who apply."""

    NONE = "none", _("no conflict of interest")
    CONFLICT = "conflict", _("a conflict of interest")
    ANEW = "anew", _("to be declared anew")


# What somebody can say of themselves; the third is for organisers, after a mistake.
SAYABLE = (Declared.NONE, Declared.CONFLICT)


class ConflictKind(models.TextChoices):
    """What ties a reviewer to those who apply."""

    WORK = "work", _("I work for a partner, or did in the last three years")
    FAMILY = "family", _("family or close friendship")
    MONEY = "money", _("money: I would gain or lose by the decision")
    ADVICE = "advice", _("I helped to write it, or advised on it")
    OTHER = "other", _("something else")


class Review(Identified):
    """What one person declared of one application and, where nothing stands in the way, their marks.

    It is the person's, not the office's: who was dismissed and appointed again has still declared.
    Marks count only while `declared` is that nothing ties. Who declares a conflict after they have
    marked leaves what they marked on record: it may have been decided upon.
    """

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="reviews")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="grant_reviews")
    declared = models.CharField(max_length=10, choices=Declared.choices)
    conflict = models.CharField(max_length=10, choices=ConflictKind.choices, blank=True)
    declared_at = models.DateTimeField()
    remarks = models.TextField(_("remarks for the committee"), blank=True)
    remarks_for_partners = models.TextField(_("remarks for those who apply"), blank=True)
    edition = models.PositiveIntegerField(default=0)
    submitted_at = models.DateTimeField(null=True)

    # What its marks come to, in percent of the best, as `marks.submitted_reviews` counts it.
    percent: Decimal | None

    class Meta:
        ordering = ("declared_at", "id")
        constraints = (
            models.UniqueConstraint(fields=("application", "person"), name="grants_review_once"),
            models.CheckConstraint(
                condition=(~Q(declared=Declared.CONFLICT) & Q(conflict=""))
                | (Q(declared=Declared.CONFLICT) & ~Q(conflict="")),
                name="grants_conflict_has_kind",
            ),
        )

    def __str__(self) -> str:
        return f"review {self.id}"


class Score(models.Model):
    """A reviewer's mark by one criterion, with a remark."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="scores")
    mark = models.PositiveSmallIntegerField(null=True)
    remark = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("review", "criterion"), name="grants_score_once"),
        )

    def __str__(self) -> str:
        return f"score {self.pk}"


class Outcome(models.TextChoices):
    """What the organisers decide."""

    AWARD = "award", _("award it")
    REFUSE = "refuse", _("don’t award it")
    MORE = "more", _("ask for more")


class Decision(Identified, Bilingual):
    """A decision on an application with its reason; nobody who applies sees it before it is released."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="decisions")
    outcome = models.CharField(_("decision"), max_length=10, choices=Outcome.choices)
    amount = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    reason_en = models.TextField(_("reason in English"), blank=True)
    reason_ru = models.TextField(_("reason in Russian"), blank=True)
    # Where more is asked for: until when.
    due_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True)
    # On how many reviews it was taken, and what they came to in percent of the best.
    reviews_counted = models.PositiveSmallIntegerField(null=True)
    mean = models.DecimalField(max_digits=4, decimal_places=1, null=True)

    class Meta:
        ordering = ("decided_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("application",),
                condition=Q(released_at=None),
                name="grants_one_open_decision",
            ),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.AWARD, amount__gt=0)
                | (~Q(outcome=Outcome.AWARD) & Q(amount=None)),
                name="grants_decision_amount",
            ),
        )

    def __str__(self) -> str:
        return f"decision {self.id}"

    @property
    def reason(self) -> Text:
        """Return the reason in the reader's language."""
        return said(self, "reason")
