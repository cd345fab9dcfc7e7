"""Whoever does a step that is late or left alone is told so: once, in one mail, in their language."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

import pytest

from accounts.models import Letter, Person
from groups import memberships
from groups.models import Group
from groups.plans import aims, queries, reminders, stale, steps
from groups.plans.models import Aim, Step, StepState
from live import clock
from tests import build
from tests.groups.plans.conftest import Add

pytestmark = pytest.mark.django_db

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DUE = date(2026, 3, 10)


@contextmanager
def after(days: float) -> Iterator[None]:
    with clock.telling(START + timedelta(days=days)):
        yield


@pytest.fixture(autouse=True)
def _programme() -> None:
    build.programme()


def told() -> list[tuple[str, str]]:
    """Return whom was written to since, and the subjects; the letters are taken away."""
    rows = list(Letter.objects.order_by("person__name").values_list("person__name", "subject"))
    Letter.objects.all().delete()
    return rows


def test_day_is_over_when_it_is_over_everywhere() -> None:
    step = Step(state=StepState.PLANNED, due_on=DUE, touched_at=START)
    last = datetime(2026, 3, 11, 11, 59, tzinfo=UTC)
    assert stale.staleness(step, last) == ""
    assert stale.staleness(step, last + timedelta(minutes=1)) == "overdue"
    step.state = StepState.DONE
    assert stale.staleness(step, last + timedelta(days=9)) == ""


def test_one_mail_for_all_that_is_late_and_each_only_once(
    add: Add, dmitri: Person, boris: Person
) -> None:
    with after(0):
        late = [add(f"Late {number}", owner=dmitri, due_on=DUE) for number in range(3)]
        add("Later", owner=dmitri, due_on=date(2026, 4, 1))
        add("His", actor=boris, owner=boris, due_on=DUE, title_ru="Его шаг")
    with after(5):
        assert reminders.remind() == 0
    with after(10):
        assert reminders.remind() == 2
        letter = Letter.objects.get(person=dmitri)
        assert [f"Late {number}" in letter.body for number in range(3)] == [True] * 3
        assert "Later" not in letter.body.replace("Late ", "")
        assert letter.body.count(f"/plans/{late[0].aim.plan_id}/steps/") == 3
        assert letter.language == "en"
        assert "Его шаг" in Letter.objects.get(person=boris).body
        assert "@" not in letter.body
        assert [name for name, _subject in told()] == ["Boris", "Dmitri"]
        assert reminders.remind() == 0
    with after(20):
        # A note is no other promise: it is still late, and that has been told.
        steps.change(actor=dmitri, step=late[0], note_en="We wait for the laboratory")
        assert (reminders.remind(), told()) == (0, [])
        steps.change(actor=dmitri, step=late[0], due_on=date(2026, 3, 15))
        assert reminders.remind() == 1
        assert [name for name, _subject in told()] == ["Dmitri"]


def test_left_alone_then_late_are_two_things_to_tell(add: Add, dmitri: Person) -> None:
    with after(0):
        step = add(owner=dmitri, state="under_way", due_on=date(2026, 5, 19))
    with after(30):
        assert reminders.remind() == 0
    with after(31):
        assert reminders.remind() == 1
        assert "30 days" in Letter.objects.get().body
    with after(40):
        assert reminders.remind() == 0
        steps.change(actor=dmitri, step=step, note_en="Going on")
    with after(69):
        assert reminders.remind() == 0
    with after(71):
        assert reminders.remind() == 1
    with after(80):
        assert reminders.remind() == 1
    assert Letter.objects.count() == 3


def test_without_reminders_nobody_is_mailed_later_either(add: Add, dmitri: Person) -> None:
    dmitri.wants_reminders = False
    dmitri.save()
    with after(0):
        add(owner=dmitri, due_on=DUE)
    with after(10):
        assert reminders.remind() == 0
        dmitri.wants_reminders = True
        dmitri.save()
        assert reminders.remind() == 0
    assert not Letter.objects.exists()


def test_organisations_step_is_for_its_members_and_a_lost_one_for_the_chairs(
    add: Add, circle: Group, dmitri: Person, boris: Person
) -> None:
    house = build.organisation("Civic Watch")
    clara = build.person("Claudia")
    with after(0):
        for person in (clara, boris):
            circle.memberships.filter(person=person).update(organisation=None)
        memberships.admit(actor=boris, group=circle, person=clara, organisation=house)
        add("House", organisation=house, due_on=DUE)
        add("Lost", owner=dmitri, due_on=DUE)
        add("Nobody", due_on=DUE)
        memberships.end(actor=dmitri, membership=circle.memberships.get(person=dmitri))
    with after(10):
        assert reminders.remind() == 2
    bodies = dict(Letter.objects.values_list("person__name", "body"))
    assert set(bodies) == {"Claudia", "Boris"}
    assert ("House" in bodies["Claudia"], "Lost" in bodies["Claudia"]) == (True, False)
    assert ("House" in bodies["Boris"], "Lost" in bodies["Boris"]) == (False, True)
    assert "Nobody" in bodies["Boris"]


def test_nothing_is_told_of_what_was_put_away(
    add: Add, aim: Aim, boris: Person, dmitri: Person
) -> None:
    with after(0):
        steps.put_away(actor=boris, step=add(owner=dmitri, due_on=DUE))
    with after(10):
        assert reminders.remind() == 0
        add(owner=dmitri, due_on=DUE)
        aims.put_away(actor=boris, aim=aim)
        assert reminders.remind() == 0
        assert queries.aims_of(aim.plan) == []


def test_two_workers_at_once_tell_once(
    add: Add, dmitri: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second has read the same steps before the first wrote."""
    with after(0):
        add(owner=dmitri, due_on=DUE)
    with after(10):
        stolen = reminders._take()
        assert reminders.remind() == 1
        monkeypatch.setattr(reminders, "_take", lambda: stolen)
        assert reminders.remind() == 0
    assert Letter.objects.count() == 1
