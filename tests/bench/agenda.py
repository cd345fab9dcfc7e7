"""What the first page of an agenda takes over a real line: `python -m tests.bench.agenda FILE`.

A site of its own starts, as `manage.py serve` does; the schedule FILE is brought in, and one visitor asks
for the page, one time after the other. Milliseconds are the wall's, so the load of the machine goes with them;
`processor_ms` is what the server's process worked for each request, its regular duties included.
"""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cspp_live.settings")

import argparse
import gzip
import http.client
import json
import platform
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import django

if TYPE_CHECKING:
    from tests.site import Site

REQUESTS = 20
# Bytes that a first page may have on the line.
MOST = 150_000
COUNT = """
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
client = Client(SERVER_NAME="127.0.0.1")
client.get("{path}")
with CaptureQueriesContext(connection) as asked:
    assert client.get("{path}").status_code == 200
print(len(asked))
"""


def main() -> None:
    """Measure, and print one line of JSON."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.agenda", description=__doc__)
    parser.add_argument("file", type=Path, help="schedule.xml or schedule.json")
    parser.add_argument("--zone", default="", help="the zone of its hours, where it names none")
    parser.add_argument("--server", choices=("uvicorn", "daphne"), default="uvicorn")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="cspp-live-bench-") as folder:
        os.environ["DATA_DIR"] = folder
        django.setup()
        found = measure(Path(folder), asked.file.resolve(), asked.zone, asked.server)
        sys.stdout.write(json.dumps(found) + "\n")


def measure(folder: Path, file: Path, zone: str, server: str) -> dict[str, Any]:
    """Return what the page takes, how large it is, and how many queries it costs."""
    from tests.site import Site  # noqa: PLC0415 - needs the settings

    site = Site(folder, server, begins_empty=True)
    site.words = ["serve", "--no-demo"]
    site.manage("migrate", "--verbosity", "0")
    words = ["--zone", zone] if zone else []
    site.manage("import_schedule", str(file), "--conference", "bench", *words)
    path = "/c/bench/agenda/"
    try:
        site.start()
        first, page = _ask(site.port, path)
        worked = _worked(site)
        took = [_ask(site.port, path)[0] * 1000 for _turn in range(REQUESTS)]
        worked = (_worked(site) - worked) / REQUESTS
        script = COUNT.format(path=path)
        queries = site.manage("shell", "--verbosity", "0", "-c", script).split()[-1]
    finally:
        site.stop()
    return {
        "bench": f"the first page of an agenda, {server}",
        "file": file.name,
        "on": datetime.now(UTC).date().isoformat(),
        "first_ms": round(first * 1000),
        "median_ms": round(statistics.median(took)),
        "worst_ms": round(max(took)),
        "processor_ms": round(worked * 1000),
        "requests": REQUESTS,
        "queries": int(queries),
        "sessions": gzip.decompress(page).count(b'class="session-row'),
        "bytes": len(gzip.decompress(page)),
        "compressed": len(page),
        "most_compressed": MOST,
        "load": [round(each, 1) for each in os.getloadavg()],
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
    }


def _worked(site: "Site") -> float:
    """Return for how many seconds the server's process has had a processor."""
    from tests.site import listening_pid  # noqa: PLC0415 - needs the settings

    figures = Path(f"/proc/{listening_pid(site.port)}/stat").read_text().rpartition(")")[2].split()
    return (int(figures[11]) + int(figures[12])) / os.sysconf("SC_CLK_TCK")


def _ask(port: int, path: str) -> tuple[float, bytes]:
    """Ask once, by a connection of its own; returns the seconds and the page as it came."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    begun = time.monotonic()
    line.request("GET", path, headers={"Accept-Encoding": "gzip"})
    answer = line.getresponse()
    page = answer.read()
    seconds = time.monotonic() - begun
    line.close()
    assert answer.status == 200, answer.status
    return seconds, page


if __name__ == "__main__":
    main()
