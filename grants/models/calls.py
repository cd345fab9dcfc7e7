"""A call for applications, and the criteria by which reviewers judge them."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from groups.models import Group
from kit.bilingual import Bilingual, Text, said
from kit.models import Identified
from kit.zones import validate_zone


class Call(Identified, Bilingual):
    """What is asked for, on which terms, and from when until when; nobody sees it before it is published."""

    slug = models.SlugField(_("address"), max_length=60, unique=True)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    title_ru = models.CharField(_("title in Russian"), max_length=200, blank=True)
    text_en = models.TextField(_("what it is about, in English"), blank=True)
    text_ru = models.TextField(_("what it is about, in Russian"), blank=True)
    rules_en = models.TextField(_("rules in English"), blank=True)
    rules_ru = models.TextField(_("rules in Russian"), blank=True)
    themes = models.ManyToManyField(Group, related_name="calls", blank=True)
    ceiling = models.DecimalField(
        _("most that one project is given"),
        max_digits=12,
        decimal_places=2,
        validators=[MinValueValidator(Decimal("0.01"))],
    )
    currency = models.CharField(_("currency"), max_length=3, default="USD")
    # Of the whole cost of a project, what the partners bear themselves.
    least_share = models.PositiveSmallIntegerField(
        _("least share of the cost that partners bear, in percent"),
        default=0,
        validators=[MaxValueValidator(99)],
    )
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"))
    zone = models.CharField(_("time zone"), max_length=60, validators=[validate_zone])
    decision_on = models.DateField(_("decision expected"), null=True, blank=True)
    shows_others = models.BooleanField(
        _("reviewers see each other’s scores once they have submitted theirs"), default=True
    )
    published_at = models.DateTimeField(null=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    created_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    edition = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("call for applications")
        verbose_name_plural = _("calls for applications")
        ordering = ("-closes_at", "slug")
        constraints = (
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")), name="grants_call_hours"
            ),
            models.CheckConstraint(condition=Q(ceiling__gt=0), name="grants_call_ceiling"),
            models.CheckConstraint(condition=Q(least_share__lt=100), name="grants_call_share"),
        )

    def __str__(self) -> str:
        return self.slug

    @property
    def title(self) -> Text:
        """Return the title in the reader's language."""
        return said(self, "title")

    @property
    def text(self) -> Text:
        """Return what it is about (Markdown) in the reader's language."""
        return said(self, "text")

    @property
    def rules(self) -> Text:
        """Return the rules (Markdown) in the reader's language."""
        return said(self, "rules")

    @property
    def is_public(self) -> bool:
        """Say whether everybody may read it."""
        return self.published_at is not None and self.withdrawn_at is None


class Criterion(Identified, Bilingual):
    """By what reviewers judge: so much weight, marks from 0 to `scale`."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="criteria")
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    name_ru = models.CharField(_("name in Russian"), max_length=200, blank=True)
    weight = models.PositiveSmallIntegerField(
        _("weight"), default=1, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    scale = models.PositiveSmallIntegerField(
        _("best mark"), default=5, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        ordering = ("position", "id")

    def __str__(self) -> str:
        return f"criterion {self.id}"

    @property
    def name(self) -> Text:
        """Return the name in the reader's language."""
        return said(self, "name")
