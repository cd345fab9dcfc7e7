"""REST for one's own profile and for organisations, and the tokens that open it."""

import io
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts import tokens
from accounts.models import ApiToken, Organisation, Person
from live import epochs
from tests import build

ME = "/api/v1/me/"
ORGANISATIONS = "/api/v1/organisations/"


def bearer(person: Person) -> dict[str, str]:
    return {"authorization": f"Bearer {tokens.issue(person)}"}


def change(client: Client, person: Person, data: dict[str, Any]) -> Any:
    return client.patch(ME, data, content_type="application/json", headers=bearer(person))


def test_the_profile_is_told_to_its_owner(client: Client, dmitri: Person) -> None:
    told = client.get(ME, headers=bearer(dmitri)).json()
    organisation = told.pop("organisation")
    assert organisation["name"] == "Civic Watch"
    assert told == {
        "id": str(dmitri.pk),
        "email": "dmitri@people.example",
        "name": "Dmitri",
        "country": "RU",
        "language": "en",
        "zone": "UTC",
        "shown_as": "named",
        "pseudonym": "",
        "shown": {
            "kind": "named",
            "name": "Dmitri",
            "organisation": "Civic Watch",
            "country": "RU",
        },
    }


def test_the_profile_is_changed_in_part(client: Client, dmitri: Person) -> None:
    answer = change(client, dmitri, {"shown_as": "delegate", "organisation": None})
    assert answer.status_code == 200
    assert answer.json()["shown"] == {
        "kind": "delegate",
        "name": "",
        "organisation": "",
        "country": "RU",
    }
    assert answer.json()["name"] == "Dmitri"


def test_an_organisation_is_chosen_by_its_id(client: Client, dmitri: Person) -> None:
    other = build.organisation("Open Ledger")
    answer = change(client, dmitri, {"organisation": str(other.pk)})
    assert answer.json()["organisation"]["name_en"] == "Open Ledger"


@pytest.mark.parametrize(
    ("data", "status", "told"),
    [
        ({"name": ""}, 409, ("profile.nameless", "name")),
        ({"zone": "Mars/Olympus"}, 409, ("profile.zone", "zone")),
        ({"language": "fr"}, 400, ("invalid.invalid_choice", "language")),
        ({"organisation": "no-id"}, 400, ("invalid.invalid", "organisation")),
    ],
)
def test_a_change_is_refused_with_its_reason(
    client: Client, dmitri: Person, data: dict[str, Any], status: int, told: tuple[str, str]
) -> None:
    answer = change(client, dmitri, data)
    assert answer.status_code == status
    refusal = answer.json()
    assert (refusal["code"], refusal["field"]) == told
    assert refusal["text"]


def test_strangers_get_nothing(client: Client, db: None) -> None:
    for path in (ME, ORGANISATIONS):
        answer = client.get(path)
        assert answer.status_code == 401
        assert answer["WWW-Authenticate"] == 'Bearer realm="api"'


@pytest.mark.parametrize("header", ["Bearer", "Bearer wrong", "Bearer two words", "Bearer \xff"])
def test_a_wrong_token_is_refused(client: Client, db: None, header: str) -> None:
    assert client.get(ME, headers={"authorization": header}).status_code == 401


def test_a_revoked_token_is_refused(client: Client, boris: Person) -> None:
    headers = bearer(boris)
    assert client.get(ME, headers=headers).status_code == 200
    before = epochs.epochs([boris.pk])[boris.pk]
    assert tokens.revoke_all(boris) == 1
    assert client.get(ME, headers=headers).status_code == 401
    assert epochs.epochs([boris.pk])[boris.pk] > before, "sockets opened with it are shut"


def test_the_token_of_somebody_shut_out_is_refused(client: Client, frank: Person) -> None:
    headers = bearer(frank)
    Person.objects.filter(pk=frank.pk).update(is_active=False)
    assert client.get(ME, headers=headers).status_code == 401


def test_a_token_is_stored_as_its_hash_only(boris: Person) -> None:
    text = tokens.issue(boris)
    assert ApiToken.objects.get().digest == tokens.digest(text)
    assert text not in str(ApiToken.objects.values().get())


def test_a_cookie_opens_the_api_too(client: Client, boris: Person) -> None:
    client.force_login(boris)
    assert client.get(ME).json()["email"] == boris.email


@pytest.mark.parametrize("search", ["вода", "ВОДА", "Живая вода", "living wat", "ALIVE living"])
def test_organisations_are_found_by_words_in_either_language(
    client: Client, boris: Person, search: str
) -> None:
    Organisation.objects.create(name_en="Living Water Alive", name_ru="Живая вода", country="RU")
    build.organisation("Open Ledger")
    found = client.get(ORGANISATIONS, {"q": search}, headers=bearer(boris)).json()
    assert [row["name_en"] for row in found["results"]] == ["Living Water Alive"]


def test_organisations_are_named_in_the_language_of_the_request(
    client: Client, boris: Person
) -> None:
    Organisation.objects.create(name_en="Our Yard", name_ru="Наш двор", country="RU")
    headers = bearer(boris) | {"accept-language": "ru"}
    found = client.get(ORGANISATIONS, headers=headers).json()
    assert [row["name"] for row in found["results"]] == ["Наш двор"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_often_for_more_rows(
    client: Client, boris: Person, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        build.organisation(f"House {number}")
    headers = bearer(boris)
    with django_assert_num_queries(3):  # token with person, count, rows
        assert client.get(ORGANISATIONS, headers=headers).json()["count"] == count


def test_the_command_prints_a_token_and_nothing_else(client: Client, boris: Person) -> None:
    out = io.StringIO()
    call_command("token", "Boris@people.example", stdout=out)
    text = out.getvalue()
    assert text == text.strip() + "\n"
    told = client.get(reverse("api-me"), headers={"authorization": f"Bearer {text.strip()}"})
    assert told.json()["email"] == boris.email


def test_the_command_knows_no_strangers(db: None) -> None:
    with pytest.raises(CommandError, match="nobody with the address x@"):
        call_command("token", "x@people.example")
    assert ApiToken.objects.count() == 0
