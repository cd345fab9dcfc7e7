"""Who was there: organisations by consent, the others as numbers that single nobody out."""

from collections.abc import Collection
from datetime import timedelta

import pytest

from accounts import people as accounts_people
from accounts.models import Person
from attendance.models import Correction, Screen
from attendance.periods import periods_of
from groups.models import Group
from live import clock
from live.models import Lease
from records import presence
from records.faces import faces
from records.presence import Company
from sessions import life, people
from sessions.models import Session, State
from tests import build
from tests.records.conftest import Stayed

pytestmark = pytest.mark.django_db


def read(session: Session) -> Company:
    there = presence.there(session, periods_of(session))
    return presence.company(session, there, faces(session, there))


def names(company: Company) -> Collection[tuple[str, str, int]]:
    return [(each.name.value, each.country, each.people) for each in company.organisations]


def test_only_named_people_bring_their_organisation(
    hearing: Session, dmitri: Person, clara: Person, stayed: Stayed
) -> None:
    build.programme()
    veiled = build.person(
        "Zoya", shown_as="pseudonym", pseudonym="Fox", organisation=build.organisation("Zarya")
    )
    for person in (dmitri, clara, veiled):
        people.show([person], hearing)
        stayed(person, hearing)
    found = read(hearing)
    assert names(found) == [("Civic Watch", "United States of America", 1)]
    # Two others are too few for a figure, and so is the sum with them.
    assert (found.is_anybody, found.people, found.others, found.split) == (True, 1, 0, ())


def test_who_was_not_there_while_it_was_live_is_not_counted(
    hearing: Session, dmitri: Person, clara: Person, stayed: Stayed
) -> None:
    people.show([dmitri, clara], hearing)
    early = stayed(dmitri, hearing)
    assert hearing.started_at is not None
    early.last_seen = hearing.started_at - timedelta(seconds=1)
    early.save()
    stayed(clara, hearing)
    Lease.objects.filter(person=clara.pk).update(counts=False)
    assert read(hearing) == Company()


def test_several_devices_are_one_person(hearing: Session, dmitri: Person, stayed: Stayed) -> None:
    people.show([dmitri], hearing)
    for _device in range(3):
        stayed(dmitri, hearing)
    assert names(read(hearing)) == [("Civic Watch", "United States of America", 1)]


def test_an_organisation_goes_with_the_last_name_that_is_taken_back(
    ended: Session, dmitri: Person, stayed: Stayed
) -> None:
    people.show([dmitri], ended)
    stayed(dmitri, ended)
    assert names(read(ended)) == [("Civic Watch", "United States of America", 1)]
    accounts_people.revise_profile(actor=dmitri, shown_as="delegate")
    found = read(ended)
    # Nor do they turn up among the others: the difference would be one person, and who is known.
    assert (found.is_anybody, names(found), found.people, found.others) == (True, [], 0, 0)


def test_sides_and_countries_are_told_as_numbers(hearing: Session, stayed: Stayed) -> None:
    build.programme()
    for number, country in enumerate(["RU"] * 6 + ["US"] * 3 + ["KZ", "GE", "AM"]):
        stayed(build.person(f"P{number}", shown_as="delegate", country=country), hearing)
    found = read(hearing)
    assert (found.people, found.others, found.split) == (10, 10, (("RU", 5), ("US", 3)))


def test_of_a_groups_meeting_nobody_is_counted_but_who_is_named(
    circle: Group, dmitri: Person, stayed: Stayed
) -> None:
    organiser = build.person("Organiser", is_organiser=True)
    meeting = build.session(circle, title="Round table", state=State.SCHEDULED)
    life.start(actor=organiser, session=meeting)
    for number in range(6):
        stayed(build.person(f"P{number}", shown_as="delegate", country="RU"), meeting)
    people.show([dmitri], meeting)
    stayed(dmitri, meeting)
    found = read(meeting)
    assert (found.is_open, found.people, found.others, found.split) == (False, 1, 0, ())


def test_heads_at_countersigned_screens_are_counted_apart(
    hearing: Session, dmitri: Person, clara: Person, stayed: Stayed
) -> None:
    now = clock.now()
    for person, confirmed in ((dmitri, now), (clara, None)):
        stayed(person, hearing)
        Screen.objects.create(
            session=hearing, person=person, heads=8, declared_at=now, confirmed_at=confirmed
        )
    # Two people are too few to be told; seven at their screen are at least five.
    assert (read(hearing).people, read(hearing).at_screens) == (0, 5)


def test_who_was_put_down_as_absent_is_not_there(
    hearing: Session, dmitri: Person, ada: Person, stayed: Stayed
) -> None:
    people.show([dmitri], hearing)
    stay = stayed(dmitri, hearing)
    Correction.objects.create(
        session=hearing,
        person=dmitri.pk,
        was_there=False,
        starts_at=stay.entered_at,
        ends_at=stay.last_seen,
        reason="It was somebody else",
        author=ada.pk,
        made_at=clock.now(),
    )
    assert read(hearing) == Company()


def test_who_shows_no_country_is_in_none_even_where_all_come_from_one(
    hearing: Session, stayed: Stayed
) -> None:
    """A pseudonym that says nothing would be from Russia, if the record said that all were."""
    build.programme()
    for number in range(3):
        veiled = build.person(
            f"V{number}", shown_as="pseudonym", pseudonym=f"Mask {number}", country="RU"
        )
        people.show([veiled], hearing)
        stayed(veiled, hearing)
    assert (read(hearing).others, read(hearing).split) == (3, ())
    for number in range(4):
        shown = build.person(f"P{number}", shown_as="delegate", country="RU")
        people.show([shown], hearing)
        stayed(shown, hearing)
    assert read(hearing).split == (("RU", 3),)


def test_who_takes_their_country_back_moves_no_figure(hearing: Session, stayed: Stayed) -> None:
    """Else the difference would tell that they were there, and where they come from."""
    build.programme()
    there = [build.person(f"P{n}", shown_as="delegate", country="RU") for n in range(6)]
    for person in there:
        people.show([person], hearing)
        stayed(person, hearing)
    before = read(hearing)
    for number, person in enumerate(there[:3]):
        accounts_people.revise_profile(
            actor=person, shown_as="pseudonym", pseudonym=f"Mask {number}"
        )
    assert read(hearing) == before
    # Three of the six are left of whom nothing is said.
    assert (before.others, before.split) == (5, (("RU", 3),))
