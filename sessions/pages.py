"""What sessions add to pages of other apps: what is on, what comes next, the ways to the desk."""

from django.http import HttpRequest
from django.template.loader import render_to_string

from accounts.models import Person
from conferences.models import Conference
from groups.models import Group
from kit.pages import part
from kit.rules import allows
from sessions import queries
from sessions.calendars import parts  # noqa: F401 - fills its own places when imported
from sessions.meetings import queries as meeting_queries
from sessions.models import Session
from sessions.programme import told_to_programs
from sessions.programme.releases import last_release
from sessions.reports import parts as report_parts  # noqa: F401 - the same

# So many meetings that nobody was told of are named on a group's page; the others follow them.
_MOST_UNTOLD = 10


@part("conference.main", order=10)
def conference_agenda(request: HttpRequest, conference: Conference) -> str:
    """Show what goes on at a conference and what comes next, and the way to its agenda."""
    sessions = Session.objects.filter(conference=conference, withdrawn_at=None)
    context = {
        "conference": conference,
        "release": last_release(conference),
        "on": queries.on_now_and_next(request.user, within=sessions),
        "count": sessions.count(),
    }
    return render_to_string("sessions/_conference.html", context, request)


@part("conference.main", order=70)
def agenda_to_take_away(request: HttpRequest, conference: Conference) -> str:
    """Link to a conference's agenda on paper and as files, once there is anything on it."""
    if not Session.objects.filter(conference=conference, withdrawn_at=None).exists():
        return ""
    return render_to_string("sessions/_take_away.html", {"conference": conference}, request)


@part("conference.head")
def conference_head(request: HttpRequest, conference: Conference) -> str:
    """Name a public conference's files, and say to programs what and when it is."""
    event = told_to_programs.of_conference(request, conference)
    context = {"conference": conference, "event_data": event}
    return render_to_string("sessions/_conference_head.html", context, request)


@part("group.first", order=10)
def group_meetings(request: HttpRequest, group: Group) -> str:
    """Show a group's meetings to who may enter them, and to its co-chairs the way to plan one."""
    meetings = queries.visible_to(request.user).filter(group=group)
    may_schedule = allows("sessions.schedule", request.user, group)
    # A series is sixty meetings at most, and each can be changed from here.
    coming, past = queries.around_now(meetings, most=60)
    if not (coming or past or may_schedule):
        return ""
    context = {"group": group, "coming": coming, "past": past, "may_schedule": may_schedule}
    context["untold"] = list(meeting_queries.untold(group)[:_MOST_UNTOLD]) if may_schedule else []
    return render_to_string("sessions/_group.html", context, request)


@part("me.main", order=10)
def my_sessions(request: HttpRequest, person: object) -> str:
    """Show the signed-in person their own next sessions."""
    if not isinstance(request.user, Person):
        return ""
    context = {"sessions": queries.coming_for(request.user)}
    return render_to_string("sessions/_mine.html", context, request)


@part("desk.conference", order=20)
def desk_links(request: HttpRequest, conference: Conference) -> str:
    """Link to the sessions on a conference's desk."""
    if not allows("sessions.schedule", request.user, conference):
        return ""
    count = Session.objects.filter(conference=conference).count()
    context = {"conference": conference, "count": count}
    return render_to_string("sessions/_desk_links.html", context, request)
