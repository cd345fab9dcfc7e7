"""How many durable commands one room takes in a second, beside a bare insert and commit on the same database."""

import contextlib
import gc
import os
import platform
import re
import select
import shutil
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg

from tests.bench.ears import PING, Ear, opened, say
from tests.services.postgres import PostgresServer
from tests.site import Site

SPEAKERS = 20
PEOPLE = [f"p{n:03d}@demo.example" for n in range(1, SPEAKERS + 1)]
# What a room has to take, and how long each turn lasts.
RATE, SECONDS, TURNS = 300, 5.0, 3
LENGTH = 200
# The bare loop waits for the disk and for nothing else; a command is judged, numbered, told and answered.
# So many of its commits may be made in the time of one command.
TARGET, TARGET_RATE = 60.0, 300

ANSWER = re.compile(rb'\{"id":"([0-9a-f-]{36})","ok":(true|false)')
BEAT = re.compile(rb'\{"beat":(\d+),')
KEPT = 64

Bare = Callable[[], None]


class Speakers:
    """All who speak: what each waits for, and how long every answer took."""

    def __init__(self, ears: list[Ear]) -> None:
        self.free = list(ears)
        self.took: list[float] = []
        self.refused = 0
        self._asked: dict[int, tuple[bytes, float]] = {}
        self._known = {ear.socket.fileno(): ear for ear in ears}
        self._poll = select.epoll()
        for number in self._known:
            self._poll.register(number, select.EPOLLIN)

    def speak(self, due: float) -> None:
        """Let one who is free speak; the wait is counted from when it was due."""
        ear = self.free.pop(0)
        command = say("message.post", text="x" * LENGTH)
        self._asked[ear.socket.fileno()] = (command[8:44].encode(), due)
        ear.send(command)

    def hear(self, until: float, *, is_enough: Callable[[], bool] = bool) -> None:
        """Read whatever comes until an instant, or until it is enough."""
        while not is_enough() and (left := until - time.monotonic()) > 0:
            for number, _event in self._poll.poll(left):
                self._read(number)

    def settle(self) -> None:
        """Hear until nobody waits."""
        self.hear(time.monotonic() + 30, is_enough=lambda: not self._asked)
        assert not self._asked, "everybody was answered"

    def _read(self, number: int) -> None:
        ear = self._known[number]
        came = os.read(number, 2**18)
        now = time.monotonic()
        assert came, "a speaker was cut"
        text = ear.rest + came
        end = 0
        for beat in BEAT.finditer(text):
            end = beat.end()
            ear.send(f'{{"beat":{beat[1].decode()}}}')
        for ping in PING.finditer(came):
            ear.socket.sendall(bytes([0x8A, 0x80 | len(ping[1])]) + bytes(4) + ping[1])
        for answer in ANSWER.finditer(text):
            end = max(end, answer.end())
            command, due = self._asked.get(number, (b"", 0.0))
            if answer[1] == command:
                del self._asked[number]
                self.took.append(now - due)
                self.refused += answer[2] == b"false"
                self.free.append(ear)
        ear.rest = text[max(end, len(text) - KEPT) :]


def measure(database: str) -> dict[str, Any]:
    """Return what a room takes on one database, with what each command waits for at a steady 300 a second.

    Its files lie on the disk: durable means that a power cut loses nothing that was answered.
    """
    with contextlib.ExitStack() as stack:
        folder = Path(tempfile.mkdtemp(prefix="cspp-live-bench-"))
        stack.callback(shutil.rmtree, folder)
        known: dict[str, Any] = {}
        if database == "postgresql":
            server = PostgresServer()
            stack.callback(server.discard)
            server.start()
            known["DATABASE_URL"] = server.url
        site = Site(
            folder,
            begins_empty=True,
            LIVE_LIMITS="chat=10000000/10000000,enter=10000/10000",
            LIVE_ROOM_RATE="1000000",
            **known,
        )
        stack.callback(site.stop)
        cores = sorted(os.sched_getaffinity(0))
        site.start()
        tokens = site.tokens(*PEOPLE)
        session = site.ask("/api/v1/sessions/?state=live", tokens[PEOPLE[0]])["results"][0]["id"]
        door = f"/api/v1/sessions/{session}/ticket/"
        ears = [opened(site.port, site.ask(door, tokens[email], {})["ticket"]) for email in PEOPLE]
        speakers = Speakers(ears)
        gc.collect()
        gc.freeze()
        bare = _on_postgresql(known["DATABASE_URL"]) if known else _on_sqlite(folder)
        return {
            "bench": f"commands of one room on {database}",
            "speakers": SPEAKERS,
            **_figures(speakers, bare),
            "machine": f"{platform.machine()}, {len(cores)} cores, Python {platform.python_version()}",
        }


def _figures(speakers: Speakers, bare: Bare) -> dict[str, Any]:
    speakers.hear(time.monotonic() + 1)
    _most(speakers, SECONDS)
    most, commits = [], []
    for _turn in range(TURNS):
        commits.append(_commits(bare, SECONDS / 5))
        most.append(_most(speakers, SECONDS))
    steady = [_steady(speakers) for _turn in range(TURNS)]
    ratios = [a / b for a, b in zip(commits, most, strict=True)]
    assert speakers.refused == 0, "no command was refused"
    return {
        "commands_per_second": round(statistics.median(most)),
        "bare_commits_per_second": round(statistics.median(commits)),
        "ratio": round(statistics.median(ratios), 1),
        "target": TARGET,
        "target_commands_per_second": TARGET_RATE,
        "at_a_steady": RATE,
        "p50_ms": round(statistics.median(map(statistics.median, steady)) * 1000, 1),
        "p99_ms": round(
            statistics.median(statistics.quantiles(took, n=100)[98] for took in steady) * 1000, 1
        ),
    }


def _most(speakers: Speakers, seconds: float) -> float:
    """Let everybody speak again as soon as they are answered; returns how many were, in a second."""
    speakers.took = []
    begun = time.monotonic()
    while (now := time.monotonic()) < begun + seconds:
        while speakers.free:
            speakers.speak(now)
        speakers.hear(begun + seconds, is_enough=lambda: bool(speakers.free))
    rate = len(speakers.took) / (time.monotonic() - begun)
    speakers.settle()
    return rate


def _steady(speakers: Speakers) -> list[float]:
    """Let somebody speak every so often, whoever is still waiting; returns what each answer took."""
    speakers.took = []
    begun = due = time.monotonic()
    while due < begun + SECONDS:
        speakers.hear(due)
        speakers.hear(due + 30, is_enough=lambda: bool(speakers.free))
        speakers.speak(due)
        due += 1 / RATE
    speakers.settle()
    return speakers.took


def _commits(bare: Bare, seconds: float) -> float:
    begun, count = time.monotonic(), 0
    while time.monotonic() < begun + seconds:
        bare()
        count += 1
    return count / (time.monotonic() - begun)


def _on_sqlite(folder: Path) -> Bare:
    path = next(folder.glob("*.sqlite3"))
    bare = sqlite3.connect(path, isolation_level=None)
    bare.executescript("PRAGMA synchronous=FULL; CREATE TABLE bare (text TEXT);")

    def insert() -> None:
        bare.execute("BEGIN IMMEDIATE")
        bare.execute("INSERT INTO bare VALUES (?)", ["x" * LENGTH])
        bare.execute("COMMIT")

    return insert


def _on_postgresql(url: str) -> Bare:
    bare = psycopg.connect(url)
    bare.execute("CREATE TABLE bare (text TEXT)")
    bare.commit()

    def insert() -> None:
        bare.execute("INSERT INTO bare VALUES (%s)", ["x" * LENGTH])
        bare.commit()

    return insert
