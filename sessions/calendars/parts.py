"""What calendars add to pages of other apps: the ways to subscribe."""

from django.http import HttpRequest
from django.template.loader import render_to_string

from accounts.models import Person
from conferences.models import Conference
from groups import queries as group_queries
from groups.models import Group
from kit.links import absolute
from kit.pages import part
from sessions.calendars import addresses
from sessions.models import Session


@part("conference.main", order=15)
def conference_calendar(request: HttpRequest, conference: Conference) -> str:
    """Offer a public conference's sessions as a calendar, once there are any."""
    has_sessions = Session.objects.filter(conference=conference).exists()
    if not conference.is_public or not has_sessions:
        return ""
    address = absolute("sessions:conference_calendar", slug=conference.slug)
    address = f"{address}?lang={_language(request)}"
    return _shown(request, "sessions/_calendar.html", address=address, is_secret=False)


@part("group.own", order=20)
def group_calendar(request: HttpRequest, group: Group) -> str:
    """Give a member the address of the group's meetings that is theirs alone."""
    person = request.user
    if not isinstance(person, Person) or group_queries.membership_of(person, group) is None:
        return ""
    address = addresses.group_address(person, group)
    return _shown(request, "sessions/_calendar.html", address=address, is_secret=True)


@part("me.main", order=20)
def my_calendar(request: HttpRequest, person: object) -> str:
    """Give a person the address of their own agenda, and the button that makes it anew."""
    if not isinstance(request.user, Person):
        return ""
    address = addresses.agenda_address(request.user)
    return _shown(request, "sessions/_my_calendar.html", address=address, is_secret=True)


def _shown(request: HttpRequest, template: str, *, address: str, is_secret: bool) -> str:
    # A calendar program takes this scheme as "subscribe", a browser hands it over.
    webcal = f"webcal://{address.partition('://')[2]}"
    context = {"address": address, "webcal": webcal, "is_secret": is_secret}
    return render_to_string(template, context, request)


def _language(request: HttpRequest) -> str:
    return getattr(request, "LANGUAGE_CODE", "en")[:2]
