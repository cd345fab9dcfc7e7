"""A name taken back after a session is over: gone from its room, and no pseudonym in its place."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Person
from accounts.people import revise_profile
from live.testing import Replay, heard, say, verify_live, view
from records.faces import faces
from sessions import life, people
from sessions.models import Session, State

pytestmark = pytest.mark.django_db

NAMED = {"kind": "named", "name": "Dmitri", "organisation": "Civic Watch", "country": "RU"}
DELEGATE = {"kind": "delegate", "name": "", "organisation": "", "country": "RU"}
NOWHERE = DELEGATE | {"country": ""}


@pytest.fixture
def over(plenary: Session, dmitri: Person, boris: Person) -> Session:
    say(dmitri, plenary.live_room, "message.post", text="We have no register")
    return life.end(actor=boris, session=plenary)


def seen(reader: Person, session: Session, person: Person) -> dict[str, str]:
    return dict(view(reader, session.live_room).slices["room"]["people"][str(person.pk)])


def test_who_takes_their_name_back_is_a_delegate_where_it_is_over(
    over: Session, dmitri: Person, clara: Person, boris: Person, replay: Replay
) -> None:
    assert seen(clara, over, dmitri) == NAMED
    with verify_live(replay, over.live_room, [dmitri, clara, boris]):
        revise_profile(actor=dmitri, shown_as="delegate")
    assert seen(clara, over, dmitri) == DELEGATE
    assert "Civic Watch" not in str([event.data for event in heard(clara, over.live_room)])


def test_a_pseudonym_taken_later_stands_where_no_name_stood(
    over: Session, dmitri: Person, clara: Person, replay: Replay
) -> None:
    with verify_live(replay, over.live_room, [clara]):
        revise_profile(actor=dmitri, shown_as="pseudonym", pseudonym="Heron")
    assert seen(clara, over, dmitri) == NOWHERE
    assert "Heron" not in str([event.data for event in heard(clara, over.live_room)])


def test_who_is_named_again_is_shown_as_at_the_end_in_room_and_record(
    over: Session, dmitri: Person, clara: Person
) -> None:
    for changes in ({"shown_as": "delegate"}, {"shown_as": "pseudonym", "pseudonym": "Heron"}):
        revise_profile(actor=dmitri, **changes)  # type: ignore[arg-type]
    revise_profile(actor=dmitri, shown_as="named")
    assert seen(clara, over, dmitri) == NAMED
    assert faces(over, [dmitri.pk]).of(dmitri.pk).name == "Dmitri"


def test_who_was_a_delegate_then_is_no_other_for_a_name_shown_since(
    plenary: Session, dmitri: Person, clara: Person, boris: Person
) -> None:
    dmitri = revise_profile(actor=dmitri, shown_as="delegate")
    say(dmitri, plenary.live_room, "message.post", text="We have no register")
    over = life.end(actor=boris, session=plenary)
    dmitri = revise_profile(actor=dmitri, shown_as="named")
    people.show([dmitri], over)
    assert seen(clara, over, dmitri) == DELEGATE


def test_a_session_that_goes_on_after_all_shows_what_each_wishes_now(
    over: Session, dmitri: Person, clara: Person, boris: Person, replay: Replay
) -> None:
    revise_profile(actor=dmitri, shown_as="pseudonym", pseudonym="Heron")
    with verify_live(replay, over.live_room, [clara]):
        life.reopen(actor=boris, session=over)
    assert seen(clara, over, dmitri) == NOWHERE | {"kind": "pseudonym", "name": "Heron"}
    revise_profile(actor=dmitri, shown_as="delegate")
    assert seen(clara, over, dmitri) == DELEGATE


def test_what_changes_nothing_costs_the_same_for_one_session_and_for_three(
    over: Session, dmitri: Person
) -> None:
    costs = []
    for more in (0, 2):
        for number in range(more):
            other = Session.objects.create(
                conference=over.conference,
                title_en=f"Other {number}",
                starts_at=over.starts_at,
                ends_at=over.ends_at,
                state=State.ENDED,
            )
            people.show([dmitri], other)
        with CaptureQueriesContext(connection) as cost:
            people.show_again(dmitri)
        costs.append(len(cost))
    assert costs[0] == costs[1]
