"""The room as a document: read and written without script, from first word to the end."""

import json
import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Person, ShownAs
from chat import posts
from conferences.models import Conference
from floor import judging, questions
from floor.models import Question
from live import presence
from sessions import life
from sessions.here import Who, who
from sessions.models import Session, State
from tests import build

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _programme(db: None) -> None:
    build.programme()


def page(name: str, session: Session) -> str:
    return reverse(f"sessions:{name}", args=[session.pk])


def read(client: Client, session: Session, name: str = "detail") -> str:
    return client.get(page(name, session)).content.decode()


def send(client: Client, session: Session, command: str, **data: object) -> int:
    form = {"id": str(uuid4()), "name": command, **data}
    return client.post(page("command", session), form).status_code


def test_the_page_shows_what_was_said_with_each_texts_language(
    client: Client, plenary: Session, dmitri: Person, clara: Person
) -> None:
    posts.post(actor=clara, session=plenary, text="Здравствуйте <b>все</b>")
    client.force_login(dmitri)
    text = read(client, plenary)
    assert 'lang="ru" dir="auto">Здравствуйте &lt;b&gt;все&lt;/b&gt;' in text
    assert "Clara" in text


def test_a_question_goes_its_whole_way_by_plain_forms(
    client: Client, plenary: Session, dmitri: Person, clara: Person, boris: Person
) -> None:
    client.force_login(dmitri)
    assert send(client, plenary, "question.ask", text="By when?") == 303
    question = Question.objects.get()
    assert "With the moderators" in read(client, plenary)
    client.force_login(clara)
    assert "By when?" not in read(client, plenary)
    client.force_login(boris)
    client.cookies["django_language"] = "en"
    assert "1 question waits for you" in read(client, plenary)
    assert send(client, plenary, "question.approve", question=question.pk) == 303
    client.force_login(clara)
    assert send(client, plenary, "question.upvote", question=question.pk) == 303
    assert "You support this question" in read(client, plenary)
    client.force_login(boris)
    assert send(client, plenary, "question.answer", question=question.pk, text="In May.") == 303
    client.force_login(dmitri)
    assert '<blockquote class="answer said" dir="auto">In May.</blockquote>' in read(
        client, plenary
    )


def test_a_refused_form_leads_back_to_its_text_and_reason_at_its_own_field(
    client: Client, plenary: Session, dmitri: Person
) -> None:
    client.force_login(dmitri)
    form = {"id": str(uuid4()), "name": "question.ask", "text": "w" * 1001}
    answer = client.post(page("command", plenary), form)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert f'aria-invalid="true">{"w" * 1001}</textarea>' in text
    assert text.count("A question has at most 1,000 characters") == 1
    assert text.count("w" * 1001) == 1


def test_too_much_at_once_answers_429_and_keeps_the_text(
    client: Client, plenary: Session, dmitri: Person
) -> None:
    client.force_login(dmitri)
    statuses = [send(client, plenary, "message.post", text=str(n)) for n in range(6)]
    assert statuses == [303, 303, 303, 303, 303, 429]


def test_a_form_without_a_readable_id_or_with_an_unknown_command_is_answered(
    client: Client, plenary: Session, dmitri: Person
) -> None:
    client.force_login(dmitri)
    door = page("command", plenary)
    assert client.post(door, {"id": "x", "name": "message.post", "text": "a"}).status_code == 303
    assert client.post(door, {"name": "message.shout", "text": "a"}).status_code == 400
    assert client.post(door, {"name": "message.post", "txt": "a"}).status_code == 400
    assert plenary.messages.count() == 1


def test_a_text_sent_after_the_sign_in_expired_is_there_after_the_next(
    client: Client, plenary: Session, dmitri: Person
) -> None:
    form = {"id": str(uuid4()), "name": "message.post", "text": "Do not lose me"}
    answer = client.post(page("command", plenary), form | {"writer": dmitri.pk})
    assert answer.status_code == 302
    assert answer.headers["Location"].endswith(f"next={page('detail', plenary)}")
    assert plenary.messages.count() == 0
    client.force_login(dmitri)
    assert "Do not lose me</textarea>" in read(client, plenary)
    assert "Do not lose me" not in read(client, plenary)


def test_a_text_of_an_expired_sign_in_is_shown_to_nobody_else(
    client: Client, plenary: Session, dmitri: Person, clara: Person
) -> None:
    """Who signs in next on the same machine may be somebody whom it must not reach."""
    form = {"id": str(uuid4()), "name": "message.post", "text": "Only mine", "writer": dmitri.pk}
    client.post(page("command", plenary), form)
    client.force_login(clara)
    assert "Only mine" not in read(client, plenary)


def test_a_strangers_form_finds_nothing(client: Client, plenary: Session, eve: Person) -> None:
    client.force_login(eve)
    assert send(client, plenary, "message.post", text="let me in") == 404
    assert read(client, plenary, "log").count("Plenary") == 0
    assert plenary.messages.count() == 0


def test_the_log_refreshes_itself_and_keeps_its_reader_present(
    client: Client, plenary: Session, dmitri: Person, clara: Person, boris: Person
) -> None:
    posts.post(actor=clara, session=plenary, text="Heard?")
    asked = questions.ask(actor=clara, session=plenary, text="Asked?")
    judging.approve(actor=boris, session=plenary, question=asked.pk)
    client.force_login(dmitri)
    assert presence.present(plenary.live_room) == frozenset()
    answer = client.get(page("log", plenary))
    assert answer.headers["Refresh"] == "10"
    text = answer.content.decode()
    assert "Heard?" in text
    assert "Asked?" in text
    assert "<form" not in text
    assert presence.present(plenary.live_room) == frozenset({dmitri.pk})
    read(client, plenary, "log")
    assert [lease.door for lease in presence.leases(plenary.live_room)] == ["http"]


def test_the_log_of_a_session_that_is_over_neither_refreshes_nor_counts(
    client: Client, plenary: Session, dmitri: Person
) -> None:
    life.end(actor=None, session=plenary)
    client.force_login(dmitri)
    assert "Refresh" not in client.get(page("log", plenary)).headers
    assert presence.leases(plenary.live_room) == []


def test_before_the_doors_open_questions_can_be_asked_and_nothing_said(
    client: Client, forum: Conference, dmitri: Person
) -> None:
    session = build.session(forum, state=State.SCHEDULED)
    client.force_login(dmitri)
    text = read(client, session)
    assert 'id="message-text"' not in text
    assert 'id="question-text"' in text
    assert send(client, session, "message.post", text="early") == 409
    assert send(client, session, "question.ask", text="By when?") == 303


def test_the_pages_script_is_told_all_it_needs(
    client: Client, plenary: Session, dmitri: Person
) -> None:
    client.force_login(dmitri)
    found = re.search(r'<script id="room-config"[^>]*>(.*?)</script>', read(client, plenary))
    assert found
    config = json.loads(found[1])
    assert config["may"] == [
        "action.change",
        "message.delete",
        "message.edit",
        "message.post",
        "message.react",
        "message.unreact",
        "question.ask",
        "question.ask_unnamed",
        "question.edit",
        "question.retract",
        "question.unvote",
        "question.upvote",
        "screen.declare",
        "screen.withdraw",
    ]
    assert config["own_zone"] == dmitri.zone
    assert config["people_url"] == f"/api/v1/sessions/{plenary.pk}/people/"
    assert (config["zone"], config["city"]) == ("Europe/Moscow", "Moscow")
    assert config["ticket_url"] == f"/api/v1/sessions/{plenary.pk}/ticket/"
    assert (config["session_id"], config["person_id"]) == (str(plenary.pk), str(dmitri.pk))


def test_only_moderators_get_the_buttons_of_moderators(
    client: Client, plenary: Session, dmitri: Person, boris: Person
) -> None:
    end = page("end", plenary)
    client.force_login(dmitri)
    assert end not in read(client, plenary)
    client.force_login(boris)
    assert end in read(client, plenary)


def test_reading_costs_the_same_for_one_text_and_for_three(
    client: Client, plenary: Session, forum: Conference, boris: Person
) -> None:
    client.force_login(boris)
    costs = []
    for count in (1, 2):
        for number in range(count):
            guest = build.person(f"Guest {count} {number}")
            build.registration(guest, forum)
            posts.post(actor=guest, session=plenary, text="Hm")
            asked = questions.ask(actor=guest, session=plenary, text="Why?")
            judging.approve(actor=boris, session=plenary, question=asked.pk)
            questions.ask(actor=guest, session=plenary, text="Who waits?")
        with CaptureQueriesContext(connection) as cost:
            text = read(client, plenary)
        costs.append((text.count("Who waits?"), len(cost)))
    assert [rows for rows, _cost in costs] == [1, 3]
    assert costs[0][1] == costs[1][1]


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        ({"kind": ShownAs.NAMED, "name": "Ann", "organisation": "GL"}, Who("Ann", "GL")),
        ({"kind": ShownAs.PSEUDONYM, "name": "Volga", "organisation": ""}, Who("Volga")),
        ({"kind": ShownAs.DELEGATE, "country": "RU"}, Who("a delegate, Russia")),
        ({"kind": ShownAs.DELEGATE, "country": ""}, Who("a delegate")),
    ],
)
def test_a_person_is_called_as_they_wish(shown: dict[str, str], expected: Who) -> None:
    assert who(shown) == expected
