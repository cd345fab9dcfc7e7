"""Telling the demonstration's news by the verbs that everyone uses, at their own hours."""

from datetime import datetime, timedelta
from typing import Any

from conferences.models import Conference
from groups.models import Group
from live import clock
from portal.demonstration.facts import Words, key
from portal.demonstration.groups import THEMES
from portal.demonstration.loading.people import Cast
from portal.demonstration.loading.rows import Count
from portal.demonstration.news import (
    MILESTONES,
    OF_GROUPS,
    PINNED,
    PINNED_TEXT,
    PROPOSED,
    PROPOSED_TEXT,
    Told,
)
from portal.demonstration.people import ORGANISER, PARTICIPANT, chairs
from portal.news import following, stories
from portal.news.models import Kind, Story
from portal.news.stories import Facts


def write_news(cast: Cast, present: Conference, now: datetime, count: Count) -> None:
    """Write what is not there yet; what people have changed since stays as they left it."""
    for told in (*MILESTONES, *OF_GROUPS):
        if _is_missing(told.key, count):
            with clock.telling(told.at):
                _tell(cast, told)
    if _is_missing("pinned", count):
        _pin(cast, present, now)
    if _is_missing("proposed", count):
        _propose(cast)
    participant = cast[PARTICIPANT]
    if not participant.followings.exists():
        following.choose(actor=participant, group=None, is_on=True)


def _is_missing(name: str, count: Count) -> bool:
    count.there["news"] += 1
    is_missing = not Story.objects.filter(pk=key("story", name)).exists()
    count.created += is_missing
    return is_missing


def _tell(cast: Cast, told: Told) -> None:
    group = Group.objects.filter(slug=told.group).first() if told.group else None
    place = next((n for n, theme in enumerate(THEMES) if theme.slug == told.group), 0)
    actor = cast[chairs(place)[0]] if group else cast[ORGANISER]
    conference = Conference.objects.filter(slug=told.conference).first()
    facts = _facts(told.title, told.text, zone=told.zone, conference=conference)
    draft = stories.write(actor=actor, group=group, facts=facts, key=key("story", told.key))
    stories.publish(actor=actor, story=draft)


def _pin(cast: Cast, present: Conference, now: datetime) -> None:
    actor, today = cast[ORGANISER], now.date()
    facts = _facts(
        PINNED,
        PINNED_TEXT,
        kind=Kind.ANNOUNCEMENT,
        zone=present.zone,
        useful_from=today - timedelta(days=1),
        useful_until=today + timedelta(days=30),
        is_pinned=True,
        conference=present,
    )
    draft = stories.write(actor=actor, facts=facts, key=key("story", "pinned"))
    stories.publish(actor=actor, story=draft)


def _propose(cast: Cast) -> None:
    """Have a member propose something, for the co-chairs to decide."""
    actor, group = cast[PARTICIPANT], Group.objects.get(slug=THEMES[0].slug)
    facts = _facts(PROPOSED, PROPOSED_TEXT, zone="Europe/Moscow")
    draft = stories.write(actor=actor, group=group, facts=facts, key=key("story", "proposed"))
    stories.propose(actor=actor, story=draft)


def _facts(title: Words, text: Words, **more: Any) -> Facts:
    return Facts(
        source_language=title.source,
        title={"en": title.en, "ru": title.ru},
        text={"en": text.en, "ru": text.ru},
        **more,
    )
