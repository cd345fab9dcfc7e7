"""A record is made in the transaction that ends its session, and continued at the next end."""

from datetime import timedelta

import pytest

from accounts import people
from accounts.models import Person
from accounts.people import NOBODY
from conferences.models import Conference
from kit.refusals import Refused
from live import clock
from live.models import Event
from live.testing import say
from records.faces import faces
from records.models import Face, Record
from sessions import life
from sessions.models import Appearance, Session, State
from tests import build
from tests.records.conftest import Stayed

pytestmark = pytest.mark.django_db


def test_ending_a_session_makes_its_record(hearing: Session, boris: Person) -> None:
    assert not Record.objects.exists()
    life.end(actor=boris, session=hearing)
    record = Record.objects.get(session=hearing)
    assert record.closings == 1
    assert hearing.ended_at is not None
    assert hearing.ended_at - record.made_at < timedelta(seconds=10)
    assert record.made_at <= hearing.ended_at


def test_the_clock_makes_one_too(forum: Conference) -> None:
    now = clock.now()
    session = build.session(
        forum,
        state=State.LIVE,
        starts_at=now - timedelta(hours=1),
        ends_at=now - timedelta(seconds=1),
    )
    assert life.run_clock() == 1
    assert Record.objects.filter(session=session).exists()


def test_what_undoes_the_end_undoes_the_record(
    hearing: Session, boris: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(session: Session, actor: Person | None) -> None:
        raise Refused("session.broken", "No")

    monkeypatch.setattr(life, "_at_end", [*life._at_end, broken])
    reply = say(boris, hearing.live_room, "session.end")
    assert (reply.ok, reply.code) == (False, "session.broken")
    assert not Record.objects.exists()
    hearing.refresh_from_db()
    assert hearing.state == State.LIVE


def test_a_reopened_session_continues_its_record_and_its_log(
    hearing: Session, boris: Person
) -> None:
    life.end(actor=boris, session=hearing)
    first = Record.objects.get()
    life.reopen(actor=boris, session=hearing)
    life.end(actor=boris, session=hearing)
    record = Record.objects.get()
    assert (record.pk, record.made_at, record.closings) == (first.pk, first.made_at, 2)
    told = Event.objects.filter(stream=str(hearing.live_room), name__startswith="session.")
    assert list(told.order_by("seq").values_list("name", flat=True)) == [
        "session.opened",
        "session.started",
        "session.ended",
        "session.reopened",
        "session.ended",
    ]


def test_who_may_not_end_a_session_makes_no_record(
    hearing: Session, dmitri: Person, eve: Person
) -> None:
    for person, code in ((dmitri, "forbidden"), (eve, "not_found")):
        with pytest.raises(Refused) as refused:
            life.end(actor=person, session=hearing)
        assert refused.value.code == code
    assert not Record.objects.exists()


def test_a_cancelled_session_leaves_none(forum: Conference, ada: Person) -> None:
    session = build.session(forum, state=State.SCHEDULED)
    life.cancel(actor=ada, session=session)
    assert not Record.objects.exists()


def test_who_was_there_under_their_name_and_never_acted_is_kept_until_they_take_it_back(
    hearing: Session, boris: Person, dmitri: Person, clara: Person, stayed: Stayed
) -> None:
    veiled = build.person("Zoya", shown_as="delegate", organisation=build.organisation("Zarya"))
    for person in (dmitri, clara, veiled):
        stayed(person, hearing)
    life.end(actor=boris, session=hearing)
    kept = Face.objects.values_list("person", "name", "organisation")
    assert list(kept) == [(dmitri.pk, "Dmitri", "Civic Watch")]
    people.revise_profile(actor=veiled, shown_as="named")
    found = faces(hearing, [dmitri.pk, veiled.pk])
    assert (found.of(dmitri.pk).organisation, found.of(veiled.pk)) == ("Civic Watch", NOBODY)
    people.revise_profile(actor=dmitri, shown_as="delegate")
    assert faces(hearing, [dmitri.pk]).of(dmitri.pk).organisation == ""


def test_the_next_end_keeps_what_is_shown_then(
    hearing: Session, boris: Person, dmitri: Person, stayed: Stayed
) -> None:
    stayed(dmitri, hearing)
    life.end(actor=boris, session=hearing)
    life.reopen(actor=boris, session=hearing)
    Person.objects.filter(pk=dmitri.pk).update(name="Dima")
    Appearance.objects.filter(person=dmitri.pk).delete()
    life.end(actor=boris, session=hearing)
    assert Face.objects.get().name == "Dima"
