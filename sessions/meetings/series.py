"""A series of meetings: planned in one go, changed from one of them on, or with one left out."""

from datetime import datetime
from uuid import UUID, uuid4

from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import Person
from groups.models import Group
from kit.refusals import Refused
from live.hub import verb
from sessions.meetings import invitations, notices, queries, recurrence
from sessions.meetings.models import Occurrence, Series
from sessions.meetings.plans import cancel, demand_ahead, lay, length, planned_by, schedule
from sessions.meetings.recurrence import Pattern
from sessions.models import Session
from sessions.rules import demand, demand_host
from sessions.sessions import Texts

audit.name_acts(
    {
        "series.plan": _("Series of meetings planned"),
        "series.change": _("Series of meetings changed"),
    }
)


@verb
def plan_series(
    *,
    actor: Person,
    group: Group,
    texts: Texts,
    source_language: str,
    pattern: Pattern,
    minutes: int,
    stage_url: str = "",
    key: UUID | None = None,
) -> Series:
    """Plan up to 60 meetings, each a session of its own, and invite all members to all of them.

    `key` is the series': one that was planned by it already is returned as it is.
    """
    demand_host("sessions.schedule", actor, group)
    if key and (found := planned_by(Series, group, key)):
        return found
    slots = recurrence.slots(pattern)
    made = Series.objects.create(
        pk=key or uuid4(),
        group=group,
        frequency=pattern.frequency,
        every=pattern.every,
        starts_on=pattern.starts_on,
        starts=pattern.starts,
        zone=pattern.zone,
        minutes=minutes,
        count=len(slots),
    )
    meetings = [
        schedule(
            actor=actor,
            group=group,
            starts_at=slot,
            minutes=minutes,
            zone=pattern.zone,
            texts=texts,
            source_language=source_language,
            stage_url=stage_url,
        )
        for slot in slots
    ]
    Occurrence.objects.bulk_create(
        Occurrence(session=meeting, series=made, slot=slot)
        for meeting, slot in zip(meetings, slots, strict=True)
    )
    invitations.invite(group, meetings)
    notices.push(made)
    audit.record(actor=actor, act="series.plan", room=f"group.{group.pk}", subject=made.pk)
    return made


@verb
def change_series(*, actor: Person, session: Session, pattern: Pattern, minutes: int) -> int:
    """Lay a meeting, and those after it that are not over or cancelled, to another day or hour.

    They keep their number, their texts and their pages: the pattern's own count is not asked.
    None is laid into the past; one that has begun may stay where it is. Returns how many were moved. One that was moved by hand before goes with the others.
    """
    demand("sessions.revise", actor, session)
    place = Occurrence.objects.filter(session=session).first()
    if place is None:
        raise Refused("series.none", _("This meeting belongs to no series."))
    Series.objects.select_for_update(no_key=True).get(pk=place.series_id)
    rest = queries.rest_of(session)
    if rest is None or not rest.ahead:
        raise Refused("series.over", _("Nothing of this series is still to come."))
    laid = rest.laid(pattern)
    for meeting, slot in laid:
        if (slot, slot + length(minutes)) != (meeting.starts_at, meeting.ends_at):
            demand_ahead(slot)
    moved = [_move(actor, meeting, slot, minutes, pattern.zone) for meeting, slot in laid]
    room = f"group.{rest.series.group_id}"
    if any(moved):
        audit.record(actor=actor, act="series.change", room=room, subject=rest.series.pk)
    return sum(moved)


@verb
def skip(*, actor: Person, session: Session) -> Session:
    """Leave one meeting of a series out; the others stay."""
    if not Occurrence.objects.filter(session=session).exists():
        demand("sessions.revise", actor, session)
        raise Refused("series.none", _("This meeting belongs to no series."))
    return cancel(actor=actor, session=session)


def _move(actor: Person, meeting: Session, slot: datetime, minutes: int, zone: str) -> bool:
    before = (meeting.starts_at, meeting.ends_at)
    after = lay(actor=actor, session=meeting, starts_at=slot, minutes=minutes, zone=zone)
    return before != (after.starts_at, after.ends_at)
