"""SIGKILL while delegates chat: what was acknowledged is there, once, in one order."""

import json
import os
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.faults import company
from tests.faults.company import Company, Line
from tests.faults.figures import note
from tests.services.postgres import PostgresServer
from tests.site import Site

IS_FULL = os.environ.get("FAULTS") == "full"

pytestmark = [
    pytest.mark.faults,
    pytest.mark.services,
    pytest.mark.timeout(600 if IS_FULL else 240),
]

# Twenty make the two thousand; the whole suite has time for a few (make faults).
KILLS = 20 if IS_FULL else 5
# Between two kills, so that they make the two thousand together.
ACKNOWLEDGED_EACH = 105
IN_FLIGHT = 10
DELEGATES = [f"p{n:03d}@demo.example" for n in range(1, 21)]
AHEAD = 1
# The stay before the last kill is longer than what may be lost of it, or that bound would prove nothing.
LONG_STAY = 25.0
AT_MOST_LOST = timedelta(seconds=15)


@pytest.fixture(params=["sqlite", "postgresql"])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Site]:
    """One server on each kind of store."""
    limits: dict[str, Any] = {"LIVE_LIMITS": "chat=100000/100000,enter=1000/1000"}
    issued: dict[str, str] | None = None
    if request.param == "postgresql":
        postgres: PostgresServer = request.getfixturevalue("postgres")
        demonstration = postgres.create_demonstration("killed")
        limits["DATABASE_URL"], issued = demonstration.url, demonstration.issued
    running = Site(tmp_path, issued=issued, **limits)
    running.start()
    yield running
    running.stop()


def test_nothing_acknowledged_is_lost_or_doubled_and_attendance_never_overcounts(
    site: Site, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    tokens = site.tokens(*DELEGATES)
    first = next(iter(tokens.values()))
    session = company.live_session(site, first)
    # Two only listen: of their stays nothing but heartbeats is known.
    people = company.seats([site], session, tokens, speakers=len(tokens) - 2, rate=0, ahead=AHEAD)
    killed: list[float] = []
    restarts: list[float] = []
    begun = time.monotonic()
    with Company(tmp_path, people) as crowd:
        crowd.all_inside()
        crowd.order("speak")
        for number in range(1, KILLS + 1):
            _have_said(crowd, number * ACKNOWLEDGED_EACH)
            if IS_FULL and number == KILLS:
                time.sleep(LONG_STAY)
            killed.append(time.monotonic())
            site.kill()
            restarts.append(site.start())
        crowd.settle()
        seconds = time.monotonic() - begun
        records = crowd.leave()
    log = company.whole_log(site, session, first)
    said = company.acknowledged(records)
    in_flight = [_in_flight(records, at) for at in killed]
    note(
        f"kill-{request.node.callspec.params['site']}",
        kills=len(killed),
        acknowledged=len(said),
        in_flight_at_least=min(in_flight),
        in_flight=in_flight,
        restart_worst=max(restarts),
        restart_mean=sum(restarts) / len(restarts),
        seconds=seconds,
    )
    assert len(said) >= KILLS * 100
    assert min(in_flight) >= IN_FLIGHT
    assert not [r["email"] for r in records if r["snapshots"] > 1], "a resume tells what was missed"
    assert {code for record in records for code in record["answers"]} == {"ok"}
    company.kept(records, log)
    company.same_list(records, said)
    site.stop()
    _attendance_is_true(site, session, records)


def _have_said(crowd: Company, wanted: int) -> None:
    """Wait until so much is acknowledged, and enough more is on its way."""
    crowd.until(
        lambda: crowd.latest("acknowledged") >= wanted and crowd.latest("in_flight") >= IN_FLIGHT,
        f"{wanted} are acknowledged",
        within=60,
    )


def _in_flight(records: list[Line], killed: float) -> int:
    """Count what had been sent and had no answer when the server was killed."""
    return sum(
        at < killed
        and (text not in record["acknowledged"] or record["acknowledged"][text][1] > killed)
        for record in records
        for text, at in record["sent"].items()
    )


def _attendance_is_true(site: Site, session: str, records: list[Line]) -> None:
    """Compare each stay on the server's record with the client's own: within 15 s, never over."""
    script = (
        "import json; from live.models import Lease; "
        f"rows = Lease.objects.filter(room='session.{session}', door='ws').order_by('entered_at'); "
        "print(json.dumps([[str(r.person), r.entered_at.isoformat(), r.last_seen.isoformat()] "
        "for r in rows]))"
    )
    rows = json.loads(site.manage("shell", "--verbosity", "0", "-c", script).splitlines()[-1])
    for record in records:
        leases = [row for row in rows if row[0] == record["person"]]
        assert len(leases) == len(record["stays"])
        for (_person, entered, last_seen), stay in zip(leases, record["stays"], strict=True):
            asked_at, last_at = (datetime.fromisoformat(each) for each in stay)
            begun, ended = datetime.fromisoformat(entered), datetime.fromisoformat(last_seen)
            # The record is in whole milliseconds.
            assert begun >= asked_at - timedelta(milliseconds=1)
            assert ended <= last_at
            assert last_at - ended <= AT_MOST_LOST
