"""A session's sheet: who stands on it under which name, what counts, and what moderators see of it."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.models import Person, ShownAs
from attendance import corrections
from attendance.models import Screen
from attendance.sheets import Line, Sheet, as_chosen, sheet
from conferences.models import Conference, Registration
from groups.models import Group, Membership
from live import clock
from live.models import Event, Lease
from sessions.models import Appearance, Session, State
from tests import build
from tests.attendance.conftest import Stayed


def only(found: Sheet) -> Line:
    (line,) = found.lines
    return line


def test_sheet_joins_a_person_s_devices(ended: Session, dmitri: Person, stayed: Stayed) -> None:
    stayed(dmitri, ended, 0, 30)
    stayed(dmitri, ended, 15, 45)
    line = only(sheet(ended))
    assert (line.person_id, line.email, line.name) == (dmitri.id, dmitri.email, "Dmitri")
    assert (line.organisation, line.country) == ("Civic Watch", "RU")
    assert (line.seconds, line.bridged_seconds, line.share) == (2700, 2700, 0.75)
    assert (line.may_lack, line.may_exceed) == (15, 0)


def test_sheet_is_sorted_by_name(
    ended: Session, clara: Person, dmitri: Person, stayed: Stayed
) -> None:
    stayed(dmitri, ended, 0, 5)
    stayed(clara, ended, 10, 15)
    assert [line.name for line in sheet(ended).lines] == ["Clara", "Dmitri"]


def test_sheet_names_the_side_of_a_country(ended: Session, dmitri: Person, stayed: Stayed) -> None:
    build.programme()
    stayed(dmitri, ended, 0, 5)
    assert only(sheet(ended)).side == "ru"


def test_sheet_names_the_organisation_of_the_registration(
    ended: Session, dmitri: Person, stayed: Stayed
) -> None:
    other = build.organisation("Green Line", "RU")
    Registration.objects.filter(person=dmitri).update(organisation=other)
    stayed(dmitri, ended, 0, 5)
    assert only(sheet(ended)).organisation == "Green Line"


def test_sheet_names_the_organisation_that_was_only_written_down(
    ended: Session, clara: Person, stayed: Stayed
) -> None:
    Registration.objects.filter(person=clara).update(organisation_name="A new one")
    stayed(clara, ended, 0, 5)
    assert only(sheet(ended)).organisation == "A new one"


def test_sheet_of_a_group_s_meeting_names_the_member_s_organisation(
    circle: Group, boris: Person, stayed: Stayed
) -> None:
    meeting = build.session(circle, state=State.ENDED)
    Membership.objects.filter(person=boris).update(organisation=build.organisation("Green Line"))
    stayed(boris, meeting, 0, 5)
    assert only(sheet(meeting)).organisation == "Green Line"


def test_sheet_keeps_a_line_without_a_name_for_an_erased_person(ended: Session) -> None:
    at = ended.starts_at
    Lease.objects.create(
        room=str(ended.live_room), person=uuid4(), entered_at=at, last_seen=at, door="ws"
    )
    line = only(sheet(ended))
    assert (line.email, line.name, line.organisation, line.country) == ("", "", "", "")


def test_sheet_of_a_session_that_has_not_begun_is_empty(forum: Conference, dmitri: Person) -> None:
    waiting = build.session(forum, state=State.OPEN)
    now = clock.now()
    Lease.objects.create(
        room=str(waiting.live_room), person=dmitri.id, entered_at=now, last_seen=now, door="ws"
    )
    assert (sheet(waiting).lines, sheet(waiting).span) == ((), None)


def test_sheet_of_a_live_session_reaches_until_the_last_heartbeat(
    plenary: Session, dmitri: Person, stayed: Stayed
) -> None:
    stayed(dmitri, plenary, -5, 6)
    line = only(sheet(plenary))
    assert (line.first_join, line.seconds) == (plenary.started_at, 360)


def test_time_between_an_end_and_a_reopening_is_no_part_of_the_session(
    ended: Session, dmitri: Person, stayed: Stayed
) -> None:
    assert ended.started_at is not None
    moments = (("session.started", 0), ("session.ended", 30), ("session.reopened", 40))
    for seq, (name, minute) in enumerate((*moments, ("session.ended", 60)), start=1):
        at = ended.started_at + timedelta(minutes=minute)
        Event.objects.create(stream=str(ended.live_room), seq=seq, name=name, at=at)
    stayed(dmitri, ended, 0, 60)
    found = sheet(ended)
    assert found.length == timedelta(minutes=50)
    assert (only(found).seconds, only(found).share) == (3000, 1.0)


def test_correction_stands_beside_what_was_measured(
    ended: Session, ada: Person, dmitri: Person, clara: Person, stayed: Stayed
) -> None:
    stayed(dmitri, ended, 0, 30)
    assert ended.started_at is not None
    for person in (dmitri, clara):
        corrections.correct(
            actor=ada,
            session=ended,
            person=person,
            was_there=True,
            starts_at=ended.started_at,
            ends_at=ended.started_at + timedelta(minutes=45),
            reason="The hall's line was down",
        )
    found = sheet(ended)
    assert [(line.name, line.seconds, line.counted_seconds) for line in found.lines] == [
        ("Clara", 0, 2700),
        ("Dmitri", 1800, 2700),
    ]
    assert [line.is_corrected for line in found.lines] == [True, True]
    told = [(row.person, row.author, row.reason) for row in found.corrections]
    assert told == [(name, "Ada", "The hall's line was down") for name in ("Dmitri", "Clara")]


def test_only_confirmed_screens_are_on_the_sheet_and_in_no_line(
    ended: Session, dmitri: Person, clara: Person, stayed: Stayed
) -> None:
    stayed(dmitri, ended, 0, 30)
    for person, confirmed_at in ((dmitri, clock.now()), (clara, None)):
        Screen.objects.create(
            session=ended,
            person=person,
            heads=8,
            names="Pavel\nQuentin",
            declared_at=clock.now(),
            confirmed_at=confirmed_at,
        )
    found = sheet(ended)
    (screen,) = found.screens
    assert (screen.person, screen.heads, screen.names) == ("Dmitri", 8, ("Pavel", "Quentin"))
    assert (found.further_people, len(found.lines)) == (7, 1)


def test_moderators_see_each_person_as_they_chose_to_be_shown(
    ended: Session, ada: Person, dmitri: Person, clara: Person, stayed: Stayed
) -> None:
    build.programme()
    Person.objects.filter(pk=dmitri.pk).update(shown_as=ShownAs.DELEGATE)
    Person.objects.filter(pk=clara.pk).update(shown_as=ShownAs.PSEUDONYM, pseudonym="Owl")
    for person in (dmitri, clara):
        stayed(person, ended, 0, 30)
    whole = sheet(ended)
    found = as_chosen(whole)
    assert [
        (line.name, line.email, line.organisation, line.country, line.side) for line in found.lines
    ] == [("a delegate, Russia", "", "", "RU", "ru"), ("Owl", "", "", "", "")]
    assert [line.seconds for line in found.lines] == [1800, 1800]


def test_moderators_see_a_person_as_they_appeared_in_this_session(
    ended: Session, dmitri: Person, stayed: Stayed
) -> None:
    stayed(dmitri, ended, 0, 30)
    Appearance.objects.create(session=ended, person=dmitri, kind=ShownAs.PSEUDONYM, name="Owl")
    assert only(as_chosen(sheet(ended))).name == "Owl"


def test_moderators_see_corrections_and_screens_under_the_same_names(
    ended: Session, ada: Person, dmitri: Person, stayed: Stayed
) -> None:
    Person.objects.filter(pk=dmitri.pk).update(shown_as=ShownAs.DELEGATE)
    assert ended.started_at is not None
    corrections.correct(
        actor=ada,
        session=ended,
        person=dmitri,
        was_there=True,
        starts_at=ended.started_at,
        ends_at=ended.started_at + timedelta(minutes=5),
        reason="Telephone",
    )
    Screen.objects.create(
        session=ended, person=dmitri, heads=2, declared_at=clock.now(), confirmed_at=clock.now()
    )
    found = as_chosen(sheet(ended))
    (row,), (screen,) = found.corrections, found.screens
    assert (row.person, row.email, row.author) == ("a delegate, Russia", "", "Ada")
    assert screen.person == "a delegate, Russia"
    assert "Dmitri" not in repr(replace(found, session=Session()))


@pytest.mark.parametrize("people", [1, 3])
def test_sheet_costs_the_same_for_one_and_for_three(
    ended: Session,
    people: int,
    stayed: Stayed,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(people):
        person = build.person(f"P{number}", organisation=build.organisation())
        assert ended.conference is not None
        build.registration(person, ended.conference, organisation=build.organisation(f"O{number}"))
        stayed(person, ended, 0, 5)
    # Whether it was reopened, corrections, leases, people, registrations, sides, screens.
    with django_assert_num_queries(7):
        assert len(sheet(ended).lines) == people
