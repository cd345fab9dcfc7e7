"""What everyone reads: the records' front page, the list, an adopted recommendation and its versions."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.context import programme
from accounts.models import Person
from kit.refusals import NotHere
from kit.rules import allows
from records.recommendations import citations, differences, queries, standing
from records.recommendations.forms import SearchForm
from records.recommendations.models import Version

PAGE = 25


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Say what the records are, and how many there are of each kind."""
    return render(request, "records/index.html")


@never_cache
@require_safe
def recommendations(request: HttpRequest) -> HttpResponse:
    """List what was adopted, and the drafts that the reader may see."""
    form = SearchForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    found = queries.listed(request.user, **asked)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "rows": queries.rows(page.object_list, request.user),
        "is_narrowed": any(asked.values()),
    }
    return render(request, "records/recommendations/list.html", context)


@never_cache
@require_safe
def recommendation(request: HttpRequest, number: int, version: int | None = None) -> HttpResponse:
    """Show an adopted text; where there is none yet, the draft to who may see it."""
    found = queries.published(number, version)
    if found is None:
        row = queries.numbered(number)
        if version is None and allows("recommendations.see_draft", request.user, row):
            return redirect("records:recommendation_draft", number)
        raise NotHere
    return render(request, "records/recommendations/adopted.html", _adopted(request, found))


@never_cache
@require_safe
def changes(request: HttpRequest, number: int) -> HttpResponse:
    """Show what differs between two versions, or between a version and the draft."""
    row = queries.numbered(number)
    versions = {str(each.number): each for each in row.versions.prefetch_related("paragraphs")}
    if not versions:
        raise NotHere
    may_draft = row.standing == "draft" and allows("recommendations.see_draft", request.user, row)
    last = max(versions, key=int)
    to = request.GET.get("to", "draft" if may_draft else last)
    since = request.GET.get("from", last if to == "draft" else str(max(int(last) - 1, 1)))
    if since not in versions or (to not in versions and not (to == "draft" and may_draft)):
        raise NotHere
    before = differences.of_version(versions[since])
    after = differences.of_draft(row) if to == "draft" else differences.of_version(versions[to])
    context = {
        "recommendation": row,
        "face": versions[last],
        "since": since,
        "to": to,
        "versions": sorted(versions.values(), key=lambda each: each.number),
        "may_draft": may_draft,
        "title": differences.title(before, after),
        "changes": differences.paragraphs(before, after),
    }
    return render(request, "records/recommendations/changes.html", context)


def _adopted(request: HttpRequest, version: Version) -> dict[str, object]:
    row = version.recommendation
    versions = list(row.versions.order_by("-number"))
    row_url = reverse("records:recommendation", args=[row.number])
    path = reverse("records:recommendation_version", args=[row.number, version.number])
    url = request.build_absolute_uri(path)
    publisher = programme(request)["programme"]
    zone = programme(request)["reader_zone"]
    may_draft = isinstance(request.user, Person) and allows(
        "recommendations.see_draft", request.user, row
    )
    return {
        "recommendation": row,
        "version": version,
        "paragraphs": standing.paragraphs(version),
        "titles": standing.titles(version),
        "versions": versions,
        "is_last": version.number == versions[0].number,
        "agreed": standing.agreed(version),
        "endorsed": standing.endorsed(version),
        "may_draft": may_draft,
        "url": url,
        "last_url": request.build_absolute_uri(row_url),
        "zone": zone,
        "citation_tags": citations.tags(version, url, publisher, zone),
        "data": citations.data(version, url, publisher),
    }
