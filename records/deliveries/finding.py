"""Deliveries among what can be found: the office, and what it answered once that is public.

A contact, the name of who answered and a reply that nobody has published are not in the index, not
even for who manages the delivery.
"""

from datetime import UTC, datetime, time
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kit import finding
from kit.bilingual import CODES, other
from kit.finding import Source, Words
from records.deliveries import queries
from records.deliveries.models import Delivery, Reply, Verdict


class Deliveries(Source[Delivery]):
    """All that stand; one that was recorded by mistake is found by who manages it."""

    name, label, order = "delivery", _("Deliveries and replies"), 54

    def rows(self) -> QuerySet[Delivery]:
        return _said(Delivery.objects.all())

    def visible_to(self, reader: Any) -> QuerySet[Delivery]:
        return _said(queries.visible_to(reader)).select_related("version__recommendation")

    def words(self, row: Delivery) -> Words:
        said: dict[str, list[str]] = {code: [] for code in CODES}
        for reply in getattr(row, "published", ()):
            verdict = reply.verdict
            said[reply.lang] += [reply.text, reply.commitment]
            said[other(reply.lang)] += [verdict.translation, verdict.commitment_translation]
        return Words(
            {code: getattr(row.addressee, f"office_{code}") for code in CODES},
            {code: "\n".join(filter(None, texts)) for code, texts in said.items()},
        )

    def address(self, row: Delivery) -> str:
        return reverse("records:delivery", args=[row.pk])

    def at(self, row: Delivery) -> datetime | None:
        # At noon it is this day for nearly every reader.
        return datetime.combine(row.delivered_on, time(12), UTC) if row.delivered_on else None

    def place(self, row: Delivery) -> str:
        title = queries.text_of(row, row.version, "title").value
        return f"{row.version.recommendation} · {title}"

    def changed_since(self, instant: datetime) -> QuerySet[Delivery]:
        judged = Verdict.objects.filter(at__gte=instant).order_by().values("reply__delivery")
        return Delivery.objects.filter(Q(recorded_at__gte=instant) | Q(pk__in=judged))


def _said(rows: QuerySet[Delivery]) -> QuerySet[Delivery]:
    public = Reply.objects.filter(verdict__is_public=True).select_related("verdict")
    replies: Prefetch[str, QuerySet[Reply], str] = Prefetch(
        "replies", public.order_by("came_at", "pk"), to_attr="published"
    )
    return rows.select_related("addressee").prefetch_related(replies)


finding.register(Deliveries())
