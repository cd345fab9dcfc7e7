"""Who is here now: the whole list, by name and by page, as a document and as JSON."""

from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.utils import translation

from accounts.models import Person, ShownAs
from conferences.models import Conference
from live import presence
from live.hub import verb
from sessions import here, people
from sessions.models import Session
from tests import build

pytestmark = pytest.mark.django_db


def crowd(forum: Conference, count: int) -> list[Person]:
    made = [build.person(f"Guest {n:03d}") for n in range(count)]
    for person in made:
        build.registration(person, forum)
    return made


def enter(session: Session, whoever: list[Person]) -> None:
    presence.take(session.live_room, [person.pk for person in whoever], "ws")


def test_people_are_listed_by_what_they_are_called_in_the_readers_language(
    plenary: Session, dmitri: Person, clara: Person
) -> None:
    hidden = build.person("Aaron", shown_as=ShownAs.DELEGATE, country="RU")
    enter(plenary, [dmitri, clara, hidden])
    assert [str(each.who) for each in here.present(plenary)] == [
        "a delegate, Russia",
        "Clara",
        "Dmitri, Civic Watch",
    ]
    with translation.override("ru"):
        assert [str(each.who) for each in here.present(plenary)][-1].startswith("делегат")


def test_somebody_in_two_windows_is_listed_once(plenary: Session, dmitri: Person) -> None:
    enter(plenary, [dmitri])
    enter(plenary, [dmitri])
    assert [each.id for each in here.present(plenary)] == [dmitri.pk]


def test_who_has_appeared_is_shown_as_the_room_knows_them(
    plenary: Session, dmitri: Person, clara: Person
) -> None:
    verb(lambda: people.show([dmitri], plenary))()
    for person in (dmitri, clara):
        Person.objects.filter(pk=person.pk).update(shown_as=ShownAs.DELEGATE)
    enter(plenary, [dmitri, clara])
    kinds = {each.id: each.shown.kind for each in here.present(plenary)}
    assert kinds == {dmitri.pk: "named", clara.pk: "delegate"}


def test_the_list_costs_the_same_for_one_and_for_many(
    plenary: Session, forum: Conference, dmitri: Person, django_assert_num_queries: Any
) -> None:
    enter(plenary, [dmitri])
    with django_assert_num_queries(4):
        here.present(plenary)
    enter(plenary, crowd(forum, 5))
    with django_assert_num_queries(4):
        assert len(here.present(plenary)) == 6


def page(client: Client, session: Session, query: str = "") -> Any:
    return client.get(f"/api/v1/sessions/{session.pk}/people/{query}")


def test_pages_of_json_hold_everybody_once(
    client: Client, plenary: Session, forum: Conference, dmitri: Person
) -> None:
    everyone = crowd(forum, 205)
    enter(plenary, everyone)
    client.force_login(dmitri)
    pages = [page(client, plenary, query).json() for query in ("", "?after=100", "?after=200")]
    assert [(len(one["people"]), one["count"], one["more"]) for one in pages] == [
        (100, 205, True),
        (100, 205, True),
        (5, 205, False),
    ]
    rows = [row for one in pages for row in one["people"]]
    assert [row["name"] for row in rows] == [person.name for person in everyone]
    assert {UUID(row["id"]) for row in rows} == {person.pk for person in everyone}
    assert rows[0] == {
        "id": str(everyone[0].pk),
        "kind": "named",
        "name": "Guest 000",
        "organisation": "",
        "country": "US",
    }
    beyond = page(client, plenary, "?after=999999999").json()
    assert (beyond["people"], beyond["count"], beyond["more"]) == ([], 205, False)


@pytest.mark.parametrize("after", ["-1", "x", "1.5", "%D9%A3", "9" * 30])
def test_a_place_that_is_no_number_is_refused(
    client: Client, plenary: Session, dmitri: Person, after: str
) -> None:
    client.force_login(dmitri)
    answer = page(client, plenary, f"?after={after}")
    assert (answer.status_code, answer.json()["code"]) == (400, "people.after")


def test_the_room_as_a_document_names_a_hundred_and_leads_to_the_rest(
    client: Client, plenary: Session, forum: Conference, dmitri: Person
) -> None:
    enter(plenary, crowd(forum, 130))
    client.force_login(dmitri)
    room = client.get(f"/s/{plenary.pk}/").content.decode()
    assert ("Guest 099" in room, "Guest 100" in room) == (True, False)
    assert f'<a href="/s/{plenary.pk}/people/?page=2">and 30 more people</a>' in room
    second = client.get(f"/s/{plenary.pk}/people/?page=2").content.decode()
    assert ("Guest 099" in second, "Guest 100" in second) == (False, True)
    assert "130 people here now" in second
    assert "Page 2 of 2" in second


def test_a_document_of_a_small_room_leads_nowhere(
    client: Client, plenary: Session, dmitri: Person
) -> None:
    enter(plenary, [dmitri])
    client.force_login(dmitri)
    assert "/people/?page" not in client.get(f"/s/{plenary.pk}/").content.decode()
    assert "1 person here now" in client.get(f"/s/{plenary.pk}/people/").content.decode()


def test_the_reader_comes_first_and_pages_go_on_from_there(
    client: Client, plenary: Session, forum: Conference, dmitri: Person
) -> None:
    enter(plenary, [*crowd(forum, 120), dmitri])
    assert here.present(plenary, dmitri.pk)[0].id == dmitri.pk
    zoya = build.person("Zoya")
    build.registration(zoya, forum)
    enter(plenary, [zoya])
    client.force_login(zoya)
    pages = [page(client, plenary, query).json()["people"] for query in ("", "?after=100")]
    assert [(len(rows), rows[0]["name"]) for rows in pages] == [(100, "Zoya"), (22, "Guest 098")]


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("clar", ["Clara"]),
        ("WATCH", ["Dmitri"]),
        ("dmitri civic", ["Dmitri"]),
        ("Юлия", ["Юлия Ёлкина"]),
        ("елкина", ["Юлия Ёлкина"]),
        ("russia", ["a delegate, Russia", "Dmitri"]),
        ("ivanov", []),
        ("zarya", []),
        ("dmitri clara", []),
        ("  ", ["a delegate, Russia", "Clara", "Dmitri", "Kestrel", "Юлия Ёлкина"]),
        ("%", []),
    ],
)
def test_a_search_finds_what_is_shown_and_nothing_else(
    client: Client, plenary: Session, dmitri: Person, clara: Person, asked: str, names: list[str]
) -> None:
    zarya = build.organisation("Zarya", "RU")
    hidden = build.person("Ivan Ivanov", shown_as=ShownAs.DELEGATE, country="RU")
    kestrel = build.person(
        "Pyotr Ivanov", shown_as=ShownAs.PSEUDONYM, pseudonym="Kestrel", organisation=zarya
    )
    yulia = build.person("Юлия Ёлкина", email="yulia@people.example")
    enter(plenary, [dmitri, clara, hidden, kestrel, yulia])
    assert [each.who.name for each in here.found(here.present(plenary), asked)] == names
    client.force_login(clara)
    told = client.get(f"/api/v1/sessions/{plenary.pk}/people/", {"q": asked}).json()
    assert (told["count"], told["found"], len(told["people"])) == (5, len(names), len(names))
    assert told["more"] is False


def test_the_page_searches_over_the_whole_list(
    client: Client, plenary: Session, forum: Conference, dmitri: Person
) -> None:
    enter(plenary, crowd(forum, 130))
    client.force_login(dmitri)
    address = f"/s/{plenary.pk}/people/"
    found = client.get(address, {"q": "guest 12"}).content.decode()
    assert "12 people found." in found
    assert ("Guest 129" in found, "Guest 001" in found, 'value="guest 12"' in found) == (
        True,
        False,
        True,
    )
    nothing = client.get(address, {"q": "<b>nobody"}).content.decode()
    assert "Nobody who is here now shows these words." in nothing
    assert "<b>nobody" not in nothing
    long = client.get(address, {"q": "x" * 5000})
    assert long.status_code == 200
    assert "Nobody is here" not in client.get(address).content.decode()
    second = client.get(address, {"q": "guest", "page": "2"}).content.decode()
    assert ("Guest 129" in second, "q=guest" in second) == (True, True)


def test_an_empty_room_says_so(client: Client, plenary: Session, dmitri: Person) -> None:
    client.force_login(dmitri)
    page = client.get(f"/s/{plenary.pk}/people/").content.decode()
    assert "Nobody is here at the moment." in page
