"""The changes of a release in words: what happened to which session, in the reader's language."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from kit.bilingual import Text
from kit.zones import local
from sessions.programme.snapshots import Change, Kind, Name, Shot

HEADINGS: dict[Kind, Promise | str] = {
    Kind.CANCELLED: gettext_lazy("Cancelled sessions"),
    Kind.WITHDRAWN: gettext_lazy("No longer on the agenda"),
    Kind.RESTORED: gettext_lazy("Takes place after all"),
    Kind.NEW: gettext_lazy("New sessions"),
    Kind.MOVED: gettext_lazy("At another time"),
    Kind.ROOM: gettext_lazy("In another room"),
    Kind.SPEAKERS: gettext_lazy("Other speakers"),
    Kind.RENAMED: gettext_lazy("Renamed sessions"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """One session that changed: its title now, and a sentence for each thing that happened."""

    session: str
    title: Text
    lines: list[str]


@dataclass(frozen=True, slots=True)
class Part:
    """Sessions to which the same thing happened first of all."""

    kind: str
    heading: Promise | str
    entries: list[Told]


def parts(changes: Iterable[Change], zone: str) -> list[Part]:
    """Return changes under headings, in the order in which they come (the gravest first)."""
    grouped = groupby(changes, key=lambda change: change.kinds[0])
    return [
        Part(kind, HEADINGS[kind], [told(change, zone) for change in within])
        for kind, within in grouped
    ]


def told(change: Change, zone: str) -> Told:
    """Return a change in words, its hours in the conference's zone."""
    shot = change.shot
    title = shot.title.told(get_language() or "en")
    return Told(shot.id, title, [_line(kind, change, zone) for kind in change.kinds])


def _line(kind: Kind, change: Change, zone: str) -> str:
    was, now = change.was, change.now
    if was is None or now is None or kind in {Kind.CANCELLED, Kind.RESTORED}:
        return _came_or_went(kind, change.shot, zone)
    if kind == Kind.MOVED:
        return _("Moved from %(was)s to %(now)s.") % {
            "was": _hours(was, zone),
            "now": _hours(now, zone),
        }
    if kind == Kind.ROOM:
        return _("Room: %(now)s; it was %(was)s.") % {"was": _room(was), "now": _room(now)}
    if kind == Kind.SPEAKERS:
        return _("Speakers: %(now)s; before: %(was)s.") % {
            "was": _names(was.speakers),
            "now": _names(now.speakers),
        }
    return _("It was called “%(was)s”.") % {"was": _in_words(was.title)}


def _came_or_went(kind: Kind, shot: Shot, zone: str) -> str:
    when = _hours(shot, zone)
    if kind == Kind.CANCELLED:
        return _("Cancelled; it was planned for %(when)s.") % {"when": when}
    if kind == Kind.WITHDRAWN:
        return _("No longer on the agenda; it was planned for %(when)s.") % {"when": when}
    if kind == Kind.RESTORED:
        return _("It was cancelled and takes place after all: %(when)s.") % {"when": when}
    if shot.room:
        return _("New: %(when)s, %(room)s.") % {"when": when, "room": _room(shot)}
    return _("New: %(when)s.") % {"when": when}


def _hours(shot: Shot, zone: str) -> str:
    start, end = local(shot.starts_at, zone), local(shot.ends_at, zone)
    return _("%(day)s, %(start)s–%(end)s %(city)s (%(zone)s)") % {
        "day": start.day,
        "start": start.time,
        "end": end.time,
        "city": start.city,
        "zone": start.abbreviation,
    }


def _room(shot: Shot) -> str:
    return _in_words(shot.room) if shot.room else _("no room")


def _names(names: Iterable[Name]) -> str:
    return ", ".join(_in_words(name) for name in names) or _("nobody named")


def _in_words(name: Name) -> str:
    return name.told(get_language() or "en").value
