"""Who sees a conference, its participants and its desk."""

import pytest

from accounts.models import Person
from conferences import queries
from conferences.models import Conference, RegistrationState
from kit.rules import allows
from tests import build

# person: see a conference that is not public, attend, see its people, organise
EXPECTED = {
    "ada": (True, True, True, True),
    "boris": (False, False, False, False),
    "clara": (True, True, True, False),
    "dmitri": (True, True, True, False),
    "eve": (False, False, False, False),
    "frank": (False, False, False, False),
}
RULES = ("see", "attend", "see_people", "organise")


@pytest.mark.parametrize("name", EXPECTED)
def test_rules_of_a_conference_that_is_not_public(
    request: pytest.FixtureRequest, forum: Conference, name: str
) -> None:
    Conference.objects.update(is_public=False)
    forum.refresh_from_db()
    person = request.getfixturevalue(name)
    found = tuple(allows(f"conferences.{rule}", person, forum) for rule in RULES)
    assert found == EXPECTED[name]
    assert queries.visible_to(person).exists() is EXPECTED[name][0]


def test_public_conference_is_everyones(forum: Conference, eve: Person) -> None:
    assert allows("conferences.see", eve, forum)
    assert not allows("conferences.attend", eve, forum)
    assert not allows("conferences.see_people", eve, forum)


def test_registration_needs_open_doors(forum: Conference, eve: Person) -> None:
    assert allows("conferences.register", eve, forum)
    forum.is_open_for_registration = False
    assert not allows("conferences.register", eve, forum)


def test_registration_is_its_persons_own(forum: Conference, dmitri: Person, ada: Person) -> None:
    registration = forum.registrations.get(person=dmitri)
    assert allows("conferences.own_registration", dmitri, registration)
    assert not allows("conferences.own_registration", ada, registration)


def test_waiting_registration_opens_nothing(forum: Conference, eve: Person) -> None:
    build.registration(eve, forum, state=RegistrationState.WAITING)
    assert not allows("conferences.attend", eve, forum)
