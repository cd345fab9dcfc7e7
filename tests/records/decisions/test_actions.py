import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import Letter, Person
from groups.models import Group
from kit.refusals import Forbidden, NotHere, Refused
from live import clock
from live.testing import Replay, heard, verify_live, view
from records.decisions import actions, decisions, reminders
from records.decisions.models import Action
from sessions import life
from sessions.models import Session, State
from tests import build

pytestmark = pytest.mark.django_db


@pytest.fixture
def action(meeting: Session, boris: Person, dmitri: Person) -> Action:
    """Dmitri is to write a draft in a week."""
    return actions.take(
        actor=boris,
        session=meeting,
        text="Write the draft",
        owner=dmitri.pk,
        due_on=str(clock.now().date() + timedelta(days=7)),
    )


@pytest.fixture
def following(circle: Group, action: Action, boris: Person) -> Session:
    """The group's next meeting, whose doors have been opened."""
    made = build.session(
        circle,
        title="Next",
        state=State.SCHEDULED,
        starts_at=clock.now() + timedelta(minutes=5),
    )
    return life.open_doors(actor=boris, session=made)


def test_an_action_has_an_owner_who_may_come_in_and_a_day_to_come(
    meeting: Session, boris: Person, eve: Person, dmitri: Person
) -> None:
    said: dict[str, Any] = {"actor": boris, "session": meeting, "text": "Call them"}
    for owner, due_on, field in (
        (eve.pk, "2099-01-31", "owner"),
        (dmitri.pk, "2001-01-31", "due_on"),
        (dmitri.pk, "soon", "due_on"),
    ):
        with pytest.raises(Refused) as refused:
            actions.take(**said, owner=owner, due_on=due_on)
        assert refused.value.field == field
    assert not Action.objects.exists()


def test_open_actions_stand_in_the_groups_next_meeting_with_their_origin(
    following: Session, action: Action, dmitri: Person, meeting: Session
) -> None:
    [row] = view(dmitri, following.live_room).slices["room"]["actions"]
    assert row["id"] == str(action.pk)
    assert row["origin"]["session"] == str(meeting.pk)
    assert "Round table" not in json.dumps(row)


def test_what_is_closed_is_carried_no_further_and_says_who_and_where(
    following: Session, action: Action, boris: Person, circle: Group
) -> None:
    done = actions.change(
        actor=boris, session=following, action=action.pk, edition=1, state="done", note="Sent"
    )
    assert done.closed_at is not None
    kept = done.changes.values_list("field", "was", "now", "by", "session", "note")
    assert list(kept) == [("state", "open", "done", boris.pk, following.pk, "Sent")]
    third = build.session(circle, title="Third", state=State.SCHEDULED)
    life.open_doors(actor=boris, session=third)
    assert view(boris, third.live_room).slices["room"]["actions"] == []


def test_another_groups_meeting_and_a_conference_carry_nothing(
    action: Action, boris: Person, plenary: Session, ada: Person
) -> None:
    other = build.session(build.group("media"), state=State.SCHEDULED)
    life.open_doors(actor=ada, session=other)
    assert view(ada, other.live_room).slices["room"]["actions"] == []


def test_its_owner_closes_an_action_and_changes_nothing_else(
    action: Action, meeting: Session, dmitri: Person, boris: Person
) -> None:
    said: dict[str, Any] = {"actor": dmitri, "session": meeting, "action": action.pk, "edition": 1}
    with pytest.raises(Forbidden):
        actions.change(**said, text="Something easier")
    actions.change(**said, state="done")
    other = build.member(build.person("Olga"), meeting.group).person  # type: ignore[arg-type]  # as above
    with pytest.raises(Forbidden):
        actions.change(**(said | {"actor": other, "edition": 2}), state="open")


def test_strangers_and_other_rooms_know_no_action(
    action: Action, plenary: Session, meeting: Session, eve: Person, boris: Person
) -> None:
    with pytest.raises(NotHere):
        actions.change(actor=eve, session=meeting, action=action.pk, edition=1, state="done")
    with pytest.raises(NotHere):
        actions.change(actor=boris, session=plenary, action=action.pk, edition=1, state="done")


def test_who_saves_over_a_newer_one_is_told_what_it_says(
    action: Action, meeting: Session, boris: Person
) -> None:
    said: dict[str, Any] = {"actor": boris, "session": meeting, "action": action.pk}
    actions.change(**said, edition=1, text="Write two drafts")
    with pytest.raises(Refused) as refused:
        actions.change(**said, edition=1, text="Write none")
    assert refused.value.code == "action.changed"
    assert "Write two drafts" in str(refused.value.text)


def test_an_action_taken_afterwards_stands_in_the_meeting_that_goes_on(
    meeting: Session, circle: Group, boris: Person, dmitri: Person
) -> None:
    life.end(actor=boris, session=meeting)
    second = build.session(circle, title="Second", state=State.SCHEDULED)
    life.open_doors(actor=boris, session=second)
    actions.take(actor=boris, session=meeting, text="Late", owner=dmitri.pk, due_on="2099-01-31")
    assert len(view(dmitri, second.live_room).slices["room"]["actions"]) == 1


def test_clients_agree_with_the_tables_in_every_room(
    replay: Replay, meeting: Session, action: Action, circle: Group, boris: Person, dmitri: Person
) -> None:
    following = build.session(circle, title="Next", state=State.SCHEDULED)
    made = decisions.take(actor=boris, session=meeting, text="Do it")
    with (
        verify_live(replay, meeting.live_room, [boris, dmitri]),
        verify_live(replay, following.live_room, [boris, dmitri]),
    ):
        life.open_doors(actor=boris, session=following)
        fresh = actions.take(
            actor=boris,
            session=meeting,
            text="Позвонить",
            translation="Call",
            owner=boris.pk,
            due_on="2099-01-31",
            decision=made.pk,
        )
        said: dict[str, Any] = {"actor": boris, "session": following, "action": action.pk}
        actions.change(**said, edition=1, text="Write it all", owner=boris.pk, due_on="2099-02-01")
        actions.change(**said, edition=2, state="done")
        actions.change(actor=boris, session=meeting, action=fresh.pk, edition=1, state="dropped")
        actions.change(actor=boris, session=meeting, action=fresh.pk, edition=2, state="open")


def test_owners_are_reminded_once_before_and_once_after_the_day(
    action: Action, dmitri: Person
) -> None:
    today = clock.now().date()

    def due(on: date) -> list[str]:
        Action.objects.update(due_on=on)
        reminders.remind()
        reminders.remind()
        return list(Letter.objects.order_by("written_at").values_list("key", flat=True))

    assert due(today + timedelta(days=7)) == []
    soon = due(today + timedelta(days=2))
    assert [key.partition(":")[0] for key in soon] == ["action.soon"]
    over = due(today - timedelta(days=2))
    assert [key.partition(":")[0] for key in over] == ["action.soon", "action.overdue"]
    letter = Letter.objects.get(key=over[1])
    assert letter.person == dmitri
    assert "Write the draft" in letter.body


def test_who_wants_no_reminders_and_what_is_closed_gets_none(
    action: Action, meeting: Session, dmitri: Person, boris: Person
) -> None:
    Action.objects.update(due_on=clock.now().date() - timedelta(days=2))
    Person.objects.filter(pk=dmitri.pk).update(wants_reminders=False)
    assert reminders.remind() == 0
    Person.objects.filter(pk=dmitri.pk).update(wants_reminders=True)
    actions.change(actor=boris, session=meeting, action=action.pk, edition=1, state="done")
    assert reminders.remind() == 0


@pytest.fixture
def guest(following: Session) -> Person:
    """Somebody invited to the next meeting alone, who may know nothing of the one before."""
    person = build.person("Guest")
    build.role(person, following, "speaker")
    return person


def test_a_guest_of_the_next_meeting_is_told_nowhere_what_the_one_before_was_called(
    client: Client, following: Session, action: Action, guest: Person, boris: Person
) -> None:
    build.programme()
    if action.session is not None:
        said: dict[str, Any] = {"action": action.pk, "edition": 1, "text": "Write it soon"}
        actions.change(actor=boris, session=action.session, **said)
    room = following.live_room
    told = [json.dumps(view(guest, room).slices), *(each.data for each in heard(guest, room))]
    client.force_login(guest)
    pages = [
        f"/s/{following.pk}/",
        f"/s/{following.pk}/log/",
        f"/s/{following.pk}/decisions/",
        f"/s/{following.pk}/actions/{action.pk}/",
        f"/api/v1/sessions/{following.pk}/actions/",
    ]
    for address in pages:
        answer = client.get(address)
        assert answer.status_code == 200, address
        told.append(answer.content.decode())
    life.start(actor=boris, session=following)
    life.end(actor=boris, session=following)
    assert all("Write" in each for each in told[-3:])
    places = (f"/s/{following.pk}/record/", f"/api/v1/sessions/{following.pk}/record/")
    told += [client.get(address).content.decode() for address in places]
    assert [each for each in told if "Round table" in each] == []


def test_a_member_reads_what_the_meeting_before_was_called(
    client: Client, following: Session, action: Action, dmitri: Person
) -> None:
    build.programme()
    client.force_login(dmitri)
    page = client.get(f"/s/{following.pk}/actions/{action.pk}/").content.decode()
    assert "Round table" in page
    [row] = client.get(f"/api/v1/sessions/{following.pk}/actions/").json()["actions"]
    assert row["origin"]["title_en"] == "Round table"


def test_who_may_no_longer_come_in_is_reminded_without_its_title(
    meeting: Session, action: Action, dmitri: Person, circle: Group
) -> None:
    build.programme()
    circle.memberships.filter(person=dmitri).update(ended_at=clock.now())
    Action.objects.filter(pk=action.pk).update(due_on=clock.now().date() + timedelta(days=2))
    assert reminders.remind() == 1
    letter = Letter.objects.get(person=dmitri)
    assert "Write the draft" in letter.body
    assert "Round table" not in letter.body
