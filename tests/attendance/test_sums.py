"""Sums by organisation, country and side: they add up to the sheet."""

from datetime import timedelta

from accounts.models import Person
from attendance import sums
from attendance.sheets import sheet
from attendance.sums import Sum
from sessions.models import Session
from tests import build
from tests.attendance.conftest import Stayed


def test_sums_add_up(
    ended: Session, clara: Person, dmitri: Person, boris: Person, stayed: Stayed
) -> None:
    build.programme()
    for person in (clara, dmitri, boris):
        stayed(person, ended, 0, 10)
    lines = sheet(ended).lines
    assert sums.by_country(lines) == [
        Sum("Russia", 2, 1200),
        Sum("United States of America", 1, 600),
    ]
    assert sums.by_side(lines) == [Sum("US", 1, 600), Sum("RU", 2, 1200)]
    assert sums.by_organisation(lines) == [Sum("Civic Watch", 1, 600), Sum("", 2, 1200)]
    assert sums.total_time(lines) == timedelta(minutes=30)


def test_who_is_of_neither_side_is_counted_last(ended: Session, stayed: Stayed) -> None:
    build.programme()
    stayed(build.person("Gunnar", country="NO"), ended, 0, 10)
    assert sums.by_side(sheet(ended).lines) == [
        Sum("US", 0, 0),
        Sum("RU", 0, 0),
        Sum("", 1, 600),
    ]


def test_programme_without_sides_has_no_sums_by_side(
    ended: Session, dmitri: Person, stayed: Stayed
) -> None:
    stayed(dmitri, ended, 0, 10)
    assert sums.by_side(sheet(ended).lines) == []
