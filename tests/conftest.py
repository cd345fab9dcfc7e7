"""What every test has: a database in a file, real servers on request, and a suite that skips nothing in CI."""

import functools
import gc
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.contrib.contenttypes.management import create_contenttypes
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connection
from django.db.backends.base.operations import BaseDatabaseOperations
from django.db.models.signals import post_migrate
from django.utils import translation
from xdist.scheduler import LoadScopeScheduling

from live import limits, snapshots
from live.testing import Replay
from records.recommendations import freezing
from tests import migrated
from tests.services.processes import memory

pytest_plugins = ["tests.services.fixtures", "tests.cast"]


def pytest_configure() -> None:
    """A file is looked for when it is asked for: each test has a client of its own, and each client would
    first read the whole folder of built files, a quarter of what a test of a page takes.
    """
    settings.WHITENOISE_AUTOREFRESH = True


def pytest_collection_finish() -> None:
    """What imports and the collected tests have made stays to the end: the collector of garbage need not
    walk through all of it again and again.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None,
) -> Iterator[None]:
    """SQLite as the site has it: in a file. Django's default for tests, shared memory, has no WAL.

    The file lies where no disk is waited for, if there is room: no test of this database cuts the power.
    """
    folder = Path(tempfile.mkdtemp(prefix="cspp-live-database-", dir=memory(2**28)))
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        database.setdefault("TEST", {})["NAME"] = str(folder / "test.sqlite3")
        migrated.copy_sqlite(folder / "test.sqlite3")
    elif template := os.environ.get(migrated.TEMPLATE):
        database.setdefault("TEST", {})["TEMPLATE"] = template
    yield
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """SQLite's is a copy of a migrated one already, and goes with its folder."""
    return bool(settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Emptying all tables would each time write anew what Django keeps of models and permissions, and
    truncate seventy tables of which three hold a row.
    """
    post_migrate.disconnect(create_contenttypes)
    post_migrate.disconnect(
        create_permissions, dispatch_uid="django.contrib.auth.management.create_permissions"
    )
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(type(connection.ops), "sql_flush", _sql_flush)
        yield
    if connection.vendor == "postgresql":
        # A thread of some test may have ended without the server having heard of it: as long as it has
        # not, the database can't be dropped.
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


def _sql_flush(
    operations: BaseDatabaseOperations, _style: Any, tables: list[str], **_options: bool
) -> list[str]:
    """Return what empties the tables that hold rows; foreign keys are asked at the commit only."""
    names = [operations.quote_name(table) for table in tables]
    wanted = (
        f"SELECT {number} WHERE EXISTS (SELECT 1 FROM {name})"  # noqa: S608 - our own tables' names
        for number, name in enumerate(names)
    )
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(wanted))
        full = [number for (number,) in cursor.fetchall()]
    emptied = [f"DELETE FROM {names[number]}" for number in full]  # noqa: S608 - the same
    if any(tables[number] in freezing.TABLES for number in full):
        vendor = connection.vendor
        return [*freezing.thaw(vendor), *emptied, *freezing.freeze(vendor)]
    return emptied


@pytest.fixture(autouse=True)
def fresh_caches() -> None:
    """What a process keeps in memory belongs to the database, and the clock, of one test only."""
    snapshots.forget_all()
    ContentType.objects.clear_cache()
    limits._rooms.forget()
    limits._unnamed.forget()
    cache.clear()


@pytest.fixture(autouse=True)
def _own_language() -> Iterator[None]:
    """A request leaves its language behind in the thread; the next test starts in the site's own."""
    yield
    translation.deactivate()


@pytest.fixture(scope="session")
def replay() -> Iterator[Replay]:
    """The room's own reducers, in one long-lived Node process."""
    process = Replay()
    yield process
    process.close()


# "make test-servers" reads the files alone in which one of these is written.
OF_SERVERS = ("live", "services", "browser", "faults", "timed")


@pytest.hookimpl(tryfirst=True)
def pytest_itemcollected(item: pytest.Item) -> None:
    """A mark that came from elsewhere would leave its test out of every run."""
    for name in OF_SERVERS:
        if item.get_closest_marker(name) and f"mark.{name}" not in _text(item.path):
            raise pytest.UsageError(f"{item.nodeid}: write pytest.mark.{name} in the file itself")


@functools.cache
def _text(path: Path) -> str:
    return path.read_text()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On daphne, what rests on uvicorn is left out, and counted as such in pytest's last line."""
    if os.environ.get("TEST_SERVER", "uvicorn") != "uvicorn":
        left_out = [item for item in items if item.get_closest_marker("server_uvicorn")]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]
    if hasattr(config, "workerinput"):
        items[:] = _dealt(items, config.workerinput["workercount"])


# Whoever has more than this takes minutes: a suite within the suite, ten thousand frames, five kills.
LONG = 200


def _dealt(items: list[pytest.Item], workers: int) -> list[pytest.Item]:
    """Put the tests in an order of which each worker's part, one after the other, begins with its share
    of the longest: what may take minutes begins first, and workers beside each other end together.
    """
    queue = sorted(items, key=_patience, reverse=True)
    count = sum(_patience(item) > LONG for item in queue)
    long, short = queue[:count], queue[count:]
    dealt: list[pytest.Item] = []
    for worker in range(workers):
        size = (len(items) - len(dealt)) // (workers - worker)
        mine = long[worker::workers][:size]
        dealt += mine + short[: size - len(mine)]
        short = short[size - len(mine) :]
    return dealt


class ByFolder(LoadScopeScheduling):  # type: ignore[misc] # published without types
    """One worker has a whole folder: its tests share their servers."""

    def _split_scope(self, nodeid: str) -> str:
        return nodeid.partition("::")[0].rpartition("/")[0]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByFolder | None:
    return ByFolder(config, log) if config.getvalue("dist") == "loadscope" else None


def _patience(item: pytest.Item) -> int:
    marker = item.get_closest_marker("timeout")
    return marker.args[0] if marker else 0


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """A skipped test proves nothing: on CI it fails the run; elsewhere pytest's summary names it."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") and reporter and reporter.stats.get("skipped"):
        reporter.write_line("CI runs every test, and some were skipped.", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
