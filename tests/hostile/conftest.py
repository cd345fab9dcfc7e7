"""Two sites on one database and one bell, as two machines would be."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.services.postgres import PostgresServer
from tests.services.redis import RedisServer
from tests.site import Site


@dataclass(frozen=True, slots=True)
class TwoSites:
    """Two server processes; what is said to one is heard at the other."""

    one: Site
    other: Site
    session: str
    tokens: dict[str, str]


PEOPLE = [f"p{n:03d}@demo.example" for n in range(1, 21)]


@pytest.fixture(scope="module")
def two_sites(
    postgres: PostgresServer, redis_server: RedisServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[TwoSites]:
    demonstration = postgres.create_demonstration("limits")
    environment: dict[str, Any] = {
        "DATABASE_URL": demonstration.url,
        "REDIS_URL": redis_server.url,
        "SECRET_KEY": "one key for both, or neither would take the other's tickets " + "x" * 20,
        "LIVE_ROOM_RATE": "50",
    }
    with ExitStack() as stack:
        folders: list[Path] = [tmp_path_factory.mktemp(name) for name in ("one", "other")]
        sites = [Site(folder, issued=demonstration.issued, **environment) for folder in folders]
        for site in sites:
            stack.callback(site.stop)
            site.begin()
        for site in sites:
            site.until_ready()
        tokens = sites[0].tokens(*PEOPLE, "moderator@demo.example")
        found = sites[0].ask("/api/v1/sessions/?state=live", tokens[PEOPLE[0]])["results"]
        yield TwoSites(sites[0], sites[1], found[0]["id"], tokens)
