"""What every test has: a database in a file, real servers on request, and a suite that skips nothing in CI."""

import os
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.utils import translation

from live import snapshots

pytest_plugins = ["tests.services.fixtures", "tests.cast"]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """SQLite as the site has it: in a file. Django's default for tests, shared memory, has no WAL."""
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        path = tmp_path_factory.mktemp("database") / "test.sqlite3"
        database.setdefault("TEST", {})["NAME"] = str(path)


@pytest.fixture(autouse=True)
def fresh_caches() -> None:
    """What a process keeps in memory belongs to the database of one test only."""
    snapshots.forget_all()


@pytest.fixture(autouse=True)
def _own_language() -> Iterator[None]:
    """A request leaves its language behind in the thread; the next test starts in the site's own."""
    yield
    translation.deactivate()


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """A skipped test proves nothing: on CI it fails the run; elsewhere pytest's summary names it."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") and reporter and reporter.stats.get("skipped"):
        reporter.write_line("CI runs every test, and some were skipped.", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
