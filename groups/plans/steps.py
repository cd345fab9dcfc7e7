"""Steps of a plan: members write them, say how far they are, and who does what by when."""

from collections.abc import Mapping
from datetime import date
from typing import Any, TypedDict, Unpack

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import Organisation, Person
from groups.models import Membership
from groups.plans import queries, writing
from groups.plans.aims import room_of
from groups.plans.models import Aim, Plan, Step, StepState
from groups.plans.rules import demand
from kit.refusals import Refused
from kit.rules import allows
from live import clock
from live.hub import verb

MOST_STEPS = 200
# What makes a promise another one: of one that is late again its owners are told again.
_PROMISE = {"due_on", "state", "owner", "organisation"}
_EARLIEST, _LATEST = date(2000, 1, 1), date(2099, 12, 31)

audit.name_acts(
    {
        "step.put_away": _("Step of the work plan put away"),
        "step.take_back": _("Step taken back into the work plan"),
    }
)


class StepTexts(TypedDict, total=False):
    """What a step says; what is left out stays as it is."""

    title_en: str
    title_ru: str
    note_en: str
    note_ru: str
    reason_en: str
    reason_ru: str
    owner: Person | None
    organisation: Organisation | None
    due_on: date | None
    state: str


class StepChanges(StepTexts, total=False):
    """The same, and towards which aim it is done."""

    aim: Aim


@verb
def add(*, actor: Person, aim: Aim, source_language: str = "en", **said: Unpack[StepTexts]) -> Step:
    """Add a step at the end of an aim."""
    plan = _demanded(actor, aim, "groups.write_plan")
    aim = _standing(plan, queries.aim_at(plan, aim.pk))
    _demand_room(plan)
    step = Step(aim=aim, source_language=source_language, position=_end_of(aim))
    step.touched_at = clock.now()
    writing.merge(step, _cleaned(actor, plan, step, said), None)
    _demand_whole(step)
    step.save()
    writing.record(plan, actor, [("added", "", "")], row=step)
    return step


@verb
def change(
    *, actor: Person, step: Step, seen: int | None = None, **said: Unpack[StepChanges]
) -> Step:
    """Change a step; `seen` is the edition that its writer had before them (see `writing`)."""
    plan = _demanded(actor, step.aim, "groups.write_plan")
    step = queries.step_at(plan, step.pk)
    former, before = step.aim, writing.facts(step)
    writing.merge(step, _cleaned(actor, plan, step, said), seen)
    _demand_whole(step)
    changed = writing.difference(before, step)
    if not changed:
        return step
    if step.aim_id != former.pk:
        _standing(plan, step.aim)
        step.position = _end_of(step.aim)
    step.edition += 1
    step.touched_at = clock.now()
    if step.told_stale == "idle" or _PROMISE & {field for field, _was, _now in changed}:
        step.told_stale = ""
    step.save()
    writing.record(plan, actor, changed, row=step)
    return step


@verb
def put_away(*, actor: Person, step: Step, is_away: bool = True) -> Step:
    """Put a step out of sight, or take it back; it keeps its history."""
    plan = _demanded(actor, step.aim, "groups.chair_plan")
    step = queries.step_at(plan, step.pk)
    if (step.put_away_at is not None) == is_away:
        return step
    if not is_away:
        _demand_room(plan)
        step.position = _end_of(step.aim)
    step.put_away_at = clock.now() if is_away else None
    step.edition += 1
    step.save(update_fields=("put_away_at", "edition", "position"))
    told = ("put_away", "", "yes") if is_away else ("put_away", "yes", "")
    writing.record(plan, actor, [told], row=step)
    act = "step.put_away" if is_away else "step.take_back"
    audit.record(actor=actor, act=act, room=room_of(plan), subject=step.pk)
    return step


def may_own(actor: Person, plan: Plan, person: Person) -> bool:
    """Say whether the actor may name somebody as who does a step.

    A member who agreed to be named among the members, oneself, or any member if one manages them: the
    refusal would tell who belongs to the group.
    """
    rows = Membership.objects.filter(
        group__in=queries.groups_of(plan), person=person, ended_at=None, person__is_active=True
    )
    if person.pk != actor.pk and not allows("groups.chair_plan", actor, plan):
        rows = rows.filter(is_listed=True)
    return rows.exists()


def _demanded(actor: Person, aim: Aim, rule: str) -> Plan:
    plan = Plan.objects.select_related("group", "project").get(pk=aim.plan_id)
    demand(rule, actor, plan)
    return writing.locked(plan)


def _standing(plan: Plan, aim: Aim) -> Aim:
    if aim.put_away_at is not None or aim.plan_id != plan.pk:
        text = _("This aim has been put away. Choose another one.")
        raise Refused("plan.aim_away", text, field="aim")
    return aim


def _demand_room(plan: Plan) -> None:
    if queries.steps_in(plan).count() >= MOST_STEPS:
        text = _("A plan has at most 200 steps. Put away some that are done.")
        raise Refused("plan.too_many_steps", text)


def _end_of(aim: Aim) -> int:
    last = aim.steps.filter(put_away_at=None).aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


def _cleaned(actor: Person, plan: Plan, step: Step, said: Mapping[str, Any]) -> dict[str, Any]:
    wanted: dict[str, Any] = {**said}
    for field, value in wanted.items():
        if field.startswith("title_"):
            wanted[field] = writing.title(value, field)
        elif field.startswith(("note_", "reason_")):
            wanted[field] = writing.paragraph(value, field)
    _check_choices(actor, plan, step, wanted)
    return wanted


def _check_choices(actor: Person, plan: Plan, step: Step, wanted: Mapping[str, Any]) -> None:
    if "state" in wanted and wanted["state"] not in StepState.values:
        raise Refused("plan.state", _("Choose how far the step is."), field="state")
    due_on = wanted.get("due_on")
    if due_on is not None and not _EARLIEST <= due_on <= _LATEST:
        raise Refused("plan.due", _("Choose a day between 2000 and 2099."), field="due_on")
    owner = wanted.get("owner")
    if owner is not None and owner.pk != step.owner_id and not may_own(actor, plan, owner):
        text = _("Choose somebody who belongs to the group and agreed to be named in it.")
        raise Refused("plan.owner", text, field="owner")


def _demand_whole(step: Step) -> None:
    """Refuse a step without a title, or given up without a reason; no other has a reason to say."""
    writing.demand_title(step)
    if step.state != StepState.GIVEN_UP:
        step.reason_en = step.reason_ru = ""
    elif not (step.reason_en or step.reason_ru):
        text = _("Say why it is given up, in one language at least.")
        raise Refused("plan.no_reason", text, field=f"reason_{step.source_language}")
