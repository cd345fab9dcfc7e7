"""What conferences add to pages of other apps: my registrations, the way to a conference's desk."""

from django.http import HttpRequest
from django.template.loader import render_to_string

from accounts.models import Person
from conferences import queries
from conferences.models import Conference
from kit.pages import part
from kit.rules import allows


@part("me.main", order=20)
def my_registrations(request: HttpRequest, person: object) -> str:
    """Show the signed-in person what they registered for."""
    if not isinstance(request.user, Person):
        return ""
    context = {"registrations": queries.registrations_of(request.user)}
    return render_to_string("conferences/_mine.html", context, request)


@part("desk.conference", order=10)
def desk_links(request: HttpRequest, conference: Conference) -> str:
    """Link to the desk of a conference, with how many registrations wait."""
    if not allows("conferences.organise", request.user, conference):
        return ""
    waiting = queries.registrations_waiting(conference).count()
    context = {"conference": conference, "waiting": waiting}
    return render_to_string("conferences/_desk_links.html", context, request)
