"""Work plans by REST: read by who may, written by members, clashes told with what stands there."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts import tokens
from accounts.models import Person
from groups.plans import steps
from groups.plans.models import Aim, Step
from groups.projects import projects
from tests import build
from tests.groups.plans.conftest import Add

pytestmark = pytest.mark.django_db

Ask = Callable[..., tuple[int, Any]]


@pytest.fixture
def ask(client: Client) -> Ask:
    def send(who: Person, method: str, path: str, data: object = None) -> tuple[int, Any]:
        answer = getattr(client, method)(
            f"/api/v1/{path}",
            data,
            content_type="application/json",
            headers={"authorization": f"Bearer {tokens.issue(who)}"},
        )
        return answer.status_code, answer.json()

    return send


def test_plan_is_read_with_its_steps(ask: Ask, add: Add, dmitri: Person, eve: Person) -> None:
    step = add(owner=dmitri, title_ru="Проверить")
    status, plan = ask(eve, "get", "groups/environment/plan/")
    assert (status, plan["group"], plan["is_public"]) == (200, "environment", True)
    [aim] = plan["aims"]
    [row] = aim["steps"]
    assert (row["id"], row["title_ru"], row["edition"]) == (str(step.pk), "Проверить", 1)
    # Somebody does it; who, is not for her.
    assert (row["has_owner"], row["owner"]) == (True, None)
    status, again = ask(dmitri, "get", f"plans/{plan['id']}/")
    assert again["aims"][0]["steps"][0]["owner"]["name"] == "Dmitri"


def test_member_adds_and_changes_steps(ask: Ask, aim: Aim, dmitri: Person, eve: Person) -> None:
    steps = f"plans/{aim.plan_id}/steps/"
    new = {"aim": str(aim.pk), "title_en": "Test", "due_on": "2031-05-01", "mine": True}
    assert ask(eve, "post", steps, new)[0] == 403
    status, made = ask(dmitri, "post", steps, new)
    assert (status, made["owner"]["name"], made["due_on"]) == (201, "Dmitri", "2031-05-01")
    one = f"{steps}{made['id']}/"
    status, changed = ask(dmitri, "patch", one, {"edition": 1, "state": "under_way"})
    assert (status, changed["state"], changed["title_en"]) == (200, "under_way", "Test")
    status, refused = ask(dmitri, "patch", one, {"edition": 1, "state": "done"})
    assert (status, refused["code"], refused["now"]) == (
        409,
        "plan.edited",
        {"state": "under_way"},
    )
    assert ask(dmitri, "patch", one, {"edition": 1, "mine": False})[1]["owner"] is None
    assert ask(dmitri, "patch", one, {"state": "done"})[0] == 400
    status, found = ask(eve, "get", one)
    assert [line["kind"] for line in found["history"]] == ["field", "field", "added"]
    assert {str(line["by"]) for line in found["history"]} == {"None"}
    assert Step.objects.get().edition == 3


def test_step_put_away_and_the_key_of_who_does_it_are_told_to_nobody(
    ask: Ask, add: Add, dmitri: Person, boris: Person, eve: Person
) -> None:
    step = add()
    one = f"plans/{step.aim.plan_id}/steps/{step.pk}/"
    assert ask(boris, "patch", one, {"edition": 1, "mine": True})[0] == 200
    status, refused = ask(dmitri, "patch", one, {"edition": 1, "mine": True})
    assert (status, refused["code"], refused["now"]) == (409, "plan.edited", {})
    steps.put_away(actor=boris, step=step)
    assert [ask(who, "get", one)[0] for who in (eve, dmitri)] == [404, 200]


def test_projects_are_read(
    ask: Ask, aim: Aim, circle: Any, boris: Person, clara: Person, eve: Person
) -> None:
    health = build.group("health", name_en="Health", position=1)
    build.member(clara, health, "chair")
    made = projects.propose(
        actor=boris, group=circle, others=[health], texts={"en": {"title": "Clean schools"}}
    )
    assert ask(eve, "get", "projects/")[1]["results"] == []
    assert ask(eve, "get", f"projects/{made.pk}/")[0] == 404
    projects.answer(actor=clara, partner=made.partners.get(group=health), is_agreed=True)
    [row] = ask(eve, "get", "projects/")[1]["results"]
    assert [(each["group"], each["answer"]) for each in row["partners"]] == [
        ("environment", "agreed"),
        ("health", "agreed"),
    ]
    status, plan = ask(eve, "get", f"plans/{made.pk}/")
    assert (status, plan["project"], plan["aims"]) == (200, str(made.pk), [])
