"""What records add to pages of other apps: a conference's way to its proceedings."""

from django.http import HttpRequest
from django.template.loader import render_to_string

from conferences.models import Conference
from kit.pages import part
from records import queries
from records.deliveries import pages as deliveries  # noqa: F401 - found by way of this module
from records.trail import pages as trail  # noqa: F401 - as above


@part("conference.main", order=20)
def conference_proceedings(request: HttpRequest, conference: Conference) -> str:
    """Link to the proceedings, once a first session has ended."""
    count = queries.count_of_records(conference)
    if not count:
        return ""
    context = {"conference": conference, "count": count}
    return render_to_string("records/_conference.html", context, request)
