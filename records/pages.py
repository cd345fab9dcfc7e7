"""What records add to pages of other apps: the way to proceedings, what a group and a person owe."""

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import get_language

from accounts.models import Person
from conferences.models import Conference
from groups.models import Group
from kit.pages import part
from records import queries
from records.decisions import queries as decision_queries
from records.decisions import quorum
from records.decisions.reading import owed
from records.deliveries import pages as deliveries  # noqa: F401 - found by way of this module
from records.recommendations import pages as recommendations  # noqa: F401 - fills its own places when imported
from records.trail import pages as trail  # noqa: F401 - as above
from sessions.models import Session

# How many open actions stand on a page of a group, or of who owes them.
_ACTIONS = 20


@part("conference.main", order=20)
def conference_proceedings(request: HttpRequest, conference: Conference) -> str:
    """Link to the proceedings, once a first session has ended."""
    count = queries.count_of_records(conference)
    if not count:
        return ""
    context = {"conference": conference, "count": count}
    return render_to_string("records/_conference.html", context, request)


@part("me.main", order=30)
def what_i_owe(request: HttpRequest, person: object) -> str:
    """Show the signed-in person their open actions, the soonest due first."""
    if not isinstance(request.user, Person):
        return ""
    mine = decision_queries.owed_by(request.user)
    page = Paginator(mine, _ACTIONS).get_page(request.GET.get("owed"))
    rows = owed(((each, None) for each in page.object_list), request.user)
    context = {"rows": rows, "page": page}
    return render_to_string("records/decisions/_mine.html", context, request)


@part("attendance.sheet", order=20)
def counted_quorums(request: HttpRequest, session: Session) -> str:
    """Show what was counted of each decision's quorum to those who read the attendance sheet."""
    rows = [
        counted
        for each in decision_queries.decisions_in(session)
        if (counted := quorum.exact(each, get_language() or "en"))
    ]
    if not rows:
        return ""
    return render_to_string("records/decisions/_exact.html", {"rows": rows}, request)


@part("group.first", order=20)
def group_decisions(request: HttpRequest, group: Group) -> str:
    """Show a group's open actions to its members, and how many decisions the reader may read."""
    open_ones = decision_queries.open_actions(request.user, group)
    page = Paginator(open_ones, _ACTIONS).get_page(request.GET.get("actions"))
    found = list(page.object_list)
    count = decision_queries.listed(request.user, group.slug).count()
    if not found and not count:
        return ""
    context = {
        "group": group,
        "rows": owed(((each, None) for each in found), request.user),
        "page": page,
        "count": count,
    }
    return render_to_string("records/decisions/_group.html", context, request)
