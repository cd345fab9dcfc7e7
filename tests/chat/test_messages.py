from collections.abc import Callable

import pytest

from accounts.models import Person
from chat import messages
from chat.models import Message
from chat.queries import last_messages
from kit.refusals import Refused
from live.models import Event
from live.testing import heard, view
from sessions.models import Session, State
from tests import build

pytestmark = pytest.mark.django_db


def test_post_stores_what_its_event_says(dmitri: Person, plenary: Session) -> None:
    message = messages.post(actor=dmitri, session=plenary, text="  Добрый день\r\n")
    event = heard(dmitri, plenary.live_room)[-1]
    stored = Message.objects.get()
    assert (stored.text, stored.lang) == ("Добрый день", "ru")
    assert (stored.pk, stored.seq, stored.at) == (message.pk, event.seq, event.at)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "message.empty"),
        (" \n\t ", "message.empty"),
        ("\u200b\u200b", "message.empty"),
        ("x" * 4001, "message.too_long"),
    ],
)
def test_post_refuses_nothing_and_too_much_and_names_the_field(
    dmitri: Person, plenary: Session, text: str, code: str
) -> None:
    with pytest.raises(Refused) as refused:
        messages.post(actor=dmitri, session=plenary, text=text)
    assert (refused.value.code, refused.value.field) == (code, "text")
    assert (Message.objects.count(), Event.objects.count()) == (0, 0)


@pytest.mark.parametrize("state", [State.SCHEDULED, State.ENDED, State.CANCELLED])
def test_post_is_refused_while_the_doors_are_shut(
    dmitri: Person, plenary: Session, state: str
) -> None:
    Session.objects.filter(pk=plenary.pk).update(state=state)
    plenary.refresh_from_db()
    with pytest.raises(Refused):
        messages.post(actor=dmitri, session=plenary, text="hello")
    assert Message.objects.count() == 0


def test_post_by_a_stranger_finds_nothing(eve: Person, plenary: Session) -> None:
    with pytest.raises(Refused) as refused:
        messages.post(actor=eve, session=plenary, text="hello")
    assert refused.value.status == 404


@pytest.mark.parametrize(
    ("text", "given", "lang"),
    [
        ("Как будет вестись реестр?", "", "ru"),
        ("How will it be kept?", "", "en"),
        ("OK", "ru", "ru"),
    ],
)
def test_a_message_carries_its_language(
    dmitri: Person, plenary: Session, text: str, given: str, lang: str
) -> None:
    assert messages.post(actor=dmitri, session=plenary, text=text, lang=given).lang == lang


def test_the_state_holds_the_last_two_hundred(dmitri: Person, forum: object) -> None:
    plenary = build.session(forum)  # type: ignore[arg-type]
    for number in range(203):
        messages.post(actor=dmitri, session=plenary, text=str(number))
    told = view(dmitri, plenary.live_room).slices["room"]["messages"]
    assert [m["text"] for m in told] == [str(number) for number in range(3, 203)]


def test_the_state_costs_the_same_for_one_and_for_three(
    dmitri: Person, plenary: Session, django_assert_num_queries: Callable[[int], object]
) -> None:
    for texts in (["one"], ["two", "three"]):
        for text in texts:
            messages.post(actor=dmitri, session=plenary, text=text)
        with django_assert_num_queries(1):  # type: ignore[attr-defined]
            last_messages(plenary)
