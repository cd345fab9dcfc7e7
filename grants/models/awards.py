"""An award, what is due of it and when, and what its partners report."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from grants.models.applications import Application
from kit.bilingual import Bilingual, Text, said
from kit.models import Identified


class Award(Identified, Bilingual):
    """A grant as the public sees it: what is said of it is copied when the decision is released."""

    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="award")
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    title_ru = models.CharField(_("title in Russian"), max_length=200, blank=True)
    summary_en = models.TextField(_("summary in English"), blank=True)
    summary_ru = models.TextField(_("summary in Russian"), blank=True)
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    currency = models.CharField(max_length=3)
    asked = models.DecimalField(max_digits=12, decimal_places=2)
    starts_on = models.DateField()
    ends_on = models.DateField()
    awarded_on = models.DateField()
    edition = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("award")
        verbose_name_plural = _("awards")
        ordering = ("-awarded_on", "title_en", "id")
        constraints = (models.CheckConstraint(condition=Q(amount__gt=0), name="grants_amount"),)

    def __str__(self) -> str:
        return f"award {self.id}"

    @property
    def title(self) -> Text:
        """Return the title in the reader's language."""
        return said(self, "title")

    @property
    def summary(self) -> Text:
        """Return the summary in the reader's language."""
        return said(self, "summary")


class Milestone(Identified, Bilingual):
    """What is to be done of an award by a day; where it wants a report, it is open until one is accepted."""

    award = models.ForeignKey(Award, on_delete=models.CASCADE, related_name="milestones")
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    title_ru = models.CharField(_("title in Russian"), max_length=200, blank=True)
    due_on = models.DateField(_("due"))
    needs_report = models.BooleanField(_("wants a report"), default=True)
    reminded_on = models.DateField(null=True)
    overdue_told_on = models.DateField(null=True)

    class Meta:
        ordering = ("due_on", "id")

    def __str__(self) -> str:
        return f"milestone {self.id}"

    @property
    def title(self) -> Text:
        """Return the title in the reader's language."""
        return said(self, "title")


class ReportState(models.TextChoices):
    """What has become of a report."""

    SENT = "sent", _("sent")
    RETURNED = "returned", _("returned")
    ACCEPTED = "accepted", _("accepted")


class Report(Identified, Bilingual):
    """What partners report of a milestone; one that is returned stays, and another follows."""

    milestone = models.ForeignKey(Milestone, on_delete=models.CASCADE, related_name="reports")
    text_en = models.TextField(_("report in English"), blank=True)
    text_ru = models.TextField(_("report in Russian"), blank=True)
    state = models.CharField(max_length=10, choices=ReportState.choices, default=ReportState.SENT)
    sent_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    judged_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ("sent_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("milestone",),
                condition=~Q(state=ReportState.RETURNED),
                name="grants_one_open_report",
            ),
        )

    def __str__(self) -> str:
        return f"report {self.id}"

    @property
    def text(self) -> Text:
        """Return the report (Markdown) in the reader's language."""
        return said(self, "text")
