"""The page of the search."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kit import finding
from kit.refusals import Refused
from portal.search import queries
from portal.search.queries import Found
from portal.search.words import question


# What is found is the reader's own: nobody keeps a copy, and it goes out uncompressed, for it repeats
# what was asked for beside what only this reader may see.
@never_cache
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show what the reader finds of all kinds, or of one."""
    asked = question(request.GET.get("q", ""))
    kind = request.GET.get("kind", "")
    kind = kind if finding.named(kind) else ""
    found, refused, status = Found([]), None, 200
    try:
        found = queries.search(
            request.user, asked, kind=kind, page=page_of(request.GET.get("page"))
        )
    except Refused as error:
        refused, status = error, error.status
    context = {"asked": asked, "kind": kind, "found": found, "refused": refused}
    answer = render(request, "search/search.html", context, status=status)
    answer["X-Robots-Tag"] = "noindex"
    return answer


def page_of(typed: str | None) -> int:
    """Return the number of a page; what is none is the first."""
    return int(typed) if typed and typed.isascii() and typed.isdigit() and len(typed) < 4 else 1  # noqa: PLR2004 - three digits are more than there are
