"""The REST door to a session's agenda and materials, and to its reopening."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Person
from sessions import items, life, materials
from sessions.models import Session
from tests.sessions.agendas_of import line

pytestmark = pytest.mark.django_db


def door(session: Session, name: str = "agenda") -> str:
    return f"/api/v1/sessions/{session.pk}/{name}/"


def test_who_may_enter_reads_items_with_their_hours_and_the_materials(
    client: Client, plenary: Session, boris: Person, dmitri: Person
) -> None:
    first, second = items.plan(
        actor=boris,
        session=plenary,
        lines=[line("Welcome", title_ru="Приветствие", speaker="Clara"), line("Reports")],
    )
    run = items.move_on(actor=boris, session=plenary, after=None)
    items.extend(actor=boris, session=plenary, item=first.pk, minutes=5)
    link = materials.add(actor=boris, session=plenary, url="https://a.example/", title_en="Slides")
    client.force_login(dmitri)
    client.cookies["django_language"] = "ru"
    found: dict[str, Any] = client.get(door(plenary)).json()
    assert (found["current"], [row["id"] for row in found["items"]]) == (
        str(first.pk),
        [str(first.pk), str(second.pk)],
    )
    row = found["items"][0]
    known = ("title", "title_lang", "title_en", "speaker", "minutes", "added_minutes")
    assert [row[name] for name in known] == ["Приветствие", "ru", "Welcome", "Clara", 10, 5]
    [told] = row["runs"]
    assert told["ended_at"] is None
    assert told["started_at"][:19] == run.started_at.isoformat()[:19]
    assert [(each["id"], each["title"], each["url"]) for each in found["materials"]] == [
        (str(link.pk), "Slides", "https://a.example/")
    ]


def test_without_an_agenda_there_is_an_empty_one(
    client: Client, plenary: Session, dmitri: Person
) -> None:
    client.force_login(dmitri)
    assert client.get(door(plenary)).json() == {"items": [], "current": None, "materials": []}


def test_a_stranger_finds_nothing(client: Client, plenary: Session, eve: Person) -> None:
    client.force_login(eve)
    assert client.get(door(plenary)).json()["code"] == "not_found"


def test_it_costs_the_same_for_one_item_and_for_three(
    client: Client, plenary: Session, boris: Person
) -> None:
    client.force_login(boris)
    costs = []
    for count in (1, 3):
        lines = [line(f"Item {number}") for number in range(count)]
        items.plan(actor=boris, session=plenary, lines=lines)
        with CaptureQueriesContext(connection) as cost:
            assert len(client.get(door(plenary)).json()["items"]) == count
        costs.append(len(cost))
    assert costs[0] == costs[1]


def test_moderators_reopen_what_has_just_ended(
    client: Client, plenary: Session, boris: Person, dmitri: Person
) -> None:
    life.end(actor=boris, session=plenary)
    client.force_login(dmitri)
    assert client.post(door(plenary, "reopen")).json()["code"] == "forbidden"
    client.force_login(boris)
    assert client.post(door(plenary, "reopen")).json()["state"] == "live"
    assert client.post(door(plenary, "reopen")).json()["code"] == "session.already_live"
