"""The cast: Ada organises, Boris co-chairs, Clara speaks, Dmitri takes part; Eve is a stranger and
sees nothing; Frank was removed.
"""

import pytest

from accounts.models import Person
from conferences.models import Conference, RegistrationState
from groups.models import Group, GroupRole
from sessions.models import RoleName, Session
from tests import build


@pytest.fixture
def ada(db: None) -> Person:
    return build.person("Ada", is_organiser=True)


@pytest.fixture
def boris(db: None) -> Person:
    return build.person("Boris", country="RU", language="ru", zone="Europe/Moscow")


@pytest.fixture
def clara(db: None) -> Person:
    return build.person("Clara", zone="America/New_York")


@pytest.fixture
def dmitri(db: None) -> Person:
    return build.person("Dmitri", country="RU", organisation=build.organisation("Civic Watch"))


@pytest.fixture
def eve(db: None) -> Person:
    return build.person("Eve")


@pytest.fixture
def frank(db: None) -> Person:
    return build.person("Frank")


@pytest.fixture
def forum(dmitri: Person, clara: Person, frank: Person) -> Conference:
    """A conference for which Dmitri and Clara are confirmed and Frank was declined."""
    made = build.conference()
    build.registration(dmitri, made, is_listed=True)
    build.registration(clara, made)
    build.registration(frank, made, state=RegistrationState.DECLINED)
    return made


@pytest.fixture
def circle(boris: Person, dmitri: Person) -> Group:
    """A working group that Boris co-chairs and Dmitri belongs to."""
    made = build.group()
    build.member(boris, made, GroupRole.CHAIR)
    build.member(dmitri, made)
    return made


@pytest.fixture
def plenary(forum: Conference, clara: Person, boris: Person) -> Session:
    """A live session of the forum that Boris moderates and at which Clara speaks."""
    made = build.session(forum, title="Plenary")
    build.role(boris, made, RoleName.MODERATOR)
    build.role(clara, made, RoleName.SPEAKER)
    return made
