"""Searching as each of the cast: nobody finds, by title, excerpt or number, what they may not see."""

import json
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from accounts.models import Person
from chat.models import Message, MessageState
from conferences.models import Conference
from groups.models import Group
from kit.refusals import Refused
from live import clock
from portal.news import stories
from portal.search import index, matching, queries
from portal.search.models import Entry
from portal.search.words import question
from sessions.models import Removal, Session
from tests import build
from tests.portal.news.conftest import facts
from tests.portal.search.conftest import WORD, followed, titles

pytestmark = pytest.mark.django_db

EVERYONE = {
    "news": [f"{WORD} news"],
    "conference": [f"{WORD} forum"],
    "group": [f"{WORD} circle"],
    "session": [f"{WORD} ended", f"{WORD} private"],
    "speaker": [f"{WORD} of forum"],
    "question": [f"{WORD} asked in ended"],
}
INSIDE_FORUM = {
    "question": [f"{WORD} asked in ended", f"{WORD} asked in private"],
    "message": [f"{WORD} shown in Plenary"],
}
INSIDE_CIRCLE = {
    "session": [f"{WORD} ended", f"{WORD} meeting", f"{WORD} private"],
    "message": [f"{WORD} shown in {WORD} meeting"],
}
INSIDE_CLOSED = {
    "conference": [f"{WORD} closed", f"{WORD} forum"],
    "session": [f"{WORD} ended", f"{WORD} private", f"{WORD} retreat"],
    "speaker": [f"{WORD} of closed", f"{WORD} of forum"],
}
SEEN = {
    "anon": EVERYONE,
    "eve": EVERYONE,
    "frank": EVERYONE,
    "dmitri": EVERYONE
    | INSIDE_FORUM
    | INSIDE_CIRCLE
    | {"message": [f"{WORD} shown in Plenary", f"{WORD} shown in {WORD} meeting"]},
    "clara": EVERYONE
    | INSIDE_FORUM
    | INSIDE_CLOSED
    | {"message": [f"{WORD} shown in Plenary", f"{WORD} shown in {WORD} retreat"]},
    # He moderates the plenary and has no registration: of the forum's other sessions he reads titles.
    "boris": EVERYONE
    | INSIDE_CIRCLE
    | {"message": [f"{WORD} shown in Plenary", f"{WORD} shown in {WORD} meeting"]},
    "ada": EVERYONE
    | INSIDE_FORUM
    | INSIDE_CLOSED
    | {
        "session": [f"{WORD} {name}" for name in ("ended", "meeting", "private", "retreat")],
        "message": [
            f"{WORD} shown in {name}" for name in ("Plenary", f"{WORD} meeting", f"{WORD} retreat")
        ],
    },
}


@pytest.mark.parametrize("name", SEEN)
def test_each_finds_what_they_may_see_and_is_told_of_nothing_else(
    who: dict[str, Any], corners: None, name: str
) -> None:
    found = {kind: sorted(hits) for kind, hits in titles(who[name], WORD).items()}
    assert found == {kind: sorted(hits) for kind, hits in SEEN[name].items()}


@pytest.mark.parametrize("name", SEEN)
def test_page_and_api_say_the_same_numbers(
    client: Client, who: dict[str, Any], corners: None, name: str
) -> None:
    Person.objects.update(language="en")
    if name != "anon":
        client.force_login(who[name])
    count = sum(map(len, SEEN[name].values()))
    page = client.get("/search/", {"q": WORD}).content.decode()
    assert f"{count} things were found." in page
    told = client.get("/api/v1/search/", {"q": WORD}).json()
    assert told["count"] == count
    assert {kind["name"]: kind["count"] for kind in told["kinds"]} == {
        kind: len(hits) for kind, hits in SEEN[name].items()
    }
    for hidden in (
        "draft",
        "withdrawn",
        "dropped",
        "unlisted",
        "waiting",
        "hidden in",
        "plenary asked",
    ):
        assert f"{WORD} {hidden}" not in json.dumps(told).replace("<mark>", "").replace(
            "</mark>", ""
        )


def test_who_is_put_out_finds_nothing_said_there(
    corners: None, dmitri: Person, plenary: Session, ada: Person
) -> None:
    Removal.objects.create(session=plenary, person=dmitri, at=clock.now(), by=ada.pk)
    assert titles(dmitri, WORD)["message"] == [f"{WORD} shown in {WORD} meeting"]


def test_message_hidden_a_moment_ago_is_not_found_though_the_index_has_it(
    corners: None, dmitri: Person, plenary: Session
) -> None:
    Message.objects.filter(session=plenary).update(state=MessageState.HIDDEN)
    assert titles(dmitri, WORD)["message"] == [f"{WORD} shown in {WORD} meeting"]
    Message.objects.all().update(text="", folded="", state=MessageState.DELETED)
    assert "message" not in titles(dmitri, WORD)


def test_edited_text_is_shown_as_it_is_now(corners: None, dmitri: Person) -> None:
    Message.objects.filter(state=MessageState.SHOWN).update(text="Something else")
    assert set(titles(dmitri, WORD)["message"]) == {"Something else"}
    followed()
    assert "message" not in titles(dmitri, WORD)


def test_ended_session_that_goes_on_tells_its_questions_inside_only(
    corners: None, eve: Person, dmitri: Person
) -> None:
    Session.objects.filter(title_en=f"{WORD} ended").update(state="live")
    assert "question" not in titles(eve, WORD)
    assert f"{WORD} asked in ended" in titles(dmitri, WORD)["question"]


def test_russian_forms_are_found_from_english_pages_and_yo_as_ye(db: None) -> None:
    build.group("a", name_en="Integrity", name_ru="Противодействие коррупции")
    build.group("b", name_en="Whole", name_ru="Живём вместе")
    followed()
    nobody = AnonymousUser()
    assert titles(nobody, "коррупция") == {"group": ["Противодействие коррупции"]}
    assert titles(nobody, "КОРРУПЦИЮ") == {"group": ["Противодействие коррупции"]}
    assert titles(nobody, "живем") == {"group": ["Живём вместе"]}


def test_english_forms_and_beginnings_are_found(db: None) -> None:
    build.group("a", name_en="Local policies", about_en="For **recommendations** to cities")
    followed()
    nobody = AnonymousUser()
    for asked in ("policy", "recommendation", "recomm", "local recommendations", "policies city"):
        assert titles(nobody, asked) == {"group": ["Local policies"]}, asked
    assert titles(nobody, "policy nowhere") == {}


def test_words_in_quotes_are_found_as_they_stand(db: None) -> None:
    build.group("a", name_en="Open registers of contracts")
    build.group("b", name_en="Registers that are open")
    followed()
    nobody = AnonymousUser()
    assert len(titles(nobody, "open registers")["group"]) == 2
    assert titles(nobody, '"open registers"') == {"group": ["Open registers of contracts"]}
    assert titles(nobody, "«open registers» contracts") == {
        "group": ["Open registers of contracts"]
    }


def test_what_has_the_words_in_its_title_comes_first(db: None) -> None:
    build.group("a", name_en="Rivers", about_en="All about forests")
    build.group("b", name_en="Forests")
    followed()
    assert titles(AnonymousUser(), "forest") == {"group": ["Forests", "Rivers"]}


HOSTILE = [
    '"', '""', "'", "*", "(", ")", "OR", "NOT", "NEAR(a b)", "title_en : x", "a AND", "^a", "a:*", "&", "|", "!", "<->",
    "\\", "%", "_", "\0", "a\0b", "x" * 4000, "word " * 800, '"' * 4000, "{a b}: c", "-a", "+a", "a -- b", ");DROP TABLE",
    "\u202eabc", "\u200b", "😀", "a" * 41, '"unclosed', "’", "<script>alert(1)</script>",
]  # fmt: skip


@pytest.mark.parametrize("asked", HOSTILE)
def test_hostile_question_is_inert(client: Client, corners: None, asked: str) -> None:
    page = client.get("/search/", {"q": asked})
    assert page.status_code == 200
    assert b"<script>alert" not in page.content
    assert client.get("/api/v1/search/", {"q": asked}).status_code == 200


def test_markup_in_what_is_found_is_text(client: Client, db: None) -> None:
    build.group("a", name_en="Zebra <img src=x onerror=alert(1)> & co")
    followed()
    page = client.get("/search/", {"q": "zebra img"}).content.decode()
    assert "<mark>Zebra</mark> &lt;<mark>img</mark> src=x onerror=alert(1)&gt; &amp; co" in page


def test_one_kind_is_turned_page_by_page(client: Client, db: None) -> None:
    for number in range(45):
        build.group(f"g{number}", name_en=f"Circle {number}")
    followed()
    whole = client.get("/search/", {"q": "circle"}).content.decode()
    assert "All 45" in whole
    found = [
        queries.search(AnonymousUser(), question("circle"), kind="group", page=n)
        for n in (1, 2, 3, 9)
    ]
    assert [(one.page, one.pages, len(one.kinds[0].hits)) for one in found] == [
        (1, 3, 20), (2, 3, 20), (3, 3, 5), (3, 3, 5),
    ]  # fmt: skip
    assert "Page 2 of 3" in client.get("/search/?q=circle&kind=group&page=2").content.decode()
    assert client.get("/search/?q=circle&kind=nothing&page=x").status_code == 200


@pytest.mark.parametrize("things", [1, 3])
def test_search_costs_the_same_for_one_and_for_three(
    forum: Conference,
    dmitri: Person,
    things: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(things):
        build.group(f"g{number}", name_en="Zebra")
        build.session(forum, title="Zebra")
    followed()
    # How many of each kind, then two for each of two kinds; PostgreSQL’s patience is five more.
    with django_assert_num_queries(5 if connection.vendor == "sqlite" else 10):
        queries.search(dmitri, question("zebra"))


def _count_for_long() -> None:
    with matching.patiently(), connection.cursor() as cursor:
        cursor.execute(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50000000) "
            "SELECT max(i) FROM n"
        )
        cursor.fetchall()


def test_database_that_takes_too_long_is_not_waited_for(
    client: Client, settings: Settings, corners: None
) -> None:
    settings.SEARCH_PATIENCE_MS = 1
    for number in range(300):
        Entry.objects.create(
            source="group", subject=build.group(f"s{number}").pk, text_en="slow " * 400
        )
    with pytest.raises(Refused, match=r"search\.too_long"):
        _count_for_long()
    settings.SEARCH_PATIENCE_MS = 1000
    assert queries.search(AnonymousUser(), question(WORD)).count == 7


def test_news_are_found_in_the_breath_in_which_they_are_published(ada: Person) -> None:
    draft = stories.write(actor=ada, facts=facts(title={"en": "Zebra"}))
    assert titles(ada, "zebra") == {}
    story = stories.publish(actor=ada, story=draft)
    assert titles(ada, "zebra") == {"news": ["Zebra"]}
    renamed = facts(title={"en": "Antelope"})
    story = stories.revise(actor=ada, story=story, facts=renamed, edition=story.edition)
    assert (titles(ada, "zebra"), titles(ada, "antelopes")) == ({}, {"news": ["Antelope"]})
    stories.withdraw(actor=ada, story=story)
    assert (titles(ada, "antelope"), Entry.objects.filter(source="news").count()) == ({}, 0)


def test_empty_page_says_what_can_be_found(client: Client, db: None) -> None:
    assert "You find what you may read" in client.get("/search/").content.decode()
    assert "Nothing was found." in client.get("/search/?q=zzzz").content.decode()


def test_index_is_followed_within_a_round(circle: Group, plenary: Session, dmitri: Person) -> None:
    index.follow()
    said = Message.objects.create(
        session=plenary, person=dmitri, text="Zebra", lang="en", seq=1, at=clock.now()
    )
    assert index.follow() == 1
    assert titles(dmitri, "zebra") == {"message": ["Zebra"]}
    assert index.follow() == 0
    Message.objects.filter(pk=said.pk).update(
        text="", folded="", state=MessageState.DELETED, deleted_at=clock.now()
    )
    assert index.follow() == 1
    assert not Entry.objects.filter(subject=said.pk).exists()
