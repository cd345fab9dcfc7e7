"""Feeds, written by one library and read back by another."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import vobject  # type: ignore[import-untyped] # published without types
from django.test import Client
from django.utils import translation

from accounts import people
from accounts.deeds import AuditEntry
from accounts.models import Person
from conferences.models import Conference, Room
from groups import memberships
from groups.models import Group
from kit.refusals import NotHere
from live import clock
from sessions import life, removals, sessions
from sessions.calendars import addresses, feeds
from sessions.calendars.entries import calendar, entry, text_of
from sessions.models import RoleName, Session, State
from sessions.programme import stars
from tests import build

pytestmark = pytest.mark.django_db


def read(text: str) -> Any:
    """Read a calendar with a library that is not the one that wrote it."""
    return vobject.readOne(text)


def entries_of(sessions: Any) -> dict[str, Any]:
    found = read(text_of(calendar([entry(session) for session in sessions], name="Forum")))
    return {event.uid.value: event for event in getattr(found, "vevent_list", [])}


def only(session: Session) -> Any:
    fresh = Session.objects.get(pk=session.pk)
    (event,) = entries_of([fresh]).values()
    return event


def told(event: Any) -> tuple[str, int, str, datetime]:
    return (
        event.uid.value,
        int(event.sequence.value),
        event.status.value,
        event.dtstart.value.astimezone(UTC),
    )


def planned(host: Conference | Group, **fields: Any) -> Session:
    return build.session(host, state=State.SCHEDULED, **fields)


def later(hours: int) -> datetime:
    return clock.now().replace(minute=0, second=0, microsecond=0) + timedelta(hours=hours)


def test_typo_move_and_cancelling_read_as_what_they_are(forum: Conference, ada: Person) -> None:
    session = planned(forum, starts_at=later(24), title="Opnening")
    uid = f"{session.pk}@localhost"
    assert told(only(session)) == (uid, 0, "CONFIRMED", later(24))
    sessions.revise(actor=ada, session=session, texts={"en": {"title": "Opening"}})
    assert told(only(session)) == (uid, 0, "CONFIRMED", later(24))
    assert only(session).summary.value == "Opening"
    hours: dict[str, Any] = {"starts_at": later(26), "ends_at": later(27)}
    sessions.revise(actor=ada, session=session, **hours)
    assert told(only(session)) == (uid, 1, "CONFIRMED", later(26))
    sessions.revise(actor=ada, session=session, **hours)
    assert told(only(session)) == (uid, 1, "CONFIRMED", later(26))
    life.cancel(actor=ada, session=session)
    assert told(only(session)) == (uid, 2, "CANCELLED", later(26))


def test_other_room_is_a_move_and_what_nobody_goes_by_is_not(
    forum: Conference, ada: Person
) -> None:
    hall = Room.objects.create(conference=forum, name_en="Great Hall")
    session = planned(forum)
    sessions.revise(actor=ada, session=session, room=hall)
    assert (only(session).sequence.value, only(session).location.value) == ("1", "Great Hall")
    details: dict[str, Any] = {
        "kind": "talk",
        "is_run_by_clock": False,
        "texts": {"en": {"abstract": "<p>New</p>"}},
    }
    sessions.revise(actor=ada, session=session, **details)
    assert only(session).sequence.value == "1"


def test_stamp_changes_with_every_change_and_with_nothing_else(
    forum: Conference, ada: Person, time_machine: Any
) -> None:
    session = planned(forum, starts_at=later(24), title="Opnening")
    before = only(session).dtstamp.value
    time_machine.move_to(clock.now() + timedelta(hours=1), tick=False)
    sessions.revise(actor=ada, session=session, texts={"en": {"title": "Opnening"}})
    assert only(session).dtstamp.value == before
    sessions.revise(actor=ada, session=session, texts={"en": {"title": "Opening"}})
    stamp = clock.now().replace(microsecond=0)
    assert (only(session).dtstamp.value, only(session).last_modified.value) == (stamp, stamp)


MOSCOW = [
    # The winter's hour before March 2011, UTC+4 the year round from then until October 2014, UTC+3 since.
    ("2011-02-14 10:00", 3),
    ("2011-03-28 10:00", 4),
    ("2011-11-14 10:00", 4),
    ("2012-07-02 10:00", 4),
    ("2014-10-25 10:00", 4),
    ("2014-10-27 10:00", 3),
    ("2026-07-01 10:00", 3),
]
WASHINGTON = [
    ("2011-03-12 10:00", -5),
    ("2011-03-14 10:00", -4),
    ("2011-11-05 10:00", -4),
    ("2011-11-07 10:00", -5),
    ("2012-11-03 23:00", -4),
    ("2012-11-04 10:00", -5),
]


@pytest.mark.parametrize(
    ("zone", "hours"), [("Europe/Moscow", MOSCOW), ("America/New_York", WASHINGTON)]
)
def test_zone_in_the_file_is_right_by_itself(
    circle: Group, zone: str, hours: list[tuple[str, int]]
) -> None:
    """Read with the rules that the file brings, under a name that no tz database could answer to."""
    for wall, _offset in hours:
        starts_at = datetime.fromisoformat(wall).replace(tzinfo=ZoneInfo(zone))
        planned(circle, starts_at=starts_at, meeting_zone=zone)
    text = text_of(calendar(entry(row) for row in circle.sessions.order_by("starts_at")))
    assert text.count("BEGIN:VTIMEZONE") == 1
    found = read(text.replace(zone, f"Nowhere/{zone[:3]}"))
    starts = [event.dtstart.value for event in found.vevent_list]
    assert [f"{start:%Y-%m-%d %H:%M}" for start in starts] == [wall for wall, _offset in hours]
    offsets = [start.utcoffset() for start in starts]
    assert offsets == [timedelta(hours=offset) for _wall, offset in hours]


def test_lines_are_folded_within_75_octets_and_read_back_whole(
    forum: Conference, ada: Person
) -> None:
    title = "Защита заявителей о коррупции: что обещано, что сделано; и что делать дальше, " * 3
    session = planned(forum, title_ru=title.strip(), source_language="ru")
    with translation.override("ru"):
        text = text_of(calendar([entry(session)]))
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    assert "\n" not in text.replace("\r\n", "")
    assert read(text).vevent.summary.value == title.strip()


def test_entry_links_to_the_page_and_names_nobody(
    forum: Conference, clara: Person, settings: Any
) -> None:
    settings.SITE_URL = "https://live.example"
    session = planned(forum, abstract_en="<p>Rights &amp; duties</p>")
    build.role(clara, session, RoleName.SPEAKER)
    event = only(session)
    link = f"https://live.example/s/{session.pk}/"
    assert (event.url.value, event.description.value) == (link, f"Rights & duties\n\n{link}")
    names = {line.name for line in event.getChildren()}
    assert names & {"ATTENDEE", "ORGANIZER", "CONTACT"} == set()
    assert event.getChildValue("class") == "PUBLIC"


def test_session_without_length_has_no_end(forum: Conference) -> None:
    at = later(1)
    event = only(planned(forum, starts_at=at, ends_at=at))
    assert not hasattr(event, "dtend")


def test_withdrawn_session_stays_in_the_feed_as_cancelled(forum: Conference) -> None:
    session = planned(forum)
    Session.objects.update(state=State.CANCELLED, withdrawn_at=clock.now(), revision=1)
    found = entries_of(feeds.of_conference(forum))
    assert {uid: event.status.value for uid, event in found.items()} == {
        f"{session.pk}@localhost": "CANCELLED"
    }


def test_conference_feed_costs_the_same_for_one_and_three(
    forum: Conference, client: Client, django_assert_num_queries: Any
) -> None:
    address = f"/c/{forum.slug}/agenda.ics"
    for count in (1, 3):
        while forum.sessions.count() < count:
            planned(forum, room=Room.objects.create(conference=forum, name_en="Hall"))
        with django_assert_num_queries(2):
            answer = client.get(address)
        assert answer.content.decode().count("BEGIN:VEVENT") == count


def test_feed_that_a_program_has_is_not_sent_again(
    forum: Conference, ada: Person, client: Client
) -> None:
    session = planned(forum, starts_at=later(24))
    address = f"/c/{forum.slug}/agenda.ics"
    first = client.get(address)
    assert first["Content-Type"] == "text/calendar; charset=utf-8"
    assert first["Content-Disposition"] == 'attachment; filename="forum.ics"'
    mark = first["ETag"]
    again = client.get(address, headers={"If-None-Match": mark})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", mark)
    sessions.revise(actor=ada, session=session, texts={"en": {"title": "Renamed"}})
    changed = client.get(address, headers={"If-None-Match": mark})
    assert (changed.status_code, changed["ETag"] == mark) == (200, False)


def test_conference_feed_speaks_the_language_of_its_address(
    forum: Conference, client: Client
) -> None:
    planned(forum, title="Opening", title_ru="Открытие")
    for language, title, name in (("en", "Opening", "Forum"), ("ru", "Открытие", "Форум")):
        found = read(client.get(f"/c/{forum.slug}/agenda.ics?lang={language}").content.decode())
        assert (found.vevent.summary.value, found.x_wr_calname.value) == (title, name)


def test_agenda_of_a_person_is_their_roles_and_their_groups(
    forum: Conference, circle: Group, dmitri: Person, clara: Person, ada: Person
) -> None:
    talk, meeting = planned(forum, title="Talk"), planned(circle, title="Meeting")
    planned(forum, title="Another")
    build.role(clara, talk, RoleName.SPEAKER)
    assert list(feeds.of_person(clara)) == [talk]
    assert list(feeds.of_person(dmitri)) == [meeting]
    assert list(feeds.of_person(ada)) == []
    stars.star(actor=ada, session=talk)
    assert list(feeds.of_person(ada)) == [talk]


def test_agenda_of_a_person_loses_what_they_were_put_out_of(
    circle: Group, dmitri: Person, boris: Person
) -> None:
    meeting = build.session(circle, title="Meeting")
    removals.remove(actor=boris, session=meeting, person=dmitri.pk)
    assert list(feeds.of_person(dmitri)) == []
    assert list(feeds.of_group(circle, dmitri)) == []


def path(address: str) -> str:
    return address.removeprefix("http://localhost:8000")


def test_secret_addresses_open_one_feed_each(circle: Group, dmitri: Person, client: Client) -> None:
    planned(circle, title="Meeting", title_ru="Встреча")
    mine, groups = addresses.agenda_address(dmitri), addresses.group_address(dmitri, circle)
    for address in (mine, groups):
        answer = client.get(path(address))
        assert read(answer.content.decode()).vevent.summary.value == "Meeting"
        assert (answer["Cache-Control"], answer["X-Robots-Tag"]) == ("private", "noindex")
    swapped = path(groups).replace("environment.ics", "agenda.ics")
    other = build.group("youth")
    build.member(dmitri, other)
    elsewhere = path(groups).replace("environment.ics", "youth.ics")
    for wrong in (swapped, elsewhere, path(mine)[:-12] + "A/agenda.ics", "/calendars/x/agenda.ics"):
        assert client.get(wrong).status_code == 404


def renew(person: Person) -> None:
    addresses.renew(actor=person)


def sign_out(person: Person) -> None:
    people.sign_out_everywhere(actor=person)


def shut_out(person: Person) -> None:
    Person.objects.filter(pk=person.pk).update(is_active=False)


@pytest.mark.parametrize("end", [renew, sign_out, shut_out])
def test_secret_addresses_end_together(
    circle: Group, dmitri: Person, client: Client, end: Callable[[Person], None]
) -> None:
    old = [path(addresses.agenda_address(dmitri)), path(addresses.group_address(dmitri, circle))]
    assert [client.get(address).status_code for address in old] == [200, 200]
    end(dmitri)
    assert [client.get(address).status_code for address in old] == [404, 404]


def test_address_of_a_group_ends_with_the_membership(
    circle: Group, dmitri: Person, client: Client
) -> None:
    address = path(addresses.group_address(dmitri, circle))
    memberships.end(actor=dmitri, membership=circle.memberships.get(person=dmitri))
    assert client.get(address).status_code == 404
    with pytest.raises(NotHere):
        addresses.owner_of_group("", circle)


def test_who_comes_back_to_a_group_gets_another_address(
    circle: Group, dmitri: Person, boris: Person, client: Client
) -> None:
    old = path(addresses.group_address(dmitri, circle))
    memberships.end(actor=dmitri, membership=circle.memberships.get(person=dmitri))
    memberships.admit(actor=boris, group=circle, person=dmitri)
    new = path(addresses.group_address(dmitri, circle))
    assert [client.get(address).status_code for address in (old, new)] == [404, 200]


def test_address_outlives_a_new_secret_key(
    circle: Group, dmitri: Person, client: Client, settings: Any
) -> None:
    address = path(addresses.agenda_address(dmitri))
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another"
    assert client.get(address).status_code == 200
    settings.SECRET_KEY_FALLBACKS = []
    assert client.get(address).status_code == 404


def test_pages_offer_the_addresses(
    circle: Group, dmitri: Person, forum: Conference, client: Client
) -> None:
    planned(forum)
    client.force_login(dmitri)
    mine = addresses.agenda_address(dmitri)
    assert mine in client.get("/me/").content.decode()
    assert addresses.group_address(dmitri, circle) in client.get("/g/environment/").content.decode()
    page = client.get("/c/forum/").content.decode()
    assert "webcal://localhost:8000/c/forum/agenda.ics?lang=en" in page
    answer = client.post("/me/calendars/renew/")
    assert (answer.status_code, answer["Location"]) == (302, "/me/")
    written = AuditEntry.objects.filter(act="calendar.renew")
    assert list(written.values_list("actor", "person")) == [(dmitri.pk, dmitri.pk)]
    dmitri.refresh_from_db()
    assert addresses.agenda_address(dmitri) != mine
