"""What deliveries add to pages of other parts: the way to record one, and what a group has delivered."""

from django.http import HttpRequest
from django.template.loader import render_to_string

from groups.models import Group
from kit.pages import part
from kit.rules import allows
from records.deliveries import queries
from records.deliveries.models import Delivery
from records.deliveries.queries import Standing
from records.recommendations.models import Recommendation

MOST_SHOWN = 5


@part("recommendation.main", order=20)
def way_to_record(request: HttpRequest, recommendation: Recommendation) -> str:
    """Offer to record a delivery to who may, once something was adopted."""
    may = allows("deliveries.manage", request.user, recommendation)
    if not may or not recommendation.versions.exists():
        return ""
    context = {"recommendation": recommendation}
    return render_to_string("records/deliveries/_record.html", context, request)


@part("records.index", order=25)
def index_deliveries(request: HttpRequest, subject: object) -> str:
    """Say what the register is, and how much stands in it."""
    context = {"count": Delivery.objects.filter(withdrawn_at=None).count()}
    return render_to_string("records/deliveries/_index.html", context, request)


@part("group.work", order=60)
def deliveries_of_group(request: HttpRequest, group: Group) -> str:
    """Show on a group's page what it has delivered, late replies first."""
    rows = queries.ordered(request.user, overdue_first=True).filter(
        version__recommendation__group=group, withdrawn_at=None
    )
    shown = list(rows[:MOST_SHOWN])
    if not shown:
        return ""
    place = {row.pk: at for at, row in enumerate(shown)}
    found = queries.ways(Delivery.objects.filter(pk__in=place), request.user)
    found.sort(key=lambda way: place[way.delivery.pk])
    context = {
        "ways": found,
        "count": rows.count(),
        "overdue": sum(way.standing == Standing.OVERDUE for way in found),
    }
    return render_to_string("records/deliveries/_of_group.html", context, request)
