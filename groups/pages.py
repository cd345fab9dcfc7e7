"""What groups add to pages of other apps: my groups."""

from django.http import HttpRequest
from django.template.loader import render_to_string

from accounts.models import Person
from groups import queries
from groups.plans import parts as plan_parts  # noqa: F401 - fills its own places when imported
from groups.projects import parts as project_parts  # noqa: F401 - the same
from kit.pages import part


@part("me.main", order=30)
def my_groups(request: HttpRequest, person: object) -> str:
    """Show the signed-in person the groups they belong to."""
    if not isinstance(request.user, Person):
        return ""
    context = {"memberships": queries.memberships_of(request.user)}
    return render_to_string("groups/_mine.html", context, request)
