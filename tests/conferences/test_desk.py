"""The organisers' desk of a conference."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Person
from conferences.models import Conference, Registration, RegistrationState
from tests import build


@pytest.fixture
def waiting(forum: Conference) -> list[Registration]:
    """Three people who wait: Anna and Bella of Green Line, Вера of Чистая вода."""
    names = {"Anna": "Green Line", "Bella": "Green Line", "Вера": "Чистая вода"}
    return [
        build.registration(
            build.person(name, email=f"{number}@people.example"),
            forum,
            organisation_name=organisation,
            state=RegistrationState.WAITING,
        )
        for number, (name, organisation) in enumerate(names.items())
    ]


@pytest.fixture
def desk(client: Client, ada: Person) -> Client:
    client.force_login(ada)
    return client


REGISTRATIONS = "/desk/c/forum/registrations/"


def states() -> dict[str, str]:
    rows = Registration.objects.select_related("person")
    return {row.person.name: row.state for row in rows}


def test_numbers_are_counted_by_state(desk: Client, waiting: list[Registration]) -> None:
    text = desk.get("/desk/c/forum/").content.decode()
    assert "<dt>Waiting for confirmation</dt><dd>3</dd>" in text
    assert "<dt>Confirmed</dt><dd>2: 0 in the hall, 2 online</dd>" in text
    assert "<dt>Of these, listed for the others</dt><dd>1</dd>" in text
    assert "Registrations (3 waiting)" in text


def test_chosen_registrations_are_confirmed_together(
    desk: Client, waiting: list[Registration]
) -> None:
    said = {"decision": "confirm", "registration": [str(row.pk) for row in waiting[:2]]}
    answer = desk.post(REGISTRATIONS + "?state=waiting", said, follow=True)
    assert answer.redirect_chain == [(REGISTRATIONS + "?state=waiting&q=", 302)]
    assert "2 registrations are confirmed." in answer.content.decode()
    found = states()
    assert (found["Anna"], found["Bella"], found["Вера"]) == ("confirmed", "confirmed", "waiting")


def test_one_is_declined_with_a_reason(desk: Client, waiting: list[Registration]) -> None:
    said = {"decision": "decline", "registration": str(waiting[2].pk), "reason": "Full."}
    desk.post(REGISTRATIONS, said)
    waiting[2].refresh_from_db()
    assert (waiting[2].state, waiting[2].reason) == ("declined", "Full.")


def test_one_that_was_withdrawn_does_not_hold_up_the_rest(
    desk: Client, waiting: list[Registration]
) -> None:
    Registration.objects.filter(pk=waiting[0].pk).update(state=RegistrationState.WITHDRAWN)
    said = {"decision": "confirm", "registration": [str(row.pk) for row in waiting]}
    text = desk.post(REGISTRATIONS, said, follow=True).content.decode()
    assert "has withdrawn the registration" in text
    assert "2 registrations are confirmed." in text


def test_nothing_chosen_is_said(desk: Client, waiting: list[Registration]) -> None:
    answer = desk.post(REGISTRATIONS, {"decision": "confirm"})
    assert answer.status_code == 422
    assert "Choose at least one registration." in answer.content.decode()


def test_registration_of_another_conference_is_not_decided_here(
    desk: Client, waiting: list[Registration]
) -> None:
    build.conference("other")
    said = {"decision": "confirm", "registration": str(waiting[0].pk)}
    assert desk.post("/desk/c/other/registrations/", said).status_code == 422
    assert states()["Anna"] == "waiting"


@pytest.mark.parametrize(
    ("search", "expected"),
    [
        ("anna", {"Anna"}),
        ("green line", {"Anna", "Bella"}),
        ("вера", {"Вера"}),
        ("чистая", {"Вера"}),
        ("2@people", {"Вера"}),
        ("nobody", set()),
    ],
)
def test_search_looks_in_names_addresses_and_organisations(
    desk: Client, waiting: list[Registration], search: str, expected: set[str]
) -> None:
    text = desk.get(REGISTRATIONS, {"q": search}).content.decode()
    assert {name for name in ("Anna", "Bella", "Вера") if f"<bdi>{name}</bdi>" in text} == expected


def test_long_lists_have_pages_of_fifty(desk: Client, forum: Conference) -> None:
    for number in range(51):
        build.registration(build.person(f"Guest {number:02}"), forum, state="waiting")
    assert desk.get(REGISTRATIONS).content.decode().count("<bdi>Guest") == 50
    second = desk.get(REGISTRATIONS + "?page=2").content.decode()
    assert second.count("<bdi>Guest") == 1
    assert "Page 2 of 2" in second


def test_csv_opens_right_in_a_spreadsheet(desk: Client, waiting: list[Registration]) -> None:
    Registration.objects.filter(pk=waiting[0].pk).update(organisation_name="=1+1")
    answer = desk.get("/desk/c/forum/registrations.csv?state=waiting")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="forum-waiting.csv"'
    assert answer.content.startswith(b"\xef\xbb\xbf")
    lines = answer.content.decode("utf-8-sig").split("\r\n")
    assert lines[0].startswith('"Name","E-mail","Organisation"')
    assert lines[1].startswith('"Anna","0@people.example","\'=1+1"')
    assert len(lines) == 5


@pytest.mark.parametrize("path", [REGISTRATIONS, "/desk/c/forum/registrations.csv"])
def test_registrations_are_nobody_elses(
    client: Client, dmitri: Person, waiting: list[Registration], path: str
) -> None:
    client.force_login(dmitri)
    assert client.get(path).status_code == 404
    said = {"decision": "confirm", "registration": str(waiting[0].pk)}
    assert client.post(REGISTRATIONS, said).status_code == 404
    assert states()["Anna"] == "waiting"


FACTS = {
    "source_language": "en",
    "title_en": "Great Forum",
    "title_ru": "Великий форум",
    "about_en": "**Two** days.",
    "about_ru": "",
    "venue": "River House",
    "zone": "Europe/Moscow",
    "starts_on": "2011-11-14",
    "ends_on": "2011-11-15",
    "is_public": "on",
}


def test_edit_writes_both_languages(desk: Client, forum: Conference) -> None:
    assert desk.post("/desk/c/forum/edit/", FACTS).headers["Location"] == "/desk/c/forum/"
    forum.refresh_from_db()
    assert (forum.title_en, forum.title_ru) == ("Great Forum", "Великий форум")
    assert not forum.is_open_for_registration
    text = desk.get("/c/forum/").content.decode()
    assert "<strong>Two</strong> days." in text
    assert "14–15 November 2011, Moscow" in text


def test_edit_shows_the_refusal_at_its_field(desk: Client, forum: Conference) -> None:
    answer = desk.post("/desk/c/forum/edit/", FACTS | {"ends_on": "2011-11-13"})
    assert answer.status_code == 422
    assert "The last day is before the first." in answer.content.decode()
    assert 'value="Great Forum"' in answer.content.decode()


def test_new_conference_gets_its_address(desk: Client) -> None:
    answer = desk.post("/desk/new-conference/", FACTS | {"slug": "great"})
    assert answer.headers["Location"] == reverse("conferences:desk", args=["great"])
    assert Conference.objects.get().slug == "great"
    assert desk.post("/desk/new-conference/", FACTS | {"slug": "great"}).status_code == 422


def test_only_organisers_make_conferences(client: Client, dmitri: Person) -> None:
    client.force_login(dmitri)
    assert client.get("/desk/new-conference/").status_code == 404
    assert client.post("/desk/new-conference/", FACTS | {"slug": "great"}).status_code == 404
    assert Conference.objects.count() == 0
