"""Decisions on pages and by REST: readable by whom they should be, and nothing in them runs."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import Person
from chat import posts
from chat.models import Message
from conferences.models import Conference
from groups.models import Group
from live import clock
from live.models import Event
from records.decisions import actions, decisions
from records.decisions.models import Action, Decision
from sessions import life
from sessions.models import Session
from tests import build

pytestmark = pytest.mark.django_db

SCRIPT = '<script>alert("x")</script>'


@pytest.fixture(autouse=True)
def _programme() -> None:
    build.programme()


def text_of(client: Client, address: str) -> str:
    answer = client.get(address, headers={"accept-language": "en"})
    assert answer.status_code == 200
    return str(answer.content.decode())


def take_in(session: Session, actor: Person, count: int) -> list[Decision]:
    return [
        decisions.take(actor=actor, session=session, text=f"Decided {number}")
        for number in range(count)
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_costs_the_same_for_one_and_for_three(
    client: Client,
    plenary: Session,
    boris: Person,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    take_in(plenary, boris, count)
    life.end(actor=boris, session=plenary)
    client.get("/")
    with django_assert_num_queries(7):
        text = text_of(client, reverse("records:decisions"))
    assert text.count('class="decision"') == count


@pytest.mark.parametrize("count", [1, 3])
def test_a_session_s_page_costs_the_same_for_one_and_for_three(
    client: Client,
    meeting: Session,
    boris: Person,
    dmitri: Person,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for made in take_in(meeting, boris, count):
        actions.take(
            actor=boris,
            session=meeting,
            text="Call",
            owner=dmitri.pk,
            due_on="2099-01-31",
            decision=made.pk,
        )
    client.force_login(dmitri)
    with django_assert_num_queries(15):
        text = text_of(client, reverse("records:session_decisions", args=[meeting.pk]))
    assert text.count('class="owed owed-open"') == count


def test_a_form_without_script_takes_a_decision_from_what_it_ticks(
    client: Client, meeting: Session, message: Message, boris: Person
) -> None:
    client.force_login(boris)
    page = reverse("records:session_decisions", args=[meeting.pk])
    assert f'value="{message.seq}" checked' in text_of(client, f"{page}?about={message.pk}")
    said = {"text": "As said", "sources": [str(message.seq)], "next": page, "translation": ""}
    answer = client.post(reverse("records:take_decision", args=[meeting.pk]), said)
    assert (answer.status_code, answer.headers["Location"]) == (303, page)
    made = Decision.objects.get()
    assert [each.subject for each in made.sources.all()] == [message.pk]
    assert "As said" in text_of(client, page)


def test_a_refused_form_keeps_what_was_typed(
    client: Client, meeting: Session, boris: Person
) -> None:
    client.force_login(boris)
    page = reverse("records:session_decisions", args=[meeting.pk])
    said = {"text": "On sand", "sources": ["9999"], "next": page}
    client.post(reverse("records:take_decision", args=[meeting.pk]), said)
    text = text_of(client, page)
    assert "On sand</textarea>" in text
    assert 'class="composer-refusal" role="alert"' in text
    assert not Decision.objects.exists()


def test_a_clash_shows_both_texts(client: Client, meeting: Session, boris: Person) -> None:
    [made] = take_in(meeting, boris, 1)
    said = {"actor": boris, "session": meeting, "decision": made.pk, "edition": 1}
    decisions.revise(**said, language="en", text="Theirs")  # type: ignore[arg-type]  # as they are
    client.force_login(boris)
    page = reverse("records:decision_desk", args=[meeting.pk, made.pk])
    mine = {"name": "decision.revise", "decision": made.pk, "edition": "1", "language": "en"}
    door = reverse("sessions:command", args=[meeting.pk])
    client.post(door, mine | {"text": "Mine", "next": page})
    text = text_of(client, page)
    assert "Theirs</p>" in text
    assert "Mine</textarea>" in text


def test_an_owner_closes_an_action_without_script_and_sees_what_they_owe(
    client: Client, meeting: Session, boris: Person, dmitri: Person
) -> None:
    owed = {"owner": dmitri.pk, "due_on": "2099-01-31"}
    made = actions.take(actor=boris, session=meeting, text="Write it", **owed)  # type: ignore[arg-type]  # as they are
    client.force_login(dmitri)
    page = reverse("records:action", args=[meeting.pk, made.pk])
    assert page in text_of(client, "/me/")
    said = {"name": "action.change", "action": made.pk, "edition": "1", "note": "Sent"}
    door = reverse("sessions:command", args=[meeting.pk])
    client.post(door, said | {"state": "done", "next": page})
    assert Action.objects.get().state == "done"
    text = text_of(client, page)
    assert "Said to be done." in text
    assert "Sent" in text
    assert page not in text_of(client, "/me/")


def test_a_public_record_links_a_decision_and_quotes_no_message(
    client: Client, plenary: Session, boris: Person, dmitri: Person, forum: Conference
) -> None:
    said = posts.post(actor=dmitri, session=plenary, text="Between ourselves")
    made = decisions.take(actor=boris, session=plenary, text=SCRIPT, subjects=[said.pk])
    life.end(actor=boris, session=plenary)
    record = text_of(client, reverse("records:record", args=[plenary.pk]))
    logged = Event.objects.get(name="decision.taken")
    for part in (f'id="d{made.number}"', f'id="e{logged.seq}"', f'id="e{said.seq}"'):
        assert part in record
    one = text_of(client, reverse("records:decision", args=[made.number]))
    for text in (record, one):
        assert SCRIPT not in text
        assert "&lt;script&gt;" in text
        assert "Between ourselves" not in text
    client.force_login(dmitri)
    assert "Between ourselves" in text_of(client, reverse("records:decision", args=[made.number]))


@pytest.mark.parametrize("name", ["records:decisions", "api"])
def test_lists_are_narrowed_to_a_group(
    client: Client, meeting: Session, boris: Person, name: str
) -> None:
    take_in(meeting, boris, 1)
    client.force_login(boris)
    address = "/api/v1/decisions/" if name == "api" else reverse(name)
    assert "Decided 0" in text_of(client, f"{address}?group=environment")
    assert "Decided 0" not in text_of(client, f"{address}?group=media")


def test_strangers_find_no_decision_of_a_group(
    client: Client, meeting: Session, boris: Person, eve: Person
) -> None:
    [made] = take_in(meeting, boris, 1)
    for person in (None, eve):
        if person:
            client.force_login(person)
        assert client.get(reverse("records:decision", args=[made.number])).status_code == 404
        assert "Decided 0" not in text_of(client, reverse("records:decisions"))


def test_long_lists_of_a_session_and_of_a_person_come_in_pages(
    client: Client, meeting: Session, boris: Person, circle: Group
) -> None:
    for number in range(27):
        Decision.objects.create(
            number=100 + number,
            session=meeting,
            text_en=f"Decided {number}",
            taken_at=clock.now(),
            seq=number + 1,
            by=boris,
        )
        Action.objects.create(
            session=meeting,
            group=circle,
            owner=boris,
            text_en=f"Call {number}",
            taken_at=clock.now(),
            seq=100 + number,
        )
    client.force_login(boris)
    address = reverse("records:session_decisions", args=[meeting.pk])
    first, last = text_of(client, address), text_of(client, f"{address}?page=2&actions=2")
    for text, count in ((first, 25), (last, 2)):
        assert text.count('class="decision"') == count
        assert text.count('class="owed owed-open"') == count
    assert "?actions=2#owed-head" in first
    for place, pager in (("/me/", "?owed=2#i-owe"), (f"/g/{circle.slug}/", "?actions=2#group")):
        assert pager in text_of(client, place)
        assert text_of(client, f"{place}{pager.partition('#')[0]}").count("Call ") == 7
