"""Whatever was told, it follows of nobody, nor of one of two, that they were there: in all small worlds."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import combinations
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.models import Organisation, Person, ShownAs, Side
from accounts.people import NOBODY, Shown, lesser
from records import discretion
from records.decisions import quorum
from records.decisions.models import Decision
from records.faces import Faces
from records.presence import Company, told

CHOICES = (
    Shown(ShownAs.NAMED.value, "Ann", "Green Line", "US"),
    Shown(ShownAs.NAMED.value, "Bob", "Volga", "RU"),
    Shown(ShownAs.NAMED.value, "Cy", "", "RU"),
    Shown(ShownAs.DELEGATE.value, country="RU"),
    Shown(ShownAs.DELEGATE.value, country="US"),
    Shown(ShownAs.DELEGATE.value, country="KZ"),
    Shown(ShownAs.PSEUDONYM.value, "Fox"),
    NOBODY,
)
SIDES = [Side(name_en="Russia", countries="RU"), Side(name_en="America", countries="US")]
SHOWN = st.sampled_from(CHOICES)


def faces(then: dict[UUID, Shown], now: dict[UUID, Shown] | None = None) -> Faces:
    people = {pk: Person(pk=pk, organisation=Organisation(name_en="House")) for pk in then}
    seen = {pk: lesser(was, (now or then)[pk]) for pk, was in then.items()}
    return Faces(people, seen, then)


def read(then: dict[UUID, Shown], present: Iterable[UUID], *, is_open: bool) -> Company:
    there = {pk: then[pk] for pk in present}
    return told(set(there), faces(there), SIDES, is_open=is_open)


@given(st.integers(0, 500))
def test_at_least_is_true_and_grows_by_steps(count: int) -> None:
    figure = discretion.at_least(count)
    assert figure <= count
    assert figure == 0 or figure >= discretion.FEWEST
    assert figure <= discretion.at_least(count + 1)


@given(st.dictionaries(st.sampled_from(["RU", "US", "KZ", ""]), st.integers(0, 30)))
def test_of_three_others_at_least_nothing_is_said(counts: dict[str, int]) -> None:
    told_of = discretion.groups(counts)
    assert all(figure <= counts[name] and name for name, figure in told_of.items())
    assert not told_of or sum(counts.values()) - sum(told_of.values()) >= discretion.FEWEST


@settings(max_examples=60, deadline=None)
@given(st.lists(SHOWN, min_size=1, max_size=8))
def test_of_a_groups_meeting_nobodys_presence_follows(shown: list[Shown]) -> None:
    """Its members are known, and how each is shown: of all ways in which they could have been there
    that are told alike, there is one in which any two who are not named were not."""
    then = {uuid4(): each for each in shown}
    worlds: dict[object, list[frozenset[UUID]]] = defaultdict(list)
    for size in range(1, len(then) + 1):
        for present in combinations(then, size):
            worlds[read(then, present, is_open=False)].append(frozenset(present))
    unnamed = {pk for pk, each in then.items() if not (each.organisation and each.name)}
    for company, alike in worlds.items():
        assert isinstance(company, Company)
        if not company.organisations:
            # That anybody was there at all is a fact of the session: its own log says who began it.
            continue
        for pair in combinations(unnamed, min(2, len(unnamed))):
            assert any(not world & set(pair) for world in alike)


@settings(max_examples=60, deadline=None)
@given(st.lists(SHOWN, min_size=1, max_size=8))
def test_where_anybody_could_have_come_nobodys_presence_follows(shown: list[Shown]) -> None:
    """Whoever knows all who were there but two, and how those two are shown, reads the same of any other two."""
    then = {uuid4(): each for each in shown}
    company = read(then, then, is_open=True)
    unnamed = [pk for pk, each in then.items() if not (each.organisation and each.name)]
    for pair in combinations(unnamed, min(2, len(unnamed))):
        instead = {uuid4(): then[pk] for pk in pair}
        present = [*(pk for pk in then if pk not in pair), *instead]
        assert read(then | instead, present, is_open=True) == company
    # Nor does it follow that all others come from one place, however many they are known to be.
    assert not company.split or len(unnamed) - sum(o.people for o in company.split) >= 3


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(SHOWN, SHOWN), min_size=1, max_size=12), st.booleans())
def test_a_later_choice_takes_a_name_off_and_moves_no_other_figure(
    choices: list[tuple[Shown, Shown]], is_open: bool
) -> None:
    then = {uuid4(): was for was, _now in choices}
    now = dict(zip(then, (now for _was, now in choices), strict=True))
    before = told(set(then), faces(then), SIDES, is_open=is_open)
    after = told(set(then), faces(then, now), SIDES, is_open=is_open)
    assert (after.others, after.split) == (before.others, before.split)
    named = sum(each.people for each in after.organisations)
    assert after.people == named + after.others


@pytest.mark.parametrize("is_met", [True, False])
@given(st.lists(st.integers(0, 20), min_size=2, max_size=2), st.integers(0, 3))
def test_a_quorum_tells_the_result_and_the_rule_and_nothing_that_was_counted(
    is_met: bool, present: list[int], each_side: int
) -> None:
    def told_of(figures: list[int]) -> object:
        sides = [
            {"name_en": name, "name_ru": name, "present": figure, "members": 20}
            for name, figure in zip(("A", "B"), figures, strict=True)
        ]
        rule = {
            "each_side": each_side,
            "percent": 50,
            "present": sum(figures),
            "members": 40,
            "sides": sides,
        }
        return quorum.told(Decision(is_quorate=is_met, quorum_rule=rule))

    assert told_of(present) == told_of([20, 20])
