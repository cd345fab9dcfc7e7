"""The pages of news: read by everyone, written without loss, withdrawn with a trace, followed by a button."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import Person
from groups.models import Group
from live import clock
from portal.news import following, queries, stories
from portal.news.models import Kind, Standing, Story
from sessions.models import Session
from tests import build
from tests.portal.news.conftest import Write, facts

pytestmark = pytest.mark.django_db

FORM = {
    "title_en": "Winners",
    "text_en": "Six.",
    "source_language": "en",
    "kind": "news",
    "zone": "Europe/Moscow",
    "edition": "0",
}


def read(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def test_organiser_writes_publishes_and_withdraws(client: Client, ada: Person) -> None:
    client.force_login(ada)
    answer = client.post("/news/new/", FORM)
    assert answer["Location"] == "/news/winners/"
    assert "Not published yet" in read(client, "/news/")
    assert read(Client(), "/news/winners/", 404)
    client.post("/news/winners/act/", {"do": "publish"})
    assert "Winners" in read(Client(), "/news/")
    assert "Winners" in read(Client(), "/")
    story = Story.objects.get()
    assert "Six." in read(Client(), f"/news/{story.pk}/")
    client.post("/news/winners/act/", {"do": "withdraw", "reason": "Wrong"})
    page = read(Client(), "/news/winners/", 410)
    assert "This was withdrawn" in page
    assert "Winners" not in page
    assert "Winners" not in read(Client(), "/news/") + read(Client(), "/")


def test_draft_that_is_discarded_leaves_nothing(client: Client, ada: Person) -> None:
    stories.withdraw(actor=ada, story=stories.write(actor=ada, facts=facts()))
    client.force_login(ada)
    read(client, "/news/winners-are-announced/", 404)


@pytest.mark.parametrize("name", ["", "clara", "eve", "frank"])
def test_draft_is_told_to_nobody_outside(
    client: Client, request: pytest.FixtureRequest, boris: Person, circle: Group, name: str
) -> None:
    stories.write(actor=boris, group=circle, facts=facts())
    if name:
        client.force_login(request.getfixturevalue(name))
    for address in ("/news/", "/g/environment/", "/g/environment/news/", "/"):
        assert "Winners are announced" not in read(client, address)
    for address in ("/news/winners-are-announced/", "/news/winners-are-announced/edit/"):
        assert client.get(address).status_code in {302, 404}


def test_member_proposes_and_sees_no_button_to_publish(
    client: Client, dmitri: Person, boris: Person, circle: Group
) -> None:
    client.force_login(dmitri)
    client.post("/g/environment/news/new/", FORM)
    page = read(client, "/news/winners/")
    assert "Propose it to the co-chairs" in page
    assert "Publish now" not in page
    client.post("/news/winners/act/", {"do": "propose"})
    Person.objects.filter(pk=boris.pk).update(language="en")
    client.force_login(boris)
    page = read(client, "/news/winners/")
    assert 'value="publish"' in page
    assert 'value="hold"' in page
    client.post("/news/winners/act/", {"do": "publish"})
    assert "Winners" in read(Client(), "/g/environment/")


def test_hour_of_publication_is_told_and_taken_in_the_story_s_zone(
    client: Client, ada: Person
) -> None:
    client.force_login(ada)
    client.post("/news/new/", FORM)
    client.post("/news/winners/act/", {"do": "schedule", "at": "2031-05-01T10:00"})
    story = Story.objects.get()
    assert (story.state, story.publish_at and story.publish_at.isoformat()) == (
        Standing.SCHEDULED,
        "2031-05-01T07:00:00+00:00",
    )
    assert "10:00" in read(client, "/news/winners/")


@pytest.mark.parametrize(("at", "status"), [("2001-05-01T10:00", 409), ("", 422), ("soon", 422)])
def test_hour_that_can_t_be_is_refused_beside_its_field(
    client: Client, ada: Person, at: str, status: int
) -> None:
    client.force_login(ada)
    client.post("/news/new/", FORM)
    answer = client.post("/news/winners/act/", {"do": "schedule", "at": at})
    assert answer.status_code == status
    assert 'id="id_at_error"' in answer.content.decode()


def test_clash_shows_both_texts_and_loses_none(client: Client, ada: Person) -> None:
    story = stories.write(actor=ada, facts=facts())
    stories.revise(actor=ada, story=story, facts=facts(text={"en": "Their own words"}), edition=1)
    client.force_login(ada)
    mine = {**FORM, "text_en": "My own words", "edition": "1"}
    answer = client.post(f"/news/{story.slug}/edit/", mine)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Their own words" in page
    assert "My own words" in page
    assert '<input type="hidden" name="edition" value="2"' in page
    assert client.post(f"/news/{story.slug}/edit/", {**mine, "edition": "2"}).status_code == 302
    story.refresh_from_db()
    assert story.text_en == "My own words"


def test_link_is_read_from_an_address_of_ours(
    client: Client, ada: Person, plenary: Session, eve: Person
) -> None:
    client.force_login(ada)
    client.post("/news/new/", {**FORM, "link": f"https://any.example/s/{plenary.pk}/"})
    assert Story.objects.get().session == plenary
    client.post("/news/winners/act/", {"do": "publish"})
    assert "Plenary" in read(Client(), "/news/winners/")
    assert 'value="/s/' in read(client, "/news/winners/edit/")
    for bad in ("/c/nowhere/", "/s/x/", "http://[", "/news/"):
        answer = client.post("/news/new/", {**FORM, "link": bad})
        assert (answer.status_code, "Winners" in answer.content.decode()) == (422, True)


def test_list_is_filtered_and_turned(
    client: Client, ada: Person, boris: Person, circle: Group, publish: Write
) -> None:
    publish(ada, title={"en": "Of the programme"})
    publish(boris, circle, title={"ru": "Группа"}, text={}, source_language="ru")
    for asked, shown, hidden in (
        ("group=programme", "Of the programme", "Группа"),
        ("group=environment", "Группа", "Of the programme"),
        ("lang=ru", "Группа", "Of the programme"),
        ("lang=en", "Of the programme", "Группа"),
    ):
        page = read(client, f"/news/?{asked}")
        assert shown in page
        assert hidden not in page
    assert "There is no such news." in read(client, "/news/?kind=announcement")
    for number in range(queries.PAGE):
        publish(ada, title={"en": f"More {number}"})
    assert "Page 2 of 2" in read(client, "/news/?page=2")


@pytest.mark.parametrize("address", ["/news/", "/api/v1/news/"])
def test_no_nul_of_an_address_reaches_the_database(
    client: Client, circle: Group, address: str
) -> None:
    asked: list[object] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.extend(params or ())
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        query = dict.fromkeys(("group", "kind", "lang", "page"), "environment\x00")
        assert client.get(address, query | {"page": "1"}).status_code == 200
    assert [each for each in asked if "\0" in str(each)] == []


def test_home_pins_what_is_of_use_now(client: Client, ada: Person, publish: Write) -> None:
    today = clock.now().date()
    said = {"kind": Kind.ANNOUNCEMENT, "is_pinned": True}
    publish(ada, title={"en": "Apply now"}, useful_until=today + timedelta(days=2), **said)
    publish(ada, title={"en": "Too late"}, useful_until=today - timedelta(days=2), **said)
    page = read(client, "/")
    pinned = page[page.index('class="notice news-pinned"') :].partition("</ul>")[0]
    assert pinned.index("Apply now") < pinned.index("Too late")
    assert page.count("news-pinned") == 1


def test_following_is_a_button(client: Client, eve: Person, circle: Group) -> None:
    client.force_login(eve)
    assert not following.follows(eve, circle)
    body = {"what": "news", "group": "environment", "is_on": "1", "next": "/g/environment/"}
    assert client.post("/news/follow/", body)["Location"] == "/g/environment/"
    assert following.follows(eve, circle)
    assert "Stop following" in read(client, "/g/environment/")
    away = client.post("/news/follow/", {**body, "is_on": "0", "next": "https://evil.example/"})
    assert away["Location"] == "/me/"
    assert not following.follows(eve, circle)
    client.post("/news/follow/", {"what": "letter", "is_on": "0"})
    assert "You have stopped the weekly letter." in read(client, "/me/")
    assert (
        client.post("/news/follow/", {"what": "news", "group": "nowhere", "is_on": "1"}).status_code
        == 404
    )


def test_hostile_text_is_shown_as_text(client: Client, ada: Person, publish: Write) -> None:
    publish(
        ada,
        title={"en": "<script>alert(1)</script>"},
        text={"en": "<img src=x onerror=alert(1)>\n\n[x](javascript:alert(1))"},
    )
    story = Story.objects.get()
    page = read(client, f"/news/{story.slug}/") + read(client, "/news/") + read(client, "/")
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert 'href="javascript' not in page


def test_api_gives_what_is_published(
    client: Client, ada: Person, boris: Person, circle: Group, publish: Write
) -> None:
    publish(ada, title={"en": "Of the programme"})
    publish(boris, circle, title={"en": "Of the group"})
    stories.write(actor=ada, facts=facts(title={"en": "Draft"}))
    told = client.get("/api/v1/news/").json()
    assert [(row["title_en"], row["group"]) for row in told["results"]] == [
        ("Of the group", "environment"),
        ("Of the programme", None),
    ]
    assert client.get("/api/v1/news/?group=programme").json()["count"] == 1
    assert client.get("/api/v1/news/of-the-group/").json()["title_en"] == "Of the group"
    assert client.get("/api/v1/news/draft/").status_code == 401


@pytest.mark.parametrize("some", [1, 3])
@pytest.mark.parametrize(("address", "queries_done"), [("/news/", 9), ("/g/environment/news/", 11)])
def test_pages_cost_the_same_for_one_and_for_three(
    client: Client,
    boris: Person,
    circle: Group,
    publish: Write,
    some: int,
    address: str,
    queries_done: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    build.programme()
    for _ in range(some):
        publish(boris, circle)
        stories.write(actor=boris, group=circle, facts=facts())
    client.force_login(boris)
    with django_assert_num_queries(queries_done):
        client.get(address)
