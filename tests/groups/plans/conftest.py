"""A plan of the circle with one aim and steps towards it."""

from collections.abc import Callable

import pytest

from accounts.models import Person
from groups.models import Group
from groups.plans import aims, queries, steps
from groups.plans.models import Aim, Plan, Step

Add = Callable[..., Step]


@pytest.fixture
def plan(circle: Group) -> Plan:
    """The circle's plan, in which nothing stands yet."""
    return queries.plan_of(circle)


@pytest.fixture
def aim(plan: Plan, boris: Person) -> Aim:
    return aims.add(actor=boris, plan=plan, title_en="Clean water", title_ru="Чистая вода")


@pytest.fixture
def add(aim: Aim, dmitri: Person) -> Add:
    """Add a step to the aim as Dmitri, unless said otherwise."""

    def make(title: str = "Test the river", **said: object) -> Step:
        actor = said.pop("actor", dmitri)
        return steps.add(actor=actor, aim=aim, title_en=title, **said)  # type: ignore[arg-type]

    return make
