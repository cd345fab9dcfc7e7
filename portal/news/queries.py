"""What can be read of news: by everyone, by who writes them; what is pinned, what a group has to tell."""

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import Person
from conferences.queries import visible_to as conferences_of
from groups.models import Group, GroupRole, Membership
from kit.refusals import NotHere
from kit.rules import allows
from live import clock
from portal.news.models import UNPUBLISHED, Kind, Standing, Story
from sessions.models import Session
from sessions.queries import enterable, listed_for

Reader = Person | AnonymousUser

_SLUG = re.compile(r"[-\w]{1,100}", re.ASCII)
PAGE = 20
# On the home page: the last of each, and never more than a screen of them.
ON_HOME, PINNED = 3, 3


@dataclass(frozen=True, slots=True)
class Front:
    """What the home page says: what is pinned and of use now, and the latest of all else."""

    pinned: list[Story]
    latest: list[Story]

    def __bool__(self) -> bool:
        return bool(self.pinned or self.latest)


@dataclass(frozen=True, slots=True)
class About:
    """What a story is about, as far as its reader may read of that."""

    session: Session | None = None
    may_enter: bool = False
    conference: object | None = None

    def __bool__(self) -> bool:
        return bool(self.session or self.conference)


def visible_to(reader: Reader) -> QuerySet[Story]:
    """Return what is published, and of the rest what a person may still change."""
    return _with_shown(Story.objects.filter(Q(state=Standing.PUBLISHED) | _theirs(reader)))


def published(group: Group | None = None) -> QuerySet[Story]:
    """Return what everyone reads, the latest first."""
    found = Story.objects.filter(state=Standing.PUBLISHED)
    if group is not None:
        found = found.filter(group=group)
    return _with_shown(found).order_by("-published_at", "-written_at", "id")


def unpublished_for(reader: Reader, group: Group | None = None) -> QuerySet[Story]:
    """Return the drafts and proposals that a person may change, the latest first."""
    found = Story.objects.filter(_theirs(reader))
    if group is not None:
        found = found.filter(group=group)
    return _with_shown(found).order_by("-written_at", "id")


def story_at(reader: Reader, address: str) -> Story:
    """Return the story at an address, by its name or its id; what was withdrawn only if it was read."""
    known = Q(slug=address)
    with suppress(ValueError):
        known |= Q(pk=UUID(address))
    withdrawn = Q(state=Standing.WITHDRAWN, published_at__isnull=False)
    rows = Story.objects.filter(Q(state=Standing.PUBLISHED) | withdrawn | _theirs(reader))
    found = _with_shown(rows).filter(known).first()
    if found is None:
        raise NotHere
    return found


def front() -> Front:
    """Return what stands on the home page, in two queries."""
    found = list(published().filter(is_pinned=True)[:50])
    pinned = [story for story in found if is_of_use(story)][:PINNED]
    rest = published().exclude(pk__in=[story.pk for story in pinned])
    return Front(pinned, list(rest[:ON_HOME]))


def is_of_use(story: Story, now: datetime | None = None) -> bool:
    """Say whether an announcement's days have come and are not over, on the clocks of its zone."""
    today = (now or clock.now()).astimezone(ZoneInfo(story.zone)).date()
    begun = story.useful_from is None or story.useful_from <= today
    return begun and (story.useful_until is None or today <= story.useful_until)


def about(story: Story, reader: Reader) -> About:
    """Return what a story links to, where this reader may know of it."""
    session = conference = None
    if story.session_id:
        session = listed_for(reader).filter(pk=story.session_id, withdrawn_at=None).first()
    if story.conference_id:
        conference = conferences_of(reader).filter(pk=story.conference_id).first()
    may_enter = session is not None and session.pk in enterable(reader, [session])
    return About(session, may_enter, conference)


def places_to_write(reader: Reader) -> list[Group]:
    """Return the groups for which a person may write, in their order."""
    if not isinstance(reader, Person) or not reader.is_active:
        return []
    if reader.is_organiser:
        return list(Group.objects.all())
    rows = reader.memberships.filter(ended_at=None).select_related("group")
    return [row.group for row in rows.order_by("group__position", "group__slug")]


def group_named(asked: str) -> Group | None:
    """Return the group that an address asks for; what can't be one's name asks no database."""
    # PostgreSQL refuses a NUL with an exception.
    return Group.objects.filter(slug=asked).first() if _SLUG.fullmatch(asked) else None


def may_write_here(reader: Reader, group: Group | None) -> bool:
    """Say whether a person may write news of a group, or of the programme."""
    return allows("news.write", reader, group)


def of_kind(rows: QuerySet[Story], kind: str) -> QuerySet[Story]:
    """Return those of a kind; what is none asks for all."""
    return rows.filter(kind=kind) if kind in Kind.values else rows


def in_language(rows: QuerySet[Story], language: str) -> QuerySet[Story]:
    """Return those that have a text in a language; what is none asks for all."""
    return rows.exclude(**{f"title_{language}": ""}) if language in {"en", "ru"} else rows


def _theirs(reader: Reader) -> Q:
    """Return which unpublished stories a person may change: see `news.revise`."""
    if not isinstance(reader, Person) or not reader.is_active:
        return Q(pk__in=())
    if reader.is_organiser:
        return Q(state__in=UNPUBLISHED)
    now = Membership.objects.filter(group=OuterRef("group"), person=reader, ended_at=None)
    chaired = Q(Exists(now.filter(role=GroupRole.CHAIR)), state__in=UNPUBLISHED)
    own = Q(Exists(now), author=reader, state__in=(Standing.DRAFT, Standing.PROPOSED))
    return chaired | own


def _with_shown(rows: QuerySet[Story]) -> QuerySet[Story]:
    return rows.select_related("group")
