"""A work plan: its aims, their steps, what was changed by whom, and who has looked at it when."""

from typing import cast

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Organisation, Person
from groups.models import Group
from groups.projects.models import Project
from kit.bilingual import Bilingual, Text, said
from kit.models import Identified

Host = Group | Project


class Plan(Identified):
    """The plan of a group or of a joint project; its key is its host's, written with the first aim."""

    group = models.OneToOneField(Group, on_delete=models.CASCADE, null=True, related_name="plan")
    project = models.OneToOneField(
        Project, on_delete=models.CASCADE, null=True, related_name="plan"
    )
    is_public = models.BooleanField(_("everyone may read it"), default=True)

    class Meta:
        verbose_name = _("work plan")
        verbose_name_plural = _("work plans")
        constraints = (
            models.CheckConstraint(
                condition=Q(group__isnull=False, project__isnull=True)
                | Q(group__isnull=True, project__isnull=False),
                name="groups_plan_of_one",
            ),
        )

    def __str__(self) -> str:
        return f"plan {self.id}"

    @property
    def is_written(self) -> bool:
        """Say whether it has a row: a plan gets one with its first aim."""
        return not self._state.adding

    @property
    def host(self) -> Host:
        """Return the group or the project whose plan it is."""
        return cast("Host", self.group or self.project)

    @property
    def name(self) -> Text:
        """Return what its host is called, in the reader's language."""
        return self.group.name if self.group else cast("Project", self.project).title


class Written(Identified, Bilingual):
    """What stands in a plan in its place; `edition` counts each change of it."""

    position = models.PositiveSmallIntegerField(default=0)
    edition = models.PositiveIntegerField(default=1)
    # Out of sight, with its history; it can be taken back.
    put_away_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


class Aim(Written):
    """What a group wants to reach."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="aims")
    title_en = models.CharField(_("aim in English"), max_length=300, blank=True)
    title_ru = models.CharField(_("aim in Russian"), max_length=300, blank=True)
    about_en = models.TextField(_("how one sees that it is reached, in English"), blank=True)
    about_ru = models.TextField(_("how one sees that it is reached, in Russian"), blank=True)

    class Meta:
        verbose_name = _("aim")
        verbose_name_plural = _("aims")
        ordering = ("position", "id")

    def __str__(self) -> str:
        return self.title_en or self.title_ru

    @property
    def title(self) -> Text:
        """Return the aim in the reader's language."""
        return said(self, "title")

    @property
    def about(self) -> Text:
        """Return how one sees that it is reached, in the reader's language."""
        return said(self, "about")


class StepState(models.TextChoices):
    """How far a step is."""

    PLANNED = "planned", pgettext_lazy("a step", "planned")
    UNDER_WAY = "under_way", pgettext_lazy("a step", "under way")
    DONE = "done", pgettext_lazy("a step", "done")
    GIVEN_UP = "given_up", pgettext_lazy("a step", "given up")


OPEN = (StepState.PLANNED, StepState.UNDER_WAY)


class Step(Written):
    """What somebody does towards an aim, by when."""

    aim = models.ForeignKey(Aim, on_delete=models.CASCADE, related_name="steps")
    title_en = models.CharField(_("step in English"), max_length=300, blank=True)
    title_ru = models.CharField(_("step in Russian"), max_length=300, blank=True)
    note_en = models.TextField(_("note in English"), blank=True)
    note_ru = models.TextField(_("note in Russian"), blank=True)
    owner = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    due_on = models.DateField(_("due on"), null=True, blank=True)
    state = models.CharField(max_length=10, choices=StepState.choices, default=StepState.PLANNED)
    reason_en = models.TextField(_("why it was given up, in English"), blank=True)
    reason_ru = models.TextField(_("why it was given up, in Russian"), blank=True)
    # When anybody last said anything of it; to move it up or down says nothing.
    touched_at = models.DateTimeField()
    # Of which staleness its owners have been told (`groups.plans.stale`); nothing, once it is past.
    told_stale = models.CharField(max_length=10, blank=True)

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering = ("position", "id")
        indexes = (models.Index(fields=("state", "due_on"), name="groups_step_due"),)

    def __str__(self) -> str:
        return self.title_en or self.title_ru

    @property
    def title(self) -> Text:
        """Return the step in the reader's language."""
        return said(self, "title")

    @property
    def note(self) -> Text:
        """Return the note in the reader's language."""
        return said(self, "note")

    @property
    def reason(self) -> Text:
        """Return why it was given up, in the reader's language."""
        return said(self, "reason")


class Change(models.Model):
    """One field of a plan, an aim or a step, as it was and as it became; written once.

    `was` and `now` are as the column has them: people, organisations and aims by their keys, so that what
    somebody no longer shows is not in the history either. `edition` is the one that the change made.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="changes")
    aim = models.ForeignKey(Aim, on_delete=models.CASCADE, null=True, related_name="changes")
    step = models.ForeignKey(Step, on_delete=models.CASCADE, null=True, related_name="changes")
    field = models.CharField(max_length=20)
    was = models.TextField(blank=True)
    now = models.TextField(blank=True)
    edition = models.PositiveIntegerField(default=1)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    # What others saw of that person then (accounts.people.Shown).
    shown = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("change of a plan")
        verbose_name_plural = _("changes of a plan")
        ordering = ("-at", "-id")
        indexes = (models.Index(fields=("plan", "-at"), name="groups_change_at"),)

    def __str__(self) -> str:
        return f"{self.field} of {self.step_id or self.aim_id or self.plan_id}"


class Look(models.Model):
    """When a member last looked at a plan, and when they did so the time before.

    What came after the time before is new to them as long as they go on reading.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="looks")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="plan_looks")
    before_at = models.DateTimeField()
    last_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("plan", "person"), name="groups_looked_once"),
        )

    def __str__(self) -> str:
        return f"{self.person_id} at {self.plan_id}"
