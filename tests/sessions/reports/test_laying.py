"""A session in which the groups report: laid out by one press, completed by another, filled by co-chairs."""

import pytest
from django.db.models import QuerySet
from django.test import Client

from accounts.deeds import AuditEntry
from accounts.models import Person
from conferences.models import Conference
from groups.models import Group, GroupRole
from groups.plans import aims, queries
from kit.refusals import Forbidden, NotHere, Refused
from sessions import items, materials
from sessions.items import Line
from sessions.models import AgendaItem, Material, RoleName, Session, State
from sessions.reports import laying
from sessions.reports.models import Report
from tests import build

pytestmark = pytest.mark.django_db


@pytest.fixture
def coming(forum: Conference, boris: Person) -> Session:
    """A session of the forum that is still to come; Boris moderates it."""
    made = build.session(forum, title="Reports", state=State.SCHEDULED)
    build.role(boris, made, RoleName.MODERATOR)
    return made


@pytest.fixture
def health(clara: Person) -> Group:
    made = build.group("health", name_en="Public health", name_ru="Здоровье", position=1)
    build.member(clara, made, GroupRole.CHAIR)
    return made


def plan(session: Session) -> list[tuple[str, str, str, int]]:
    rows = AgendaItem.objects.filter(session=session).order_by("position")
    return list(rows.values_list("title_en", "title_ru", "speaker", "minutes"))


def links(session: Session) -> QuerySet[Material, tuple[str, str]]:
    return session.materials.order_by("title_en").values_list("title_en", "title_ru")


ENVIRONMENT = ("Environmental protection", "Охрана окружающей среды")


def test_one_press_gives_each_group_an_item_in_order(
    coming: Session, circle: Group, health: Group, ada: Person, boris: Person
) -> None:
    circle.memberships.filter(person=boris).update(is_listed=True)
    aims.add(actor=boris, plan=queries.plan_of(circle), title_en="Clean water")
    items.plan(actor=ada, session=coming, lines=[Line("Welcome", "", "", 5)])
    assert laying.lay_out(actor=ada, session=coming, minutes=10) == 2
    assert plan(coming) == [
        ("Welcome", "", "", 5),
        (*ENVIRONMENT, "Boris", 10),
        ("Public health", "Здоровье", "", 10),
    ]
    # Only a plan in which something stands is linked.
    assert list(links(coming)) == [
        (f"Work plan: {ENVIRONMENT[0]}", f"План работы: {ENVIRONMENT[1]}")
    ]
    assert coming.materials.get().url.endswith("/g/environment/plan/")
    acts = AuditEntry.objects.filter(act="reports.lay_out")
    assert acts.count() == 1


def test_pressed_again_it_adds_only_what_is_missing(
    coming: Session, circle: Group, health: Group, ada: Person, clara: Person
) -> None:
    laying.lay_out(actor=ada, session=coming, minutes=10)
    first, _second = AgendaItem.objects.filter(session=coming).order_by("position")
    # The organiser renames one and gives it more time, and takes the other off the agenda.
    items.plan(actor=ada, session=coming, lines=[Line("Rivers and air", "", "Boris", 20, first.pk)])
    aims.add(actor=clara, plan=queries.plan_of(health), title_en="Clean air")
    assert laying.lay_out(actor=ada, session=coming, minutes=5) == 1
    assert plan(coming) == [
        ("Rivers and air", "", "Boris", 20),
        ("Public health", "Здоровье", "", 5),
    ]
    assert coming.materials.count() == 1
    assert laying.lay_out(actor=ada, session=coming, minutes=5) == 0
    assert (len(plan(coming)), coming.materials.count()) == (2, 1)
    assert Report.objects.filter(session=coming).count() == 2


def test_item_that_bears_a_groups_name_is_the_groups(
    coming: Session, circle: Group, ada: Person
) -> None:
    items.plan(actor=ada, session=coming, lines=[Line(*ENVIRONMENT, "Dmitri", 15)])
    laying.lay_out(actor=ada, session=coming, minutes=10)
    assert plan(coming) == [(*ENVIRONMENT, "Dmitri", 15)]
    assert Report.objects.get().item.title_en == ENVIRONMENT[0]


@pytest.mark.parametrize("state", [State.LIVE, State.ENDED, State.CANCELLED])
def test_session_that_has_run_is_refused(
    coming: Session, circle: Group, ada: Person, state: str
) -> None:
    Session.objects.filter(pk=coming.pk).update(state=state)
    with pytest.raises(Refused, match=r"reports\.has_begun"):
        laying.lay_out(actor=ada, session=coming, minutes=10)
    assert plan(coming) == []


def test_only_an_organiser_lays_out(
    coming: Session, circle: Group, ada: Person, boris: Person, eve: Person
) -> None:
    with pytest.raises(Forbidden):
        laying.lay_out(actor=boris, session=coming, minutes=10)
    with pytest.raises(NotHere):
        laying.lay_out(actor=eve, session=coming, minutes=10)
    meeting = build.session(circle, state=State.SCHEDULED)
    with pytest.raises(Forbidden):
        laying.lay_out(actor=ada, session=meeting, minutes=10)
    with pytest.raises(Refused, match=r"reports\.minutes"):
        laying.lay_out(actor=ada, session=coming, minutes=0)


def test_chair_brings_slides_and_replaces_them(
    coming: Session, circle: Group, health: Group, ada: Person, boris: Person, clara: Person
) -> None:
    laying.lay_out(actor=ada, session=coming, minutes=10)
    report = Report.objects.get(group=circle)
    with pytest.raises(NotHere):
        laying.fill_slides(actor=clara, report=report, url="https://files.example/1")
    for number in (1, 2):
        laying.fill_slides(actor=boris, report=report, url=f"https://files.example/{number}")
    material = coming.materials.get()
    assert (material.url, material.title_ru) == (
        "https://files.example/2",
        f"Слайды: {ENVIRONMENT[1]}",
    )
    with pytest.raises(Refused, match=r"material\.no_address"):
        laying.fill_slides(actor=boris, report=report, url="javascript:alert(1)")
    # A moderator takes the link off the session; the report lives on without it.
    materials.remove(actor=ada, session=coming, material=material.pk)
    report.refresh_from_db()
    assert report.slides is None
    laying.fill_slides(actor=boris, report=report, url="")
    assert not coming.materials.exists()


def test_pages_of_desk_and_group(
    client: Client, coming: Session, circle: Group, health: Group, ada: Person, boris: Person
) -> None:
    client.force_login(ada)
    desk = f"/s/{coming.pk}/manage/"
    assert "Put all groups on the agenda" in client.get(desk).content.decode()
    answer = client.post(f"{desk}reports/", {"reports-minutes": "99"})
    assert (answer.status_code, plan(coming)) == (422, [])
    answer = client.post(f"{desk}reports/", {"reports-minutes": "12"}, follow=True)
    assert "2 groups are added to the agenda." in answer.content.decode()
    assert [minutes for *_words, minutes in plan(coming)] == [12, 12]
    client.force_login(boris)
    client.cookies["django_language"] = "en"
    slides = f"/s/{coming.pk}/reports/environment/"
    assert slides in client.get("/g/environment/").content.decode()
    assert client.get(slides).status_code == 200
    assert client.get(f"/s/{coming.pk}/reports/health/").status_code == 404
    answer = client.post(slides, {"url": "ftp://files.example/"})
    assert (answer.status_code, "ftp://files.example/" in answer.content.decode()) == (422, True)
    assert client.post(slides, {"url": "https://files.example/"}).status_code == 302
    assert Report.objects.get(group=circle).slides is not None
