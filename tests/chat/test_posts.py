"""Saying something, replying, changing one's own words, taking them back."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from accounts.deeds import AuditEntry
from accounts.models import Person
from chat import moderation, notices, posts
from chat.models import Message
from chat.queries import last_messages
from chat.rows import rows
from conferences.models import Conference
from kit.refusals import Refused
from live import clock
from live.models import Event, Tally
from live.testing import heard, view
from sessions.models import Session, State
from tests import build
from tests.hours import stopped

pytestmark = pytest.mark.django_db

SHUT = [State.SCHEDULED, State.ENDED, State.CANCELLED]


def shut(session: Session, state: str) -> None:
    Session.objects.filter(pk=session.pk).update(state=state)
    session.refresh_from_db()


def said(person: Person, session: Session, text: str = "Hello") -> Message:
    return posts.post(actor=person, session=session, text=text)


def code_of(act: Callable[..., Any], **given: Any) -> tuple[str, str | None]:
    with pytest.raises(Refused) as refused:
        act(**given)
    return refused.value.code, refused.value.field


def test_post_stores_what_its_event_says(dmitri: Person, plenary: Session) -> None:
    message = posts.post(actor=dmitri, session=plenary, text="  Добрый день\r\n")
    event = heard(dmitri, plenary.live_room)[-1]
    stored = Message.objects.get()
    assert (stored.text, stored.lang, stored.folded) == ("Добрый день", "ru", "добрый день")
    assert (stored.pk, stored.seq, stored.at) == (message.pk, event.seq, event.at)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "message.empty"),
        (" \n\t ", "message.empty"),
        ("\u200b\u200b", "message.empty"),
        ("x" * 4001, "message.too_long"),
    ],
)
def test_post_refuses_nothing_and_too_much_and_names_the_field(
    dmitri: Person, plenary: Session, text: str, code: str
) -> None:
    assert code_of(posts.post, actor=dmitri, session=plenary, text=text) == (code, "text")
    assert (Message.objects.count(), Event.objects.count()) == (0, 0)


@pytest.mark.parametrize("state", SHUT)
def test_post_is_refused_while_the_doors_are_shut(
    dmitri: Person, plenary: Session, state: str
) -> None:
    shut(plenary, state)
    assert code_of(posts.post, actor=dmitri, session=plenary, text="a")[0] == "session.not_open"
    assert Message.objects.count() == 0


def test_post_by_a_stranger_finds_nothing(eve: Person, plenary: Session) -> None:
    assert code_of(posts.post, actor=eve, session=plenary, text="hello")[0] == "not_found"


@pytest.mark.parametrize(
    ("text", "given", "lang"),
    [
        ("Как будет вестись реестр?", "", "ru"),
        ("How will it be kept?", "", "en"),
        ("OK", "ru", "ru"),
    ],
)
def test_a_message_carries_its_language(
    dmitri: Person, plenary: Session, text: str, given: str, lang: str
) -> None:
    assert posts.post(actor=dmitri, session=plenary, text=text, lang=given).lang == lang


def test_the_state_holds_the_last_twelve(dmitri: Person, forum: Conference) -> None:
    plenary = build.session(forum)
    Message.objects.bulk_create(
        Message(session=plenary, person=dmitri, text=str(n), lang="en", seq=n + 1, at=clock.now())
        for n in range(15)
    )
    told = view(dmitri, plenary.live_room).slices["room"]["messages"]
    assert [m["text"] for m in told] == [str(number) for number in range(3, 15)]


def test_the_state_costs_the_same_for_one_and_for_three(
    dmitri: Person, plenary: Session, django_assert_num_queries: Any
) -> None:
    for texts in (["one"], ["two", "three"]):
        for text in texts:
            said(dmitri, plenary, text)
        with django_assert_num_queries(2):
            rows(last_messages(plenary))


def test_a_reply_names_what_it_replies_to_whatever_became_of_that(
    dmitri: Person, clara: Person, plenary: Session
) -> None:
    first = said(clara, plenary)
    posts.delete(actor=clara, session=plenary, message=first.pk)
    reply = posts.post(actor=dmitri, session=plenary, text="Why?", reply=first.pk)
    assert reply.reply_id == first.pk
    told = view(dmitri, plenary.live_room).slices["room"]["messages"]
    assert [row["reply"] for row in told] == [None, str(first.pk)]


def test_a_reply_to_a_message_elsewhere_or_nowhere_is_not_found(
    dmitri: Person, plenary: Session, forum: Conference
) -> None:
    elsewhere = said(dmitri, build.session(forum))
    for reply in (elsewhere.pk, uuid4()):
        answer = code_of(posts.post, actor=dmitri, session=plenary, text="Why?", reply=reply)
        assert answer == ("not_found", None)
    assert not Message.objects.filter(session=plenary).exists()


def test_an_edit_replaces_the_text_and_says_when(dmitri: Person, plenary: Session) -> None:
    message = said(dmitri, plenary, "Helo")
    posts.edit(actor=dmitri, session=plenary, message=message.pk, text=" Привет ")
    stored = Message.objects.get()
    event = heard(dmitri, plenary.live_room)[-1]
    assert (stored.text, stored.folded, stored.lang) == ("Привет", "привет", "ru")
    assert (stored.seq, stored.at) == (message.seq, message.at)
    assert (event.name, event.at) == ("message.edited", stored.edited_at)


def test_a_message_can_be_changed_for_five_minutes(
    dmitri: Person, plenary: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    hour = stopped(monkeypatch)
    message = said(dmitri, plenary)
    given: dict[str, Any] = {"actor": dmitri, "session": plenary, "message": message.pk}
    hour.shift(300)
    posts.edit(**given, text="In time")
    hour.shift(0.001)
    assert code_of(posts.edit, **given, text="Late") == ("message.edit_over", None)
    assert Message.objects.get().text == "In time"


def test_nobody_changes_what_another_wrote(
    dmitri: Person, clara: Person, boris: Person, ada: Person, plenary: Session
) -> None:
    message = said(dmitri, plenary)
    for person in (clara, boris, ada):
        answer = code_of(
            posts.edit, actor=person, session=plenary, message=message.pk, text="I said"
        )
        assert answer == ("forbidden", None)
    assert Message.objects.get().text == "Hello"


@pytest.mark.parametrize("state", SHUT)
def test_an_edit_is_refused_while_the_doors_are_shut(
    dmitri: Person, plenary: Session, state: str
) -> None:
    message = said(dmitri, plenary)
    shut(plenary, state)
    answer = code_of(posts.edit, actor=dmitri, session=plenary, message=message.pk, text="b")
    assert answer[0] == "session.not_open"


def test_what_is_hidden_or_deleted_is_not_changed(
    dmitri: Person, boris: Person, plenary: Session
) -> None:
    message = said(dmitri, plenary)
    given = {"actor": dmitri, "session": plenary, "message": message.pk, "text": "b"}
    moderation.hide(actor=boris, session=plenary, message=message.pk)
    assert code_of(posts.edit, **given)[0] == "message.hidden"
    posts.delete(actor=dmitri, session=plenary, message=message.pk)
    assert code_of(posts.edit, **given)[0] == "message.deleted"


@pytest.mark.parametrize("text", ["", "x" * 4001])
def test_an_edit_to_nothing_or_too_much_leaves_it_as_it_was(
    dmitri: Person, plenary: Session, text: str
) -> None:
    message = said(dmitri, plenary)
    before = Event.objects.count()
    answer = code_of(posts.edit, actor=dmitri, session=plenary, message=message.pk, text=text)
    assert answer[1] == "text"
    assert (Message.objects.get().text, Event.objects.count()) == ("Hello", before)
    assert heard(dmitri, plenary.live_room)[-1].data.count("Hello") == 1


@pytest.mark.parametrize("state", list(State))
def test_an_author_takes_a_message_back_at_any_hour_without_an_audit(
    dmitri: Person, plenary: Session, state: str
) -> None:
    message = said(dmitri, plenary)
    shut(plenary, state)
    posts.delete(actor=dmitri, session=plenary, message=message.pk, reason="Never mind")
    stored = Message.objects.get()
    assert (stored.text, stored.folded, stored.state) == ("", "", "deleted")
    assert stored.deleted_at == heard(dmitri, plenary.live_room)[-1].at
    assert AuditEntry.objects.count() == 0


def test_a_moderators_deletion_is_audited_without_what_was_written(
    dmitri: Person, boris: Person, plenary: Session
) -> None:
    message = said(dmitri, plenary, "Something unspeakable")
    posts.delete(actor=boris, session=plenary, message=message.pk, reason="Against the rules")
    entry = AuditEntry.objects.get()
    assert (entry.act, entry.actor, entry.subject, entry.person) == (
        "message.delete",
        boris.pk,
        message.pk,
        dmitri.pk,
    )
    assert (entry.room, entry.reason) == (str(plenary.live_room), "Against the rules")


def test_nobody_else_deletes_and_nothing_is_deleted_twice(
    dmitri: Person, clara: Person, eve: Person, plenary: Session
) -> None:
    message = said(dmitri, plenary)
    given: dict[str, Any] = {"session": plenary, "message": message.pk}
    assert code_of(posts.delete, actor=clara, **given)[0] == "forbidden"
    assert code_of(posts.delete, actor=eve, **given)[0] == "not_found"
    posts.delete(actor=dmitri, **given)
    assert code_of(posts.delete, actor=dmitri, **given)[0] == "message.deleted"


def test_the_counts_of_a_deleted_message_go_with_it(dmitri: Person, plenary: Session) -> None:
    message = said(dmitri, plenary)
    Tally.objects.create(
        room=str(plenary.live_room), kind="reaction.heart", subject=message.pk, is_dirty=True
    )
    posts.delete(actor=dmitri, session=plenary, message=message.pk)
    assert Tally.objects.count() == 0


def test_the_database_itself_keeps_no_text_of_a_deleted_message(
    dmitri: Person, plenary: Session
) -> None:
    message = said(dmitri, plenary)
    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.filter(pk=message.pk).update(state="deleted")


def test_an_edit_of_the_pinned_message_pins_its_new_text(
    dmitri: Person, boris: Person, plenary: Session
) -> None:
    message = said(dmitri, plenary, "Lunch at 1")
    notice = notices.pin(actor=boris, session=plenary, message=message.pk)
    posts.edit(actor=dmitri, session=plenary, message=message.pk, text="Lunch at 2")
    told = view(dmitri, plenary.live_room).slices["room"]["notice"]
    assert (told["id"], told["text"], told["person"]) == (
        str(notice.pk),
        "Lunch at 2",
        str(boris.pk),
    )
    assert "Lunch at 1" not in "".join(e.data for e in heard(boris, plenary.live_room))


def test_a_message_of_another_session_is_not_here(
    dmitri: Person, ada: Person, plenary: Session, forum: Conference
) -> None:
    elsewhere = said(dmitri, build.session(forum))
    given = {"session": plenary, "message": elsewhere.pk}
    assert code_of(posts.edit, actor=dmitri, **given, text="b")[0] == "not_found"
    for act in (posts.delete, moderation.hide, moderation.restore):
        assert code_of(act, actor=ada, **given)[0] == "not_found"


def test_is_young_counts_from_the_database_s_clock(dmitri: Person, plenary: Session) -> None:
    message = said(dmitri, plenary)
    assert posts.is_young(message)
    message.at = clock.now() - timedelta(minutes=6)
    assert not posts.is_young(message)
    assert not posts.is_young(Message())
