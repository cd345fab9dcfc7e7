"""How the demonstration's work plans came about: written and changed through the verbs, at past hours."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import partial
from operator import itemgetter
from typing import Any

from accounts.models import Person
from groups.models import Group
from groups.plans import aims, queries, steps
from groups.plans.models import Aim, Plan, Step
from groups.projects import projects
from groups.projects.models import Project
from kit.bilingual import CODES
from live import clock
from portal.demonstration import third
from portal.demonstration.facts import Words, key
from portal.demonstration.groups import THEMES
from portal.demonstration.loading.people import Cast
from portal.demonstration.people import ORGANISER, chairs
from portal.demonstration.plans import PLANNED_AGO, PLANS, VENTURE, Goal, Task, Turn
from sessions.models import Session, State
from sessions.reports import laying
from sessions.reports.models import Report

Deed = tuple[datetime, Callable[[], object]]
Chairs = tuple[Person, Person]

_MINUTES = 10
_DAY = timedelta(days=1)
# The session of the third conference in which the groups report.
_REPORTS = "third-groups"


def write(cast: Cast, now: datetime) -> None:
    """Write the plans, the joint project and the session of reports; what is there is left alone."""
    for slug, goals in PLANS.items():
        group = Group.objects.get(pk=key("group", slug))
        if not Plan.objects.filter(pk=group.pk).exists():
            _write_plan(queries.plan_of(group), goals, _chairs(cast, slug), now)
    if not Project.objects.exists():
        _write_venture(cast, now)
    _lay_out(cast)


def _write_plan(
    plan: Plan, goals: tuple[Goal, ...], who: Chairs, now: datetime, *, days_ago: int = PLANNED_AGO
) -> None:
    written: list[tuple[Task, Step]] = []
    for place, goal in enumerate(goals):
        with clock.telling(now - days_ago * _DAY + timedelta(minutes=place)):
            aim = aims.add(
                actor=who[0], plan=plan, **goal.text.columns("title"), **goal.about.columns("about")
            )
            written += [(task, _step(aim, task, who, now)) for task in goal.tasks]
    for at, deed in sorted(_turns(written, who, now), key=itemgetter(0)):
        with clock.telling(at):
            deed()


def _step(aim: Aim, task: Task, who: Chairs, now: datetime) -> Step:
    owner = who[task.owner] if task.owner is not None else None
    said: dict[str, Any] = {**task.text.columns("title")}
    return steps.add(
        actor=who[0],
        aim=aim,
        owner=owner,
        organisation=owner.organisation if owner else who[1].organisation,
        due_on=_day(now, task.due_in),
        **said,
    )


def _turns(written: list[tuple[Task, Step]], who: Chairs, now: datetime) -> Iterator[Deed]:
    for task, step in written:
        for turn in task.turns:
            said = _said(turn, now)
            deed = partial(steps.change, actor=who[turn.by], step=step, **said)
            yield now - turn.days_ago * _DAY, deed


def _said(turn: Turn, now: datetime) -> dict[str, Any]:
    said: dict[str, Any] = {}
    if turn.state is not None:
        said["state"] = turn.state
    if turn.note is not None:
        said |= turn.note.columns("note")
    if turn.reason is not None:
        said |= turn.reason.columns("reason")
    if turn.due_in is not None:
        said["due_on"] = _day(now, turn.due_in)
    return said


def _write_venture(cast: Cast, now: datetime) -> None:
    """Have one group propose the project, the other agree a week later, and both plan it."""
    first, *others = [Group.objects.get(pk=key("group", slug)) for slug in VENTURE.groups]
    own = _chairs(cast, first.slug)
    with clock.telling(now - 50 * _DAY):
        project = projects.propose(
            actor=own[0],
            group=first,
            others=others,
            texts=_texts(VENTURE.title, VENTURE.about),
            organisations=[one for one in {who.organisation for who in own} if one is not None],
        )
    for other in others:
        with clock.telling(now - 43 * _DAY):
            partner = project.partners.get(group=other)
            chair = _chairs(cast, other.slug)[0]
            project = projects.answer(actor=chair, partner=partner, is_agreed=True)
    with_others = own[0], _chairs(cast, others[0].slug)[1]
    plan = queries.plan_of(Project.objects.get(pk=project.pk))
    _write_plan(plan, VENTURE.goals, with_others, now, days_ago=42)


def _lay_out(cast: Cast) -> None:
    """Put all groups on the agenda of the coming conference's session of reports."""
    session = Session.objects.filter(pk=key("session", f"{third.SLUG}:{_REPORTS}")).first()
    if session is None or session.state != State.SCHEDULED:
        return
    if Report.objects.filter(session=session).exists():
        return
    laying.lay_out(actor=cast[ORGANISER], session=session, minutes=_MINUTES)
    report = Report.objects.filter(session=session).select_related("group").first()
    if report is not None:
        chair = _chairs(cast, report.group.slug)[0]
        url = f"https://files.demo.example/{report.group.slug}-report.pdf"
        laying.fill_slides(actor=chair, report=report, url=url)


def _chairs(cast: Cast, slug: str) -> Chairs:
    place = [theme.slug for theme in THEMES].index(slug)
    american, russian = (cast[email] for email in chairs(place))
    return american, russian


def _texts(title: Words, about: Words) -> dict[str, dict[str, str]]:
    return {code: {"title": getattr(title, code), "about": getattr(about, code)} for code in CODES}


def _day(now: datetime, days: int | None) -> date | None:
    return None if days is None else (now + days * _DAY).date()
