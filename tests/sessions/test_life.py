from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from accounts.models import Person
from conferences.models import Conference
from groups.models import Group
from kit.refusals import Refused
from live import clock, streams
from live.testing import heard
from sessions import life
from sessions.models import Session, State
from tests import build

pytestmark = pytest.mark.django_db

RunAt = Callable[[Session, datetime], str]


def step(name: str) -> Any:
    return {
        "open": life.open_doors,
        "start": life.start,
        "end": life.end,
        "cancel": life.cancel,
        "withdraw": life.withdraw,
        "give_back": life.give_back,
    }[name]


# state before x step -> state after, or the refusal
LIFE = {
    ("scheduled", "open"): "open",
    ("scheduled", "start"): "live",
    ("scheduled", "end"): "session.not_open",
    ("scheduled", "cancel"): "cancelled",
    ("open", "open"): "session.already_open",
    ("open", "start"): "live",
    ("open", "end"): "ended",
    ("open", "cancel"): "cancelled",
    ("live", "open"): "session.already_live",
    ("live", "start"): "session.already_live",
    ("live", "end"): "ended",
    ("live", "cancel"): "session.already_live",
    ("ended", "open"): "session.ended",
    ("ended", "start"): "session.ended",
    ("ended", "end"): "session.ended",
    ("ended", "cancel"): "session.ended",
    ("cancelled", "open"): "session.cancelled",
    ("cancelled", "start"): "session.cancelled",
    ("cancelled", "end"): "session.cancelled",
    ("cancelled", "cancel"): "session.cancelled",
    ("scheduled", "withdraw"): "cancelled",
    ("open", "withdraw"): "session.already_open",
    ("live", "withdraw"): "session.already_live",
    ("ended", "withdraw"): "session.ended",
    ("cancelled", "withdraw"): "session.cancelled",
    ("scheduled", "give_back"): "session.not_open",
    ("open", "give_back"): "session.already_open",
    ("live", "give_back"): "session.already_live",
    ("ended", "give_back"): "session.ended",
    # What somebody cancelled was not withdrawn: no schedule brings it back.
    ("cancelled", "give_back"): "session.cancelled",
}


@pytest.mark.parametrize(("before", "name"), LIFE)
def test_a_step_leads_where_it_may_or_is_refused(
    forum: Conference, ada: Person, before: str, name: str
) -> None:
    session = build.session(forum, state=before)
    expected = LIFE[before, name]
    if "." in expected:
        with pytest.raises(Refused) as refused:
            step(name)(actor=ada, session=session)
        assert refused.value.code == expected
        assert streams.heads([str(session.live_room)]) == {str(session.live_room): 0}
    else:
        step(name)(actor=ada, session=session)
        session.refresh_from_db()
        assert session.state == expected


def test_starting_a_shut_session_opens_it_first_and_stamps_both(
    forum: Conference, ada: Person
) -> None:
    session = build.session(forum, state=State.SCHEDULED)
    life.start(actor=ada, session=session)
    session.refresh_from_db()
    told = heard(ada, session.live_room)
    assert [event.name for event in told] == ["session.opened", "session.started"]
    assert [session.opened_at, session.started_at] == [event.at for event in told]


def test_a_chair_runs_the_groups_meeting_and_a_member_does_not(
    circle: Group, boris: Person, dmitri: Person
) -> None:
    session = build.session(circle, state=State.SCHEDULED)
    with pytest.raises(Refused):
        life.start(actor=dmitri, session=session)
    assert life.start(actor=boris, session=session).state == State.LIVE


def test_a_stranger_is_told_that_nothing_is_here(plenary: Session, eve: Person) -> None:
    with pytest.raises(Refused) as refused:
        life.end(actor=eve, session=plenary)
    assert refused.value.status == 404


@pytest.fixture
def planned(forum: Conference) -> Session:
    """A session planned for tomorrow at this hour, for one hour."""
    starts_at = clock.now() + timedelta(days=1)
    return build.session(forum, state=State.SCHEDULED, starts_at=starts_at)


def at(session: Session, **after_start: float) -> datetime:
    return session.starts_at + timedelta(**after_start)


@pytest.fixture
def run_at(monkeypatch: pytest.MonkeyPatch) -> RunAt:
    """Let the clock run at an instant, by the kernel's own seam; returns the session's state."""

    def run(session: Session, instant: datetime) -> str:
        monkeypatch.setattr(clock, "now", lambda: instant)
        life.run_clock()
        session.refresh_from_db()
        return session.state

    return run


def test_the_clock_opens_fifteen_minutes_before_starts_and_ends(
    planned: Session, run_at: RunAt
) -> None:
    assert run_at(planned, at(planned, minutes=-15, seconds=-1)) == "scheduled"
    assert run_at(planned, at(planned, minutes=-15)) == "open"
    assert run_at(planned, at(planned, seconds=-1)) == "open"
    assert run_at(planned, at(planned)) == "live"
    assert run_at(planned, at(planned, minutes=59)) == "live"
    assert run_at(planned, at(planned, hours=1)) == "ended"


def test_the_clock_begins_nothing_whose_time_has_passed(planned: Session, run_at: RunAt) -> None:
    assert run_at(planned, at(planned, hours=2)) == "scheduled"


def test_the_clock_leaves_alone_what_is_run_by_hand(planned: Session, run_at: RunAt) -> None:
    planned.is_run_by_clock = False
    planned.save()
    assert run_at(planned, at(planned, minutes=5)) == "scheduled"


def test_a_session_opened_by_hand_after_its_time_is_not_ended_by_the_clock(
    planned: Session, ada: Person, run_at: RunAt
) -> None:
    late = at(planned, days=3)
    run_at(planned, late)
    life.start(actor=ada, session=planned)
    assert run_at(planned, late + timedelta(minutes=1)) == "live"


def test_two_clocks_at_once_take_a_step_once(planned: Session) -> None:
    early = at(planned, minutes=-5)
    assert (life.run_clock(early), life.run_clock(early)) == (1, 0)
