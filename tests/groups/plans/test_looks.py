"""What has changed since a member last looked: nothing at first, then what others did."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest

from accounts.models import Person
from groups.models import Group
from groups.plans import looks, order, queries, steps
from groups.plans.models import Aim, Look
from live import clock
from tests.groups.plans.conftest import Add

pytestmark = pytest.mark.django_db

# After the plan itself was made, which is now.
START = datetime(2031, 3, 2, 9, 0, tzinfo=UTC)


@contextmanager
def after(**span: int) -> Iterator[None]:
    with clock.telling(START + timedelta(**span)):
        yield


def test_first_look_shows_nothing_and_the_next_what_others_did(
    add: Add, aim: Aim, dmitri: Person, boris: Person
) -> None:
    plan = aim.plan
    with after():
        old, own = add("Old"), add("Own")
        assert looks.news(boris, plan) == {}
    with after(days=1):
        steps.change(actor=dmitri, step=old, state="under_way")
        steps.change(actor=boris, step=own, state="done")
        new = add("New")
        order.move_step(actor=dmitri, step=own, by=-1)
        assert set(looks.waiting(boris, plan)) == {old.pk, new.pk}
    with after(days=2):
        assert set(looks.news(boris, plan)) == {old.pk, new.pk}
    # Whoever goes on reading loses no mark by loading the page again.
    with after(days=2, minutes=20):
        assert set(looks.news(boris, plan)) == {old.pk, new.pk}
        assert set(looks.waiting(boris, plan)) == {old.pk, new.pk}
    with after(days=3):
        assert looks.waiting(boris, plan) == {}
        assert looks.news(boris, plan) == {}


def test_marks_are_kept_for_each_person_and_plan(
    add: Add, aim: Aim, circle: Group, dmitri: Person, boris: Person, eve: Person
) -> None:
    with after():
        for person in (dmitri, boris):
            looks.news(person, aim.plan)
    with after(days=1):
        new = add("New")
        assert set(looks.news(boris, aim.plan)) == {new.pk}
        assert looks.news(dmitri, aim.plan) == {}
        assert looks.news(eve, aim.plan) == {}
    assert set(Look.objects.values_list("person", flat=True)) == {dmitri.pk, boris.pk}
    # A plan that nobody has written yet remembers no looks.
    other = Group.objects.create(slug="other", name_en="Other")
    other.memberships.create(person=boris)
    assert looks.news(boris, queries.plan_of(other)) == {}
    assert Look.objects.count() == 2
