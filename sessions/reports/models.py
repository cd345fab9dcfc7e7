"""A group's report in a session: the agenda item in which it speaks, its slides and the link to its plan."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from groups.models import Group
from kit.models import Identified
from sessions.models import AgendaItem, Material, Session


class Report(Identified):
    """A working group's turn in a session of reports; it goes with its agenda item."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="reports")
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="reports")
    item = models.OneToOneField(AgendaItem, on_delete=models.CASCADE, related_name="report")
    slides = models.OneToOneField(
        Material, on_delete=models.SET_NULL, null=True, related_name="slides_of"
    )
    plan = models.OneToOneField(
        Material, on_delete=models.SET_NULL, null=True, related_name="plan_of"
    )

    class Meta:
        verbose_name = _("report of a group")
        verbose_name_plural = _("reports of groups")
        ordering = ("item__position", "id")
        constraints = (
            models.UniqueConstraint(fields=("session", "group"), name="sessions_reports_once"),
        )

    def __str__(self) -> str:
        return f"{self.group_id} in {self.session_id}"
