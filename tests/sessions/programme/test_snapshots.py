"""What is different between two moments of an agenda, kind by kind."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from sessions.programme.snapshots import Change, Kind, Name, Shot, between, changes, shots, stored

TEN = datetime(2011, 11, 14, 6, tzinfo=UTC)
HALL = Name("Hall", "Зал")


def shot(name: str = "a", **more: object) -> Shot:
    fields = {
        "id": name,
        "title": Name("Rivers", "Реки"),
        "starts_at": TEN,
        "ends_at": TEN + timedelta(hours=1),
        "room": HALL,
        "speakers": (Name("Anna"),),
    }
    return Shot(**{**fields, **more})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("before", "after", "kinds"),
    [
        ([shot()], [shot()], []),
        ([], [shot()], [Kind.NEW]),
        ([shot()], [], [Kind.WITHDRAWN]),
        ([shot()], [shot(is_cancelled=True)], [Kind.CANCELLED]),
        ([shot()], [shot(is_cancelled=True, room=None)], [Kind.CANCELLED]),
        ([shot(is_cancelled=True)], [shot()], [Kind.RESTORED]),
        ([shot()], [shot(starts_at=TEN - timedelta(minutes=5))], [Kind.MOVED]),
        ([shot()], [shot(ends_at=TEN + timedelta(minutes=55))], [Kind.MOVED]),
        ([shot()], [shot(room=None)], [Kind.ROOM]),
        ([shot()], [shot(room=Name("Hall", "Холл"))], [Kind.ROOM]),
        ([shot()], [shot(speakers=())], [Kind.SPEAKERS]),
        ([shot()], [shot(title=Name("Rivers", "Вода"))], [Kind.RENAMED]),
        ([shot()], [shot(room=None, title=Name("Lakes"))], [Kind.ROOM, Kind.RENAMED]),
        # Nobody was told that it was there.
        ([], [shot(is_cancelled=True)], []),
        # Everybody was told that it was cancelled.
        ([shot(is_cancelled=True)], [], []),
    ],
)
def test_each_change_has_its_kinds(
    before: list[Shot], after: list[Shot], kinds: list[Kind]
) -> None:
    assert [kind for change in between(before, after) for kind in change.kinds] == kinds


def test_the_gravest_comes_first_and_then_the_hour() -> None:
    before = [shot("late"), shot("early"), shot("moved"), shot("same")]
    after = [
        shot("late", is_cancelled=True, starts_at=TEN + timedelta(minutes=9)),
        shot("early", is_cancelled=True),
        shot("moved", starts_at=TEN + timedelta(minutes=1)),
        shot("new"),
        shot("same"),
    ]
    found = [(change.shot.id, change.kinds[0]) for change in between(before, after)]
    assert found == [
        ("early", Kind.CANCELLED),
        ("late", Kind.CANCELLED),
        ("new", Kind.NEW),
        ("moved", Kind.MOVED),
    ]


def test_what_is_kept_reads_back_the_same_also_as_json() -> None:
    taken = (shot("a"), shot("b", room=None, is_cancelled=True))
    change = [Change(None, taken[0]), Change(taken[1], None)]
    kept = msgspec.json.decode(msgspec.json.encode([stored(taken), stored(change)]))
    assert (shots(kept[0]), changes(kept[1])) == (taken, change)


def test_a_release_of_an_older_version_with_fewer_fields_can_be_read() -> None:
    kept = [{"id": "a", "title": {}, "starts_at": TEN.isoformat(), "ends_at": TEN.isoformat()}]
    assert shots(kept) == (Shot("a", Name(), TEN, TEN),)
