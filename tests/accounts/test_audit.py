"""The audit: one row an act, with the act or not at all, and never changed."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client

from accounts import audit, people, programmes
from accounts.deeds import AuditEntry, NeverChanged
from accounts.models import Person
from accounts.programmes import SideFacts
from conferences import conferences, registrations
from conferences.conferences import Facts
from conferences.models import Conference, RegistrationState, Speaker
from floor import answers, judging, questions
from groups import memberships
from groups.models import Group, GroupRole
from kit.refusals import Refused
from live import clock
from sessions import life, removals, roles, sessions
from sessions.models import Session, State
from tests import build

pytestmark = pytest.mark.django_db

SIDES = (
    SideFacts("us", "Americans", "Американцы", ("US",)),
    SideFacts("ru", "Russians", "Россияне", ("RU",)),
)


def acts() -> list[tuple[str, str]]:
    """Return what was recorded, as (act, reason)."""
    return list(AuditEntry.objects.order_by("at", "act").values_list("act", "reason"))


def entry(**fields: Any) -> AuditEntry:
    row: AuditEntry = AuditEntry.objects.create(
        at=clock.now(), actor=uuid4(), act="person.remove", **fields
    )
    return row


def test_a_row_says_who_did_what_where_to_whom_and_why(
    boris: Person, dmitri: Person, plenary: Session
) -> None:
    before = clock.now()
    audit.record(
        actor=boris,
        act="person.remove",
        room=str(plenary.live_room),
        subject=plenary.pk,
        person=dmitri.pk,
        reason="  Shouted\r\nat the stage ",
    )
    row = AuditEntry.objects.get()
    assert (row.actor, row.act, row.room) == (boris.pk, "person.remove", f"session.{plenary.pk}")
    assert (row.subject, row.person) == (plenary.pk, dmitri.pk)
    assert row.reason == "Shouted\nat the stage"
    assert before <= row.at <= clock.now()


def test_a_reason_has_at_most_a_thousand_characters(boris: Person) -> None:
    audit.record(actor=boris, act="person.remove", reason="x" * 1000)
    with pytest.raises(Refused) as refused:
        audit.record(actor=boris, act="person.remove", reason="x" * 1001)
    assert (refused.value.code, refused.value.field) == ("reason.too_long", "reason")
    assert AuditEntry.objects.count() == 1


def test_an_act_that_nobody_has_named_is_a_bug(boris: Person) -> None:
    with pytest.raises(LookupError, match=r"stage\.burn has no words"):
        audit.record(actor=boris, act="stage.burn")


CHANGES: list[Callable[[AuditEntry], object]] = [
    lambda row: row.save(),
    lambda row: row.save(update_fields=["reason"]),
    lambda row: row.delete(),
    lambda _row: AuditEntry.objects.update(reason="other"),
    lambda _row: AuditEntry.objects.filter(reason="").delete(),
    lambda row: AuditEntry.objects.bulk_update([row], ["reason"]),
    lambda row: AuditEntry.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["id"], update_fields=["reason"]
    ),
    lambda row: AuditEntry.objects.update_or_create(pk=row.pk, defaults={"reason": "other"}),
    lambda _row: AuditEntry._base_manager.update(reason="other"),
]


@pytest.mark.parametrize("change", CHANGES)
def test_what_is_written_is_neither_changed_nor_removed(
    change: Callable[[AuditEntry], object],
) -> None:
    row = entry()
    with pytest.raises(NeverChanged), transaction.atomic():
        change(AuditEntry.objects.get(pk=row.pk))
    assert list(AuditEntry.objects.values_list("reason", flat=True)) == [""]


def test_operators_read_the_audit_and_no_more(client: Client) -> None:
    client.force_login(build.person("Root", is_superuser=True, is_staff=True))
    row = entry(reason="Shouted")
    page = "/back-office/accounts/auditentry/"
    assert "Shouted" in client.get(page).content.decode()
    assert client.get(f"{page}{row.pk}/change/").status_code == 200
    assert client.post(f"{page}{row.pk}/change/", {"reason": "x"}).status_code == 403
    assert client.get(f"{page}{row.pk}/delete/").status_code == 403
    assert client.get(f"{page}add/").status_code == 403


def test_the_steps_of_a_session_are_recorded_when_a_person_takes_them(
    boris: Person, ada: Person, plenary: Session, forum: Conference
) -> None:
    Session.objects.update(state=State.SCHEDULED)
    for step in (life.open_doors, life.start, life.end):
        step(actor=boris, session=plenary)
    life.cancel(actor=ada, session=build.session(forum, state=State.OPEN))
    by_clock = build.session(forum, state=State.SCHEDULED)
    for step in (life.open_doors, life.start, life.end):
        step(actor=None, session=by_clock)
    assert [act for act, _reason in acts()] == [
        "session.open",
        "session.start",
        "session.end",
        "session.cancel",
    ]
    assert set(AuditEntry.objects.values_list("actor", flat=True)) == {boris.pk, ada.pk}


def test_a_session_started_with_its_doors_shut_is_one_act(boris: Person, plenary: Session) -> None:
    Session.objects.update(state=State.SCHEDULED)
    life.start(actor=boris, session=plenary)
    assert [act for act, _reason in acts()] == ["session.start"]


def test_a_refused_step_leaves_no_row(boris: Person, dmitri: Person, plenary: Session) -> None:
    for actor, step in ((boris, life.open_doors), (dmitri, life.end)):
        with pytest.raises(Refused):
            step(actor=actor, session=plenary)
    with pytest.raises(Refused):
        removals.remove(actor=boris, session=plenary, person=dmitri.pk, reason="x" * 1001)
    assert acts() == []


def test_plans_and_roles_are_recorded_when_they_change(
    ada: Person, dmitri: Person, forum: Conference
) -> None:
    starts_at = clock.now() + timedelta(days=1)
    made = sessions.schedule(
        actor=ada,
        host=forum,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=1),
        texts={"en": {"title": "Opening", "abstract": ""}},
    )
    for _ in range(2):
        sessions.revise(actor=ada, session=made, kind="talk")
        roles.give_role(actor=ada, session=made, person=dmitri, name="moderator")
        speaker = Speaker.objects.get_or_create(conference=forum, name_en="Clara")[0]
        sessions.set_speakers(actor=ada, session=made, speakers=[speaker])
    roles.take_role(actor=ada, session=made, person=dmitri, name="moderator")
    assert sorted(acts()) == [
        ("moderator.appoint", ""),
        ("moderator.dismiss", ""),
        ("session.revise", ""),
        ("session.schedule", ""),
        ("session.set_speakers", ""),
    ]
    concerned = AuditEntry.objects.filter(person=dmitri.pk).values_list("act", flat=True)
    assert sorted(concerned) == ["moderator.appoint", "moderator.dismiss"]
    assert set(AuditEntry.objects.values_list("room", flat=True)) == {str(made.live_room)}


def test_what_becomes_of_questions_is_recorded_without_their_texts(
    boris: Person, dmitri: Person, plenary: Session
) -> None:
    kept, put_aside = (
        questions.ask(actor=dmitri, session=plenary, text=text) for text in ("River?", "Forest?")
    )
    judging.approve(actor=boris, session=plenary, question=kept.pk)
    judging.dismiss(actor=boris, session=plenary, question=put_aside.pk, reason="Asked before")
    answers.answer(actor=boris, session=plenary, question=kept.pk, text="In spring")
    assert sorted(acts()) == [
        ("question.answer", ""),
        ("question.approve", ""),
        ("question.dismiss", "Asked before"),
    ]
    rows = AuditEntry.objects.order_by("act").values_list("subject", "person")
    assert list(rows) == [(pk, dmitri.pk) for pk in (kept.pk, kept.pk, put_aside.pk)]


def test_registrations_are_recorded_when_they_are_decided(
    ada: Person, eve: Person, forum: Conference
) -> None:
    row = build.registration(eve, forum, state=RegistrationState.WAITING)
    for _ in range(2):
        registrations.confirm(actor=ada, registration=row)
    registrations.decline(actor=ada, registration=row, reason="No seats left")
    assert acts() == [("registration.confirm", ""), ("registration.decline", "No seats left")]


def test_memberships_are_recorded_when_somebody_else_changes_them(
    ada: Person, boris: Person, dmitri: Person, eve: Person, circle: Group
) -> None:
    memberships.admit(actor=boris, group=circle, person=eve)
    memberships.admit(actor=ada, group=circle, person=eve, role=GroupRole.CHAIR)
    member = memberships.admit(actor=ada, group=circle, person=eve, role=GroupRole.MEMBER)
    memberships.end(actor=boris, membership=member)
    memberships.end(actor=dmitri, membership=circle.memberships.get(person=dmitri))
    assert sorted(acts()) == [
        ("chair.appoint", ""),
        ("chair.dismiss", ""),
        ("member.admit", ""),
        ("member.end", ""),
    ]
    assert set(AuditEntry.objects.values_list("person", flat=True)) == {eve.pk}


def test_rights_are_recorded_one_by_one(frank: Person) -> None:
    root = build.person("Root", is_superuser=True, is_staff=True)
    for _ in range(2):
        people.set_rights(
            actor=root, person=frank, is_active=False, is_organiser=True, is_staff=True
        )
    people.set_rights(actor=root, person=frank, is_active=True, is_organiser=False, is_staff=False)
    assert sorted(acts()) == [
        ("operator.appoint", ""),
        ("operator.dismiss", ""),
        ("organiser.appoint", ""),
        ("organiser.dismiss", ""),
        ("person.let_in", ""),
        ("person.shut_out", ""),
    ]


def test_conferences_and_the_programme_are_recorded(ada: Person, forum: Conference) -> None:
    facts = Facts(
        source_language="en",
        title={"en": "Next", "ru": ""},
        about={"en": "", "ru": ""},
        venue="",
        zone="UTC",
        starts_on=forum.starts_on,
        ends_on=forum.ends_on,
        is_public=True,
        is_open_for_registration=False,
    )
    made = conferences.create(actor=ada, slug="next", facts=facts)
    conferences.revise(actor=ada, conference=made, facts=facts)
    conferences.revise(actor=ada, conference=forum, facts=facts)
    conferences.add_track(actor=ada, conference=forum, name={"en": "Water"})
    conferences.add_room(actor=ada, conference=forum, name={"en": "Hall"})
    root = build.person("Root", is_superuser=True)
    programmes.establish(actor=root, short_name="P", name_en="Programme", sides=SIDES)
    programmes.establish(actor=None, short_name="P", name_en="Programme", sides=SIDES)
    assert sorted(act for act, _reason in acts()) == [
        "conference.create",
        "conference.revise",
        "programme.establish",
        "room.add",
        "track.add",
    ]


def test_every_act_has_words_of_its_own() -> None:
    words = [str(audit.in_words(act)) for act in audit.acts()]
    assert len(set(words)) == len(words)
    assert all(words)
