"""What moderators did, as its page and as JSON: in words, with people as the room shows them."""

from typing import Any

import pytest
from django.test import Client

from accounts import audit
from accounts.models import Person, ShownAs
from conferences.models import Conference
from floor import judging, questions
from sessions import acts, life, removals
from sessions.models import Session
from tests import build

pytestmark = pytest.mark.django_db


@pytest.fixture
def done(boris: Person, ada: Person, dmitri: Person, plenary: Session) -> None:
    asked = questions.ask(actor=dmitri, session=plenary, text="Who pays for the frozen river?")
    judging.dismiss(actor=boris, session=plenary, question=asked.pk, reason="Asked <b>before")
    removals.remove(actor=ada, session=plenary, person=dmitri.pk, reason="Кричал")
    life.end(actor=boris, session=plenary)


@pytest.mark.usefixtures("done")
def test_the_page_says_who_did_what_about_whom_when_and_why(
    client: Client, boris: Person, plenary: Session
) -> None:
    client.force_login(boris)
    client.cookies["django_language"] = "en"
    page = client.get(f"/s/{plenary.pk}/audit/").content.decode()
    for words in ("Session ended", "Removed from the session", "Question put aside"):
        assert words in page
    for name in ("Boris", "Ada", "Dmitri"):
        assert name in page
    assert ("Кричал" in page, "Asked &lt;b&gt;before" in page) == (True, True)
    assert "Moscow" in page, "hours are told in the session's zone, with the city's name"
    assert "frozen river" not in page


@pytest.mark.usefixtures("done")
def test_the_latest_comes_first_and_the_clock_is_nobody(plenary: Session) -> None:
    told = acts.told(plenary, acts.entries_of(plenary))
    assert [(act.entry.act, str(act.by), str(act.about or "")) for act in told] == [
        ("session.end", "Boris", ""),
        ("person.remove", "Ada", "Dmitri, Civic Watch"),
        ("question.dismiss", "Boris", "Dmitri, Civic Watch"),
    ]


@pytest.mark.usefixtures("done")
def test_the_same_by_rest(client: Client, ada: Person, dmitri: Person, plenary: Session) -> None:
    client.force_login(ada)
    answer = client.get(f"/api/v1/sessions/{plenary.pk}/audit/?limit=1&offset=1").json()
    (row,) = answer["results"]
    assert answer["count"] == 3
    assert {**row, "id": "", "at": ""} == {
        "id": "",
        "at": "",
        "act": "person.remove",
        "what": "Removed from the session",
        "actor": str(ada.pk),
        "by": "Ada",
        "person": str(dmitri.pk),
        "about": "Dmitri, Civic Watch",
        "subject": str(plenary.pk),
        "reason": "Кричал",
    }


@pytest.mark.usefixtures("done")
@pytest.mark.parametrize("name", ["clara", "dmitri", "eve"])
def test_for_others_there_is_no_such_page(
    request: pytest.FixtureRequest, client: Client, plenary: Session, name: str
) -> None:
    client.force_login(request.getfixturevalue(name))
    for address in (f"/s/{plenary.pk}/audit/", f"/api/v1/sessions/{plenary.pk}/audit/"):
        assert client.get(address).status_code == 404


@pytest.mark.usefixtures("done")
def test_a_session_tells_its_own_acts_only(client: Client, ada: Person, plenary: Session) -> None:
    other = build.session(plenary.host, title="Other")
    assert list(acts.entries_of(other)) == []
    client.force_login(ada)
    assert "Nothing has been done yet." in client.get(f"/s/{other.pk}/audit/").content.decode()


def test_a_pseudonym_stays_one(boris: Person, plenary: Session, forum: Conference) -> None:
    masked = build.person(
        "Zinaida Veiled", shown_as=ShownAs.PSEUDONYM, pseudonym="Sosna", country="RU"
    )
    build.registration(masked, forum)
    removals.remove(actor=boris, session=plenary, person=masked.pk)
    (act,) = acts.told(plenary, acts.entries_of(plenary))
    assert str(act.about) == "Sosna"


def test_pages_of_fifty_cost_the_same_for_one_and_for_many(
    client: Client, boris: Person, dmitri: Person, plenary: Session, django_assert_num_queries: Any
) -> None:
    room = str(plenary.live_room)

    def act(count: int) -> None:
        for _ in range(count):
            audit.record(actor=boris, act="person.remove", room=room, person=dmitri.pk)

    act(1)
    with django_assert_num_queries(3):
        acts.told(plenary, acts.entries_of(plenary))
    act(59)
    with django_assert_num_queries(3):
        assert len(acts.told(plenary, acts.entries_of(plenary))) == 60
    client.force_login(boris)
    pages = [
        client.get(f"/s/{plenary.pk}/audit/?page={number}").content.decode() for number in (1, 2)
    ]
    assert [page.count("<tr>") - 1 for page in pages] == [50, 10]


@pytest.mark.usefixtures("done")
def test_the_desk_of_a_session_leads_there(client: Client, boris: Person, plenary: Session) -> None:
    client.force_login(boris)
    for address in (f"/s/{plenary.pk}/", f"/s/{plenary.pk}/manage/"):
        assert f'href="/s/{plenary.pk}/audit/"' in client.get(address).content.decode()


def test_who_is_gone_is_somebody(boris: Person, plenary: Session) -> None:
    gone = build.person("Gone")
    audit.record(actor=gone, act="session.end", room=str(plenary.live_room))
    gone.delete()
    (act,) = acts.told(plenary, acts.entries_of(plenary))
    assert str(act.by) == "someone"
