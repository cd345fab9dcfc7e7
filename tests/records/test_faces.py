"""What a record shows of people: as they were seen, and never more than they show now."""

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts import people as accounts_people
from accounts.models import Person
from accounts.people import NOBODY, Shown, lesser
from records.faces import faces
from sessions import people
from sessions.models import Session
from tests import build

pytestmark = pytest.mark.django_db

NAMED = Shown("named", "Dmitri", "Civic Watch", "RU")
FOX = Shown("pseudonym", "Fox")
DELEGATE = Shown("delegate", country="RU")

# then, now -> in the record
LESSER = {
    "same name": (NAMED, NAMED, NAMED),
    "name taken back": (NAMED, DELEGATE, DELEGATE),
    "name and country taken back": (NAMED, NOBODY, NOBODY),
    "pseudonym taken later stands for no name": (NAMED, FOX, NOBODY),
    "called as now": (NAMED, Shown("named", "Dima", "Civic Watch", "RU"), Shown("named", "Dima", "Civic Watch", "RU")),
    "with the organisation of then": (NAMED, Shown("named", "Dmitri", "Roots", "US"), NAMED),
    "organisation taken back": (NAMED, Shown("named", "Dmitri", "", "RU"), Shown("named", "Dmitri", "", "RU")),
    "pseudonym": (FOX, FOX, FOX),
    "pseudonym of somebody named now": (FOX, NAMED, FOX),
    "pseudonym taken back": (FOX, DELEGATE, NOBODY),
    "another pseudonym": (FOX, Shown("pseudonym", "Wolf"), NOBODY),
    "delegate": (DELEGATE, DELEGATE, DELEGATE),
    "delegate who is named now": (DELEGATE, NAMED, DELEGATE),
    "delegate who has a pseudonym now": (DELEGATE, FOX, NOBODY),
}  # fmt: skip


@pytest.mark.parametrize("case", LESSER)
def test_a_record_shows_the_lesser_of_then_and_now(case: str) -> None:
    then, now, expected = LESSER[case]
    assert lesser(then, now) == expected


def test_who_never_appeared_and_who_is_shut_out_show_nothing(
    plenary: Session, dmitri: Person, clara: Person, boris: Person
) -> None:
    people.show([dmitri, clara], plenary)
    Person.objects.filter(pk=clara.pk).update(is_active=False)
    found = faces(plenary, [dmitri.pk, clara.pk, boris.pk])
    assert found.of(dmitri.pk) == NAMED
    assert found.of(clara.pk) == NOBODY
    assert found.of(boris.pk) == NOBODY


def test_a_name_taken_back_after_the_end_is_gone(ended: Session, dmitri: Person) -> None:
    people.show([dmitri], ended)
    assert str(faces(ended, [dmitri.pk]).who(dmitri.pk)) == "Dmitri, Civic Watch"
    accounts_people.revise_profile(actor=dmitri, shown_as="delegate")
    assert str(faces(ended, [dmitri.pk]).who(dmitri.pk)) == "a delegate, Russia"


@pytest.mark.parametrize("count", [1, 3])
def test_faces_cost_the_same_for_one_and_for_three(
    plenary: Session, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    crowd = [
        build.person(f"P{number}", organisation=build.organisation()) for number in range(count)
    ]
    people.show(crowd, plenary)
    with django_assert_num_queries(3):
        faces(plenary, [person.pk for person in crowd])
