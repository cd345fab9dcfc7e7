"""The next conference from the last one: its rooms, tracks and sessions, with the dates shifted."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import Person
from conferences import conferences
from conferences.conferences import Facts
from conferences.models import Conference, Room, Track
from kit.refusals import Forbidden, Refused
from kit.rules import allows
from live import clock
from live.hub import verb
from sessions.models import AgendaItem, Session
from sessions.schedules.gathering import FIRST_YEAR, LAST_YEAR

audit.name_acts({"conference.copy": _("Conference copied")})


@verb
def copy_conference(
    *,
    actor: Person,
    conference: Conference,
    slug: str,
    title: Mapping[str, str],
    starts_on: date,
    with_stages: bool = False,
) -> Conference:
    """Make a new conference with the rooms, tracks, sessions and agenda items of another.

    Everything moves by whole days and keeps its hour on the wall, whatever the clocks do between.
    Nobody comes along: no speakers, roles, registrations, stars or records; and no links to audio
    and video, unless `with_stages`. All sessions are scheduled again, cancelled ones too. The copy
    is shown to nobody and closed for registration until its organisers have looked at it.
    """
    if not allows("conferences.organise", actor, conference):
        raise Forbidden
    if not FIRST_YEAR <= starts_on.year <= LAST_YEAR:
        text = _("The first day must be in a year from %(first)d to %(last)d.")
        said = {"first": FIRST_YEAR, "last": LAST_YEAR}
        raise Refused("conference.year", text % said, field="starts_on")
    days = starts_on - conference.starts_on
    facts = Facts(
        source_language=conference.source_language,
        title=title,
        about={"en": conference.about_en, "ru": conference.about_ru},
        venue=conference.venue,
        zone=conference.zone,
        starts_on=starts_on,
        ends_on=conference.ends_on + days,
        is_public=False,
        is_open_for_registration=False,
    )
    made = conferences.create(actor=actor, slug=slug, facts=facts)
    _copy_sessions(conference, made, days, with_stages=with_stages)
    audit.record(actor=actor, act="conference.copy", subject=made.pk)
    return made


def shifted(at: datetime, zone: str, days: timedelta) -> datetime:
    """Return the instant at which a clock on the wall shows the same hour some days later.

    An hour that the clocks skip that night is told an hour later, as its clocks do.
    """
    wall = at.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0)
    # In UTC: two instants of one zone are compared by their walls, also where those jump.
    return (wall + days).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def _copy_rooms(last: Conference, made: Conference) -> dict[UUID, Room]:
    """Copy the rooms with their keys, so that an import finds them; return them by the old ones' ids."""
    found = {row.pk: row for row in last.rooms.order_by("position", "id")}
    for row in found.values():
        row.pk, row.conference = uuid4(), made
    Room.objects.bulk_create(found.values())
    return found


def _copy_tracks(last: Conference, made: Conference) -> dict[UUID, Track]:
    found = {row.pk: row for row in last.tracks.order_by("id")}
    for row in found.values():
        row.pk, row.conference = uuid4(), made
    Track.objects.bulk_create(found.values())
    return found


def _copy_sessions(
    last: Conference, made: Conference, days: timedelta, *, with_stages: bool
) -> None:
    rooms, tracks, now = _copy_rooms(last, made), _copy_tracks(last, made), clock.now()
    listed = Session.objects.filter(conference=last, withdrawn_at=None).order_by("starts_at", "id")
    copies: dict[UUID, Session] = {}
    for old in listed:
        new = copies[old.pk] = _planned_anew(old, made, days)
        new.room = rooms[old.room_id] if old.room_id else None
        new.track = tracks[old.track_id] if old.track_id else None
        # Of what is over, the clock may have been taken off by an import or by going on with it.
        new.is_run_by_clock = old.is_run_by_clock or old.ends_at <= now
        if with_stages:
            new.stage_kind, new.stage_url = old.stage_kind, old.stage_url
    Session.objects.bulk_create(copies.values())
    _copy_items(copies)


def _planned_anew(old: Session, made: Conference, days: timedelta) -> Session:
    """Return a session with the plan of another, and nothing of what became of it."""
    starts_at = shifted(old.starts_at, made.zone, days)
    ends_at = shifted(old.ends_at, made.zone, days)
    return Session(
        conference=made,
        source_language=old.source_language,
        translation_state=old.translation_state,
        title_en=old.title_en,
        title_ru=old.title_ru,
        abstract_en=old.abstract_en,
        abstract_ru=old.abstract_ru,
        kind=old.kind,
        is_record_public=old.is_record_public,
        starts_at=starts_at,
        # In a night in which an hour is skipped the end could fall upon the start.
        ends_at=ends_at if ends_at > starts_at else starts_at + (old.ends_at - old.starts_at),
    )


def _copy_items(copies: dict[UUID, Session]) -> None:
    """Copy the agendas of sessions, but not who spoke: a name is a person."""
    items = AgendaItem.objects.filter(session__in=list(copies)).order_by("position", "id")
    AgendaItem.objects.bulk_create(
        AgendaItem(
            session=copies[item.session_id],
            position=item.position,
            source_language=item.source_language,
            translation_state=item.translation_state,
            title_en=item.title_en,
            title_ru=item.title_ru,
            minutes=item.minutes,
        )
        for item in items
    )
