"""What attendance adds to other apps' pages: own records, latest sheets, who is at shared screens."""

from django.http import HttpRequest
from django.template.loader import render_to_string

from accounts.models import Person
from attendance import queries, screens
from conferences.models import Conference
from kit.pages import part
from kit.rules import allows
from sessions.models import Session


@part("me.main", order=60)
def own(request: HttpRequest, person: object) -> str:
    """Show the signed-in person when they were where."""
    if not isinstance(request.user, Person):
        return ""
    context = {"rows": queries.own_record(request.user)}
    return render_to_string("attendance/_own.html", context, request)


@part("desk.conference", order=30)
def desk(request: HttpRequest, conference: Conference) -> str:
    """Show how many people were in the sessions held last, each with the way to its sheet."""
    if not allows("attendance.read", request.user):
        return ""
    context = {"held": queries.held(conference=conference), "conference": conference}
    return render_to_string("attendance/_held.html", context, request)


@part("session.people_count")
def at_screens(request: HttpRequest, session: Session) -> str:
    """Say how many more people are here than are signed in; nothing where there are none."""
    more = screens.more_heads(session)
    return (
        render_to_string("attendance/_screen_count.html", {"more": more}, request) if more else ""
    )
