"""The sheet's page and file: an organiser's, and for everyone else not there."""

import csv
import io
import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import Person, ShownAs
from attendance.models import Correction
from attendance.reading import Asked
from attendance.sheets import sheet as sheet_of
from attendance.templatetags.durations import percent
from attendance.wording import RULE
from conferences.models import Conference, Registration, RegistrationState
from sessions.models import Session, State
from tests import build
from tests.attendance.conftest import Stayed

MOSCOW = ZoneInfo("Europe/Moscow")


@pytest.fixture
def ended(forum: Conference) -> Session:
    """A session from 10:00 to 11:00 in Moscow, on 14 November 2011."""
    start = datetime(2011, 11, 14, 10, 0, tzinfo=MOSCOW)
    return build.session(forum, title="Over", state=State.ENDED, starts_at=start)


@pytest.fixture
def as_ada(client: Client, ada: Person) -> Client:
    client.force_login(ada)
    return client


def sheet(session: Session) -> str:
    return reverse("attendance:sheet", args=[session.pk])


FILES = ("csv", "xlsx", "json", "stays_csv", "stays_json")


@pytest.mark.parametrize("name", ["ada", "boris", "clara", "dmitri", "eve", "frank", ""])
def test_sheet_is_there_for_organisers_and_moderators_and_files_for_organisers(
    client: Client, plenary: Session, request: pytest.FixtureRequest, name: str
) -> None:
    if name:
        client.force_login(request.getfixturevalue(name))
    doors = ("sheet", "correct", *FILES)
    found = {
        door: client.get(reverse(f"attendance:{door}", args=[plenary.pk])).status_code
        for door in doors
    }
    open_doors = {"ada": doors, "boris": ("sheet",)}.get(name, ())
    assert found == {door: 200 if door in open_doors else 404 for door in doors}


def test_sheet_of_no_session_is_not_there(as_ada: Client) -> None:
    assert as_ada.get(reverse("attendance:sheet", args=[uuid4()])).status_code == 404


def test_sheet_tells_hours_of_the_event_with_its_city(
    as_ada: Client, ended: Session, dmitri: Person, stayed: Stayed
) -> None:
    build.programme()
    stayed(dmitri, ended, 5, 50)
    page = as_ada.get(sheet(ended)).content.decode()
    assert "Hours are those of Moscow." in page
    assert ">10:05</time>" in page
    assert ">10:50</time>" in page
    assert "0:45:00" in page
    assert "75 %" in page
    assert "up to 15 seconds too low" in page
    assert "gaps of up to 3 minutes" in page


def test_sheet_shows_a_name_as_text(
    as_ada: Client, ended: Session, eve: Person, stayed: Stayed
) -> None:
    Person.objects.filter(pk=eve.pk).update(name="<script>alert(1)</script>")
    stayed(eve, ended, 0, 5)
    page = as_ada.get(sheet(ended)).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_sheet_says_why_it_is_empty(as_ada: Client, ended: Session, forum: Conference) -> None:
    waiting = build.session(forum, state=State.SCHEDULED)
    live = build.session(forum, title="Live")
    assert "has not begun" in as_ada.get(sheet(waiting)).content.decode()
    assert "Nobody is here yet" in as_ada.get(sheet(live)).content.decode()
    assert "Nobody was connected" in as_ada.get(sheet(ended)).content.decode()


def test_sheet_of_a_live_session_says_that_it_grows(
    as_ada: Client, plenary: Session, dmitri: Person, stayed: Stayed
) -> None:
    stayed(dmitri, plenary, 0, 5)
    assert "these figures grow until it ends" in as_ada.get(sheet(plenary)).content.decode()


def test_sheet_is_told_in_russian(
    as_ada: Client, ended: Session, dmitri: Person, stayed: Stayed
) -> None:
    stayed(dmitri, ended, 0, 5)
    as_ada.cookies["django_language"] = "ru"
    page = as_ada.get(sheet(ended)).content.decode()
    assert '<html lang="ru"' in page
    assert "Россия" in page


@pytest.mark.parametrize("people", [1, 3])
def test_sheet_costs_the_same_for_one_and_for_three(
    as_ada: Client,
    ended: Session,
    stayed: Stayed,
    people: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(people):
        stayed(build.person(f"P{number}", organisation=build.organisation()), ended, 0, 5)
    # Cookie, person, session, whether it was reopened, corrections, leases, people, registrations,
    # sides, screens, sides by their order, programme.
    with django_assert_num_queries(13):
        as_ada.get(sheet(ended))


def test_csv_has_offsets_of_the_event_s_zone_and_no_formula(
    as_ada: Client, ended: Session, eve: Person, stayed: Stayed
) -> None:
    Person.objects.filter(pk=eve.pk).update(name="=HYPERLINK(1)")
    stayed(eve, ended, 0, 30)
    answer = as_ada.get(reverse("attendance:csv", args=[ended.pk]))
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.content.startswith(b"\xef\xbb\xbf")
    (row,) = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert row == {
        "email": "eve@people.example",
        "name": "'=HYPERLINK(1)",
        "organisation": "",
        "country": "US",
        "side": "",
        "first_join": "2011-11-14T10:00:00+04:00",
        "last_leave": "2011-11-14T10:30:00+04:00",
        "seconds": "1800",
        "share": "0.5",
        "bridged_seconds": "1800",
        "corrected_seconds": "1800",
        "corrected_share": "0.5",
        "seconds_may_lack": "15",
        "bridged_may_exceed": "0",
        "heads_at_screen": "1",
        "corrections": "",
        "rule": RULE,
        "disruptions": "1",
        "organisation_confirmed": "no",
        "signed_in_at_screen": "1",
        "names_at_screen": "",
    }


def test_moderator_reads_no_name_that_its_bearer_did_not_choose_to_show(
    client: Client, plenary: Session, boris: Person, dmitri: Person, stayed: Stayed
) -> None:
    Person.objects.filter(pk=dmitri.pk).update(shown_as=ShownAs.DELEGATE)
    stayed(dmitri, plenary, 0, 5)
    client.force_login(boris)
    client.cookies["django_language"] = "en"
    page = client.get(sheet(plenary)).content.decode()
    assert "a delegate, Russia" in page
    assert "each person as they chose to be shown" in page
    for absent in ("Dmitri", dmitri.email, "Civic Watch", str(dmitri.pk), ".csv", "/correct/"):
        assert absent not in page


def test_threshold_leaves_who_was_there_for_so_much_of_the_session(
    as_ada: Client, ended: Session, dmitri: Person, clara: Person, stayed: Stayed
) -> None:
    stayed(dmitri, ended, 0, 28)
    stayed(dmitri, ended, 30, 46)
    stayed(clara, ended, 0, 20)

    def named(query: str) -> tuple[bool, bool]:
        page = as_ada.get(f"{sheet(ended)}?{query}").content.decode()
        return "Dmitri" in page, "Clara" in page

    assert named("at_least=33") == (True, True)
    assert named("at_least=34") == (True, False)
    assert named("at_least=75") == (False, False)
    assert named("at_least=75&by=bridged") == (True, False)
    assert named("at_least=-5&by=nothing&page=nine") == (True, True)
    page = as_ada.get(f"{sheet(ended)}?at_least=34").content.decode()
    assert "1 person was there for at least 34 % of the session." in page


def test_sheet_is_sorted_by_links(
    as_ada: Client, ended: Session, dmitri: Person, clara: Person, stayed: Stayed
) -> None:
    stayed(dmitri, ended, 0, 28)
    stayed(clara, ended, 5, 20)

    def first(sort: str) -> str:
        page = as_ada.get(f"{sheet(ended)}?sort={sort}").content.decode()
        return min(("Dmitri", "Clara"), key=lambda name: page.index(f'who-name">{name}'))

    assert [first(sort) for sort in ("name", "-name", "-time", "first", "-last", "zzz")] == [
        "Clara",
        "Dmitri",
        "Dmitri",
        "Dmitri",
        "Dmitri",
        "Clara",
    ]
    page = as_ada.get(f"{sheet(ended)}?sort=-time&at_least=5").content.decode()
    assert 'aria-sort="descending"' in page
    assert '"?sort=time&amp;at_least=5"' in page


def test_sheet_of_many_people_has_pages(as_ada: Client, ended: Session, stayed: Stayed) -> None:
    for number in range(101):
        stayed(build.person(f"P{number:03}"), ended, 0, 5)
    first, second = (as_ada.get(f"{sheet(ended)}?page={n}").content.decode() for n in (1, 2))
    assert ("P099" in first, "P100" in first) == (True, False)
    assert ("P099" in second, "P100" in second) == (False, True)
    assert "101 people" in second


def test_picture_is_told_in_words_and_as_a_table(
    as_ada: Client, ended: Session, dmitri: Person, clara: Person, stayed: Stayed
) -> None:
    stayed(dmitri, ended, 0, 60)
    stayed(clara, ended, 14, 31)
    page = as_ada.get(sheet(ended)).content.decode()
    assert "At most 2 people at once, first at 10:14 (Moscow)." in page
    assert '<title id="presence-title">Presence over time</title>' in page
    assert (
        "style="
        not in page[page.index("<svg class") : page.index("</svg>", page.index("<svg class"))]
    )
    table = page[page.index("The same as a table") :]
    rows = re.findall(r">(\d\d:\d\d)</time></th><td[^>]*>(\d+)<", table)
    assert dict(rows)["10:10"] == "1"
    assert dict(rows)["10:15"] == "2"
    assert dict(rows)["10:35"] == "1"
    assert len(rows) == 12


CORRECTION = {
    "email": "DMITRI@people.example",
    "was_there": "yes",
    "starts_at": "2011-11-14T10:05:30",
    "ends_at": "2011-11-14T10:20",
    "reason": "He was on the telephone",
}


def test_correction_is_added_by_a_form(as_ada: Client, ended: Session, dmitri: Person) -> None:
    address = reverse("attendance:correct", args=[ended.pk])
    form = as_ada.get(f"{address}?person={dmitri.pk}").content.decode()
    assert 'value="dmitri@people.example"' in form
    assert 'value="2011-11-14T10:00:00"' in form
    answer = as_ada.post(address, CORRECTION, follow=True)
    assert answer.redirect_chain == [(sheet(ended), 302)]
    page = answer.content.decode()
    assert "corrected 0:14:30" in page
    assert "He was on the telephone" in page
    assert "10:05:30" in page


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("email", "nobody@people.example", "Nobody with this address"),
        ("email", "eve@people.example", "neither registered nor let in"),
        ("ends_at", "2011-11-14T09:00", "later than the beginning"),
        ("starts_at", "noon", "Enter a valid date/time"),
        ("was_there", "perhaps", "perhaps"),
        ("reason", "", "This field is required"),
    ],
)
def test_correction_that_is_refused_keeps_what_was_typed(
    as_ada: Client, ended: Session, dmitri: Person, eve: Person, field: str, text: str, said: str
) -> None:
    address = reverse("attendance:correct", args=[ended.pk])
    answer = as_ada.post(address, {**CORRECTION, "reason": "Typed", field: text})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert 'aria-invalid="true"' in page
    assert field == "reason" or "Typed" in page


def test_me_shows_one_s_own_record(
    client: Client, ended: Session, dmitri: Person, clara: Person, stayed: Stayed
) -> None:
    stayed(dmitri, ended, 0, 45)
    stayed(clara, ended, 0, 50)
    client.force_login(dmitri)
    page = client.get(reverse("accounts:me")).content.decode()
    assert "0:45:00 present" in page
    assert "0:50:00" not in page


def test_conference_s_desk_shows_the_latest_sheets(
    as_ada: Client, ended: Session, dmitri: Person, stayed: Stayed
) -> None:
    stayed(dmitri, ended, 0, 45)
    page = as_ada.get(reverse("conferences:desk", args=["forum"])).content.decode()
    assert sheet(ended) in page
    assert "1 person" in page


def test_share_is_rounded_down(ended: Session, dmitri: Person, stayed: Stayed) -> None:
    assert [n for n in range(101) if percent(n / 100) != f"{n} %"] == []
    # 3,599.88 of 3,600 seconds.
    stayed(dmitri, ended, 0, 59.998)
    (line,) = sheet_of(ended).lines
    assert (line.share, percent(line.share)) == (0.9999, "99 %")
    assert Asked(at_least=100).chosen([line]) == []


def test_correction_keeps_which_of_two_hours_it_means(
    as_ada: Client, forum: Conference, dmitri: Person
) -> None:
    """The night on which New York's clocks are put back, from 01:10 in the second of two such hours."""
    Conference.objects.filter(pk=forum.pk).update(zone="America/New_York")
    start = datetime(2025, 11, 2, 6, 10, tzinfo=UTC)
    forum.refresh_from_db()
    night = build.session(forum, title="Night", state=State.ENDED, starts_at=start)
    address = reverse("attendance:correct", args=[night.pk])
    page = as_ada.get(f"{address}?person={dmitri.pk}").content.decode()
    assert 'value="2025-11-02T01:10:00"' in page
    assert re.search(r'name="starts_at_again"[^>]* checked', page)
    assert not re.search(r'name="ends_at_again"[^>]* checked', page)
    said = CORRECTION | {"starts_at": "2025-11-02T01:10", "ends_at": "2025-11-02T01:20"}
    # The first of the two is before the session began.
    assert as_ada.post(address, said).status_code == 422
    again = {"starts_at_again": "on", "ends_at_again": "on"}
    assert as_ada.post(address, said | again).status_code == 302
    made = Correction.objects.get()
    assert (made.starts_at, made.ends_at) == (start, start + timedelta(minutes=10))


def test_an_hour_that_comes_once_is_asked_once(as_ada: Client, ended: Session) -> None:
    page = as_ada.get(reverse("attendance:correct", args=[ended.pk])).content.decode()
    assert "_again" not in page


def test_sheet_says_what_is_proved_and_what_people_say_of_themselves(
    as_ada: Client, ended: Session, dmitri: Person, stayed: Stayed
) -> None:
    stayed(dmitri, ended, 0, 10)
    page = as_ada.get(sheet(ended)).content.decode()
    assert "Verified" not in page
    assert "addresses are proved by a sign-in; names and countries are as people write" in page
    assert re.search(r"As of [^<]+ \d\d:\d\d \(Moscow\)", page)
    # What he writes of himself; then a registration that an organiser confirmed.
    assert "not confirmed</span>" in page
    Registration.objects.filter(person=dmitri).update(organisation_name="Green Line")
    assert "not confirmed</span>" not in as_ada.get(sheet(ended)).content.decode()
    Registration.objects.filter(person=dmitri).update(state=RegistrationState.DECLINED)
    page = as_ada.get(sheet(ended)).content.decode()
    assert ("Green Line" in page, "Civic Watch" in page) == (False, True)


def test_each_line_tells_its_side_and_how_wrong_it_may_be(
    as_ada: Client, ended: Session, dmitri: Person, clara: Person, stayed: Stayed
) -> None:
    stayed(clara, ended, 0, 10)
    assert "sort=side" not in as_ada.get(sheet(ended)).content.decode()
    build.programme()
    stayed(dmitri, ended, 0, 10)
    stayed(dmitri, ended, 12, 20)
    page = as_ada.get(f"{sheet(ended)}?sort=side").content.decode()
    lines = page[page.index("attendance-lines") :]
    assert lines.index(">Dmitri<") < lines.index(">Clara<")
    assert ("<td>RU</td>" in lines, "<td>US</td>" in lines) == (True, True)
    for told in ("up to 15 s too low", "up to 30 s too low", "up to 120 s too high"):
        assert lines.count(told) == 1
