"""What news add to pages of other apps: a group's latest, what one follows, the addresses of feeds."""

from django.http import HttpRequest
from django.template.loader import render_to_string

from accounts.models import Person
from conferences.models import Conference
from groups.models import Group
from kit.pages import part
from portal.news import following, queries

# On a group's page.
_LATEST = 3


@part("group.told", order=5)
def group_news(request: HttpRequest, group: Group) -> str:
    """Show a group's latest news, and the ways to all of them, to follow it and to write."""
    latest = list(queries.published(group)[:_LATEST])
    may_write = queries.may_write_here(request.user, group)
    person = request.user if isinstance(request.user, Person) else None
    if not (latest or may_write or person):
        return ""
    context = {
        "group": group,
        "latest": latest,
        "may_write": may_write,
        "follows": following.follows(person, group) if person else None,
    }
    return render_to_string("news/_group.html", context, request)


@part("group.head")
def group_head(request: HttpRequest, group: Group) -> str:
    """Name a group's feeds to programs."""
    return render_to_string("news/_group_head.html", {"group": group}, request)


@part("conference.head", order=60)
def conference_head(request: HttpRequest, conference: Conference) -> str:
    """Name the feeds of a public conference's records to programs."""
    if not conference.is_public:
        return ""
    return render_to_string("news/_conference_head.html", {"conference": conference}, request)


@part("me.main", order=40)
def my_following(request: HttpRequest, person: object) -> str:
    """Show the signed-in person what they follow, each with its button."""
    if not isinstance(request.user, Person):
        return ""
    followed = following.followed_by(request.user)
    rows = [(group, group.pk in followed.groups) for group in Group.objects.all()]
    context = {
        "follows_programme": followed.programme,
        "rows": rows,
        "has_letter": following.has_letter(request.user),
    }
    return render_to_string("news/_following.html", context, request)
