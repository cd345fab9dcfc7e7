"""Ratios of things measured in the same run, one JSON line each: `make bench`."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cspp_live.settings")

import json
import sys
import tempfile
from functools import partial
from pathlib import Path

import django


def main() -> None:
    """Run every benchmark on a site of its own; each line tells its ratio and the target for it."""
    # The site that is measured runs in its own process and folder; here only its address is needed.
    # Where there is one, the folder is in memory: what a disk does meanwhile is no part of any ratio.
    memory = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - a folder of its own in it
    with tempfile.TemporaryDirectory(prefix="cspp-live-bench-", dir=memory) as folder:
        os.environ["DATA_DIR"] = folder
        django.setup()
        from tests.bench import commands, imports, programmes, slow_readers, starts  # noqa: PLC0415 - need the settings

        places = [Path(folder, name) for name in ("imports", "readers", "starts")]
        for place in places:
            place.mkdir()
        on_sites = (
            partial(imports.measure, places[0]),
            partial(slow_readers.measure, places[1]),
            partial(starts.measure, places[2]),
            partial(commands.measure, "sqlite"),
            partial(commands.measure, "postgresql"),
        )
        for measure in (*on_sites, programmes.measure):
            sys.stdout.write(json.dumps(measure()) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
