"""The question before the first entry: asked once, answered without script, honoured at once."""

import re
from html import unescape

import pytest
from django.test import Client

from accounts.models import Person, ShownAs
from accounts.people import revise_profile
from chat import posts
from conferences.models import Conference
from live.testing import heard, view
from sessions.models import Session, State
from tests import build

pytestmark = pytest.mark.django_db

QUESTION = "What shall others see of you?"


@pytest.fixture(autouse=True)
def _programme(db: None) -> None:
    build.programme()


@pytest.fixture
def newcomer(forum: Conference) -> Person:
    person = build.person(
        "Nina Petrova",
        shown_as=ShownAs.DELEGATE,
        shown_chosen_at=None,
        country="RU",
        organisation=build.organisation("Quiet Shore"),
    )
    build.registration(person, forum)
    return person


@pytest.fixture
def as_newcomer(client: Client, newcomer: Person) -> Client:
    client.force_login(newcomer)
    client.cookies["django_language"] = "en"
    return client


def room(session: Session) -> str:
    return f"/s/{session.pk}/"


def entry(session: Session) -> str:
    return f"/s/{session.pk}/entry/"


def text_of(client: Client, address: str) -> str:
    return unescape(client.get(address).content.decode())


def test_who_has_not_chosen_is_asked_in_place_of_the_room(
    as_newcomer: Client, plenary: Session
) -> None:
    page = text_of(as_newcomer, room(plenary))
    assert QUESTION in page
    assert "Others see “Nina Petrova, Quiet Shore, Russia”." in page
    assert "Others see “a delegate, Russia” and nothing else." in page
    assert "Write a pseudonym below first." in page
    assert "Organisers of the programme always see your registration" in page
    assert "If it could harm you to be known here" in page
    assert "room-config" not in page


def test_the_least_is_chosen_already(as_newcomer: Client, plenary: Session) -> None:
    page = as_newcomer.get(room(plenary)).content.decode()
    assert re.findall(r'value="(\w+)"[^>]* checked', page) == ["delegate"]


@pytest.mark.parametrize(
    ("answer", "kind", "name"),
    [
        ({"shown_as": "delegate"}, "delegate", ""),
        ({"shown_as": "named"}, "named", "Nina Petrova"),
        ({"shown_as": "pseudonym", "pseudonym": "Chaika"}, "pseudonym", "Chaika"),
    ],
)
def test_an_answer_leads_into_the_room_and_is_asked_once(
    as_newcomer: Client,
    newcomer: Person,
    plenary: Session,
    answer: dict[str, str],
    kind: str,
    name: str,
) -> None:
    done = as_newcomer.post(entry(plenary), answer)
    assert (done.status_code, done["Location"]) == (303, room(plenary))
    newcomer.refresh_from_db()
    assert newcomer.shown_chosen_at is not None
    assert QUESTION not in text_of(as_newcomer, room(plenary))
    posts.post(actor=newcomer, session=plenary, text="Good morning")
    [told] = view(newcomer, plenary.live_room).slices["room"]["people"].values()
    assert (told["kind"], told["name"]) == (kind, name)


@pytest.mark.parametrize(
    ("answer", "status", "field"),
    [
        ({"shown_as": "pseudonym"}, 409, "pseudonym"),
        ({"shown_as": "pseudonym", "pseudonym": "Воris"}, 409, "pseudonym"),
        ({"shown_as": "pseudonym", "pseudonym": "B\u200boris"}, 409, "pseudonym"),
        ({"shown_as": "nobody"}, 422, "shown_as"),
        ({}, 422, "shown_as"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field_and_asked_again(
    as_newcomer: Client,
    newcomer: Person,
    plenary: Session,
    answer: dict[str, str],
    status: int,
    field: str,
) -> None:
    done = as_newcomer.post(entry(plenary), answer)
    page = done.content.decode()
    assert done.status_code == status
    assert f'id="id_{field}_error"' in page or f'id="{field}_errors"' in page
    newcomer.refresh_from_db()
    assert newcomer.shown_chosen_at is None
    assert QUESTION in text_of(as_newcomer, room(plenary))


def test_a_refusal_keeps_what_was_typed(as_newcomer: Client, plenary: Session) -> None:
    done = as_newcomer.post(entry(plenary), {"shown_as": "pseudonym", "pseudonym": "Boris"})
    assert 'value="Boris"' in done.content.decode()


def test_a_preview_shows_what_others_would_see_and_stores_nothing(
    as_newcomer: Client, newcomer: Person, plenary: Session
) -> None:
    asked = {"shown_as": "delegate", "pseudonym": "Chaika", "preview": "1"}
    page = unescape(as_newcomer.post(entry(plenary), asked).content.decode())
    assert "Others see “Chaika” and nothing else." in page
    newcomer.refresh_from_db()
    assert (newcomer.pseudonym, newcomer.shown_chosen_at) == ("", None)


def test_a_pseudonym_that_is_not_chosen_is_not_taken(
    as_newcomer: Client, newcomer: Person, plenary: Session
) -> None:
    as_newcomer.post(entry(plenary), {"shown_as": "delegate", "pseudonym": "Boris"})
    newcomer.refresh_from_db()
    assert (newcomer.shown_as, newcomer.pseudonym) == ("delegate", "")


def test_who_has_no_name_can_write_one(
    as_newcomer: Client, newcomer: Person, plenary: Session
) -> None:
    assert 'name="name"' not in as_newcomer.get(room(plenary)).content.decode()
    Person.objects.filter(pk=newcomer.pk).update(name="")
    assert 'name="name"' in as_newcomer.get(room(plenary)).content.decode()
    as_newcomer.post(entry(plenary), {"shown_as": "named", "name": "Nina"})
    newcomer.refresh_from_db()
    assert (newcomer.name, newcomer.shown_as) == ("Nina", "named")


@pytest.mark.parametrize("state", list(State))
def test_what_is_over_is_read_without_an_answer(
    as_newcomer: Client, plenary: Session, state: str
) -> None:
    Session.objects.filter(pk=plenary.pk).update(state=state)
    is_asked = QUESTION in text_of(as_newcomer, room(plenary))
    assert is_asked == (state not in {State.ENDED, State.CANCELLED})


def test_a_stranger_is_asked_nothing(client: Client, eve: Person, plenary: Session) -> None:
    Person.objects.filter(pk=eve.pk).update(shown_chosen_at=None)
    client.force_login(eve)
    assert client.get(room(plenary)).status_code == 404
    assert client.get(entry(plenary)).status_code == 404
    assert client.post(entry(plenary), {"shown_as": "named"}).status_code == 404
    eve.refresh_from_db()
    assert eve.shown_chosen_at is None


def test_without_a_sign_in_the_door_is_shown(client: Client, plenary: Session) -> None:
    assert client.get(entry(plenary))["Location"] == f"/sign-in/?next={entry(plenary)}"


def test_a_text_that_waits_for_a_sign_in_survives_the_question(
    client: Client, newcomer: Person, plenary: Session
) -> None:
    form = {"name": "message.post", "text": "Do not lose me", "writer": newcomer.pk}
    client.post(f"/s/{plenary.pk}/say/", form)
    client.force_login(newcomer)
    assert "Do not lose me" not in client.get(room(plenary)).content.decode()
    client.post(entry(plenary), {"shown_as": "delegate"})
    assert "Do not lose me</textarea>" in client.get(room(plenary)).content.decode()


def test_a_change_from_the_room_is_told_live_and_leaves_nothing_behind(
    client: Client, dmitri: Person, clara: Person, plenary: Session
) -> None:
    posts.post(actor=dmitri, session=plenary, text="Good morning")
    client.force_login(dmitri)
    client.cookies["django_language"] = "en"
    assert f'href="{entry(plenary)}"' in client.get(room(plenary)).content.decode()
    page = text_of(client, entry(plenary))
    assert "A change holds in every session" in page
    client.post(entry(plenary), {"shown_as": "pseudonym", "pseudonym": "Chaika"})
    shown = [e for e in heard(clara, plenary.live_room) if e.name == "person.shown"]
    assert ["Chaika" in event.frame for event in shown] == [False, True]
    assert not any("Dmitri" in event.frame for event in shown)


def test_a_profile_saved_with_the_choice_counts_as_an_answer(
    client: Client, newcomer: Person, plenary: Session
) -> None:
    client.force_login(newcomer)
    unchanged = {
        "name": newcomer.name,
        "organisation_name": "Quiet Shore",
        "country": "RU",
        "language": "en",
        "zone": "UTC",
        "shown_as": "delegate",
        "pseudonym": "",
    }
    assert client.post("/me/", unchanged).status_code == 302
    newcomer.refresh_from_db()
    assert newcomer.shown_chosen_at is not None


def test_what_is_said_beside_the_choice_is_no_answer(newcomer: Person) -> None:
    assert revise_profile(actor=newcomer, zone="Europe/Moscow").shown_chosen_at is None
    chosen = revise_profile(actor=newcomer, shown_as="delegate").shown_chosen_at
    assert chosen is not None
    assert revise_profile(actor=newcomer, shown_as="delegate").shown_chosen_at == chosen


def test_a_ticket_is_not_held_up(client: Client, newcomer: Person, plenary: Session) -> None:
    """A program asks for none of our pages: the least is shown of who has not chosen."""
    client.force_login(newcomer)
    assert client.post(f"/api/v1/sessions/{plenary.pk}/ticket/").status_code == 200


def test_the_question_is_there_in_russian(as_newcomer: Client, plenary: Session) -> None:
    as_newcomer.cookies["django_language"] = "ru"
    answer = as_newcomer.get(room(plenary))
    assert answer["Content-Language"] == "ru"


@pytest.mark.parametrize("is_public", [True, False])
def test_who_will_read_the_record_is_said_before_the_entry(
    as_newcomer: Client, plenary: Session, *, is_public: bool
) -> None:
    Session.objects.filter(pk=plenary.pk).update(is_record_public=is_public)
    page = as_newcomer.get(f"/s/{plenary.pk}/").content.decode()
    assert ("This record will be public: everyone can read it" in page) is is_public
    assert ("Only those who may enter the session can read this record." in page) is not is_public
