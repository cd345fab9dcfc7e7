"""The page of a record: for everyone where it is public, with nothing that could run or give away."""

import json
import re

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import Person
from chat import notices, posts
from conferences.models import Conference
from floor import answers, judging, questions
from floor.models import Question
from groups.models import Group
from sessions import items, life, materials, people
from sessions.items import Line
from sessions.models import Session, State
from tests import build
from tests.records.conftest import Stayed

pytestmark = pytest.mark.django_db

SCRIPT = '<script>alert("x")</script>'
HOSTILE = (
    SCRIPT,
    '"><img src=x onerror=alert(1)>',
    "</script><script>alert(2)</script>",
    "{{ request }} {% debug %}",
    "a" * 990,
    "invisible \u200b\u2066and turned\u202e round",
    "Вaдим and Bадим",
)


@pytest.fixture(autouse=True)
def _programme() -> None:
    build.programme()


def address(session: Session) -> str:
    return reverse("records:record", args=[session.pk])


def page_of(client: Client, session: Session) -> str:
    answer = client.get(address(session))
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]
    return str(answer.content.decode())


def put(boris: Person, session: Session, asker: Person, text: str) -> Question:
    asked = questions.ask(actor=asker, session=session, text=text)
    return judging.approve(actor=boris, session=session, question=asked.pk)


# who -> may read: public; not public; of a conference that is not public; of a group
READERS = {
    "": (200, 404, 404, 404),
    "eve": (200, 404, 404, 404),
    "frank": (200, 404, 404, 404),
    "dmitri": (200, 200, 404, 200),
    "clara": (200, 200, 200, 404),
    "boris": (200, 200, 404, 200),
    "ada": (200, 200, 200, 200),
}


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("door", ["records:record", "session-record"])
def test_a_record_is_for_everyone_where_public_else_for_who_may_enter(
    client: Client,
    request: pytest.FixtureRequest,
    hearing: Session,
    forum: Conference,
    circle: Group,
    clara: Person,
    name: str,
    door: str,
) -> None:
    closed = build.conference("closed", is_public=False)
    build.registration(clara, closed)
    kept = build.session(forum, state=State.ENDED, is_record_public=False)
    build.role(request.getfixturevalue("boris"), kept)
    sessions = (
        hearing,
        kept,
        build.session(closed, state=State.ENDED),
        build.session(circle, state=State.ENDED),
    )
    if name:
        client.force_login(request.getfixturevalue(name))
    found = tuple(client.get(reverse(door, args=[each.pk])).status_code for each in sessions)
    # A program that has not signed in is told to; people are told that nothing is there.
    refused = 401 if door == "session-record" and not name else 404
    assert found == tuple(refused if status == 404 else status for status in READERS[name])


def test_a_removed_participant_reads_what_everyone_reads_and_no_more(
    client: Client, forum: Conference, dmitri: Person, boris: Person
) -> None:
    kept = build.session(forum, state=State.ENDED, is_record_public=False)
    client.force_login(dmitri)
    assert client.get(address(kept)).status_code == 200
    kept.removals.create(person=dmitri, at=kept.starts_at, by=boris.pk)
    assert client.get(address(kept)).status_code == 404
    Session.objects.filter(pk=kept.pk).update(is_record_public=True)
    assert client.get(address(kept)).status_code == 200


def test_the_record_is_there_when_the_session_ends(
    client: Client, hearing: Session, boris: Person, dmitri: Person, stayed: Stayed
) -> None:
    put(boris, hearing, dmitri, "Who answers?")
    stayed(dmitri, hearing)
    before = page_of(client, hearing)
    assert "The record is made the moment the session ends." in before
    assert "Who answers?" not in before
    life.end(actor=boris, session=hearing)
    after = page_of(client, hearing)
    assert "Who answers?" in after
    assert "asked by <bdi>Dmitri, Civic Watch</bdi>" in after
    assert "1 person was connected while the session was live." in after
    assert "The session ended." in after


def test_a_reopened_session_says_that_it_goes_on(
    client: Client, hearing: Session, boris: Person
) -> None:
    life.end(actor=boris, session=hearing)
    assert "The session goes on." not in page_of(client, hearing)
    life.reopen(actor=boris, session=hearing)
    assert "The session goes on." in page_of(client, hearing)
    life.end(actor=boris, session=hearing)
    page = page_of(client, hearing)
    assert "The session goes on." not in page
    assert "The session went on." in page


def test_every_link_to_an_event_finds_its_line(
    client: Client, hearing: Session, boris: Person, dmitri: Person
) -> None:
    plan = [Line("Reports", "", "Clara", 10)]
    [reports] = items.plan(actor=boris, session=hearing, lines=plan)
    items.move_on(actor=boris, session=hearing, after=None)
    first = put(boris, hearing, dmitri, "One?")
    answers.answer(actor=boris, session=hearing, question=first.pk, text="Yes.")
    items.stop(actor=boris, session=hearing, after=reports.pk)
    put(boris, hearing, dmitri, "Two?")
    life.end(actor=boris, session=hearing)
    page = page_of(client, hearing)
    ids = re.findall(r'id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    links = set(re.findall(r'href="#([^"]+)"', page))
    assert links - set(ids) == set()
    assert {link for link in links if link.startswith("e")} == {f"e{n}" for n in _numbers(page)}


def _numbers(page: str) -> list[str]:
    return re.findall(r'<li id="e(\d+)">', page)


def test_empty_places_say_what_is_missing(client: Client, ended: Session) -> None:
    page = page_of(client, ended)
    for said in (
        "The session had no agenda of its own.",
        "No question came before the room.",
        "Nobody was connected here while the session was live.",
        "No materials were added.",
    ):
        assert said in page


def test_nobody_who_consented_is_said_too(client: Client, ended: Session, stayed: Stayed) -> None:
    stayed(build.person("Zoya", shown_as="delegate", country="RU"), ended)
    page = page_of(client, ended)
    assert "No organisation is named" in page
    # Who alone is not named is not counted either.
    assert "without being named" not in page
    assert "Russia" not in page


def test_no_message_of_the_chat_is_on_the_page(
    client: Client, hearing: Session, boris: Person, dmitri: Person
) -> None:
    said = posts.post(actor=dmitri, session=hearing, text="Between us")
    notices.pin(actor=boris, session=hearing, message=said.pk)
    life.end(actor=boris, session=hearing)
    page = page_of(client, hearing)
    assert "Between us" not in page
    assert "A notice was pinned above the chat." in page


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_are_only_text(
    client: Client, hearing: Session, boris: Person, dmitri: Person, stayed: Stayed, text: str
) -> None:
    Session.objects.filter(pk=hearing.pk).update(title_en=text[:400])
    Person.objects.filter(pk=dmitri.pk).update(
        name=text[:80], organisation=build.organisation(text[:200])
    )
    asker = Person.objects.get(pk=dmitri.pk)
    [line] = items.plan(actor=boris, session=hearing, lines=[Line(text[:200], "", text[:200], 5)])
    items.move_on(actor=boris, session=hearing, after=None)
    asked = put(boris, hearing, asker, text)
    answers.answer(actor=boris, session=hearing, question=asked.pk, text=text)
    notices.pin(actor=boris, session=hearing, text=text)
    materials.add(actor=boris, session=hearing, url="https://a.example/", title_en=text[:200])
    stayed(dmitri, hearing)
    life.end(actor=boris, session=Session.objects.get(pk=hearing.pk))
    page = page_of(client, hearing)
    assert line.title_en
    assert "alert(1)>" not in page
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    scripts = re.findall(r"<script[^>]*>(.*?)</script>", page, re.DOTALL)
    [data] = [each for each in scripts if each]
    assert json.loads(data)["name"] == text[:400]


def test_only_a_public_record_offers_itself_to_be_cited(
    client: Client, ended: Session, ada: Person
) -> None:
    page = page_of(client, ended)
    assert f'<link rel="canonical" href="http://testserver{address(ended)}">' in page
    assert '<meta name="citation_title" content="Hearing">' in page
    assert '<meta name="citation_conference_title" content="Forum">' in page
    assert "To cite this record" in page
    assert "noindex" not in page
    Session.objects.filter(pk=ended.pk).update(is_record_public=False)
    client.force_login(ada)
    page = page_of(client, ended)
    assert "canonical" not in page
    assert "citation_" not in page
    assert "ld+json" not in page
    assert '<meta name="robots" content="noindex">' in page
    assert "This record is not public" in page


def test_titles_say_which_language_they_are_in(
    client: Client, hearing: Session, boris: Person
) -> None:
    items.plan(actor=boris, session=hearing, lines=[Line("", "Доклады", "", 10)])
    life.end(actor=boris, session=hearing)
    assert '<span lang="ru">Доклады</span>' in page_of(client, hearing)
    client.cookies["django_language"] = "ru"
    assert '<html lang="ru"' in page_of(client, hearing)


@pytest.mark.parametrize("rows", [1, 3])
def test_a_record_costs_the_same_for_one_and_for_three(
    client: Client,
    hearing: Session,
    forum: Conference,
    boris: Person,
    stayed: Stayed,
    rows: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    lines = [Line(f"Item {number}", "", "", 5) for number in range(rows)]
    items.plan(actor=boris, session=hearing, lines=lines)
    for number in range(rows):
        asker = build.person(f"P{number}", organisation=build.organisation(f"O{number}"))
        people.show([asker], hearing)
        stayed(asker, hearing)
        build.registration(asker, forum)
        asked = put(boris, hearing, asker, f"Question {number}?")
        if number:
            answers.answer(actor=boris, session=hearing, question=asked.pk)
        notices.pin(actor=boris, session=hearing, text=f"Notice {number}")
        materials.add(actor=boris, session=hearing, url=f"https://a.example/{number}", title_en="A")
    life.end(actor=boris, session=hearing)
    # Programme; session, log, notices; periods, reopenings; questions, figures; corrections,
    # leases, people, appearances, faces, screens, sides; agenda, runs; messages, speakers,
    # materials; decisions, actions, what it fed.
    with django_assert_num_queries(23):
        page_of(client, hearing)


def test_no_name_is_on_the_page_that_was_not_to_be_seen(
    client: Client, hearing: Session, boris: Person, dmitri: Person, stayed: Stayed
) -> None:
    stayed(dmitri, hearing)
    hidden = questions.ask(actor=dmitri, session=hearing, text="Hidden?", naming="hidden")
    unnamed = questions.ask_unnamed(actor=dmitri, session=hearing, text="Unnamed?")
    for asked in (hidden, unnamed):
        judging.approve(actor=boris, session=hearing, question=asked.pk)
    questions.ask_for(actor=boris, session=hearing, text="Hall?", on_behalf="Vera of Row 3")
    life.end(actor=boris, session=hearing)
    page = page_of(client, hearing)
    rest = client.get(reverse("session-record", args=[hearing.pk])).content.decode()
    for read in (page, rest):
        assert "Hidden?" in read
        for name in ("Dmitri", str(dmitri.pk), "Vera", "people.example"):
            assert name not in read


WITHDRAWN = {
    "en": ("A question came before the room. It is no longer on record.", "taken back"),
    "ru": ("Опубликован вопрос. В протоколе его больше нет.", "отозвали"),
}


@pytest.mark.parametrize("language", WITHDRAWN)
@pytest.mark.parametrize("by_moderator", [True, False])
def test_of_what_is_gone_the_record_does_not_say_who_took_it_away(
    client: Client,
    hearing: Session,
    boris: Person,
    dmitri: Person,
    language: str,
    *,
    by_moderator: bool,
) -> None:
    gone = put(boris, hearing, dmitri, "Secret?")
    if by_moderator:
        judging.dismiss(actor=boris, session=hearing, question=gone.pk)
    else:
        questions.retract(actor=dmitri, session=hearing, question=gone.pk)
    life.end(actor=boris, session=hearing)
    said, never = WITHDRAWN[language]
    client.cookies["language"] = language
    page = client.get(address(hearing), headers={"accept-language": language}).content.decode()
    assert said in page
    assert never not in page


def test_an_answer_in_writing_that_was_mended_was_never_aloud(
    client: Client, hearing: Session, boris: Person, dmitri: Person
) -> None:
    asked = put(boris, hearing, dmitri, "When?")
    for text in ("In May.", "In June."):
        answers.answer(actor=boris, session=hearing, question=asked.pk, text=text)
    life.end(actor=boris, session=hearing)
    page = page_of(client, hearing)
    assert "Answered in writing:" in page
    assert "This text was written:" in page
    assert "Answered aloud" not in page


def test_while_a_session_is_reopened_nothing_that_goes_on_is_public(
    client: Client, hearing: Session, boris: Person, dmitri: Person
) -> None:
    life.end(actor=boris, session=hearing)
    life.reopen(actor=boris, session=hearing)
    answered = put(boris, hearing, dmitri, "Asked since then?")
    answers.answer(actor=boris, session=hearing, question=answered.pk, text="Answered since then.")
    rest = reverse("session-record", args=[hearing.pk])
    proceedings = reverse("records:proceedings", args=["forum"])
    for place in (address(hearing), rest, proceedings):
        said = client.get(place).content.decode()
        assert [text for text in ("since then", "Dmitri", "1 answered") if text in said] == []
    assert "The session goes on." in page_of(client, hearing)
    client.force_login(dmitri)
    assert "Asked since then?" in page_of(client, hearing)
    assert "Asked since then?" in client.get(rest).content.decode()
    assert "1 answered question" in client.get(proceedings).content.decode()
