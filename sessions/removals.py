"""Removals: a moderator puts a person out of a session, and lets them in again."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import Person
from kit.refusals import NotHere, Refused
from live import clock, presence
from live.clock import wire
from live.epochs import raise_epoch
from live.hub import publish, verb
from sessions import people, queries
from sessions.models import Removal, Session
from sessions.protocol import PersonReadmitted, PersonRemoved
from sessions.rules import demand

ReadmissionCallback = Callable[[Session, UUID], None]

_after_readmission: list[ReadmissionCallback] = []

audit.name_acts(
    {
        "person.remove": _("Removed from the session"),
        "person.readmit": _("Let into the session again"),
    }
)


def after_readmission(callback: ReadmissionCallback) -> ReadmissionCallback:
    """Register what else is written, in the same transaction, when somebody is let in again."""
    _after_readmission.append(callback)
    return callback


@verb
def remove(*, actor: Person, session: Session, person: UUID, reason: str = "") -> Removal:
    """Put a person out at once and keep them out, until a moderator lets them in again.

    Who moderates or organises can't be put out, and so nobody puts out themselves. Only the
    moderators are told, with the reason.
    """
    demand("sessions.moderate", actor, session)
    # The session's row is the lock: two moderators who press at once remove once.
    Session.objects.select_for_update(no_key=True).get(pk=session.pk)
    found = _to_remove(session, person)
    reason = audit.clean_reason(reason)
    row = Removal.objects.create(
        session=session, person=found, at=clock.now(), by=actor.pk, reason=reason
    )
    # The list of the removed names both, also when neither has appeared in the room before.
    people.show([found, actor], session)
    presence.expel(session.live_room, found.pk)

    def stamp(_seq: int, at: datetime) -> None:
        row.at = at
        row.save(update_fields=["at"])

    event = PersonRemoved(person=found.pk, by=actor.pk, reason=reason)
    publish(session.live_room, event, actor=actor.pk, numbered=stamp)
    _record(actor, session, found.pk, "person.remove", reason)
    raise_epoch(found.pk)
    return row


@verb
def readmit(*, actor: Person, session: Session, person: UUID) -> None:
    """Let a removed person come in again."""
    demand("sessions.moderate", actor, session)
    Session.objects.select_for_update(no_key=True).get(pk=session.pk)
    gone, _rows = Removal.objects.filter(session=session, person=person).delete()
    if not gone:
        raise _not_removed(session, person)
    publish(session.live_room, PersonReadmitted(person=person), actor=actor.pk)
    _record(actor, session, person, "person.readmit")
    raise_epoch(person)
    for callback in _after_readmission:
        callback(session, person)


def removals_in(session: Session) -> list[dict[str, Any]]:
    """Return who is put out of a session, by whom and why, the first one first."""
    rows = Removal.objects.filter(session=session).order_by("at", "person")
    return [
        {"person": str(row.person_id), "at": wire(row.at), "by": str(row.by), "reason": row.reason}
        for row in rows
    ]


def _to_remove(session: Session, person: UUID) -> Person:
    found = Person.objects.select_related("organisation").filter(pk=person).first()
    if found is None:
        raise NotHere
    if queries.who_is_removed(session, {person}):
        text = _("This person is removed from the session already.")
        raise Refused("person.already_removed", text)
    if queries.who_moderates(session, [found]):
        text = _("Moderators and organisers can’t be removed from a session.")
        raise Refused("person.moderates", text)
    if not queries.who_may_enter(session, [found]):
        raise NotHere
    return found


def _not_removed(session: Session, person: UUID) -> Refused:
    found = Person.objects.filter(pk=person).first()
    if found is None or not queries.who_may_enter(session, [found]):
        return NotHere()
    return Refused("person.not_removed", _("This person is not removed from the session."))


def _record(actor: Person, session: Session, person: UUID, act: str, reason: str = "") -> None:
    audit.record(
        actor=actor,
        act=act,
        room=str(session.live_room),
        subject=session.pk,
        person=person,
        reason=reason,
    )
