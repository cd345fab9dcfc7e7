"""Stars: whose they are, who learns of them, and the buttons that set them."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Person
from conferences.models import Conference
from groups.models import Group
from kit.refusals import NotHere
from live import clock
from sessions.models import RoleName, Session, Star, State
from sessions.programme import stars
from tests import build

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _programme(db: None) -> None:
    build.programme()


def starred(person: Person) -> list[str]:
    return [str(session) for session in stars.starred_by(person)]


def test_a_star_is_set_once_and_taken_away(dmitri: Person, eve: Person, plenary: Session) -> None:
    for _twice in range(2):
        stars.star(actor=dmitri, session=plenary)
    assert (starred(dmitri), starred(eve), Star.objects.count()) == (["Plenary"], [], 1)
    for _twice in range(2):
        stars.unstar(actor=dmitri, session=plenary)
    assert (starred(dmitri), Star.objects.count()) == ([], 0)


def test_what_one_may_not_know_of_can_not_be_starred(
    eve: Person, dmitri: Person, circle: Group, forum: Conference
) -> None:
    closed = build.conference("closed", is_public=False)
    hidden = [
        build.session(circle, title="Meeting"),
        build.session(closed, title="Retreat"),
        build.session(forum, title="Dropped", withdrawn_at=clock.now()),
    ]
    for session in hidden:
        for verb in (stars.star, stars.unstar):
            with pytest.raises(NotHere):
                verb(actor=eve, session=session)
    assert not Star.objects.exists()
    stars.star(actor=dmitri, session=hidden[0])
    assert starred(dmitri) == ["Meeting"]


def test_who_may_no_longer_see_it_keeps_no_trace_but_may_take_the_star_away(
    dmitri: Person, circle: Group
) -> None:
    meeting = build.session(circle, title="Meeting")
    stars.star(actor=dmitri, session=meeting)
    circle.memberships.filter(person=dmitri).update(ended_at=clock.now())
    assert starred(dmitri) == []
    stars.unstar(actor=dmitri, session=meeting)
    assert not Star.objects.exists()


def test_what_was_called_off_or_withdrawn_stays_for_the_calendar(
    dmitri: Person, forum: Conference
) -> None:
    later = clock.now() + timedelta(hours=1)
    cancelled = build.session(forum, title="Cancelled", state=State.CANCELLED)
    dropped = build.session(forum, title="Dropped", state=State.CANCELLED, starts_at=later)
    for session in (cancelled, dropped):
        stars.star(actor=dmitri, session=session)
    Session.objects.filter(pk=dropped.pk).update(withdrawn_at=clock.now())
    assert starred(dmitri) == ["Cancelled", "Dropped"]


def test_organisers_are_told_counts_from_three_people_on(
    client: Client, ada: Person, eve: Person, dmitri: Person, clara: Person, plenary: Session
) -> None:
    client.force_login(ada)
    desk = reverse("sessions:desk", args=["forum"])
    told = []
    for person in (eve, dmitri, clara):
        stars.star(actor=person, session=plenary)
        text = client.get(desk).content.decode()
        told.append(
            (stars.counts([plenary.pk]), "starred by" in text, "starred by 3 people" in text)
        )
    assert told == [({}, False, False), ({}, False, False), ({plenary.pk: 3}, True, True)]


def test_the_button_comes_back_to_its_row_and_tells_the_new_state(
    client: Client, dmitri: Person, plenary: Session
) -> None:
    agenda = reverse("sessions:agenda", args=["forum"]) + "?q=plenary"
    assert 'class="star"' not in client.get(agenda).content.decode()
    client.force_login(dmitri)
    door = reverse("sessions:mark")
    button = f'name="star" value="{plenary.pk}" aria-pressed="false" aria-label="Star: Plenary"'
    pressed = button.replace('"star"', '"unstar"', 1).replace("false", "true")
    assert button in client.get(agenda).content.decode()
    answer = client.post(door, {"star": str(plenary.pk), "next": agenda})
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{agenda}#s{plenary.pk}")
    assert pressed in client.get(agenda).content.decode()
    answer = client.post(door, {"unstar": str(plenary.pk), "next": "https://evil.example/"})
    assert answer.headers["Location"] == f"{reverse('sessions:own')}#s{plenary.pk}"
    assert button in client.get(agenda).content.decode()


def test_a_script_is_told_in_json(client: Client, dmitri: Person, plenary: Session) -> None:
    client.force_login(dmitri)
    asked = {"accept": "application/json"}
    told = client.post(reverse("sessions:mark"), {"star": str(plenary.pk)}, headers=asked)
    assert told.json() == {"session": str(plenary.pk), "is_starred": True}
    refused = client.post(reverse("sessions:mark"), {"star": "nonsense"}, headers=asked)
    assert (refused.status_code, refused.json()["code"]) == (404, "not_found")


def test_programs_star_too_and_read_their_own_agenda(
    client: Client, dmitri: Person, plenary: Session, forum: Conference
) -> None:
    build.session(forum, title="Another")
    client.force_login(dmitri)
    door = reverse("session-star", args=[plenary.pk])
    assert client.put(door).json() == {"is_starred": True}
    listed = client.get(reverse("own-agenda")).json()["results"]
    assert [row["title"] for row in listed] == ["Plenary"]
    assert client.delete(door).json() == {"is_starred": False}
    assert client.get(reverse("own-agenda")).json()["results"] == []


def test_a_role_does_not_star(boris: Person, plenary: Session) -> None:
    build.role(boris, plenary, RoleName.SPEAKER)
    assert starred(boris) == []
