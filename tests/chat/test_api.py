"""The chat's history by REST."""

from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Person, ShownAs
from chat import moderation, posts
from conferences.models import Conference
from live.testing import view
from sessions.models import Session
from tests import build

pytestmark = pytest.mark.django_db


def ask(client: Client, session: Session, **asked: object) -> tuple[int, Any]:
    answer = client.get(f"/api/v1/sessions/{session.pk}/messages/?{urlencode(asked)}")
    return answer.status_code, answer.json()


def texts(client: Client, session: Session, **asked: object) -> list[str]:
    status, page = ask(client, session, **asked)
    assert status == 200
    return [row["text"] for row in page["messages"]]


def test_its_rows_are_those_of_the_room(
    client: Client, dmitri: Person, clara: Person, boris: Person, plenary: Session
) -> None:
    first = posts.post(actor=dmitri, session=plenary, text="Who?")
    posts.post(actor=clara, session=plenary, text="I", reply=first.pk)
    posts.edit(actor=dmitri, session=plenary, message=first.pk, text="Who comes?")
    gone = posts.post(actor=clara, session=plenary, text="Nobody")
    posts.delete(actor=clara, session=plenary, message=gone.pk)
    client.force_login(dmitri)
    status, page = ask(client, plenary)
    room = view(dmitri, plenary.live_room).slices["room"]
    assert (status, page["messages"], page["more"]) == (200, room["messages"], False)
    assert page["people"] == {str(pk): room["people"][str(pk)] for pk in (dmitri.pk, clara.pk)}


def test_it_names_people_as_they_wish_to_be_shown(
    client: Client, dmitri: Person, forum: Conference, plenary: Session
) -> None:
    yuri = build.person("Yuri", country="RU", shown_as=ShownAs.DELEGATE)
    build.registration(yuri, forum)
    posts.post(actor=yuri, session=plenary, text="Hello")
    client.force_login(dmitri)
    [seen] = ask(client, plenary)[1]["people"].values()
    assert seen == {"kind": "delegate", "name": "", "organisation": "", "country": "RU"}


def test_it_turns_pages_both_ways(client: Client, dmitri: Person, plenary: Session) -> None:
    made = [posts.post(actor=dmitri, session=plenary, text=str(n)) for n in range(5)]
    client.force_login(dmitri)
    assert texts(client, plenary, limit=2) == ["3", "4"]
    assert texts(client, plenary, limit=2, before=made[3].seq) == ["1", "2"]
    assert texts(client, plenary, limit=2, after=made[0].seq) == ["1", "2"]
    assert texts(client, plenary, after=made[4].seq) == []
    assert ask(client, plenary, limit=2, before=made[3].seq)[1]["more"] is True
    assert ask(client, plenary, limit=1, before=made[1].seq)[1]["more"] is False


def test_it_searches_in_any_case_and_never_in_what_is_gone(
    client: Client, dmitri: Person, boris: Person, plenary: Session
) -> None:
    kept, hidden, gone = (
        posts.post(actor=dmitri, session=plenary, text=f"Ёлка {n}") for n in range(3)
    )
    moderation.hide(actor=boris, session=plenary, message=hidden.pk)
    posts.delete(actor=dmitri, session=plenary, message=gone.pk)
    for person in (dmitri, boris):
        client.force_login(person)
        assert texts(client, plenary, q="ЕЛКА") == [kept.text]
        assert texts(client, plenary) == [kept.text, "", ""]


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"before": "x"}, "before"),
        ({"before": "-1"}, "before"),
        ({"after": str(2**53 + 1)}, "after"),
        ({"after": "9" * 400}, "after"),
        ({"limit": "0"}, "limit"),
        ({"limit": "201"}, "limit"),
        ({"q": "x" * 201}, "q"),
        ({"q": "a\x00b"}, "q"),
    ],
)
def test_what_is_no_number_is_said_so(
    client: Client, dmitri: Person, plenary: Session, asked: dict[str, str], field: str
) -> None:
    client.force_login(dmitri)
    status, answer = ask(client, plenary, **asked)
    assert (status, answer["field"]) == (400, field)


def test_for_who_may_not_enter_there_is_nothing(
    client: Client, eve: Person, frank: Person, plenary: Session
) -> None:
    for person in (eve, frank):
        client.force_login(person)
        there, nowhere = ask(client, plenary), ask(client, Session(pk=uuid4()))
        assert there == nowhere
        assert there[0] == 404
        assert ask(client, plenary, before="x") == nowhere


def test_it_costs_the_same_for_one_message_and_for_three(
    client: Client, dmitri: Person, clara: Person, boris: Person, plenary: Session
) -> None:
    client.force_login(dmitri)
    costs = []
    for people in ((dmitri,), (clara, boris)):
        for person in people:
            posts.post(actor=person, session=plenary, text="Hm")
        with CaptureQueriesContext(connection) as cost:
            texts(client, plenary)
        costs.append(len(cost))
    assert costs[0] == costs[1]
