"""What a person finds: what is on, what comes next, what is theirs; at a price that does not grow."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Person
from conferences.models import Conference, Registration, RegistrationState
from groups.models import Group
from live import clock
from sessions import queries
from sessions.models import RoleName, Session, State
from sessions.queries import OnNow, Slot
from tests import build

pytestmark = pytest.mark.django_db


def titles(slots: list[Slot]) -> list[tuple[str, bool]]:
    return [(str(slot.session.title), slot.may_enter) for slot in slots]


@pytest.fixture
def programme(forum: Conference, circle: Group) -> None:
    """A day with something of every state, at a public conference and in a closed group."""
    now = clock.now()
    build.session(forum, title="Live", state=State.LIVE, starts_at=now - timedelta(minutes=50))
    build.session(forum, title="Live later", state=State.LIVE)
    build.session(forum, title="Doors", state=State.OPEN, starts_at=now + timedelta(minutes=5))
    build.session(forum, title="Ended", state=State.ENDED, starts_at=now - timedelta(hours=3))
    build.session(forum, title="Off", state=State.CANCELLED, starts_at=now + timedelta(hours=1))
    build.session(
        forum, title="Never held", state=State.SCHEDULED, starts_at=now - timedelta(days=1)
    )
    build.session(forum, title="Second", state=State.SCHEDULED, starts_at=now + timedelta(hours=2))
    build.session(forum, title="First", state=State.SCHEDULED, starts_at=now + timedelta(hours=1))
    build.session(
        circle, title="Meeting", state=State.SCHEDULED, starts_at=now + timedelta(minutes=90)
    )


@pytest.mark.usefixtures("programme")
def test_on_now_and_next_lists_what_one_may_know_and_links_what_one_may_enter(
    dmitri: Person, clara: Person, eve: Person, frank: Person
) -> None:
    def seen(person: queries.Reader) -> tuple[list[tuple[str, bool]], list[tuple[str, bool]]]:
        on = queries.on_now_and_next(person)
        return titles(on.now), titles(on.next)

    now, coming = ("Live", "Live later", "Doors"), ("First", "Second")
    assert seen(clara) == ([(t, True) for t in now], [(t, True) for t in coming])
    for stranger in (eve, frank, AnonymousUser()):
        assert seen(stranger) == ([(t, False) for t in now], [(t, False) for t in coming])
    assert seen(dmitri)[1] == [("First", True), ("Meeting", True), ("Second", True)]


@pytest.mark.usefixtures("programme")
def test_a_hidden_conference_is_listed_to_its_participants_only(
    dmitri: Person, eve: Person
) -> None:
    Conference.objects.update(is_public=False)
    assert queries.on_now_and_next(eve) == OnNow([], [])
    assert len(queries.on_now_and_next(dmitri).now) == 3


@pytest.mark.usefixtures("programme")
def test_mine_are_my_own_even_for_who_may_enter_everything(
    ada: Person, dmitri: Person, clara: Person, boris: Person, forum: Conference
) -> None:
    def mine(person: Person) -> list[str]:
        return [str(session.title) for session in queries.coming_for(person)]

    assert mine(ada) == []
    assert mine(clara) == ["Live", "Live later", "Doors", "First", "Second"]
    assert mine(dmitri) == ["Live", "Live later", "Doors", "First", "Meeting", "Second"]
    assert mine(boris) == ["Meeting"]
    build.role(ada, Session.objects.get(title_en="Second"), RoleName.SPEAKER)
    assert mine(ada) == ["Second"]


@pytest.mark.parametrize("state", [s for s in RegistrationState if s != "confirmed"])
def test_visible_is_what_one_may_enter_once_each(
    plenary: Session, dmitri: Person, eve: Person, ada: Person, state: RegistrationState
) -> None:
    build.role(dmitri, plenary, RoleName.PARTICIPANT)
    build.role(dmitri, plenary, RoleName.SPEAKER)
    assert list(queries.visible_to(dmitri)) == [plenary]
    assert list(queries.visible_to(ada)) == [plenary]
    assert list(queries.visible_to(eve)) == []
    assert list(queries.visible_to(AnonymousUser())) == []
    plenary.roles.filter(person=dmitri).delete()
    Registration.objects.filter(person=dmitri).update(state=state)
    assert list(queries.visible_to(dmitri)) == []


def test_an_account_that_was_shut_sees_nothing(plenary: Session, ada: Person) -> None:
    ada.is_active = False
    assert list(queries.visible_to(ada)) == []
    assert list(queries.moderated_by(ada)) == []
    assert queries.enterable(ada, [plenary]) == set()
    assert queries.who_may_enter(plenary, [ada]) == set()


@pytest.mark.usefixtures("programme")
def test_lists_cost_the_same_for_one_and_for_three(dmitri: Person, forum: Conference) -> None:
    def cost(most: int) -> int:
        with CaptureQueriesContext(connection) as captured:
            on = queries.on_now_and_next(dmitri, most=most)
            [(s.session.title, s.session.zone) for s in [*on.now, *on.next]]
            [(s.title, s.zone) for s in queries.coming_for(dmitri, most=most)]
        return len(captured)

    assert cost(1) == cost(3) == 5
