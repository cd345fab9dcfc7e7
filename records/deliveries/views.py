"""What everyone reads of deliveries: the register, one delivery, the register as a table."""

from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kit.names import clean_name
from kit.streamed import streamed
from records.deliveries import documents, queries
from records.deliveries.models import Delivery
from records.deliveries.queries import Standing, Way
from records.trail import addresses
from records.trail.pages import drawn
from records.trail.reading import trail

PER_PAGE = 25


@never_cache
@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """Show what was delivered to whom and what was answered: late ones first for who manages them."""
    manages = _manages(request)
    rows = queries.ordered(request.user, overdue_first=manages)
    wanted = clean_name(request.GET.get("q", ""))
    page = Paginator(_found(rows, wanted), PER_PAGE).get_page(request.GET.get("page"))
    ways = queries.ways(rows_of(page.object_list), request.user)
    place = {row.pk: at for at, row in enumerate(page.object_list)}
    ways.sort(key=lambda way: place[way.delivery.pk])
    context = {
        "page": page,
        "blocks": blocks(ways, late_first=manages),
        "wanted": wanted,
        "manages": manages,
    }
    return render(request, "records/deliveries/register.html", context)


@never_cache
@require_safe
def detail(request: HttpRequest, delivery_id: UUID) -> HttpResponse:
    """Show one delivery: the very text, how it went, what was answered and what happened since."""
    way = way_at(request, delivery_id)
    context = {
        "way": way,
        "delivery": way.delivery,
        "version": way.delivery.version,
        "paragraphs": paragraphs(way.delivery),
        "page_url": addresses.recommendation(way.recommendation),
        "drawn": drawn(request, trail(request.user, way.delivery.version)),
    }
    return render(request, "records/deliveries/detail.html", context)


@never_cache
@require_safe
def table(request: HttpRequest) -> StreamingHttpResponse:
    """Give the register out as CSV; contacts are in it for who manages the deliveries alone."""
    pieces = documents.register(request.user, with_private=_manages(request))
    answer = streamed(request, pieces, "text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="deliveries.csv"'
    return answer


def way_at(request: HttpRequest, delivery_id: UUID) -> Way:
    """Return a delivery with what came of it, for its reader."""
    delivery = queries.delivery_at(request.user, delivery_id)
    return queries.ways(Delivery.objects.filter(pk=delivery.pk), request.user)[0]


def paragraphs(delivery: Delivery) -> list[tuple[int, str]]:
    """Return the numbered paragraphs of what was delivered, in the language in which it was."""
    found = delivery.version.paragraphs.order_by("number")
    return list(found.values_list("number", f"text_{delivery.language}"))


def blocks(ways: list[Way], *, late_first: bool) -> list[tuple[Way, bool, list[Way]]]:
    """Return runs of deliveries to one addressee; whether they are late stands with the first."""
    found: list[tuple[Way, bool, list[Way]]] = []
    for way in ways:
        is_late = late_first and way.standing == Standing.OVERDUE
        same = found and found[-1][0].delivery.addressee_id == way.delivery.addressee_id
        if same and found[-1][1] == is_late:
            found[-1][2].append(way)
        else:
            found.append((way, is_late, [way]))
    return found


def rows_of(rows: object) -> QuerySet[Delivery]:
    """Return a page's rows as a query of its own: what sorted them needs not be asked again."""
    return Delivery.objects.filter(pk__in=[row.pk for row in rows])  # type: ignore[attr-defined]


def _found(rows: QuerySet[Delivery], wanted: str) -> QuerySet[Delivery]:
    """Return the deliveries in whose addressee the words stand."""
    for word in wanted.split()[:8]:
        found = Q()
        # SQLite compares Cyrillic letters case by case, so the usual spellings are asked for by name.
        for each in {word, word.lower(), word.upper(), word.capitalize()}:
            found |= Q(addressee__office_en__icontains=each)
            found |= Q(addressee__office_ru__icontains=each)
        rows = rows.filter(found)
    return rows


def _manages(request: HttpRequest) -> bool:
    own = queries.managed_by(request.user)
    return Delivery.objects.filter(own).exists()
