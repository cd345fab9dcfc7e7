"""The REST door to sessions: which ones, what each tells, and the moderators' steps."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Person
from conferences.models import Conference
from groups.models import Group
from sessions.models import Session, State
from tests import build

pytestmark = pytest.mark.django_db
LIST = "/api/v1/sessions/"


@pytest.fixture
def meeting(circle: Group) -> Session:
    return build.session(circle, title="Meeting", state=State.SCHEDULED)


def titles(client: Client, query: str = "") -> list[str]:
    return [row["title"] for row in client.get(LIST + query).json()["results"]]


def test_the_list_is_what_one_may_enter_narrowed_as_asked(
    client: Client, plenary: Session, meeting: Session, dmitri: Person, eve: Person
) -> None:
    client.force_login(dmitri)
    assert titles(client) == ["Plenary", "Meeting"]
    assert titles(client, "?state=live") == ["Plenary"]
    assert titles(client, "?state=ended") == []
    assert titles(client, "?conference=forum") == ["Plenary"]
    assert titles(client, "?group=environment&state=scheduled") == ["Meeting"]
    assert titles(client, "?conference=elsewhere") == []
    client.force_login(eve)
    assert titles(client) == []


def test_a_state_that_there_is_not_is_refused_at_its_name(
    client: Client, plenary: Session, dmitri: Person
) -> None:
    client.force_login(dmitri)
    answer = client.get(LIST + "?state=lively")
    assert answer.status_code == 400
    assert (answer.json()["code"], answer.json()["field"]) == ("state.unknown", "state")


def test_a_session_tells_its_texts_place_and_hours(
    client: Client, plenary: Session, dmitri: Person
) -> None:
    client.force_login(dmitri)
    row: dict[str, Any] = client.get(f"{LIST}{plenary.pk}/").json()
    known = {
        "id": str(plenary.pk),
        "title": "Plenary",
        "title_lang": "en",
        "state": "live",
        "zone": "Europe/Moscow",
        "conference": "forum",
        "group": None,
        "track": None,
        "room": None,
        "translation_state": "missing",
        "ended_at": None,
    }
    assert {name: row[name] for name in known} == known
    assert "abstract_en" in row
    assert "abstract_en" not in client.get(LIST).json()["results"][0]


def test_a_session_of_somebody_else_is_not_there(
    client: Client, plenary: Session, eve: Person
) -> None:
    client.force_login(eve)
    answer = client.get(f"{LIST}{plenary.pk}/")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_steps_are_taken_by_moderators_in_their_order(
    client: Client, meeting: Session, boris: Person, dmitri: Person
) -> None:
    def take(step: str) -> tuple[int, str]:
        answer = client.post(f"{LIST}{meeting.pk}/{step}/")
        said = answer.json()
        return answer.status_code, said.get("state") or said["code"]

    client.force_login(dmitri)
    assert take("open") == (403, "forbidden")
    client.force_login(boris)
    steps = ("end", "open", "open", "start", "cancel", "end", "start")
    assert [take(step) for step in steps] == [
        (409, "session.not_open"),
        (200, "open"),
        (409, "session.already_open"),
        (200, "live"),
        (409, "session.already_live"),
        (200, "ended"),
        (409, "session.ended"),
    ]


def test_the_list_costs_the_same_for_one_and_for_three(
    client: Client, forum: Conference, dmitri: Person
) -> None:
    client.force_login(dmitri)
    costs = []
    for count in (1, 2):
        for _ in range(count):
            build.session(forum, track=forum.tracks.create(name_en="Track"))
        with CaptureQueriesContext(connection) as cost:
            costs.append(len(titles(client)))
        costs.append(len(cost))
    assert (costs[0], costs[2]) == (1, 3)
    assert costs[1] == costs[3]
