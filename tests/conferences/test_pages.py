"""The pages of conferences, as each of the cast gets them in both languages."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Person, ShownAs
from conferences.models import Conference, Registration, RegistrationState
from tests import build

PAGES = ("list", "detail", "register", "people", "desk", "desk_registrations", "desk_edit")


def address(name: str, conference: Conference) -> str:
    kwargs = None if name in {"list", "desk_new"} else {"slug": conference.slug}
    return reverse(f"conferences:{name}", kwargs=kwargs)


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("name", [*PAGES, "desk_new"])
def test_page_renders_in_both_languages(
    client: Client, forum: Conference, ada: Person, name: str, language: str
) -> None:
    build.programme()
    client.force_login(ada)
    client.cookies["django_language"] = language
    answer = client.get(address(name, forum))
    assert answer.status_code == 200
    text = answer.content.decode()
    assert f'<html lang="{language}"' in text
    if name != "desk_new":
        assert {"en": "Forum", "ru": "Форум"}[language] in text


# status by page, in the order of PAGES
EXPECTED = {
    "ada": (200, 200, 200, 200, 200, 200, 200),
    "dmitri": (200, 200, 200, 200, 404, 404, 404),
    "eve": (200, 200, 200, 404, 404, 404, 404),
    "frank": (200, 200, 200, 404, 404, 404, 404),
    None: (200, 200, 302, 404, 404, 404, 404),
}
EXPECTED_HIDDEN = {
    "ada": (200, 200, 200, 200, 200, 200, 200),
    "dmitri": (200, 200, 200, 200, 404, 404, 404),
    "eve": (200, 404, 404, 404, 404, 404, 404),
    "frank": (200, 404, 404, 404, 404, 404, 404),
    None: (200, 404, 302, 404, 404, 404, 404),
}


@pytest.mark.parametrize("is_public", [True, False])
@pytest.mark.parametrize("who", EXPECTED)
def test_who_gets_which_page(
    request: pytest.FixtureRequest,
    client: Client,
    forum: Conference,
    who: str | None,
    is_public: bool,
) -> None:
    Conference.objects.update(is_public=is_public)
    if who:
        client.force_login(request.getfixturevalue(who))
    found = tuple(client.get(address(name, forum)).status_code for name in PAGES)
    assert found == (EXPECTED if is_public else EXPECTED_HIDDEN)[who]


def test_hidden_conference_is_not_in_the_list_of_a_stranger(
    client: Client, forum: Conference, eve: Person
) -> None:
    Conference.objects.update(is_public=False)
    client.force_login(eve)
    assert reverse("conferences:detail", args=["forum"]) not in client.get("/c/").content.decode()


def test_sign_in_comes_back_to_the_registration(client: Client, forum: Conference) -> None:
    answer = client.get(address("register", forum))
    assert answer.headers["Location"].endswith("?next=/c/forum/register/")


def test_register_then_see_the_state_then_withdraw(
    client: Client, forum: Conference, eve: Person
) -> None:
    eve.organisation = build.organisation("Green Line")
    eve.save()
    client.force_login(eve)
    page = address("register", forum)
    assert 'value="Green Line"' in client.get(page).content.decode()
    said = {"organisation_name": "Green Line", "attending": "hall", "is_listed": "on"}
    assert client.post(page, said).headers["Location"] == page
    row = Registration.objects.get(person=eve)
    assert (row.state, row.attending, row.is_listed) == ("waiting", "hall", True)
    assert "Waiting for confirmation" in client.get(page).content.decode()
    assert client.post(page, {"attending": "online"}).status_code == 302
    row.refresh_from_db()
    assert (row.attending, row.is_listed) == ("online", False)
    assert client.post(address("withdraw", forum)).headers["Location"] == page
    row.refresh_from_db()
    assert row.state == RegistrationState.WITHDRAWN


def test_refused_registration_keeps_what_was_typed(
    client: Client, forum: Conference, eve: Person
) -> None:
    client.force_login(eve)
    page = address("register", forum)
    answer = client.post(page, {"organisation_name": "\u200b", "attending": "hall"})
    assert answer.status_code == 422
    assert "Name the organisation" in answer.content.decode()
    Conference.objects.update(is_open_for_registration=False)
    answer = client.post(page, {"organisation_name": "Green Line", "attending": "hall"})
    assert answer.status_code == 422
    assert "is closed" in answer.content.decode()
    assert not Registration.objects.filter(person=eve).exists()


def test_withdraw_without_a_registration_is_nowhere(
    client: Client, forum: Conference, eve: Person
) -> None:
    client.force_login(eve)
    assert client.post(address("withdraw", forum)).status_code == 404


def test_people_shows_who_agreed_as_their_profile_shows_them(
    client: Client, forum: Conference, dmitri: Person
) -> None:
    veiled = build.person("Vera", shown_as=ShownAs.PSEUDONYM, pseudonym="Nightingale")
    build.registration(veiled, forum, is_listed=True)
    build.registration(build.person("Gleb"), forum, is_listed=True, state="waiting")
    client.force_login(dmitri)
    text = client.get(address("people", forum)).content.decode()
    assert "Dmitri" in text
    assert "Civic Watch" in text
    assert "Nightingale" in text
    for hidden in ("Vera", "Clara", "Frank", "Gleb", "people.example"):
        assert hidden not in text


def people_at(conference: Conference, *names: str) -> None:
    for name in names:
        organisation = build.organisation(f"House of {name}")
        person = build.person(name, organisation=organisation)
        build.registration(person, conference, is_listed=True)


@pytest.mark.parametrize(
    ("name", "query"),
    [("people", ""), ("desk_registrations", "?state=confirmed"), ("list", "")],
)
def test_page_asks_as_often_for_one_row_as_for_three(
    client: Client, ada: Person, name: str, query: str
) -> None:
    conference = build.conference()
    client.force_login(ada)
    counts = []
    for names in (("Anna",), ("Bella", "Cora")):
        people_at(conference, *names)
        if name == "list" and "Bella" in names:
            build.conference("two")
            build.conference("three")
        client.get(address(name, conference) + query)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address(name, conference) + query).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_my_registrations_are_on_my_page(client: Client, forum: Conference, dmitri: Person) -> None:
    client.force_login(dmitri)
    text = client.get(reverse("accounts:me")).content.decode()
    assert reverse("conferences:detail", args=["forum"]) in text
    assert "My registrations" in text
