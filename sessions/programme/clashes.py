"""Warnings for who plans: somebody, a room or a group in two places at once, a session on no day of its conference."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.people import shown
from conferences.models import Conference
from groups.models import GroupRole, Membership
from sessions import queries
from sessions.models import Role, RoleName, Session, Speaking, State
from sessions.queries import Reader

# Whose absence would be missed: who merely takes part may choose between two sessions.
_NEEDED = (RoleName.MODERATOR, RoleName.SPEAKER)


class Kind(StrEnum):
    """What is in two places at once; or, for `DAYS`, on none of the conference's days."""

    ROOM = "room"
    PERSON = "person"
    GROUP = "group"
    DAYS = "days"


class Key(NamedTuple):
    """Who or what can be in one place only."""

    kind: Kind
    id: UUID


class _Slot(NamedTuple):
    pk: UUID
    starts_at: datetime
    ends_at: datetime
    room: UUID | None
    group: UUID | None


@dataclass(frozen=True, slots=True)
class Clash:
    """One warning: two sessions that need the same, or one on a day that is not the conference's."""

    kind: Kind
    name: str
    session: Session
    other: Session | None = None

    @property
    def words(self) -> str:
        """Return what is wrong; the sessions stand beside it."""
        if self.kind == Kind.ROOM:
            return _("The room “%(name)s” is taken twice at the same time.") % {"name": self.name}
        if self.kind == Kind.GROUP:
            return _("The group “%(name)s” meets twice at the same time.") % {"name": self.name}
        if self.kind == Kind.DAYS:
            return _("This session is outside the days of the conference.")
        return _("%(name)s is needed in two sessions at the same time.") % {"name": self.name}


def of_conference(conference: Conference, reader: Reader) -> list[Clash]:
    """Return what clashes at a conference, by hour; the same seven queries whatever its size.

    What happens elsewhere counts too: a person who speaks here and moderates a group's meeting at
    the same time. Sessions that the reader does not moderate are left out: a co-chair does not learn
    here what else somebody of theirs does.
    """
    mine = Session.objects.filter(conference=conference)
    return _clashes(mine, reader)


def of_session(session: Session, reader: Reader) -> list[Clash]:
    """Return what clashes with one session, in the same number of queries."""
    return _clashes(Session.objects.filter(pk=session.pk), reader)


def _clashes(mine: QuerySet[Session], reader: Reader) -> list[Clash]:
    own = list(_slots(mine))
    if not own:
        return []
    since, until = min(slot.starts_at for slot in own), max(slot.ends_at for slot in own)
    beside = Session.objects.filter(starts_at__lt=until, ends_at__gt=since)
    slots = {slot.pk: slot for slot in (*own, *_slots(beside))}
    ids = {slot.pk for slot in own}
    needs, names = _needs(slots)
    pairs = [
        (key, first, second)
        for key, needed in needs.items()
        for first, second in _at_once(slots[pk] for pk in needed)
        if first in ids or second in ids
    ]
    return _told(pairs, ids, _outside(mine), names, reader)


def _slots(sessions: QuerySet[Session]) -> Iterator[_Slot]:
    held = sessions.filter(withdrawn_at=None).exclude(state=State.CANCELLED)
    for row in held.values_list("pk", "starts_at", "ends_at", "room", "group"):
        yield _Slot(*row)


def _needs(slots: Mapping[UUID, _Slot]) -> tuple[dict[Key, set[UUID]], dict[Key, str]]:
    """Return which sessions need whom or what, and the names of those who speak, in three queries.

    A speaker who has an account is the same person as the one who has a role. Co-chairs are needed
    where their group meets.
    """
    needs: dict[Key, set[UUID]] = {}
    names: dict[Key, str] = {}
    for slot in slots.values():
        if slot.room:
            needs.setdefault(Key(Kind.ROOM, slot.room), set()).add(slot.pk)
        if slot.group:
            needs.setdefault(Key(Kind.GROUP, slot.group), set()).add(slot.pk)
    for key, session, name in (*_speaking(slots), *_roles(slots), *_chairs(slots)):
        needs.setdefault(key, set()).add(session)
        if name:
            names[key] = name
    return needs, names


def _speaking(slots: Mapping[UUID, _Slot]) -> Iterator[tuple[Key, UUID, str]]:
    rows = Speaking.objects.filter(session__in=list(slots)).select_related("speaker")
    for row in rows.order_by("id"):
        speaker = row.speaker
        key = Key(Kind.PERSON, speaker.person_id or speaker.pk)
        yield key, row.session_id, speaker.name.value


def _roles(slots: Mapping[UUID, _Slot]) -> Iterator[tuple[Key, UUID, str]]:
    rows = Role.objects.filter(session__in=list(slots), name__in=_NEEDED).order_by("id")
    for person, session in rows.values_list("person", "session"):
        yield Key(Kind.PERSON, person), session, ""


def _chairs(slots: Mapping[UUID, _Slot]) -> Iterator[tuple[Key, UUID, str]]:
    meetings: dict[UUID, list[UUID]] = {}
    for slot in slots.values():
        if slot.group:
            meetings.setdefault(slot.group, []).append(slot.pk)
    rows = Membership.objects.filter(group__in=meetings, role=GroupRole.CHAIR, ended_at=None)
    for group, person in rows.values_list("group", "person"):
        for session in meetings[group]:
            yield Key(Kind.PERSON, person), session, ""


def _at_once(needed: Iterable[_Slot]) -> Iterator[tuple[UUID, UUID]]:
    """Return each session that begins before an earlier one has ended, with that one.

    One pair a session, however many go on: who mends it sees the next. Where one ends as the other
    begins, nothing clashes.
    """
    longest: _Slot | None = None
    for slot in sorted(needed, key=lambda slot: (slot.starts_at, slot.ends_at, slot.pk)):
        if longest and slot.starts_at < longest.ends_at:
            yield longest.pk, slot.pk
        if longest is None or slot.ends_at > longest.ends_at:
            longest = slot


def _outside(sessions: QuerySet[Session]) -> set[UUID]:
    """Return which of these begin or end on a day that is not their conference's, by its own clock."""
    fields = ("starts_at", "ends_at", "conference__starts_on", "conference__ends_on")
    held = sessions.filter(withdrawn_at=None, conference__isnull=False)
    rows = held.exclude(state=State.CANCELLED).values_list("pk", "conference__zone", *fields)
    found = set()
    for pk, name, starts_at, ends_at, first, last in rows:
        zone = ZoneInfo(name)
        begins = starts_at.astimezone(zone).date()
        # What ends at midnight has not run into the next day.
        ends = max(starts_at, ends_at - timedelta(microseconds=1)).astimezone(zone).date()
        if begins < first or ends > last:
            found.add(pk)
    return found


def _told(
    pairs: list[tuple[Key, UUID, UUID]],
    ids: set[UUID],
    outside: set[UUID],
    names: dict[Key, str],
    reader: Reader,
) -> list[Clash]:
    """Name what is in the pairs, as far as the reader has both sessions in hand; by hour."""
    wanted = {pk for _key, first, second in pairs for pk in (first, second)} | outside
    known = queries.moderated_by(reader).filter(pk__in=wanted).defer("abstract_en", "abstract_ru")
    sessions = {each.pk: each for each in known}
    people = _people({key.id for key, _first, _second in pairs if key.kind == Kind.PERSON}, reader)
    clashes = [Clash(Kind.DAYS, "", sessions[pk]) for pk in outside if pk in sessions]
    for key, first, second in pairs:
        # The session that is asked about first, then the one that it clashes with.
        mine, other = (first, second) if first in ids else (second, first)
        if mine in sessions and other in sessions:
            name = people.get(key.id) or _name(key, names, sessions[mine])
            clashes.append(Clash(key.kind, name, sessions[mine], sessions[other]))
    return sorted(clashes, key=lambda each: (each.session.starts_at, each.session.pk, each.kind))


def _people(ids: set[UUID], reader: Reader) -> dict[UUID, str]:
    """Return what the reader calls people who have an account: organisers by their names.

    A co-chair sees of them here what everyone does: the page must not tell who is behind a pseudonym.
    """
    is_organiser = isinstance(reader, Person) and reader.is_organiser
    people = Person.objects.filter(pk__in=ids).select_related("organisation")
    return {
        each.pk: (each.name if is_organiser else "") or shown(each).name or _("a delegate")
        for each in people
    }


def _name(key: Key, names: dict[Key, str], session: Session) -> str:
    if key.kind == Kind.ROOM and session.room:
        return session.room.name.value
    if key.kind == Kind.GROUP and session.group:
        return session.group.name.value
    return names.get(key) or _("Somebody without a name")
