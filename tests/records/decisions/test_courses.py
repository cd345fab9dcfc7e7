"""What an action said before is taken out of sight: by whom, and that it is then nowhere."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from accounts.deeds import AuditEntry
from accounts.models import Person
from groups.models import Group
from kit.refusals import Forbidden, NotHere, Refused
from live import clock
from live.models import EventBody
from live.testing import Replay, say, verify_live, view
from records.decisions import actions, courses
from records.decisions.models import Action
from sessions import life
from sessions.models import Session, State
from tests import build

pytestmark = pytest.mark.django_db

NAME = "Ivan Petrov"


@pytest.fixture
def action(meeting: Session, boris: Person, dmitri: Person) -> Action:
    """An action that named somebody, no more, then again, and no more; of which a note names them too."""
    made = actions.take(
        actor=boris,
        session=meeting,
        text=f"Ask {NAME}",
        owner=dmitri.pk,
        due_on=str(clock.now().date() + timedelta(days=7)),
    )
    texts = ("Ask them", f"Ask {NAME}", "Ask the ministry")
    for edition, text in enumerate(texts, start=1):
        said: dict[str, Any] = {"edition": edition, "language": "en", "text": text}
        actions.change(actor=boris, session=meeting, action=made.pk, note="", **said)
    ended: dict[str, Any] = {"edition": 4, "state": "done", "note": f"{NAME} answered"}
    return actions.change(actor=boris, session=meeting, action=made.pk, **ended)


@pytest.fixture
def following(circle: Group, meeting: Session, action: Action, boris: Person) -> Session:
    """The group's next meeting, into which the action is carried, opened again."""
    said: dict[str, Any] = {"edition": 5, "language": "en", "text": f"Ask {NAME} again"}
    actions.change(actor=boris, session=meeting, action=action.pk, state="open", **said)
    made = build.session(
        circle, title="Next", state=State.SCHEDULED, starts_at=clock.now() + timedelta(minutes=5)
    )
    opened = life.open_doors(actor=boris, session=made)
    said = {"edition": 6, "language": "en", "text": "Ask the ministry"}
    actions.change(actor=boris, session=opened, action=action.pk, **said)
    return opened


def redact(
    actor: Person, session: Session, action: Action, at: int = 0, reason: str = "A name"
) -> Action:
    change = list(action.changes.all())[at].pk
    return courses.redact(
        actor=actor, session=session, action=action.pk, change=change, reason=reason
    )


def named_in(session: Session) -> list[str]:
    bodies = EventBody.objects.filter(event__stream=str(session.live_room))
    return [each.data for each in bodies if NAME in each.data]


def test_the_words_are_gone_from_the_log_and_the_course_and_a_reason_is_in_their_place(
    meeting: Session, action: Action, boris: Person, dmitri: Person
) -> None:
    assert named_in(meeting)
    redact(boris, meeting, action)
    kept = list(action.changes.values_list("was", "now", "redacted_reason"))
    assert kept == [
        ("", "Ask them", "A name"),
        ("Ask them", "", ""),
        ("", "Ask the ministry", "A name"),
        ("open", "done", ""),
    ]
    assert named_in(meeting) == []
    [row] = view(dmitri, meeting.live_room).slices["room"]["actions"]
    assert (row["text_en"], row["edition"], row["state"]) == ("Ask the ministry", 5, "done")


def test_every_room_in_which_it_stands_forgets_it(
    meeting: Session, following: Session, action: Action, boris: Person, dmitri: Person
) -> None:
    assert named_in(meeting)
    assert named_in(following)
    last = action.changes.count() - 1
    redact(boris, meeting, action, at=last)
    redact(boris, meeting, action)
    assert (named_in(meeting), named_in(following)) == ([], [])
    for room in (meeting, following):
        [row] = view(dmitri, room.live_room).slices["room"]["actions"]
        assert row["text_en"] == "Ask the ministry"


def test_a_note_goes_with_the_change_that_it_was_made_with(
    meeting: Session, action: Action, boris: Person
) -> None:
    redact(boris, meeting, action, at=3)
    kept = action.changes.values_list("field", "was", "now", "note", "redacted_reason").last()
    assert kept == ("state", "open", "done", "", "A name")
    with pytest.raises(Refused, match=r"wording\.gone"):
        redact(boris, meeting, action, at=3)


def test_it_stands_in_the_audit_with_its_reason(
    meeting: Session, action: Action, boris: Person
) -> None:
    redact(boris, meeting, action)
    deed = AuditEntry.objects.get(act="action.redact")
    assert (deed.actor, deed.subject, deed.reason) == (boris.pk, action.pk, "A name")


def test_clients_that_were_there_agree_with_the_tables(
    replay: Replay, meeting: Session, action: Action, boris: Person, dmitri: Person
) -> None:
    with verify_live(replay, meeting.live_room, [boris, dmitri]):
        redact(boris, meeting, action)


def test_what_it_says_now_is_never_taken_out_of_sight(
    meeting: Session, action: Action, boris: Person
) -> None:
    said: dict[str, Any] = {"edition": 5, "language": "en", "text": "Ask them"}
    actions.change(actor=boris, session=meeting, action=action.pk, **said)
    with pytest.raises(Refused, match=r"wording\.current"):
        redact(boris, meeting, action, at=1)
    with pytest.raises(Refused, match=r"wording\.reasonless"):
        redact(boris, meeting, action, reason=" ")
    redact(boris, meeting, action)
    with pytest.raises(Refused, match=r"wording\.gone"):
        redact(boris, meeting, action)


def test_moderators_and_organisers_may_and_nobody_else(
    meeting: Session, action: Action, ada: Person, vera: Person, dmitri: Person, eve: Person
) -> None:
    for nobody in (vera, dmitri):
        with pytest.raises(Forbidden):
            redact(nobody, meeting, action)
    with pytest.raises(NotHere):
        redact(eve, meeting, action)
    redact(ada, meeting, action)


def test_a_change_of_another_action_is_not_here(
    meeting: Session, action: Action, boris: Person, dmitri: Person
) -> None:
    due = str(clock.now().date() + timedelta(days=7))
    said: dict[str, Any] = {"text": "Other", "owner": dmitri.pk, "due_on": due}
    other = actions.take(actor=boris, session=meeting, **said)
    change = action.changes.first()
    assert change is not None
    with pytest.raises(NotHere):
        courses.redact(
            actor=boris, session=meeting, action=other.pk, change=change.pk, reason="A name"
        )


def test_no_page_answer_nor_index_has_it_afterwards(
    client: Client, meeting: Session, action: Action, boris: Person
) -> None:
    build.programme()
    client.force_login(boris)
    page = f"/s/{meeting.pk}/actions/{action.pk}/"
    assert NAME in client.get(page).content.decode()
    room = meeting.live_room
    for at in (0, 3):
        change = list(action.changes.all())[at].pk
        said: dict[str, Any] = {"action": str(action.pk), "change": change, "reason": "A name"}
        assert say(boris, room, "action.redact", **said).ok
    life.end(actor=boris, session=meeting)
    for address in (
        page,
        f"/s/{meeting.pk}/decisions/",
        f"/s/{meeting.pk}/log/",
        f"/s/{meeting.pk}/record/",
        f"/api/v1/sessions/{meeting.pk}/actions/",
        f"/api/v1/sessions/{meeting.pk}/record/",
        f"/api/v1/sessions/{meeting.pk}/events/?seen=room:0",
        "/search/?q=Petrov",
    ):
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert NAME not in answer.content.decode(), address
    assert "A name" in client.get(page).content.decode()


def test_who_moderates_does_it_from_the_page_and_a_fault_keeps_what_was_typed(
    client: Client, meeting: Session, action: Action, boris: Person, dmitri: Person
) -> None:
    build.programme()
    page = f"/s/{meeting.pk}/actions/{action.pk}/"
    client.force_login(dmitri)
    assert "action.redact" not in client.get(page).content.decode()
    client.force_login(boris)
    assert "action.redact" in client.get(page).content.decode()
    first = action.changes.first()
    assert first is not None
    sent = {"name": "action.redact", "action": str(action.pk), "change": first.pk, "next": page}
    refused = client.post(
        f"/s/{meeting.pk}/say/", sent | {"id": str(uuid4()), "reason": "\u200b"}, follow=True
    )
    assert "composer-refusal" in refused.content.decode()
    assert action.changes.filter(was__contains=NAME).count() == 2
    gone = client.post(f"/s/{meeting.pk}/say/", sent | {"id": str(uuid4()), "reason": "A name"})
    assert (gone.status_code, gone["Location"]) == (303, page)
    assert action.changes.filter(was__contains=NAME).count() == 0
