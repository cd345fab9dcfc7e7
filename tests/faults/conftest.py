"""Two server processes on one PostgreSQL and one Redis, whose bells can be dropped."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.faults.company import live_session
from tests.services.postgres import PostgresServer
from tests.services.redis import RedisServer
from tests.site import Site

PEOPLE = [f"p{number:03d}@demo.example" for number in range(1, 101)]
LIMITS = "chat=100000/100000,enter=1000/1000"


@dataclass
class TwoServers:
    """One site in two processes, each with a folder of its own."""

    sites: list[Site]
    session: str
    tokens: dict[str, str]
    drops: Path
    postgres: PostgresServer
    redis: RedisServer

    def drop(self, share: float) -> None:
        """Let both servers drop this share of their bells from now on."""
        fresh = self.drops.with_suffix(".new")
        fresh.write_text(str(share))
        fresh.replace(self.drops)

    def people(self, first: int, last: int) -> dict[str, str]:
        """Return the tokens of some of the demonstration's delegates, counted from 1."""
        return dict(list(self.tokens.items())[first - 1 : last])


@pytest.fixture
def two_servers(both: TwoServers) -> Iterator[TwoServers]:
    """What a test takes away, and fails before it brings back, is there again for the next."""
    try:
        yield both
    finally:
        both.drop(0)
        for service in (both.postgres, both.redis):
            if not service.is_running:
                service.start()


@pytest.fixture(scope="package")
def both(
    postgres: PostgresServer, redis_server: RedisServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[TwoServers]:
    folder = tmp_path_factory.mktemp("two-servers")
    drops = folder / "drops"
    drops.write_text("0")
    demonstration = postgres.create_demonstration(f"faults_{folder.name.replace('-', '_')}")
    shared: dict[str, Any] = {
        "DATABASE_URL": demonstration.url,
        "REDIS_URL": redis_server.url,
        "SECRET_KEY": "shared by the two servers of a fault test, and by nobody else",
        "LIVE_LIMITS": LIMITS,
        "LIVE_ROOM_RATE": "50",
        "BELL_DROPS": str(drops),
    }
    program = [sys.executable, "tests/faults/bell_that_drops.py"]
    sites = [
        Site(
            _made(folder / name),
            program=program,
            issued=demonstration.issued,
            BELL_SEED=seed,
            **shared,
        )
        for name, seed in (("one", "1"), ("two", "2"))
    ]
    try:
        for site in sites:
            site.begin()
        for site in sites:
            site.until_ready()
        tokens = sites[0].tokens(*PEOPLE)
        session = live_session(sites[0], tokens[PEOPLE[0]])
        yield TwoServers(sites, session, tokens, drops, postgres, redis_server)
    finally:
        for site in sites:
            site.stop()


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder
