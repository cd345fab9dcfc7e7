"""The eleven groups, who belongs to them, and their meetings online."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from groups.models import Group, GroupRole, Membership
from portal.demonstration.facts import Planned, Talk, Words, key, on_the_five
from portal.demonstration.groups import THEMES, Theme
from portal.demonstration.loading import sessions
from portal.demonstration.loading.people import Cast
from portal.demonstration.loading.rows import Count, add_missing
from portal.demonstration.people import (
    CO_CHAIRS,
    DELEGATES,
    MODERATOR,
    PARTICIPANT,
    address,
    chairs,
)
from sessions.meetings import series
from sessions.meetings.models import Frequency, Series
from sessions.meetings.recurrence import Pattern, week_of
from sessions.models import State

# The group that plans ahead, by its position, and what it plans.
_PLANS_AHEAD = 1
_ROUND_TABLE = {"en": "Monthly round table", "ru": "Ежемесячный круглый стол"}

# So many member organisations of each side make a quorum in the groups that have one.
_QUORUM = 3

_BEGINNING = datetime(2011, 6, 6, 12, 0, tzinfo=UTC)


def write_groups(cast: Cast, count: Count) -> None:
    """Write the groups and their memberships."""
    groups = [_group(place, theme) for place, theme in enumerate(THEMES)]
    add_missing(Group, groups, count, "groups")
    rows = [
        Membership(
            id=key("membership", f"{groups[place].slug}:{email}"),
            group=groups[place],
            person=cast[email],
            organisation=cast[email].organisation,
            role=role,
            is_listed=role == GroupRole.CHAIR,
            joined_at=_BEGINNING,
        )
        for place, email, role in _belonging()
    ]
    add_missing(Membership, rows, count, "memberships")


def write_meetings(now: datetime, count: Count, *, is_moved: bool) -> None:
    """Write a meeting of each group; where another day has come, lay them around its hour."""
    for place, theme in enumerate(THEMES):
        group = Group(id=key("group", theme.slug), slug=theme.slug)
        plan = [_meeting(place, theme, now)]
        if not sessions.write(group, plan, count) and is_moved:
            sessions.move(group, plan, count)


def plan_series(cast: Cast, now: datetime, count: Count) -> None:
    """Have a co-chair of the second group plan a series, as anyone would: its invitations are mailed."""
    group = Group.objects.get(pk=key("group", THEMES[_PLANS_AHEAD].slug))
    count.there["series"] += 1
    if Series.objects.filter(group=group).exists():
        return
    series.plan_series(
        actor=cast[chairs(_PLANS_AHEAD)[0]],
        group=group,
        texts={language: {"title": title} for language, title in _ROUND_TABLE.items()},
        source_language="en",
        pattern=Pattern(
            frequency=Frequency.MONTHLY,
            every=1,
            starts_on=_third_wednesday(now),
            starts=time(16),
            zone="Europe/Moscow",
            count=6,
        ),
        minutes=90,
    )
    count.created += 1


def _third_wednesday(now: datetime) -> date:
    """Return the next third Wednesday of a month, no sooner than in three days."""
    day = now.date() + timedelta(days=3)
    while (day.weekday(), week_of(day)) != (2, 3):
        day += timedelta(days=1)
    return day


def _group(place: int, theme: Theme) -> Group:
    return Group(
        id=key("group", theme.slug),
        slug=theme.slug,
        position=place,
        # The first two have agreed on a quorum; the others have none.
        quorum_each_side=_QUORUM if place <= _PLANS_AHEAD else 0,
        **theme.name.columns("name"),
        **theme.about.columns("about"),
        **theme.about.standing(),
    )


def _belonging() -> Iterator[tuple[int, str, GroupRole]]:
    """Yield who belongs to which group, by its position: co-chairs of both countries, then members."""
    for place in range(len(THEMES)):
        for email in chairs(place):
            yield place, email, GroupRole.CHAIR
    for number in range(2 * len(CO_CHAIRS) + 1, DELEGATES + 1):
        pair = (number - 1) // 2
        yield pair % len(THEMES), address(number), GroupRole.MEMBER
        if number % 3 == 0:
            yield (pair + 4) % len(THEMES), address(number), GroupRole.MEMBER
    for email in (MODERATOR, PARTICIPANT):
        yield 0, email, GroupRole.MEMBER


def _meeting(place: int, theme: Theme, now: datetime) -> Planned:
    talk = Talk(f"meeting-{theme.slug}", theme.meeting, Words(), "meeting")
    if place == 0:
        # The first group meets now; its co-chairs end the meeting, not the clock.
        start = on_the_five(now - timedelta(minutes=15))
        return Planned(talk, start, start + timedelta(hours=4), State.LIVE, is_run_by_clock=False)
    day = now.astimezone(UTC).date() + timedelta(days=1 + place % 6)
    start = datetime.combine(day, time(14 + place % 3), tzinfo=UTC)
    return Planned(talk, start, start + timedelta(hours=1))
