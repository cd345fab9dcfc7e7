"""The next conference from the last one: what comes along, what stays behind, and at which hour."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.deeds import AuditEntry
from accounts.models import Person
from conferences.models import Conference, Room, Speaker, Track
from kit.bilingual import TranslationState
from kit.refusals import Forbidden, Refused
from live import clock
from sessions.models import (
    AgendaItem,
    Material,
    Role,
    Session,
    Speaking,
    StageKind,
    Star,
    State,
)
from sessions.programme import stars
from sessions.programme.copying import copy_conference, shifted
from tests import build

pytestmark = pytest.mark.django_db


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.fixture
def last(ada: Person, dmitri: Person) -> Conference:
    """A conference in Washington in November 2012, with something in each of its corners."""
    made = build.conference(
        "washington",
        title_en="Washington",
        title_ru="Вашингтон",
        about_en="Two days",
        venue="The hall",
        zone="America/New_York",
        starts_on=date(2012, 11, 1),
        ends_on=date(2012, 11, 6),
    )
    build.registration(dmitri, made)
    hall = Room.objects.create(conference=made, name_en="Hall", position=3, import_key="Hall")
    track = Track.objects.create(conference=made, name_ru="Вода", source_language="ru")
    session = build.session(
        made,
        title="Opening",
        title_ru="Открытие",
        translation_state=TranslationState.STALE,
        abstract_en="<p>Words</p>",
        state=State.ENDED,
        starts_at=at("2012-11-02T13:00"),
        ends_at=at("2012-11-02T14:30"),
        room=hall,
        track=track,
        kind="talk",
        stage_kind=StageKind.LINK,
        stage_url="https://meet.example/hall",
        import_key="guid",
        is_record_public=False,
        is_run_by_clock=False,
        revision=4,
    )
    speaker = Speaker.objects.create(conference=made, name_en="Anna")
    Speaking.objects.create(session=session, speaker=speaker)
    build.role(dmitri, session)
    stars.star(actor=dmitri, session=session)
    AgendaItem.objects.create(
        session=session, position=0, title_en="Welcome", speaker="Anna", minutes=10, added_minutes=5
    )
    Material.objects.create(
        session=session, title_en="Paper", url="https://files.example/", added_at=clock.now()
    )
    off: dict[str, Any] = {"state": State.CANCELLED, "starts_at": at("2012-11-05T14:00")}
    build.session(made, title="Called off", **off)
    build.session(made, title="Dropped", withdrawn_at=clock.now(), **off)
    return made


TITLE = {"en": "Moscow", "ru": "Москва"}


def copied(ada: Person, last: Conference, **more: bool) -> Conference:
    return copy_conference(
        actor=ada, conference=last, slug="next", title=TITLE, starts_on=date(2013, 3, 9), **more
    )


def test_places_texts_and_agendas_come_along(ada: Person, last: Conference) -> None:
    made = copied(ada, last)
    assert (made.title_en, made.title_ru, made.about_en, made.venue) == (
        "Moscow",
        "Москва",
        "Two days",
        "The hall",
    )
    assert (made.starts_on, made.ends_on) == (date(2013, 3, 9), date(2013, 3, 14))
    assert (made.is_public, made.is_open_for_registration) == (False, False)
    opening = made.sessions.get(title_en="Opening")
    room, track = opening.room, opening.track
    assert room
    assert track
    assert (room.conference, room.name_en, room.position, room.import_key) == (
        made,
        "Hall",
        3,
        "Hall",
    )
    assert (track.conference, track.name_ru, track.source_language) == (made, "Вода", "ru")
    assert (opening.title_ru, opening.translation_state) == ("Открытие", TranslationState.STALE)
    assert (opening.abstract_en, opening.kind) == ("<p>Words</p>", "talk")
    assert (opening.is_record_public, opening.is_run_by_clock) == (False, True)
    item = AgendaItem.objects.get(session=opening)
    assert (item.title_en, item.minutes, item.added_minutes) == ("Welcome", 10, 0)
    assert last.sessions.count() == 3
    assert last.rooms.count() == 1


def test_people_records_and_links_stay_behind(ada: Person, last: Conference) -> None:
    made = copied(ada, last)
    opening = made.sessions.get(title_en="Opening")
    assert (opening.state, opening.started_at, opening.ended_at) == (State.SCHEDULED, None, None)
    assert (opening.import_key, opening.revision) == ("", 0)
    assert (opening.stage_kind, opening.stage_url) == (StageKind.CARD, "")
    assert AgendaItem.objects.get(session=opening).speaker == ""
    behind = (Speaking, Role, Star, Material)
    assert [model.objects.filter(session__conference=made).count() for model in behind] == [0] * 4
    assert (made.registrations.count(), made.speakers.count()) == (0, 0)


def test_the_cancelled_are_planned_again_and_the_withdrawn_are_not(
    ada: Person, last: Conference
) -> None:
    made = copied(ada, last)
    states = made.sessions.order_by("title_en").values_list("title_en", "state")
    assert list(states) == [("Called off", State.SCHEDULED), ("Opening", State.SCHEDULED)]


def test_links_come_along_when_asked_for(ada: Person, last: Conference) -> None:
    opening = copied(ada, last, with_stages=True).sessions.get(title_en="Opening")
    assert (opening.stage_kind, opening.stage_url) == (
        StageKind.LINK,
        "https://meet.example/hall",
    )


def test_hours_on_the_wall_stay_through_daylight_saving(ada: Person, last: Conference) -> None:
    """Nine in the morning on both sides: UTC-4 before clocks were put back, UTC-4 after forward."""
    made = copied(ada, last)
    # 128 days later. 2 November 2012 was summer time, 10 March 2013 is the first day of the next.
    hours = made.sessions.order_by("starts_at").values_list("starts_at", "ends_at")
    assert list(hours) == [
        (at("2013-03-10T13:00"), at("2013-03-10T14:30")),
        # 5 November, 09:00, was winter time (UTC-5); 13 March, 09:00, is summer time.
        (at("2013-03-13T13:00"), at("2013-03-13T14:00")),
    ]


@pytest.mark.parametrize(
    ("zone", "before", "days", "after"),
    [
        # Moscow moved from UTC+4 to UTC+3 on 26 October 2014.
        ("Europe/Moscow", "2011-11-14T06:00", 1097, "2014-11-15T07:00"),
        # 02:30 does not exist in Washington on 10 March 2013: its clocks show 03:30 then.
        ("America/New_York", "2013-03-09T07:30", 1, "2013-03-10T07:30"),
        # 01:30 comes twice on 4 November 2012: the first of them.
        ("America/New_York", "2012-11-03T05:30", 1, "2012-11-04T05:30"),
        # and from the second of them, the hour on the wall again.
        ("America/New_York", "2012-11-04T06:30", 1, "2012-11-05T06:30"),
        ("Europe/Moscow", "2014-11-15T07:00", -1097, "2011-11-14T06:00"),
    ],
)
def test_an_instant_moves_by_days_of_the_wall(
    zone: str, before: str, days: int, after: str
) -> None:
    assert shifted(at(before), zone, timedelta(days=days)) == at(after)


def test_a_session_over_a_skipped_hour_keeps_its_length(ada: Person, last: Conference) -> None:
    Session.objects.filter(title_en="Opening").update(
        starts_at=at("2012-11-02T06:00"), ends_at=at("2012-11-02T07:00")
    )
    opening = copied(ada, last).sessions.get(title_en="Opening")
    assert (opening.starts_at, opening.ends_at) == (at("2013-03-10T07:00"), at("2013-03-10T08:00"))


def test_only_organisers_copy_and_an_address_is_given_once(
    ada: Person, boris: Person, last: Conference
) -> None:
    with pytest.raises(Forbidden):
        copied(boris, last)
    with pytest.raises(Refused) as refused:
        copy_conference(
            actor=ada, conference=last, slug="washington", title=TITLE, starts_on=date(2013, 3, 9)
        )
    assert (refused.value.code, refused.value.field) == ("conference.slug_taken", "slug")
    assert Conference.objects.count() == 1
    made = copied(ada, last)
    acts = AuditEntry.objects.filter(subject=made.pk).values_list("act", flat=True)
    assert set(acts) == {"conference.create", "conference.copy"}


def test_a_copy_costs_the_same_for_few_sessions_and_for_many(ada: Person, last: Conference) -> None:
    costs = []
    for count in (0, 20):
        for number in range(count):
            build.session(last, title=f"Talk {number}", starts_at=at("2012-11-02T13:00"))
        with CaptureQueriesContext(connection) as cost:
            copy_conference(
                actor=ada,
                conference=last,
                slug=f"n{count}",
                title=TITLE,
                starts_on=date(2013, 3, 9),
            )
        costs.append(len(cost))
    assert costs[0] == costs[1]


def test_the_form_proposes_the_same_weekday_next_year_and_makes_the_copy(
    client: Client, ada: Person, last: Conference
) -> None:
    build.programme()
    client.force_login(ada)
    door = reverse("sessions:copy", args=["washington"])
    assert 'value="2013-10-31"' in client.get(door).content.decode()
    said = {"title_en": "Next", "slug": "washington", "starts_on": "2013-10-31"}
    refused = client.post(door, said)
    assert refused.status_code == 422
    assert "There is a conference at this address already." in refused.content.decode()
    answer = client.post(door, said | {"slug": "next"})
    assert answer.headers["Location"] == reverse("conferences:desk", args=["next"])
    assert Conference.objects.get(slug="next").sessions.count() == 2


@pytest.mark.parametrize("starts_on", ["0001-01-01", "1969-12-31", "2101-01-01", "9999-12-31"])
def test_a_copy_into_a_year_without_conferences_is_refused_at_its_field(
    client: Client, ada: Person, last: Conference, starts_on: str
) -> None:
    build.programme()
    client.force_login(ada)
    count = Conference.objects.count()
    said = {"title_en": "Next", "slug": "next", "starts_on": starts_on}
    answer = client.post(reverse("sessions:copy", args=["washington"]), said)
    assert answer.status_code == 422
    assert answer.context["form"].errors == {
        "starts_on": ["The first day must be in a year from 1970 to 2100."]
    }
    assert Conference.objects.count() == count
