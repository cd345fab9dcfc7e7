"""Kinds of rooms: what an app tells the kernel about the places in which its events happen."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _

from kit.refusals import NotHere, Refused
from live.streams import Room


@dataclass(frozen=True, slots=True)
class Admission:
    """What a person who may enter hears, and what the page may offer to them."""

    audiences: tuple[str, ...]
    may: tuple[str, ...] = ()
    extra: dict[str, Any] = field(default_factory=dict)


class Removed(Refused):
    """A moderator has put this person out of the room."""

    def __init__(self) -> None:
        super().__init__("room.removed", _("You were removed from this session."), status=403)


class RoomKind:
    """What an app registers for its kind of room; `subject` is the app's own object."""

    name = ""

    def load(self, room_id: str) -> Any:
        """Return the subject, or raise NotHere."""
        raise NotHere

    def admit(self, subject: Any, people: Sequence[Any]) -> dict[UUID, Admission]:
        """Return who of these people may enter now, in a number of queries that does not grow."""
        raise NotHere

    def lets_in(self, subject: Any, person: Any) -> bool:
        """Say whether a person may enter now: asked at each of their commands."""
        return person.pk in self.admit(subject, [person])

    def refusal(self, subject: Any, person: Any) -> Refused:
        """Return why somebody may not enter; a stranger learns nothing of what is here."""
        return NotHere()

    def is_over(self, subject: Any) -> bool:
        """Say whether nothing will ever happen here again, so that no socket is kept."""
        return subject is None

    def entered(self, subject: Any, people: Sequence[Any]) -> None:
        """Write and publish what entering means; runs inside the transaction that admits."""

    def counts(self, subject: Any) -> bool:
        """Say whether being here now is attendance; who is here otherwise is shown to nobody."""
        return subject is not None


_kinds: dict[str, RoomKind] = {}


def register(kind: RoomKind) -> None:
    """Make a kind of room known; its name is the first part of its streams' names."""
    _kinds[kind.name] = kind


def kind_of(room: Room) -> RoomKind:
    """Return the kind that a room belongs to; an unknown one is not here."""
    kind = _kinds.get(room.kind)
    if kind is None:
        raise NotHere
    return kind


def counts_now(room: Room, *, otherwise: bool) -> bool:
    """Say whether being in the room is attendance now, read afresh; of no room that is here: otherwise."""
    try:
        kind = kind_of(room)
        return kind.counts(kind.load(room.id))
    except NotHere:
        return otherwise


def admitted(room: Room, person: Any) -> tuple[Any, Admission]:
    """Return the room's subject and the person's admission, or raise why there is none."""
    kind = kind_of(room)
    subject = kind.load(room.id)
    admission = kind.admit(subject, [person]).get(person.id)
    if admission is None:
        raise kind.refusal(subject, person)
    return subject, admission


def subject_for(room: Room, person: Any) -> Any:
    """Return the room's subject for somebody who may enter it now, or raise why they may not."""
    kind = kind_of(room)
    subject = kind.load(room.id)
    if not kind.lets_in(subject, person):
        raise kind.refusal(subject, person)
    return subject


def admitted_now(room: Room, person_id: UUID) -> None:
    """Raise why this person may not enter any more, read afresh; nothing when they still may."""
    person = get_user_model().objects.filter(pk=person_id, is_active=True).first()
    if person is None:
        raise Removed
    admitted(room, person)


def streams_of(room: Room, admission: Admission, person: UUID) -> dict[str, str]:
    """Return short name -> stored name of every stream that the person hears."""
    return {audience: room.stream(audience, person) for audience in admission.audiences}


def kinds() -> Iterable[str]:
    """Return the names of all kinds."""
    return sorted(_kinds)
