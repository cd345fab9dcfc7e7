"""What organisers put right: a line beside what was measured, with author and reason, never changed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import Person
from attendance.intervals import Interval, Put, attended, clipped, stay, total
from attendance.models import Correction
from attendance.periods import periods_of
from conferences.models import Registration
from kit.refusals import Refused
from live import clock, presence
from live.hub import verb
from sessions.models import Session
from sessions.queries import who_may_enter
from sessions.rules import demand

audit.name_acts({"attendance.correct": _("Attendance corrected")})


@verb
def correct(
    *,
    actor: Person,
    session: Session,
    person: Person,
    was_there: bool,
    starts_at: datetime,
    ends_at: datetime,
    reason: str,
) -> Correction:
    """Add to what counts for a person, or take from it; what was measured stays as it is.

    For whoever was there, or might have been: registered for the conference, or let in. What lies
    outside the session's live periods counts for nothing; what changes nothing is refused.
    """
    demand("attendance.correct", actor, session)
    session = Session.objects.select_for_update(no_key=True).get(pk=session.pk)
    reason = audit.clean_reason(reason)
    if not reason:
        text = _("Say why: the reason stands beside the correction for good.")
        raise Refused("correction.reasonless", text, field="reason")
    if ends_at <= starts_at:
        text = _("The end must be later than the beginning.")
        raise Refused("correction.backwards", text, field="ends_at")
    _demand_effect(session, person, Put(Interval(starts_at, ends_at), was_there))
    made = Correction.objects.create(
        session=session,
        person=person.pk,
        was_there=was_there,
        starts_at=starts_at,
        ends_at=ends_at,
        reason=reason,
        author=actor.pk,
        made_at=clock.now(),
    )
    audit.record(
        actor=actor,
        act="attendance.correct",
        room=str(session.live_room),
        subject=made.pk,
        person=person.pk,
        reason=reason,
    )
    return made


def _demand_effect(session: Session, person: Person, correction: Put) -> None:
    periods = periods_of(session)
    if not total(clipped([correction.span], periods)):
        text = _("The session was not live in that time, so that nothing would change.")
        raise Refused("correction.outside", text, field="starts_at")
    leases = [row for row in presence.leases(session.live_room) if row.person == person.pk]
    if not leases and not _might_have_been_there(session, person):
        text = _("This person was neither registered nor let in.")
        raise Refused("correction.stranger", text, field="email")
    stays = [stay(lease) for lease in leases]
    before = puts(Correction.objects.filter(session=session, person=person.pk)).get(person.pk, [])
    now, then = (attended(stays, periods, each) for each in (before, [*before, correction]))
    if (now and now.counted) == (then and then.counted) or (now is None and then is None):
        text = _("That is what counts already: nothing would change.")
        raise Refused("correction.idle", text, field="starts_at")


def _might_have_been_there(session: Session, person: Person) -> bool:
    if person.pk in who_may_enter(session, [person]):
        return True
    registered = Registration.objects.filter(conference=session.conference_id, person=person)
    return session.conference_id is not None and registered.exists()


def corrections_in(sessions: Iterable[Session]) -> list[Correction]:
    """Return all corrections of some sessions in the order they were made, in one query."""
    rows = Correction.objects.filter(session__in=[session.pk for session in sessions])
    return list(rows.order_by("made_at", "id"))


def people_of(rows: Iterable[Correction]) -> dict[UUID, Person]:
    """Return whom corrections are about and who made them, as far as they are still here.

    In one query, and in none where there is no correction.
    """
    ids = {person for row in rows for person in (row.person, row.author)}
    return Person.objects.in_bulk(ids) if ids else {}


@verb
def move(*, session: Session, by: timedelta) -> None:
    """Move a session's corrections along with its hours; only what loads a past may do so.

    By no door: a correction that somebody made of what happened is never changed.
    """
    # A plain set of rows: the manager's own refuses every change.
    rows: QuerySet[Correction] = QuerySet(Correction).filter(session=session)
    rows.update(**{name: F(name) + by for name in ("starts_at", "ends_at", "made_at")})


def puts(rows: Iterable[Correction]) -> Mapping[UUID, list[Put]]:
    """Return what corrections say of each person, in the order in which they were made."""
    found: dict[UUID, list[Put]] = defaultdict(list)
    for row in rows:
        found[row.person].append(Put(Interval(row.starts_at, row.ends_at), row.was_there))
    return found
