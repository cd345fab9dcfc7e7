"""What the front door tells of outcomes: the latest recommendations with what came of them, open calls."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from grants.models import Call
from grants.queries import open_calls
from records.deliveries.models import Delivery, Reply, Stance
from records.recommendations.models import Standing, Version

# On the home page: the last of each, and never more than a screen of them.
MOST = 3


@dataclass(frozen=True, slots=True)
class Adopted:
    """An adopted recommendation, to how many it was delivered and how many have answered in public."""

    version: Version
    delivered: int
    answered: int


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What there is to show; nothing of what is empty."""

    adopted: Sequence[Adopted]
    calls: Sequence[Call]


def latest() -> Outcomes:
    """Return the outcomes that everyone may read, in two queries."""
    return Outcomes(_adopted(), list(open_calls()[:MOST]))


def _adopted() -> list[Adopted]:
    """Return the last version of what stands; what was imported was adopted elsewhere, long before."""
    newer = Version.objects.filter(
        recommendation=OuterRef("recommendation"), number__gt=OuterRef("number")
    )
    rows = Version.objects.filter(~Exists(newer), recommendation__import_key="")
    standing = rows.exclude(recommendation__standing=Standing.WITHDRAWN)
    settled = Reply.objects.filter(delivery=OuterRef("pk"), verdict__is_public=True)
    sent = Delivery.objects.filter(
        version__recommendation=OuterRef("recommendation"), withdrawn_at=None
    )
    answered = sent.filter(Exists(settled.exclude(stance=Stance.LATER)))
    counted = standing.annotate(delivered=_count(sent), answered=_count(answered))
    found = counted.select_related("recommendation__group").order_by("-adopted_at", "pk")[:MOST]
    return [Adopted(row, row.delivered, row.answered) for row in found]


def _count(rows: QuerySet[Delivery]) -> Coalesce:
    grouped = rows.order_by().values("version__recommendation").annotate(number=Count("pk"))
    return Coalesce(Subquery(grouped.values("number")), Value(0), output_field=IntegerField())
