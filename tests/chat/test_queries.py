"""Pages of the chat, the search in it, and what search compares."""

import importlib
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps

from accounts.models import Person
from chat import moderation, posts, queries
from chat.folding import folded, words
from chat.models import Message
from conferences.models import Conference
from kit.names import clean_text
from kit.refusals import NotHere
from sessions.models import Session
from tests import build

pytestmark = pytest.mark.django_db


def say(person: Person, session: Session, *texts: str) -> list[Message]:
    return [posts.post(actor=person, session=session, text=text) for text in texts]


def found(session: Session, search: str) -> list[str]:
    return [message.text for message in queries.page(session, search=search).messages]


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("ЁЛКА у дома", "елка"),
        ("Елка у дома", "ёлка"),
        ("Ещё не ясно", "ЕЩЕ"),
        ("Устойчивое Развитие", "РАЗВИТИЕ устойчивое"),
        ("Ｗｉｄｅ letters", "wide"),
        ("Straße", "STRASSE"),
        ("и\u0306од", "йод"),
        ("100%_sure \\ yes", "0%_s"),
        ("one\ntwo", "one two"),
    ],
)
def test_search_finds_a_text_whatever_its_case(
    dmitri: Person, plenary: Session, text: str, asked: str
) -> None:
    say(dmitri, plenary, text, "something else")
    assert found(plenary, asked) == [clean_text(text)]


@pytest.mark.parametrize("asked", ["%", "_", "\\", "a%e", "a_e", "' OR 1=1 --", "a\x00b"])
def test_wildcards_and_quotes_mean_themselves(dmitri: Person, plenary: Session, asked: str) -> None:
    say(dmitri, plenary, "apple", "ale")
    assert found(plenary, asked) == []


def test_a_letter_with_a_mark_that_matters_stays_itself() -> None:
    assert folded("Йод") == "йод"
    assert folded("ЁЖ") == folded("еж")


def test_all_words_must_be_there_and_none_is_no_search(dmitri: Person, plenary: Session) -> None:
    say(dmitri, plenary, "river water", "river bank")
    assert found(plenary, "RIVER  bank") == ["river bank"]
    assert found(plenary, "river lake") == []
    assert found(plenary, "  ") == ["river water", "river bank"]
    assert words("a b c d e f g h i j") == list("abcdefgh")


def test_search_finds_only_what_everyone_can_read_and_the_newest_words(
    dmitri: Person, boris: Person, plenary: Session
) -> None:
    deleted, hidden, edited, _kept = say(dmitri, plenary, *[f"river {n}" for n in range(4)])
    posts.delete(actor=dmitri, session=plenary, message=deleted.pk)
    moderation.hide(actor=boris, session=plenary, message=hidden.pk)
    posts.edit(actor=dmitri, session=plenary, message=edited.pk, text="lake")
    assert found(plenary, "river") == ["river 3"]
    assert found(plenary, "lake") == ["lake"]
    moderation.restore(actor=boris, session=plenary, message=hidden.pk)
    assert found(plenary, "river") == ["river 1", "river 3"]


def test_search_stays_in_its_session(dmitri: Person, plenary: Session, forum: Conference) -> None:
    say(dmitri, build.session(forum), "river")
    assert found(plenary, "river") == []


def test_pages_follow_each_other_without_a_gap(dmitri: Person, plenary: Session) -> None:
    made = say(dmitri, plenary, *map(str, range(7)))
    last = queries.page(plenary, limit=3)
    assert ([m.text for m in last.messages], last.more) == (["4", "5", "6"], True)
    middle = queries.page(plenary, before=made[4].seq, limit=3)
    assert ([m.text for m in middle.messages], middle.more) == (["1", "2", "3"], True)
    first = queries.page(plenary, before=made[1].seq, limit=3)
    assert ([m.text for m in first.messages], first.more) == (["0"], False)
    back = queries.page(plenary, after=made[3].seq, limit=2)
    assert ([m.text for m in back.messages], back.more) == (["4", "5"], True)
    between = queries.page(plenary, after=made[0].seq, before=made[3].seq, limit=5)
    assert ([m.text for m in between.messages], between.more) == (["1", "2"], False)


def test_replies_come_in_order_and_by_pages(dmitri: Person, plenary: Session) -> None:
    [first] = say(dmitri, plenary, "Who?")
    for text in "abc":
        posts.post(actor=dmitri, session=plenary, text=text, reply=first.pk)
    page = queries.replies(first, limit=2)
    assert ([m.text for m in page.messages], page.more) == (["a", "b"], True)
    rest = queries.replies(first, after=page.messages[-1].seq, limit=2)
    assert ([m.text for m in rest.messages], rest.more) == (["c"], False)


def test_one_message_is_of_its_session_or_not_here(
    dmitri: Person, plenary: Session, forum: Conference
) -> None:
    [elsewhere] = say(dmitri, build.session(forum), "river")
    for pk in (elsewhere.pk, uuid4()):
        with pytest.raises(NotHere):
            queries.one(plenary, pk)


def test_a_page_is_one_query(
    dmitri: Person, plenary: Session, django_assert_num_queries: Any
) -> None:
    for texts in (["one"], ["two", "three"]):
        say(dmitri, plenary, *texts)
        with django_assert_num_queries(1):
            queries.page(plenary, search="o")


def test_the_migration_folds_what_was_said_before(dmitri: Person, plenary: Session) -> None:
    say(dmitri, plenary, "ЁЛКА", "Straße Ｗ")
    wanted = dict(Message.objects.values_list("text", "folded"))
    Message.objects.update(folded="")
    migration = importlib.import_module("chat.migrations.0002_replies_reactions_notices")
    migration.fold(apps, None)
    assert dict(Message.objects.values_list("text", "folded")) == wanted
