"""A pair: Clara of an American organisation, Boris of a Russian one; Dmitri of a third reviews."""

import pytest

from accounts.models import Person
from grants import reviews
from grants.models import Application, Call
from tests import granting


@pytest.fixture
def us(clara: Person) -> Person:
    granting.house(clara, "Clear Rivers", "US")
    return clara


@pytest.fixture
def ru(boris: Person) -> Person:
    granting.house(boris, "Living Water", "RU")
    return boris


@pytest.fixture
def call(ada: Person) -> Call:
    return granting.call(ada)


@pytest.fixture
def draft(call: Call, us: Person, ru: Person) -> Application:
    """An application of the pair, written and not signed."""
    made = granting.begun(us, call)
    granting.joined(made, us, ru)
    return granting.written(made, us)


@pytest.fixture
def application(call: Call, us: Person, ru: Person) -> Application:
    """The same, handed in."""
    return granting.handed_in(call, us, ru)


@pytest.fixture
def reviewer(ada: Person, dmitri: Person, call: Call) -> Person:
    granting.house(dmitri, "Third House", "RU")
    reviews.appoint(actor=ada, call=call, email=dmitri.email)
    return dmitri
