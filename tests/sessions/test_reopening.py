"""Reopening: a session that ended too early goes on in the same log, and the gap counts for nobody."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import tokens
from accounts.deeds import AuditEntry
from accounts.models import Person
from conferences.models import Conference
from kit.refusals import Forbidden, NotHere, Refused
from live import entering, epochs, presence
from live.models import Lease
from live.testing import Replay, heard, say, verify_live, view
from live.tickets import Credential, Presented, issue
from sessions import items, life, people, queries
from sessions.models import Session, State
from tests import build
from tests.hours import Hour, stopped
from tests.sessions.agendas_of import current, log, three

pytestmark = pytest.mark.django_db


@pytest.fixture
def hour(monkeypatch: pytest.MonkeyPatch) -> Hour:
    return stopped(monkeypatch)


@pytest.fixture
def held(forum: Conference, ada: Person, hour: Hour) -> Session:
    """A session that the clock opened and began, and that Ada has just ended after ten minutes."""
    session = build.session(forum, state=State.SCHEDULED, starts_at=hour.instant)
    life.open_doors(actor=None, session=session)
    life.start(actor=None, session=session)
    hour.shift(600)
    return life.end(actor=ada, session=session)


def fresh(session: Session) -> Session:
    return Session.objects.get(pk=session.pk)


def enter(person: Person, session: Session) -> None:
    tokens.issue(person)
    credential = Credential("token", str(person.tokens.latest("created_at").pk))
    epoch = epochs.epochs([person.pk])[person.pk]
    ticket = issue(session.live_room, person.pk, credential.mark, epoch)
    [outcome] = entering.admit([Presented(ticket)])
    assert not isinstance(outcome, Refused), outcome


def test_it_goes_on_in_the_same_log_and_its_hours_say_so(
    held: Session, ada: Person, dmitri: Person, hour: Hour
) -> None:
    start = hour.instant - timedelta(minutes=10)
    hour.shift(60)
    life.reopen(actor=ada, session=held)
    row = fresh(held)
    assert (row.state, row.started_at, row.ended_at) == ("live", start, None)
    told = heard(dmitri, held.live_room)
    assert [(event.name, event.seq) for event in told][-2:] == [
        ("session.ended", 3),
        ("session.reopened", 4),
    ]
    reopened = hour.instant
    assert queries.live_periods(row) == [
        (start, start + timedelta(minutes=10)),
        (reopened, None),
    ]
    hour.shift(300)
    life.end(actor=ada, session=row)
    assert queries.live_periods(fresh(held))[1] == (reopened, hour.instant)
    acts = sorted(AuditEntry.objects.values_list("act", flat=True))
    assert acts == ["session.end", "session.end", "session.reopen"]


def test_ten_minutes_after_the_end_it_is_over_for_good(
    held: Session, ada: Person, hour: Hour
) -> None:
    hour.shift(600)
    assert life.may_be_reopened(fresh(held))
    hour.shift(0.001)
    assert not life.may_be_reopened(fresh(held))
    with pytest.raises(Refused) as refused:
        life.reopen(actor=ada, session=held)
    assert (refused.value.code, fresh(held).state) == ("session.reopen_over", "ended")


@pytest.mark.parametrize(
    ("state", "code"),
    [
        ("scheduled", "session.not_open"),
        ("open", "session.already_open"),
        ("live", "session.already_live"),
        ("cancelled", "session.cancelled"),
    ],
)
def test_only_what_has_ended_can_be_reopened(
    forum: Conference, ada: Person, state: str, code: str
) -> None:
    with pytest.raises(Refused) as refused:
        life.reopen(actor=ada, session=build.session(forum, state=state))
    assert refused.value.code == code


def test_only_moderators_reopen(held: Session, dmitri: Person, eve: Person) -> None:
    with pytest.raises(Forbidden):
        life.reopen(actor=dmitri, session=held)
    with pytest.raises(NotHere):
        life.reopen(actor=eve, session=held)


def test_the_clock_that_ended_it_does_not_end_it_again(
    forum: Conference, ada: Person, hour: Hour
) -> None:
    session = build.session(forum, state=State.SCHEDULED, starts_at=hour.instant)
    life.run_clock()
    hour.instant = session.ends_at
    life.run_clock()
    assert fresh(session).state == State.ENDED
    life.reopen(actor=ada, session=session)
    for _minutes in range(3):
        hour.shift(3600)
        assert life.run_clock() == 0
    assert (fresh(session).state, fresh(session).is_run_by_clock) == ("live", False)


def test_what_had_ended_before_it_began_begins_with_its_reopening(
    forum: Conference, ada: Person, dmitri: Person, hour: Hour
) -> None:
    session = build.session(forum, state=State.OPEN)
    life.end(actor=ada, session=session)
    hour.shift(60)
    life.reopen(actor=ada, session=session)
    names = [event.name for event in heard(dmitri, session.live_room)]
    assert names == ["session.ended", "session.reopened", "session.started"]
    assert queries.live_periods(fresh(session)) == [(hour.instant, None)]
    assert fresh(session).started_at == hour.instant


def test_who_stayed_and_who_came_meanwhile_count_from_the_reopening(
    held: Session, ada: Person, dmitri: Person, clara: Person, hour: Hour
) -> None:
    enter(clara, held)
    assert presence.present(held.live_room) == frozenset()
    assert clara.pk not in people.people_in(held)
    hour.shift(20)
    life.reopen(actor=ada, session=held)
    assert presence.present(held.live_room) == {clara.pk}
    assert clara.pk in people.people_in(held), "shown, as if they came in now"
    [stay] = presence.leases(held.live_room)
    _first, (reopened, _open) = queries.live_periods(fresh(held))
    assert stay.entered_at < reopened == hour.instant, "attendance leaves the gap out"
    enter(dmitri, fresh(held))
    assert presence.present(held.live_room) == {clara.pk, dmitri.pk}


def test_who_was_removed_or_has_gone_is_not_brought_back(
    held: Session, ada: Person, dmitri: Person, clara: Person, hour: Hour
) -> None:
    enter(dmitri, held)
    enter(clara, held)
    assert say(ada, held.live_room, "person.remove", person=dmitri.pk).ok
    Lease.objects.filter(person=clara.pk).update(ended_at=hour.instant)
    shown = set(people.people_in(held))
    hour.shift(31)
    life.reopen(actor=ada, session=held)
    assert presence.present(held.live_room) == frozenset()
    assert presence.leases(held.live_room) == []
    assert set(people.people_in(held)) == shown


def test_the_agenda_goes_on_where_it_stopped(held: Session, ada: Person) -> None:
    life.reopen(actor=ada, session=held)
    first, second, _third = three(held, ada)
    items.move_on(actor=ada, session=held, after=None)
    life.end(actor=ada, session=held)
    life.reopen(actor=ada, session=held)
    assert current(held) == first.pk
    items.move_on(actor=ada, session=held, after=first.pk)
    assert current(held) == second.pk
    assert [run.ended_at is not None for run in first.runs.all()] == [True, True]


def test_clients_hold_what_the_tables_say(
    replay: Replay, held: Session, ada: Person, dmitri: Person
) -> None:
    with verify_live(replay, held.live_room, [ada, dmitri]):
        assert say(ada, held.live_room, "session.reopen").ok
    session = view(dmitri, held.live_room).slices["room"]["session"]
    assert (session["state"], session["ended_at"]) == ("live", None)


# When a session was live


def test_without_a_word_of_its_start_in_the_log_the_row_says_when_it_was_live(
    forum: Conference, ada: Person, hour: Hour
) -> None:
    over = build.session(forum, state=State.ENDED)
    assert queries.live_periods(over) == [(over.started_at, over.ended_at)]
    goes_on = build.session(forum)
    assert queries.live_periods(goes_on) == [(goes_on.started_at, None)]
    life.end(actor=ada, session=goes_on)
    assert queries.live_periods(fresh(goes_on)) == [(goes_on.started_at, hour.instant)]
    life.reopen(actor=ada, session=goes_on)
    assert queries.live_periods(fresh(goes_on)) == [
        (goes_on.started_at, hour.instant),
        (hour.instant, None),
    ]


@pytest.mark.parametrize("state", ["scheduled", "open", "cancelled"])
def test_what_never_began_was_never_live(forum: Conference, state: str) -> None:
    assert queries.live_periods(build.session(forum, state=state)) == []


def test_when_it_was_live_takes_one_query(held: Session) -> None:
    with CaptureQueriesContext(connection) as cost:
        queries.live_periods(held)
    assert len(cost) == 1


def test_the_item_that_was_current_at_the_end_is_so_again(
    held: Session, boris: Person, dmitri: Person, ada: Person, hour: Hour, replay: Replay
) -> None:
    life.reopen(actor=ada, session=held)
    planned = three(held, ada)
    items.start(actor=ada, session=held, item=planned[1].pk, after=None)
    hour.shift(60)
    life.end(actor=ada, session=held)
    hour.shift(60)
    with verify_live(replay, held.live_room, [dmitri, ada]):
        life.reopen(actor=ada, session=fresh(held))
    assert current(held) == planned[1].pk
    say(dmitri, held.live_room, "message.post", text="Where were we?")
    assert [item for name, item in log(held) if name == "message.posted"] == [planned[1].pk]


def test_what_was_stopped_before_the_end_does_not_come_back(
    held: Session, ada: Person, hour: Hour
) -> None:
    life.reopen(actor=ada, session=held)
    planned = three(held, ada)
    items.start(actor=ada, session=held, item=planned[0].pk, after=None)
    items.stop(actor=ada, session=held, after=planned[0].pk)
    hour.shift(1)
    life.end(actor=ada, session=held)
    life.reopen(actor=ada, session=fresh(held))
    assert current(held) is None
