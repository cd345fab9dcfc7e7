"""What stood on a conference's agenda at one moment, and what is different between two moments.

Pure data: a snapshot is kept in a release as JSON, so fields may be added here, never renamed.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

import msgspec

from conferences.models import Conference, Room, Speaker
from kit.bilingual import CODES, Text
from sessions import queries
from sessions.models import Session, State


class Kind(StrEnum):
    """What happened to a session, the gravest first."""

    CANCELLED = "cancelled"
    WITHDRAWN = "withdrawn"
    RESTORED = "restored"
    NEW = "new"
    MOVED = "moved"
    ROOM = "room"
    SPEAKERS = "speakers"
    RENAMED = "renamed"


class Name(msgspec.Struct, frozen=True):
    """A text in both languages, either of which may be empty."""

    en: str = ""
    ru: str = ""

    def told(self, language: str) -> Text:
        """Return it in a language, else in the one there is."""
        wanted = language[:2] if language[:2] in CODES else "en"
        value: str = getattr(self, wanted)
        if value:
            return Text(value, wanted, "original")
        spare = "ru" if wanted == "en" else "en"
        return Text(getattr(self, spare), spare, "missing")


class Shot(msgspec.Struct, frozen=True):
    """A session as it stood on the agenda."""

    id: str
    title: Name
    starts_at: datetime
    ends_at: datetime
    room: Name | None = None
    speakers: tuple[Name, ...] = ()
    is_cancelled: bool = False


class Change(msgspec.Struct, frozen=True):
    """A session before and after; one of them is missing where it came or went."""

    was: Shot | None = None
    now: Shot | None = None

    @property
    def shot(self) -> Shot:
        """Return the session as it stands, or as it stood when it left."""
        shot = self.now or self.was
        if shot is None:
            msg = "a change of nothing"
            raise ValueError(msg)
        return shot

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """Return what happened, the gravest first; nothing where both are alike."""
        was, now = self.was, self.now
        if now is None:
            return (Kind.WITHDRAWN,)
        if was is None:
            return (Kind.NEW,)
        if now.is_cancelled and not was.is_cancelled:
            return (Kind.CANCELLED,)
        found = {
            Kind.RESTORED: was.is_cancelled and not now.is_cancelled,
            Kind.MOVED: (was.starts_at, was.ends_at) != (now.starts_at, now.ends_at),
            Kind.ROOM: was.room != now.room,
            Kind.SPEAKERS: was.speakers != now.speakers,
            Kind.RENAMED: was.title != now.title,
        }
        return tuple(kind for kind in Kind if found.get(kind))


def taken(conference: Conference) -> tuple[Shot, ...]:
    """Return what stands on a conference's agenda now, in two queries; withdrawn sessions do not."""
    listed = Session.objects.filter(conference=conference, withdrawn_at=None)
    light = listed.defer("abstract_en", "abstract_ru").select_related("room")
    sessions = list(light.order_by("starts_at", "id"))
    speakers = queries.speakers_of(sessions)
    return tuple(
        Shot(
            id=str(each.pk),
            title=Name(each.title_en, each.title_ru),
            starts_at=each.starts_at,
            ends_at=each.ends_at,
            room=_name(each.room) if each.room else None,
            speakers=tuple(_name(row.speaker) for row in speakers.get(each.pk, [])),
            is_cancelled=each.state == State.CANCELLED,
        )
        for each in sessions
    )


def between(before: Sequence[Shot], after: Sequence[Shot]) -> list[Change]:
    """Return what is different, by what happened first and then by hour.

    A session that came and was cancelled before anybody was told of it is no news.
    """
    was = {shot.id: shot for shot in before}
    now = {shot.id: shot for shot in after}
    changes = [Change(was.get(shot.id), shot) for shot in after]
    changes += [Change(shot, None) for shot in before if shot.id not in now]
    real = [change for change in changes if change.kinds and not _is_no_news(change)]
    order = {kind: place for place, kind in enumerate(Kind)}
    return sorted(real, key=lambda each: (order[each.kinds[0]], each.shot.starts_at, each.shot.id))


def stored(parts: Iterable[Shot | Change]) -> Any:
    """Return a snapshot or a list of changes as a release keeps it."""
    return msgspec.to_builtins(list(parts))


def shots(kept: Any) -> tuple[Shot, ...]:
    """Read a snapshot that a release keeps."""
    return msgspec.convert(kept, tuple[Shot, ...])


def changes(kept: Any) -> list[Change]:
    """Read the changes that a release keeps."""
    return msgspec.convert(kept, list[Change])


def _is_no_news(change: Change) -> bool:
    came_cancelled = change.was is None and change.now is not None and change.now.is_cancelled
    went_cancelled = change.now is None and change.was is not None and change.was.is_cancelled
    return came_cancelled or went_cancelled


def _name(row: Room | Speaker) -> Name:
    return Name(row.name_en, row.name_ru)
