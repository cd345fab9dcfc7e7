"""The import of a schedule: read and compare outside, then write everything in one short go."""

from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import audit
from accounts.models import Person
from conferences.models import Conference, Room, Speaker, Track
from kit.bilingual import revise
from kit.refusals import Forbidden, Refused
from kit.rules import allows
from kit.zones import validate_zone
from live import clock
from live.hub import verb
from sessions.models import Session, Speaking
from sessions.schedules.comparison import Changes, Plan, compare, keys_of
from sessions.schedules.document import Schedule, language_of
from sessions.schedules.reports import Outcome, Progress, Source, Tell

audit.name_acts({"schedule.import": gettext_lazy("Schedule imported")})

MAX_SLUG = 60
DEFAULT_ZONE = "UTC"
Row = TypeVar("Row", Room, Track, Speaker, Session)


def preview(*, actor: Person | None, schedule: Schedule, slug: str = "", zone: str = "") -> Outcome:
    """Return what `bring_in` with the same words would do, and write nothing.

    The page shows it before an import: its counts, `changes` one by one, `kept`, `left` and
    `warnings`. It refuses what `bring_in` would refuse. `imported` is None.
    """
    return _outcome(_planned(actor, schedule, slug, zone), schedule)


def bring_in(
    *,
    actor: Person | None,
    schedule: Schedule,
    slug: str = "",
    zone: str = "",
    is_open: bool = False,
    tell: Tell = lambda _progress: None,
    source: Source = Source(),  # noqa: B008 - frozen
) -> Outcome:
    """Make a conference have what a schedule says; whatever it already has of it stays untouched.

    `actor` is None for the operator at a terminal. The zone is the one asked for, else the file's,
    else the one that the conference has, else UTC. A conference that is not there yet is made, open
    for registration; `is_open` opens one that is there. `tell` is called in the caller's thread
    with each piece of work that is done; `source` says which file it was.
    """
    plan = _planned(actor, schedule, slug, zone)
    plan.conference.is_open_for_registration |= plan.is_new or is_open
    tell(Progress(_("compared; writing")))
    try:
        write(plan=plan, actor=actor)
    except IntegrityError as error:
        raise _overtaken() from error
    return _outcome(plan, schedule)


def _planned(actor: Person | None, schedule: Schedule, slug: str, zone: str) -> Plan:
    if actor is not None and not allows("conferences.organise", actor):
        raise Forbidden
    conference, is_new = _conference(schedule, slug)
    _settle_conference(conference, schedule, zone, is_new=is_new)
    return compare(schedule, conference, is_new=is_new, now=clock.now())


def _outcome(plan: Plan, schedule: Schedule) -> Outcome:
    changes: tuple[Changes[Session] | Changes[Room] | Changes[Speaker], ...]
    changes = (plan.sessions, plan.rooms, plan.speakers)
    return Outcome(
        conference=plan.conference.slug,
        title=plan.conference.title.value,
        is_new=plan.is_new,
        zone=plan.conference.zone,
        sessions=len(schedule.talks),
        rooms=len(schedule.rooms),
        people=len(schedule.speakers),
        created=sum(len(each.created) for each in changes),
        updated=sum(len(each.updated) for each in changes),
        unchanged=sum(each.unchanged for each in changes),
        skipped=schedule.skipped,
    )


@verb
def write(*, plan: Plan, actor: Person | None = None) -> None:
    """Write a plan in one transaction, provided that nobody imported since it was made."""
    conference = plan.conference
    if plan.is_new:
        conference.save(force_insert=True)
    else:
        Conference.objects.select_for_update().get(pk=conference.pk)
        if keys_of(conference) != plan.based_on:
            raise _overtaken()
        conference.save(update_fields=("zone", "starts_on", "ends_on", "is_open_for_registration"))
    _write_rows(Room, plan.rooms)
    _write_rows(Track, plan.tracks)
    _write_rows(Speaker, plan.speakers)
    _write_rows(Session, plan.sessions)
    Speaking.objects.filter(session__in=plan.spoken_anew).delete()
    Speaking.objects.bulk_create(plan.speaking)
    if actor is not None:
        audit.record(actor=actor, act="schedule.import", subject=conference.pk)


def _write_rows(model: type[Row], changes: Changes[Row]) -> None:
    rows = model.objects
    rows.bulk_create(changes.created)
    if changes.columns:
        rows.bulk_update(changes.updated, sorted(changes.columns))


def _conference(schedule: Schedule, slug: str) -> tuple[Conference, bool]:
    """Return the conference to fill, and whether it must be made first."""
    slug = slug or _slug(schedule)
    known = Conference.objects.filter(slug=slug).first()
    if known is not None:
        return known, False
    language = language_of(schedule.title)
    made = Conference(slug=slug, source_language=language, venue=schedule.venue)
    revise(made, language=language, title=schedule.title)
    made.starts_on, made.ends_on = schedule.starts_on, schedule.ends_on
    return made, True


def _slug(schedule: Schedule) -> str:
    slug = slugify(schedule.title)[:MAX_SLUG].strip("-") or slugify(schedule.acronym)[:MAX_SLUG]
    if not slug:
        text = _("No address can be made from the title “%(title)s”. Name one with --conference.")
        raise Refused("schedule.slug_missing", text % {"title": schedule.title}, field="slug")
    return slug


def _settle_conference(
    conference: Conference, schedule: Schedule, zone: str, *, is_new: bool
) -> None:
    """Give it the zone, and days enough; what its organisers wrote about it is theirs."""
    conference.zone = zone or schedule.zone or (DEFAULT_ZONE if is_new else conference.zone)
    try:
        validate_zone(conference.zone)
    except ValidationError as error:
        raise Refused("zone.unknown", error.messages[0], field="zone", status=400) from error
    conference.starts_on = min(conference.starts_on, schedule.starts_on)
    conference.ends_on = max(conference.ends_on, schedule.ends_on)


def _overtaken() -> Refused:
    text = _("Somebody else changed this conference at the same moment. Run the import again.")
    return Refused("schedule.overtaken", text)
