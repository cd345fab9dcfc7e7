"""The chat as plain pages: read, searched and written in without script, in both languages."""

import re
from typing import Any, cast
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Person
from chat import moderation, notices, posts, reactions
from chat.folding import folded
from chat.models import Message, Notice, Reaction
from conferences.models import Conference
from live import clock, tallies
from sessions import life
from sessions.models import Session
from tests import build

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _programme(db: None) -> None:
    build.programme()


@pytest.fixture
def message(clara: Person, plenary: Session) -> Message:
    return posts.post(actor=clara, session=plenary, text="Who keeps the register?")


def chat(session: Session, **asked: object) -> str:
    return f"/s/{session.pk}/chat/" + (f"?{urlencode(asked)}" if asked else "")


def page_of(message: Message) -> str:
    return f"/s/{message.session_id}/chat/{message.pk}/"


def read(client: Client, person: Person, address: str) -> str:
    client.force_login(person)
    client.cookies["django_language"] = "en"
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def send(client: Client, session: Session, name: str, **data: object) -> HttpResponse:
    form = {"id": str(uuid4()), "name": name, **data}
    return cast("HttpResponse", client.post(f"/s/{session.pk}/say/", form))


def commands(page: str) -> set[str]:
    return set(re.findall(r'name="name" value="([a-z.]+)"', page))


def said(page: str) -> list[str]:
    return re.findall(r'<p class="said"[^>]*>([^<]*)</p>', page)


def test_the_room_and_its_log_lead_to_the_history_and_to_each_message(
    client: Client, dmitri: Person, plenary: Session, message: Message
) -> None:
    for address in (f"/s/{plenary.pk}/", f"/s/{plenary.pk}/log/"):
        page = read(client, dmitri, address)
        assert f'href="{chat(plenary)}"' in page
        assert f'href="{page_of(message)}"' in page


def test_a_message_shows_what_it_replies_to_its_reactions_and_that_it_was_edited(
    client: Client, dmitri: Person, boris: Person, plenary: Session, message: Message
) -> None:
    posts.post(actor=dmitri, session=plenary, text="The secretary", reply=message.pk)
    reactions.react(actor=dmitri, session=plenary, message=message.pk, reaction="wonder")
    posts.edit(actor=message.person, session=plenary, message=message.pk, text="Who keeps it?")
    notices.pin(actor=boris, session=plenary, text="Lunch at one")
    for address in (f"/s/{plenary.pk}/", f"/s/{plenary.pk}/log/", chat(plenary)):
        page = read(client, dmitri, address)
        assert said(page) == ["Lunch at one", "Who keeps it?", "The secretary"]
        assert '<bdi lang="en">Who keeps it?</bdi>' in page
        assert page.count("Who keeps it?") == 2
        assert 'thinking <span class="count">1</span>' in page
        assert "edited at " in page


def test_a_quote_reaches_beyond_what_the_page_shows(
    client: Client, dmitri: Person, plenary: Session, message: Message
) -> None:
    many(dmitri, plenary, *map(str, range(50)), reply=message)
    page = read(client, dmitri, chat(plenary))
    assert page.count('<bdi lang="en">Who keeps the register?</bdi>') == 50
    assert said(page) == [str(number) for number in range(50)]


def test_what_is_gone_leaves_a_tombstone(
    client: Client, dmitri: Person, boris: Person, plenary: Session, message: Message
) -> None:
    posts.post(actor=dmitri, session=plenary, text="Me", reply=message.pk)
    places = (f"/s/{plenary.pk}/", f"/s/{plenary.pk}/log/", chat(plenary), page_of(message))
    moderation.hide(actor=boris, session=plenary, message=message.pk)
    for address in places:
        page = read(client, dmitri, address)
        assert "Who keeps" not in page
        assert page.count("A moderator has hidden this message.") == 2
    posts.delete(actor=boris, session=plenary, message=message.pk)
    for person in (dmitri, boris):
        for address in places:
            page = read(client, person, address)
            assert "Who keeps" not in page
            assert page.count("This message was deleted.") == 2


def test_moderators_read_on_what_they_have_hidden(
    client: Client, boris: Person, dmitri: Person, plenary: Session, message: Message
) -> None:
    moderation.hide(actor=boris, session=plenary, message=message.pk, reason="Asked before")
    for address in (f"/s/{plenary.pk}/", page_of(message)):
        page = read(client, boris, address)
        assert ("Who keeps" in page, "Hidden by Boris" in page) == (True, True)
        assert "<bdi>Asked before</bdi>" in page
        other = read(client, dmitri, address)
        assert ("Who keeps" in other, "Asked before" in other) == (False, False)


def test_the_history_turns_pages_by_links(client: Client, dmitri: Person, plenary: Session) -> None:
    made = many(dmitri, plenary, *map(str, range(103)))
    last = read(client, dmitri, chat(plenary))
    assert said(last) == [str(n) for n in range(53, 103)]
    assert f'rel="prev" href="?before={made[53].seq}"' in last
    assert 'rel="next"' not in last
    middle = read(client, dmitri, chat(plenary, before=made[53].seq))
    assert said(middle) == [str(n) for n in range(3, 53)]
    first = read(client, dmitri, chat(plenary, before=made[3].seq))
    assert (said(first), 'rel="prev"' in first) == (["0", "1", "2"], False)
    assert f'rel="next" href="?after={made[2].seq}"' in first
    assert said(read(client, dmitri, chat(plenary, after=made[2].seq))) == said(middle)
    assert "There are no further messages." in read(client, dmitri, chat(plenary, before=1))


@pytest.mark.parametrize("asked", ["x", "-1", "9" * 400, "²"])
def test_a_number_that_is_none_counts_for_nothing(
    client: Client, dmitri: Person, plenary: Session, message: Message, asked: str
) -> None:
    for address in (chat(plenary, before=asked, after=asked), f"{page_of(message)}?after={asked}"):
        assert "Who keeps" in read(client, dmitri, address)


def test_the_search_finds_and_says_when_it_does_not(
    client: Client, dmitri: Person, plenary: Session, message: Message
) -> None:
    posts.post(actor=dmitri, session=plenary, text="Ёлка & <i>снег</i>")
    found = read(client, dmitri, chat(plenary, q="ЕЛКА"))
    assert said(found) == ["Ёлка &amp; &lt;i&gt;снег&lt;/i&gt;"]
    assert 'value="ЕЛКА"' in found
    nothing = read(client, dmitri, chat(plenary, q='"><script>'))
    assert "No message holds all these words." in nothing
    assert "<script>" not in nothing.split("<main")[1]
    assert f'href="{chat(plenary)}">Show all messages' in nothing


def test_a_search_with_many_finds_keeps_its_words_over_the_pages(
    client: Client, dmitri: Person, plenary: Session
) -> None:
    many(dmitri, plenary, *[f"river & {number}" for number in range(51)])
    page = read(client, dmitri, chat(plenary, q="river &"))
    assert re.findall(r'rel="prev" href="\?(q=river\+%26)&amp;before=\d+"', page)


def test_an_empty_chat_says_so(client: Client, dmitri: Person, plenary: Session) -> None:
    assert "Nobody has written anything yet." in read(client, dmitri, chat(plenary))


def test_a_stranger_and_a_passer_by_find_nothing(
    client: Client, eve: Person, plenary: Session, message: Message, forum: Conference
) -> None:
    for address in (chat(plenary), page_of(message)):
        assert client.get(address).headers["Location"].startswith("/sign-in/?next=")
    client.force_login(eve)
    for address in (chat(plenary), page_of(message)):
        assert client.get(address).status_code == 404


def test_a_message_is_found_in_its_own_session_only(
    client: Client, ada: Person, forum: Conference, message: Message
) -> None:
    client.force_login(ada)
    other = build.session(forum)
    assert client.get(f"/s/{other.pk}/chat/{message.pk}/").status_code == 404
    assert client.get(f"/s/{other.pk}/chat/{uuid4()}/").status_code == 404


def test_each_is_offered_what_they_may_do(
    client: Client, dmitri: Person, clara: Person, boris: Person, plenary: Session, message: Message
) -> None:
    anyone = {"message.post", "message.react"}
    moderators = {"message.hide", "message.delete", "notice.pin"}
    assert commands(read(client, dmitri, page_of(message))) == anyone
    assert commands(read(client, clara, page_of(message))) == anyone | {
        "message.edit",
        "message.delete",
    }
    assert commands(read(client, boris, page_of(message))) == anyone | moderators
    moderation.hide(actor=boris, session=plenary, message=message.pk)
    assert commands(read(client, clara, page_of(message))) == {"message.post", "message.delete"}
    assert commands(read(client, boris, page_of(message))) == {
        "message.post",
        "message.delete",
        "message.restore",
    }
    posts.delete(actor=clara, session=plenary, message=message.pk)
    life.end(actor=None, session=plenary)
    for person in (clara, boris):
        assert commands(read(client, person, page_of(message))) == set()


def test_all_of_it_is_done_by_plain_forms_that_lead_back(
    client: Client, dmitri: Person, clara: Person, boris: Person, plenary: Session, message: Message
) -> None:
    back = {"next": page_of(message), "message": str(message.pk)}

    def done(person: Person, name: str, **data: object) -> str:
        client.force_login(person)
        answer = send(client, plenary, name, **data)
        assert (answer.status_code, answer.headers["Location"]) == (303, page_of(message))
        tallies.publish_due()
        return read(client, person, page_of(message))

    reply = {"next": page_of(message), "reply": str(message.pk), "text": "The secretary"}
    assert said(done(dmitri, "message.post", **reply))[-1] == "The secretary"
    done(dmitri, "message.react", reaction="heart", **back)
    assert Reaction.objects.get().person == dmitri
    assert "message.unreact" in commands(read(client, dmitri, page_of(message)))
    done(dmitri, "message.unreact", reaction="heart", **back)
    assert Reaction.objects.count() == 0
    assert "Who keeps it?" in done(clara, "message.edit", text="Who keeps it?", **back)
    assert "Take the notice down" in done(boris, "notice.pin", **back)
    done(boris, "notice.unpin", next=page_of(message))
    assert Notice.objects.filter(is_pinned=True).count() == 0
    assert "What only moderators see" in done(boris, "message.hide", reason="", **back)
    assert "Who keeps it?" in done(boris, "message.restore", **back)
    assert "This message was deleted." in done(clara, "message.delete", **back)


def test_a_moderator_pins_a_text_of_their_own(
    client: Client, boris: Person, dmitri: Person, plenary: Session
) -> None:
    assert "notice.pin" not in commands(read(client, dmitri, chat(plenary)))
    assert "notice.pin" in commands(read(client, boris, chat(plenary)))
    answer = send(client, plenary, "notice.pin", text="Lunch at one", next=chat(plenary))
    assert answer.headers["Location"] == chat(plenary)
    page = read(client, dmitri, chat(plenary))
    assert (said(page), "Pinned by Boris" in page) == (["Lunch at one"], True)
    assert send(client, plenary, "notice.unpin").status_code == 403
    client.force_login(boris)
    assert send(client, plenary, "notice.unpin").headers["Location"].endswith("/#messages")


def test_a_refused_form_leads_back_to_its_text_once(
    client: Client, dmitri: Person, plenary: Session, message: Message
) -> None:
    client.force_login(dmitri)
    answer = send(
        client, plenary, "message.post", text="w" * 4001, reply=message.pk, next=page_of(message)
    )
    assert (answer.status_code, answer.headers["Location"]) == (303, page_of(message))
    page = read(client, dmitri, page_of(message))
    assert f'aria-invalid="true">{"w" * 4001}</textarea>' in page
    assert page.count("This is longer than 4,000 characters.") == 1
    assert "w" * 4001 not in read(client, dmitri, page_of(message))


def test_what_was_typed_is_shown_also_where_its_form_is_gone(
    client: Client, dmitri: Person, clara: Person, plenary: Session, message: Message
) -> None:
    life.end(actor=None, session=plenary)
    client.force_login(clara)
    back = {"next": page_of(message)}
    send(client, plenary, "message.edit", message=message.pk, text="Who keeps it?", **back)
    page = read(client, clara, page_of(message))
    assert "Who keeps it?" in page
    assert page.count('role="alert"') == 1
    send(client, plenary, "message.post", reply=message.pk, text="My long reply", **back)
    assert "My long reply" in read(client, clara, page_of(message))
    answer = send(client, plenary, "message.post", text="My long message")
    assert (answer.status_code, "My long message" in answer.content.decode()) == (409, True)


def test_a_draft_waits_for_its_own_page_only(
    client: Client, dmitri: Person, plenary: Session, message: Message
) -> None:
    client.force_login(dmitri)
    send(client, plenary, "message.post", text="w" * 4001, reply=message.pk, next=page_of(message))
    assert "w" * 4001 not in read(client, dmitri, f"/s/{plenary.pk}/")
    assert "w" * 4001 in read(client, dmitri, page_of(message))


def test_a_reply_sent_after_the_sign_in_expired_is_there_after_the_next(
    client: Client, dmitri: Person, plenary: Session, message: Message
) -> None:
    said = {"text": "Keep me", "reply": message.pk, "writer": dmitri.pk}
    answer = send(client, plenary, "message.post", **said, next=page_of(message))
    assert answer.headers["Location"] == f"/sign-in/?next={page_of(message)}"
    assert "Keep me</textarea>" in read(client, dmitri, page_of(message))


@pytest.mark.parametrize(
    "place",
    ["https://elsewhere.example/", "//elsewhere.example/", "/desk/", "\\\\elsewhere.example", ""],
)
def test_a_form_leads_nowhere_else(
    client: Client, dmitri: Person, plenary: Session, place: str
) -> None:
    client.force_login(dmitri)
    answer = send(client, plenary, "message.post", text="Hello", next=place)
    assert answer.headers["Location"] == f"/s/{plenary.pk}/#messages"
    assert send(client, plenary, "message.post", text="", next=place).status_code == 409


def test_pages_cost_the_same_for_one_message_and_for_three(
    client: Client, dmitri: Person, plenary: Session, forum: Conference, message: Message
) -> None:
    client.force_login(dmitri)
    places = (f"/s/{plenary.pk}/log/", chat(plenary), page_of(message))
    costs: list[list[int]] = []
    for count in (1, 2):
        for number in range(count):
            guest = build.person(f"Guest {count} {number}")
            build.registration(guest, forum)
            posts.post(actor=guest, session=plenary, text="Hm", reply=message.pk)
            reactions.react(actor=guest, session=plenary, message=message.pk, reaction="agree")
        costs.append([cost(client, place) for place in places])
    assert costs[0] == costs[1]


def many(
    person: Person, session: Session, *texts: str, reply: Message | None = None
) -> list[Message]:
    """Return messages as if they had been said, without the log."""
    return Message.objects.bulk_create(
        Message(
            session=session,
            person=person,
            text=text,
            folded=folded(text),
            lang="en",
            seq=100 + number,
            at=clock.now(),
            reply=reply,
        )
        for number, text in enumerate(texts)
    )


def cost(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_the_pages_speak_russian(
    client: Client, boris: Person, plenary: Session, message: Message
) -> None:
    client.force_login(boris)
    client.cookies["django_language"] = "ru"
    for address in (chat(plenary), page_of(message)):
        page: Any = client.get(address)
        assert '<html lang="ru"' in page.content.decode()
