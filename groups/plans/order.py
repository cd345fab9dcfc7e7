"""The order of a plan: aims by co-chairs, steps within their aim by members, one place at a time."""

from typing import TypeVar

from accounts.models import Person
from groups.plans import queries, writing
from groups.plans.models import Aim, Plan, Step
from groups.plans.rules import demand
from live.hub import verb

R = TypeVar("R", Aim, Step)


@verb
def move_aim(*, actor: Person, aim: Aim, by: int) -> Aim:
    """Move an aim up (-1) or down (1) by one place; at the end of the plan it stays."""
    plan = _locked(actor, aim, "groups.chair_plan")
    rows = list(plan.aims.select_for_update(no_key=True).filter(put_away_at=None))
    return _moved(plan, actor, rows, queries.aim_at(plan, aim.pk), by)


@verb
def move_step(*, actor: Person, step: Step, by: int) -> Step:
    """Move a step up (-1) or down (1) within its aim."""
    plan = _locked(actor, step.aim, "groups.write_plan")
    found = queries.step_at(plan, step.pk)
    rows = list(found.aim.steps.select_for_update(no_key=True).filter(put_away_at=None))
    return _moved(plan, actor, rows, found, by)


def _moved(plan: Plan, actor: Person, rows: list[R], row: R, by: int) -> R:
    """Count the places anew, so that two that were the same are parted, and write what has moved."""
    keys = [each.pk for each in rows]
    if row.pk not in keys:
        return row
    at = keys.index(row.pk)
    to = min(max(at + (1 if by > 0 else -1), 0), len(rows) - 1)
    if to == at:
        return row
    row = rows[at]
    rows.insert(to, rows.pop(at))
    for place, each in enumerate(rows):
        each.position = place
    row.edition += 1
    type(row)._default_manager.bulk_update(rows, ["position", "edition"])  # noqa: SLF001 - documented Django
    writing.record(plan, actor, [("position", str(at + 1), str(to + 1))], row=row)
    return row


def _locked(actor: Person, aim: Aim, rule: str) -> Plan:
    plan = Plan.objects.select_related("group", "project").get(pk=aim.plan_id)
    demand(rule, actor, plan)
    return writing.locked(plan)
