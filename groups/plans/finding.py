"""Aims and steps of work plans among what can be found, by who may read the plan."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from groups.plans import queries
from groups.plans.models import Aim, Change, Plan, Step
from kit import finding
from kit.bilingual import CODES
from kit.finding import Source, Words


class Aims(Source[Aim]):
    """What stands in a plan; what was put away is for its history."""

    name, label, order = "aim", _("Aims of work plans"), 74

    def rows(self) -> QuerySet[Aim]:
        return Aim.objects.filter(put_away_at=None)

    def visible_to(self, reader: Any) -> QuerySet[Aim]:
        plans = queries.visible_to(reader).order_by().values("pk")
        return self.rows().filter(plan__in=plans).select_related("plan__group", "plan__project")

    def words(self, row: Aim) -> Words:
        return finding.both(row, "title", "about")

    def address(self, row: Aim) -> str:
        return f"{_home(row.plan)}#aim-{row.pk}"

    def place(self, row: Aim) -> str:
        return row.plan.name.value

    def changed_since(self, instant: datetime) -> QuerySet[Aim]:
        changed = Change.objects.filter(at__gte=instant, aim__isnull=False)
        return Aim.objects.filter(pk__in=changed.order_by().values("aim"))


class Steps(Source[Step]):
    """What stands in a plan, by its words; never who does it."""

    name, label, order = "step", _("Steps of work plans"), 76

    def rows(self) -> QuerySet[Step]:
        return Step.objects.filter(put_away_at=None, aim__put_away_at=None)

    def visible_to(self, reader: Any) -> QuerySet[Step]:
        plans = queries.visible_to(reader).order_by().values("pk")
        rows = self.rows().filter(aim__plan__in=plans)
        return rows.select_related("aim__plan__group", "aim__plan__project")

    def words(self, row: Step) -> Words:
        said = {
            code: " ".join((getattr(row, f"note_{code}"), getattr(row, f"reason_{code}"))).strip()
            for code in CODES
        }
        return Words({code: getattr(row, f"title_{code}") for code in CODES}, said)

    def address(self, row: Step) -> str:
        return reverse("groups:step", args=[row.aim.plan_id, row.pk])

    def place(self, row: Step) -> str:
        return row.aim.plan.name.value

    def changed_since(self, instant: datetime) -> QuerySet[Step]:
        changed = Change.objects.filter(at__gte=instant, step__isnull=False)
        return Step.objects.filter(pk__in=changed.order_by().values("step"))


def _home(plan: Plan) -> str:
    if plan.group:
        return reverse("groups:plan", args=[plan.group.slug])
    return reverse("groups:project", args=[plan.pk])


finding.register(Aims())
finding.register(Steps())
