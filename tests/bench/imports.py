"""How long delivery takes to fifty in a live session while a programme is brought in, and without."""

import gc
import json
import os
import platform
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.bench.ears import Ears, opened
from tests.bench.pairs import Pairs, Turn
from tests.site import ROOT, Site

PEOPLE = [f"p{n:03d}@demo.example" for n in range(1, 51)]
# A message each tenth of a second: more than fifty people write in a session that goes well.
EVERY, LENGTH, STEP = 0.1, 200, 1.0
ORDER = ("without", "with", "with", "without") * 6
TARGET = 1.5

# As large as the largest that we know of, with made-up people.
SESSIONS, ROOMS, SPEAKERS = 773, 108, 684

Turns = dict[str, list[Turn]]


def programme(number: int) -> str:
    """Return a schedule.xml of a conference that is another one for each number."""
    rooms: dict[int, list[str]] = {place: [] for place in range(ROOMS)}
    for talk in range(SESSIONS):
        rooms[talk % ROOMS].append(_event(talk))
    inside = "".join(
        f'<room name="Hall {place}">{"".join(events)}</room>' for place, events in rooms.items()
    )
    head = f"<title>Large Forum {number}</title><acronym>large{number}</acronym>"
    return (
        f"<schedule><conference>{head}<time_zone_name>UTC</time_zone_name></conference>"
        f'<day date="2031-05-10">{inside}</day></schedule>'
    )


def _event(talk: int) -> str:
    starts = f"{8 + talk // ROOMS:02d}:00"
    return (
        f'<event id="{talk}"><start>{starts}</start><duration>00:50</duration>'
        f"<title>Talk {talk}</title><track>Track {talk % 40}</track><type>talk</type>"
        f"<abstract>&lt;p&gt;{'Rivers and their banks. ' * 80}&lt;/p&gt;</abstract><persons>"
        f'<person id="{talk % SPEAKERS}">Speaker {talk % SPEAKERS}</person></persons></event>'
    )


@contextmanager
def importing(site: Site, number: int) -> Iterator[subprocess.Popen[str]]:
    """Have a programme brought in beside the block, by a process of an operator's."""
    path = site.folder / f"schedule{number}.xml"
    path.write_text(programme(number))
    process = subprocess.Popen(
        [sys.executable, "manage.py", "import_schedule", str(path), "--verbosity", "0"],
        cwd=ROOT,
        env=site.environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
        told, _none = process.communicate(timeout=60)
        counted = json.loads(told.splitlines()[-1])
        assert counted["created"] == SESSIONS + ROOMS + SPEAKERS, counted
    finally:
        process.kill()
        process.wait(timeout=10)


def measure(folder: Path) -> dict[str, Any]:
    """Return the p99 of delivery while a programme is written, that without, and their ratio.

    A turn with an import lasts as long as the import does, from its process' first to its last
    moment; a turn without lasts as long as the one before. The ratio is the median of those of
    neighbouring turns (`Pairs`).
    """
    site = Site(folder, begins_empty=True, LIVE_LIMITS="chat=100000/100000,enter=10000/10000")
    site.start()
    try:
        tokens = site.tokens(*PEOPLE)
        session = site.ask("/api/v1/sessions/?state=live", tokens[PEOPLE[0]])["results"][0]["id"]
        door = f"/api/v1/sessions/{session}/ticket/"
        tickets = [site.ask(door, tokens[email], {})["ticket"] for email in PEOPLE]
        ears = Ears([opened(site.port, ticket) for ticket in tickets])
        gc.collect()
        gc.disable()
        ears.speak(5 * STEP, EVERY, LENGTH)
        return _figures(_turns(site, ears))
    finally:
        site.stop()


def _turns(site: Site, ears: Ears) -> Turns:
    turns: Turns = {"without": [], "with": []}
    steps = 5
    for number, state in enumerate(ORDER):
        took: list[float] = []
        if state == "with":
            with importing(site, number) as process:
                steps = 0
                while process.poll() is None:
                    took += ears.speak(STEP, EVERY, LENGTH)
                    steps += 1
        else:
            for _step in range(steps):
                took += ears.speak(STEP, EVERY, LENGTH)
        turns[state].append(took)
    return turns


def _figures(turns: Turns) -> dict[str, Any]:
    return {
        "bench": "delivery beside an import",
        "readers": len(PEOPLE),
        "sessions": SESSIONS,
        **Pairs(turns["without"], turns["with"]).figures(),
        "target": TARGET,
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
    }
