"""Planning a meeting of a working group, moving it, calling it off; members are told by mail."""

from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import Person
from groups.models import Group
from kit.refusals import NotHere, Refused
from live import clock
from live.hub import verb
from sessions import life
from sessions import sessions as plans
from sessions.meetings import hours, invitations, notices, queries, recurrence
from sessions.meetings.models import Occurrence, Series
from sessions.models import IN_SESSION, Session
from sessions.rules import demand, demand_host
from sessions.sessions import Texts

audit.name_acts({"meeting.invite": _("Members invited to a meeting")})

# Minutes.
SHORTEST, LONGEST = 5, 720

Planned = TypeVar("Planned", Session, Series)


@verb
def plan(
    *,
    actor: Person,
    group: Group,
    texts: Texts,
    source_language: str,
    starts_at: datetime,
    minutes: int,
    zone: str,
    stage_url: str = "",
    key: UUID | None = None,
) -> Session:
    """Plan one meeting and invite all members; co-chairs of the group and organisers may.

    `key` is the meeting's: one that was planned by it already is returned as it is.
    """
    demand_host("sessions.schedule", actor, group)
    if key and (found := planned_by(Session, group, key)):
        return found
    made = schedule(
        actor=actor,
        group=group,
        starts_at=starts_at,
        minutes=minutes,
        zone=zone,
        texts=texts,
        source_language=source_language,
        stage_url=stage_url,
        key=key,
    )
    invitations.invite(group, [made])
    notices.push(made)
    return made


@verb
def move(
    *, actor: Person, session: Session, starts_at: datetime, minutes: int, zone: str
) -> Session:
    """Move one meeting, of a series too: the others stay where they are."""
    recurrence.demand_near(starts_at.date())
    if (starts_at, starts_at + length(minutes)) != (session.starts_at, session.ends_at):
        demand_ahead(starts_at)
    moved = lay(actor=actor, session=session, starts_at=starts_at, minutes=minutes, zone=zone)
    if moved.revision != session.revision:
        # One that was brought in with nobody invited is from now on like any other.
        invitations.invite(session.group, [session])
    return moved


@verb
def invite(*, actor: Person, session: Session) -> int:
    """Invite everybody to a meeting that nobody has been told of; of a series, to all such of it.

    Returns to how many meetings. A second time is refused: everyone is mailed once.
    """
    demand("sessions.revise", actor, session)
    if session.group is None:
        raise NotHere
    Group.objects.select_for_update(no_key=True).get(pk=session.group.pk)
    if not hours.zones_of(session.group):
        text = _("The group has no members yet. Invite them once somebody has joined.")
        raise Refused("meeting.nobody", text)
    waiting = list(queries.untold_with(session))
    if session not in waiting:
        text = _("The members have been invited to this meeting already, or it is over.")
        raise Refused("meeting.invited", text)
    invitations.invite(session.group, waiting)
    place = Occurrence.objects.filter(session=session).select_related("series").first()
    notices.push(place.series if place else session)
    audit.record(
        actor=actor, act="meeting.invite", room=f"group.{session.group_id}", subject=session.pk
    )
    return len(waiting)


@verb
def cancel(*, actor: Person, session: Session) -> Session:
    """Call a meeting off; in a series it is this one that is skipped."""
    demand("sessions.revise", actor, session)
    return life.cancel(actor=actor, session=session)


def lay(
    *, actor: Person, session: Session, starts_at: datetime, minutes: int, zone: str
) -> Session:
    """Lay a meeting to an hour, inside a verb; whose doors are open stays near.

    Open doors are never shut again but by the end, and would stand open for days.
    """
    demand("sessions.revise", actor, session)
    row = Session.objects.select_for_update(no_key=True).get(pk=session.pk)
    near = max(row.starts_at, clock.now() + timedelta(minutes=settings.ENTRY_MINUTES))
    if row.state in IN_SESSION and starts_at > near:
        text = _(
            "The doors are open, and people may be inside. Call this meeting off and plan another "
            "one, or move it by a few minutes only."
        )
        raise Refused("meeting.doors_open", text, field="date")
    return plans.revise(
        actor=actor,
        session=session,
        starts_at=starts_at,
        ends_at=starts_at + length(minutes),
        meeting_zone=zone,
    )


def schedule(
    *,
    actor: Person,
    group: Group,
    starts_at: datetime,
    minutes: int,
    zone: str,
    texts: Texts,
    source_language: str,
    stage_url: str,
    key: UUID | None = None,
) -> Session:
    """Write a meeting as a session of the group; who may is judged by `sessions.schedule`."""
    recurrence.demand_near(starts_at.date())
    demand_ahead(starts_at)
    return plans.schedule(
        actor=actor,
        host=group,
        texts=texts,
        source_language=source_language,
        starts_at=starts_at,
        ends_at=starts_at + length(minutes),
        meeting_zone=zone,
        stage_url=stage_url,
        kind="meeting",
        key=key,
    )


def planned_by(model: type[Planned], group: Group, key: UUID) -> Planned | None:
    """Return what was planned for a group by a key, once whoever plans for it at this moment is done."""
    Group.objects.select_for_update(no_key=True).get(pk=group.pk)
    return model.objects.filter(pk=key, group=group).first()


def length(minutes: int) -> timedelta:
    """Return how long a meeting takes, or refuse one that nobody would sit through."""
    if not SHORTEST <= minutes <= LONGEST:
        text = _("A meeting takes from 5 minutes to 12 hours.")
        raise Refused("meeting.length", text, field="minutes")
    return timedelta(minutes=minutes)


def demand_ahead(starts_at: datetime) -> None:
    """Refuse an hour that is over, at the field of its day."""
    if starts_at <= clock.now():
        text = _("This hour is over already. Choose one that is still to come.")
        raise Refused("meeting.past", text, field="date")
