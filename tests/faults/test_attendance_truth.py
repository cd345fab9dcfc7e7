"""Attendance against the truth: delegates who come and go over real sockets, kills, sleepers, two devices.

Truth is what each device knows of its own connections. The sheet is never above it, and for each
disruption at most 15 s below. From the raw record a second computation, which counts milliseconds
one by one and shares no code with the first, comes to the same seconds.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.faults import timetable
from tests.faults.company import live_session
from tests.faults.figures import note
from tests.faults.timetable import Timetable
from tests.services.postgres import PostgresServer
from tests.services.processes import wait_until
from tests.site import ROOT, Site

IS_FULL = os.environ.get("FAULTS") == "full"

pytestmark = [
    pytest.mark.faults,
    pytest.mark.services,
    # A server that gets no core stamps late what came in time.
    pytest.mark.timed,
    pytest.mark.timeout(1300 if IS_FULL else 180),
]

SEED = int(os.environ.get("ATTENDANCE_SEED", "4"))
PEOPLE = [f"p{number:03d}@demo.example" for number in range(1, 101 if IS_FULL else 61)]
MODERATOR = "moderator@demo.example"
LOST_AT_MOST = 15_000
CLOSED_WITHIN = 60.0
# A sleep that a connection outlives is no absence; the longer ones here are longer than this.
OUTLIVED = 30.0
# The record is in whole milliseconds, and so one may be lost or won at each edge of a stay.
ROUNDING = 2
BRIDGED = 180_000
# Within this much who is connected answers, and the answer is written down.
BEAT, FLUSH = 10.0, 5.0


@dataclass
class Party:
    """A process of attendees that is stopped and let go on as the timetable says."""

    process: subprocess.Popen[str]
    people: frozenset[str]
    sleeps: list[tuple[float, float]]
    slept: list[tuple[float, float]] = field(default_factory=list)

    def stop(self) -> None:
        """Stop it, and note when it surely was."""
        os.kill(self.process.pid, signal.SIGSTOP)
        stat = Path(f"/proc/{self.process.pid}/stat")
        wait_until(lambda: stat.read_text().split()[2] == "T", "it stands", within=5)
        self.slept.append((time.time(), float("inf")))

    def go_on(self) -> None:
        """Wake it."""
        begun, _open = self.slept.pop()
        self.slept.append((begun, time.time()))
        os.kill(self.process.pid, signal.SIGCONT)

    def records(self) -> list[dict[str, Any]]:
        """Return what its devices recorded, once all have left."""
        printed, _nothing = self.process.communicate(timeout=60)
        assert self.process.returncode == 0
        return [json.loads(line) for line in printed.splitlines()]


@pytest.fixture(params=["sqlite", "postgresql"] if IS_FULL else ["sqlite"])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Site]:
    settings: dict[str, Any] = {"LIVE_LIMITS": "enter=1000/1000"}
    if request.param == "postgresql":
        postgres: PostgresServer = request.getfixturevalue("postgres")
        demonstration = postgres.create_demonstration("attended")
        settings |= {"DATABASE_URL": demonstration.url, "issued": demonstration.issued}
    running = Site(tmp_path, **settings)
    running.start()
    yield running
    running.stop()


def test_sheet_is_never_above_the_truth_and_at_most_15_s_a_disruption_below(
    site: Site, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    tokens = site.tokens(*PEOPLE, MODERATOR)
    session = live_session(site, tokens[MODERATOR])
    plan = timetable.made(SEED, PEOPLE, is_full=IS_FULL)
    with ExitStack() as cleaning:
        start = time.time() + 3.0
        parties = _started(site, session, tokens, plan, tmp_path, start, cleaning)
        _happened(site, plan, parties, start)
        ended_at = time.time()
        _end(site, session, tokens[MODERATOR])
        _let_leave(parties)
        closed_after = _no_interval_is_open(site, session, ended_at)
        _stay_longer_and_count_no_more(site, session)
        _tell_to_leave(parties)
        records = [record for party in parties for record in party.records()]
    slept = {email: party.slept for party in parties for email in party.people}
    sheet = {row["email"]: row for row in _exported(site, session)}
    raw = _exported(site, session, "--stays")
    assert not [stay for stay in raw["stays"] if stay["open"]]
    _second_computation_agrees(raw, sheet)
    _truth_holds(raw, records, slept, closed_after, request)


def _started(
    site: Site,
    session: str,
    tokens: dict[str, str],
    plan: Timetable,
    folder: Path,
    start: float,
    cleaning: ExitStack,
) -> list[Party]:
    sleepers = [(people, sleeps) for people, sleeps in plan.stopped]
    awake = frozenset(tokens) - frozenset().union(*(people for people, _sleeps in sleepers))
    parties = []
    for number, (people, sleeps) in enumerate([(awake, []), *sleepers]):
        devices = [
            {"email": email, "token": tokens[email], "visits": visits}
            for email, visits in plan.devices
            if email in people
        ]
        file = folder / f"attendees-{number}.json"
        door = f"/api/v1/sessions/{session}/ticket/"
        file.write_text(
            json.dumps({"site": site.url, "door": door, "start": start, "devices": devices})
        )
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.attendees", str(file)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        cleaning.callback(_ended, process)
        parties.append(Party(process, people, sleeps))
    return parties


def _ended(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.wait(timeout=10)
    if process.stdout is not None:
        process.stdout.close()


def _happened(site: Site, plan: Timetable, parties: list[Party], start: float) -> None:
    """Let happen what the timetable says: kills with restarts, sleeps, and the end of time."""
    events: list[tuple[float, int, Any]] = [(at, 0, _restart(site)) for at in plan.kills]
    for party in parties:
        for begins, ends in party.sleeps:
            events.append((begins, 1, party.stop))
            if ends < plan.seconds:
                events.append((ends, 2, party.go_on))
    for at, _order, happen in sorted(events, key=lambda event: event[:2]):
        time.sleep(max(0.0, start + at - time.time()))
        happen()
    time.sleep(max(0.0, start + plan.seconds - time.time()))


def _restart(site: Site) -> Any:
    def restart() -> None:
        site.kill()
        site.start()

    return restart


def _end(site: Site, session: str, token: str) -> None:
    command = {"id": "6f0c4f4e-6a43-4c5b-9f5e-4f1f0f3f7a11", "name": "session.end", "data": {}}
    reply = site.ask(f"/api/v1/sessions/{session}/commands/", token, command)
    assert reply["ok"], reply


def _let_leave(parties: list[Party]) -> None:
    """Wake who sleeps, but in the full form only after the server gave them up: hung clients."""
    sleeping = [party for party in parties if party.slept and party.slept[-1][1] == float("inf")]
    if IS_FULL and sleeping:
        time.sleep(45.0)
    for party in sleeping:
        party.go_on()


def _no_interval_is_open(site: Site, session: str, ended_at: float) -> float:
    """Wait until nobody's stay is open, and return how long after the end that was."""
    script = (
        "import time; from live.models import Lease; "
        f"rows = Lease.objects.filter(room='session.{session}', counts=True, ended_at=None)\n"
        f"while rows.exists() and time.time() < {ended_at + CLOSED_WITHIN}: time.sleep(0.2)\n"
        "print('open', rows.count(), time.time())"
    )
    printed = site.manage("shell", "--verbosity", "0", "-c", script)
    _open, count, at = printed.splitlines()[-1].split()
    assert count == "0"
    assert float(at) - ended_at <= CLOSED_WITHIN
    return float(at) - ended_at


def _stay_longer_and_count_no_more(site: Site, session: str) -> None:
    """Hold against the raw record that some are here still, and that nothing in it grows."""
    before = _exported(site, session, "--stays")["stays"]
    script = (
        "from live.models import Lease; from django.utils import timezone; from datetime import timedelta\n"
        f"rows = Lease.objects.filter(room='session.{session}', counts=False, ended_at=None)\n"
        "lately = timezone.now() - timedelta(seconds=30)\n"
        "print('here', rows.filter(last_seen__gt=lately).values('person').distinct().count())"
    )
    printed = site.manage("shell", "--verbosity", "0", "-c", script)
    assert int(printed.split()[-1]) >= len(PEOPLE[3::10]), "who stayed is here, and counts no more"
    time.sleep(BEAT + FLUSH)
    assert _exported(site, session, "--stays")["stays"] == before
    assert not [stay for stay in before if stay["open"]]


def _tell_to_leave(parties: list[Party]) -> None:
    for party in parties:
        party.process.terminate()


def _exported(site: Site, session: str, *options: str) -> Any:
    return json.loads(site.manage("attendance_report", session, "--format", "json", *options))


def _ms(instant: str | float) -> int:
    if isinstance(instant, float):
        return round(instant * 1000)
    at = datetime.fromisoformat(instant)
    return int(at.timestamp()) * 1000 + at.microsecond // 1000


class Ticks:
    """One byte a millisecond of the session: whether it is covered. Nothing is sorted or joined."""

    def __init__(self, periods: list[tuple[int, int]]) -> None:
        self.first = periods[0][0]
        self.live = bytearray(periods[-1][1] - self.first)
        for begins, ends in periods:
            self.live[begins - self.first : ends - self.first] = b"\1" * (ends - begins)
        self.covered = bytearray(len(self.live))
        self.marks = bytearray(len(self.live) + 1)

    def cover(self, begins: int, ends: int) -> None:
        low = min(max(begins - self.first, 0), len(self.live))
        high = min(max(ends - self.first, low), len(self.live))
        self.covered[low:high] = b"\1" * (high - low)
        # Inclusive, so that a stay without a heartbeat is a mark between two gaps.
        if begins - self.first <= len(self.live) and ends >= self.first:
            self.marks[low : high + 1] = b"\1" * (high + 1 - low)

    def bridge(self, longest: int) -> None:
        at = self.marks.find(b"\1")
        while at >= 0:
            after = self.marks.find(b"\0", at)
            following = self.marks.find(b"\1", after) if after >= 0 else -1
            if following >= 0 and following - (after - 1) <= longest:
                self.covered[after - 1 : following] = b"\1" * (following - after + 1)
            at = following

    def count(self) -> int:
        lived = int.from_bytes(self.live, "big") & int.from_bytes(self.covered, "big")
        return lived.bit_count()


def _periods(raw: dict[str, Any]) -> list[tuple[int, int]]:
    (session,) = raw["sessions"]
    return [(_ms(one["from"]), _ms(one["until"])) for one in session["periods"]]


def _measured(raw: dict[str, Any]) -> dict[str, Ticks]:
    found: dict[str, Ticks] = {}
    for stay in raw["stays"]:
        ticks = found.setdefault(stay["email"], Ticks(_periods(raw)))
        ticks.cover(_ms(stay["entered"]), _ms(stay["last_seen"]))
    return found


def _second_computation_agrees(raw: dict[str, Any], sheet: dict[str, Any]) -> None:
    measured = _measured(raw)
    assert measured.keys() == sheet.keys()
    strict = {email: ticks.count() // 1000 for email, ticks in measured.items()}
    assert strict == {email: row["seconds"] for email, row in sheet.items()}
    for ticks in measured.values():
        ticks.bridge(BRIDGED)
    bridged = {email: ticks.count() // 1000 for email, ticks in measured.items()}
    assert bridged == {email: row["bridged_seconds"] for email, row in sheet.items()}


def _truth_holds(
    raw: dict[str, Any],
    records: list[dict[str, Any]],
    slept: dict[str, list[tuple[float, float]]],
    closed_after: float,
    request: pytest.FixtureRequest,
) -> None:
    measured = {email: ticks.count() for email, ticks in _measured(raw).items()}
    truth = {email: Ticks(_periods(raw)) for email in PEOPLE}
    disruptions: dict[str, int] = defaultdict(int)
    for record in records:
        for begins, ends in record["stays"]:
            for start, end in _awake(begins, ends, slept[record["email"]]):
                truth[record["email"]].cover(_ms(start), _ms(end) + 1)
                disruptions[record["email"]] += 1
    errors = {email: truth[email].count() - measured.get(email, 0) for email in PEOPLE}
    each = {email: error / max(1, disruptions[email]) for email, error in errors.items()}
    note(
        f"attendance-{request.node.callspec.params['site']}{'-full' if IS_FULL else ''}",
        people=len(PEOPLE),
        devices=len(records),
        stays=sum(disruptions.values()),
        hours_of_truth=sum(ticks.count() for ticks in truth.values()) / 3_600_000,
        hours_measured=sum(measured.values()) / 3_600_000,
        error_ms_lowest=min(errors.values()),
        error_seconds_worst=max(errors.values()) / 1000,
        error_seconds_a_disruption_worst=max(each.values()) / 1000,
        error_seconds_a_disruption_mean=sum(errors.values()) / sum(disruptions.values()) / 1000,
        open_intervals_gone_after=closed_after,
    )
    over = {e: ms for e, ms in errors.items() if ms < -ROUNDING * disruptions[e]}
    assert not over, "never above the truth"
    under = {e: ms for e, ms in errors.items() if ms > LOST_AT_MOST * disruptions[e]}
    assert not under, "at most 15 s a disruption below"


def _awake(
    begins: float, ends: float, sleeps: list[tuple[float, float]]
) -> Iterator[tuple[float, float]]:
    """Cut out of a stay the sleeps that its connection did not outlive."""
    for asleep, woken in sleeps:
        if woken - asleep > OUTLIVED and asleep < ends and woken > begins:
            if begins < asleep:
                yield begins, asleep
            begins = max(begins, woken)
    if begins < ends:
        yield begins, ends
