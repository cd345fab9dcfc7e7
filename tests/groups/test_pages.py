"""The pages of working groups, as each of the cast gets them in both languages."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import tokens
from accounts.models import Person, ShownAs
from groups import queries
from groups.models import Group, GroupRole, Membership
from tests import build

LIST, HOME, MEMBERS = "/g/", "/g/environment/", "/g/environment/members/"


def name_everyone() -> None:
    Membership.objects.update(is_listed=True)


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("path", [LIST, HOME, MEMBERS])
def test_page_renders_in_both_languages(
    client: Client, circle: Group, boris: Person, path: str, language: str
) -> None:
    build.programme()
    client.force_login(boris)
    client.cookies["django_language"] = language
    answer = client.get(path)
    assert answer.status_code == 200
    text = answer.content.decode()
    assert f'<html lang="{language}"' in text
    assert {"en": "Environmental protection", "ru": "Охрана окружающей среды"}[language] in text


EXPECTED = {
    "ada": (200, 200, 200),
    "boris": (200, 200, 200),
    "dmitri": (200, 200, 404),
    "eve": (200, 200, 404),
    None: (200, 200, 404),
}


@pytest.mark.parametrize("who", EXPECTED)
def test_who_gets_which_page(
    request: pytest.FixtureRequest, client: Client, circle: Group, who: str | None
) -> None:
    if who:
        client.force_login(request.getfixturevalue(who))
    found = tuple(client.get(path).status_code for path in (LIST, HOME, MEMBERS))
    assert found == EXPECTED[who]


def test_list_names_groups_in_both_languages_and_counts(client: Client, circle: Group) -> None:
    text = client.get(LIST).content.decode()
    assert '<span class="block" lang="en">Environmental protection</span>' in text
    assert '<span class="block" lang="ru">Охрана окружающей среды</span>' in text
    assert "2 members" in text
    assert "Boris" not in text
    name_everyone()
    text = client.get(LIST).content.decode()
    assert "Boris" in text
    assert "Dmitri" not in text


@pytest.mark.parametrize(
    ("who", "names"),
    [
        ("ada", {"Boris", "Dmitri"}),
        ("dmitri", {"Boris", "Dmitri"}),
        ("eve", {"Boris"}),
        (None, {"Boris"}),
    ],
)
def test_members_are_for_members_and_organisers(
    request: pytest.FixtureRequest, client: Client, circle: Group, who: str | None, names: set[str]
) -> None:
    name_everyone()
    if who:
        client.force_login(request.getfixturevalue(who))
    text = client.get(HOME).content.decode()
    assert {name for name in ("Boris", "Dmitri") if f">{name}</bdi>" in text} == names


def test_who_did_not_agree_is_counted_but_not_named(
    client: Client, circle: Group, dmitri: Person
) -> None:
    client.force_login(dmitri)
    text = client.get(HOME).content.decode()
    assert ">Boris</bdi>" not in text
    assert "2 more members have not agreed to be named." in text


def test_member_who_ended_sees_members_no_more(
    client: Client, circle: Group, dmitri: Person
) -> None:
    name_everyone()
    client.force_login(dmitri)
    row = Membership.objects.get(person=dmitri)
    answer = client.post("/g/environment/members/end/", {"membership": str(row.pk)})
    assert answer.headers["Location"] == HOME
    assert "Dmitri</bdi>" not in client.get(HOME).content.decode()


def test_chairs_sit_on_their_side(circle: Group, ada: Person) -> None:
    build.programme()
    other = build.person("Alice", country="US")
    veiled = build.person("Vera", country="FR", shown_as=ShownAs.DELEGATE)
    for person in (other, veiled):
        build.member(person, circle, GroupRole.CHAIR)
    name_everyone()
    found = [
        (seat.side.code if seat.side else None, [person.name for person in seat.people])
        for seat in queries.seats(queries.group_at("environment"))
    ]
    assert found == [("us", ["Alice"]), ("ru", ["Boris"]), (None, [""])]


def test_chair_admits_by_address_and_ends(
    client: Client, circle: Group, boris: Person, eve: Person
) -> None:
    client.force_login(boris)
    answer = client.post(MEMBERS, {"email": "Eve@people.example", "role": "chair"})
    assert answer.headers["Location"] == MEMBERS
    row = Membership.objects.get(person=eve)
    assert row.role == GroupRole.MEMBER
    client.post("/g/environment/members/end/", {"membership": str(row.pk)})
    row.refresh_from_db()
    assert row.ended_at is not None


def test_organiser_appoints_a_chair(
    client: Client, circle: Group, ada: Person, eve: Person
) -> None:
    client.force_login(ada)
    client.post(MEMBERS, {"email": eve.email, "role": "chair"})
    assert Membership.objects.get(person=eve).role == GroupRole.CHAIR


def test_unknown_address_is_told(client: Client, circle: Group, boris: Person) -> None:
    client.force_login(boris)
    client.cookies["django_language"] = "en"
    answer = client.post(MEMBERS, {"email": "nobody@people.example"})
    assert answer.status_code == 422
    assert "Nobody with this address" in answer.content.decode()
    assert "nobody@people.example" in answer.content.decode()


def test_stranger_can_not_act(client: Client, circle: Group, eve: Person, boris: Person) -> None:
    client.force_login(eve)
    row = Membership.objects.get(person=boris)
    assert client.post(MEMBERS, {"email": eve.email}).status_code == 404
    answer = client.post("/g/environment/members/end/", {"membership": str(row.pk)})
    assert answer.status_code == 404
    assert client.post("/g/environment/agree/", {"is_listed": "on"}).status_code == 404
    row.refresh_from_db()
    assert row.ended_at is None
    assert not Membership.objects.filter(person=eve).exists()


def test_member_agrees_to_be_named(client: Client, circle: Group, dmitri: Person) -> None:
    client.force_login(dmitri)
    client.post("/g/environment/agree/", {"is_listed": "on"})
    assert Membership.objects.get(person=dmitri).is_listed
    client.post("/g/environment/agree/", {})
    assert not Membership.objects.get(person=dmitri).is_listed


@pytest.mark.parametrize("path", [LIST, HOME, MEMBERS])
def test_page_asks_as_often_for_one_row_as_for_three(
    client: Client, db: None, boris: Person, path: str
) -> None:
    build.programme()
    group = build.group()
    build.member(boris, group, GroupRole.CHAIR)
    client.force_login(boris)
    counts = []
    for names in ((), ("Anna", "Bella")):
        for name in names:
            person = build.person(name, organisation=build.organisation(f"House of {name}"))
            build.member(person, group, GroupRole.CHAIR)
            build.group(name.lower())
        name_everyone()
        client.get(path)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(path).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_my_groups_are_on_my_page(client: Client, circle: Group, dmitri: Person) -> None:
    client.force_login(dmitri)
    text = client.get(reverse("accounts:me")).content.decode()
    assert "My groups" in text
    assert 'href="/g/environment/"' in text


@pytest.mark.parametrize(("who", "expected"), [("dmitri", ["Boris", "Dmitri"]), ("eve", None)])
def test_api_hides_members_from_strangers(
    request: pytest.FixtureRequest,
    client: Client,
    circle: Group,
    who: str,
    expected: list[str] | None,
) -> None:
    name_everyone()
    headers = {"Authorization": f"Bearer {tokens.issue(request.getfixturevalue(who))}"}
    listed = client.get("/api/v1/groups/", headers=headers).json()["results"]
    assert [group["slug"] for group in listed] == ["environment"]
    found = client.get("/api/v1/groups/environment/", headers=headers).json()
    assert [chair["name"] for chair in found["chairs"]] == ["Boris"]
    members = found["members"]
    assert (members and [member["name"] for member in members]) == expected
    assert client.get("/api/v1/groups/nowhere/", headers=headers).status_code == 404


def test_what_a_member_needs_stands_first_and_the_rest_behind_one_line_each(
    client: Client, circle: Group, dmitri: Person, eve: Person
) -> None:
    build.programme()
    build.session(circle, title="Next one")
    page = reverse("groups:detail", args=[circle.slug])
    client.cookies["django_language"] = "en"
    client.force_login(dmitri)
    first, _, folded = client.get(page).content.decode().partition('class="folds"')
    assert 'id="meetings"' in first
    for place in ("organisations", "members", "own"):
        assert f'id="{place}"' not in first, place
        assert f'id="{place}"' in folded, place
    assert folded.count('<details class="fold"') == folded.count('class="fold-name"') > 2
    client.force_login(eve)
    first, _, folded = client.get(page).content.decode().partition('class="folds"')
    assert 'id="join"' in first
    assert 'id="members"' not in folded
