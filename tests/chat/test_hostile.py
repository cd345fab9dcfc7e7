"""What hurts a whole room when many act on one message: nobody may wait for whoever waits for them."""

import threading
from collections.abc import Callable
from functools import partial

import pytest
from django.db import OperationalError, connection

from accounts.models import Person
from accounts.people import revise_profile
from chat import moderation, posts
from chat.models import Message
from kit.refusals import Refused
from live import clock, hub
from live.rooms import Removed
from sessions import life, people, removals
from sessions.models import Appearance, Removal, Session

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 4


@pytest.fixture
def lost(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the database gave up, also where a second attempt made it good: a room stood still."""
    found: list[str] = []
    attempt = hub._attempt

    def watched(work: Callable[[hub.Unit], object]) -> object:
        try:
            return attempt(work)
        except OperationalError as error:
            found.append(str(error))
            raise

    monkeypatch.setattr(hub, "_attempt", watched)
    return found


def at_once(*acts: Callable[[], object]) -> None:
    barrier = threading.Barrier(len(acts))

    def run(act: Callable[[], object]) -> None:
        barrier.wait(10)
        try:
            act()
        except (Refused, OperationalError):
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)


@pytest.mark.parametrize("act", [moderation.hide, posts.delete])
def test_replies_do_not_stop_a_moderator_nor_the_room(
    lost: list[str],
    plenary: Session,
    dmitri: Person,
    clara: Person,
    boris: Person,
    act: Callable[..., object],
) -> None:
    for _ in range(ROUNDS):
        parent = posts.post(actor=dmitri, session=plenary, text="Who agrees?").pk
        reply = partial(posts.post, session=plenary, text="I do", reply=parent)
        at_once(
            partial(reply, actor=clara),
            partial(reply, actor=dmitri),
            partial(reply, actor=clara),
            partial(act, actor=boris, session=plenary, message=parent),
        )
    assert lost == []


def test_whoever_is_put_out_while_others_write_stops_nobody(
    lost: list[str], plenary: Session, dmitri: Person, clara: Person, boris: Person
) -> None:
    for _ in range(ROUNDS):
        Removal.objects.all().delete()
        Appearance.objects.all().delete()
        at_once(
            partial(posts.post, actor=clara, session=plenary, text="one"),
            partial(posts.post, actor=clara, session=plenary, text="two"),
            partial(removals.remove, actor=boris, session=plenary, person=dmitri.pk),
        )
    assert lost == []


def test_a_session_ends_while_people_write(
    lost: list[str], plenary: Session, dmitri: Person, clara: Person, boris: Person
) -> None:
    at_once(
        partial(posts.post, actor=clara, session=plenary, text="one"),
        partial(posts.post, actor=dmitri, session=plenary, text="two"),
        partial(life.end, actor=boris, session=plenary),
    )
    assert lost == []


def test_a_new_name_while_one_writes(lost: list[str], plenary: Session, clara: Person) -> None:
    posts.post(actor=clara, session=plenary, text="Here I am")
    for number in range(ROUNDS):
        at_once(
            partial(posts.post, actor=clara, session=plenary, text="one"),
            partial(posts.post, actor=clara, session=plenary, text="two"),
            partial(revise_profile, actor=clara, name=f"Clara the {number}."),
        )
    assert lost == []


def test_whoever_is_put_out_while_their_message_is_on_its_way_has_not_said_it(
    plenary: Session, dmitri: Person, clara: Person, boris: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As another server does it: after the message was allowed, before it has its number."""

    def put_out_meanwhile(_people: list[Person], session: Session) -> None:
        Removal.objects.create(session=session, person=dmitri, at=clock.now(), by=boris.pk)

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(people, "show", put_out_meanwhile)
        with pytest.raises(Removed):
            posts.post(actor=dmitri, session=plenary, text="One more word")
    Removal.objects.create(session=plenary, person=boris, at=clock.now(), by=boris.pk)
    assert posts.post(actor=boris, session=plenary, text="I moderate here").seq
    assert not Message.objects.filter(person=dmitri).exists()
