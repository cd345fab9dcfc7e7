"""Following, and the weekly letter: once a week, in the reader's language, of what they may see."""

import email
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from email import policy
from threading import Barrier
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts import letters
from accounts.models import Letter, Person
from conferences.models import Conference
from groups.models import Group
from kit.refusals import NotHere
from live import clock
from portal.news import digests, following
from portal.news.models import Digest
from records.models import Record
from records.recommendations.models import Recommendation
from sessions.models import Session, State
from tests import build, granting
from tests.hours import Hour, stopped
from tests.portal.news.conftest import Write

pytestmark = pytest.mark.django_db

# A Monday, nine o'clock in Moscow.
MONDAY = datetime(2026, 12, 7, 6, 0, tzinfo=UTC)


@pytest.fixture
def hour(monkeypatch: pytest.MonkeyPatch) -> Hour:
    stopped_at = stopped(monkeypatch)
    stopped_at.instant = MONDAY - timedelta(days=1)
    return stopped_at


@pytest.fixture(autouse=True)
def _programme(db: None) -> None:
    build.programme()


def bodies() -> dict[str, str]:
    """Return who was written what."""
    return {letter.person.name: letter.body for letter in Letter.objects.select_related("person")}


def test_letter_goes_at_its_hour_to_who_follows_and_once_a_week(
    ada: Person, boris: Person, eve: Person, circle: Group, publish: Write, hour: Hour
) -> None:
    publish(boris, circle, title={"en": "Rivers", "ru": "Реки"})
    publish(ada, title={"en": "Of the programme"})
    following.choose(actor=eve, group=None, is_on=True)
    hour.instant = MONDAY - timedelta(seconds=1)
    assert digests.write_due() == 0
    hour.instant = MONDAY
    assert (digests.write_due(), digests.write_due()) == (3, 0)
    found = bodies()
    assert set(found) == {"Boris", "Dmitri", "Eve"}
    assert "Реки" in found["Boris"]
    assert "Rivers" in found["Dmitri"]
    assert "Of the programme" not in found["Dmitri"]
    assert "Of the programme" in found["Eve"]
    assert "Rivers" not in found["Eve"]
    assert Letter.objects.filter(key=f"digest.{eve.pk}.2026-W50").exists()
    hour.shift(7 * 24 * 3600)
    assert digests.write_due() == 0


def test_nothing_new_is_no_letter_and_is_not_asked_for_again(
    circle: Group, boris: Person, dmitri: Person, hour: Hour, publish: Write
) -> None:
    hour.instant = MONDAY
    assert digests.write_due() == 0
    assert set(Digest.objects.values_list("person__name", "week")) == {
        ("Boris", "2026-W50"),
        ("Dmitri", "2026-W50"),
    }
    publish(boris, circle)
    hour.shift(3600)
    assert digests.write_due() == 0
    hour.shift(7 * 24 * 3600 - 3600)
    assert digests.write_due() == 2


def test_worker_that_was_away_for_half_the_week_writes_no_letter(
    circle: Group, boris: Person, hour: Hour, publish: Write
) -> None:
    publish(boris, circle)
    hour.instant = MONDAY + digests.LATE
    assert digests.write_due() == 0
    hour.instant = MONDAY + digests.LATE - timedelta(seconds=1)
    assert digests.write_due() == 2


def test_letter_tells_meetings_and_records_that_the_reader_may_see(
    circle: Group, boris: Person, dmitri: Person, eve: Person, forum: Conference, hour: Hour
) -> None:
    build.session(
        circle, title="Round table", state=State.SCHEDULED, starts_at=MONDAY + timedelta(days=2)
    )
    build.session(
        circle, title="Far away", state=State.SCHEDULED, starts_at=MONDAY + timedelta(days=20)
    )
    given_up = build.session(
        circle, title="Given up", state=State.SCHEDULED, starts_at=MONDAY + timedelta(days=3)
    )
    Session.objects.filter(pk=given_up.pk).update(withdrawn_at=MONDAY)
    for title, is_public in (("Open record", True), ("Closed record", False)):
        held = build.session(
            forum,
            title=title,
            state=State.ENDED,
            starts_at=MONDAY - timedelta(days=2),
            is_record_public=is_public,
        )
        Record.objects.create(session=held, made_at=held.ended_at or MONDAY)
    following.choose(actor=eve, group=circle, is_on=True)
    following.choose(actor=eve, group=None, is_on=True)
    following.choose(actor=dmitri, group=None, is_on=True)
    hour.instant = MONDAY
    digests.write_due()
    found = bodies()
    assert "Round table" in found["Dmitri"]
    assert "Far away" not in found["Dmitri"]
    assert "Given up" not in found["Dmitri"]
    assert "Closed record" in found["Dmitri"]
    assert "Round table" not in found["Eve"]
    assert "Open record" in found["Eve"]
    assert "Closed record" not in found["Eve"]
    assert set(found) == {"Boris", "Dmitri", "Eve"}


def test_member_may_stop_and_who_stopped_the_letter_has_none(
    circle: Group, boris: Person, dmitri: Person, publish: Write, hour: Hour
) -> None:
    publish(boris, circle)
    following.choose(actor=dmitri, group=circle, is_on=False)
    following.choose_letter(actor=boris, is_on=False)
    hour.instant = MONDAY
    assert digests.write_due() == 0
    following.choose(actor=dmitri, group=circle, is_on=True)
    assert following.follows(dmitri, circle)
    following.choose_letter(actor=boris, is_on=True)
    hour.shift(60)
    assert digests.write_due() == 1  # of Dmitri it was thought in vain already


def test_who_leaves_or_is_shut_out_is_not_written_to(
    circle: Group, boris: Person, dmitri: Person, publish: Write, hour: Hour
) -> None:
    publish(boris, circle)
    circle.memberships.filter(person=dmitri).update(ended_at=clock.now())
    Person.objects.filter(pk=boris.pk).update(is_active=False)
    hour.instant = MONDAY
    assert digests.write_due() == 0


def sent(hour: Hour) -> email.message.EmailMessage:
    """Return the first letter as it came out of the door."""
    hour.instant = MONDAY
    digests.write_due()
    letters.deliver_due()
    read = email.message_from_bytes(mail.outbox[0].message().as_bytes(), policy=policy.default)
    assert isinstance(read, email.message.EmailMessage)
    return read


def test_mail_program_stops_the_letter_by_one_press(
    client: Client, circle: Group, boris: Person, publish: Write, hour: Hour
) -> None:
    publish(boris, circle)
    message = sent(hour)
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = urlsplit(message["List-Unsubscribe"].strip(" <>")).path
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(address).status_code == 403
    assert strict.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 204
    stopped_by = Person.objects.get(email=mail.outbox[0].to[0])
    assert not following.has_letter(stopped_by)
    assert Digest.objects.filter(is_stopped=True).count() == 1


def test_reader_stops_the_letter_by_its_link_without_signing_in(
    client: Client, circle: Group, dmitri: Person
) -> None:
    address = urlsplit(following.address_of(dmitri)).path
    assert "Stop the weekly letter?" in client.get(address).content.decode()
    assert following.has_letter(dmitri)
    page = client.post(address)
    assert "No more weekly letters" in page.content.decode()
    assert not following.has_letter(dmitri)
    assert "dmitri" not in page.content.decode().lower()


def test_link_that_was_altered_stops_nothing(client: Client, dmitri: Person, eve: Person) -> None:
    key = following.address_of(dmitri).split("/")[-2]
    other = following.address_of(eve).split("/")[-2]
    for bad in (key[:-2] + "aa", other[:20] + key[20:], "x", "é", "a" * 4000):
        assert client.post(f"/news/stop/{bad}/").status_code == 404
        with pytest.raises(NotHere):
            following.owner_of(bad)
    assert not Digest.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_write_one_letter(
    circle: Group, boris: Person, dmitri: Person, publish: Write, hour: Hour
) -> None:
    publish(boris, circle)
    hour.instant = MONDAY
    both = Barrier(2)

    def work() -> int:
        both.wait(10)
        try:
            return digests.write_due()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as workers:
        counts = [job.result(60) for job in (workers.submit(work), workers.submit(work))]
    assert (sum(counts), Letter.objects.count()) == (2, 2)


def test_hour_of_the_week_follows_the_zone_s_calendar() -> None:
    sunday_in_moscow = datetime(2026, 12, 6, 20, 59, tzinfo=UTC)
    assert digests.hour_of_week(sunday_in_moscow) == MONDAY - timedelta(days=7)
    assert digests.hour_of_week(sunday_in_moscow + timedelta(minutes=2)) == MONDAY
    assert digests.week_of(datetime(2027, 1, 1, tzinfo=UTC)) == "2026-W53"


@pytest.mark.parametrize("some", [1, 3])
def test_issue_costs_the_same_for_one_and_for_three(
    circle: Group,
    boris: Person,
    publish: Write,
    hour: Hour,
    some: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(some):
        publish(boris, circle)
        build.session(circle, state=State.SCHEDULED, starts_at=clock.now() + timedelta(days=1))
        held = build.session(circle, state=State.ENDED, starts_at=clock.now() - timedelta(hours=3))
        Record.objects.create(session=held, made_at=clock.now())
        build.version(build.recommendation(circle, standing="adopted"))
    hour.shift(1)
    # What is followed 2; news, meetings, records, recommendations, calls.
    with django_assert_num_queries(7):
        followed = following.followed_by(boris)
        found = digests.issue(boris, followed, clock.now() - timedelta(days=1), clock.now())
    told = (found.news, found.meetings, found.records, found.adopted)
    assert [len(lines) for lines in told] == [some] * 4
    assert Session.objects.count() == 2 * some


def test_letter_names_what_was_adopted_and_which_calls_have_opened(
    ada: Person, boris: Person, circle: Group, hour: Hour
) -> None:
    build.version(build.recommendation(circle, standing="adopted"))
    gone = build.version(build.recommendation(circle, standing="adopted"))
    Recommendation.objects.filter(pk=gone.recommendation_id).update(standing="withdrawn")
    build.version(build.recommendation(None, standing="adopted", title_en="Imported"))
    build.recommendation(circle, title_en="Still a draft")
    now = clock.now()
    call = granting.call(ada, opens_at=now - timedelta(hours=1), closes_at=now + timedelta(days=9))
    granting.call(ada, "hidden", is_public=False)
    following.choose(actor=boris, group=None, is_on=True)
    hour.instant = MONDAY
    assert digests.write_due() == 2
    body = bodies()["Boris"]
    assert "Принятые рекомендации" in body
    assert "R1 · Измерять реки (Охрана окружающей среды)" in body
    assert f"/grants/calls/{call.slug}/" in body
    # With what follows a number: two letters alone may stand in any signed address.
    for hidden in ("R2 ·", "R3 ·", "R4 ·", "hidden"):
        assert hidden not in body


def test_member_of_a_theme_hears_of_its_calls_only(
    ada: Person, boris: Person, circle: Group, hour: Hour
) -> None:
    now = clock.now()
    for slug, themes in (("ours", (circle,)), ("others", ())):
        granting.call(ada, slug, opens_at=now - timedelta(hours=1), themes=themes)
    hour.shift(1)
    since = now - timedelta(days=1)
    found = digests.issue(boris, following.followed_by(boris), since, clock.now())
    assert [line.url.split("/")[-2] for line in found.calls] == ["ours"]
