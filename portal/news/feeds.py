"""What stands in the feeds, and their doors: the same document for everybody, whoever is signed in."""

from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, UUID, uuid5

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Max
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts import programmes
from conferences.models import Conference
from conferences.queries import visible
from groups.models import Group
from groups.queries import group_at
from kit.bilingual import CODES, Text
from kit.links import absolute
from kit.refusals import NotHere
from kit.richtext import render_markdown
from portal.news import adopted
from portal.news.atom import MEDIA_TYPE, Entry, Feed, as_xml
from portal.news.days import days_of
from portal.news.models import Story
from portal.news.queries import published
from sessions.models import Session, State

MOST = 30
# Seconds for which whoever stands between may keep a copy; what is withdrawn is gone after them.
_FRESH = 60
# Of a feed in which nothing has ever stood: an instant that stays.
_NEVER = datetime(2011, 5, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a feed is, the page that it follows, and when something last went from it."""

    own: str
    page: str
    title: str
    author: str
    gone: datetime | None = None


@require_safe
def programme_feed(request: HttpRequest, language: str) -> HttpResponseBase:
    """Give the news of the programme and of all groups, in one language where they have it."""
    _demand(language)
    with translation.override(language):
        return _answer(request, _news(language, None))


@require_safe
def group_feed(request: HttpRequest, slug: str, language: str) -> HttpResponseBase:
    """Give the news of one group."""
    _demand(language)
    with translation.override(language):
        return _answer(request, _news(language, group_at(slug)))


@require_safe
def records_feed(request: HttpRequest, slug: str, language: str) -> HttpResponseBase:
    """Give the public records of a public conference, the latest end first."""
    _demand(language)
    # Not the reader's rights: a feed is what everyone may see, and copies of it are kept.
    conference = visible(AnonymousUser(), slug)
    with translation.override(language):
        return _answer(request, _records(language, conference))


@require_safe
def recommendations_feed(request: HttpRequest, language: str) -> HttpResponseBase:
    """Give the recommendations of the whole programme as they are adopted and delivered."""
    _demand(language)
    with translation.override(language):
        return _answer(request, _recommendations(language))


def _recommendations(language: str) -> Feed:
    programme = programmes.current().name.value
    title = _("Recommendations: %(programme)s") % {"programme": programme}
    own, page = absolute("news:recommendations_feed", language), absolute("records:recommendations")
    place = Place(own, page, title, programme, adopted.last_gone())
    return _feed(place, language, adopted.entries(language, programme, MOST))


def _demand(language: str) -> None:
    if language not in CODES:
        raise NotHere


def _news(language: str, group: Group | None) -> Feed:
    programme = programmes.current()
    author = group.name.value if group else programme.name.value
    if group:
        title = _("News of the working group “%(group)s”") % {"group": author}
        own = absolute("news:group_feed", group.slug, language)
        page = absolute("news:group", group.slug)
    else:
        title = _("News: %(programme)s") % {"programme": author}
        own, page = absolute("news:feed", language), absolute("news:index")
    rows = list(published(group)[:MOST])
    entries = tuple(_story(row, language, programme.name.value) for row in rows)
    withdrawn = Story.objects.filter(**({"group": group} if group else {}))
    gone = withdrawn.filter(published_at__isnull=False).aggregate(at=Max("withdrawn_at"))["at"]
    return _feed(Place(own, page, title, author, gone), language, entries)


def _story(story: Story, language: str, programme: str) -> Entry:
    days = days_of(story)
    html = _in_language(story.text, render_markdown(story.text.value), story.title.lang)
    return Entry(
        id=_id(story.pk, language),
        title=story.title.value,
        lang=story.title.lang,
        url=absolute("news:story", story.slug),
        updated=story.changed_at(language),
        published=story.published_at or story.written_at,
        author=story.group.name.value if story.group else programme,
        html=f"<p>{days}</p>\n{html}" if days else html,
        category=story.kind,
    )


def _records(language: str, conference: Conference) -> Feed:
    rows = Session.objects.filter(
        conference=conference,
        is_record_public=True,
        state=State.ENDED,
        record__isnull=False,
        ended_at__isnull=False,
    )
    latest = rows.select_related("record").order_by("-ended_at", "id")[:MOST]
    author = programmes.current().name.value
    entries = tuple(_record(row, language, author) for row in latest)
    title = _("Records: %(conference)s") % {"conference": conference.title.value}
    own = absolute("news:records_feed", conference.slug, language)
    page = absolute("records:proceedings", conference.slug)
    return _feed(Place(own, page, title, author), language, entries)


def _record(session: Session, language: str, author: str) -> Entry:
    ended = session.ended_at or session.ends_at
    return Entry(
        id=_id(session.pk, f"record.{language}"),
        title=session.title.value,
        lang=session.title.lang,
        url=absolute("records:record", session.pk),
        # After the end it is only a translation that is still added.
        updated=max(ended, session.revised_at),
        published=ended,
        author=author,
        html=_in_language(session.abstract, session.abstract.value, session.title.lang),
        category="record",
    )


def _in_language(text: Text, html: str, lang: str) -> str:
    """Return HTML that says which language it is in, where that is not the entry's."""
    return f'<div lang="{text.lang}">{html}</div>' if html and text.lang != lang else html


def _feed(place: Place, language: str, entries: tuple[Entry, ...]) -> Feed:
    changed = [entry.updated for entry in entries]
    # What was withdrawn changes the feed too, or who asks by date only would keep it.
    updated = max([*changed, place.gone] if place.gone else changed, default=_NEVER)
    # By the name of the site and not by how it is reached: an id stays when https comes.
    path = urlsplit(place.own).path
    name = uuid5(NAMESPACE_URL, f"{settings.CALENDAR_DOMAIN}{path}")
    return Feed(
        id=f"urn:uuid:{name}",
        title=place.title,
        lang=language,
        url=place.own,
        page=place.page,
        author=place.author,
        updated=updated,
        entries=entries,
    )


def _id(key: UUID, name: str) -> str:
    """Return the id of a thing in one language: a translation is an entry of its own."""
    return f"urn:uuid:{uuid5(key, name)}"


def _answer(request: HttpRequest, feed: Feed) -> HttpResponseBase:
    """Return the feed, or 304 where the program has this very one."""
    body = as_xml(feed, settings.SITE_URL)
    changed = int(feed.updated.timestamp())
    whole = HttpResponse(body, content_type=f"{MEDIA_TYPE}; charset=utf-8")
    whole["ETag"] = f'"{blake2b(body, digest_size=16).hexdigest()}"'
    whole["Last-Modified"] = http_date(changed)
    whole["Cache-Control"] = f"public, max-age={_FRESH}"
    whole["Access-Control-Allow-Origin"] = "*"
    answer = get_conditional_response(request, whole["ETag"], changed, whole)
    return whole if answer is None else answer
