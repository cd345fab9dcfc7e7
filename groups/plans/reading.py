"""A plan as its page shows it: aims with their steps, what is stale or new, and what a filter leaves."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from accounts.people import Shown
from groups.plans import queries, stale
from groups.plans.faces import Faces, called, faces, faces_of
from groups.plans.models import Aim, Plan, Step, StepState
from groups.queries import Reader
from kit.rules import allows
from live import clock

ME = "me"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader wants to see of a plan; anything that is no choice asks nothing."""

    state: str = ""
    owner: str = ""
    is_overdue: bool = False
    is_new: bool = False

    @classmethod
    def of(cls, data: Mapping[str, str]) -> "Asked":
        """Return what an address asks for."""
        state = data.get("state", "")
        return cls(
            state=state if state in StepState.values else "",
            owner=data.get("owner", "")[:40],
            is_overdue=data.get("overdue") == "1",
            is_new=data.get("new") == "1",
        )

    def __bool__(self) -> bool:
        return bool(self.state or self.owner or self.is_overdue or self.is_new)


ALL = Asked()


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step as a reader sees it; `stale` is `overdue`, `idle` or nothing."""

    step: Step
    owner: Shown | None
    owner_key: str
    has_left: bool
    stale: str
    is_new: bool

    @property
    def owner_name(self) -> str:
        """Return what who does it is called, without their organisation; nothing where it is nobody."""
        owner = replace(self.owner, organisation="") if self.owner else None
        return called(owner) if self.step.owner_id else ""

    @property
    def owner_words(self) -> str:
        """Return who does it, in words, or nothing where it is nobody."""
        return called(self.owner) if self.step.owner_id else ""


@dataclass(frozen=True, slots=True)
class AimRow:
    """An aim with those of its steps that were asked for, of how many."""

    aim: Aim
    steps: list[StepRow]
    total: int
    done: int
    is_new: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole plan as one reader sees it."""

    plan: Plan
    aims: list[AimRow]
    asked: Asked
    counts: Mapping[str, int]
    owners: list[tuple[str, str]]
    faces: Faces
    news: Collection[UUID] = field(default_factory=tuple)
    may_write: bool = False
    may_chair: bool = False

    @property
    def states(self) -> list[tuple[str, str]]:
        """Return the states that a step may be in, to choose from."""
        return [(value, str(label)) for value, label in StepState.choices]

    @property
    def total(self) -> int:
        """Return how many steps stand in the plan."""
        return self.counts["all"]

    @property
    def found(self) -> int:
        """Return how many steps are shown."""
        return sum(len(row.steps) for row in self.aims)


def sheet(reader: Reader, plan: Plan, asked: Asked = ALL, *, news: Collection[UUID] = ()) -> Sheet:
    """Return a plan for a reader; the same few queries whatever stands in it."""
    aims = queries.aims_of(plan) if plan.is_written else []
    found = _sheet(plan, aims, faces(reader, plan), asked, news)
    return replace(
        found,
        may_write=allows("groups.write_plan", reader, plan),
        may_chair=allows("groups.chair_plan", reader, plan),
    )


def sheets(reader: Reader, plans: Sequence[Plan]) -> list[Sheet]:
    """Return several plans to be read only, in as many queries as one."""
    seen, by_plan = faces_of(reader, plans), defaultdict(list)
    for aim in queries.aims_of(*plans):
        by_plan[aim.plan_id].append(aim)
    return [_sheet(plan, by_plan[plan.pk], seen[plan.pk], ALL, ()) for plan in plans]


def _sheet(
    plan: Plan, aims: Sequence[Aim], seen: Faces, asked: Asked, news: Collection[UUID]
) -> Sheet:
    now, own = clock.now(), str(getattr(seen.reader, "pk", ""))
    rows = [(aim, [row_of(step, seen, now, news) for step in _standing(aim)]) for aim in aims]
    every = [row for _aim, steps in rows for row in steps]
    shown = [
        AimRow(
            aim=aim,
            steps=[row for row in steps if _is_asked(row, asked, own)],
            total=len(steps),
            done=sum(row.step.state == StepState.DONE for row in steps),
            is_new=aim.pk in news,
        )
        for aim, steps in rows
    ]
    return Sheet(
        plan=plan,
        aims=[row for row in shown if row.steps or not asked],
        asked=asked,
        counts=_counts(every),
        owners=_owners(every),
        faces=seen,
        news=news,
    )


def row_of(step: Step, seen: Faces, now: datetime, news: Collection[UUID] = ()) -> StepRow:
    """Return a step as a reader sees it."""
    owner = seen.of(step.owner)
    return StepRow(
        step=step,
        owner=owner,
        owner_key=_owner_key(step, owner),
        has_left=seen.has_left(step.owner),
        stale=stale.staleness(step, now),
        is_new=step.pk in news,
    )


def _standing(aim: Aim) -> list[Step]:
    found: list[Step] = getattr(aim, "standing")  # noqa: B009 - Prefetch sets it
    return found


def _owner_key(step: Step, owner: Shown | None) -> str:
    """Return what an address calls who does a step; of somebody who is not named, nothing."""
    if owner is not None:
        return f"p-{step.owner_id}"
    return f"o-{step.organisation_id}" if step.organisation_id and not step.owner_id else ""


def _is_asked(row: StepRow, asked: Asked, own: str) -> bool:
    is_mine = str(row.step.owner_id) == own
    is_owners = is_mine if asked.owner == ME else asked.owner in _keys_of(row)
    return (
        (not asked.state or row.step.state == asked.state)
        and (not asked.owner or is_owners)
        and (not asked.is_overdue or row.stale == stale.OVERDUE)
        and (not asked.is_new or row.is_new)
    )


def _keys_of(row: StepRow) -> set[str]:
    return {row.owner_key, f"o-{row.step.organisation_id}" if row.step.organisation_id else ""}


def _owners(rows: list[StepRow]) -> list[tuple[str, str]]:
    """Return those by whom steps are done, to choose from: people who are named, and organisations."""
    people = {row.owner_key: row.owner_words for row in rows if row.owner is not None}
    houses = {
        f"o-{row.step.organisation_id}": str(row.step.organisation.name)
        for row in rows
        if row.step.organisation
    }
    return [
        pair
        for found in (people, houses)
        for pair in sorted(found.items(), key=lambda each: each[1].casefold())
    ]


def _counts(rows: list[StepRow]) -> dict[str, Any]:
    """Return how many steps there are in each state, and how many are stale or new."""
    states = Counter(row.step.state for row in rows)
    flags = Counter(row.stale for row in rows if row.stale)
    new = sum(row.is_new for row in rows)
    return {"all": len(rows), **dict.fromkeys(StepState.values, 0), **states, **flags, "new": new}
