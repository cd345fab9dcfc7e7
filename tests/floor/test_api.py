"""The questions by REST: what the room reads, for who may enter."""

from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Person
from conferences.models import Conference
from floor import answers, judging, questions, votes
from floor.models import Question
from live.testing import view
from sessions.models import Session
from tests import build

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("generous")]


def ask(client: Client, session: Session, **asked: object) -> tuple[int, Any]:
    answer = client.get(f"/api/v1/sessions/{session.pk}/questions/?{urlencode(asked)}")
    return answer.status_code, answer.json()


def shown(who: Person, session: Session, boris: Person, **how: str) -> Question:
    made = questions.ask(actor=who, session=session, text="When?", **how)
    return judging.approve(actor=boris, session=session, question=made.pk)


def test_its_rows_are_those_of_the_room(
    client: Client, plenary: Session, dmitri: Person, clara: Person, boris: Person
) -> None:
    shown(dmitri, plenary, boris)
    shown(clara, plenary, boris, naming="hidden")
    answered = questions.ask_for(actor=boris, session=plenary, text="Who?", on_behalf="Row 5")
    answers.answer(actor=boris, session=plenary, question=answered.pk, text="I")
    questions.ask(actor=dmitri, session=plenary, text="Waits")
    client.force_login(clara)
    status, page = ask(client, plenary, order="time")
    room = view(clara, plenary.live_room).slices["room"]
    assert (status, page["questions"]) == (200, room["questions"])
    assert page["people"] == {str(dmitri.pk): room["people"][str(dmitri.pk)]}


def test_it_orders_by_votes_or_by_time(
    client: Client, plenary: Session, dmitri: Person, clara: Person, boris: Person
) -> None:
    first, second, third = (shown(dmitri, plenary, boris) for _ in range(3))
    votes.upvote(actor=clara, session=plenary, question=third.pk)
    client.force_login(clara)
    orders = {
        order: [row["id"] for row in ask(client, plenary, order=order)[1]["questions"]]
        for order in ("votes", "time")
    }
    by_time = [str(question.pk) for question in (first, second, third)]
    assert orders == {"time": by_time, "votes": [by_time[2], *by_time[:2]]}
    assert ask(client, plenary)[1] == ask(client, plenary, order="votes")[1]
    assert ask(client, plenary, order="luck")[0] == 400


def test_who_may_not_enter_finds_nothing(client: Client, plenary: Session, eve: Person) -> None:
    assert ask(client, plenary)[0] == 401
    client.force_login(eve)
    assert ask(client, plenary)[0] == 404


def test_it_costs_the_same_for_one_question_and_for_three(
    client: Client, plenary: Session, forum: Conference, boris: Person
) -> None:
    client.force_login(boris)
    costs = []
    for count in (1, 2):
        for number in range(count):
            asker = build.person(f"Asker {count} {number}")
            build.registration(asker, forum)
            shown(asker, plenary, boris)
        with CaptureQueriesContext(connection) as cost:
            rows = ask(client, plenary)[1]["questions"]
        costs.append((len(rows), len(cost)))
    assert [rows for rows, _cost in costs] == [1, 3]
    assert costs[0][1] == costs[1][1]
