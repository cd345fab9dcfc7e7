"""The page behind a reply link: the text as it was delivered, its way, and a form to answer it.

The secret is in no log: it is cut out of Django's (kit.reports), our own server logs no requests, and
no page behind the link tells its address to another (Referrer-Policy).
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kit.bilingual import CODES
from kit.refusals import NotHere, Refused
from records.deliveries import links, queries, replies, views
from records.deliveries.forms import ReplyForm
from records.deliveries.models import ReplyLink
from records.trail.pages import drawn
from records.trail.reading import trail

# A form from a page under "no-referrer" would come with the origin "null", and be refused.
_REFERRER = "strict-origin"
DONE = "done"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reply(request: HttpRequest, secret: str) -> HttpResponse:
    """Show what was delivered and take the answer, from whoever holds the link."""
    form = _form(request)
    link = links.link_of(secret)
    if link is None:
        return _dead(request, form)
    status = 200
    if form.is_bound and form.is_valid():
        try:
            replies.answer(secret=secret, said=form.said())
        except NotHere:
            # It has ended since the page was asked for.
            return _dead(request, form)
        except Refused as refused:
            form.refuse(refused)
            status = refused.status
        else:
            answer = redirect("records:reply", secret=secret)
            answer["Location"] += f"?{DONE}"
            answer.status_code = 303
            return _quiet(answer)
    if form.errors and status == 200:  # noqa: PLR2004
        status = 422
    return _quiet(
        render(
            request, "records/deliveries/reply.html", _context(request, link, form), status=status
        )
    )


def _context(request: HttpRequest, link: ReplyLink, form: ReplyForm) -> dict[str, Any]:
    delivery = link.delivery
    way = queries.ways(type(delivery).objects.filter(pk=delivery.pk), request.user)[0]
    return {
        "link": link,
        "way": way,
        "delivery": delivery,
        "version": delivery.version,
        "recommendation": delivery.version.recommendation,
        "paragraphs": views.paragraphs(delivery),
        "form": form,
        "is_done": DONE in request.GET,
        "own": list(link.replies.order_by("came_at")),
        "drawn": drawn(request, trail(request.user, delivery.version)),
    }


def _form(request: HttpRequest) -> ReplyForm:
    language = (get_language() or "en")[:2]
    initial = {"lang": language if language in CODES else "en"}
    return ReplyForm(request.POST if request.method == "POST" else None, initial=initial)


def _dead(request: HttpRequest, form: ReplyForm) -> HttpResponse:
    """Say that a link opens nothing; what was typed while it ended goes back to who typed it."""
    typed = [form[name] for name in ("text", "commitment") if form.is_bound and form[name].value()]
    context = {"typed": typed}
    answer = render(request, "records/deliveries/dead_link.html", context, status=410)
    # Django logs the address of what it answers like this, and the address is the secret.
    answer._has_been_logged = True  # type: ignore[attr-defined]  # noqa: SLF001
    return _quiet(answer)


def _quiet(answer: HttpResponse) -> HttpResponse:
    answer["Referrer-Policy"] = _REFERRER
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer
