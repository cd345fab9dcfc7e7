"""Who may enter a session, how people are shown in it, and where no relation may point."""

from collections.abc import Callable

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from accounts.models import Person, ShownAs
from accounts.people import revise_profile
from conferences.models import Conference, Registration, RegistrationState
from groups.models import Group
from live import epochs, rooms
from live.hub import verb
from live.testing import heard, say, view
from sessions import people, queries, roles
from sessions.models import RoleName, Session
from tests import build

pytestmark = pytest.mark.django_db


def test_entry_is_by_confirmed_registration_role_or_office(
    plenary: Session,
    ada: Person,
    boris: Person,
    clara: Person,
    dmitri: Person,
    eve: Person,
    frank: Person,
) -> None:
    everyone = [ada, boris, clara, dmitri, eve, frank]
    assert queries.who_may_enter(plenary, everyone) == {ada.pk, boris.pk, clara.pk, dmitri.pk}
    assert queries.who_moderates(plenary, everyone) == {ada.pk, boris.pk}


@pytest.mark.parametrize("state", [s for s in RegistrationState if s != "confirmed"])
def test_a_registration_that_is_not_confirmed_opens_nothing(
    plenary: Session, forum: Conference, eve: Person, state: str
) -> None:
    build.registration(eve, forum, state=state)
    assert queries.who_may_enter(plenary, [eve]) == set()


def test_a_groups_meeting_is_for_its_members(
    circle: Group, boris: Person, dmitri: Person, clara: Person
) -> None:
    meeting = build.session(circle)
    assert queries.who_may_enter(meeting, [boris, dmitri, clara]) == {boris.pk, dmitri.pk}
    assert queries.who_moderates(meeting, [boris, dmitri, clara]) == {boris.pk}


def test_admission_costs_the_same_for_one_and_for_three(
    plenary: Session,
    dmitri: Person,
    clara: Person,
    eve: Person,
    django_assert_num_queries: Callable[[int], object],
) -> None:
    kind = rooms.kind_of(plenary.live_room)
    for guests in ([dmitri], [dmitri, clara, eve]):
        with django_assert_num_queries(2):  # type: ignore[attr-defined]
            kind.admit(plenary, guests)


def test_a_role_taken_away_ends_the_rights_of_open_sockets(
    plenary: Session, ada: Person, boris: Person
) -> None:
    before = epochs.epochs([boris.pk])[boris.pk]
    roles.take_role(actor=ada, session=plenary, person=boris, name=RoleName.MODERATOR)
    assert epochs.epochs([boris.pk])[boris.pk] == before + 1
    assert queries.who_may_enter(plenary, [boris]) == set()


def test_a_person_is_shown_once_and_again_when_they_change_it(
    plenary: Session, dmitri: Person
) -> None:
    room = plenary.live_room
    say(dmitri, room, "message.post", text="one")
    say(dmitri, room, "message.post", text="two")
    shown = [e.data for e in heard(dmitri, room) if e.name == "person.shown"]
    assert len(shown) == 1
    assert view(dmitri, room).slices["room"]["people"][str(dmitri.pk)] == {
        "kind": "named",
        "name": "Dmitri",
        "organisation": "Civic Watch",
        "country": "RU",
    }
    dmitri.shown_as = ShownAs.DELEGATE
    dmitri.save()
    people.show_again(dmitri)
    assert view(dmitri, room).slices["room"]["people"][str(dmitri.pk)] == {
        "kind": "delegate",
        "name": "",
        "organisation": "",
        "country": "RU",
    }
    told = [e.data for e in heard(dmitri, room) if e.name == "person.shown"]
    assert len(told) == 2
    assert "Dmitri" not in str(told), "who takes their name back takes it out of the log"


def test_the_first_hundred_are_named_when_they_come_and_the_rest_when_they_act(
    plenary: Session, forum: Conference, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people, "LISTED", 2)
    guests = [build.person(f"Guest {n}") for n in range(3)]
    for guest in guests:
        build.registration(guest, forum)
    come_in = verb(lambda: people.come_in(guests, plenary))
    come_in()
    assert set(people.people_in(plenary)) == {guests[0].pk, guests[1].pk}
    say(guests[2], plenary.live_room, "message.post", text="Here I am")
    assert guests[2].pk in people.people_in(plenary)


def test_the_page_of_a_session_is_not_there_for_a_stranger(
    client: Client, plenary: Session, eve: Person, dmitri: Person
) -> None:
    address = reverse("sessions:detail", args=[plenary.pk])
    assert client.get(address).status_code in {302, 404}
    client.force_login(eve)
    assert client.get(address).status_code == 404
    client.force_login(dmitri)
    assert client.get(address).status_code == 200
    Registration.objects.filter(person=dmitri).update(state=RegistrationState.DECLINED)
    assert client.get(address).status_code == 404


def test_a_plain_form_says_it_once_and_a_refused_text_is_still_there(
    client: Client, plenary: Session, dmitri: Person
) -> None:
    client.force_login(dmitri)
    door = reverse("sessions:command", args=[plenary.pk])
    form = {"id": "3b0c1a52-3f0e-4d5c-9f0a-0d2f6f1c9a11", "name": "message.post", "text": "Да"}
    assert [client.post(door, form).status_code for _ in range(2)] == [303, 303]
    assert plenary.messages.count() == 1
    long = "ы" * 4001
    again = {**form, "id": "4b0c1a52-3f0e-4d5c-9f0a-0d2f6f1c9a11", "text": long}
    refused = client.post(door, again)
    assert refused.status_code >= 400
    assert long in refused.content.decode()


def test_no_relation_points_to_the_cookies_table() -> None:
    relations = [
        field
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.is_relation and field.related_model is not None
    ]
    cookie = apps.get_model("sessions", "Session")
    assert [f for f in relations if f.related_model is cookie] == []
    assert any(f.related_model is Session for f in relations)


def test_a_profile_changed_through_its_verb_reaches_the_room(
    plenary: Session, dmitri: Person
) -> None:
    say(dmitri, plenary.live_room, "message.post", text="one")
    assert revise_profile is not None
    revise_profile(actor=dmitri, shown_as=ShownAs.PSEUDONYM, pseudonym="Volga")
    shown = view(dmitri, plenary.live_room).slices["room"]["people"][str(dmitri.pk)]
    assert (shown["kind"], shown["name"], shown["organisation"]) == ("pseudonym", "Volga", "")
