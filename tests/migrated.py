"""An empty database as all migrations leave it: made once for a state of the migrations, then copied.

To migrate takes a quarter of a minute, nearly all of it Python's, and comes to the same for each worker,
each site of a test and each suite within the suite.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.surroundings import SITE

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "build" / "migrated"
# The name of a database of the server in TEST_DATABASE_URL, of which a run's own is made as a copy.
TEMPLATE = "TEST_DATABASE_TEMPLATE"
SQLITE, DUMP = "db.sqlite3", "dump.sql"


def copy_sqlite(target: Path) -> None:
    """Put a migrated database where there is none."""
    with _of_these_migrations() as folder:
        if not (folder / SQLITE).exists():
            made = folder / "made"
            shutil.rmtree(made, ignore_errors=True)
            made.mkdir()
            _migrate(DATA_DIR=str(made))
            (made / SQLITE).rename(folder / SQLITE)
        shutil.copyfile(folder / SQLITE, target)


def dump(pg_dump: Path, lend: Callable[[], str]) -> Path:
    """Return a migrated database as SQL for PostgreSQL.

    Whoever asks first lends an empty database to make it in.
    """
    with _of_these_migrations() as folder:
        if not (folder / DUMP).exists():
            lent, written = lend(), folder / "unfinished"
            _migrate(DATABASE_URL=lent, DATA_DIR=str(folder))
            subprocess.run([pg_dump, "--no-owner", "--file", written, lent], check=True)
            written.rename(folder / DUMP)
        return folder / DUMP


@contextmanager
def _of_these_migrations() -> Iterator[Path]:
    """Yield the folder that is theirs; one process at a time is in the block."""
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        folder = KEPT / _state()
        if not folder.exists():
            for earlier in KEPT.iterdir():
                shutil.rmtree(earlier, ignore_errors=True)
            folder.mkdir()
        yield folder


def _state() -> str:
    """What a migrated database depends on: our migrations, and the packages' by their versions."""
    summed = hashlib.sha256()
    for file in [*sorted(ROOT.glob("*/migrations/*.py")), ROOT / "requirements" / "run.txt"]:
        summed.update(f"{file.relative_to(ROOT)}\n".encode() + file.read_bytes())
    return summed.hexdigest()[:16]


def _migrate(**environment: str) -> None:
    kept = {name: value for name, value in os.environ.items() if name not in SITE}
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity", "0", "--no-input"],
        cwd=ROOT,
        env=kept | environment,
        stdout=subprocess.DEVNULL,
        check=True,
    )
