"""Mails to who does a step that is late or has been left alone: each staleness is told once."""

from collections.abc import Iterable, Iterator
from hashlib import blake2b

from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import translation

from accounts import letters, programmes
from accounts.letters import Content, Draft
from accounts.models import Person, Programme
from groups.models import GroupRole, Membership
from groups.plans import queries, stale
from groups.plans.models import Plan, Step
from groups.projects.models import ProjectState
from kit.links import absolute
from live import clock
from live.duties import duty
from live.hub import verb

_BATCH = 200
_ENDED = (ProjectState.DONE, ProjectState.GIVEN_UP)


@duty("groups.stale_steps", seconds=600)
def remind() -> int:
    """Write to the owners of steps that have become stale, one mail a person and plan; returns how many."""
    steps = _take()
    by_plan: dict[Plan, list[Step]] = {}
    for step in steps:
        by_plan.setdefault(step.aim.plan, []).append(step)
    return sum(_tell(plan, found) for plan, found in by_plan.items())


@verb
def _tell(plan: Plan, found: Iterable[Step]) -> int:
    """Write the letters of one plan, of the steps that are still untold once they are locked."""
    keys = [step.pk for step in found]
    rows = Step.objects.select_for_update(of=("self",), no_key=True).filter(_untold(), pk__in=keys)
    steps = list(rows.select_related("owner", "aim").order_by("due_on", "id"))
    now, programme = clock.now(), programmes.current()
    members = _members(plan)
    told: dict[Person, list[Step]] = {}
    for step in steps:
        for person in _owners(step, members):
            told.setdefault(person, []).append(step)
        step.told_stale = stale.staleness(step, now)
    letters.write(
        _draft(plan, person, theirs, programme)
        for person, theirs in told.items()
        if person.wants_reminders
    )
    Step.objects.bulk_update(steps, ["told_stale"])
    return sum(person.wants_reminders for person in told)


def _take() -> list[Step]:
    """Return stale steps of whose staleness nobody has been told; of projects that go on."""
    rows = Step.objects.filter(_untold(), put_away_at=None, aim__put_away_at=None)
    rows = rows.exclude(aim__plan__project__state__in=_ENDED)
    rows = rows.select_related("aim__plan__group", "aim__plan__project")
    return list(rows.order_by("due_on", "id")[:_BATCH])


def _untold() -> Q:
    now = clock.now()
    late = stale.overdue(now) & ~Q(told_stale=stale.OVERDUE)
    alone = stale.idle(now) & ~stale.overdue(now) & Q(told_stale="")
    return late | alone


def _members(plan: Plan) -> list[Membership]:
    rows = Membership.objects.filter(
        group__in=queries.groups_of(plan), ended_at=None, person__is_active=True
    )
    return list(rows.select_related("person").order_by("joined_at", "pk"))


def _owners(step: Step, members: list[Membership]) -> Iterator[Person]:
    """Yield whom to tell: who does the step, else the organisation's members, else the co-chairs.

    Who has left the group does nothing in it any more: then it is for the co-chairs to give to another.
    """
    found = [row.person for row in members if row.person_id == step.owner_id]
    if not found and not step.owner_id and step.organisation_id:
        found = [row.person for row in members if row.organisation_id == step.organisation_id]
    found = found or [row.person for row in members if row.role == GroupRole.CHAIR]
    # A member of two groups of a project is told once.
    yield from {person.pk: person for person in found}.values()


def _draft(plan: Plan, person: Person, steps: list[Step], programme: Programme) -> Draft:
    now = clock.now()
    marks = sorted(f"{step.pk} {stale.staleness(step, now)} {step.edition}" for step in steps)
    digest = blake2b("\n".join(marks).encode(), digest_size=12).hexdigest()
    with translation.override(person.language):
        content = _content(plan, person, steps, programme)
    key = f"plan:{plan.pk}:{person.pk}:{digest}"
    return Draft(person, key, content, thread=f"plan:{plan.pk}")


def _content(plan: Plan, person: Person, steps: list[Step], programme: Programme) -> Content:
    now = clock.now()
    context = {
        "plan": plan,
        "person": person,
        "programme": programme,
        "count": len(steps),
        "lines": [
            (
                step,
                stale.staleness(step, now),
                absolute("groups:step", plan_id=plan.pk, step_id=step.pk),
            )
            for step in steps
        ],
        "days": stale.IDLE_DAYS,
        "profile": absolute("accounts:me"),
    }
    subject = render_to_string("groups/letters/stale_subject.txt", context)
    return Content(subject, render_to_string("groups/letters/stale.txt", context))
