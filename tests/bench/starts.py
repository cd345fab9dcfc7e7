"""How long a killed site is away: its second start, beside the bare start of a command."""

import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from typing import Any

from tests.site import ROOT, Site

ROUNDS = 5
# What a second start may take, in seconds; under any load it is the ratio that says something.
TARGET_SECONDS = 5.0


def measure(place: Path) -> dict[str, Any]:
    """Kill and start a site of each server in turn with a command that only sets Django up."""
    lines: dict[str, Any] = {"bench": "second start", "target_seconds": TARGET_SECONDS}
    for server in ("uvicorn", "daphne"):
        folder = place / server
        folder.mkdir()
        site = Site(folder, server)
        site.start()
        starts, bare = [], []
        for _round in range(ROUNDS):
            site.kill()
            bare.append(_bare(site))
            starts.append(site.start())
        site.stop()
        lines[server] = {
            "seconds": round(median(starts), 2),
            "bare_seconds": round(median(bare), 2),
            "ratio": round(median(starts) / median(bare), 2),
        }
    return lines


def _bare(site: Site) -> float:
    begun = time.monotonic()
    subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", "pass"],
        cwd=ROOT,
        env=site.environment,
        check=True,
        capture_output=True,
    )
    return time.monotonic() - begun
