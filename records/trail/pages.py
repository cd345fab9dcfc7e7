"""What trails add to pages: the way of a recommendation, of a paragraph, and what a session has led to."""

from uuid import UUID

from django.http import HttpRequest
from django.template.loader import render_to_string

from conferences.models import Conference
from kit.pages import part
from records.recommendations.models import AdoptedParagraph, Recommendation, Version
from records.trail.backwards import Fed, fed_by, fed_by_conference
from records.trail.picture import picture
from records.trail.reading import Trail, public_version, trail
from sessions.models import Session


@part("recommendation.main", order=30)
def whole_way(request: HttpRequest, recommendation: Recommendation) -> str:
    """Show the whole way of what was adopted, as a picture and in words."""
    version = public_version(recommendation)
    if version is None:
        return ""
    return drawn(request, _trail(request, version.pk))


@part("recommendation.paragraph", order=30)
def way_of_paragraph(request: HttpRequest, paragraph: AdoptedParagraph) -> str:
    """Show under a paragraph what it comes from."""
    told = _trail(request, paragraph.version_id)
    point = next((each for each in told.points if each.id == paragraph.pk), None)
    if point is None or not point.is_rooted:
        return ""
    return render_to_string("records/trail/_point.html", {"point": point}, request)


@part("record.main", order=40)
def what_a_session_led_to(request: HttpRequest, session: Session) -> str:
    """Show in a session's record which recommendations came of it."""
    return _led_to(request, fed_by(session, request.user))


@part("proceedings.main", order=40)
def what_a_conference_led_to(request: HttpRequest, conference: Conference) -> str:
    """Show in a conference's proceedings which recommendations came of it."""
    return _led_to(request, fed_by_conference(conference, request.user))


def drawn(request: HttpRequest, told: Trail) -> str:
    """Return a trail as a section of a page."""
    context = {"trail": told, "picture": picture(told)}
    return render_to_string("records/trail/_trail.html", context, request)


def _led_to(request: HttpRequest, fed: list[Fed]) -> str:
    if not fed:
        return ""
    return render_to_string("records/trail/_led_to.html", {"fed": fed}, request)


def _trail(request: HttpRequest, version_id: UUID) -> Trail:
    """Return a trail, read once for a page, however many paragraphs ask for it."""
    kept: dict[UUID, Trail] = request.__dict__.setdefault("trails", {})
    if version_id not in kept:
        version = Version.objects.select_related("recommendation").get(pk=version_id)
        kept[version_id] = trail(request.user, version)
    return kept[version_id]
