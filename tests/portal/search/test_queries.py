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
from groups.documents import revisions
from groups.models import Group
from groups.posts import posts
from groups.posts.posts import Words
from kit.refusals import Refused
from live import clock
from portal.news import stories
from portal.search import index, matching, queries
from portal.search.models import Entry
from portal.search.words import question
from records.deliveries import replies
from records.deliveries.models import Reply
from sessions.models import Removal, Session
from tests import build
from tests.portal.news.conftest import facts
from tests.portal.search.conftest import WORD, followed, titles

pytestmark = pytest.mark.django_db

EVERYONE = {
    "news": [f"{WORD} news"],
    "conference": [f"{WORD} forum"],
    "group": [f"{WORD} circle"],
    "project": [f"{WORD} joint"],
    "session": [f"{WORD} ended", f"{WORD} private"],
    "speaker": [f"{WORD} of forum"],
    "recommendation": [f"R1 · {WORD} adopted", f"R2 · {WORD} once", f"R4 · {WORD} imported"],
    "delivery": ["Answered office", f"{WORD} office"],
    "decision": ["D1"],
    "item": [f"{WORD} item of ended"],
    "material": [f"{WORD} slides of ended"],
    "question": [f"{WORD} asked in ended"],
    "call": ["Call shown"],
    "award": [f"{WORD} award"],
    "document": ["Paper public"],
    "post": ["Told public"],
    "aim": [f"{WORD} open aim"],
    "step": [f"{WORD} open step"],
}
MEMBERS = {
    "project": [f"{WORD} joint", f"{WORD} proposed"],
    "draft": [f"R2 · {WORD} anew", f"R3 · {WORD} secretly", f"R5 · {WORD} closed draft",
              f"R6 · {WORD} open draft"],
    "document": ["Paper members", "Paper public"],
    "post": ["Told hidden", "Told members", "Told public"],
}  # fmt: skip
CHAIR = {
    "document": ["Paper away", "Paper members", "Paper public"],
    "delivery": ["Answered office", f"{WORD} mistake", f"{WORD} office"],
}
INSIDE_CIRCLE = {"session": [f"{WORD} ended", f"{WORD} meeting", f"{WORD} private"]}
INSIDE_CLOSED = {
    "conference": [f"{WORD} closed", f"{WORD} forum"],
    "session": [f"{WORD} ended", f"{WORD} private", f"{WORD} retreat"],
    "speaker": [f"{WORD} of closed", f"{WORD} of forum"],
}
INSIDE_FORUM = {"question": [f"{WORD} asked in ended", f"{WORD} asked in private"]}
# Of which sessions the corners tell, by the number of each one's decision.
HELD = {"ended": 1, "private": 2, "plenary": 3, "meeting": 4}


def _told(*names: str) -> dict[str, list[str]]:
    """Return what is found of these sessions by who may read of them."""
    return {
        "decision": [f"D{HELD[name]}" for name in names],
        "item": [f"{WORD} item of {name}" for name in names],
        "material": [f"{WORD} slides of {name}" for name in names],
    }


def _said(*names: str) -> dict[str, list[str]]:
    """Return what is found of these sessions' chats by who may enter them."""
    return {"message": [f"{WORD} shown in {name}" for name in names]}


MEETING, RETREAT = f"{WORD} meeting", f"{WORD} retreat"
SEEN = {
    "anon": EVERYONE,
    "eve": EVERYONE,
    "frank": EVERYONE,
    "dmitri": EVERYONE
    | MEMBERS
    | INSIDE_FORUM
    | INSIDE_CIRCLE
    | _told("ended", "private", "plenary", "meeting")
    | _said("Plenary", MEETING)
    | {"application": ["Asked unfinished"]},
    "clara": EVERYONE
    | INSIDE_FORUM
    | INSIDE_CLOSED
    | _told("ended", "private", "plenary")
    | _said("Plenary", RETREAT)
    | {
        "project": MEMBERS["project"],
        "draft": [f"R6 · {WORD} open draft"],
        "aim": [f"{WORD} kept aim", f"{WORD} open aim"],
        "step": [f"{WORD} kept step", f"{WORD} open step"],
        "application": ["Asked handed in"],
    },
    # He moderates the plenary and has no registration: of the forum's other sessions he reads titles.
    "boris": EVERYONE
    | MEMBERS
    | CHAIR
    | INSIDE_CIRCLE
    | _told("ended", "plenary", "meeting")
    | _said("Plenary", MEETING)
    | {"application": ["Asked of a friend"]},
    # She declared that she is tied to what Boris asks for.
    "ada": EVERYONE
    | MEMBERS
    | CHAIR
    | INSIDE_FORUM
    | INSIDE_CLOSED
    | _told(*HELD)
    | _said("Plenary", MEETING, RETREAT)
    | {
        "session": [f"{WORD} {name}" for name in ("ended", "meeting", "private", "retreat")],
        "aim": [f"{WORD} kept aim", f"{WORD} open aim"],
        "step": [f"{WORD} kept step", f"{WORD} open step"],
        "call": ["Call recalled", "Call shown", "Call unpublished"],
        "application": ["Asked handed in"],
    },
    "clear": EVERYONE | {"application": ["Asked handed in"]},
    "tied": EVERYONE,
    "silent": EVERYONE,
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
        "away",
        "dropped open",
        "contact",
        "clerk",
        "speaker",
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
    # Three ask to whom the reader belongs, then how many of each kind, then two for each of two kinds;
    # PostgreSQL’s patience is five more.
    with django_assert_num_queries(8 if connection.vendor == "sqlite" else 13):
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
    assert queries.search(AnonymousUser(), question(WORD)).count == sum(map(len, EVERYONE.values()))


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


def test_nothing_of_an_application_is_told_to_who_is_tied_to_it(
    client: Client, who: dict[str, Any], corners: None
) -> None:
    client.force_login(who["tied"])
    assert client.get("/api/v1/search/", {"q": f"need {WORD}"}).json()["count"] == 0
    page = client.get("/search/", {"q": f"need {WORD}", "kind": "application"}).content.decode()
    assert "Asked" not in page
    assert "We need" not in page
    assert len(titles(who["clear"], f"need {WORD}")["application"]) == 1


def test_words_of_a_draft_do_not_find_the_adopted_text(who: dict[str, Any], corners: None) -> None:
    assert "recommendation" not in titles(who["eve"], "anew")
    assert titles(who["dmitri"], "anew") == {"draft": [f"R2 · {WORD} anew"]}


def test_only_the_last_revision_of_a_document_is_found(who: dict[str, Any], corners: None) -> None:
    assert titles(who["ada"], "samogon") == {}


def test_reply_is_found_once_it_is_published_and_no_more_once_kept_back(
    boris: Person, corners: None
) -> None:
    reply = Reply.objects.get(delivery__addressee__office_en="Unread office")
    replies.publish(actor=boris, reply=reply)
    assert "Unread office" in titles(AnonymousUser(), WORD)["delivery"]
    replies.keep_back(actor=boris, reply=reply, reason="Not theirs")
    assert "Unread office" not in titles(AnonymousUser(), WORD)["delivery"]


def test_what_groups_write_is_found_in_the_same_breath(dmitri: Person, circle: Group) -> None:
    words = Words("en", {"en": "Zebra"}, {"en": "Stripes"}, is_public=True)
    told = posts.post(actor=dmitri, group=circle, words=words)
    made = revisions.begin_with_text(
        actor=dmitri,
        group=circle,
        title={"en": "Zebra paper"},
        text={"en": "Spots"},
        source_language="en",
        is_public=True,
    )
    nobody = AnonymousUser()
    assert titles(nobody, "zebra") == {"post": ["Zebra"], "document": ["Zebra paper"]}
    assert titles(nobody, "spots") == {"document": ["Zebra paper"]}
    revisions.add_text(
        actor=dmitri, document=made.document, seen=1, text={"en": "Bars"}, source_language="en"
    )
    assert titles(nobody, "spots") == {}
    posts.take_back(actor=dmitri, post=told)
    assert titles(nobody, "zebra") == {"document": ["Zebra paper"]}
    assert not Entry.objects.filter(subject=told.pk).exists()
