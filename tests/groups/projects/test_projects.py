"""Joint projects: proposed by one group, joint once all that were asked have agreed, with a plan of their own."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.deeds import AuditEntry
from accounts.models import Person
from groups.models import Group, GroupRole
from groups.plans import aims, steps
from groups.plans import queries as plans
from groups.projects import projects, queries
from groups.projects.models import Partner, Project
from kit.refusals import Forbidden, NotHere, Refused
from kit.rules import allows
from tests import build

pytestmark = pytest.mark.django_db

TEXTS = {
    "en": {"title": "Clean schools", "about": "Air and water"},
    "ru": {"title": "", "about": ""},
}


@pytest.fixture
def health(clara: Person) -> Group:
    """A second group, which Clara co-chairs."""
    made = build.group("health", name_en="Public health", name_ru="Здоровье", position=1)
    build.member(clara, made, GroupRole.CHAIR)
    return made


@pytest.fixture
def proposal(circle: Group, health: Group, boris: Person) -> Project:
    return projects.propose(actor=boris, group=circle, others=[health], texts=TEXTS)


def asked(project: Project, group: Group) -> Partner:
    return project.partners.get(group=group)


@pytest.fixture
def joint(proposal: Project, health: Group, clara: Person) -> Project:
    return projects.answer(actor=clara, partner=asked(proposal, health), is_agreed=True)


def test_proposal_is_for_the_groups_concerned_until_all_agree(
    proposal: Project, health: Group, clara: Person, dmitri: Person, eve: Person, ada: Person
) -> None:
    def seen() -> list[bool]:
        return [queries.visible_to(who).exists() for who in (dmitri, clara, ada, eve)]

    assert (proposal.state, seen()) == ("proposed", [True, True, True, False])
    found = projects.answer(actor=clara, partner=asked(proposal, health), is_agreed=True)
    assert (found.state, found.is_joint, seen()) == ("under_way", True, [True] * 4)
    acts = AuditEntry.objects.filter(subject=proposal.pk).order_by("at", "act")
    assert list(acts.values_list("act", flat=True)) == ["project.propose", "project.agree"]


def test_with_three_groups_the_last_answer_decides(
    circle: Group, health: Group, boris: Person, clara: Person, eve: Person
) -> None:
    youth = build.group("youth", name_en="Youth", position=2)
    build.member(eve, youth, GroupRole.CHAIR)
    made = projects.propose(actor=boris, group=circle, others=[health, youth], texts=TEXTS)
    found = projects.answer(actor=clara, partner=asked(made, health), is_agreed=True)
    assert not found.is_joint
    found = projects.answer(actor=eve, partner=asked(made, youth), is_agreed=False)
    assert found.is_joint
    assert plans.groups_of(plans.plan_of(found)) == [circle.pk, health.pk]
    with pytest.raises(Refused, match=r"project\.settled"):
        projects.answer(actor=eve, partner=asked(made, youth), is_agreed=True)


def test_declined_by_all_it_stays_a_proposal_and_may_be_agreed_to_later(
    proposal: Project, health: Group, clara: Person
) -> None:
    found = projects.answer(actor=clara, partner=asked(proposal, health), is_agreed=False)
    assert (found.state, found.is_joint) == ("proposed", False)
    found = projects.answer(actor=clara, partner=asked(proposal, health), is_agreed=True)
    assert found.is_joint


def test_only_a_co_chair_speaks_for_a_group(
    proposal: Project,
    circle: Group,
    health: Group,
    ada: Person,
    boris: Person,
    dmitri: Person,
    eve: Person,
) -> None:
    for who in (ada, boris, dmitri):
        with pytest.raises(Forbidden):
            projects.answer(actor=who, partner=asked(proposal, health), is_agreed=True)
    with pytest.raises(NotHere):
        projects.answer(actor=eve, partner=asked(proposal, health), is_agreed=True)
    for who in (ada, dmitri, eve):
        with pytest.raises(NotHere):
            projects.propose(actor=who, group=circle, others=[health], texts=TEXTS)
    with pytest.raises(Refused, match=r"project\.own"):
        projects.answer(actor=boris, partner=asked(proposal, circle), is_agreed=False)
    with pytest.raises(Refused, match=r"project\.alone"):
        projects.propose(actor=boris, group=circle, others=[circle], texts=TEXTS)
    with pytest.raises(Refused, match=r"project\.untitled"):
        projects.propose(actor=boris, group=circle, others=[health], texts={})


def test_second_of_two_who_edit_sees_the_first(
    joint: Project, boris: Person, clara: Person
) -> None:
    texts = {"en": {"title": "Clean towns", "about": ""}, "ru": {"title": "Города", "about": ""}}
    projects.revise(actor=boris, project=joint, texts=texts, organisations=[], seen=1)
    other: dict[str, Any] = {"actor": clara, "project": joint, "texts": TEXTS, "organisations": []}
    with pytest.raises(Refused, match=r"project\.edited"):
        projects.revise(**other, seen=1)
    joint.refresh_from_db()
    assert (joint.title_en, joint.translation_state) == ("Clean towns", "translated")
    projects.revise(**other, seen=2)


def test_course_and_its_reasons(joint: Project, boris: Person, dmitri: Person) -> None:
    with pytest.raises(Forbidden):
        projects.turn(actor=dmitri, project=joint, state="done")
    with pytest.raises(Refused, match=r"project\.no_reason"):
        projects.turn(actor=boris, project=joint, state="given_up")
    with pytest.raises(Refused, match=r"project\.course"):
        projects.turn(actor=boris, project=joint, state="proposed")
    found = projects.turn(actor=boris, project=joint, state="given_up", reason="No money")
    assert (found.state, found.reason) == ("given_up", "No money")
    found = projects.turn(actor=boris, project=joint, state="under_way")
    assert (found.state, found.reason) == ("under_way", "")


def test_plan_of_a_project_is_written_by_members_of_both_groups(
    joint: Project, boris: Person, clara: Person, dmitri: Person, eve: Person, health: Group
) -> None:
    plan = plans.plan_of(joint)
    aim = aims.add(actor=clara, plan=plan, title_en="Measure")
    steps.add(actor=dmitri, aim=aim, title_en="Buy kits", owner=dmitri)
    with pytest.raises(Forbidden):
        steps.add(actor=eve, aim=aim, title_en="Theirs")
    assert [allows("groups.write_plan", who, plan) for who in (boris, clara, eve)] == [
        True,
        True,
        False,
    ]


def test_project_stands_on_the_pages_of_its_groups(
    client: Client, joint: Project, clara: Person, dmitri: Person
) -> None:
    aim = aims.add(actor=clara, plan=plans.plan_of(joint), title_en="Measure")
    steps.add(actor=dmitri, aim=aim, title_en="Buy kits")
    for path in ("/projects/", "/g/environment/", "/g/health/", f"/projects/{joint.pk}/"):
        assert "Clean schools" in client.get(path).content.decode()
    for path in ("/g/environment/plan/", "/g/health/plan/", f"/projects/{joint.pk}/"):
        assert "Buy kits" in client.get(path).content.decode()


def test_doors_of_a_project(
    client: Client, circle: Group, health: Group, boris: Person, clara: Person, eve: Person
) -> None:
    client.cookies["django_language"] = "en"
    client.force_login(boris)
    new = "/g/environment/projects/new/"
    assert client.get(new).status_code == 200
    answer = client.post(new, {"title_en": "Kept", "title_ru": ""})
    assert (answer.status_code, 'value="Kept"' in answer.content.decode()) == (422, True)
    answer = client.post(new, {"title_en": "Clean schools", "groups": [str(health.pk)]})
    project = Project.objects.get()
    page = f"/projects/{project.pk}/"
    assert answer.headers["Location"] == page
    client.force_login(eve)
    assert [client.get(path).status_code for path in (page, new)] == [404, 404]
    client.force_login(clara)
    assert "Agree for the group" in client.get(page).content.decode()
    answer = client.post(f"{page}answer/", {"agree": "health"}, follow=True)
    assert "The project is joint now" in answer.content.decode()
    assert client.post(f"{page}answer/", {"agree": "nowhere"}).status_code == 404
    edit = {"edition": "1", "title_en": "Cleaner schools"}
    assert client.post(f"{page}edit/", edit).status_code == 302
    client.force_login(boris)
    client.cookies["django_language"] = "en"
    answer = client.post(f"{page}edit/", {"edition": "1", "title_en": "Mine"})
    text = answer.content.decode()
    assert (answer.status_code, "Cleaner schools" in text, "Mine" in text) == (422, True, True)
    answer = client.post(f"{page}state/", {"turn-state": "given_up"})
    assert (answer.status_code, "Say why it is given up." in answer.content.decode()) == (422, True)
    assert client.post(f"{page}state/", {"turn-state": "done"}).status_code == 302


def test_lists_cost_the_same_for_one_project_and_for_three(
    client: Client, joint: Project, circle: Group, health: Group, boris: Person, clara: Person
) -> None:
    def fill(project: Project) -> None:
        aims.add(actor=clara, plan=plans.plan_of(project), title_en="Measure")

    def cost(path: str) -> int:
        with CaptureQueriesContext(connection) as caught:
            assert client.get(path).status_code == 200
        return len(caught)

    paths = ("/projects/", "/g/environment/", "/g/environment/plan/")
    fill(joint)
    for path in paths:
        cost(path)
    before = [cost(path) for path in paths]
    for _ in range(2):
        made = projects.propose(actor=boris, group=circle, others=[health], texts=TEXTS)
        fill(projects.answer(actor=clara, partner=asked(made, health), is_agreed=True))
    assert [cost(path) for path in paths] == before
