"""The demonstration as a site's first start leaves it: made once a run, then copied for each site of a test."""

import fcntl
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from tests import migrated
from tests.surroundings import MADE

ROOT = Path(settings.BASE_DIR)
DATABASE, TOKENS, DUMP = "db.sqlite3", "tokens.json", "dump.sql"

# What `manage.py serve` does to a migrated database, and a token of everybody for the tests.
FIRST_START = """
import json
from pathlib import Path
from django.core.management import call_command
from accounts import tokens
from accounts.models import Person
call_command("demo")
issued = dict((person.email, tokens.issue(person)) for person in Person.objects.all())
Path("{tokens}").write_text(json.dumps(issued))
"""


def fill(folder: Path) -> dict[str, str]:
    """Put a database with the demonstration into a site's folder; returns everybody's token."""
    with _once("sqlite") as prepared:
        if not (prepared / TOKENS).exists():
            migrated.copy_sqlite(prepared / DATABASE)
            _first_start(prepared)
    shutil.copyfile(prepared / DATABASE, folder / DATABASE)
    return _tokens(prepared)


def dump(pg_dump: Path, lend: Callable[[], str]) -> tuple[Path, dict[str, str]]:
    """Return the demonstration as SQL for PostgreSQL, and everybody's token.

    Whoever asks first lends a migrated database to make it in.
    """
    with _once("postgresql") as prepared:
        if not (prepared / DUMP).exists():
            lent = lend()
            _first_start(prepared, DATABASE_URL=lent)
            written = prepared / "unfinished"
            subprocess.run([pg_dump, "--no-owner", "--file", written, lent], check=True)
            written.rename(prepared / DUMP)
    return prepared / DUMP, _tokens(prepared)


@contextmanager
def _once(kind: str) -> Iterator[Path]:
    """Yield the folder that all workers of this run share; one at a time is in the block."""
    folder = Path(os.environ[MADE]) / f"prepared-{kind}"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder


def _first_start(folder: Path, **environment: str) -> None:
    kept = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "REDIS_URL"}}
    script = FIRST_START.format(tokens=folder / TOKENS)
    subprocess.run(
        [sys.executable, "manage.py", "shell", "--verbosity", "0", "-c", script],
        cwd=ROOT,
        env=kept | {"DATA_DIR": str(folder)} | environment,
        stdout=subprocess.DEVNULL,
        check=True,
    )


def _tokens(folder: Path) -> dict[str, str]:
    found: dict[str, str] = json.loads((folder / TOKENS).read_text())
    return found
