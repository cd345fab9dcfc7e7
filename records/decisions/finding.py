"""Decisions among what can be found, by who may read them; by their numbers too."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kit import finding
from kit.bilingual import CODES
from kit.finding import Source, Words
from records.decisions import queries
from records.decisions.models import Decision, Wording


class Decisions(Source[Decision]):
    """Of public records, and where the reader may enter."""

    name, label, order = "decision", _("Decisions"), 55

    def rows(self) -> QuerySet[Decision]:
        return Decision.objects.all()

    def visible_to(self, reader: Any) -> QuerySet[Decision]:
        # What they come from is not shown here.
        return queries.visible_to(reader).prefetch_related(None)

    def words(self, row: Decision) -> Words:
        said = {code: getattr(row, f"text_{code}") for code in CODES}
        return Words({code: str(row) for code in CODES if said[code]}, said)

    def address(self, row: Decision) -> str:
        return reverse("records:decision", args=[row.number])

    def at(self, row: Decision) -> datetime | None:
        return row.taken_at

    def place(self, row: Decision) -> str:
        return row.session.title.value

    def changed_since(self, instant: datetime) -> QuerySet[Decision]:
        reworded = Wording.objects.filter(at__gte=instant).order_by().values("decision")
        return Decision.objects.filter(Q(taken_at__gte=instant) | Q(pk__in=reworded))


finding.register(Decisions())
