"""The course of a session as its pages tell it: the agenda, the current item, and the stage."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any

from django.conf import settings
from django.urls import reverse

from kit.bilingual import other, reading
from sessions import life
from sessions.models import Session, Speaking, StageKind, State
from sessions.stages import host_of


@dataclass(frozen=True, slots=True)
class Run:
    """A time during which an item was the current one; the time that goes on ends None."""

    started_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Item:
    """An agenda item in the reader's language; `minutes` are all it has, `added` those of them added."""

    id: str
    number: int
    title: str
    lang: str
    speaker: str
    minutes: int
    added: int
    runs: tuple[Run, ...]

    @property
    def since(self) -> datetime | None:
        """Return since when it has been the current item, if it is."""
        going = [run.started_at for run in self.runs if run.ended_at is None]
        return going[0] if going else None


@dataclass(frozen=True, slots=True)
class Course:
    """Where a session stands: `next` and `previous` are what the moderators' buttons start."""

    items: tuple[Item, ...]
    current: Item | None
    next: Item | None
    previous: Item | None
    stage_kind: str
    stage_url: str
    is_ahead: bool
    may_be_reopened: bool

    @property
    def minutes(self) -> int:
        """Return how many minutes all items have together."""
        return sum(item.minutes for item in self.items)

    @property
    def stage_host(self) -> str:
        """Return where the stage leads to, where it does."""
        return host_of(self.stage_url) if self.stage_kind != StageKind.CARD else ""


def course_of(session: Session, room: Mapping[str, Any]) -> Course:
    """Return the course of a session from the slice that everybody in its room has."""
    items = tuple(
        _item(number, row) for number, row in enumerate(room["agenda"]["items"], start=1)
    )  # fmt: skip
    current = next((item for item in items if item.since), None)
    last = current or _last_run(items)
    return Course(
        items=items,
        current=current,
        next=_at(items, last.number + 1 if last else 1),
        previous=_at(items, current.number - 1) if current else last,
        stage_kind=room["stage"]["kind"],
        stage_url=room["stage"]["url"],
        is_ahead=session.state not in {State.ENDED, State.CANCELLED},
        may_be_reopened=life.may_be_reopened(session),
    )


def shown_to_script(session: Session, speakers: Sequence[Speaking]) -> dict[str, Any]:
    """Return what the page's script shows on the stage beside what the room tells it."""
    names = [row.speaker.name for row in speakers]
    return {
        "title_lang": session.title.lang,
        "speakers": [{"name": name.value, "lang": name.lang} for name in names],
        "record_url": reverse("records:record", args=[session.pk]),
        "embed_hosts": settings.STAGE_EMBED_HOSTS,
    }


def _item(number: int, row: Mapping[str, Any]) -> Item:
    own = reading()
    lang = own if row[f"title_{own}"] else other(own)
    return Item(
        id=row["id"],
        number=number,
        title=row[f"title_{lang}"],
        lang=lang,
        speaker=row["speaker"],
        minutes=row["minutes"] + row["added"],
        added=row["added"],
        runs=tuple(
            Run(
                datetime.fromisoformat(run["started_at"]),
                datetime.fromisoformat(run["ended_at"]) if run["ended_at"] else None,
            )
            for run in row["runs"]
        ),
    )


def _at(items: Sequence[Item], number: int) -> Item | None:
    return items[number - 1] if 1 <= number <= len(items) else None


def _last_run(items: Sequence[Item]) -> Item | None:
    runs = chain.from_iterable(((run.started_at, i.number) for run in i.runs) for i in items)
    latest = max(runs, default=None)
    return items[latest[1] - 1] if latest else None
