"""The environment that the suite runs in, set before Django reads it (pyproject.toml loads this first)."""

import atexit
import os
import shutil
import sys
import tempfile

# Set by whoever makes the folder, so that xdist's workers share it and only its maker removes it.
MADE = "CSPP_LIVE_TEST_DATA"
# What a site sets for itself; each test that needs one of these sets its own.
SITE = (
    "ALLOWED_HOSTS",
    "CSPP_ENV",
    "CSRF_TRUSTED_ORIGINS",
    "DATABASE_URL",
    "EMAIL_URL",
    "ENTRY_MINUTES",
    "LIVE_LIMITS",
    "LIVE_THREADS",
    "MAIL_FROM",
    "REDIS_URL",
    "SECRET_KEY",
    "WEB_PROCESSES",
)


def separate() -> None:
    """No test may reach the data, the database or the mail of a site that this machine runs."""
    if MADE not in os.environ:
        folder = tempfile.mkdtemp(prefix="cspp-live-tests-")
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        os.environ[MADE] = folder
    os.environ["DATA_DIR"] = os.environ[MADE]
    for name in SITE:
        os.environ.pop(name, None)
    # Tests fill a room faster than people do; the one about the limit sets its own.
    os.environ["LIVE_ROOM_RATE"] = "100000"
    # The whole suite on another database or bell: make test-unit TEST_DATABASE_URL=postgres://…
    for name in ("DATABASE_URL", "REDIS_URL"):
        if url := os.environ.get(f"TEST_{name}"):
            os.environ[name] = url


def keep_bytecode() -> None:
    """Where Python is told to keep no bytecode, each site that a test starts, and each worker, would
    compile all of the code anew.
    """
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False


separate()
keep_bytecode()
