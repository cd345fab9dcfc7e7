"""A joint project, the groups that were asked and what they said, the organisations that take part."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Organisation
from groups.models import Group
from kit.bilingual import Bilingual, Text, said
from kit.models import Identified


class ProjectState(models.TextChoices):
    """Where a project stands; it is joint from the moment when all who were asked have agreed."""

    PROPOSED = "proposed", pgettext_lazy("a project", "proposed")
    UNDER_WAY = "under_way", pgettext_lazy("a project", "under way")
    DONE = "done", pgettext_lazy("a project", "done")
    GIVEN_UP = "given_up", pgettext_lazy("a project", "given up")


class Project(Identified, Bilingual):
    """What two or more groups do together."""

    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    title_ru = models.CharField(_("title in Russian"), max_length=200, blank=True)
    about_en = models.TextField(_("about, in English"), blank=True)
    about_ru = models.TextField(_("about, in Russian"), blank=True)
    state = models.CharField(
        max_length=10, choices=ProjectState.choices, default=ProjectState.PROPOSED
    )
    # Why it was given up, in the words of the co-chair who did.
    reason = models.TextField(blank=True)
    organisations = models.ManyToManyField(Organisation, related_name="+", blank=True)
    proposed_at = models.DateTimeField()
    joint_since = models.DateTimeField(null=True)
    # Counts each edit of its texts: who saves what they did not see last is shown the clash.
    edition = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("joint project")
        verbose_name_plural = _("joint projects")
        ordering = ("-proposed_at", "id")

    def __str__(self) -> str:
        return self.title_en or self.title_ru

    @property
    def title(self) -> Text:
        """Return the title in the reader's language."""
        return said(self, "title")

    @property
    def about(self) -> Text:
        """Return what it is about (Markdown) in the reader's language."""
        return said(self, "about")

    @property
    def is_joint(self) -> bool:
        """Say whether all groups that were asked have agreed."""
        return self.joint_since is not None


class Answer(models.TextChoices):
    """What a group's co-chair said to a project."""

    ASKED = "asked", _("asked, no answer yet")
    AGREED = "agreed", pgettext_lazy("a group", "agreed")
    DECLINED = "declined", pgettext_lazy("a group", "declined")


class Partner(Identified):
    """A group's part in a project: the one that proposes it has agreed by that."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="partners")
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="partnerships")
    answer = models.CharField(max_length=10, choices=Answer.choices, default=Answer.ASKED)
    is_proposer = models.BooleanField(default=False)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("partner in a project")
        verbose_name_plural = _("partners in a project")
        ordering = ("-is_proposer", "group__position", "id")
        constraints = (
            models.UniqueConstraint(fields=("project", "group"), name="groups_partner_once"),
        )

    def __str__(self) -> str:
        return f"{self.group_id} in {self.project_id}"
