"""A colleague who is proposed is asked first; co-chairs are told by mail what waits, without a storm."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from accounts import people
from accounts.models import Letter, Organisation, Person
from groups import memberships
from groups.models import Group
from groups.organisations import applications, telling
from groups.organisations.models import Application
from groups.organisations.queries import waiting
from kit.refusals import NotHere, Refused
from live import clock
from tests import build

pytestmark = pytest.mark.django_db

TOLD = "group.applications:"


@pytest.fixture
def roots() -> Organisation:
    return build.organisation("Roots")


@pytest.fixture
def gleb(roots: Organisation, circle: Group, ada: Person) -> Person:
    """A delegate of Roots."""
    gleb = build.person("Gleb", organisation=roots, language="ru", country="RU")
    memberships.admit(actor=ada, group=circle, person=gleb, organisation=gleb.organisation)
    return gleb


@pytest.fixture
def vera(roots: Organisation) -> Person:
    return build.person("Vera", organisation=roots, language="ru")


@pytest.fixture
def proposed(circle: Group, gleb: Person, vera: Person) -> Application:
    return applications.bring(actor=gleb, group=circle, person=vera, note="Наш юрист")


def browser(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def applied(circle: Group, *places: int) -> list[Application]:
    houses = [build.organisation(f"House {place}") for place in places]
    return [
        applications.apply(
            actor=build.person(f"Of {house.name_en}", organisation=house),
            group=circle,
            note="Please",
        )
        for house in houses
    ]


def test_co_chairs_see_nothing_of_a_colleague_before_they_agree(
    circle: Group, boris: Person, vera: Person, proposed: Application
) -> None:
    page = browser(boris).get(f"/g/{circle.slug}/members/").content.decode()
    assert [word for word in ("Vera", vera.email, "Наш юрист") if word in page] == []
    assert list(waiting(circle)) == []
    with pytest.raises(NotHere):
        applications.admit(actor=boris, application=proposed)
    telling.tell()
    assert not Letter.objects.filter(person=boris).exists()
    letter = Letter.objects.get(person=vera)
    assert f"/g/{circle.slug}/" in letter.body
    own = browser(vera).get(f"/g/{circle.slug}/").content.decode()
    assert "apply/consent/" in own
    answer = browser(vera).post(
        f"/g/{circle.slug}/apply/consent/", {"application": str(proposed.pk)}
    )
    assert answer.status_code == 302
    page = browser(boris).get(f"/g/{circle.slug}/members/").content.decode()
    assert vera.email in page


def test_only_the_colleague_agrees_and_who_says_no_is_seen_by_nobody(
    circle: Group, boris: Person, gleb: Person, vera: Person, proposed: Application
) -> None:
    for actor in (gleb, boris):
        with pytest.raises(NotHere):
            applications.consent(actor=actor, application=proposed)
    applications.withdraw(actor=vera, application=proposed)
    with pytest.raises(Refused) as refused:
        applications.consent(actor=vera, application=proposed)
    assert refused.value.code == "application.decided"
    assert list(waiting(circle)) == []


def test_a_colleague_who_has_gone_elsewhere_does_not_agree_for_the_old_house(
    vera: Person, proposed: Application
) -> None:
    people.revise_profile(actor=vera, organisation=build.organisation("Elsewhere"))
    vera.refresh_from_db()
    with pytest.raises(Refused) as refused:
        applications.consent(actor=vera, application=proposed)
    assert refused.value.code == "application.other_house"


def test_who_applies_by_themselves_needs_no_proposal(
    circle: Group, vera: Person, proposed: Application
) -> None:
    made = applications.apply(actor=vera, group=circle, note="Me too")
    assert list(waiting(circle)) == [made]


def test_co_chairs_are_told_in_their_language_and_not_who_it_is(
    circle: Group, boris: Person, gleb: Person
) -> None:
    Person.objects.filter(pk=boris.pk).update(language="ru")
    (made,) = applied(circle, 0)
    assert telling.tell() == 1
    letter = Letter.objects.get(key__startswith=TOLD)
    assert (letter.person, letter.language) == (boris, "ru")
    assert "House 0" in letter.body
    assert f"/g/{circle.slug}/members/" in letter.body
    assert [word for word in (made.person.email, made.person.name) if word in letter.body] == []


def test_however_many_apply_a_co_chair_has_one_mail_a_day(circle: Group, boris: Person) -> None:
    applied(circle, 0)
    telling.tell()
    applied(circle, 1, 2)
    assert telling.tell() == 0
    assert Letter.objects.filter(key__startswith=TOLD).count() == 1
    with time_machine.travel(clock.now() + timedelta(hours=21), tick=False):
        assert telling.tell() == 1
        assert telling.tell() == 0
    assert Letter.objects.filter(key__startswith=TOLD).count() == 2


def test_without_a_co_chair_it_waits_for_the_next_one(circle: Group, boris: Person) -> None:
    circle.memberships.all().delete()
    applied(circle, 0)
    assert telling.tell() == 0
    build.member(boris, circle, "chair")
    assert telling.tell() == 1
