"""Money: sums are exact whatever the lines, shares are judged and not rounded, amounts read as they are typed."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grants.money import amount, by_partner, checked, sums_of
from kit.refusals import Refused

CENTS = st.integers(0, 10**11).map(lambda cents: Decimal(cents) / 100)
PARTNERS = [uuid4() for _ in range(3)]


@dataclass(frozen=True)
class Row:
    partner_id: UUID
    asked: Decimal
    own: Decimal


# A machine that is busy with something else draws slowly, which says nothing of the sums.
BUSY = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
ROWS = st.lists(st.builds(Row, st.sampled_from(PARTNERS), CENTS, CENTS), max_size=40)


@BUSY
@given(ROWS)
def test_sums_are_those_of_the_cents_in_any_order(rows: list[Row]) -> None:
    sums = sums_of(rows)
    assert sums.asked * 100 == sum(int(row.asked * 100) for row in rows)
    assert sums.cost == sums.asked + sums.own
    assert sums == sums_of(reversed(rows))


@BUSY
@given(ROWS)
def test_partners_sums_make_up_the_whole(rows: list[Row]) -> None:
    each = by_partner(rows).values()
    assert sum(one.asked for one in each) == sums_of(rows).asked
    assert sum(one.own for one in each) == sums_of(rows).own


@BUSY
@given(ROWS, st.integers(0, 99))
def test_a_share_is_borne_exactly(rows: list[Row], percent: int) -> None:
    sums = sums_of(rows)
    own, cost = int(sums.own * 100), int(sums.cost * 100)
    assert sums.bears(percent) == (own * 100 >= cost * percent)
    # What is shown never says more than is borne.
    assert sums.share <= (Decimal(own) * 100 / cost if cost else 0) + Decimal("1e-20")
    if sums.cost and sums.share >= percent:
        assert sums.bears(percent)


@BUSY
@given(CENTS)
def test_an_amount_reads_back_as_it_was_written(value: Decimal) -> None:
    value = value.quantize(Decimal("0.01"))
    for text in (
        f"{value}",
        f"{value:,}",
        f"{value}".replace(".", ","),
        f" {value:,} ".replace(",", " "),
    ):
        if value <= Decimal("9999999999.99"):
            assert amount(text, "x") == value


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("-1", "budget.negative"),
        ("1.001", "budget.fraction"),
        ("99999999999", "budget.too_large"),
        ("1e3", "budget.no_amount"),
        ("NaN", "budget.no_amount"),
        ("Infinity", "budget.no_amount"),
        ("1_000", "budget.no_amount"),
        ("12,34,56", "budget.no_amount"),
        ("ten", "budget.no_amount"),
        ("٣", "budget.no_amount"),
    ],
)
def test_what_is_no_amount_is_refused(text: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        amount(text, "line-3-asked")
    assert (refused.value.code, refused.value.field) == (code, "line-3-asked")


def test_nothing_typed_is_nothing_and_three_figures_behind_a_comma_are_thousands() -> None:
    assert amount("", "x") == 0
    assert amount("1,200", "x") == 1200
    assert amount("1200,5", "x") == Decimal("1200.50")
    assert checked(Decimal("7.00"), "x") == 7
