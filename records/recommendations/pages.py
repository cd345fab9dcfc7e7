"""What recommendations add to pages of others: a group's working list, and the front page of the records."""

from django.db.models import Q
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse

from conferences import queries as conference_queries
from groups.models import Group
from kit.pages import part
from kit.rules import allows
from records import queries as record_queries
from records.decisions.models import Decision
from records.recommendations import queries
from sessions.models import Session, State

# So many stand on a group's own page; all of them have a page of their own.
FIRST = 5


@part("group.work", order=20)
def group_recommendations(request: HttpRequest, group: Group) -> str:
    """Show what a group recommends, and its drafts to who works on them."""
    may_see = allows("recommendations.see_list", request.user, group)
    found = queries.with_faces(queries.visible_to(request.user).filter(group=group))
    rows = queries.rows(found.order_by("-number")[: FIRST + 1], request.user)
    if not rows and not may_see:
        return ""
    context = {
        "group": group,
        "rows": rows[:FIRST],
        "has_more": len(rows) > FIRST,
        "may_see_list": may_see,
        "may_draft": allows("recommendations.draft", request.user, group),
    }
    return render_to_string("records/recommendations/_group.html", context, request)


@part("records.index", order=10)
def index_recommendations(request: HttpRequest, subject: object) -> str:
    """Say what recommendations are, and how many were adopted."""
    context = {"count": queries.count_of_adopted()}
    return render_to_string("records/recommendations/_index.html", context, request)


@part("records.index", order=20)
def index_decisions(request: HttpRequest, subject: object) -> str:
    """Say what decisions are, and how many stand on records that the reader may read."""
    readable = record_queries.readable_by(request.user).order_by().values("pk")
    count = Decision.objects.filter(withdrawn_at=None, session__in=readable).count()
    try:
        url = reverse("records:decisions")
    except NoReverseMatch:
        url = ""
    return render_to_string("records/_index_decisions.html", {"count": count, "url": url}, request)


@part("records.index", order=30)
def index_proceedings(request: HttpRequest, subject: object) -> str:
    """Name the conferences that have proceedings."""
    held = Session.objects.filter(Q(state=State.ENDED), conference__isnull=False)
    visible = conference_queries.visible_to(request.user)
    found = visible.filter(pk__in=held.order_by().values("conference"))
    context = {"conferences": found.order_by("-starts_on", "slug")[:20], "count": found.count()}
    return render_to_string("records/_index_proceedings.html", context, request)
