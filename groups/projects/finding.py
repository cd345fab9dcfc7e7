"""Joint projects among what can be found: those agreed by everyone, proposals by those concerned."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from groups.projects import queries
from groups.projects.models import Project
from kit import finding
from kit.finding import Source, Words


class Projects(Source[Project]):
    """What groups do together, and what they think of doing."""

    name, label, order = "project", _("Joint projects"), 35

    def rows(self) -> QuerySet[Project]:
        return Project.objects.all()

    def visible_to(self, reader: Any) -> QuerySet[Project]:
        return queries.visible_to(reader)

    def words(self, row: Project) -> Words:
        return finding.both(row, "title", "about")

    def address(self, row: Project) -> str:
        return reverse("groups:project", args=[row.pk])

    def at(self, row: Project) -> datetime | None:
        return row.joint_since or row.proposed_at

    def place(self, row: Project) -> str:
        return row.get_state_display()


finding.register(Projects())
