"""The room without a WebSocket: the same commands, the same log, the same answers."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from rest_framework.test import APIClient

from accounts import tokens
from accounts.models import Person
from live import clock, presence
from live.models import Event, Lease
from sessions.models import Session, State

pytestmark = pytest.mark.django_db


def door(person: Person) -> APIClient:
    api = APIClient()
    api.credentials(HTTP_AUTHORIZATION=f"Bearer {tokens.issue(person)}")
    return api


def address(session: Session, place: str) -> str:
    return f"/api/v1/sessions/{session.pk}/{place}/"


def post(api: APIClient, session: Session, text: str, command_id: str = "") -> Any:
    body = {"id": command_id or str(uuid4()), "name": "message.post", "data": {"text": text}}
    return api.post(address(session, "commands"), body, format="json")


def test_a_command_by_post_twice_has_one_effect(dmitri: Person, plenary: Session) -> None:
    api, once = door(dmitri), str(uuid4())
    first, again = post(api, plenary, "hello", once), post(api, plenary, "hello", once)
    assert (first.status_code, first.json()) == (200, again.json())
    assert Event.objects.filter(name="message.posted").count() == 1


def test_a_refusal_has_its_status_and_its_words(dmitri: Person, plenary: Session) -> None:
    Session.objects.filter(pk=plenary.pk).update(state=State.ENDED)
    answer = post(door(dmitri), plenary, "late")
    assert answer.status_code >= 400
    assert answer.json()["ok"] is False
    assert answer.json()["text"]


def test_events_come_as_a_state_first_and_then_only_what_is_new(
    dmitri: Person, plenary: Session
) -> None:
    api = door(dmitri)
    post(api, plenary, "one")
    state = api.get(address(plenary, "events")).json()
    assert [m["text"] for m in state["snapshot"]["room"]["messages"]] == ["one"]
    assert state["you"]["id"] == str(dmitri.pk)
    post(api, plenary, "two")
    seen = [f"{stream}:{number}" for stream, number in state["as_of"].items()]
    news = api.get(address(plenary, "events"), {"seen": seen}).json()
    assert [e["data"]["text"] for e in news["events"] if e["name"] == "message.posted"] == ["two"]
    assert (news["more"], "snapshot" in news) == (False, False)


def test_polling_keeps_one_lease_and_a_long_silence_begins_another(
    dmitri: Person, plenary: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    api = door(dmitri)
    begun = clock.now()
    for seconds in (0, 10, 20):
        at = begun + timedelta(seconds=seconds)
        monkeypatch.setattr(clock, "now", lambda at=at: at)
        api.get(address(plenary, "events"))
        assert presence.present(plenary.live_room) == {dmitri.pk}
    lease = Lease.objects.get()
    assert lease.last_seen - lease.entered_at == timedelta(seconds=20)
    monkeypatch.setattr(clock, "now", lambda: begun + timedelta(seconds=120))
    presence.sweep()
    api.get(address(plenary, "events"))
    first, second = Lease.objects.order_by("entered_at")
    assert (first.ended_at, second.ended_at) == (lease.last_seen, None)


@pytest.mark.parametrize("seen", ["room", "room:x", "floor:1", "room:-1", "room:" + "9" * 40])
def test_an_unreadable_seen_names_the_field(dmitri: Person, plenary: Session, seen: str) -> None:
    answer = door(dmitri).get(address(plenary, "events"), {"seen": seen})
    assert (answer.status_code, answer.json()["field"]) == (400, "seen")


@pytest.mark.parametrize("place", ["ticket", "commands", "events"])
def test_a_stranger_is_told_that_nothing_is_here(eve: Person, plenary: Session, place: str) -> None:
    api = door(eve)
    answer = (
        api.get(address(plenary, place))
        if place == "events"
        else api.post(address(plenary, place), {}, format="json")
    )
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert Lease.objects.count() == 0


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b'"a"',
        b"\xff",
        b"{" * 100_000,
        b"[" * 100_000,
        b'{"id": "8d3f6d0e-6a39-4a8e-9a70-0a4f2a4b9f11", "name": "message.post", "data": {"text": "\\ud800"}}',
        b'{"id": "8d3f6d0e-6a39-4a8e-9a70-0a4f2a4b9f11", "name": "message.post", "data": {"text": 99999999999999999999999}}',
        b'{"id": "8d3f6d0e-6a39-4a8e-9a70-0a4f2a4b9f11", "name": "message.post", "data": {"text": 1e999}}',
        b'{"id": "8d3f6d0e-6a39-4a8e-9a70-0a4f2a4b9f11", "name": "message.post", "data": "'
        + b"x" * 70_000
        + b'"}',
    ],
)
def test_whatever_a_client_posts_is_refused_and_breaks_nothing(
    dmitri: Person, plenary: Session, body: bytes
) -> None:
    api = door(dmitri)
    api.raise_request_exception = False
    answer = api.post(address(plenary, "commands"), body, content_type="application/json")
    assert answer.status_code == 400, answer.content
    assert answer.json()["code"].startswith(("frame.", "command."))


def test_a_command_comes_as_json_and_nothing_else(dmitri: Person, plenary: Session) -> None:
    answer = door(dmitri).post(address(plenary, "commands"), b"{}", content_type="text/plain")
    assert answer.status_code == 415


def test_a_cookie_alone_posts_no_command(dmitri: Person, plenary: Session) -> None:
    api = APIClient(enforce_csrf_checks=True)
    api.force_login(dmitri, "accounts.backends.RuleBackend")
    assert post(api, plenary, "forged").status_code == 403
    assert not Event.objects.filter(name="message.posted").exists()


def test_a_number_above_the_head_brings_the_state(dmitri: Person, plenary: Session) -> None:
    api = door(dmitri)
    post(api, plenary, "one")
    page = api.get(address(plenary, "events"), {"seen": ["room:999999999999", "me:0"]}).json()
    assert [m["text"] for m in page["snapshot"]["room"]["messages"]] == ["one"]
    assert page["as_of"]["room"] < 10


@pytest.mark.parametrize("seen", ["room:-1", "room:x", "room:", "staff", "other:1", "room:9" * 9])
def test_a_number_that_is_none_is_refused(dmitri: Person, plenary: Session, seen: str) -> None:
    answer = door(dmitri).get(address(plenary, "events"), {"seen": [seen]})
    assert (answer.status_code, answer.json()["code"]) == (400, "seen.invalid")


def test_an_address_of_the_api_that_is_none_answers_in_json(dmitri: Person) -> None:
    answer = door(dmitri).get("/api/v1/nothing/")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
