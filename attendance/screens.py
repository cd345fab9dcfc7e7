"""Several people at one screen: who is signed in says how many, and a moderator countersigns it.

What is not countersigned is a claim, and what is said anew is a claim again. The room counts a
screen while its person is here; the attendance sheet lists it apart, never among connections.
"""

from collections import defaultdict
from collections.abc import Container, Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import F, Sum
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import Person
from attendance import protocol
from attendance.models import Screen
from kit.names import MAX_NAME, clean_name
from kit.refusals import NotHere, Refused
from live import clock, presence
from live.hub import publish, verb
from live.redaction import redact
from sessions import life, people
from sessions.models import IN_SESSION, Session
from sessions.rules import demand, demand_part

FEWEST, MOST = 2, 200

audit.name_acts({"screen.confirm": _("People at a shared screen confirmed")})


@verb
def declare(
    *, actor: Person, session: Session, heads: int, signed_in: int = 1, names: Iterable[str] = ()
) -> Screen:
    """Say that so many people, oneself among them, are at one's screen; names are as one likes.

    `signed_in` of them have come in by themselves, the speaker among them, and are counted as such:
    only one of those at a screen says this, for all. Another number or other names take the place of the former, and void what a moderator has
    countersigned. The same again changes nothing.
    """
    demand_part(actor, session)
    listed = _checked(heads, signed_in, names)
    _lock(session)
    row = Screen.objects.filter(session=session, person=actor).first()
    if row is not None and _said(row) == (heads, signed_in, listed):
        return row
    row = row or Screen(session=session, person=actor)
    _uncount(row)
    if not row._state.adding:  # noqa: SLF001 - documented Django
        _forget_names(row)
    row.heads, row.signed_in, row.names = heads, signed_in, listed
    row.declared_at = clock.now()
    row.confirmed_at, row.confirmed_by = None, None
    row.save()
    # The moderators' list names who says so.
    people.show([actor], session)
    claim = protocol.ScreenDeclared(
        person=actor.pk, heads=heads, signed_in=signed_in, names=names_of(row)
    )
    publish(session.live_room, claim, actor=actor.pk)
    _note(row, actor.pk)
    return row


@verb
def withdraw(*, actor: Person, session: Session) -> None:
    """Take back what one said of one's screen; it is on no list any more."""
    demand_part(actor, session)
    _lock(session)
    row = Screen.objects.filter(session=session, person=actor).first()
    if row is None:
        text = _("You have not said that several people are at your screen.")
        raise Refused("screen.none", text)
    _uncount(row)
    _forget_names(row)
    publish(session.live_room, protocol.ScreenWithdrawn(person=actor.pk), actor=actor.pk)
    forgotten = protocol.ScreenForgotten(screen=row.pk)
    publish(session.live_room, forgotten, actor=actor.pk, person=actor.pk)
    row.delete()


@verb
def confirm(
    *,
    actor: Person,
    session: Session,
    person: UUID,
    heads: int,
    signed_in: int = 1,
    names: Iterable[str] = (),
) -> Screen:
    """Countersign how many people are at somebody's screen, and who, at any hour.

    The numbers and the names are what the moderator saw: what was said otherwise meanwhile is not
    confirmed unseen, and neither are names that a client did not show.
    """
    demand("sessions.moderate", actor, session)
    session = _lock(session)
    row = Screen.objects.filter(session=session, person=person).first()
    if row is None:
        raise NotHere
    if (row.heads, row.signed_in) != (heads, signed_in):
        text = _("The number has been changed meanwhile. Look at it again.")
        raise Refused("screen.changed", text, field="heads")
    if names_of(row) != list(names):
        text = _("The names have been changed meanwhile. Look at them again.")
        raise Refused("screen.changed", text, field="names")
    if row.confirmed_at is not None:
        raise Refused("screen.already_confirmed", _("This is confirmed already."))
    row.confirmed_at, row.confirmed_by = clock.now(), actor.pk
    row.save(update_fields=["confirmed_at", "confirmed_by"])

    def stamp(_seq: int, at: datetime) -> None:
        row.confirmed_at = at
        row.save(update_fields=["confirmed_at"])

    settled = protocol.ScreenSettled(person=person)
    publish(session.live_room, settled, actor=actor.pk, numbered=stamp)
    _note(row, actor.pk)
    if session.state in IN_SESSION and person in presence.present(session.live_room):
        _count(row, actor.pk)
    audit.record(
        actor=actor,
        act="screen.confirm",
        room=str(session.live_room),
        subject=row.pk,
        person=person,
    )
    return row


def follow_presence() -> None:
    """Count the confirmed screens whose people are here, and no others; safe to run twice at once."""
    rows = Screen.objects.filter(
        session__state__in=IN_SESSION, confirmed_at__isnull=False
    ).select_related("session")
    sessions = {row.session_id: row.session for row in rows}
    here = presence.everyone(session.live_room for session in sessions.values())
    for session in sessions.values():
        of_session = (row for row in rows if row.session_id == session.pk)
        if _changed(of_session, here[session.live_room]):
            count_anew(session=session)


@verb
def count_anew(*, session: Session) -> None:
    """Tell the room which confirmed screens count from now on, and which no longer."""
    session = _lock(session)
    if session.state not in IN_SESSION:
        return
    here = presence.present(session.live_room)
    rows = Screen.objects.filter(session=session, confirmed_at__isnull=False).order_by("person")
    for row in _changed(rows, here):
        if row.person_id in here:
            _count(row, None)
        else:
            _uncount(row)


@life.at_end
@verb
def clear(session: Session, actor: Person | None) -> None:
    """Count no screen of a session that has ended: nobody is there any more."""
    for row in Screen.objects.filter(session=session, is_counted=True).order_by("person"):
        _uncount(row)


def counted_in(session: Session) -> list[Screen]:
    """Return the screens that the room counts now."""
    return list(Screen.objects.filter(session=session, is_counted=True).order_by("person"))


def more_heads(session: Session) -> int:
    """Return how many people the counted screens add to those who are signed in."""
    rows = Screen.objects.filter(session=session, is_counted=True)
    return rows.aggregate(more=Sum(F("heads") - F("signed_in")))["more"] or 0


def confirmed_in(session: Session) -> list[Screen]:
    """Return the countersigned screens of a session, also when it is over, for its sheet.

    Each says how many people were at one person's screen; they are never added to connections.
    """
    rows = Screen.objects.filter(session=session, confirmed_at__isnull=False)
    return list(rows.select_related("person__organisation").order_by("confirmed_at", "person"))


def confirmed_in_all(sessions: Iterable[Session]) -> dict[UUID, list[Screen]]:
    """Return the countersigned screens of several sessions, in one query."""
    rows = Screen.objects.filter(session__in=list(sessions), confirmed_at__isnull=False)
    found: dict[UUID, list[Screen]] = defaultdict(list)
    for row in rows:
        found[row.session_id].append(row)
    return found


def further_people(rows: Iterable[Screen], there: Container[UUID]) -> int:
    """Return how many people sat at screens beside those who signed in.

    Only the screens of who was there count: nobody sat before a screen that was not on.
    """
    return sum(row.further for row in rows if row.person_id in there)


def claims_in(session: Session) -> list[Screen]:
    """Return all that is said of screens in a session, confirmed or not."""
    return list(Screen.objects.filter(session=session).order_by("person"))


def own(session: Session, person: UUID) -> Screen | None:
    """Return what a person says of their own screen."""
    return Screen.objects.filter(session=session, person=person).first()


def names_of(row: Screen) -> list[str]:
    """Return the names of those at a screen, as far as they were told."""
    return row.names.splitlines()


def _said(row: Screen) -> tuple[int, int, str]:
    return row.heads, row.signed_in, row.names


def _checked(heads: int, signed_in: int, names: Iterable[str]) -> str:
    if not FEWEST <= heads <= MOST:
        text = _("Say how many you are at this screen, yourself included: from 2 to 200.")
        raise Refused("screen.heads", text, field="heads")
    if not 1 <= signed_in <= heads:
        text = _("Say how many of you are signed in themselves: from 1, yourself, to all of you.")
        raise Refused("screen.signed_in", text, field="signed_in")
    given = list(names)
    if any(len(name) > MAX_NAME for name in given):
        text = _("A name has at most 80 characters. Write one name a line.")
        raise Refused("screen.long_name", text, field="names")
    listed = [clean for name in given if (clean := clean_name(name))]
    if len(listed) >= heads:
        text = _("There are more names than people beside you. Your own name is not among them.")
        raise Refused("screen.names", text, field="names")
    return "\n".join(listed)


def _lock(session: Session) -> Session:
    # The session's row is the lock: two windows of one person make one row, and the end of the
    # session waits or is waited for.
    return Session.objects.select_for_update(no_key=True).get(pk=session.pk)


def _changed(rows: Iterable[Screen], here: frozenset[UUID]) -> Sequence[Screen]:
    return [row for row in rows if row.is_counted != (row.person_id in here)]


def _count(row: Screen, actor: UUID | None) -> None:
    row.is_counted = True
    row.save(update_fields=["is_counted"])
    event = protocol.ScreenConfirmed(person=row.person_id, heads=row.heads, signed_in=row.signed_in)
    publish(row.session.live_room, event, actor=actor)


def _uncount(row: Screen) -> None:
    if row.is_counted:
        row.is_counted = False
        row.save(update_fields=["is_counted"])
        publish(row.session.live_room, protocol.ScreenCleared(person=row.person_id))


def _forget_names(row: Screen) -> None:
    room = row.session.live_room
    redact(room.stream("staff"), row.person_id, protocol.ScreenDeclared)
    redact(room.stream("me", row.person_id), row.pk, protocol.ScreenNoted)


def _note(row: Screen, actor: UUID) -> None:
    event = protocol.ScreenNoted(
        screen=row.pk,
        heads=row.heads,
        signed_in=row.signed_in,
        names=names_of(row),
        confirmed=row.confirmed_at is not None,
    )
    publish(row.session.live_room, event, actor=actor, person=row.person_id)
