"""The REST door to conferences."""

import pytest
from django.test import Client

from accounts import tokens
from accounts.models import Person
from conferences.models import Conference, Registration, RegistrationState
from tests import build

ROOT = "/api/v1/conferences/"


def headers(person: Person) -> dict[str, str]:
    return {"Authorization": f"Bearer {tokens.issue(person)}"}


def test_list_has_what_one_may_see(client: Client, forum: Conference, eve: Person) -> None:
    build.conference("hidden", is_public=False)
    answer = client.get(ROOT, headers=headers(eve)).json()
    assert [(c["slug"], c["title_ru"]) for c in answer["results"]] == [("forum", "Форум")]


def test_hidden_conference_is_nowhere_for_a_stranger(
    client: Client, forum: Conference, eve: Person, dmitri: Person
) -> None:
    Conference.objects.update(is_public=False)
    answer = client.get(f"{ROOT}forum/", headers=headers(eve))
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    found = client.get(f"{ROOT}forum/", headers=headers(dmitri)).json()
    assert found["registration"]["state"] == "confirmed"


def test_without_a_token_nobody_comes_in(client: Client, forum: Conference) -> None:
    assert client.get(ROOT).status_code == 401


def test_register_and_confirm(client: Client, forum: Conference, eve: Person, ada: Person) -> None:
    said = {"organisation_name": "Green Line", "attending": "online", "is_listed": True}
    made = client.post(
        f"{ROOT}forum/register/", said, content_type="application/json", headers=headers(eve)
    )
    assert made.status_code == 201
    assert made.json()["state"] == "waiting"
    path = f"{ROOT}forum/registrations/"
    assert client.get(path, headers=headers(eve)).status_code == 404
    (waiting,) = client.get(path, headers=headers(ada)).json()["results"]
    assert (waiting["email"], waiting["id"]) == ("eve@people.example", made.json()["id"])
    confirm = f"{path}{waiting['id']}/confirm/"
    assert client.post(confirm, headers=headers(eve)).status_code == 404
    confirmed = client.post(confirm, headers=headers(ada))
    assert (confirmed.status_code, confirmed.json()["state"]) == (200, "confirmed")


def test_refusals_have_a_code_a_text_and_a_field(
    client: Client, forum: Conference, dmitri: Person
) -> None:
    path, mine = f"{ROOT}forum/register/", headers(dmitri)
    said = {"organisation_name": "Civic Watch", "attending": "online"}
    again = client.post(path, said, content_type="application/json", headers=mine)
    assert (again.status_code, again.json()["code"]) == (409, "registration.exists")
    wrong = client.post(
        path, said | {"attending": "moon"}, content_type="application/json", headers=mine
    )
    assert wrong.status_code == 400
    assert (wrong.json()["code"], wrong.json()["field"]) == ("invalid.invalid_choice", "attending")


def test_decline_with_a_reason(
    client: Client, forum: Conference, ada: Person, dmitri: Person
) -> None:
    row = Registration.objects.get(person=dmitri)
    path = f"{ROOT}forum/registrations/{row.pk}/decline/"
    answer = client.post(
        path, {"reason": "Full."}, content_type="application/json", headers=headers(ada)
    )
    assert (answer.json()["state"], answer.json()["reason"]) == ("declined", "Full.")
    build.conference("other")
    elsewhere = path.replace("/forum/", "/other/")
    assert client.post(elsewhere, headers=headers(ada)).status_code == 404


@pytest.mark.parametrize("state", RegistrationState.values)
def test_registrations_by_state(client: Client, forum: Conference, ada: Person, state: str) -> None:
    counted = {"confirmed": 2, "declined": 1}
    path = f"{ROOT}forum/registrations/?state={state}"
    assert client.get(path, headers=headers(ada)).json()["count"] == counted.get(state, 0)
