"""The desk and the pages of a session, as forms and links, for those who moderate and plan."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Person
from conferences.models import Conference
from groups.models import Group
from live import clock
from sessions.models import Role, RoleName, Session, State
from tests import build

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _programme(db: None) -> None:
    build.programme()


def page(name: str, *args: object) -> str:
    return reverse(f"sessions:{name}", args=args)


PLAN = {
    "title_en": "Talk",
    "title_ru": "Доклад",
    "source_language": "ru",
    "starts_at": "2011-11-14T10:00",
    "ends_at": "2011-11-14T11:00",
}


def test_an_organiser_plans_a_session_and_lands_where_it_is_managed(
    client: Client, ada: Person, forum: Conference
) -> None:
    client.force_login(ada)
    answer = client.post(page("new", "forum"), PLAN)
    made = Session.objects.get()
    assert answer.headers["Location"] == page("manage", made.pk)
    assert (made.title_ru, made.source_language, made.starts_at.hour) == ("Доклад", "ru", 6)
    text = client.get(page("manage", made.pk)).content.decode()
    assert "Доклад" in text
    assert 'value="2011-11-14T10:00"' in text


def test_a_refused_plan_keeps_what_was_typed_and_marks_the_field(
    client: Client, ada: Person, forum: Conference
) -> None:
    client.force_login(ada)
    answer = client.post(page("new", "forum"), {**PLAN, "ends_at": "2011-11-14T09:00"})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "The end must come after the start." in text
    assert 'value="Доклад"' in text
    assert not Session.objects.exists()


def test_a_member_sees_meetings_but_plans_none_and_a_stranger_sees_none(
    client: Client, dmitri: Person, eve: Person, circle: Group
) -> None:
    build.session(circle, title="Our meeting")
    seen = {}
    for name, person in (("dmitri", dmitri), ("eve", eve)):
        client.force_login(person)
        text = client.get("/g/environment/").content.decode()
        seen[name] = ("Our meeting" in text, "Plan a meeting" in text)
        assert client.get(page("new_meeting", "environment")).status_code == 404
    assert seen == {"dmitri": (True, False), "eve": (False, False)}


def test_a_moderator_manages_steps_but_neither_texts_nor_roles(
    client: Client, boris: Person, plenary: Session
) -> None:
    client.force_login(boris)
    text = client.get(
        page("manage", plenary.pk), headers={"accept-language": "en"}
    ).content.decode()
    assert page("end", plenary.pk) in text
    assert reverse("attendance:sheet", args=[plenary.pk]) in text
    assert 'value="rapporteur"' in text
    for absent in ('name="title_en"', 'value="moderator"', 'value="speaker"'):
        assert absent not in text
    client.post(page("manage", plenary.pk), PLAN)
    plenary.refresh_from_db()
    assert str(plenary) == "Plenary"
    said = {"email": "eve@people.example", "name": "moderator"}
    assert client.post(page("give_role", plenary.pk), said).status_code == 403


def test_roles_are_given_and_taken_on_the_page(
    client: Client, ada: Person, eve: Person, plenary: Session
) -> None:
    client.force_login(ada)
    door = page("give_role", plenary.pk)
    refused = client.post(door, {"email": "nobody@people.example", "name": "speaker"})
    assert refused.status_code == 422
    assert "Nobody has signed in with this address yet." in refused.content.decode()
    said = {"email": eve.email, "name": "moderator"}
    assert client.post(door, said).headers["Location"] == page("manage", plenary.pk)
    role = Role.objects.get(person=eve)
    assert eve.email in client.get(page("manage", plenary.pk)).content.decode()
    client.post(page("take_role", plenary.pk, role.pk))
    assert not Role.objects.filter(person=eve).exists()


def test_a_role_of_another_session_is_not_taken_here(
    client: Client, ada: Person, clara: Person, plenary: Session, forum: Conference
) -> None:
    other = build.role(clara, build.session(forum, title="Other"), RoleName.SPEAKER)
    client.force_login(ada)
    assert client.post(page("take_role", plenary.pk, other.pk)).status_code == 404
    assert Role.objects.filter(pk=other.pk).exists()


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("open", State.SCHEDULED, State.OPEN),
        ("start", State.SCHEDULED, State.LIVE),
        ("end", State.LIVE, State.ENDED),
        ("cancel", State.SCHEDULED, State.CANCELLED),
        ("open", State.ENDED, State.ENDED),
    ],
)
def test_a_button_takes_its_step_and_comes_back_to_where_it_was_pressed(
    client: Client, ada: Person, forum: Conference, name: str, before: State, after: State
) -> None:
    session = build.session(forum, state=before)
    client.force_login(ada)
    desk = page("desk", "forum")
    answer = client.post(page(name, session.pk), {"next": desk})
    assert (answer.status_code, answer.headers["Location"]) == (302, desk)
    session.refresh_from_db()
    assert session.state == after


def test_a_button_never_leads_to_another_site(
    client: Client, ada: Person, plenary: Session
) -> None:
    client.force_login(ada)
    answer = client.post(page("end", plenary.pk), {"next": "https://elsewhere.example/"})
    assert answer.headers["Location"] == page("detail", plenary.pk)


def test_the_desk_shows_the_day_and_the_steps_at_one_price(
    client: Client, ada: Person, forum: Conference
) -> None:
    client.force_login(ada)
    noon = (clock.now() + timedelta(days=1)).replace(hour=9)
    costs = []
    for count in (1, 2):
        for _ in range(count):
            build.session(forum, state=State.SCHEDULED, starts_at=noon)
        with CaptureQueriesContext(connection) as cost:
            text = client.get(page("desk", "forum")).content.decode()
        costs.append((text.count("Start session"), len(cost)))
    assert [rows for rows, _cost in costs] == [1, 3]
    assert costs[0][1] == costs[1][1]


def test_other_apps_pages_carry_what_sessions_add(
    client: Client, dmitri: Person, ada: Person, plenary: Session
) -> None:
    door = page("detail", plenary.pk)
    client.force_login(dmitri)
    assert door in client.get("/c/forum/").content.decode()
    assert door in client.get("/me/").content.decode()
    client.force_login(ada)
    assert page("desk", "forum") in client.get("/desk/c/forum/").content.decode()
