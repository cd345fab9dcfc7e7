"""Two servers, one site: bells that are lost, a bell or a database that is away, and clients who see none of it."""

import time
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest

from tests.faults import company
from tests.faults.company import Company, Line, Message
from tests.faults.conftest import TwoServers
from tests.faults.figures import note, spread

pytestmark = [
    pytest.mark.faults,
    pytest.mark.services,
    pytest.mark.timed,
    pytest.mark.timeout(150),
]

AT_MOST_LATE = 2.0
BELL_AWAY = 20.0
STORE_AWAY = 5.0
# So many of one person wait for an answer at most; in an outage they say no more then.
AHEAD = 20
# A heartbeat comes every 10 s, outage or not.
BETWEEN_BEATS = 12.0
WELL = {"bell": False, "store": False}


def people(servers: TwoServers, first: int, last: int, speakers: int, rate: float) -> list[Line]:
    """Return a crowd of whom some speak, well under the 50 messages a second that a room takes."""
    return company.seats(
        servers.sites,
        servers.session,
        servers.people(first, last),
        speakers=speakers,
        rate=rate,
        ahead=AHEAD,
    )


def nothing_lost(
    servers: TwoServers, records: Sequence[Line], said: dict[str, Message]
) -> list[float]:
    """Assert one whole list for all, by sockets that never broke; return how late each text was."""
    token = next(iter(servers.tokens.values()))
    company.same_list(records, said)
    company.kept(records, company.whole_log(servers.sites[1], servers.session, token))
    late = company.lateness(records, said)
    assert len(late) == len(records) * len(said), "each heard each"
    assert {code for record in records for code, _at in record["closes"]} == {1000}
    assert not any(record["told_twice"] for record in records if not record["fetches"])
    return late


def answers(records: Sequence[Line]) -> dict[str, int]:
    """Return how often the crowd's commands were answered in which way."""
    return dict(sum((Counter(record["answers"]) for record in records), Counter[str]()))


@pytest.mark.parametrize("share", [0.2, 1.0], ids=["a-fifth", "all"])
def test_bells_are_lost_and_all_hear_one_list_in_time(
    two_servers: TwoServers, tmp_path: Path, share: float
) -> None:
    two_servers.drop(share)
    with Company(tmp_path, people(two_servers, 1, 50, speakers=10, rate=2.5)) as crowd:
        crowd.all_inside()
        crowd.order("speak")
        crowd.until(lambda: crowd.latest("acknowledged") >= 300, "300 are said", within=40)
        crowd.settle()
        records = crowd.leave()
    said = company.acknowledged(records)
    late = nothing_lost(two_servers, records, said)
    note(
        f"loss-of-{round(share * 100)}-percent-of-bells",
        clients=len(records),
        acknowledged=len(said),
        answers=answers(records),
        fetches=sum(record["fetches"] for record in records),
        late=spread(late),
    )
    assert len(said) >= 300
    assert late[-1] <= AT_MOST_LATE


def test_redis_is_killed_and_nobody_waits_longer_than_two_seconds(
    two_servers: TwoServers, tmp_path: Path
) -> None:
    with Company(tmp_path, people(two_servers, 1, 20, speakers=5, rate=2)) as crowd:
        crowd.all_inside()
        crowd.order("speak")
        crowd.until(lambda: crowd.latest("acknowledged") >= 10, "10 are said", within=20)
        two_servers.redis.kill()
        away = time.monotonic()
        crowd.until(lambda: _all_told(crowd, bell=True), "all are told", within=10)
        told_after = time.monotonic() - away
        _newcomers_are_told(two_servers, tmp_path)
        time.sleep(max(0.0, away + BELL_AWAY - time.monotonic()))
        two_servers.redis.start()
        back = time.monotonic()
        crowd.until(lambda: _all_told(crowd, bell=False), "all is well", within=20)
        well_after = time.monotonic() - back
        heard = crowd.latest("acknowledged")
        crowd.until(
            lambda: crowd.latest("acknowledged") >= heard + 50, "50 more are said", within=20
        )
        crowd.settle()
        records = crowd.leave()
    said = company.acknowledged(records)
    late = nothing_lost(two_servers, records, said)
    without = {t: m for t, m in said.items() if away <= m.acknowledged < back}
    again = {t: m for t, m in said.items() if m.acknowledged >= back + well_after}
    late_without, late_again = company.lateness(records, without), company.lateness(records, again)
    note(
        "redis-killed",
        seconds_away=back - away,
        acknowledged=len(said),
        acknowledged_meanwhile=len(without),
        answers=answers(records),
        told_after=told_after,
        well_after=well_after,
        late_meanwhile=spread(late_without),
        late_afterwards=spread(late_again),
    )
    assert late[-1] <= AT_MOST_LATE
    for record in records:
        assert [told for told, _at in record["troubles"]] == [WELL | {"bell": True}, WELL]
    # By the poll alone a text is half a second late at the middle, by the bell it is not.
    assert spread(late_again)["p50"] < spread(late_without)["p50"] / 2


def _all_told(crowd: Company, **state: bool) -> bool:
    """Say whether the last that each was told of the line agrees with this."""
    last = {line["troubled"]: line for line in crowd.lines if "troubled" in line}
    return len(last) == len(crowd.people) and all(
        state.items() <= line.items() for line in last.values()
    )


def _newcomers_are_told(servers: TwoServers, folder: Path) -> None:
    """Without Redis one comes in as ever, by a ticket over HTTP, and learns what is amiss."""
    with Company(folder, people(servers, 51, 52, speakers=0, rate=0)) as newcomers:
        newcomers.all_inside(within=10)
        newcomers.until(lambda: _all_told(newcomers, bell=True), "newcomers too", within=5)
        newcomers.leave()


def test_postgresql_is_restarted_and_every_command_is_carried_out_once(
    two_servers: TwoServers, tmp_path: Path
) -> None:
    with Company(tmp_path, people(two_servers, 1, 20, speakers=5, rate=2)) as crowd:
        crowd.all_inside()
        crowd.order("speak")
        crowd.until(lambda: crowd.latest("acknowledged") >= 10, "10 are said", within=20)
        away = time.monotonic()
        two_servers.postgres.stop()
        time.sleep(STORE_AWAY)
        two_servers.postgres.start()
        back, mark = time.monotonic(), len(crowd.lines)
        crowd.until(lambda: _all_told(crowd, store=False), "all is well", within=20)
        well_after = time.monotonic() - back
        everyone = {who["email"] for who in crowd.people}
        crowd.until(lambda: crowd.told("beat", mark) == everyone, "the hearts beat", within=15)
        crowd.settle()
        records = crowd.leave()
    said = company.acknowledged(records)
    late = nothing_lost(two_servers, records, said)
    sent_meanwhile = sum(away < at < back for record in records for at in record["sent"].values())
    note(
        "postgresql-restarted",
        seconds_away=back - away,
        acknowledged=len(said),
        sent_meanwhile=sent_meanwhile,
        answers=answers(records),
        well_after=well_after,
        late=spread(late),
    )
    assert len(said) == sum(len(record["sent"]) for record in records), "all taken in the end"
    assert sent_meanwhile >= 20
    assert answers(records).keys() <= {"ok", "busy"}
    for record in records:
        told = [state for state, _at in record["troubles"]]
        assert told == [WELL | {"store": True}, WELL]
        assert all(b - a < BETWEEN_BEATS for a, b in pairwise(record["beats"]))
