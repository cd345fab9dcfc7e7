"""Several servers of one database may start at once: one of them migrates, the others wait for it."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from portal.management.commands.migrate import LOCK
from tests.services.postgres import PostgresServer
from tests.services.processes import wait_until
from tests.site import ROOT

pytestmark = [pytest.mark.services, pytest.mark.timeout(120)]

LIMITS = """
from django.core.management import call_command
from django.db import connection
from django.db.models.signals import post_migrate

def tell(**_details):
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        print("limit", cursor.fetchone()[0])

post_migrate.connect(tell, sender=__import__("django").apps.apps.get_app_config("live"), weak=False)
call_command("migrate", verbosity=0, interactive=False)
tell()
"""


def begun(folder: Path, url: str, *words: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "manage.py", *words],
        cwd=ROOT,
        env=os.environ | {"DATA_DIR": str(folder), "DATABASE_URL": url},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def test_four_at_once_all_come_to_their_end(tmp_path: Path, postgres: PostgresServer) -> None:
    url = postgres.create_migrated("migrating_at_once")
    four = [begun(tmp_path / str(n), url, "migrate", "--no-input") for n in range(4)]
    told = [process.communicate()[0] for process in four]
    assert [process.returncode for process in four] == [0] * 4, "\n".join(told)


def test_who_comes_second_waits_until_the_first_is_done(
    tmp_path: Path, postgres: PostgresServer
) -> None:
    url = postgres.create_migrated("migrating_second")
    with psycopg.connect(url, autocommit=True) as first:
        first.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        second = begun(tmp_path, url, "migrate", "--no-input")
        asked = (
            "SELECT 1 FROM pg_stat_activity WHERE datname = 'migrating_second'"
            " AND query LIKE 'SELECT pg_try_advisory_lock%'"
        )
        wait_until(
            lambda: first.execute(asked).fetchone() is not None,
            "the second has asked for the lock",
            within=60,
        )
        assert second.poll() is None
        first.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
        told, _ = second.communicate()
    assert second.returncode == 0, told


def test_a_migration_may_take_its_time_and_what_comes_after_may_not(
    tmp_path: Path, postgres: PostgresServer
) -> None:
    process = begun(
        tmp_path, postgres.create_migrated("migrating_slowly"), "shell", "--command", LIMITS
    )
    told, _ = process.communicate()
    limits = [line for line in told.splitlines() if line.startswith("limit ")]
    assert limits == ["limit 0", "limit 5s"], told
