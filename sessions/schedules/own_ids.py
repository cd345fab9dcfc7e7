"""Rows of our own that a schedule names: a file which we wrote ourselves comes back as what it is.

An export knows a session or a speaker that was not imported, or was imported without a guid, by our
own id; rooms and tracks by the names that they have now. Neither is anything new here.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from django.db.models import Q

from conferences.models import Conference, Room, Speaker, Track
from kit.bilingual import CODES
from sessions.models import Session
from sessions.schedules.document import Schedule

Named = TypeVar("Named", Room, Track)
Known = TypeVar("Known", Speaker, Session)


def recognised(schedule: Schedule, conference: Conference) -> Schedule:
    """Return the schedule under the keys by which the conference already has what it names.

    An id of ours becomes the key under which its row was imported; a name that an imported room or
    track was given since then, the name under which it came.
    """
    rooms = _renamed(Room, conference, schedule.rooms)
    tracks = _renamed(Track, conference, schedule.tracks)
    people = _keys(Speaker, conference, schedule.speakers)
    talks = _keys(Session, conference, [talk.key for talk in schedule.talks])
    return replace(
        schedule,
        rooms=tuple(rooms.get(name, name) for name in schedule.rooms),
        tracks=tuple(tracks.get(name, name) for name in schedule.tracks),
        speakers={people.get(key, key): name for key, name in schedule.speakers.items()},
        talks=tuple(
            replace(
                talk,
                key=talks.get(talk.key, talk.key),
                room=rooms.get(talk.room, talk.room),
                track=tracks.get(talk.track, talk.track),
                speakers=tuple(people.get(key, key) for key in talk.speakers),
            )
            for talk in schedule.talks
        ),
    )


def planned_here(
    model: type[Known], conference: Conference, keys: Collection[str]
) -> dict[str, Known]:
    """Return rows that were never imported and are named by our own ids, by these."""
    rows = model.objects.filter(conference=conference, import_key="")
    return {key: row for row in rows if (key := str(row.pk)) in keys}


def named_here(
    model: type[Named], conference: Conference, names: Collection[str]
) -> dict[str, Named]:
    """Return rooms or tracks that were never imported and are called so; of two, the first."""
    rows = model.objects.filter(conference=conference, import_key="").order_by("-pk")
    return {name: row for row in rows for name in _names(row) if name in names}


def places(names: Sequence[str], rows: Mapping[str, Room]) -> list[int]:
    """Return the position of each room: those that they have, if all are there in this order."""
    known = [rows[name].position for name in names if name in rows]
    is_as_it_was = len(known) == len(names) and known == sorted(known)
    return known if is_as_it_was else list(range(len(names)))


def _keys(model: type[Known], conference: Conference, keys: Collection[str]) -> dict[str, str]:
    """Return the import keys of rows that are named by our own ids."""
    rows = model.objects.filter(conference=conference).exclude(import_key="")
    ids = ((str(pk), key) for pk, key in rows.values_list("pk", "import_key"))
    return {pk: key for pk, key in ids if pk in keys}


def _renamed(model: type[Named], conference: Conference, names: Collection[str]) -> dict[str, str]:
    """Return the import keys of rows by their names of today, where those are no row's key."""
    rows = list(model.objects.filter(~Q(import_key=""), conference=conference))
    keys = {row.import_key for row in rows}
    return {
        name: row.import_key
        for row in rows
        for name in _names(row)
        if name in names and name not in keys
    }


def _names(row: Room | Track) -> set[str]:
    return {name for code in CODES if (name := getattr(row, f"name_{code}"))}
