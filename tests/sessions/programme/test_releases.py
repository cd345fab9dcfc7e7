"""Versions of an agenda: who releases them, what they tell, and that they hide nothing."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from accounts.deeds import AuditEntry
from accounts.models import Person
from conferences.models import Conference, Room, Speaker
from kit.refusals import NotHere, Refused
from sessions import life, sessions
from sessions.models import Release, Session, Speaking, State
from sessions.programme import releases, snapshots
from sessions.programme.change_words import parts
from tests import build

pytestmark = pytest.mark.django_db

TEN = datetime(2011, 11, 14, 6, tzinfo=UTC)
EARLIER = "Mon 14 November 2011, 10:00–11:00 Moscow (MSK)"
LATER = "Mon 14 November 2011, 12:00–13:00 Moscow (MSK)"


@pytest.fixture(autouse=True)
def _programme(db: None) -> None:
    build.programme()


@pytest.fixture
def moscow(ada: Person) -> Conference:
    return build.conference("moscow", zone="Europe/Moscow")


def plan(host: Conference, title: str, **more: object) -> Session:
    return build.session(host, title=title, state=State.SCHEDULED, starts_at=TEN, **more)


def refusal(
    actor: Person, conference: Conference, name: str, source_language: str = "en"
) -> tuple[str, str | None]:
    with pytest.raises(Refused) as refused:
        releases.release(
            actor=actor, conference=conference, name=name, source_language=source_language
        )
    return refused.value.code, refused.value.field


def lines(conference: Conference) -> list[tuple[str, str, list[str]]]:
    """What the last release tells, in the language that is active."""
    last = releases.releases_of(conference).first()
    assert last
    return [
        (str(part.heading), entry.title.value, entry.lines)
        for part in parts(snapshots.changes(last.changes), conference.zone)
        for entry in part.entries
    ]


def test_the_first_version_lists_no_changes_and_counts_its_sessions(
    ada: Person, moscow: Conference
) -> None:
    plan(moscow, "Opening")
    life.cancel(actor=ada, session=plan(moscow, "Off"))
    made = releases.release(actor=ada, conference=moscow, name=" 1.0 ")
    assert (made.number, made.name, made.sessions, made.changes) == (1, "1.0", 1, [])
    assert AuditEntry.objects.get(subject=made.pk).act == "agenda.release"


def test_each_change_is_told_in_words(ada: Person, moscow: Conference) -> None:
    hall, annexe = (
        Room.objects.create(conference=moscow, name_en=name) for name in ("Hall", "Annexe")
    )
    anna, pyotr = (
        Speaker.objects.create(conference=moscow, name_en=name) for name in ("Anna", "Pyotr")
    )
    names = ("Moved", "Cancelled", "Dropped", "Renamed", "In the hall", "Spoken")
    made = {name: plan(moscow, name, room=hall) for name in names}
    Speaking.objects.create(session=made["Spoken"], speaker=anna)
    releases.release(actor=ada, conference=moscow, name="1.0")
    two = timedelta(hours=2)
    sessions.revise(
        actor=ada,
        session=made["Moved"],
        starts_at=TEN + two,
        ends_at=TEN + two + timedelta(hours=1),
    )
    life.cancel(actor=ada, session=made["Cancelled"])
    Session.objects.filter(pk=made["Dropped"].pk).update(
        withdrawn_at=TEN, state=State.CANCELLED
    )  # fmt: skip
    sessions.revise(actor=ada, session=made["Renamed"], texts={"en": {"title": "Called anew"}})
    sessions.revise(actor=ada, session=made["In the hall"], room=annexe)
    sessions.set_speakers(actor=ada, session=made["Spoken"], speakers=[pyotr])
    plan(moscow, "Added")
    releases.release(actor=ada, conference=moscow, name="1.1")
    assert lines(moscow) == [
        ("Cancelled sessions", "Cancelled", [f"Cancelled; it was planned for {EARLIER}."]),
        (
            "No longer on the agenda",
            "Dropped",
            [f"No longer on the agenda; it was planned for {EARLIER}."],
        ),
        ("New sessions", "Added", [f"New: {EARLIER}."]),
        ("At another time", "Moved", [f"Moved from {EARLIER} to {LATER}."]),
        ("In another room", "In the hall", ["Room: Annexe; it was Hall."]),
        ("Other speakers", "Spoken", ["Speakers: Pyotr; before: Anna."]),
        ("Renamed sessions", "Called anew", ["It was called “Renamed”."]),
    ]


def test_a_version_is_told_in_russian_too(ada: Person, moscow: Conference) -> None:
    session = plan(moscow, "Rivers", title_ru="Реки")
    releases.release(actor=ada, conference=moscow, name="1.0")
    life.cancel(actor=ada, session=session)
    releases.release(actor=ada, conference=moscow, name="1.1")
    with translation.override("ru"):
        ((heading, title, words),) = lines(moscow)
    assert (heading, title) == ("Отменённые заседания", "Реки")
    assert words[0].startswith("Отменено; было назначено на")


def test_what_was_told_stays_as_it_was_told(ada: Person, moscow: Conference) -> None:
    session = plan(moscow, "First name")
    releases.release(actor=ada, conference=moscow, name="1.0")
    sessions.revise(actor=ada, session=session, texts={"en": {"title": "Second name"}})
    releases.release(actor=ada, conference=moscow, name="1.1")
    sessions.revise(actor=ada, session=session, texts={"en": {"title": "Third name"}})
    assert lines(moscow) == [
        ("Renamed sessions", "Second name", ["It was called “First name”."])
    ]  # fmt: skip


def test_only_organisers_release_and_only_what_is_news(
    ada: Person, boris: Person, moscow: Conference
) -> None:
    with pytest.raises(NotHere):
        releases.release(actor=boris, conference=moscow, name="1.0")
    assert refusal(ada, moscow, "1.0") == ("release.empty", None)
    session = plan(moscow, "Opening")
    assert refusal(ada, moscow, " ") == ("release.unnamed", "name")
    assert refusal(ada, moscow, "1.0", source_language="fr") == (
        "release.language",
        "source_language",
    )
    releases.release(actor=ada, conference=moscow, name="1.0")
    assert refusal(ada, moscow, "1.1") == ("release.unchanged", None)
    life.cancel(actor=ada, session=session)
    assert refusal(ada, moscow, "1.0") == ("release.name_taken", "name")
    assert Release.objects.count() == 1
    other = build.conference("other")
    plan(other, "Opening")
    assert releases.release(actor=ada, conference=other, name="1.0").number == 1


@pytest.mark.parametrize(
    ("name", "expected"), [("1.0", "1.1"), ("1.9", "1.10"), ("draft", ""), ("Autumn 2", "Autumn 3")]
)
def test_the_next_name_is_proposed(name: str, expected: str) -> None:
    assert releases.next_name(Release(name=name)) == expected
    assert releases.next_name(None) == "1.0"


def test_changes_are_on_the_agenda_at_once_and_organisers_know_what_is_not_released(
    client: Client, ada: Person, dmitri: Person, moscow: Conference
) -> None:
    session = plan(moscow, "Opening")
    agenda, desk = (reverse(f"sessions:{name}", args=["moscow"]) for name in ("agenda", "desk"))
    told = []
    for step in range(3):
        if step == 1:
            releases.release(actor=ada, conference=moscow, name="1.0")
        if step == 2:
            sessions.revise(actor=ada, session=session, texts={"en": {"title": "Moved words"}})
        client.force_login(dmitri)
        public = client.get(agenda).content.decode()
        client.force_login(ada)
        text = client.get(desk).content.decode()
        told.append(
            (
                "Version 1.0 of" in public,
                "Moved words" in public,
                "not released yet" in public,
                "1 change is not released yet." in text,
                "Everything is released." in text,
            )
        )
    assert told == [
        (False, False, False, False, False),
        (True, False, False, False, True),
        (True, True, False, True, False),
    ]


def test_a_version_is_released_by_the_form_and_read_by_everyone(
    client: Client, ada: Person, moscow: Conference
) -> None:
    session = plan(moscow, "Opening")
    client.force_login(ada)
    door = reverse("sessions:desk_releases", args=["moscow"])
    assert 'value="1.0"' in client.get(door).content.decode()
    said = {"name": "1.0", "text_en": "**Come**\n\nall", "text_ru": "", "source_language": "ru"}
    answer = client.post(door, said)
    changes = reverse("sessions:changes", args=["moscow"])
    assert answer.headers["Location"] == changes
    refused = client.post(door, said)
    assert refused.status_code == 422
    assert "There is a version of this name already." in refused.content.decode()
    life.cancel(actor=ada, session=session)
    assert "1 change is not released yet" in client.get(door).content.decode()
    client.post(door, said | {"name": "1.1", "text_en": ""})
    client.logout()
    text = client.get(changes).content.decode()
    assert "<strong>Come</strong>" in text
    assert "The first version of the agenda, with 1 session." in text
    assert f"Cancelled; it was planned for {EARLIER}." in text
    assert text.index("Version 1.1") < text.index("Version 1.0")
    one = client.get(reverse("sessions:release", args=["moscow", 2])).content.decode()
    assert f"Cancelled; it was planned for {EARLIER}." in one
    assert client.get(reverse("sessions:release", args=["moscow", 3])).status_code == 404


def test_versions_of_a_closed_conference_are_not_for_strangers(
    client: Client, ada: Person, eve: Person
) -> None:
    closed = build.conference("closed", is_public=False)
    plan(closed, "Retreat")
    releases.release(actor=ada, conference=closed, name="1.0")
    client.force_login(eve)
    for page in (
        reverse("sessions:changes", args=["closed"]),
        reverse("sessions:release", args=["closed", 1]),
    ):
        assert client.get(page).status_code == 404


def test_a_long_list_of_changes_is_cut_on_the_page_of_all_and_paged_on_its_own(
    client: Client, ada: Person, moscow: Conference
) -> None:
    plan(moscow, "Opening")
    releases.release(actor=ada, conference=moscow, name="1.0")
    for number in range(101):
        plan(moscow, f"Talk {number}")
    releases.release(actor=ada, conference=moscow, name="1.1")
    text = client.get(reverse("sessions:changes", args=["moscow"])).content.decode()
    assert text.count("New: ") == 30
    assert "All 101 changes" in text
    page = reverse("sessions:release", args=["moscow", 2])
    counts = [client.get(f"{page}?page={n}").content.decode().count("New: ") for n in (1, 2)]
    assert counts == [100, 1]


def test_the_pages_cost_the_same_for_one_version_and_for_three(
    client: Client, ada: Person, moscow: Conference
) -> None:
    costs = []
    for count in (1, 2):
        for number in range(count):
            plan(moscow, f"Talk {count} {number}")
            releases.release(actor=ada, conference=moscow, name=f"{count}.{number}")
        client.logout()
        with CaptureQueriesContext(connection) as cost:
            client.get(reverse("sessions:changes", args=["moscow"]))
        client.force_login(ada)
        with CaptureQueriesContext(connection) as desk:
            client.get(reverse("sessions:desk_releases", args=["moscow"]))
        costs.append((len(cost), len(desk)))
    assert costs[0] == costs[1]
