"""The real servers and the browser, as fixtures: started when the first test asks, ended with the run."""

from collections.abc import Iterator
from typing import TypeVar

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.services import chromium as chromium_program
from tests.services.chromium import Chromium
from tests.services.postgres import PostgresServer
from tests.services.processes import ServerProcess
from tests.services.redis import RedisServer

Server = TypeVar("Server", bound=ServerProcess)


def _during(server: Server) -> Iterator[Server]:
    try:
        server.start()
        yield server
    finally:
        server.discard()


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A test that stops or kills it starts it again."""
    yield from _during(PostgresServer())


@pytest.fixture
def postgres_in_memory() -> Iterator[PostgresServer]:
    """The same in every setting, but for where its files are: in memory, where there is enough."""
    yield from _during(PostgresServer(in_memory=True))


@pytest.fixture(scope="session")
def redis_server() -> Iterator[RedisServer]:
    """A test that stops or kills it starts it again."""
    yield from _during(RedisServer())


@pytest.fixture(scope="session")
def chromium() -> Chromium:
    return chromium_program.find()


@pytest.fixture(scope="module")
def browser(chromium: Chromium) -> Iterator[Browser]:
    """Playwright keeps an event loop running in this thread while it is open. So it is closed at the
    module's end, or the next module's asyncio tests could not start theirs, and Django, which sees a
    loop, has to be told that these tests' queries block nobody.
    """
    with pytest.MonkeyPatch.context() as environment, sync_playwright() as playwright:
        environment.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        opened = chromium.launch(playwright)
        yield opened
        opened.close()
