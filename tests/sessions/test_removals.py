"""Removal: a person is out at once, is shown nowhere as present, and comes back when let in."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from accounts.deeds import AuditEntry
from accounts.models import Person
from conferences.models import Conference
from groups.models import Group, GroupRole
from kit.refusals import NotHere
from live import presence, rooms
from live.rooms import Removed
from live.testing import Replay, heard, say, verify_live, view
from sessions import here, queries, removals, roles
from sessions.models import Removal, RoleName, Session, State
from tests import build

pytestmark = pytest.mark.django_db


@pytest.fixture
def removed(boris: Person, dmitri: Person, plenary: Session) -> Person:
    removals.remove(actor=boris, session=plenary, person=dmitri.pk, reason="Shouted")
    return dmitri


def refused(actor: Person, session: Session, name: str, **data: Any) -> str | None:
    reply = say(actor, session.live_room, name, **data)
    return None if reply.ok else reply.code


def test_who_is_removed_may_not_enter_and_is_told_so(
    removed: Person, plenary: Session, clara: Person, eve: Person, forum: Conference
) -> None:
    assert queries.who_may_enter(plenary, [removed, clara]) == {clara.pk}
    with pytest.raises(Removed):
        rooms.admitted(plenary.live_room, removed)
    with pytest.raises(NotHere):
        rooms.admitted(plenary.live_room, eve)
    assert plenary not in queries.visible_to(removed)
    assert plenary in queries.listed_for(removed), "the agenda of a public conference is everyone's"
    elsewhere = build.session(forum, title="Workshop")
    assert queries.who_may_enter(elsewhere, [removed]) == {removed.pk}
    assert queries.coming_for(removed) == [elsewhere]


def test_who_is_let_in_again_comes_in(removed: Person, boris: Person, plenary: Session) -> None:
    removals.readmit(actor=boris, session=plenary, person=removed.pk)
    assert queries.who_may_enter(plenary, [removed]) == {removed.pk}
    assert plenary in queries.visible_to(removed)
    assert not Removal.objects.exists()


@pytest.mark.parametrize("who", ["boris", "ada", "second"])
def test_nobody_removes_a_moderator_an_organiser_or_themselves(
    request: pytest.FixtureRequest, boris: Person, ada: Person, plenary: Session, who: str
) -> None:
    second = build.person("Second")
    build.role(second, plenary, RoleName.MODERATOR)
    whom = second if who == "second" else request.getfixturevalue(who)
    for actor in (boris, ada):
        assert refused(actor, plenary, "person.remove", person=whom.pk) == "person.moderates"
    assert not Removal.objects.exists()
    assert not AuditEntry.objects.exists()


def test_the_co_chair_of_a_meetings_group_stays(circle: Group, ada: Person, boris: Person) -> None:
    meeting = build.session(circle)
    assert refused(ada, meeting, "person.remove", person=boris.pk) == "person.moderates"


def test_what_cannot_be_is_refused(
    removed: Person, boris: Person, clara: Person, eve: Person, plenary: Session
) -> None:
    assert refused(boris, plenary, "person.remove", person=removed.pk) == "person.already_removed"
    assert refused(boris, plenary, "person.readmit", person=clara.pk) == "person.not_removed"
    for stranger in (eve.pk, uuid4()):
        assert refused(boris, plenary, "person.remove", person=stranger) == "not_found"
    long = refused(boris, plenary, "person.remove", person=clara.pk, reason="x" * 1001)
    assert long == "reason.too_long"
    assert refused(clara, plenary, "person.remove", person=boris.pk) == "forbidden"
    assert Removal.objects.count() == 1


def test_the_removed_can_say_nothing(removed: Person, plenary: Session) -> None:
    before = heard_by_moderators(plenary)
    for name, data in (
        ("message.post", {"text": "Let me in"}),
        ("question.ask", {"text": "Why?"}),
        ("person.readmit", {"person": removed.pk}),
    ):
        assert refused(removed, plenary, name, **data) is not None
    assert heard_by_moderators(plenary) == before


def heard_by_moderators(session: Session) -> list[str]:
    boris = Person.objects.get(name="Boris")
    return [event.name for event in heard(boris, session.live_room)]


def test_only_moderators_hear_of_it(
    removed: Person, boris: Person, clara: Person, plenary: Session
) -> None:
    assert [e.name for e in heard(clara, plenary.live_room)] == ["person.shown", "person.shown"]
    assert "removed" not in str(view(clara, plenary.live_room).slices)
    (row,) = view(boris, plenary.live_room).slices["staff"]["removed"]
    assert {**row, "at": ""} == {
        "person": str(removed.pk),
        "by": str(boris.pk),
        "at": "",
        "reason": "Shouted",
    }
    (event,) = [e for e in heard(boris, plenary.live_room) if e.name == "person.removed"]
    assert f'"at":"{row["at"]}"' in event.frame


def test_the_clients_own_reducers_agree(
    replay: Replay, boris: Person, ada: Person, clara: Person, plenary: Session, forum: Conference
) -> None:
    guests = [build.person(f"Guest {n}") for n in range(3)]
    for guest in guests:
        build.registration(guest, forum)
    people = [boris, ada, clara]
    with verify_live(replay, plenary.live_room, people):
        for guest in guests:
            assert say(boris, plenary.live_room, "person.remove", person=guest.pk).ok
    with verify_live(replay, plenary.live_room, people):
        assert say(ada, plenary.live_room, "person.readmit", person=guests[1].pk).ok
        assert say(ada, plenary.live_room, "person.remove", person=clara.pk, reason="Sang").ok
        people.remove(clara)


def test_a_removed_person_is_shown_nowhere_as_present(
    boris: Person, dmitri: Person, clara: Person, plenary: Session
) -> None:
    presence.take(plenary.live_room, [dmitri.pk, clara.pk], "ws")
    assert [each.id for each in here.present(plenary)] == [clara.pk, dmitri.pk]
    removals.remove(actor=boris, session=plenary, person=dmitri.pk)
    assert presence.present(plenary.live_room) == {clara.pk}
    # A heartbeat that was on its way may begin one more stay: it is shown to nobody either.
    presence.take(plenary.live_room, [dmitri.pk], "ws")
    assert [each.id for each in here.present(plenary)] == [clara.pk]
    removals.readmit(actor=boris, session=plenary, person=dmitri.pk)
    assert [each.id for each in here.present(plenary)] == [clara.pk, dmitri.pk]


def test_the_stay_of_who_was_removed_counts_up_to_the_removal(
    boris: Person, dmitri: Person, plenary: Session
) -> None:
    presence.take(plenary.live_room, [dmitri.pk], "ws")
    removals.remove(actor=boris, session=plenary, person=dmitri.pk)
    (stay,) = presence.leases(plenary.live_room)
    assert (stay.person, stay.ended_at) == (dmitri.pk, stay.last_seen)


def test_whom_an_organiser_gives_a_role_is_let_in_again(
    removed: Person, ada: Person, boris: Person, plenary: Session
) -> None:
    roles.give_role(actor=ada, session=plenary, person=removed, name=RoleName.SPEAKER)
    assert queries.who_may_enter(plenary, [removed]) == {removed.pk}
    assert heard_by_moderators(plenary)[-1] == "person.readmitted"


def test_whoever_comes_to_moderate_has_the_room_in_hand(
    circle: Group, ada: Person, dmitri: Person
) -> None:
    meeting = build.session(circle)
    removals.remove(actor=ada, session=meeting, person=dmitri.pk)
    assert meeting not in queries.visible_to(dmitri)
    circle.memberships.filter(person=dmitri).update(role=GroupRole.CHAIR)
    assert queries.who_may_enter(meeting, [dmitri]) == {dmitri.pk}
    assert meeting in queries.visible_to(dmitri)
    assert queries.kept_out_of(meeting) == set()


DOORS = [
    ("GET", "/s/{id}/"),
    ("GET", "/s/{id}/log/"),
    ("GET", "/s/{id}/people/"),
    ("POST", "/s/{id}/say/"),
    ("GET", "/api/v1/sessions/{id}/"),
    ("GET", "/api/v1/sessions/{id}/people/"),
    ("GET", "/api/v1/sessions/{id}/events/"),
    ("GET", "/api/v1/sessions/{id}/events/?seen=room:0"),
    ("POST", "/api/v1/sessions/{id}/ticket/"),
    ("POST", "/api/v1/sessions/{id}/commands/"),
]


@pytest.mark.parametrize("state", [State.LIVE, State.ENDED])
@pytest.mark.parametrize(("method", "address"), DOORS)
def test_every_door_says_calmly_that_one_is_out(
    client: Client, removed: Person, plenary: Session, method: str, address: str, state: str
) -> None:
    Session.objects.filter(pk=plenary.pk).update(state=state)
    say(Person.objects.get(name="Clara"), plenary.live_room, "message.post", text="Greetings")
    client.force_login(removed)
    answer = client.generic(method, address.format(id=plenary.pk), content_type="application/json")
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "Greetings" not in page
    assert "Shouted" not in page
    if address.startswith("/api/"):
        assert answer.json()["code"] == "room.removed"
    else:
        assert "You are no longer in this session" in page
        assert f'action="/s/{plenary.pk}' not in page


def test_the_log_in_its_frame_says_it_too(
    client: Client, removed: Person, plenary: Session
) -> None:
    client.force_login(removed)
    answer = client.get(f"/s/{plenary.pk}/log/")
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert "Refresh" not in answer
    assert "<form" not in answer.content.decode()


def reads_english(person: Person) -> None:
    Person.objects.filter(pk=person.pk).update(language="en")


def test_a_moderator_removes_and_readmits_by_plain_forms(
    client: Client, boris: Person, dmitri: Person, plenary: Session
) -> None:
    reads_english(boris)
    presence.take(plenary.live_room, [dmitri.pk, boris.pk], "ws")
    client.force_login(boris)
    room = f"/s/{plenary.pk}/"
    page = client.get(room).content.decode()
    assert f'name="person" value="{dmitri.pk}"' in page
    assert f'name="person" value="{boris.pk}"' not in page
    answer = client.post(
        f"{room}say/", {"name": "person.remove", "person": dmitri.pk, "reason": "Shouted"}
    )
    assert answer["Location"] == f"{room}#people"
    page = client.get(room).content.decode()
    assert ("Let Dmitri in again" in page, "Shouted" in page) == (True, True)
    client.post(f"{room}say/", {"name": "person.readmit", "person": dmitri.pk})
    assert not Removal.objects.exists()


def test_a_refused_removal_keeps_the_reason_that_was_typed(
    client: Client, boris: Person, ada: Person, plenary: Session
) -> None:
    reads_english(boris)
    presence.take(plenary.live_room, [ada.pk], "ws")
    client.force_login(boris)
    said = {"name": "person.remove", "person": ada.pk, "reason": "She hums"}
    answer = client.post(f"/s/{plenary.pk}/say/", said)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert 'value="She hums"' in page
    assert "Moderators and organisers can’t be removed" in page


def test_participants_see_no_way_to_remove(
    client: Client, dmitri: Person, clara: Person, plenary: Session
) -> None:
    presence.take(plenary.live_room, [dmitri.pk, clara.pk], "ws")
    client.force_login(dmitri)
    page = client.get(f"/s/{plenary.pk}/").content.decode()
    assert "Clara" in page
    assert "person.remove" not in page


def test_each_removal_is_in_the_audit(removed: Person, boris: Person, plenary: Session) -> None:
    removals.readmit(actor=boris, session=plenary, person=removed.pk)
    rows: list[tuple[str, UUID, UUID | None, str]] = list(
        AuditEntry.objects.order_by("at", "-act").values_list("act", "actor", "person", "reason")
    )
    assert rows == [
        ("person.remove", boris.pk, removed.pk, "Shouted"),
        ("person.readmit", boris.pk, removed.pk, ""),
    ]


def test_listing_who_may_enter_is_one_query_also_where_somebody_was_removed(
    removed: Person, clara: Person, eve: Person, plenary: Session, django_assert_num_queries: Any
) -> None:
    for people in ([clara], [removed], [removed, clara, eve]):
        with django_assert_num_queries(1):
            queries.who_may_enter(plenary, people)
