"""How long delivery takes to eighty who read, with twenty beside them who do not and without."""

import gc
import json
import os
import platform
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.bench.ears import Ears, opened
from tests.bench.pairs import Pairs, Turn
from tests.site import ROOT, Site

READERS, STUCK = 80, 20
PEOPLE = [f"p{n:03d}@demo.example" for n in range(1, READERS + STUCK + 1)]
# A third of what one core can carry, or the line before the server would be what is measured.
EVERY, LENGTH = 0.05, 2000
# As long as a heartbeat, so that each turn has one of everybody. Without and with, with and without, and
# so on: what else the machine does, and what grows by and by, falls on both alike.
SECONDS, WARM = 10.0, 2.0
ORDER = ("without", "with", "with", "without") * 4
TARGET = 1.2

Turns = dict[str, list[Turn]]


class Stuck:
    """The process of those who do not read."""

    def __init__(self, site: Site, session: str, tokens: dict[str, str]) -> None:
        self.site, self.session, self.tokens = site, session, tokens
        self.told: list[str] = []
        self.cuts = 0

    @contextmanager
    def beside(self, ears: Ears) -> Iterator[None]:
        """Have them in the room for as long as the block lasts; half have been cut once at its begin."""
        door = f"/api/v1/sessions/{self.session}/ticket/"
        tickets = [
            self.site.ask(door, self.tokens[email], {})["ticket"] for email in PEOPLE[:STUCK]
        ]
        url = f"ws://127.0.0.1:{self.site.port}/live/"
        self.told = []
        process = subprocess.Popen(
            # They must not take the core from those who measure.
            ["nice", sys.executable, "-m", "tests.bench.stuck_ones"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdin is not None
        reader = threading.Thread(target=self._listen, args=[process], daemon=True)
        reader.start()
        try:
            known = {"url": url, "tickets": tickets, "head": ears.head}
            process.stdin.write(json.dumps(known) + "\n")
            self._process = process
            while self.told.count("cut") < STUCK // 2:
                self.speak(ears, WARM)
            yield
        finally:
            process.kill()
            process.wait(timeout=10)
            reader.join(timeout=10)
            self.cuts += self.told.count("cut")
            process.stdin.close()

    def speak(self, ears: Ears, seconds: float) -> list[float]:
        """Have the speaker speak; whoever comes back meanwhile knows how far the room was before."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{ears.head}\n")
        self._process.stdin.flush()
        return ears.speak(seconds, EVERY, LENGTH)

    def _listen(self, process: subprocess.Popen[str]) -> None:
        self.told.extend(line.strip() for line in process.stdout or ())


def measure(folder: Path) -> dict[str, Any]:
    """Return the p99 of delivery with twenty stuck readers beside that without, and their ratio.

    The ratio is the median of those of neighbouring turns (`Pairs`).
    """
    cores = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, cores[:1])
    site = Site(
        folder,
        begins_empty=True,
        LIVE_LIMITS="chat=100000/100000,enter=10000/10000",
        LIVE_ROOM_RATE="100000",
    )
    site.start()
    # The server keeps the first core; whoever measures has the others.
    os.sched_setaffinity(0, cores[1:] or cores)
    try:
        tokens = site.tokens(*PEOPLE)
        session = site.ask("/api/v1/sessions/?state=live", tokens[PEOPLE[0]])["results"][0]["id"]
        door = f"/api/v1/sessions/{session}/ticket/"
        tickets = (site.ask(door, tokens[email], {})["ticket"] for email in PEOPLE[STUCK:])
        ears = Ears([opened(site.port, ticket) for ticket in tickets])
        gc.collect()
        gc.freeze()
        gc.disable()
        stuck = Stuck(site, session, tokens)
        return _figures(_turns(ears, stuck), stuck.cuts)
    finally:
        site.stop()


def _turns(ears: Ears, stuck: Stuck) -> Turns:
    turns: Turns = {"without": [], "with": []}
    ears.speak(SECONDS / 2, EVERY, LENGTH)
    for first, second in zip(ORDER[::2], ORDER[1::2], strict=True):
        for state in (first, second):
            _turn(turns, state, ears, stuck)
    return turns


def _turn(turns: Turns, state: str, ears: Ears, stuck: Stuck) -> None:
    if state == "with":
        with stuck.beside(ears):
            turns[state].append(stuck.speak(ears, SECONDS))
    else:
        # What the server has to clear away after the others is no part of it.
        ears.speak(WARM, EVERY, LENGTH)
        turns[state].append(ears.speak(SECONDS, EVERY, LENGTH))


def _figures(turns: Turns, cuts: int) -> dict[str, Any]:
    return {
        "bench": "delivery beside stuck readers",
        "readers": READERS,
        "stuck": STUCK,
        "cuts": cuts,
        "messages": sum(len(turn) for state in turns.values() for turn in state) // READERS,
        **Pairs(turns["without"], turns["with"]).figures(),
        "target": TARGET,
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
    }
