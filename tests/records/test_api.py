"""A record by REST: the same as the page, for the same readers, without a sign-in where public."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Person
from floor import answers, judging, questions
from live.clock import wire
from live.models import Event
from sessions import life, people
from sessions.models import Session
from tests import build
from tests.records.conftest import Stayed

pytestmark = pytest.mark.django_db


def test_a_record_by_rest_is_whole(
    client: Client, hearing: Session, boris: Person, dmitri: Person, stayed: Stayed
) -> None:
    build.programme()
    people.show([dmitri], hearing)
    stayed(dmitri, hearing)
    for number in range(3):
        stayed(build.person(f"P{number}", shown_as="delegate", country="RU"), hearing)
    asked = questions.ask(actor=dmitri, session=hearing, text="Who?")
    judging.approve(actor=boris, session=hearing, question=asked.pk)
    answers.answer(actor=boris, session=hearing, question=asked.pk, text="We.")
    life.end(actor=boris, session=hearing)
    answer = client.get(reverse("session-record", args=[hearing.pk]))
    assert answer.status_code == 200
    found = answer.json()
    log = dict(Event.objects.filter(stream=str(hearing.live_room)).values_list("name", "seq"))
    assert (found["standing"], found["is_public"], found["conference"]) == ("made", True, "forum")
    [question] = found["questions"]
    assert {name: question[name] for name in ("text", "asked_by", "answer", "owner", "due_on")} == {
        "text": "Who?",
        "asked_by": "Dmitri, Civic Watch",
        "answer": "We.",
        "owner": "",
        "due_on": None,
    }
    assert question["asked"]["seq"] == log["question.asked"]
    assert question["answered"]["seq"] == log["question.answered"]
    assert found["people"] == {
        "people": 4,
        "at_screens": 0,
        "organisations": [
            {
                "name": "Civic Watch",
                "lang": "en",
                "country": "United States of America",
                "people": 1,
            }
        ],
        "others": 3,
        "split": [],
    }
    assert found["figures"] == {"messages": 0, "asked": 1, "answered": 1, "owed": 0}
    assert [(line["seq"], line["name"]) for line in found["course"]] == sorted(
        (seq, name)
        for name, seq in log.items()
        if name in {line["name"] for line in found["course"]}
    )
    assert found["course"][-1]["name"] == "session.ended"
    assert hearing.ended_at is not None
    assert found["course"][-1]["at"][:19] == wire(hearing.ended_at)[:19]


def test_before_the_end_it_holds_nothing(client: Client, hearing: Session) -> None:
    found = client.get(reverse("session-record", args=[hearing.pk])).json()
    assert (found["standing"], found["made_at"], found["course"]) == ("coming", None, [])


def test_who_may_not_read_it_finds_nothing(client: Client, ended: Session, eve: Person) -> None:
    Session.objects.filter(pk=ended.pk).update(is_record_public=False)
    client.force_login(eve)
    answer = client.get(reverse("session-record", args=[ended.pk]))
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
