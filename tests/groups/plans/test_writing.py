"""What two people change in one plan at once: both lands, or the clash is shown; the history is whole."""

import threading
from collections import Counter
from collections.abc import Callable

import pytest
from django.db import close_old_connections, connection

from accounts.models import Person
from groups.models import Group
from groups.plans import aims, order, queries, steps
from groups.plans.models import Aim, Change, Step, StepState
from groups.plans.writing import Clash, facts
from kit.refusals import Forbidden, NotHere, Refused
from tests.groups.plans.conftest import Add

STEPS = 60


def told(step: Step) -> list[tuple[str, str, str]]:
    rows = Change.objects.filter(step=step).order_by("edition", "id")
    return list(rows.values_list("field", "was", "now"))


def replayed(step: Step) -> dict[str, str]:
    """Return what a step says by its history alone, from its present back to its beginning and forth."""
    rows = list(Change.objects.filter(step=step).order_by("edition", "id"))
    said = {**facts(Step.objects.get(pk=step.pk))}
    for row in reversed(rows):
        if row.field in said:
            assert said[row.field] == row.now
            said[row.field] = row.was
    for row in rows:
        if row.field in said:
            said[row.field] = row.now
    return said


@pytest.mark.django_db
def test_two_fields_of_one_step_both_land(add: Add, dmitri: Person, boris: Person) -> None:
    step = add()
    steps.change(actor=dmitri, step=step, seen=1, title_en="Test the lake", note_en="")
    found = steps.change(
        actor=boris, step=step, seen=1, title_en="Test the river", state="under_way"
    )
    assert (found.title_en, found.state, found.edition) == ("Test the lake", "under_way", 3)
    assert told(step) == [
        ("added", "", ""),
        ("title_en", "Test the river", "Test the lake"),
        ("state", "planned", "under_way"),
    ]


@pytest.mark.django_db
def test_same_field_clashes_and_shows_both(add: Add, dmitri: Person, boris: Person) -> None:
    step = add()
    steps.change(actor=dmitri, step=step, seen=1, title_en="Test the lake")
    with pytest.raises(Clash) as caught:
        steps.change(actor=boris, step=step, seen=1, title_en="Test the well", state="done")
    assert caught.value.fields == ("title_en",)
    assert caught.value.mine == {"title_en", "state"}
    answer = caught.value.as_json()
    assert (answer["code"], answer["edition"]) == ("plan.edited", 2)
    assert answer["now"] == {"title_en": "Test the lake"}
    step.refresh_from_db()
    assert (step.title_en, step.state) == ("Test the lake", "planned")
    # Who has seen it puts theirs in its place, and the history keeps both.
    steps.change(actor=boris, step=step, seen=2, title_en="Test the well")
    assert told(step)[1:] == [
        ("title_en", "Test the river", "Test the lake"),
        ("title_en", "Test the lake", "Test the well"),
    ]


@pytest.mark.django_db
def test_same_change_twice_is_one(add: Add, dmitri: Person, boris: Person) -> None:
    step = add()
    for actor in (dmitri, boris):
        steps.change(actor=actor, step=step, seen=1, state="done")
    assert told(step) == [("added", "", ""), ("state", "planned", "done")]


@pytest.mark.django_db
def test_translation_of_a_former_original_is_out_of_date(
    add: Add, dmitri: Person, boris: Person
) -> None:
    step = add()
    steps.change(actor=dmitri, step=step, seen=1, title_en="Test the lake")
    found = steps.change(actor=boris, step=step, seen=1, title_ru="Проверить реку")
    assert (found.title_en, found.title_ru) == ("Test the lake", "Проверить реку")
    assert found.translation_state == "stale"


@pytest.mark.django_db
def test_titles_and_reasons_are_asked_for(add: Add, dmitri: Person) -> None:
    step = add()
    with pytest.raises(Refused, match=r"plan\.untitled"):
        steps.change(actor=dmitri, step=step, title_en="\u200b \u202e")
    with pytest.raises(Refused, match=r"plan\.no_reason"):
        steps.change(actor=dmitri, step=step, state="given_up")
    steps.change(actor=dmitri, step=step, state="given_up", reason_ru="Нет денег")
    # Taken up again, it has no reason any more; the history keeps it.
    found = steps.change(actor=dmitri, step=step, state="under_way")
    assert (found.reason_ru, told(step)[-1]) == ("", ("state", "given_up", "under_way"))
    assert ("reason_ru", "Нет денег", "") in told(step)
    with pytest.raises(Refused, match=r"plan\.state"):
        steps.change(actor=dmitri, step=step, state="lost")
    with pytest.raises(Refused, match=r"plan\.too_long"):
        steps.change(actor=dmitri, step=step, note_en="x" * 4001)


@pytest.mark.django_db
def test_members_write_steps_and_chairs_write_aims(
    add: Add, aim: Aim, circle: Group, dmitri: Person, eve: Person
) -> None:
    step = add()
    plan = queries.plan_of(circle)
    for act in (
        lambda who: aims.add(actor=who, plan=plan, title_en="Theirs"),
        lambda who: aims.change(actor=who, aim=aim, title_en="Theirs"),
        lambda who: aims.put_away(actor=who, aim=aim),
        lambda who: aims.open_to(actor=who, plan=plan, is_public=False),
        lambda who: steps.put_away(actor=who, step=step),
        lambda who: order.move_aim(actor=who, aim=aim, by=1),
    ):
        for who in (dmitri, eve):
            with pytest.raises(Forbidden):
                act(who)
    for act in (
        lambda who: steps.add(actor=who, aim=aim, title_en="Theirs"),
        lambda who: steps.change(actor=who, step=step, title_en="Theirs"),
        lambda who: order.move_step(actor=who, step=step, by=1),
    ):
        with pytest.raises(Forbidden):
            act(eve)


@pytest.mark.django_db
def test_of_a_plan_for_members_strangers_learn_nothing(
    add: Add, circle: Group, boris: Person, eve: Person
) -> None:
    step = add()
    aims.open_to(actor=boris, plan=queries.plan_of(circle), is_public=False)
    with pytest.raises(NotHere):
        steps.change(actor=eve, step=step, title_en="Theirs")
    with pytest.raises(NotHere):
        queries.plan_at(eve, circle.pk)


@pytest.mark.django_db
def test_order_changes_by_one_place_and_ends_at_the_ends(
    add: Add, aim: Aim, dmitri: Person
) -> None:
    first, second, third = (add(title) for title in ("A", "B", "C"))
    order.move_step(actor=dmitri, step=third, by=-1)
    order.move_step(actor=dmitri, step=first, by=-1)
    order.move_step(actor=dmitri, step=first, by=1)
    [row] = queries.aims_of(aim.plan)
    assert [step.title_en for step in row.standing] == ["C", "A", "B"]  # type: ignore[attr-defined]
    assert told(first)[1:] == [("position", "1", "2")]
    assert told(second)[1:] == []


@pytest.mark.django_db
def test_owner_is_a_member_who_agreed_to_be_named_or_oneself(
    add: Add, circle: Group, dmitri: Person, boris: Person, eve: Person
) -> None:
    step = add(owner=dmitri)
    for stranger in (eve, boris):
        with pytest.raises(Refused, match=r"plan\.owner"):
            steps.change(actor=dmitri, step=step, owner=stranger)
    steps.change(actor=boris, step=step, owner=boris)
    circle.memberships.filter(person=boris).update(is_listed=True)
    steps.change(actor=dmitri, step=step, owner=None)
    assert steps.change(actor=dmitri, step=step, owner=boris).owner == boris


@pytest.mark.django_db
def test_put_away_keeps_the_history_and_comes_back_at_the_end(
    add: Add, aim: Aim, boris: Person
) -> None:
    step, other = add("A"), add("B")
    steps.put_away(actor=boris, step=step)
    assert list(queries.steps_in(aim.plan)) == [other]
    steps.put_away(actor=boris, step=step, is_away=False)
    assert [row.title_en for row in queries.steps_in(aim.plan)] == ["B", "A"]
    aims.put_away(actor=boris, aim=aim)
    assert (queries.aims_of(aim.plan), list(queries.steps_in(aim.plan))) == ([], [])
    with pytest.raises(Refused, match=r"plan\.aim_away"):
        add("C")


def at_once(*acts: Callable[[], Counter[str]]) -> list[Counter[str]]:
    """Do all of it in as many threads, and return in order what came of each."""
    barrier, found = threading.Barrier(len(acts)), [Counter[str]() for _ in acts]

    def run(number: int, act: Callable[[], Counter[str]]) -> None:
        try:
            barrier.wait(30)
            found[number] = act()
        finally:
            close_old_connections()
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return found


@pytest.mark.django_db(transaction=True)
@pytest.mark.timeout(300)
def test_plan_of_sixty_steps_changed_by_two_at_once_loses_nothing(
    add: Add, aim: Aim, dmitri: Person, boris: Person
) -> None:
    """Both go through all steps: of a third each has a field of their own, of a third both write the
    title, of a third each has steps of their own; the order changes meanwhile.
    """
    rows = [add(f"Step {number}") for number in range(STEPS)]

    def go(who: Person, name: str, field: str, own: int) -> Counter[str]:
        came: Counter[str] = Counter()
        for number, row in enumerate(rows):
            kind = number % 3
            said = {field: f"{name} {number}"} if kind == 0 else {"title_en": f"{name} {number}"}
            if kind == 2 and number // 3 % 2 != own:
                continue
            try:
                # As everybody saw it at the beginning.
                steps.change(actor=who, step=row, seen=1, **said)  # type: ignore[arg-type]
                came["landed"] += 1
            except Clash as clash:
                came[f"clashed on {' '.join(clash.fields)}"] += 1
            if number % 7 == own:
                order.move_step(actor=who, step=row, by=1)
        return came

    first, second = at_once(
        lambda: go(dmitri, "Dmitri", "note_en", 0), lambda: go(boris, "Boris", "note_ru", 1)
    )
    assert first + second == {"landed": 20 * 2 + 20 + 20, "clashed on title_en": 20}
    for number, row in enumerate(rows):
        row.refresh_from_db()
        notes, titles = (row.note_en, row.note_ru), {f"Dmitri {number}", f"Boris {number}"}
        if number % 3 == 0:
            assert notes == (f"Dmitri {number}", f"Boris {number}")
        else:
            assert row.title_en in titles
        assert replayed(row) == facts(row)
        kinds = Change.objects.filter(step=row).exclude(field="added").order_by("edition")
        assert [change.edition for change in kinds] == list(range(2, row.edition + 1))
    places = Step.objects.filter(aim=aim).order_by("position").values_list("position", flat=True)
    assert list(places) == list(range(STEPS))
    assert Step.objects.filter(state=StepState.PLANNED).count() == STEPS
