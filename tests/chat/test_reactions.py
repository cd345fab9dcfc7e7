"""Reactions: stored at once, told as counts, each kind once a person."""

from typing import Any

import pytest

from accounts.models import Person
from chat import moderation, posts, reactions
from chat.models import Message, Reaction
from chat.queries import last_messages
from chat.rows import rows
from kit.refusals import Refused
from live import clock, tallies
from live.models import Event
from live.testing import say, view
from sessions.models import Session, State
from tests.hours import Hour, stopped

pytestmark = pytest.mark.django_db


@pytest.fixture
def hour(monkeypatch: pytest.MonkeyPatch) -> Hour:
    return stopped(monkeypatch)


@pytest.fixture
def message(dmitri: Person, plenary: Session) -> Message:
    return posts.post(actor=dmitri, session=plenary, text="Done!")


def counts(person: Person, session: Session) -> Any:
    return view(person, session.live_room).slices["room"]["messages"][-1]["reactions"]


def code(act: Any, actor: Person, session: Session, message: Message) -> str:
    with pytest.raises(Refused) as refused:
        act(actor=actor, session=session, message=message.pk, reaction="heart")
    return refused.value.code


def test_the_count_is_told_at_once_and_then_twice_a_second_at_most(
    hour: Hour, clara: Person, boris: Person, ada: Person, plenary: Session, message: Message
) -> None:
    for person in (clara, boris, ada):
        reactions.react(actor=person, session=plenary, message=message.pk, reaction="heart")
    assert Reaction.objects.count() == 3
    assert counts(clara, plenary) == {"heart": 1}
    tallies.publish_due()
    assert counts(clara, plenary) == {"heart": 1}
    hour.shift(0.5)
    tallies.publish_due()
    assert counts(clara, plenary) == {"heart": 3}
    assert Event.objects.filter(name="message.counted").count() == 2


def test_each_kind_counts_by_itself_and_none_at_all_is_left_out(
    hour: Hour, clara: Person, plenary: Session, message: Message
) -> None:
    given: dict[str, Any] = {"actor": clara, "session": plenary, "message": message.pk}
    reactions.react(**given, reaction="agree")
    reactions.react(**given, reaction="wonder")
    assert counts(clara, plenary) == {"agree": 1, "wonder": 1}
    hour.shift(1)
    reactions.take_back(**given, reaction="agree")
    assert counts(clara, plenary) == {"wonder": 1}
    mine = view(clara, plenary.live_room).slices["me"]["reactions"]
    assert mine == [{"message": str(message.pk), "reaction": "wonder"}]


def test_one_s_own_are_sorted_and_outlive_the_message(
    hour: Hour, clara: Person, dmitri: Person, plenary: Session
) -> None:
    made = [posts.post(actor=dmitri, session=plenary, text=str(n)) for n in range(3)]
    for message in made:
        for kind in ("wonder", "agree"):
            reactions.react(actor=clara, session=plenary, message=message.pk, reaction=kind)
    posts.delete(actor=dmitri, session=plenary, message=made[0].pk)
    mine = view(clara, plenary.live_room).slices["me"]["reactions"]
    pairs = sorted((str(m.pk), kind) for m in made for kind in ("agree", "wonder"))
    assert [(row["message"], row["reaction"]) for row in mine] == pairs


def test_twice_is_refused_and_so_is_taking_back_what_was_not_given(
    clara: Person, plenary: Session, message: Message
) -> None:
    assert code(reactions.take_back, clara, plenary, message) == "reaction.not_given"
    reactions.react(actor=clara, session=plenary, message=message.pk, reaction="heart")
    assert code(reactions.react, clara, plenary, message) == "reaction.already_given"
    assert Reaction.objects.count() == 1


def test_what_cannot_be_read_gets_no_reactions_and_hidden_keeps_its_own(
    clara: Person, boris: Person, plenary: Session, message: Message
) -> None:
    reactions.react(actor=clara, session=plenary, message=message.pk, reaction="agree")
    moderation.hide(actor=boris, session=plenary, message=message.pk)
    assert counts(clara, plenary) == {"agree": 1}
    for act in (reactions.react, reactions.take_back):
        assert code(act, clara, plenary, message) == "message.hidden"
    posts.delete(actor=boris, session=plenary, message=message.pk)
    assert counts(clara, plenary) == {}
    for act in (reactions.react, reactions.take_back):
        assert code(act, clara, plenary, message) == "message.deleted"


@pytest.mark.parametrize("state", [State.SCHEDULED, State.ENDED, State.CANCELLED])
def test_behind_shut_doors_nobody_reacts(
    clara: Person, plenary: Session, message: Message, state: str
) -> None:
    Session.objects.filter(pk=plenary.pk).update(state=state)
    plenary.refresh_from_db()
    for act in (reactions.react, reactions.take_back):
        assert code(act, clara, plenary, message) == "session.not_open"


def test_a_stranger_finds_nothing(eve: Person, plenary: Session, message: Message) -> None:
    for act in (reactions.react, reactions.take_back):
        assert code(act, eve, plenary, message) == "not_found"


def test_an_unknown_kind_is_no_command(clara: Person, plenary: Session, message: Message) -> None:
    reply = say(clara, plenary.live_room, "message.react", message=message.pk, reaction="fire")
    assert (reply.code, reply.field_name) == ("command.invalid", "reaction")


def test_all_figures_of_two_hundred_messages_are_one_query(
    clara: Person, dmitri: Person, plenary: Session, django_assert_num_queries: Any
) -> None:
    made = Message.objects.bulk_create(
        Message(session=plenary, person=dmitri, text=str(n), lang="en", seq=n, at=clock.now())
        for n in range(1, 201)
    )
    for message in made[::40]:
        reactions.react(actor=clara, session=plenary, message=message.pk, reaction="laugh")
    with django_assert_num_queries(2):
        told = rows(last_messages(plenary, 200))
    assert sum(row["reactions"].get("laugh", 0) for row in told) == 5


def test_the_twenty_first_reaction_at_once_is_told_to_wait(
    hour: Hour, clara: Person, dmitri: Person, plenary: Session
) -> None:
    made = [posts.post(actor=dmitri, session=plenary, text=str(n)) for n in range(5)]
    replies = [
        say(clara, plenary.live_room, "message.react", message=message.pk, reaction=kind)
        for message in made
        for kind in reactions.KINDS
    ]
    assert [reply.ok for reply in replies] == [True] * 20 + [False] * 5
    assert (replies[20].code, replies[20].retry_in) == ("rate.limited", 1.0)
