"""Correcting attendance: who may, what is refused, and that nothing written is ever changed."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from accounts.deeds import AuditEntry, NeverChanged
from accounts.models import Person
from attendance import corrections, raw_documents
from attendance.models import Correction
from attendance.sheets import sheet
from attendance.stays import raw
from conferences.models import Conference
from kit.refusals import Forbidden, NotHere, Refused
from sessions.models import Session, State
from tests import build
from tests.attendance.conftest import Stayed


def minute(session: Session, number: float) -> datetime:
    assert session.started_at is not None
    return session.started_at + timedelta(minutes=number)


def put(actor: Person, session: Session, person: Person, **said: Any) -> Correction:
    told: dict[str, Any] = {"was_there": True, "first": 0, "last": 30, "reason": "Telephone"} | said
    return corrections.correct(
        actor=actor,
        session=session,
        person=person,
        was_there=told["was_there"],
        starts_at=minute(session, told["first"]),
        ends_at=minute(session, told["last"]),
        reason=told["reason"],
    )


def refused(actor: Person, session: Session, person: Person, **said: Any) -> tuple[str, str | None]:
    with pytest.raises(Refused) as caught:
        put(actor, session, person, **said)
    assert not Correction.objects.filter(reason=said.get("reason", "Telephone")).exists()
    return caught.value.code, caught.value.field


def test_correction_is_written_with_its_author_and_in_the_audit(
    ended: Session, ada: Person, dmitri: Person
) -> None:
    made = put(ada, ended, dmitri, reason="  He was on the telephone\r\n ")
    assert (made.author, made.reason) == (ada.pk, "He was on the telephone")
    entry = AuditEntry.objects.get()
    assert (entry.act, entry.actor, entry.person) == ("attendance.correct", ada.pk, dmitri.pk)
    assert (entry.subject, entry.room, entry.reason) == (
        made.pk,
        str(ended.live_room),
        "He was on the telephone",
    )


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("boris", Forbidden),
        ("clara", Forbidden),
        ("dmitri", Forbidden),
        ("eve", NotHere),
        ("frank", NotHere),
    ],
)
def test_only_organisers_correct(
    plenary: Session,
    dmitri: Person,
    request: pytest.FixtureRequest,
    name: str,
    answer: type[Refused],
) -> None:
    with pytest.raises(answer):
        put(request.getfixturevalue(name), plenary, dmitri, last=5)
    assert not Correction.objects.exists()
    assert not AuditEntry.objects.exists()


def test_person_who_was_put_out_can_be_corrected_once_they_were_measured(
    ended: Session, ada: Person, eve: Person, stayed: Stayed
) -> None:
    assert refused(ada, ended, eve) == ("correction.stranger", "email")
    stayed(eve, ended, 0, 10)
    assert put(ada, ended, eve).person == eve.pk


def test_person_who_was_only_registered_can_be_added(
    ended: Session, ada: Person, frank: Person
) -> None:
    assert put(ada, ended, frank).person == frank.pk


def test_reason_is_asked_for(ended: Session, ada: Person, dmitri: Person) -> None:
    assert refused(ada, ended, dmitri, reason=" \n ") == ("correction.reasonless", "reason")
    assert refused(ada, ended, dmitri, reason="x" * 1001) == ("reason.too_long", "reason")


def test_end_before_the_beginning_is_refused(ended: Session, ada: Person, dmitri: Person) -> None:
    assert refused(ada, ended, dmitri, first=10, last=10) == ("correction.backwards", "ends_at")


def test_time_outside_the_session_is_refused(
    ended: Session, forum: Conference, ada: Person, dmitri: Person
) -> None:
    assert refused(ada, ended, dmitri, first=61, last=90) == ("correction.outside", "starts_at")
    waiting = build.session(forum, title="Later", state=State.SCHEDULED)
    waiting.started_at = waiting.starts_at
    assert refused(ada, waiting, dmitri)[0] == "correction.outside"


def test_what_changes_nothing_is_refused(
    ended: Session, ada: Person, dmitri: Person, stayed: Stayed
) -> None:
    stayed(dmitri, ended, 0, 30)
    idle = ("correction.idle", "starts_at")
    assert refused(ada, ended, dmitri, first=5, last=20) == idle
    assert refused(ada, ended, dmitri, was_there=False, first=40, last=50) == idle
    put(ada, ended, dmitri, first=5, last=20, was_there=False, reason="first")
    assert refused(ada, ended, dmitri, first=5, last=20, was_there=False) == idle


def test_correction_is_never_changed_or_removed(
    ended: Session, ada: Person, dmitri: Person
) -> None:
    made = put(ada, ended, dmitri)
    made.reason = "Another"
    for change in (
        made.save,
        made.delete,
        Correction.objects.all().delete,
        lambda: Correction.objects.update(reason="Another"),
    ):
        with pytest.raises(NeverChanged):
            change()
    assert Correction.objects.get().reason == "Telephone"


def test_corrections_outlive_the_accounts_that_they_name(
    ended: Session, ada: Person, dmitri: Person, stayed: Stayed
) -> None:
    stayed(dmitri, ended, 0, 10)
    put(ada, ended, dmitri)
    # Past what protects organisers elsewhere: a correction is no reason to keep an account.
    Person.objects.filter(pk__in=[ada.pk, dmitri.pk]).delete()
    found = sheet(ended)
    assert [(line.name, line.counted_seconds) for line in found.lines] == [("", 1800)]
    (told,) = found.corrections
    assert (told.person, told.email, told.author, told.reason) == ("", "", "", "Telephone")
    assert b"Telephone" in raw_documents.as_csv(raw([ended]))
    assert json.loads(raw_documents.as_json(raw([ended])))["corrections"][0]["author"] == ""


def test_corrections_move_with_their_session(ended: Session, ada: Person, dmitri: Person) -> None:
    made = put(ada, ended, dmitri)
    day = timedelta(days=1)
    corrections.move(session=ended, by=day)
    moved = Correction.objects.get()
    assert (moved.starts_at, moved.ends_at) == (made.starts_at + day, made.ends_at + day)
    assert (moved.made_at, moved.reason) == (made.made_at + day, "Telephone")
