"""Rows of our own that a schedule names: a file which we wrote ourselves comes back as what it is.

An export knows a session or a speaker that was not imported, or was imported without a guid, by our
own id; rooms and tracks by the names that they have now. Neither is anything new here.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from conferences.models import Room, Speaker, Track
from sessions.models import Session
from sessions.schedules.document import Schedule
from sessions.schedules.fields import Row

# What a conference has, by kind and our own id.
Own = Mapping[tuple[str, str], Row]


def slug_of(acronym: str) -> str:
    """Return the address that an export made this acronym of: where both schemas want `_`, it has `-`."""
    return acronym.rstrip("_").replace("_", "-")


def recognised(schedule: Schedule, own: Own) -> Schedule:
    """Return the schedule under the keys by which the conference already has what it names.

    An id of ours becomes the key under which its row was imported; a name that an imported room or
    track was given since then, the name under which it came. Both names of one room or track are one.
    """
    rooms = _renamed("room", own, schedule.rooms)
    tracks = _renamed("track", own, schedule.tracks)
    people = _keys("speaker", own, schedule.speakers)
    talks = _keys("session", own, {talk.key for talk in schedule.talks})
    called = {("room", key): name for name, key in rooms.items() if key not in schedule.rooms}
    called |= {("track", key): name for name, key in tracks.items() if key not in schedule.tracks}
    return replace(
        schedule,
        rooms=tuple(dict.fromkeys(rooms.get(name, name) for name in schedule.rooms)),
        tracks=tuple(dict.fromkeys(tracks.get(name, name) for name in schedule.tracks)),
        speakers={people.get(key, key): name for key, name in schedule.speakers.items()},
        called=called,
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


def planned_here(schedule: Schedule, own: Own) -> dict[tuple[str, str], Row]:
    """Return the sessions and speakers that were never imported and are named by our own ids."""
    named = [("session", talk.key) for talk in schedule.talks]
    named += [("speaker", key) for key in schedule.speakers]
    return {each: row for each in named if (row := own.get(each)) and not _key(row)}


def places(names: Sequence[str], rows: Mapping[str, Room]) -> list[int]:
    """Return the position of each room: those that they have, if all are there in this order."""
    known = [rows[name].position for name in names if name in rows]
    is_as_it_was = len(known) == len(names) and known == sorted(known)
    return known if is_as_it_was else list(range(len(names)))


def _keys(kind: str, own: Own, keys: Collection[str]) -> dict[str, str]:
    """Return the import keys of rows that are named by our own ids, and by nothing else as well."""
    found = {key: _key(row) for key in keys if (row := own.get((kind, key)))}
    return {own_id: key for own_id, key in found.items() if key and key not in keys}


def _renamed(kind: str, own: Own, names: Sequence[str]) -> dict[str, str]:
    """Return the keys of rows by their names of today, where no row came under those.

    One made by hand has no key yet: it will have the first of its names that the schedule says.
    """
    rows = [row for (of_kind, _id), row in own.items() if of_kind == kind]
    keys = {_key(row) for row in rows}
    found: dict[str, str] = {}
    for row in rows:
        today = set(_names(row))
        said = [name for name in names if name in today and name not in keys]
        # A room that came under a name which it has no more, and is named so again, is another
        # one than that which the schedule calls by its name of today.
        if said and (_key(row) not in names or _key(row) in today):
            found |= {name: _key(row) or said[0] for name in said}
    return {name: key for name, key in found.items() if name != key}


def _key(row: Row) -> str:
    return row.import_key if isinstance(row, Room | Track | Speaker | Session) else ""


def _names(row: Row) -> Iterator[str]:
    if isinstance(row, Room | Track):
        yield from filter(None, (row.name_en, row.name_ru))
