"""What grants add to pages of other apps: my applications and reviews, a working group's awards."""

from django.http import HttpRequest
from django.template.loader import render_to_string

from accounts.models import Person
from grants import queries
from groups.models import Group
from kit.pages import part

MOST = 10


@part("me.main", order=45)
def my_grants(request: HttpRequest, person: object) -> str:
    """Show the signed-in person what waits for them in grants."""
    if not isinstance(request.user, Person):
        return ""
    context = {
        "invitations": list(queries.invitations_to(request.user)[:MOST]),
        "applications": list(queries.applications_of(request.user)[:MOST]),
        "to_declare": queries.to_declare(request.user).count(),
    }
    if not any(context.values()):
        return ""
    return render_to_string("grants/_mine.html", context, request)


@part("group.work", order=60)
def awards_of_group(request: HttpRequest, group: Group) -> str:
    """Show a working group the projects of its theme that were awarded."""
    awards = queries.published(queries.awards_visible_to(request.user))
    found = list(awards.filter(application__theme=group)[:MOST])
    if not found:
        return ""
    return render_to_string("grants/_group.html", {"awards": found}, request)
