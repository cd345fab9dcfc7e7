"""The organisers' desk: attendance of a whole conference, as a page and as files."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from attendance import report_documents, sums, wording
from attendance.reports import report
from attendance.views import PAGE, handed_out
from conferences import queries as conferences
from conferences.models import Conference
from kit.refusals import NotHere
from kit.rules import allows


@never_cache
@require_safe
def conference(request: HttpRequest, slug: str) -> HttpResponse:
    """Show who was at a conference: people over its sessions, each session, and the sums."""
    found = report(_readable(request, slug))
    people = found.people
    context = {
        "conference": found.conference,
        "report": found,
        "page": Paginator(people, PAGE).get_page(request.GET.get("page")),
        "sides": sums.by_side(people),
        "countries": sums.by_country(people),
        "organisations": sums.by_organisation(people),
        "total_time": sums.total_time(people),
        "rules": wording.rules(),
    }
    return render(request, "attendance/conference.html", context)


@never_cache
@require_safe
def document(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """Hand out the whole report as a file."""
    found = report(_readable(request, slug))
    name = report_documents.file_name(found, kind)
    return handed_out(report_documents.document(found, kind), kind, name)


def _readable(request: HttpRequest, slug: str) -> Conference:
    found = conferences.visible(request.user, slug)
    if not allows("attendance.read", request.user):
        raise NotHere
    return found
