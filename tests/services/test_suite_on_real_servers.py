"""The kernel's tests and the features' on it once more: on PostgreSQL, with Redis as the bell."""

import os
import subprocess
import sys

import pytest

from tests import migrated
from tests.services.postgres import PostgresServer
from tests.services.redis import RedisServer
from tests.site import ROOT

# What rests on transactions, locks and the bell; pages are made of the same rows on any database. In
# parts, which run beside each other.
KERNEL = sorted(str(file.relative_to(ROOT)) for file in (ROOT / "tests/live").glob("test_*.py"))
FEATURES = [
    "tests/chat/test_hostile.py",
    "tests/chat/test_late_comers.py",
    "tests/chat/test_races.py",
    "tests/accounts/test_letters.py",
    "tests/floor/test_races.py",
    "tests/floor/test_unnamed.py",
    "tests/records/decisions/test_races.py",
    "tests/records/recommendations/test_adoption.py",
    "tests/portal/news/test_stories.py",
    "tests/portal/search/test_queries.py",
    "tests/sessions/test_item_races.py",
    "tests/groups/plans/test_writing.py",
    "tests/sessions/meetings/test_letters.py",
    "tests/sessions/test_life.py",
    "tests/sessions/schedules/test_undo_races.py",
]
PARTS = {
    "said-thrice": ["tests/hostile/test_thrice.py"],
    "kernel-1": KERNEL[::2],
    "kernel-2": KERNEL[1::2],
    "features-1": FEATURES[::2],
    "features-2": FEATURES[1::2],
}


@pytest.mark.services
@pytest.mark.timeout(500)
@pytest.mark.parametrize("part", PARTS)
def test_the_live_suite_passes_on_postgresql_and_redis(
    postgres_in_memory: PostgresServer, redis_server: RedisServer, part: str
) -> None:
    postgres_in_memory.create_migrated("migrated")
    environment = os.environ | {
        "TEST_DATABASE_URL": postgres_in_memory.url,
        migrated.TEMPLATE: "migrated",
        "TEST_REDIS_URL": redis_server.url,
    }
    environment.pop("CSPP_LIVE_TEST_DATA", None)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *PARTS[part]],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
