"""The front door and the desk, as each of the cast finds them."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

from accounts.models import Person, Programme
from conferences.models import Conference
from floor.models import Question
from groups.models import Group
from live import clock
from portal import outcomes
from portal.demonstration.loading import load
from records.deliveries.models import Addressee, Delivery, Reply, Verdict
from sessions.models import Session, State
from tests import build, granting


def home(client: Client, person: Person | None = None) -> str:
    if person is not None:
        client.force_login(person)
    answer = client.get("/")
    assert answer.status_code == 200
    return answer.content.decode()


def room(session: Session) -> str:
    return reverse("sessions:detail", args=[session.pk])


def test_home_of_an_empty_site_says_what_there_is_not(client: Client, db: None) -> None:
    page = home(client)
    assert "No session is open at this moment." in page
    assert "Nothing is planned yet." in page
    assert "Working groups" in page
    assert "Join now" not in page


def test_home_carries_the_programme_s_own_name_and_goal(client: Client, db: None) -> None:
    programme = build.programme()
    Programme.objects.filter(pk=programme.pk).update(goal_en="To build bridges")
    page = home(client)
    assert "Programme of Two" in page
    assert "To build bridges" in page
    assert "CSPP" not in page
    assert "Civil Society" not in page


def test_home_offers_to_join_to_who_may_enter(
    client: Client, plenary: Session, dmitri: Person
) -> None:
    page = home(client, dmitri)
    assert f'<a class="btn btn-primary btn-lg btn-block" href="{room(plenary)}"' in page


@pytest.mark.parametrize("name", ["eve", "frank"])
def test_home_offers_registration_to_who_may_not_enter(
    client: Client, plenary: Session, request: pytest.FixtureRequest, name: str
) -> None:
    page = home(client, request.getfixturevalue(name))
    assert "Join now" not in page
    assert room(plenary) not in page
    assert reverse("conferences:register", args=["forum"]) in page


def test_home_says_for_whom_it_is_when_registration_is_closed(
    client: Client, plenary: Session, eve: Person
) -> None:
    Conference.objects.update(is_open_for_registration=False)
    assert "For registered participants" in home(client, eve)


def test_home_leads_a_visitor_through_the_sign_in_into_the_room(
    client: Client, plenary: Session
) -> None:
    page = home(client)
    assert f"{reverse('accounts:sign_in')}?next={room(plenary)}" in page
    assert "Join now" not in page


def test_home_keeps_a_group_s_meeting_from_strangers(
    client: Client, circle: Group, boris: Person, eve: Person
) -> None:
    meeting = build.session(circle, title="Secret meeting")
    assert "Secret meeting" not in home(client)
    assert "Secret meeting" not in home(client, eve)
    assert room(meeting) in home(client, boris)


def test_home_shows_the_groups_with_their_names(client: Client, circle: Group) -> None:
    page = home(client)
    assert reverse("groups:detail", args=["environment"]) in page
    assert "Environmental protection" in page


def test_home_shows_the_groups_in_their_own_order(client: Client, db: None) -> None:
    for position, slug in enumerate(("youth", "education", "media")):
        build.group(slug, position=position)
    page = home(client)
    found = [
        page.index(reverse("groups:detail", args=[s])) for s in ("youth", "education", "media")
    ]
    assert found == sorted(found)


def test_home_is_told_in_russian(client: Client, plenary: Session) -> None:
    client.cookies["django_language"] = "ru"
    page = home(client)
    assert '<html lang="ru"' in page
    assert "Форум" in page


def test_home_has_demonstration_doors_only_where_it_is_loaded(
    client: Client, settings: Settings, db: None
) -> None:
    assert "organiser@demo.example" not in home(client)
    load()
    assert "organiser@demo.example" in home(client)
    settings.DEMONSTRATION_ALLOWED = False
    assert "organiser@demo.example" not in home(client)


def test_home_of_the_demonstration_shows_all_that_there_is(client: Client, db: None) -> None:
    load()
    page = home(client, Person.objects.get(email="participant@demo.example"))
    assert "11 working groups" in page
    assert "US and Russian Civil Society: Deepening Partnerships" in page
    assert "Plenary: from recommendations to policy" in page
    assert "organiser@demo.example" not in page
    assert page.count("btn-lg btn-block") == 1


@pytest.mark.parametrize("sessions", [1, 3])
def test_home_costs_the_same_for_one_and_for_three(
    client: Client,
    forum: Conference,
    circle: Group,
    dmitri: Person,
    sessions: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(sessions):
        build.session(forum, title=f"Now {number}")
        build.session(circle, title=f"Meeting {number}")
        build.group(f"group-{number}")
    client.force_login(dmitri)
    # Cookie, person; what is on 4; conferences; groups 3; news 2; programme.
    with django_assert_num_queries(15):
        client.get("/")


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("ada", 200),
        ("boris", 404),
        ("clara", 404),
        ("dmitri", 404),
        ("eve", 404),
        ("frank", 404),
        ("", 404),
    ],
)
def test_desk_is_there_for_organisers_only(
    client: Client, plenary: Session, request: pytest.FixtureRequest, name: str, status: int
) -> None:
    if name:
        client.force_login(request.getfixturevalue(name))
    assert client.get("/desk/").status_code == status


def test_desk_leads_to_registrations_sessions_and_sheets(
    client: Client, ada: Person, plenary: Session
) -> None:
    client.force_login(ada)
    page = client.get("/desk/").content.decode()
    assert reverse("conferences:desk", args=["forum"]) in page
    assert reverse("conferences:desk_registrations", args=["forum"]) in page
    assert reverse("sessions:desk", args=["forum"]) in page
    assert reverse("attendance:sheet", args=[plenary.pk]) in page


def test_desk_shows_a_group_s_meeting_and_the_sheets_of_what_is_over(
    client: Client, ada: Person, circle: Group, plenary: Session
) -> None:
    meeting = build.session(circle, title="Meeting")
    over = build.session(circle, title="Over", state=State.ENDED)
    client.force_login(ada)
    page = client.get("/desk/").content.decode()
    assert room(meeting) in page
    # Among today's and among those that are over.
    assert page.count(reverse("attendance:sheet", args=[over.pk])) == 2
    assert page.count(reverse("attendance:sheet", args=[plenary.pk])) == 1
    assert page.count(reverse("sessions:console", args=[plenary.pk])) == 1


def test_desk_of_an_empty_site_says_so(client: Client, ada: Person) -> None:
    client.force_login(ada)
    page = client.get("/desk/").content.decode()
    assert "There is no conference yet." in page
    assert "No session has ended yet." in page


@pytest.mark.parametrize("sessions", [1, 3])
def test_desk_costs_the_same_for_one_and_for_three(
    client: Client,
    ada: Person,
    sessions: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(sessions):
        made = build.conference(f"forum-{number}")
        build.session(made, title=f"Now {number}")
        over = build.session(made, title=f"Over {number}", state=State.ENDED)
        Question.objects.create(
            session=over, person=ada, owner=ada, text="Why?", lang="en", asked_at=clock.now()
        )
    client.force_login(ada)
    # Cookie, person; numbers 3; sheets 4; programme; today 2; without moderator 2; applications;
    # unanswered 2; letters; the nearest conference, its release and its clashes 6; overdue 2.
    with django_assert_num_queries(27):
        client.get("/desk/")


def test_robots_are_kept_from_rooms_and_desks(client: Client) -> None:
    answer = client.get("/robots.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert b"Disallow: /s/\n" in answer.content


def test_favicon_leads_to_the_mark(client: Client) -> None:
    answer = client.get("/favicon.ico")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/static/")
    assert answer["Location"].endswith(".svg")


def test_home_tells_what_was_adopted_what_came_of_it_and_which_calls_are_open(
    client: Client, ada: Person, circle: Group
) -> None:
    adopted = build.version(build.recommendation(circle, standing="adopted"))
    build.recommendation(circle, title_en="Secret draft")
    office = Addressee.objects.create(office_en="Ministry")
    sent = [
        Delivery.objects.create(
            version=adopted,
            language="en",
            addressee=office,
            channel="post",
            recorded_at=clock.now(),
            withdrawn_at=gone,
        )
        for gone in (None, None, clock.now())
    ]
    for row, is_public in zip(sent[:2], (True, False), strict=True):
        reply = Reply.objects.create(
            delivery=row,
            stance="accepted",
            text="Yes",
            lang="en",
            came="entered",
            came_at=clock.now(),
        )
        Verdict.objects.create(reply=reply, is_public=is_public, at=clock.now())
    granting.call(ada)
    granting.call(ada, "hidden", is_public=False, title={"en": "Hidden call"})
    page = home(client)
    assert "Measure the rivers" in page
    assert "delivered to 2 offices, 1 answer" in page
    assert "Linkage Grants" in page
    assert "Secret draft" not in page
    assert "Hidden call" not in page


@pytest.mark.parametrize("some", [1, 3])
def test_outcomes_cost_the_same_for_one_and_for_three(
    ada: Person, circle: Group, some: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(some):
        build.version(build.recommendation(circle, standing="adopted"))
        granting.call(ada, f"call-{number}")
    with django_assert_num_queries(2):
        found = outcomes.latest()
        names = {str(one.version.recommendation.group) for one in found.adopted}
    assert (len(found.adopted), len(found.calls), len(names)) == (some, some, 1)


def test_a_telephone_is_told_the_programme_s_name_and_our_own_icons(
    client: Client, db: None
) -> None:
    programme = build.programme()
    answer = client.get("/site.webmanifest")
    told = answer.json()
    assert answer.headers["Content-Type"] == "application/manifest+json"
    assert (told["name"], told["short_name"]) == (programme.name.value, programme.short_name)
    assert [icon["sizes"] for icon in told["icons"]] == ["any", "192x192", "512x512"]
    assert all(icon["src"].startswith("/static/") for icon in told["icons"])
