"""An earlier wording is taken out of sight: by whom, and that it is then nowhere."""

from typing import Any

import pytest
from django.test import Client

from accounts.deeds import AuditEntry
from accounts.models import Person
from kit.refusals import Forbidden, NotHere, Refused
from live.models import EventBody
from live.testing import Replay, heard, say, verify_live, view
from records.decisions import decisions, wordings
from records.decisions.models import Decision
from sessions import life
from sessions.models import Session
from tests import build

pytestmark = pytest.mark.django_db

NAME = "Ivan Petrov"


@pytest.fixture
def reworded(meeting: Session, boris: Person) -> Decision:
    """A decision that named somebody, no more, then again, and no more."""
    made = decisions.take(actor=boris, session=meeting, text=f"{NAME} pays")
    for edition, text in enumerate(("They pay", f"{NAME} pays", "All pay"), start=1):
        said: dict[str, Any] = {"edition": edition, "language": "en", "text": text}
        decisions.revise(actor=boris, session=meeting, decision=made.pk, **said)
    return Decision.objects.get(pk=made.pk)


def redact(
    actor: Person, session: Session, decision: Decision, at: int = 0, reason: str = "A name"
) -> Decision:
    chosen = decision.wordings.all()[at]
    said: dict[str, Any] = {"decision": decision.pk, "wording": chosen.pk, "reason": reason}
    return wordings.redact(actor=actor, session=session, **said)


def test_the_words_are_gone_from_the_log_and_the_history_and_a_reason_is_in_their_place(
    meeting: Session, reworded: Decision, boris: Person, dmitri: Person
) -> None:
    redact(boris, meeting, reworded)
    kept = list(reworded.wordings.values_list("was", "now", "redacted_reason"))
    assert kept == [
        ("", "They pay", "A name"),
        ("They pay", "", ""),
        ("", "All pay", "A name"),
    ]
    bodies = EventBody.objects.filter(event__stream=str(meeting.live_room))
    assert [each.data for each in bodies if NAME in each.data] == []
    assert [each for each in heard(dmitri, meeting.live_room) if NAME in each.data] == []
    [row] = view(dmitri, meeting.live_room).slices["room"]["decisions"]
    assert (row["text_en"], row["edition"]) == ("All pay", 4)


def test_it_stands_in_the_audit_with_its_reason(
    meeting: Session, reworded: Decision, boris: Person
) -> None:
    redact(boris, meeting, reworded)
    deed = AuditEntry.objects.get(act="decision.redact")
    assert (deed.actor, deed.subject, deed.reason) == (boris.pk, reworded.pk, "A name")


def test_clients_that_were_there_agree_with_the_tables(
    replay: Replay, meeting: Session, reworded: Decision, boris: Person, dmitri: Person
) -> None:
    with verify_live(replay, meeting.live_room, [boris, dmitri]):
        redact(boris, meeting, reworded)


def test_what_it_says_now_is_never_taken_out_of_sight(
    meeting: Session, reworded: Decision, boris: Person
) -> None:
    said: dict[str, Any] = {"edition": 4, "language": "en", "text": "They pay"}
    decisions.revise(actor=boris, session=meeting, decision=reworded.pk, **said)
    with pytest.raises(Refused) as refused:
        redact(boris, meeting, reworded, at=1)
    assert refused.value.code == "wording.current"
    with pytest.raises(Refused, match=r"wording\.reasonless"):
        redact(boris, meeting, reworded, reason=" ")
    redact(boris, meeting, reworded)
    with pytest.raises(Refused, match=r"wording\.gone"):
        redact(boris, meeting, reworded)


def test_of_a_withdrawn_decision_too(meeting: Session, reworded: Decision, boris: Person) -> None:
    decisions.withdraw(actor=boris, session=meeting, decision=reworded.pk, reason="Misheard")
    redact(boris, meeting, reworded)
    assert reworded.wordings.filter(was__contains=NAME).count() == 0


def test_moderators_and_organisers_may_and_nobody_else(
    meeting: Session,
    reworded: Decision,
    ada: Person,
    vera: Person,
    dmitri: Person,
    eve: Person,
) -> None:
    for nobody in (vera, dmitri):
        with pytest.raises(Forbidden):
            redact(nobody, meeting, reworded)
    with pytest.raises(NotHere):
        redact(eve, meeting, reworded)
    redact(ada, meeting, reworded)


def test_a_wording_of_another_decision_is_not_here(
    meeting: Session, reworded: Decision, boris: Person
) -> None:
    other = decisions.take(actor=boris, session=meeting, text="Other")
    chosen = reworded.wordings.all()[0]
    with pytest.raises(NotHere):
        wordings.redact(
            actor=boris, session=meeting, decision=other.pk, wording=chosen.pk, reason="A name"
        )


def test_no_page_answer_nor_index_has_it_afterwards(
    client: Client, meeting: Session, reworded: Decision, boris: Person
) -> None:
    build.programme()
    client.force_login(boris)
    desk = f"/s/{meeting.pk}/decisions/{reworded.pk}/"
    assert NAME in client.get(desk).content.decode()
    chosen = reworded.wordings.all()[0]
    said: dict[str, Any] = {"decision": str(reworded.pk), "wording": chosen.pk, "reason": "A name"}
    assert say(boris, meeting.live_room, "decision.redact", **said).ok
    life.end(actor=boris, session=meeting)
    for address in (
        desk,
        f"/s/{meeting.pk}/decisions/",
        f"/s/{meeting.pk}/log/",
        f"/s/{meeting.pk}/record/",
        f"/records/decisions/{reworded.number}/",
        f"/api/v1/decisions/{reworded.number}/",
        f"/api/v1/sessions/{meeting.pk}/record/",
        f"/api/v1/sessions/{meeting.pk}/events/?seen=room:0",
        "/search/?q=Petrov",
    ):
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert NAME not in answer.content.decode(), address
    [first, *_rest] = client.get(f"/api/v1/decisions/{reworded.number}/").json()["wordings"]
    assert (first["was"], first["redacted_reason"]) == ("", "A name")
    assert "A name" in client.get(f"/records/decisions/{reworded.number}/").content.decode()
