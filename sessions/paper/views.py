"""The door of the agenda on paper: to who may see the conference, public or not yet."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from conferences import queries as conference_queries
from conferences.models import Conference
from kit.bilingual import CODES, reading
from sessions.paper import pdf
from sessions.paper.programme import BOTH, Paper, paper
from sessions.schedules.export_version import versioned
from sessions.schedules.serving import asked_language


@require_safe
def printed(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the whole agenda on one page, made to be printed.

    `?lang=` is a language, or both; `?abstracts=1` adds the abstracts.
    """
    conference = conference_queries.visible(request.user, slug)
    asked = _asked(request)
    context = {
        "conference": conference,
        "paper": paper(conference, asked, with_abstracts=_with_abstracts(request)),
        "asked": asked or reading(),
        "both": BOTH,
    }
    with translation.override(asked if asked in CODES else translation.get_language()):
        return render(request, "sessions/agenda_print.html", context)


@require_safe
def document(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Hand out the agenda as a PDF; a reader who has this very one already gets no second copy."""
    conference = conference_queries.visible(request.user, slug)
    whole = paper(conference, _asked(request), with_abstracts=_with_abstracts(request))
    mark = f'"{versioned(repr(whole))}"'
    unchanged = get_conditional_response(request, mark)
    answer = unchanged or HttpResponse(pdf.document(whole), content_type="application/pdf")
    if unchanged is None:
        answer["Content-Disposition"] = f'inline; filename="{_file_name(conference, whole)}"'
    answer["ETag"] = mark
    # Asked anew each time: who may see it, and what is on it, may have changed.
    answer["Cache-Control"] = "private, no-cache"
    return answer


def _asked(request: HttpRequest) -> str:
    return BOTH if request.GET.get("lang") == BOTH else asked_language(request)


def _with_abstracts(request: HttpRequest) -> bool:
    return request.GET.get("abstracts", "") == "1"


def _file_name(conference: Conference, whole: Paper) -> str:
    what = "agenda-abstracts" if whole.with_abstracts else "agenda"
    return f"{conference.slug}-{what}-{whole.language}.pdf"
