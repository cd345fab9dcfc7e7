"""What the page says while the server lacks its bell or its records, and that it gets well by itself."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.visiting import Visitors, Windows, enter, enter_by_polls, said, write
from tests.services.postgres import PostgresServer
from tests.services.redis import RedisServer
from tests.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.services, pytest.mark.timeout(180)]

# The server notices after 2.5 s, by looking once a second.
NOTICED_MS = 10_000
# A database that starts again lets nobody in until it has put its records in order.
WELL_MS = 30_000
LATE_MS = 2000


@pytest.fixture(scope="module")
def served(
    postgres: PostgresServer, redis_server: RedisServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    demonstration = postgres.create_demonstration("outages")
    site = Site(
        tmp_path_factory.mktemp("served"),
        issued=demonstration.issued,
        DATABASE_URL=demonstration.url,
        REDIS_URL=redis_server.url,
    )
    site.start()
    yield site
    site.stop()


@pytest.fixture
def two(served: Site, browser: Browser) -> Iterator[list[Page]]:
    """Two delegates in the plenary, the second behind a proxy that lets no WebSocket through."""
    windows = Windows(Visitors(served, browser))
    first, second = windows.open("p071@demo.example"), windows.open("p072@demo.example")
    token = served.tokens("p071@demo.example")["p071@demo.example"]
    found = served.ask("/api/v1/sessions/?conference=washington&state=live", token)["results"]
    address = f"/s/{found[0]['id']}/"
    enter(first, address)
    enter_by_polls(second, address)
    yield [first, second]
    windows.close()


def line_of(page: Page, words: str, within: int) -> None:
    """See that the line says so, in time."""
    expect(page.locator("#room-line")).to_contain_text(words, timeout=within)


def test_without_its_bell_the_page_says_that_all_comes_a_little_late(
    two: list[Page], redis_server: RedisServer
) -> None:
    first, second = two
    redis_server.kill()
    try:
        line_of(first, "up to date, may be 2 seconds late", NOTICED_MS)
        write(first, "said without a bell")
        for page in two:
            expect(said(page, "said without a bell")).to_be_visible(timeout=LATE_MS)
        write(second, "posted without a bell")
        for page in two:
            expect(said(page, "posted without a bell")).to_be_visible(timeout=LATE_MS)
    finally:
        redis_server.start()
    expect(first.locator("#room-line")).to_have_text("up to date", timeout=NOTICED_MS)
    expect(first.locator(".message-pending")).to_have_count(0)


def test_whoever_comes_while_the_bell_is_away_is_told_too(
    two: list[Page], redis_server: RedisServer
) -> None:
    first, _second = two
    redis_server.kill()
    try:
        line_of(first, "may be 2 seconds late", NOTICED_MS)
        first.reload()
        line_of(first, "may be 2 seconds late", NOTICED_MS)
    finally:
        redis_server.start()
    expect(first.locator("#room-line")).to_have_text("up to date", timeout=NOTICED_MS)


def test_without_its_records_the_page_says_so_and_sends_what_was_written_afterwards(
    two: list[Page], postgres: PostgresServer
) -> None:
    first, second = two
    first.evaluate("window.isSamePage = true")
    postgres.stop()
    try:
        line_of(first, "the server can't reach its records since", NOTICED_MS)
        line_of(second, "behind since", NOTICED_MS)
        for page, text in ((first, "said without records"), (second, "posted without records")):
            write(page, text)
            expect(page.locator(".message-pending", has_text=text)).to_be_visible()
    finally:
        postgres.start()
    expect(first.locator("#room-line")).to_have_text("up to date", timeout=WELL_MS)
    expect(second.locator("#room-line .line-polling")).to_be_visible(timeout=WELL_MS)
    for page in two:
        for text in ("said without records", "posted without records"):
            expect(said(page, text)).to_have_count(1)
        expect(page.locator(".message-pending")).to_have_count(0)
    assert first.evaluate("window.isSamePage") is True
