"""What the scene holds of work plans, joint projects and reports, and what is said to their doors."""

from typing import Any
from uuid import UUID

from accounts.models import Person
from groups.models import Group, GroupRole
from groups.plans.models import Aim, Plan, Step
from groups.projects.models import Answer, Partner, Project, ProjectState
from live import clock
from sessions.models import AgendaItem, Session
from sessions.reports.models import Report
from tests import build


def plans_of(people: dict[str, Person], circle: Group, plenary: Session) -> dict[str, Any]:
    """Return the circle's plan and that of a quiet group, with two projects of both and a report."""
    quiet = build.group("quiet", name_en="Quiet group", name_ru="", position=9)
    build.member(people["clara"], quiet, GroupRole.CHAIR)
    item = AgendaItem.objects.create(session=plenary, position=0, title_en="Report", minutes=5)
    Report.objects.create(session=plenary, group=circle, item=item)
    made = {"aim": _aim(circle, is_public=True), "quiet_aim": _aim(quiet, is_public=False)}
    said = {"title_en": "Test the river", "touched_at": clock.now()}
    step = Step.objects.create(aim=made["aim"], **said)
    Step.objects.create(aim=made["aim"], position=1, **said)
    return {
        **made,
        "circle": circle,
        "quiet": quiet,
        "step": step,
        "joint": _project("Clean towns", circle, quiet, Answer.AGREED),
        "proposal": _project("Quiet towns", circle, quiet, Answer.ASKED),
    }


def bodies(places: dict[str, UUID]) -> dict[str, dict[str, Any]]:
    """Return what is sent to the doors of plans, projects and reports."""
    step = {"title_en": "Test the lake", "state": "planned", "edition": "1"}
    return {
        "aim": {"title_en": "Cleaner water", "edition": "1"},
        "step": {**step, "aim": str(places["aim"])},
        "quiet_step": {**step, "aim": str(places["quiet_aim"])},
        "new_step": {"title_en": "Test the lake", "aim": str(places["aim"])},
        "step_done": {"state": "done", "edition": 1},
        "step_down": {"down": f"step:{places['step']}"},
        "step_away": {"away": f"step:{places['step']}"},
        "members_only": {"readers": "members"},
        "everyone": {"readers": "everyone"},
        "project": {"title_en": "Cleaner towns", "edition": "1"},
        "proposal": {"title_en": "Calm towns", "groups": [str(places["quiet"])]},
        "quiet_agrees": {"agree": "quiet"},
        "project_done": {"turn-state": "done"},
        "ten_minutes": {"reports-minutes": "10"},
        "slides": {"url": "https://files.example/slides"},
    }


def _aim(group: Group, *, is_public: bool) -> Aim:
    plan = Plan.objects.create(pk=group.pk, group=group, is_public=is_public)
    return Aim.objects.create(plan=plan, title_en="Clean water")


def _project(title: str, circle: Group, quiet: Group, answer: Answer) -> Project:
    is_joint = answer == Answer.AGREED
    now = clock.now()
    project = Project.objects.create(
        title_en=title,
        proposed_at=now,
        joint_since=now if is_joint else None,
        state=ProjectState.UNDER_WAY if is_joint else ProjectState.PROPOSED,
    )
    Partner.objects.create(project=project, group=circle, answer=Answer.AGREED, is_proposer=True)
    Partner.objects.create(project=project, group=quiet, answer=answer)
    return project
