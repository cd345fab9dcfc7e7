"""What reports add to pages: to the desk of a session the button, to a group's page what it has to bring."""

from django.http import HttpRequest
from django.template.loader import render_to_string

from accounts.models import Person
from groups.models import Group
from groups.queries import is_chair
from kit.pages import part
from kit.rules import allows
from sessions.models import Session, State
from sessions.reports import queries
from sessions.reports.forms import LayOutForm


@part("session.manage", order=20)
def reports_of_session(request: HttpRequest, session: Session) -> str:
    """Show who reports in a session and whose slides are there; an organiser lays the reports out."""
    may_lay_out = allows("sessions.lay_out_reports", request.user, session)
    may_lay_out = may_lay_out and session.state in {State.SCHEDULED, State.OPEN}
    rows = list(queries.of_session(session.pk))
    if not (rows or may_lay_out):
        return ""
    refused = request.method == "POST" and "reports-minutes" in request.POST
    form = LayOutForm(request.POST if refused else None, prefix="reports")
    context = {"session": session, "reports": rows, "form": form, "may_lay_out": may_lay_out}
    return render_to_string("sessions/reports/_manage.html", context, request)


@part("group.first", order=15)
def reports_to_bring(request: HttpRequest, group: Group) -> str:
    """Show a group's co-chairs at which conferences it reports, and where its slides go."""
    if not (isinstance(request.user, Person) and is_chair(request.user, group)):
        return ""
    rows = list(queries.coming(group))
    context = {"group": group, "reports": rows}
    return render_to_string("sessions/reports/_group.html", context, request) if rows else ""
