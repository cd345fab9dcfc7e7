"""What joint projects add to a group's page: those it takes part in, and what it is asked."""

from django.http import HttpRequest
from django.template.loader import render_to_string

from groups.models import Group
from groups.projects import queries
from kit.pages import part
from kit.rules import allows


@part("group.work", order=30)
def joint_projects(request: HttpRequest, group: Group) -> str:
    """Show a group's projects, so far as a reader may see them, and to its co-chairs the way to propose one."""
    found = list(queries.of_group(request.user, group))
    may_propose = allows("groups.propose_project", request.user, group)
    if not (found or may_propose):
        return ""
    context = {"group": group, "projects": found, "may_propose": may_propose}
    return render_to_string("groups/projects/_group.html", context, request)
